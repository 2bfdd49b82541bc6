//! awsQuery: forms out, XML in.

use std::collections::BTreeMap;

use feature_query::error::{ServiceError, ThingExistsException};
use feature_query::operations::{CreateThing, ListThings, ListThingsOutput, Ping};
use feature_query::types::{Kind, Thing};
use feature_query::{BlockingClient, Fake, Operation};

fn form<O: Operation>(input: &O) -> String {
    String::from_utf8(input.to_request().unwrap().into_body().into()).unwrap()
}

#[test]
fn a_call_is_a_form() {
    let request = Ping::new().to_request().unwrap();
    assert_eq!((request.method().as_str(), request.uri().path()), ("POST", "/"));
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(form(&Ping::new()), "Action=Ping&Version=2020-01-01");
    assert_eq!(
        form(&ListThings::new().with_kinds(["Big", "a b&c"]).with_limit(7)),
        "Action=ListThings&Version=2020-01-01&Kinds.member.1=Big&Kinds.member.2=a%20b%26c&Limit=7"
    );
}

#[test]
fn entries_have_numbers_and_empty_lists_are_said() {
    let thing = CreateThing::new("a")
        .with_names(["x"])
        .with_others(["y", "z"])
        .with_numbers([(Kind::Big, 1)])
        .with_tags([("k", vec!["v".to_owned()])])
        .with_parts([] as [Thing; 0]);
    assert_eq!(
        form(&thing),
        "Action=CreateThing&Version=2020-01-01&Id=a&Names.Name.1=x&Name.1=y&Name.2=z\
         &Numbers.entry.1.key=Big&Numbers.entry.1.value=1&Tag.1.Key=k&Tag.1.Value.Name.1=v&Parts="
    );
}

#[test]
fn numbers_may_have_gaps_and_more_than_one_digit() {
    let names: Vec<_> = (0..12).map(|n| format!("n{n}")).collect();
    let thing = CreateThing::new("a").with_names(names.clone());
    let (parts, body) = thing.to_request().unwrap().into_parts();
    let body = String::from_utf8(body.into()).unwrap();
    let body = body.replace("Names.Name.12=", "Names.Name.4000=");
    let request = http::Request::from_parts(parts, body.into());
    assert_eq!(CreateThing::from_request(&request).unwrap().names, Some(names));
}

#[test]
fn a_result_stands_in_its_wrapper() {
    let body = "<ListThingsResponse xmlns=\"https://feature.example.com/\"><Things><Things>\
                <member><Id>a</Id><Name>x</Name><Tag><Key>k</Key><Value><Name>v</Name></Value>\
                </Tag><Name>y</Name></member></Things></Things><ResponseMetadata><RequestId>1\
                </RequestId></ResponseMetadata></ListThingsResponse>";
    let output = ListThings::read_response(&http::Response::new(body.into())).unwrap();
    let tags = BTreeMap::from([("k".to_owned(), vec!["v".to_owned()])]);
    let thing = Thing::new("a").with_others(["x", "y"]).with_tags(tags);
    assert_eq!(output, ListThingsOutput::new([thing]));
}

#[test]
fn errors_have_codes() {
    let body = "<ErrorResponse><Error><Type>Sender</Type><Code>ThingExists</Code><Message>it is \
                there</Message><ThingId>a</ThingId></Error><RequestId>r1</RequestId>\
                </ErrorResponse>";
    let response = http::Response::builder().status(409).body(body.into()).unwrap();
    let error = CreateThing::read_response(&response).unwrap_err();
    assert!(error.is_thing_exists());
    assert_eq!(error.to_string(), "CreateThing: ThingExists: it is there (request r1)");
    let expected = ThingExistsException::new().with_message("it is there").with_thing_id("a");
    assert_eq!(*error.service_error(), ServiceError::ThingExistsException(expected.clone()));
    let written = CreateThing::write_result(&Err(expected.into())).unwrap();
    assert_eq!(written.body(), &body.replace("<RequestId>r1</RequestId>", ""));
}

#[test]
fn a_fake_tells_calls_by_their_action() {
    let fake = Fake::new()
        .on(|_: Ping| Ok(Default::default()))
        .on(|_: ListThings| Ok(ListThingsOutput::new([Thing::new("a")])));
    let client = BlockingClient::from(fake);
    client.ping().send().unwrap();
    assert_eq!(client.list_things().send().unwrap().things.len(), 1);
    let refused = client.create_thing("a").send().unwrap_err();
    assert_eq!(refused.status(), Some(501));
}
