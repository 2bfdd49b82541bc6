//! What both formats write in the same way.

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::fields::Fields;
use crate::grammar;
use crate::ir::{Checksum, WaiterState};
use crate::source::Place;

/// `httpChecksum` under its key, if it is there.
pub(crate) fn checksum(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Checksum> {
    let mut checksum = fields.object(key)?;
    let read = Checksum {
        request_required: checksum.flag("requestChecksumRequired"),
        request_algorithm_member: checksum.text("requestAlgorithmMember"),
        request_validation_mode_member: checksum.text("requestValidationModeMember"),
        response_algorithms: codes(&mut checksum, "responseAlgorithms"),
    };
    fields.keep(key, checksum);
    Some(read)
}

/// The `encodings` below the key of the compression of requests.
pub(crate) fn compression(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<String> {
    let Some(mut compression) = fields.object(key) else {
        return Vec::new();
    };
    let encodings = codes(&mut compression, "encodings");
    fields.keep(key, compression);
    encodings
}

/// The least and the greatest length or value, by the keys `min` and `max`.
pub(crate) fn range(fields: &mut Fields<'_, '_>) -> Option<(Option<f64>, Option<f64>)> {
    let bounds = (fields.number("min"), fields.number("max"));
    if let (Some(min), Some(max)) = bounds
        && min > max
    {
        let message = format!("nothing is at least {min} and at most {max}");
        fields.report.add(
            Diagnostic::new(&codes::EMPTY_RANGE, message)
                .label(Place::Value(fields.below("min")), "the least")
                .label(Place::Value(fields.below("max")), "the greatest")
                .help("exchange the two, or leave one out"),
        );
    }
    (bounds != (None, None)).then_some(bounds)
}

/// The `state` of a waiter's acceptor.
pub(crate) fn waiter_state(fields: &mut Fields<'_, '_>) -> Option<WaiterState> {
    match fields.required("state").text("state")?.as_str() {
        "success" => Some(WaiterState::Success),
        "failure" => Some(WaiterState::Failure),
        "retry" => Some(WaiterState::Retry),
        other => {
            fields.unknown("state", other, "success, failure or retry");
            None
        }
    }
}

/// Names of algorithms or codings.
fn codes(fields: &mut Fields<'_, '_>, key: &str) -> Vec<String> {
    fields.all_formed(key, &grammar::CODE).into_iter().map(|(text, _)| text).collect()
}
