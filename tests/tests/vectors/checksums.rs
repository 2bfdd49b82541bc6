//! Checksums of the algorithms that services name.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;
use shapewright_runtime::checksum::{Algorithm, Hasher};
use shapewright_tests::conformance_data;

#[derive(Deserialize)]
struct Vector {
    input: String,
    input_base64: String,
    algorithm: String,
    header_value_base64: String,
}

#[test]
fn checksums_are_those_of_others() {
    let vectors: Option<Vec<Vector>> =
        conformance_data::json("vectors/checksums/checksum-vectors.json");
    for vector in vectors.unwrap_or_default() {
        let algorithm = Algorithm::of_name(&vector.algorithm).unwrap();
        let bytes = BASE64.decode(&vector.input_base64).unwrap();
        let what = format!("{} of {}", vector.algorithm, vector.input);
        assert_eq!(algorithm.checksum(&bytes), vector.header_value_base64, "{what}");
        let mut hasher = Hasher::new(algorithm);
        bytes.chunks(7).for_each(|part| hasher.update(part));
        assert_eq!(hasher.finish(), vector.header_value_base64, "{what}, in parts");
    }
}

/// The public vectors have none of these: here they are of `123456789`, by the reference
/// implementation of xxHash and by OpenSSL.
#[test]
fn rarer_algorithms_are_those_of_others_too() {
    for (algorithm, hex) in [
        ("XXHASH64", "8cb841db40e6ae83"),
        ("XXHASH3", "72dcb18b67a17dff"),
        ("XXHASH128", "33119477ede5dcd5e9716427681d5860"),
        (
            "SHA512",
            "d9e6762dd1c8eaf6d61b3c6192fc408d4d6d5f1176d0c29169bc24e71c3f274a\
             d27fcd5811b313d681f7e55ec02d73d499c95455b6b5bb503acf574fba8ffe85",
        ),
    ] {
        let checksum = Algorithm::of_name(algorithm).unwrap().checksum(b"123456789");
        let bytes = BASE64.decode(checksum).unwrap();
        let actual: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(actual, hex, "{algorithm}");
    }
}
