//! Running cases through generated crates.
//!
//! A program that holds the crates gives their operations to [`run`]; all else happens here, by
//! reflection.

mod body;
mod client;
mod difference;
mod events;
mod message;
mod operation;
mod run;
mod values;

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use shapewright_runtime::protocol::{self, Protocol};

pub use self::operation::{Operation, operation};
use self::run::Run;
use crate::case::{Case, Difference, Differences};

/// The protocols of the runtime.
static PROTOCOLS: &[&dyn Protocol] = &[
    &protocol::AWS_JSON_1_0,
    &protocol::AWS_JSON_1_1,
    &protocol::REST_JSON_1,
    &protocol::RPC_V2_CBOR,
    &protocol::RPC_V2_JSON,
    &protocol::REST_XML,
    &protocol::AWS_QUERY,
    &protocol::EC2_QUERY,
];

/// Operations by the name of their crate in cases.
pub type Crates = BTreeMap<&'static str, Vec<Operation>>;

/// Reads cases as JSON from the standard input and writes what came of each to the standard
/// output, in the same order.
///
/// # Errors
/// If the cases cannot be read, or the results not written.
pub fn run(crates: &Crates) -> io::Result<()> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text)?;
    let cases: Vec<Case> = serde_json::from_str(&text)?;
    let results: Vec<Differences> = cases.iter().map(|case| guarded(crates, case)).collect();
    serde_json::to_writer(io::stdout().lock(), &results)?;
    io::stdout().flush()
}

/// Runs a case; a panic is a failure of that case alone.
fn guarded(crates: &Crates, case: &Case) -> Differences {
    match catch_unwind(AssertUnwindSafe(|| run_case(crates, case))) {
        Ok(Ok(differences)) => differences,
        Ok(Err(problem)) => vec![problem],
        Err(_) => vec![Difference::new("the run", "a result", "a panic")],
    }
}

fn run_case(crates: &Crates, case: &Case) -> Result<Differences, Difference> {
    let mut operations = crates.get(&*case.model).into_iter().flatten();
    let operation = operations
        .find(|operation| operation.schema().name == case.operation)
        .ok_or_else(|| Difference::new("the crate", &*case.operation, "no such operation"))?;
    let protocol = PROTOCOLS
        .iter()
        .find(|protocol| protocol.id() == case.protocol)
        .ok_or_else(|| Difference::new("the runtime", &*case.protocol, "no such protocol"))?;
    Run::new(operation, *protocol).test(&case.test, case.side)
}
