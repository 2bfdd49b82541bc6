use std::io::{Cursor, Write};
use std::pin::pin;
use std::task::Waker;

use super::*;

/// Runs a future that never has to wait.
fn now<F: Future>(future: F) -> F::Output {
    let mut cx = Context::from_waker(Waker::noop());
    match pin!(future).poll(&mut cx) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("the future waits"),
    }
}

/// A stream of these chunks that comes asynchronously.
fn polled(chunks: &'static [&'static str]) -> ByteStream {
    let mut chunks = chunks.iter().copied();
    ByteStream::from_poll(move |_| Poll::Ready(chunks.next().map(|chunk| Ok(chunk.into()))))
}

fn read(text: &'static str) -> ByteStream {
    ByteStream::from_reader(Cursor::new(text))
}

fn kind<T: fmt::Debug>(result: io::Result<T>) -> io::ErrorKind {
    result.unwrap_err().kind()
}

#[test]
fn every_source_gives_its_bytes() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"abc").unwrap();
    let path = || ByteStream::from_path(file.path()).unwrap();
    assert_eq!(now(ByteStream::from("abc").collect(3)).unwrap(), "abc");
    assert_eq!(now(read("abc").collect(3)).unwrap(), "abc");
    assert_eq!(now(polled(&["a", "", "bc"]).collect(3)).unwrap(), "abc");
    assert_eq!(now(path().collect(3)).unwrap(), "abc");
    assert_eq!(ByteStream::from("abc").read_all(3).unwrap(), "abc");
    assert_eq!(read("abc").read_all(3).unwrap(), "abc");
    assert_eq!(path().read_all(3).unwrap(), "abc");
    assert_eq!(kind(polled(&["a"]).read_all(3)), io::ErrorKind::Unsupported);
}

#[test]
fn no_more_is_collected_than_allowed() {
    let limit = |error: io::Error| match error.downcast() {
        Ok(TransportError::BodyTooLarge { limit }) => limit,
        other => panic!("{other:?}"),
    };
    assert_eq!(limit(now(polled(&["ab", "c"]).collect(2)).unwrap_err()), 2);
    assert_eq!(limit(ByteStream::from("abc").read_all(2).unwrap_err()), 2);
}

#[test]
fn a_wrong_length_is_an_error() {
    let longer = || polled(&["ab", "cd"]).with_length(3);
    let shorter = || polled(&["ab"]).with_length(3);
    assert_eq!(kind(now(longer().collect(9))), io::ErrorKind::InvalidData);
    assert_eq!(kind(now(shorter().collect(9))), io::ErrorKind::UnexpectedEof);
    let mut text = String::new();
    assert_eq!(
        kind(read("ab").with_length(3).read_to_string(&mut text)),
        io::ErrorKind::UnexpectedEof
    );
    assert_eq!(
        kind(read("abcd").with_length(3).read_to_string(&mut text)),
        io::ErrorKind::InvalidData
    );
}

#[test]
fn nothing_follows_an_error() {
    let mut stream = polled(&["ab", "cd", "ef"]).with_length(3);
    assert_eq!(now(stream.next_chunk()).unwrap().unwrap(), "ab");
    assert!(now(stream.next_chunk()).is_err());
    assert_eq!(now(stream.next_chunk()).unwrap(), None);
}

#[test]
fn only_what_is_kept_elsewhere_comes_twice() {
    let file = tempfile::NamedTempFile::new().unwrap();
    assert!(ByteStream::from("abc").try_clone().is_some());
    assert!(ByteStream::from_path(file.path()).unwrap().try_clone().is_some());
    assert!(read("abc").try_clone().is_none());
    assert!(polled(&["abc"]).try_clone().is_none());
    let mut begun = ByteStream::from("abc");
    begun.read_exact(&mut [0]).unwrap();
    assert!(begun.try_clone().is_none());
}

#[test]
fn what_is_debugged_shows_no_content() {
    assert_eq!(format!("{:?}", ByteStream::from("secret")), "ByteStream(6 bytes)");
    assert_eq!(format!("{:?}", read("secret")), "ByteStream");
}
