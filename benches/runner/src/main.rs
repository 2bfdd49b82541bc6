//! Measures Shapewright beside its peers, and prints tables of ratios.
//!
//! `cargo xtask bench` runs it. BENCHMARKS.md says what each section measures and how.

mod calls;
mod compile;
mod cost;
mod generation;
mod goals;
mod peers;
mod program;
mod project;
mod rustc;
mod services;
mod table;

use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use miette::Result;

use crate::goals::Measured;
use crate::project::Project;

/// Measure Shapewright beside its peers
#[derive(Parser)]
struct Arguments {
    /// What to measure [default: everything]
    #[arg(value_enum, value_name = "SECTION")]
    sections: Vec<Section>,
    /// Of how many runs each figure is the median
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u8).range(1..))]
    runs: u8,
    /// The same for the crates of peers, which take minutes to compile
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u8).range(1..))]
    peer_runs: u8,
    /// Only these services, such as `ecs,sqs`
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    services: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Section {
    /// CPU seconds, memory and size of a crate alone
    Compile,
    /// A cold build of a program that calls one operation
    Program,
    /// Writing requests and reading responses
    Wire,
    /// Generating crates
    Generation,
    /// Calls to a server in the same process
    Calls,
}

impl Arguments {
    fn measure(&self, section: Section, project: &Project) -> Result<Measured> {
        let services = services::named(&self.services)?;
        let runs = compile::Runs { ours: self.runs.into(), peers: self.peer_runs.into() };
        match section {
            Section::Compile => compile::measure(project, &services, runs),
            Section::Program => program::measure(project, runs),
            Section::Wire => peers::measure(project, &services),
            Section::Generation => generation::measure(project, self.runs.into()),
            Section::Calls => calls::measure(project, &services),
        }
    }
}

fn main() -> Result<ExitCode> {
    if let Some(code) = rustc::wrapped() {
        return code;
    }
    let arguments = Arguments::parse();
    let project = Project::open()?;
    let all = Section::value_variants();
    let wanted = if arguments.sections.is_empty() { all } else { &arguments.sections };
    let mut goals = Vec::new();
    for &section in wanted {
        let measured = arguments.measure(section, &project)?;
        for table in measured.tables {
            println!("{table}");
        }
        goals.extend(measured.goals);
    }
    if !goals.is_empty() {
        println!("{}", goals::table(&goals));
    }
    Ok(ExitCode::SUCCESS)
}
