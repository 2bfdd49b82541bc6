//! What single services want beyond what their models say.
//!
//! Each entry is what the official SDKs do for that service, by the Smithy specification's
//! protocol tests for it (`smithy-aws-protocol-tests`, "services").

use shapewright_model::ir::{Location, Model, Operation, Service, ShapeKind};

use super::TraitPlan;

const GLACIER: &str = "Glacier";
const API_GATEWAY: &str = "API Gateway";
const MACHINE_LEARNING: &str = "Machine Learning";
const S3: &str = "S3";

/// How the paths of operations on a bucket begin.
const BUCKET: &str = "/{Bucket}";

/// The traits of an operation.
pub(super) fn of_operation(model: &Model, operation: &Operation) -> Vec<TraitPlan> {
    let header =
        |name: &str, value: &str| TraitPlan::Texts("Header", name.to_owned(), value.to_owned());
    match model.service.id.as_str() {
        API_GATEWAY => vec![header("accept", "application/json")],
        GLACIER => {
            let mut planned = vec![header("x-amz-glacier-version", &model.service.version)];
            if has_stream(model, operation) {
                planned.push(TraitPlan::Flag("TreeHash"));
            }
            planned
        }
        MACHINE_LEARNING if operation.name == "Predict" => {
            vec![TraitPlan::text("EndpointMember", "PredictEndpoint")]
        }
        S3 if operation.http.uri.starts_with(BUCKET) => vec![TraitPlan::text("Bucket", "Bucket")],
        _ => Vec::new(),
    }
}

/// A trait of the member of that name, in inputs.
pub(super) fn of_input_member(service: &Service, name: &str) -> Option<TraitPlan> {
    // The hyphen is the account of the caller's credentials.
    let is_account = service.id == GLACIER && name == "accountId";
    is_account.then(|| TraitPlan::text("WhenEmpty", "-"))
}

/// Whether the body of an operation's requests is streamed.
fn has_stream(model: &Model, operation: &Operation) -> bool {
    let input = operation.input.as_ref().and_then(|input| model.shape(input));
    input.is_some_and(|input| {
        input.kind.members().any(|member| {
            let is_blob =
                model.shape(&member.target).is_some_and(|shape| shape.kind == ShapeKind::Blob);
            is_blob && model.member_traits(member).location == Some(Location::Payload)
        })
    })
}
