//! The older version of the protocol.

use feature_json_1_0::Operation;
use feature_json_1_0::operations::Put;

#[test]
fn the_content_type_tells_the_version() {
    let request = Put::new().to_request().unwrap();
    assert_eq!(request.headers()["content-type"], "application/x-amz-json-1.0");
}
