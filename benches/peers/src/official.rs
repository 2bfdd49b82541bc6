//! The official SDK's crates.

use aws_credential_types::Credentials;
use aws_sdk_ecs::operation::run_task::builders::RunTaskInputBuilder;
use aws_sdk_ecs::types::{ContainerOverride, KeyValuePair, TaskOverride};
use aws_smithy_http_client::test_util::infallible_client_fn;
use aws_smithy_types::body::SdkBody;

use crate::KEY;
use crate::payloads::{self, Canned};

/// The client type that always answers so, of one of the SDK's crates.
#[macro_export]
macro_rules! official_client {
    ($krate:ident, $canned:expr) => {{
        let config = $krate::Config::builder()
            .behavior_version($krate::config::BehaviorVersion::latest())
            .region($krate::config::Region::new($crate::REGION))
            .credentials_provider($crate::official::credentials())
            .http_client($crate::official::http_client($canned))
            .build();
        $krate::Client::from_conf(config)
    }};
}

/// The credentials of every client.
pub fn credentials() -> Credentials {
    let [id, secret] = KEY;
    Credentials::from_keys(id, secret, None)
}

/// The HTTP client that always answers so.
pub fn http_client(canned: Canned) -> aws_smithy_runtime_api::client::http::SharedHttpClient {
    infallible_client_fn(move |_| {
        let mut response = http::Response::new(SdkBody::from(canned.body.clone()));
        response.headers_mut().insert("content-type", canned.content_type.clone());
        for (name, value) in &canned.headers {
            response.headers_mut().insert(name, value.clone());
        }
        response
    })
}

/// The request of [`payloads::OVERRIDES`] containers.
pub fn run_task() -> RunTaskInputBuilder {
    let mut overrides = TaskOverride::builder();
    for index in 0..payloads::OVERRIDES {
        let mut container =
            ContainerOverride::builder().name(payloads::container(index)).cpu(256).memory(512);
        for (name, value) in payloads::environment() {
            container =
                container.environment(KeyValuePair::builder().name(name).value(value).build());
        }
        overrides = overrides.container_overrides(container.build());
    }
    RunTaskInputBuilder::default()
        .task_definition(payloads::TASK_DEFINITION)
        .cluster(payloads::CLUSTER)
        .overrides(overrides.build())
}
