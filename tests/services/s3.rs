//! S3: restXml with streams and rules of its own.

use s3::operations::{CopyObject, SelectObjectContent};
use s3::types::{
    CsvInput, ExpressionType, FileHeaderInfo, InputSerialization, JsonOutput, OutputSerialization,
    SelectObjectContentEventStream,
};
use s3::{BlockingClient, ByteStream, Client, Operation};
use tokio::runtime::Builder;

use crate::config;

#[test]
fn objects_are_put_listed_got_and_deleted() {
    let s3 = BlockingClient::new(config!(s3));
    s3.create_bucket("blocking").send().unwrap();
    let key = "a b/c+d&é";
    s3.put_object("blocking", key).body("content").metadata([("who", "me")]).send().unwrap();
    let listed = s3.list_objects_v2("blocking").prefix("a b/").send().unwrap();
    let listed: Vec<_> = listed.contents().iter().map(|o| (o.key.as_deref(), o.size)).collect();
    assert_eq!(listed, [(Some(key), Some(7))]);
    let got = s3.get_object("blocking", key).send().unwrap();
    assert_eq!(got.metadata.as_ref().unwrap()["who"], "me");
    assert_eq!(got.body.read_all(100).unwrap(), "content");
    s3.delete_object("blocking", key).send().unwrap();
    let error = s3.get_object("blocking", key).send().unwrap_err();
    assert!(error.is_no_such_key(), "{error}");
}

#[test]
fn objects_are_streamed_by_the_async_client() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let s3 = Client::new(config!(s3));
        s3.create_bucket("async").send().await.unwrap();
        let body = ByteStream::from_reader("content".as_bytes()).with_length(7);
        s3.put_object("async", "k").body(body).send().await.unwrap();
        let copied = s3.copy_object("async", "async/k", "l").send().await.unwrap();
        assert!(copied.copy_object_result.unwrap().etag.is_some());
        let got = s3.get_object("async", "l").send().await.unwrap();
        assert_eq!(got.body.collect(100).await.unwrap(), "content");
        let error = s3.get_object("nowhere", "k").send().await.unwrap_err();
        assert_eq!(error.code(), Some("NoSuchBucket"));
    });
}

/// The user guide's "SelectObjectContent".
#[test]
fn the_answer_to_a_query_is_a_stream_of_events() {
    let s3 = BlockingClient::new(config!(s3));
    s3.create_bucket("select").send().unwrap();
    s3.put_object("select", "people.csv").body("name,age\nann,40\nbob,30").send().unwrap();
    let select = || {
        let csv = CsvInput::new().with_file_header_info(FileHeaderInfo::Use);
        let query = "SELECT * FROM S3Object";
        let input = InputSerialization::new().with_csv(csv);
        let output = OutputSerialization::new().with_json(JsonOutput::new());
        SelectObjectContent::new("select", "people.csv", query, ExpressionType::Sql, input, output)
    };
    let (mut records, mut ended) = (Vec::new(), false);
    let mut take = |event| match event {
        SelectObjectContentEventStream::Records(event) => {
            records.extend_from_slice(&event.payload.unwrap());
        }
        SelectObjectContentEventStream::End(_) => ended = true,
        _ => {}
    };
    s3.send(select()).unwrap().payload.for_each(|event| take(event.unwrap()));
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let s3 = Client::new(config!(s3));
        let mut events = s3.send(select()).await.unwrap().payload;
        while let Some(event) = events.recv().await.unwrap() {
            take(event);
        }
    });
    assert!(ended);
    let people = "{\"name\":\"ann\",\"age\":\"40\"}\n{\"name\":\"bob\",\"age\":\"30\"}\n";
    assert_eq!(String::from_utf8(records).unwrap(), people.repeat(2));
}

/// The user guide's "CopyObject": an error may come after the status.
#[test]
fn an_error_in_a_success_is_an_error() {
    let body = "<?xml version=\"1.0\"?>\n  <Error><Code>SlowDown</Code>\
                <Message>later</Message><RequestId>7</RequestId></Error>";
    let error = CopyObject::read_response(&http::Response::new(body.into())).unwrap_err();
    assert_eq!((error.code(), error.message()), (Some("SlowDown"), Some("later")));
    assert_eq!(error.status(), Some(500));
    let body = "<CopyObjectResult><ETag>e</ETag></CopyObjectResult>";
    assert!(CopyObject::read_response(&http::Response::new(body.into())).is_ok());
}
