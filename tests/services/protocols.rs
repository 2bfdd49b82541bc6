//! A service for each protocol: what is made is there, and what is not is a modelled error.

use crate::config;

/// awsQuery.
#[test]
fn iam_knows_its_users() {
    let iam = iam::BlockingClient::new(config!(iam));
    let tag = iam::types::Tag::new("team", "a & b");
    iam.create_user("joan").path("/x/").tags([tag.clone()]).send().unwrap();
    let user = iam.get_user().user_name("joan").send().unwrap().user;
    assert_eq!((&*user.user_name, &*user.path), ("joan", "/x/"));
    assert_eq!(user.tags(), [tag]);
    let error = iam.get_user().user_name("nobody").send().unwrap_err();
    assert!(error.is_no_such_entity(), "{error}");
    assert_eq!(error.code(), Some("NoSuchEntity"));
}

/// ec2Query.
#[test]
fn ec2_knows_its_networks() {
    let ec2 = ec2::BlockingClient::new(config!(ec2));
    let created = ec2.create_vpc().cidr_block("10.1.0.0/16").send().unwrap().vpc.unwrap();
    let id = created.vpc_id.as_deref().unwrap();
    let filter = ec2::types::Filter::new().with_name("cidr").with_values(["10.1.0.0/16"]);
    let found = ec2.describe_vpcs().filters([filter]).send().unwrap();
    assert!(found.vpcs().iter().any(|vpc| vpc.vpc_id.as_deref() == Some(id)));
    let error = ec2.describe_vpcs().vpc_ids(["vpc-0123"]).send().unwrap_err();
    assert_eq!(error.code(), Some("InvalidVpcID.NotFound"));
}

/// awsJson 1.0, with the error codes of awsQuery.
#[test]
fn sqs_passes_messages_on() {
    let sqs = sqs::BlockingClient::new(config!(sqs));
    let url = sqs.create_queue("letters").send().unwrap().queue_url.unwrap();
    sqs.send_message(&*url, "text & \"more\"").send().unwrap();
    let received = sqs.receive_message(&*url).send().unwrap();
    let bodies: Vec<_> =
        received.messages().iter().map(|message| message.body.as_deref()).collect();
    assert_eq!(bodies, [Some("text & \"more\"")]);
    let error = sqs.get_queue_url("none").send().unwrap_err();
    assert!(error.is_queue_does_not_exist(), "{error}");
    assert_eq!(error.code(), Some("AWS.SimpleQueueService.NonExistentQueue"));
}

/// restJson1.
#[test]
fn efs_keeps_its_file_systems() {
    let efs = efs::BlockingClient::new(config!(efs));
    let tag = efs::types::Tag::new("Name", "files & more");
    let created = efs.create_file_system("token").tags([tag.clone()]).send().unwrap();
    let id = &*created.file_system_id;
    let found = efs.describe_file_systems().file_system_id(id).send().unwrap();
    let found = &found.file_systems()[0];
    assert_eq!((found.creation_time, &found.tags), (created.creation_time, &vec![tag]));
    let error = efs.describe_file_systems().file_system_id("fs-0123").send().unwrap_err();
    assert!(error.is_file_system_not_found(), "{error}");
}
