//! Members called like the methods that generated types have.

use feature_method_names::operations::{Put, PutOutput};
use feature_method_names::types::{Required, Value};
use feature_method_names::{BlockingClient, Fake, Operation};

#[test]
fn the_methods_of_rust_keep_their_names() {
    let value = Value::new().with_clone(["c"]).with_default(["d"]).with_x(["x"]).with_with_x(["w"]);
    let copy = value.clone();
    assert_eq!(copy, value);
    assert_eq!(copy.x(), ["x"]);
    let lists = [copy.clone, copy.default].map(|list| list.unwrap_or_default());
    assert_eq!(lists, [["c"], ["d"]]);
}

#[test]
fn a_call_is_sent_and_its_members_are_set() {
    let fake = Fake::new().on(|input: Put| {
        assert_eq!(input.to_request().unwrap().body(), r#"{"x":"x","with_x":"w","send":"s"}"#);
        Ok(PutOutput::new().with_required(Required::new(["l"], [("k", "v")], "n")))
    });
    let client = BlockingClient::from(fake);
    let output = client.put().x("x").with_x("w").with_with_send("s").send().unwrap();
    assert_eq!(output.required.map(|required| required.new).as_deref(), Some("n"));
}
