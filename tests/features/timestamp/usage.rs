//! Timestamps in the format of the member, or of its shape, or of the protocol.

use feature_timestamp::operations::Put;
use feature_timestamp::types::Event;
use feature_timestamp::{Operation, Timestamp};

#[test]
fn each_member_has_its_format() {
    let at = Timestamp::from_epoch(1_497_515_400, 0).unwrap();
    let event = Event::new()
        .with_plain(at)
        .with_seconds(at)
        .with_iso(at)
        .with_http(at)
        .with_member(at)
        .with_over(at)
        .with_list([at])
        .with_map([("k", at)]);
    let expected = concat!(
        r#"{"event":{"plain":1497515400,"seconds":1497515400,"iso":"2017-06-15T08:30:00Z","#,
        r#""http":"Thu, 15 Jun 2017 08:30:00 GMT","member":"2017-06-15T08:30:00Z","#,
        r#""over":1497515400,"list":["2017-06-15T08:30:00Z"],"#,
        r#""map":{"k":"Thu, 15 Jun 2017 08:30:00 GMT"}}}"#
    );
    assert_eq!(Put::new().with_event(event).to_request().unwrap().body(), expected);
}
