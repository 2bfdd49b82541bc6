//! The async client.

use std::fmt;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use bytes::Bytes;

use super::call::{Client, Step};
use super::{CallError, Transport, Verdict};
use crate::config::Config;
use crate::service::ServiceSchema;

/// The async client beneath every generated one. Cheap to clone: clones share connections and the budget
/// of retries.
#[derive(Clone)]
pub struct Core {
    client: Arc<Client>,
    transport: Arc<dyn Transport>,
}

impl Core {
    /// A client with connections of its own, made by hyper.
    #[cfg(feature = "client")]
    pub fn new(service: &'static ServiceSchema, config: Config) -> Self {
        let transport = super::HyperTransport::new(config.connect_timeout());
        Self::with_transport(service, config, Arc::new(transport))
    }

    /// A client over a given transport, which clients of several services may share.
    pub fn with_transport(
        service: &'static ServiceSchema,
        config: Config,
        transport: Arc<dyn Transport>,
    ) -> Self {
        Self { client: Arc::new(Client::new(service, config)), transport }
    }

    /// The client's settings.
    pub fn config(&self) -> &Config {
        self.client.config()
    }

    /// Sends a request whose URI is a path, perhaps with a query, and gives the response, whatever its
    /// status: signed, with the endpoint's host, again while `classify` says so and the rules of
    /// [the module](super) allow it. The last response counts, even one that could have been retried.
    ///
    /// The future may be dropped at any time: the exchange is abandoned and its connection closed, and
    /// later calls are not affected. Whether the service has carried out the request is unknown then.
    ///
    /// # Errors
    /// [`CallError`]; a missing region or missing credentials are found before anything is sent.
    pub async fn call(
        &self,
        request: http::Request<Bytes>,
        classify: &(dyn Fn(&http::Response<Bytes>) -> Verdict + Sync),
    ) -> Result<http::Response<Bytes>, CallError> {
        let mut call = self.client.begin(request, Instant::now())?;
        loop {
            let credentials = self.config().credentials().credentials_async().await?;
            let (request, limits) =
                call.attempt(&credentials, SystemTime::now(), Instant::now())?;
            let outcome = self.transport.exchange(request, limits).await;
            match call.judge(outcome, classify, Instant::now(), fastrand::f64()) {
                Step::Return(result) => return result,
                Step::Wait(time) => self.transport.sleep(time).await,
            }
        }
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Core").field(&self.client).finish()
    }
}
