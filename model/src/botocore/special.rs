//! What botocore's code knows of single services, and their models do not say.

use crate::ir::Model;

/// Adds what Smithy's models say of the same services.
pub(super) fn complete(model: &mut Model) {
    if model.service.id != "S3" {
        return;
    }
    // `RestXMLParser._parse_error_from_body` in `botocore/parsers.py`.
    model.service.no_error_wrapping = true;
    // `parse_get_bucket_location` in `botocore/handlers.py`.
    if let Some(operation) = model.operations.get_mut("GetBucketLocation") {
        operation.traits.unwrapped_xml_output = true;
    }
}
