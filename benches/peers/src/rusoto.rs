//! Rusoto's crate of ECS.

use rusoto_core::Region;
use rusoto_ecs::{ContainerOverride, EcsClient, KeyValuePair, RunTaskRequest, TaskOverride};
use rusoto_mock::{MockCredentialsProvider, MockRequestDispatcher};

use crate::payloads::{self, Canned};

/// The client that always answers so.
///
/// # Panics
/// If the answer is not text.
pub fn client(canned: &Canned) -> EcsClient {
    let body = std::str::from_utf8(&canned.body).expect("JSON is text");
    let dispatcher = MockRequestDispatcher::default().with_body(body);
    EcsClient::new_with(dispatcher, MockCredentialsProvider, Region::EuWest1)
}

/// The request of [`payloads::OVERRIDES`] containers.
pub fn run_task() -> RunTaskRequest {
    let overrides = (0..payloads::OVERRIDES).map(|index| ContainerOverride {
        name: Some(payloads::container(index)),
        cpu: Some(256),
        memory: Some(512),
        environment: Some(
            payloads::environment()
                .map(|(name, value)| KeyValuePair { name: Some(name), value: Some(value) })
                .collect(),
        ),
        ..ContainerOverride::default()
    });
    RunTaskRequest {
        task_definition: payloads::TASK_DEFINITION.to_owned(),
        cluster: Some(payloads::CLUSTER.to_owned()),
        overrides: Some(TaskOverride {
            container_overrides: Some(overrides.collect()),
            ..TaskOverride::default()
        }),
        ..RunTaskRequest::default()
    }
}
