//! Generating crates, beside what a generator in Rust does not go without: reading the model with
//! serde_json, and formatting the same code with prettyplease, which prints what syn has parsed.

use std::fs;
use std::path::Path;
use std::process::Command;

use miette::{IntoDiagnostic, Result, miette};

use crate::cost::{self, Cost};
use crate::goals::{Goal, Measured};
use crate::project::Project;
use crate::table::{Table, megabytes, seconds};

/// Measures ECS, EC2 and all services.
pub(crate) fn measure(project: &Project, runs: usize) -> Result<Measured> {
    let columns = ["what", "CPU s", "serde_json s", "syn s", "prettyplease s", "ratio", "peak MB"];
    let mut table = Table::new("Generation, documentation in full", &columns);
    let scratch = project.scratch("generation")?;
    let mut goals = Vec::new();
    for service in ["ecs", "ec2"] {
        let folder = scratch.join(service);
        let ours = repeat(runs, || generate(project, service, &folder))?;
        let limits = limits(&project.model(service)?, &folder)?;
        let [reading, parsing, printing] = limits;
        let times = ours.cpu / limits.iter().sum::<f64>();
        table.row([
            service.to_owned(),
            seconds(ours.cpu),
            seconds(reading),
            seconds(parsing),
            seconds(printing),
            format!("{times:.1}"),
            megabytes(ours.peak),
        ]);
        if service == "ec2" {
            goals.push(Goal::at_most("generating ec2", 3.0, times));
        }
    }
    let all = cost::run(project.xtask(["sweep"]).arg(project.data()))?;
    let [a, b, c, d] = ["-"; 4].map(str::to_owned);
    table.row(["all".to_owned(), seconds(all.cpu), a, b, c, d, megabytes(all.peak)]);
    Ok(Measured { tables: vec![table], goals })
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

/// The seconds of reading a model, and of parsing and printing the crate in that folder.
fn limits(model: &Path, folder: &Path) -> Result<[f64; 3]> {
    let this = std::env::current_exe().into_diagnostic()?;
    let output = Command::new(this.with_file_name("limit"))
        .arg(model)
        .arg(folder)
        .output()
        .into_diagnostic()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let numbers: Vec<_> =
        said.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    numbers
        .try_into()
        .map_err(|_| miette!("`limit` failed: {}", String::from_utf8_lossy(&output.stderr)))
}
