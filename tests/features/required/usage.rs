//! Required members are arguments, of constructors and of the client's methods.

use feature_required::operations::{Create, CreateOutput, Put};
use feature_required::types::{Few, Inner, Kind};
use feature_required::{Blob, BlockingClient, Fake, Operation, Timestamp};

fn body(operation: &impl Operation) -> String {
    let request = operation.to_request().unwrap();
    String::from_utf8(request.body().to_vec()).unwrap()
}

#[test]
fn a_client_takes_required_members_as_arguments() {
    let fake = Fake::new().on(|input: Create| {
        assert_eq!(input.optional.as_deref(), Some("more"));
        assert_eq!(input.kind, Kind::Large);
        Ok(CreateOutput::new(input.size.into(), [input.ratio], input.texts, input.labels))
    });
    let client = BlockingClient::from(fake);
    let output = client
        .create(
            "text",
            ["a", "b"],
            7,
            0.5,
            true,
            [("k", "v")],
            "LARGE",
            Inner::new("inner"),
            Blob::from("data"),
            Timestamp::from_epoch(1, 0).unwrap(),
        )
        .optional("more")
        .send()
        .unwrap();
    assert_eq!((output.count, output.factors, output.list.len()), (7, vec![0.5], 2));
    assert_eq!(output.map["k"], "v");
}

#[test]
fn required_members_are_written_even_if_empty() {
    let few = Few::new(0, [], [""; 0], [("", ""); 0]);
    let put = Put::new("", Vec::<String>::new()).with_few(few);
    let expected = r#"{"few":{"count":0,"factors":[],"list":[],"map":{}},"text":"","texts":[]}"#;
    assert_eq!(body(&put), expected);
}
