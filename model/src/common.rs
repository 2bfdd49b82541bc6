//! What both formats write in the same way.

use crate::fields::Fields;
use crate::ir::{Checksum, WaiterState};

/// `httpChecksum` under its key, if it is there.
pub(crate) fn checksum(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Checksum> {
    let mut checksum = fields.object(key)?;
    let read = Checksum {
        request_required: checksum.flag("requestChecksumRequired"),
        request_algorithm_member: checksum.text("requestAlgorithmMember"),
        request_validation_mode_member: checksum.text("requestValidationModeMember"),
        response_algorithms: strings(&mut checksum, "responseAlgorithms"),
    };
    fields.keep(key, checksum);
    Some(read)
}

/// The `encodings` below the key of the compression of requests.
pub(crate) fn compression(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<String> {
    let Some(mut compression) = fields.object(key) else {
        return Vec::new();
    };
    let encodings = strings(&mut compression, "encodings");
    fields.keep(key, compression);
    encodings
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

fn strings(fields: &mut Fields<'_, '_>, key: &str) -> Vec<String> {
    fields.texts(key).into_iter().map(|(text, _)| text).collect()
}
