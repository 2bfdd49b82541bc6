//! Both clients, set up for a test.

use shapewright_ecs::config::{Config, ConfigBuilder, Credentials};
use shapewright_ecs::error::ServiceError;
use shapewright_ecs::{BlockingClient, Client, Error, Operation};
use shapewright_tests::server::scripted::{Reply, Server};
use tokio::runtime::Runtime;

use crate::TestResult;

/// Settings for a server at that address, with credentials of no account.
pub(crate) fn config(url: &str) -> ConfigBuilder {
    Config::builder()
        .endpoint_url(url)
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .no_backoff()
}

/// A call by one of the clients to a server of its own.
pub(crate) struct Attempt<T> {
    /// Which client.
    pub(crate) client: &'static str,
    /// What it returned.
    pub(crate) result: Result<T, Error>,
    /// What the server has seen of it.
    pub(crate) server: Server,
}

/// Sends an input with the async and with the blocking client, each to a server that gives these
/// replies.
pub(crate) fn attempts<O>(input: &O, replies: &[Reply]) -> TestResult<[Attempt<O::Output>; 2]>
where
    O: Operation<Error = ServiceError> + Clone,
{
    attempts_with(input, replies, config)
}

/// The same with settings of one's own, made from the server's address.
pub(crate) fn attempts_with<O>(
    input: &O,
    replies: &[Reply],
    settings: impl Fn(&str) -> ConfigBuilder,
) -> TestResult<[Attempt<O::Output>; 2]>
where
    O: Operation<Error = ServiceError> + Clone,
{
    let server = Server::start(replies.to_vec())?;
    let client = Client::new(settings(&server.url()).build()?);
    let result = Runtime::new()?.block_on(client.send(input.clone()));
    let with_async = Attempt { client: "async", result, server };

    let server = Server::start(replies.to_vec())?;
    let client = BlockingClient::new(settings(&server.url()).build()?);
    let result = client.send(input.clone());
    Ok([with_async, Attempt { client: "blocking", result, server }])
}
