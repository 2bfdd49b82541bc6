//! Servers for tests of clients: on the loopback address, on a free port, ended when they are
//! dropped.

pub mod moto;
pub mod scripted;
