//! Crates of AWS services at work: against moto, whose address is in `MOTO_URL`, and against
//! servers of these tests. `tests/tests/services.rs` generates the crates and runs this.

#![cfg(test)]
#![forbid(unsafe_code)]
#![deny(warnings)]

mod protocols;
mod s3;
mod streaming;

/// The settings of a client of moto.
macro_rules! config {
    ($krate:ident) => {
        $krate::config::Config::builder()
            .endpoint_url(std::env::var("MOTO_URL").unwrap())
            .region("us-east-1")
            .credentials($krate::config::Credentials::new("AKIDEXAMPLE", "secret"))
            .build()
            .unwrap()
    };
}
use config;
