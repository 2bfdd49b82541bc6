//! Points in time.

use std::fmt;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use time::format_description::well_known::Rfc3339;
use time::format_description::{BorrowedFormatItem, parse_borrowed};
use time::{OffsetDateTime, PrimitiveDateTime};

const NANOS_PER_SECOND: u32 = 1_000_000_000;

/// The IMF-fixdate of RFC 9110 section 5.6.7.
static HTTP_DATE: Description = LazyLock::new(|| {
    let description = "[weekday repr:short], [day] [month repr:short] [year] \
                       [hour]:[minute]:[second] GMT";
    parse_borrowed::<2>(description).unwrap_or_default()
});

/// The same with the fraction that `smithy.api#timestampFormat` allows a reader to meet.
static HTTP_DATE_WITH_FRACTION: Description = LazyLock::new(|| {
    let description = "[weekday repr:short], [day] [month repr:short] [year] \
                       [hour]:[minute]:[second].[subsecond] GMT";
    parse_borrowed::<2>(description).unwrap_or_default()
});

type Description = LazyLock<Vec<BorrowedFormatItem<'static>>>;

/// A point in time with nanoseconds, from the year -9999 to the year 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(OffsetDateTime);

/// How timestamps are written (`smithy.api#timestampFormat`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    /// RFC 3339 in UTC, `1985-04-12T23:20:50.520Z`. Writing it drops what is finer than
    /// microseconds.
    DateTime,
    /// The IMF-fixdate of RFC 9110 section 5.6.7, `Fri, 12 Apr 1985 23:20:50 GMT`. It has no
    /// fraction: writing it drops the nanoseconds.
    HttpDate,
    /// Seconds since 1970-01-01T00:00:00Z, with a fraction if need be.
    EpochSeconds,
}

impl Timestamp {
    /// The point in time that is that many seconds after 1970-01-01T00:00:00Z (before it, if
    /// negative), and so many nanoseconds later; none if that is beyond the years we can name.
    #[must_use]
    pub fn from_epoch(seconds: i64, nanoseconds: u32) -> Option<Self> {
        let seconds = seconds.checked_add((nanoseconds / NANOS_PER_SECOND).into())?;
        let time = OffsetDateTime::from_unix_timestamp(seconds).ok()?;
        time.replace_nanosecond(nanoseconds % NANOS_PER_SECOND).ok().map(Self)
    }

    /// The current time of the system's clock.
    #[must_use]
    pub fn now() -> Self {
        Self(OffsetDateTime::now_utc())
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.0.unix_timestamp()
    }

    /// The nanoseconds since the last whole second.
    #[must_use]
    pub fn subsecond_nanos(self) -> u32 {
        self.0.nanosecond()
    }

    /// Reads a time of that format.
    ///
    /// # Errors
    /// If the text is no such time.
    pub fn parse(text: &str, format: TimestampFormat) -> Result<Self, InvalidTimestamp> {
        match format {
            TimestampFormat::DateTime => Self::parse_date_time(text),
            TimestampFormat::HttpDate => Self::parse_http_date(text),
            TimestampFormat::EpochSeconds => parse_epoch(text).ok_or(InvalidTimestamp),
        }
    }

    /// Reads a time as clients do: some services, and most stand-ins for them, write another
    /// format than they declare.
    pub(crate) fn parse_tolerantly(
        text: &str,
        format: TimestampFormat,
    ) -> Result<Self, InvalidTimestamp> {
        Self::parse(text, format).or_else(|_| Self::parse_date_time(text))
    }

    /// Reads a time as services do: a date and time has to be in UTC and to say so.
    pub(crate) fn parse_strictly(
        text: &str,
        format: TimestampFormat,
    ) -> Result<Self, InvalidTimestamp> {
        let is_local = |text: &str| !text.ends_with('Z') || !text.contains('T');
        if format == TimestampFormat::DateTime && is_local(text) {
            return Err(InvalidTimestamp);
        }
        Self::parse(text, format)
    }

    /// The time in that format.
    ///
    /// # Errors
    /// If the format has no such year: only epoch seconds have years before 0.
    pub fn format(self, format: TimestampFormat) -> Result<String, InvalidTimestamp> {
        let formatted = match format {
            TimestampFormat::DateTime => self.0.truncate_to_microsecond().format(&Rfc3339),
            TimestampFormat::HttpDate if self.0.year() < 0 => return Err(InvalidTimestamp),
            TimestampFormat::HttpDate => self.0.format(&*HTTP_DATE),
            TimestampFormat::EpochSeconds => return Ok(format_epoch(self)),
        };
        formatted.map_err(|_| InvalidTimestamp)
    }

    fn parse_http_date(text: &str) -> Result<Self, InvalidTimestamp> {
        let parsed = PrimitiveDateTime::parse(text, &*HTTP_DATE)
            .or_else(|_| PrimitiveDateTime::parse(text, &*HTTP_DATE_WITH_FRACTION));
        parsed.map(|time| Self(time.assume_utc())).map_err(|_| InvalidTimestamp)
    }

    /// Reads an RFC 3339 time, such as `2017-06-15T08:30:00.25Z`, of any offset.
    ///
    /// # Errors
    /// If the text is no such time.
    pub fn parse_date_time(text: &str) -> Result<Self, InvalidTimestamp> {
        let parsed = OffsetDateTime::parse(text, &Rfc3339);
        parsed.map(|time| Self(time.to_offset(time::UtcOffset::UTC))).map_err(|_| InvalidTimestamp)
    }
}

/// Seconds with an optional fraction and exponent. What has no exponent is read exactly, to the
/// nanosecond; a double would lose the microseconds of our decade.
fn parse_epoch(text: &str) -> Option<Timestamp> {
    if text.bytes().any(|byte| matches!(byte, b'e' | b'E')) {
        let seconds: f64 = text.parse().ok()?;
        #[expect(
            clippy::cast_possible_truncation,
            reason = "out of range saturates and is refused"
        )]
        let nanos = (seconds * 1e9).round() as i128;
        return OffsetDateTime::from_unix_timestamp_nanos(nanos).ok().map(Timestamp);
    }
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let point = digits.bytes().position(|byte| byte == b'.');
    let (whole, fraction) = match point.and_then(|point| digits.split_at_checked(point)) {
        Some((whole, fraction)) => (whole, fraction.get(1..)?),
        None => (digits, "0"),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let seconds: i64 = whole.parse().ok()?;
    let nine_digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
    let nanos = nine_digits.fold(0, |nanos, digit| nanos * 10 + u32::from(digit - b'0'));
    match (negative, nanos) {
        (false, _) => Timestamp::from_epoch(seconds, nanos),
        (true, 0) => Timestamp::from_epoch(-seconds, 0),
        (true, _) => Timestamp::from_epoch(-seconds - 1, NANOS_PER_SECOND - nanos),
    }
}

fn format_epoch(timestamp: Timestamp) -> String {
    let nanos = timestamp.0.unix_timestamp_nanos();
    let sign = if nanos < 0 { "-" } else { "" };
    let per_second = u128::from(NANOS_PER_SECOND);
    let (whole, fraction) = (nanos.unsigned_abs() / per_second, nanos.unsigned_abs() % per_second);
    if fraction == 0 {
        return format!("{sign}{whole}");
    }
    let text = format!("{sign}{whole}.{fraction:09}");
    text.trim_end_matches('0').to_owned()
}

/// A text that is not a time of the expected format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidTimestamp;

impl fmt::Display for InvalidTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a valid point in time")
    }
}

impl std::error::Error for InvalidTimestamp {}

/// 1970-01-01T00:00:00Z
impl Default for Timestamp {
    fn default() -> Self {
        Self(OffsetDateTime::UNIX_EPOCH)
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        Self(time.into())
    }
}

impl From<Timestamp> for SystemTime {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.0.into()
    }
}

impl std::ops::Add<Duration> for Timestamp {
    type Output = Self;

    /// The latest nameable time if the sum is beyond it.
    fn add(self, duration: Duration) -> Self {
        let duration = time::Duration::try_from(duration).unwrap_or(time::Duration::MAX);
        Self(self.0.saturating_add(duration))
    }
}

/// RFC 3339 in UTC.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.format(&Rfc3339) {
            Ok(text) => f.write_str(&text),
            // RFC 3339 has no years before 0.
            Err(_) => write!(f, "{}", self.0),
        }
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
