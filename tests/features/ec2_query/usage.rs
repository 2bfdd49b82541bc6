//! ec2Query: what differs from awsQuery.

use feature_ec2_query::Operation;
use feature_ec2_query::operations::{RunThings, RunThingsOutput};
use feature_ec2_query::types::Thing;

fn form(input: &RunThings) -> String {
    String::from_utf8(input.to_request().unwrap().into_body().into()).unwrap()
}

#[test]
fn parameters_begin_with_capitals_unless_they_have_names_of_their_own() {
    let input = RunThings::new(1).with_dry_run("yes").with_token("t").with_names(["a", "b"]);
    assert_eq!(
        form(&input),
        "Action=RunThings&Version=2020-01-01&MaxCount=1&DryRun=yes&token=t&Name.1=a&Name.2=b"
    );
}

#[test]
fn all_lists_are_flat_and_empty_ones_are_left_out() {
    let thing = Thing::new("a").with_size(2);
    let input = RunThings::new(1).with_token("t").with_names([""; 0]).with_things([thing]);
    assert_eq!(
        form(&input),
        "Action=RunThings&Version=2020-01-01&MaxCount=1&token=t&ThingSet.1.ThingId=a\
         &ThingSet.1.Size=2"
    );
}

#[test]
fn a_result_has_no_wrapper() {
    let body = "<RunThingsResponse xmlns=\"https://feature.example.com/\"><requestId>r1</requestId>\
                <thingsSet><item><thingId>a</thingId><size>2</size></item></thingsSet>\
                <return>true</return></RunThingsResponse>";
    let output = RunThings::read_response(&http::Response::new(body.into())).unwrap();
    let expected =
        RunThingsOutput::new().with_things([Thing::new("a").with_size(2)]).with_return("true");
    assert_eq!(output, expected);
    let written = RunThings::write_result(&Ok(expected)).unwrap();
    assert_eq!(written.body(), &body.replace("<requestId>r1</requestId>", ""));
}

#[test]
fn errors_stand_in_a_list() {
    let body = "<Response><Errors><Error><Code>Thing.NotFound</Code><Message>no a</Message>\
                </Error></Errors><RequestID>r1</RequestID></Response>";
    let response = http::Response::builder().status(400).body(body.into()).unwrap();
    let error = RunThings::read_response(&response).unwrap_err();
    assert_eq!(error.to_string(), "RunThings: Thing.NotFound: no a (request r1)");
    let written = RunThings::write_result(&Err(error)).unwrap();
    assert_eq!((written.status().as_u16(), &written.body()[..]), (400, body.as_bytes()));
}
