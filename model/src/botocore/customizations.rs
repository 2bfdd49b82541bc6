//! What botocore knows by its code, not by its models: Smithy has traits for it, named here.

use crate::ir::Model;

/// The ids of services whose errors stand at the root of their documents (`noErrorWrapping` of
/// `aws.protocols#restXml`; `RestXMLParser._parse_error_from_body` in `botocore/parsers.py`).
const NO_ERROR_WRAPPING: [&str; 1] = ["S3"];

/// Operations, with their services' ids, whose output is the root of its document
/// (`aws.customizations#s3UnwrappedXmlOutput`; `parse_get_bucket_location` in
/// `botocore/handlers.py`).
const UNWRAPPED_XML_OUTPUTS: [(&str, &str); 1] = [("S3", "GetBucketLocation")];

/// Adds what the model itself does not say.
pub(super) fn apply(model: &mut Model) {
    let id = model.service.id.as_str();
    model.service.no_error_wrapping = NO_ERROR_WRAPPING.contains(&id);
    for (service, operation) in UNWRAPPED_XML_OUTPUTS {
        if service == id
            && let Some(operation) = model.operations.get_mut(operation)
        {
            operation.traits.unwrapped_xml_output = true;
        }
    }
}
