//! Shapewright's generated crates.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use shapewright_ecs::operations::RunTask;
use shapewright_ecs::types::{ContainerOverride, KeyValuePair, TaskOverride};
use shapewright_runtime::RequestOptions;
use shapewright_runtime::client::{ExchangeFuture, Limits, SleepFuture, Transport};
use shapewright_runtime::config::{Config, Credentials};
use shapewright_runtime::protocol::Protocol;

use crate::payloads::{self, Canned};
use crate::{KEY, REGION};

struct Answer(Canned);

impl Transport for Answer {
    fn exchange(&self, _: http::Request<Bytes>, _: Limits) -> ExchangeFuture<'_> {
        let mut response = http::Response::new(self.0.body.clone());
        response.headers_mut().insert(CONTENT_TYPE, self.0.content_type.clone());
        for (name, value) in &self.0.headers {
            response.headers_mut().insert(name, value.clone());
        }
        Box::pin(std::future::ready(Ok(response)))
    }

    fn sleep(&self, duration: Duration) -> SleepFuture<'_> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// The transport that always answers so.
pub fn transport(canned: Canned) -> Arc<dyn Transport> {
    Arc::new(Answer(canned))
}

/// The settings of every client.
pub fn config() -> Config {
    config_with(RequestOptions::default())
}

/// The settings of a client that speaks another protocol than the one its crate prefers.
pub fn config_in(protocol: &'static dyn Protocol) -> Config {
    config_with(RequestOptions::default().protocol(protocol))
}

fn config_with(options: RequestOptions) -> Config {
    let [id, secret] = KEY;
    let builder = Config::builder().region(REGION).credentials(Credentials::new(id, secret));
    builder.request_options(options).build().expect("the settings are complete")
}

/// The request of [`payloads::OVERRIDES`] containers.
pub fn run_task() -> RunTask {
    let overrides = (0..payloads::OVERRIDES).map(|index| {
        ContainerOverride::new()
            .with_name(payloads::container(index))
            .with_cpu(256)
            .with_memory(512)
            .with_environment(
                payloads::environment()
                    .map(|(name, value)| KeyValuePair::new().with_name(name).with_value(value)),
            )
    });
    RunTask::new(payloads::TASK_DEFINITION)
        .with_cluster(payloads::CLUSTER)
        .with_overrides(TaskOverride::new().with_container_overrides(overrides))
}
