//! Bodies that are streams.

use std::io::{Cursor, Read};

use feature_streaming::operations::{Get, GetOutput, Mail, MailOutput, Put, PutOutput};
use feature_streaming::{BlockingClient, ByteStream, ErrorKind, Fake, Operation};

fn read(text: &'static str) -> ByteStream {
    ByteStream::from_reader(Cursor::new(text))
}

fn client() -> BlockingClient {
    let fake = Fake::new()
        .on(|input: Get| Ok(GetOutput::new().with_kind(input.key).with_body(read("content"))))
        .on(|input: Put| Ok(PutOutput::new().with_echo(input.body)))
        .on(|_: Mail| Ok(MailOutput::new()));
    BlockingClient::from(fake)
}

#[test]
fn a_stream_arrives() {
    let mut output = client().get("k").send().unwrap();
    assert_eq!(output.kind.as_deref(), Some("k"));
    let mut text = String::new();
    output.body.read_to_string(&mut text).unwrap();
    assert_eq!(text, "content");
}

#[test]
fn bytes_and_readers_are_sent() {
    for body in [ByteStream::from("content"), read("content")] {
        let output = client().put("k").body(body).send().unwrap();
        assert_eq!(output.echo.read_all(100).unwrap(), "content");
    }
}

#[test]
fn an_empty_stream_is_absent() {
    let output = client().put("k").send().unwrap();
    assert!(output.echo.is_empty());
    assert_eq!(format!("{output:?}"), "PutOutput");
}

#[test]
fn a_length_that_must_be_known_is_asked_for() {
    let error = client().send(Mail::new(read("letter"))).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    let expected = "Mail: the input cannot be sent: the length of the stream Letter must be known";
    assert_eq!(error.to_string(), expected);
    assert!(client().send(Mail::new(read("letter").with_length(6))).is_ok());
}

#[test]
fn a_request_in_memory_holds_no_stream() {
    let request = Put::new("k").with_body("content").to_request().unwrap();
    assert_eq!(request.body(), "content");
    let error = Put::new("k").with_body(read("content")).to_request().unwrap_err();
    let expected = "Put: the input cannot be sent: Body is a stream, which only clients send";
    assert_eq!(error.to_string(), expected);
}
