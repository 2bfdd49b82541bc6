//! Streams of events.

use feature_event_stream::error::Interrupted;
use feature_event_stream::event_stream::{EventError, EventStream};
use feature_event_stream::operations::{Talk, TalkOutput};
use feature_event_stream::types::{Mark, Replies, Sound, Speech, Text};
use feature_event_stream::{BlockingClient, Error, Fake, Operation, Timestamp};
use shapewright_runtime::protocol::{AWS_JSON_1_1, RPC_V2_JSON};

fn text(text: &str) -> Replies {
    Replies::Text(Text::new().with_text(text))
}

/// Answers each sound with its length, and says who has spoken what.
fn echo() -> Fake {
    Fake::new().on(|input: Talk| {
        let replies = input.speech.map(|event| match event {
            Ok(Speech::Sound(sound)) => text(&sound.bytes.unwrap_or_default().len().to_string()),
            Ok(Speech::Mark(mark)) if mark.r#final == Some(true) => {
                Replies::Interrupted(Interrupted::new().with_message("enough"))
            }
            other => text(&format!("{other:?}")),
        });
        let session = input.language.unwrap_or_default();
        Ok(TalkOutput::new().with_session(session).with_replies(EventStream::new(replies)))
    })
}

fn speech() -> EventStream<Speech> {
    let name = Mark::new().with_name("n").with_at(Timestamp::from_epoch(1, 500_000_000).unwrap());
    EventStream::from([
        Speech::Sound(Sound::new().with_bytes("abc")),
        Speech::Mark(name),
        Speech::Mark(Mark::new().with_final(true)),
        Speech::Sound(Sound::new().with_bytes("never heard")),
    ])
}

fn talk(fake: Fake) {
    let call = BlockingClient::from(fake);
    let mut output = call.talk(speech()).language("en").send().unwrap();
    assert_eq!(output.session.as_deref(), Some("en"));
    assert_eq!(output.replies.next().unwrap().unwrap(), text("3"));
    let mark = r#"Ok(Mark(Mark { name: "n", at: 1970-01-01T00:00:01.5Z }))"#;
    assert_eq!(output.replies.next().unwrap().unwrap(), text(mark));
    match output.replies.next().unwrap().unwrap_err() {
        EventError::Exception(Replies::Interrupted(error)) => {
            assert_eq!(error.message.as_deref(), Some("enough"));
        }
        other => panic!("{other:?}"),
    }
    assert!(output.replies.next().is_none());
}

#[test]
fn events_travel_both_ways() {
    talk(echo());
}

#[test]
fn members_are_the_first_event_where_there_are_no_http_bindings() {
    talk(echo().speaking(&AWS_JSON_1_1));
    talk(echo().speaking(&RPC_V2_JSON));
}

#[test]
fn a_stream_of_events_is_what_a_call_accepts() {
    let fake = echo().speaking(&RPC_V2_JSON);
    BlockingClient::from(fake.clone()).talk(speech()).send().unwrap();
    let request = fake.requests().remove(0);
    assert_eq!(request.headers()["accept"], "application/vnd.amazon.eventstream");
    assert_eq!(request.headers()["content-type"], "application/vnd.amazon.eventstream");
}

#[test]
fn the_end_of_a_stream_becomes_the_services_error() {
    let call = BlockingClient::from(echo());
    let output = call.talk(speech()).send().unwrap();
    let all = || -> Result<Vec<Replies>, Error> {
        let mut all = Vec::new();
        for reply in output.replies {
            all.push(reply?);
        }
        Ok(all)
    };
    let error = all().unwrap_err();
    assert!(error.is_interrupted());
    assert_eq!(error.code(), Some("Interrupted"));
    assert_eq!(error.message(), Some("enough"));
}

#[test]
fn a_request_in_memory_holds_no_events() {
    let error = Talk::new(speech()).to_request().unwrap_err();
    let expected = "Talk: the input cannot be sent: Speech is a stream, which only clients send";
    assert_eq!(error.to_string(), expected);
}
