//! The Smithy project's table of timestamps in each format, and of what each reads as.

use serde::Deserialize;
use shapewright_runtime::{Timestamp, TimestampFormat};
use shapewright_tests::conformance_data;

#[derive(Deserialize)]
struct Suite {
    format_epoch_seconds: Vec<Case>,
    format_http_date: Vec<Case>,
    format_date_time: Vec<Case>,
    parse_epoch_seconds: Vec<Case>,
    parse_http_date: Vec<Case>,
    parse_date_time: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    /// The time for people.
    iso8601: String,
    canonical_seconds: String,
    canonical_nanos: u32,
    error: bool,
    /// The time in the format; none if the format has no such time.
    smithy_format_value: Option<String>,
}

impl Case {
    /// The time that the case is about.
    ///
    /// The suite warns that nanoseconds must not simply be added to negative seconds, but that is
    /// so in its epoch seconds alone: `-1` and half a second are `-1.5` there. In its dates they
    /// are half a second before 1970, as everywhere else.
    fn time(&self, format: TimestampFormat) -> Option<Timestamp> {
        let (seconds, nanos) = (self.canonical_seconds.parse::<i64>().ok()?, self.canonical_nanos);
        if format == TimestampFormat::EpochSeconds && seconds < 0 && nanos > 0 {
            return Timestamp::from_epoch(seconds - 1, 1_000_000_000 - nanos);
        }
        Timestamp::from_epoch(seconds, nanos)
    }

    /// The text that the format should give; none if it should refuse.
    fn text(&self) -> Option<&str> {
        self.smithy_format_value.as_deref().filter(|_| !self.error)
    }
}

fn suite() -> Option<Suite> {
    conformance_data::json("vectors/date-time/date_time_format_test_suite.json")
}

#[test]
fn formats_as_the_suite_says() {
    let Some(suite) = suite() else { return };
    let formats = [
        (TimestampFormat::EpochSeconds, suite.format_epoch_seconds),
        (TimestampFormat::HttpDate, suite.format_http_date),
        (TimestampFormat::DateTime, suite.format_date_time),
    ];
    for (format, cases) in formats {
        for case in cases {
            let formatted = case.time(format).and_then(|time| time.format(format).ok());
            assert_eq!(formatted.as_deref(), case.text(), "{format:?}: {}", case.iso8601);
        }
    }
}

#[test]
fn parses_as_the_suite_says() {
    let Some(suite) = suite() else { return };
    let formats = [
        (TimestampFormat::EpochSeconds, suite.parse_epoch_seconds),
        (TimestampFormat::HttpDate, suite.parse_http_date),
        (TimestampFormat::DateTime, suite.parse_date_time),
    ];
    for (format, cases) in formats {
        for case in cases {
            let text = case.smithy_format_value.as_deref().unwrap_or_default();
            let expected = case.time(format).filter(|_| !case.error);
            assert_eq!(Timestamp::parse(text, format).ok(), expected, "{format:?}: {text}");
        }
    }
}
