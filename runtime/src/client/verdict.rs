//! What to make of a response: take it, or try again.

use http::StatusCode;

/// What a response means for the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is the answer, a success or an error.
    Done,
    /// Another attempt may have a better answer.
    Retry {
        /// The service asks to be called less often.
        throttled: bool,
    },
}

/// From botocore's `retries/standard.py`, `ThrottledRetryableChecker`.
const THROTTLED: &[&str] = &[
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

/// From there too, `TransientRetryableChecker`.
const TRANSIENT: &[&str] = &["RequestTimeout", "RequestTimeoutException"];

impl Verdict {
    /// The AWS tools' verdict on a response with this status and, if it is an error, this error code
    /// (without namespace: `ThrottlingException`).
    ///
    /// `LimitExceededException` counts as throttling there, although some services mean a quota by it.
    pub fn of(status: StatusCode, code: Option<&str>) -> Self {
        if status.is_success() {
            return Self::Done;
        }
        let code = code.unwrap_or_default();
        let throttled = status == StatusCode::TOO_MANY_REQUESTS || THROTTLED.contains(&code);
        let transient = matches!(status.as_u16(), 500 | 502 | 503 | 504);
        if throttled || transient || TRANSIENT.contains(&code) {
            Self::Retry { throttled }
        } else {
            Self::Done
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_and_code_decide() {
        let of = |status, code| Verdict::of(StatusCode::from_u16(status).unwrap(), code);
        let retry = |throttled| Verdict::Retry { throttled };
        assert_eq!(of(200, None), Verdict::Done);
        assert_eq!(of(400, None), Verdict::Done);
        assert_eq!(of(400, Some("InvalidParameterException")), Verdict::Done);
        assert_eq!(of(400, Some("ThrottlingException")), retry(true));
        assert_eq!(of(400, Some("RequestTimeout")), retry(false));
        assert_eq!(of(429, None), retry(true));
        assert_eq!(of(501, None), Verdict::Done);
        for status in [500, 502, 503, 504] {
            assert_eq!(of(status, None), retry(false));
        }
        assert_eq!(of(503, Some("SlowDown")), retry(true));
    }
}
