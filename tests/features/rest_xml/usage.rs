//! restXml: documents of elements, attributes and namespaces.

use feature_rest_xml::error::{NoSuchThing, ServiceError};
use feature_rest_xml::operations::{GetThing, GetThingOutput, PutNames, PutThing};
use feature_rest_xml::types::Thing;
use feature_rest_xml::{BlockingClient, Fake, Operation, Timestamp};

fn body<O: Operation>(input: &O) -> String {
    String::from_utf8(input.to_request().unwrap().into_body().into()).unwrap()
}

fn thing() -> Thing {
    Thing::new().with_kind("big").with_names(["a", "b<c"])
}

#[test]
fn a_payload_is_a_document() {
    let call = PutThing::new("t").with_thing(thing());
    assert_eq!(
        body(&call),
        "<TheThing xmlns=\"https://feature.example.com/\" xsi:type=\"big\">\
         <Names><Name>a</Name><Name>b&lt;c</Name></Names></TheThing>"
    );
    let request = call.to_request().unwrap();
    assert_eq!(request.headers()["content-type"], "application/xml");
    assert_eq!(PutThing::from_request(&request).unwrap(), call);
}

#[test]
fn members_stand_in_the_root_that_the_operation_names() {
    let call = PutNames::new().with_names(["n"]).with_tags([("k", 1)]);
    assert_eq!(
        body(&call),
        "<Names xmlns=\"https://feature.example.com/\"><All><Name>n</Name></All>\
         <Tags><entry><Key>k</Key><Value>1</Value></entry></Tags></Names>"
    );
    assert_eq!(body(&PutNames::new()), "");
}

#[test]
fn a_result_is_read_whatever_its_root() {
    let response = http::Response::builder()
        .header("last-modified", "Thu, 01 Jan 1970 00:00:01 GMT")
        .body(
            "<?xml version=\"1.0\"?>\n<R xmlns=\"urn:other\"><Other><Made>1970-01-01T00:00:02Z\
             </Made></Other><Newer/><Other/></R>"
                .into(),
        )
        .unwrap();
    let output = GetThing::read_response(&response).unwrap();
    let at = |seconds| Timestamp::from_epoch(seconds, 0).unwrap();
    let others = [Thing::new().with_made(at(2)), Thing::new()];
    assert_eq!(output, GetThingOutput::new().with_made(at(1)).with_others(others));
}

#[test]
fn an_error_is_known_by_its_code() {
    let fake = Fake::new().on(|input: GetThing| {
        Err(NoSuchThing::new().with_message("none").with_thing_id(input.id).into())
    });
    let error = BlockingClient::from(fake).get_thing("t").send().unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("NoThing"), Some("none")));
    assert!(matches!(&*error, ServiceError::NoSuchThing(e) if e.thing_id.as_deref() == Some("t")));
}
