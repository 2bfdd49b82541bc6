//! Generating crates, beside what no generator in Rust does without: parsing the model with
//! serde_json, and printing the same code with prettyplease.

use std::fs;
use std::path::Path;
use std::process::Command;

use miette::{IntoDiagnostic, Result, miette};

use crate::cost::{self, Cost};
use crate::project::Project;
use crate::table::{Table, megabytes, seconds};

/// Measures ECS, EC2 and all services.
pub(crate) fn measure(project: &Project, runs: usize) -> Result<Vec<Table>> {
    let columns = ["what", "CPU s", "parsing s", "printing s", "ratio", "peak MB"];
    let mut table = Table::new("Generation, documentation in full", &columns);
    let scratch = project.scratch("generation")?;
    for service in ["ecs", "ec2"] {
        let folder = scratch.join(service);
        let ours = repeat(runs, || generate(project, service, &folder))?;
        let (parsing, printing) = limit(&project.model(service)?, &folder)?;
        table.row([
            service.to_owned(),
            seconds(ours.cpu),
            seconds(parsing),
            seconds(printing),
            format!("{:.1}", ours.cpu / (parsing + printing)),
            megabytes(ours.peak),
        ]);
    }
    let all = cost::run(project.xtask(["sweep"]).arg(project.data()))?;
    let [none, also_none, no_ratio] = ["-"; 3].map(str::to_owned);
    table.row(["all".to_owned(), seconds(all.cpu), none, also_none, no_ratio, megabytes(all.peak)]);
    Ok(vec![table])
}

fn repeat(runs: usize, mut run: impl FnMut() -> Result<Cost>) -> Result<Cost> {
    let costs = (0..runs).map(|_| run()).collect::<Result<_>>()?;
    cost::median(costs).ok_or_else(|| miette!("nothing was generated"))
}

/// Generates a crate that is not there yet.
fn generate(project: &Project, service: &str, folder: &Path) -> Result<Cost> {
    if folder.exists() {
        fs::remove_dir_all(folder).into_diagnostic()?;
    }
    let mut command = project.xtask(["generate", "--name", service, "--model"]);
    cost::run(command.arg(project.model(service)?).arg("--out").arg(folder))
}

/// The seconds of parsing a model, and of printing the crate in that folder.
fn limit(model: &Path, folder: &Path) -> Result<(f64, f64)> {
    let this = std::env::current_exe().into_diagnostic()?;
    let output = Command::new(this.with_file_name("limit"))
        .arg(model)
        .arg(folder)
        .output()
        .into_diagnostic()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let mut numbers = said.split_whitespace().filter_map(|number| number.parse().ok());
    match (numbers.next(), numbers.next()) {
        (Some(parsing), Some(printing)) => Ok((parsing, printing)),
        _ => Err(miette!("`limit` failed: {}", String::from_utf8_lossy(&output.stderr))),
    }
}
