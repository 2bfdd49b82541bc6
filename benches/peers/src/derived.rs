//! Types with serde's derives, with the members that the payloads have, as a person writes them.
#![allow(missing_docs, reason = "the members are ECS's")]

use serde::{Deserialize, Serialize};

use crate::payloads;

macro_rules! structs {
    ($($name:ident { $($field:ident: $type:ty,)* })*) => {$(
        #[derive(Debug, Default, Deserialize, Serialize)]
        #[serde(rename_all = "camelCase", default)]
        pub struct $name {
            $(
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )*
        }
    )*};
}

structs! {
    RunTask {
        task_definition: String,
        cluster: String,
        overrides: TaskOverride,
    }
    DescribeTasksOutput {
        tasks: Vec<Task>,
        failures: Vec<Failure>,
    }
    Failure {
        arn: String,
        reason: String,
        detail: String,
    }
    Task {
        attachments: Vec<Attachment>,
        availability_zone: String,
        cluster_arn: String,
        connectivity: String,
        connectivity_at: f64,
        containers: Vec<Container>,
        cpu: String,
        created_at: f64,
        desired_status: String,
        enable_execute_command: bool,
        group: String,
        health_status: String,
        last_status: String,
        launch_type: String,
        memory: String,
        overrides: TaskOverride,
        started_at: f64,
        tags: Vec<KeyValuePair>,
        task_arn: String,
        task_definition_arn: String,
        version: i64,
    }
    Attachment {
        id: String,
        r#type: String,
        status: String,
        details: Vec<KeyValuePair>,
    }
    Container {
        container_arn: String,
        task_arn: String,
        name: String,
        image: String,
        runtime_id: String,
        last_status: String,
        network_bindings: Vec<NetworkBinding>,
        network_interfaces: Vec<NetworkInterface>,
        health_status: String,
        cpu: String,
        memory: String,
    }
    NetworkBinding {
        container_port: i32,
        host_port: i32,
    }
    NetworkInterface {
        attachment_id: String,
        private_ipv4_address: String,
    }
    TaskOverride {
        container_overrides: Vec<ContainerOverride>,
    }
    ContainerOverride {
        name: String,
        cpu: i32,
        memory: i32,
        environment: Vec<KeyValuePair>,
    }
    KeyValuePair {
        name: String,
        value: String,
    }
}

/// The request of [`payloads::OVERRIDES`] containers.
pub fn run_task() -> RunTask {
    let overrides = (0..payloads::OVERRIDES).map(|index| ContainerOverride {
        name: Some(payloads::container(index)),
        cpu: Some(256),
        memory: Some(512),
        environment: Some(
            payloads::environment()
                .map(|(name, value)| KeyValuePair { name: Some(name), value: Some(value) })
                .collect(),
        ),
    });
    RunTask {
        task_definition: Some(payloads::TASK_DEFINITION.to_owned()),
        cluster: Some(payloads::CLUSTER.to_owned()),
        overrides: Some(TaskOverride { container_overrides: Some(overrides.collect()) }),
    }
}
