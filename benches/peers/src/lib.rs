//! The same bytes for Shapewright's generated crates and for their peers.
//!
//! Each client is over a canned transport: what is measured of a call is all that happens in the
//! process, signing included, and nothing of the network.

pub mod derived;
pub mod official;
pub mod ours;
pub mod payloads;
pub mod rusoto;

/// Credentials that no service knows.
pub const KEY: [&str; 2] = ["AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"];

/// Where the service is that is never reached.
pub const REGION: &str = "eu-west-1";
