//! Models that no file holds, since the loader would refuse it.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use shapewright_codegen::generate;
use shapewright_codegen::settings::Settings;
use shapewright_model::load_str;

const MODEL: &str = r#"{
    "metadata": {
        "apiVersion": "2020-01-01",
        "endpointPrefix": "parcels",
        "serviceId": "Parcels",
        "protocol": "json",
        "jsonVersion": "1.1",
        "targetPrefix": "Parcels",
        "signatureVersion": "v4"
    },
    "operations": {"Ping": {"http": {"method": "POST", "requestUri": "/"}}},
    "shapes": {}
}"#;

#[test]
fn a_service_speaks_a_protocol() {
    let mut model = load_str("service-2.json", MODEL).unwrap().model;
    model.service.protocols.clear();
    let problems = generate(&model, &Settings::new("parcels")).unwrap_err();
    let found: Vec<_> =
        problems.iter().map(|it| (it.code().id, it.pointer().unwrap().0.as_str())).collect();
    assert_eq!(found, [("SW0105", "/metadata")]);
}
