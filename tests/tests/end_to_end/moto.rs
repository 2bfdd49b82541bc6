//! Tasks started, described and stopped on a server that behaves like AWS, with boto3 as the
//! second witness.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use shapewright_ecs::config::Credentials;
use shapewright_ecs::operations::RunTask;
use shapewright_ecs::types::{
    AssignPublicIp, AwsVpcConfiguration, ContainerOverride, KeyValuePair, LaunchType,
    NetworkConfiguration, TaskOverride,
};
use shapewright_ecs::{BlockingClient, Client, Error, ErrorKind};
use shapewright_tests::server::moto::Moto;

use crate::TestResult;
use crate::clients::config;

/// A server with the cluster `default` and two task definitions: `sleep360` for instances and
/// `web` for Fargate.
pub(crate) fn account() -> TestResult<Moto> {
    let mut moto = Moto::start()?;
    moto.boto3("ecs", "create_cluster", json!({"clusterName": "default"}))?;
    let container = json!({"name": "main", "image": "busybox", "cpu": 10, "memory": 10});
    for definition in [
        json!({"family": "sleep360", "containerDefinitions": [container]}),
        json!({"family": "web", "containerDefinitions": [container], "networkMode": "awsvpc",
            "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512"}),
    ] {
        moto.boto3("ecs", "register_task_definition", definition)?;
    }
    Ok(moto)
}

/// Adds an instance to the cluster `default`, and returns its ARN as a container instance.
pub(crate) fn add_instance(moto: &mut Moto) -> TestResult<String> {
    let instance = json!({"ImageId": "ami-12c6146b", "MinCount": 1, "MaxCount": 1});
    let instance = moto.boto3("ec2", "run_instances", instance)?;
    let identity = json!({"instanceId": text(&instance, "/Instances/0/InstanceId")?});
    let instance = json!({"cluster": "default", "instanceIdentityDocument": identity.to_string()});
    let instance = moto.boto3("ecs", "register_container_instance", instance)?;
    text(&instance, "/containerInstance/containerInstanceArn")
}

/// The task `web` on Fargate, in the network that every account has.
fn web(moto: &mut Moto) -> TestResult<RunTask> {
    let subnets = moto.boto3("ec2", "describe_subnets", json!({}))?;
    let groups = moto.boto3("ec2", "describe_security_groups", json!({}))?;
    let network = AwsVpcConfiguration::new([text(&subnets, "/Subnets/0/SubnetId")?])
        .with_security_groups([text(&groups, "/SecurityGroups/0/GroupId")?])
        .with_assign_public_ip(AssignPublicIp::Enabled);
    let network = NetworkConfiguration::new().with_awsvpc_configuration(network);
    let task = RunTask::new("web").with_launch_type(LaunchType::Fargate);
    Ok(task.with_network_configuration(network))
}

fn text(value: &Value, pointer: &str) -> TestResult<String> {
    let text = value.pointer(pointer).and_then(Value::as_str);
    Ok(text.ok_or_else(|| format!("no text at {pointer} in {value}"))?.to_owned())
}

fn client(moto: &Moto) -> TestResult<Client> {
    Ok(Client::new(config(moto.url()).build()?))
}

/// The text of an error, its request id replaced.
fn redacted(error: &Error) -> String {
    error.to_string().replace(error.request_id().unwrap_or("without an id"), "[id]")
}

#[tokio::test]
#[ignore = "needs Python 3; `cargo xtask test` runs it"]
async fn a_task_on_fargate_has_the_overrides_of_the_call() -> TestResult {
    let mut moto = account()?;
    let ecs = client(&moto)?;
    let container = ContainerOverride::new()
        .with_name("main")
        .with_command(["sleep", "1"])
        .with_environment([KeyValuePair::new().with_name("MODE").with_value("naïve \"test\"")])
        .with_cpu(128)
        .with_memory(256);
    let overrides = TaskOverride::new()
        .with_container_overrides([container])
        .with_task_role_arn("arn:aws:iam::123456789012:role/task");
    let input = web(&mut moto)?.with_overrides(overrides.clone()).with_started_by("a test");

    let started = ecs.send(input).await?;
    let arn = started.tasks()[0].task_arn.as_deref().ok_or("no ARN")?;
    let described = ecs.describe_tasks([arn]).send().await?;
    let task = &described.tasks()[0];
    assert_eq!(task.launch_type, Some(LaunchType::Fargate));
    assert_eq!(task.started_by.as_deref(), Some("a test"));
    assert_eq!(task.overrides, Some(overrides));

    let described = moto.boto3("ecs", "describe_tasks", json!({"tasks": [arn]}))?;
    let expected = json!({
        "containerOverrides": [{
            "name": "main",
            "command": ["sleep", "1"],
            "environment": [{"name": "MODE", "value": "naïve \"test\""}],
            "cpu": 128,
            "memory": 256,
        }],
        "taskRoleArn": "arn:aws:iam::123456789012:role/task",
    });
    assert_eq!(described["tasks"][0]["overrides"], expected);
    Ok(())
}

#[tokio::test]
#[ignore = "needs Python 3; `cargo xtask test` runs it"]
async fn a_task_on_fargate_is_in_the_network_of_the_call() -> TestResult {
    let mut moto = account()?;
    let input = web(&mut moto)?;
    let network =
        input.network_configuration.as_ref().and_then(|it| it.awsvpc_configuration.as_ref());
    let subnet = network.ok_or("no network")?.subnets[0].clone();

    let started = client(&moto)?.send(input).await?;
    let attachment = &started.tasks()[0].attachments()[0];
    assert_eq!(attachment.r#type.as_deref(), Some("ElasticNetworkInterface"));
    let detail = attachment.details().iter().find(|it| it.name.as_deref() == Some("subnetId"));
    assert_eq!(detail.and_then(|it| it.value.as_deref()), Some(&*subnet));
    Ok(())
}

#[tokio::test]
#[ignore = "needs Python 3; `cargo xtask test` runs it"]
async fn several_tasks_are_described_by_one_call() -> TestResult {
    let mut moto = account()?;
    let ecs = client(&moto)?;
    let started = ecs.send(web(&mut moto)?.with_count(3)).await?;
    let arns: BTreeSet<_> =
        started.tasks().iter().filter_map(|task| task.task_arn.as_deref()).collect();
    assert_eq!(arns.len(), 3);

    // One that is missing would be listed as a failure by AWS; moto leaves it out.
    let asked_for = arns.iter().copied().chain(["missing"]);
    let described = ecs.describe_tasks(asked_for).cluster("default").send().await?;
    let seen: BTreeSet<_> =
        described.tasks().iter().filter_map(|task| task.task_arn.as_deref()).collect();
    assert_eq!(seen, arns);
    Ok(())
}

#[tokio::test]
#[ignore = "needs Python 3; `cargo xtask test` runs it"]
async fn a_stopped_task_tells_the_reason() -> TestResult {
    let mut moto = account()?;
    let ecs = client(&moto)?;
    let started = ecs.send(web(&mut moto)?).await?;
    let arn = started.tasks()[0].task_arn.as_deref().ok_or("no ARN")?;

    let stopped = ecs.stop_task(arn).cluster("default").reason("no longer needed").send().await?;
    assert_eq!(
        stopped.task.as_ref().and_then(|task| task.desired_status.as_deref()),
        Some("STOPPED")
    );
    let described = moto.boto3("ecs", "describe_tasks", json!({"tasks": [arn]}))?;
    assert_eq!(described["tasks"][0]["stoppedReason"], "no longer needed");
    Ok(())
}

#[tokio::test]
#[ignore = "needs Python 3; `cargo xtask test` runs it"]
async fn a_task_is_started_on_the_instance_of_the_call() -> TestResult {
    let mut moto = account()?;
    let instance = add_instance(&mut moto)?;
    let started = client(&moto)?.start_task("sleep360:1", [&instance]).send().await?;
    let task = &started.tasks()[0];
    assert_eq!(task.container_instance_arn.as_deref(), Some(&*instance));
    assert_eq!(task.containers()[0].name.as_deref(), Some("main"));
    Ok(())
}

#[test]
#[ignore = "needs Python 3; `cargo xtask test` runs it"]
fn a_task_is_run_described_and_stopped_by_the_blocking_client() -> TestResult {
    let mut moto = account()?;
    let ecs = BlockingClient::new(config(moto.url()).build()?);
    let started = ecs.send(web(&mut moto)?)?;
    let arn = started.tasks()[0].task_arn.as_deref().ok_or("no ARN")?;
    let described = ecs.describe_tasks([arn]).send()?;
    assert_eq!(described.tasks()[0].desired_status.as_deref(), Some("RUNNING"));
    let stopped = ecs.stop_task(arn).send()?;
    assert_eq!(stopped.task.as_ref().and_then(|task| task.last_status.as_deref()), Some("STOPPED"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Python 3; `cargo xtask test` runs it"]
async fn many_calls_at_once_each_get_their_own_answer() -> TestResult {
    const CALLS: usize = 32;
    let mut moto = account()?;
    let ecs = client(&moto)?;
    let input = web(&mut moto)?;
    let calls: Vec<_> = (0..CALLS)
        .map(|number| {
            let (ecs, input) = (ecs.clone(), input.clone().with_started_by(number.to_string()));
            tokio::spawn(async move { ecs.send(input).await })
        })
        .collect();
    let mut arns = BTreeSet::new();
    for (number, call) in calls.into_iter().enumerate() {
        let started = call.await??;
        let task = &started.tasks()[0];
        assert_eq!(task.started_by.as_deref(), Some(&*number.to_string()));
        arns.extend(task.task_arn.as_deref().map(str::to_owned));
    }
    assert_eq!(arns.len(), CALLS);
    Ok(())
}

#[tokio::test]
#[ignore = "needs Python 3; `cargo xtask test` runs it"]
async fn a_cluster_that_is_not_there_is_its_own_error() -> TestResult {
    let moto = account()?;
    let call = client(&moto)?.run_task("sleep360:1").cluster("nowhere").send().await;
    let error = call.unwrap_err();
    assert!(error.is_cluster_not_found());
    assert_eq!(error.code(), Some("ClusterNotFoundException"));
    assert_eq!(error.message(), Some("Cluster not found."));
    insta::assert_snapshot!(redacted(&error), @"RunTask: ClusterNotFoundException: Cluster not found. (request [id])");
    Ok(())
}

#[tokio::test]
#[ignore = "needs Python 3; `cargo xtask test` runs it"]
async fn an_invalid_parameter_is_its_own_error() -> TestResult {
    let moto = account()?;
    let call = client(&moto)?.run_task("sleep360:1").launch_type("MOON").send().await;
    let error = call.unwrap_err();
    assert!(error.is_invalid_parameter());
    insta::assert_snapshot!(redacted(&error), @"RunTask: InvalidParameterException: launch type should be one of [EC2,FARGATE,EXTERNAL] (request [id])");
    Ok(())
}

#[tokio::test]
#[ignore = "needs Python 3; `cargo xtask test` runs it"]
async fn a_task_definition_that_is_not_there_is_an_error_with_a_message() -> TestResult {
    let moto = account()?;
    let error = client(&moto)?.run_task("nothing").send().await.unwrap_err();
    assert!(error.is_client());
    insta::assert_snapshot!(redacted(&error), @"RunTask: ClientException: Unable to describe task definition. (request [id])");
    Ok(())
}

#[tokio::test]
#[ignore = "needs Python 3; `cargo xtask test` runs it"]
async fn a_server_that_checks_signatures_accepts_ours() -> TestResult {
    let mut moto = account()?;
    let (id, secret) = add_user(&mut moto)?;
    let config = config(moto.url()).credentials(Credentials::new(id, secret));
    let error = Client::new(config.build()?).describe_tasks(["näme"]).send().await.err();
    assert!(error.is_none(), "{error:?}");
    Ok(())
}

#[tokio::test]
#[ignore = "needs Python 3; `cargo xtask test` runs it"]
async fn a_server_that_checks_signatures_refuses_those_with_another_secret() -> TestResult {
    let mut moto = account()?;
    let (id, _) = add_user(&mut moto)?;
    let config = config(moto.url()).credentials(Credentials::new(id, "guessed"));
    let call = Client::new(config.build()?).describe_tasks(["a"]).send().await;
    let error = call.unwrap_err();
    // AWS would tell the code in JSON; moto tells it in XML.
    assert_eq!((error.kind(), error.status()), (ErrorKind::Service, Some(403)), "{error}");
    Ok(())
}

/// Adds a user who may do everything, has the server ask for signatures, and returns the id and
/// the secret of the user's access key.
fn add_user(moto: &mut Moto) -> TestResult<(String, String)> {
    let user = json!({"UserName": "tester"});
    moto.boto3("iam", "create_user", user.clone())?;
    let allowed = json!({"Effect": "Allow", "Action": "*", "Resource": "*"});
    let policy = json!({"Version": "2012-10-17", "Statement": [allowed]}).to_string();
    let policy = json!({"UserName": "tester", "PolicyName": "all", "PolicyDocument": policy});
    moto.boto3("iam", "put_user_policy", policy)?;
    let key = moto.boto3("iam", "create_access_key", user)?;
    moto.boto3("moto", "require_signatures", json!({}))?;
    Ok((text(&key, "/AccessKey/AccessKeyId")?, text(&key, "/AccessKey/SecretAccessKey")?))
}
