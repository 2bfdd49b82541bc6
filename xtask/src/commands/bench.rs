//! `bench`: measures Shapewright beside its peers.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use miette::{IntoDiagnostic, WrapErr};

use crate::context::{Context, Outcome};

/// Measure Shapewright beside its peers: compile cost, wire speed, generation, calls
///
/// The benchmarks are a workspace of their own, which this runs. All of them take hours, since the
/// peers' crates are compiled as well; see BENCHMARKS.md.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What to measure, and how; `--help` after `--` tells
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENT")]
    arguments: Vec<OsString>,
}

pub(crate) fn run(_: &mut Context, arguments: &Arguments) -> miette::Result<Outcome> {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = xtask.with_file_name("benches").join("Cargo.toml");
    let cargo = |command| {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args([command, "--release", "--quiet", "--manifest-path"]).arg(&manifest);
        cargo
    };
    // All of its programs: `run` alone builds one.
    let built = status(&mut cargo("build"))?;
    let done = built && status(cargo("run").arg("--").args(&arguments.arguments))?;
    Ok(if done { Outcome::Done } else { Outcome::Failed })
}

fn status(cargo: &mut Command) -> miette::Result<bool> {
    let status = cargo.status().into_diagnostic().wrap_err("cargo could not be started")?;
    Ok(status.success())
}
