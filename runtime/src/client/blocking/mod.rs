//! The client for programs without an async runtime: the same rules, and threads that wait.

#[cfg(feature = "sign")]
mod core;
mod transport;
#[cfg(feature = "blocking")]
mod ureq;

#[cfg(feature = "sign")]
pub use self::core::Core;
pub use transport::Transport;
#[cfg(feature = "blocking")]
pub use ureq::UreqTransport;
