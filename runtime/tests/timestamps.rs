//! Timestamps: what each format reads and writes.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use shapewright_runtime::Timestamp;
use shapewright_runtime::TimestampFormat::{self, DateTime, EpochSeconds, HttpDate};

/// What a text is read as: seconds and nanoseconds.
fn read(text: &str, format: TimestampFormat) -> Option<(i64, u32)> {
    let time = Timestamp::parse(text, format).ok()?;
    Some((time.seconds(), time.subsecond_nanos()))
}

fn at(seconds: i64, nanos: u32) -> Timestamp {
    Timestamp::from_epoch(seconds, nanos).unwrap()
}

#[test]
fn reads_seconds() {
    for (text, expected) in [
        ("0", Some((0, 0))),
        ("-0", Some((0, 0))),
        ("1497515400", Some((1_497_515_400, 0))),
        ("1497515400.25", Some((1_497_515_400, 250_000_000))),
        ("1497515400.000001", Some((1_497_515_400, 1000))),
        ("1497515400.123456789", Some((1_497_515_400, 123_456_789))),
        ("1497515400.1234567899", Some((1_497_515_400, 123_456_789))),
        ("-0.5", Some((-1, 500_000_000))),
        ("-1.25", Some((-2, 750_000_000))),
        ("1.4975154e9", Some((1_497_515_400, 0))),
        ("1.5E0", Some((1, 500_000_000))),
        ("253402300799", Some((253_402_300_799, 0))),
        ("99999999999999", None),
        ("99999999999999999999", None),
        ("1e300", None),
        ("", None),
        ("-", None),
        (".5", None),
        ("5.", None),
        ("+5", None),
        ("1 ", None),
        ("0x10", None),
        ("NaN", None),
        ("infinity", None),
    ] {
        assert_eq!(read(text, EpochSeconds), expected, "{text:?}");
    }
}

#[test]
fn reads_date_times_of_any_offset() {
    for (text, expected) in [
        ("1970-01-01T00:00:00Z", Some((0, 0))),
        ("2017-06-15T08:30:00Z", Some((1_497_515_400, 0))),
        ("2017-06-15T08:30:00.25Z", Some((1_497_515_400, 250_000_000))),
        ("2017-06-15T10:30:00+02:00", Some((1_497_515_400, 0))),
        ("2017-06-15T03:00:00-05:30", Some((1_497_515_400, 0))),
        ("2017-06-15t08:30:00z", Some((1_497_515_400, 0))),
        ("1969-12-31T23:59:59.5Z", Some((-1, 500_000_000))),
        ("2017-06-15T08:30:00", None),
        ("2017-06-15", None),
        ("2017-13-15T08:30:00Z", None),
        ("2017-02-29T08:30:00Z", None),
        ("", None),
    ] {
        assert_eq!(read(text, DateTime), expected, "{text:?}");
    }
}

#[test]
fn reads_http_dates() {
    for (text, expected) in [
        ("Thu, 15 Jun 2017 08:30:00 GMT", Some((1_497_515_400, 0))),
        ("Thu, 15 Jun 2017 08:30:00.25 GMT", Some((1_497_515_400, 250_000_000))),
        ("Thu, 01 Jan 1970 00:00:00 GMT", Some((0, 0))),
        // The name of the day says nothing that the date does not.
        ("Fri, 15 Jun 2017 08:30:00 GMT", Some((1_497_515_400, 0))),
        ("Thu, 15 Jun 2017 08:30:00", None),
        ("2017-06-15T08:30:00Z", None),
        ("", None),
    ] {
        assert_eq!(read(text, HttpDate), expected, "{text:?}");
    }
}

#[test]
fn writes_each_format() {
    for (time, seconds, date_time, http_date) in [
        (at(0, 0), "0", "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
        (
            at(1_497_515_400, 0),
            "1497515400",
            "2017-06-15T08:30:00Z",
            "Thu, 15 Jun 2017 08:30:00 GMT",
        ),
        (
            at(1_497_515_400, 250_000_000),
            "1497515400.25",
            "2017-06-15T08:30:00.25Z",
            "Thu, 15 Jun 2017 08:30:00 GMT",
        ),
        (
            at(-1, 999_999_999),
            "-0.000000001",
            "1969-12-31T23:59:59.999999Z",
            "Wed, 31 Dec 1969 23:59:59 GMT",
        ),
        (
            at(253_402_300_799, 0),
            "253402300799",
            "9999-12-31T23:59:59Z",
            "Fri, 31 Dec 9999 23:59:59 GMT",
        ),
        (
            at(-62_167_219_200, 0),
            "-62167219200",
            "0000-01-01T00:00:00Z",
            "Sat, 01 Jan 0000 00:00:00 GMT",
        ),
    ] {
        for (format, text) in
            [(EpochSeconds, seconds), (DateTime, date_time), (HttpDate, http_date)]
        {
            assert_eq!(time.format(format).as_deref(), Ok(text));
            let nanos = match format {
                HttpDate => 0,
                DateTime => time.subsecond_nanos() / 1000 * 1000,
                EpochSeconds => time.subsecond_nanos(),
            };
            assert_eq!(read(text, format), Some((time.seconds(), nanos)), "{text}");
        }
    }
}

#[test]
fn years_before_zero_are_seconds_only() {
    let time = at(-62_167_219_201, 0);
    assert_eq!(time.format(EpochSeconds).as_deref(), Ok("-62167219201"));
    assert!(time.format(DateTime).is_err());
    assert!(time.format(HttpDate).is_err());
    assert!(!format!("{time} {time:?}").is_empty());
}

#[test]
fn there_is_no_time_beyond_the_years() {
    assert_eq!(Timestamp::from_epoch(i64::MAX, 0), None);
    assert_eq!(Timestamp::from_epoch(i64::MIN, 0), None);
    assert_eq!(Timestamp::from_epoch(253_402_300_800, 0), None);
}
