//! Operations without input or output.

use feature_operation::operations::{Ask, AskOutput, Ping, PingOutput};
use feature_operation::{BlockingClient, Fake, Operation};

#[test]
fn what_has_no_members_is_an_empty_object() {
    let request = Ping::new().to_request().unwrap();
    assert_eq!(request.body(), "{}");
    assert_eq!(request.headers()["x-amz-target"], "Feature.Ping");
    assert_eq!(request.headers()["content-type"], "application/x-amz-json-1.1");
}

#[test]
fn they_can_be_called() {
    let fake = Fake::new()
        .on(|_: Ping| Ok(PingOutput::new()))
        .on(|_: Ask| Ok(AskOutput::new().with_text("what?")));
    let client = BlockingClient::from(fake);
    assert_eq!(client.ping().send().unwrap(), PingOutput::new());
    assert_eq!(client.ask().send().unwrap().text.as_deref(), Some("what?"));
}
