//! The benchmarks that need the peers' crates: wire speed and allocations.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use miette::{IntoDiagnostic, Result, miette};
use serde_json::Value;

use crate::goals::{Goal, Measured};
use crate::project::Project;
use crate::services::Service;
use crate::table::Table;

/// The operations that the benchmarks call, of each service.
const GENERATED: [(&str, &[&str]); 5] = [
    ("cloudwatch", &["ListMetrics"]),
    ("dynamodb", &["Query"]),
    ("ec2", &["DescribeInstances"]),
    ("ecs", &["DescribeTasks", "RunTask"]),
    ("s3", &["ListObjectsV2"]),
];

/// Generates what the benchmarks need, and runs one of them; answers with what it prints. The
/// official crate of EC2 takes over twenty minutes to compile, so it is left out unless that
/// service is among those to measure.
pub(crate) fn bench(project: &Project, services: &[&Service], name: &str) -> Result<String> {
    let benches = project.root().join("benches");
    for (service, operations) in GENERATED {
        let folder = benches.join("generated").join(service);
        project.generate(service, service, operations, &folder)?;
    }
    let has_ec2 = services.iter().any(|service| service.name == "ec2");
    let output = Command::new("cargo")
        .args(["bench", "--quiet", "--bench", name])
        .args((!has_ec2).then_some("--no-default-features"))
        .current_dir(benches.join("peers"))
        .stderr(Stdio::inherit())
        .output()
        .into_diagnostic()?;
    if !output.status.success() {
        return Err(miette!("cargo bench --bench {name}: {}", output.status));
    }
    String::from_utf8(output.stdout).into_diagnostic()
}

/// The lines of JSON that a benchmark prints.
pub(crate) fn lines(output: &str) -> Result<Vec<Value>> {
    let lines = output.lines().filter(|line| line.starts_with('{'));
    lines.map(|line| serde_json::from_str(line).into_diagnostic()).collect()
}

/// How many times as fast calls should be as the official SDK's.
const FASTER: f64 = 3.0;

/// The same for the codec of JSON beside types that derive serde's traits.
const FASTER_THAN_DERIVED: f64 = 1.8;

/// Measures the time and the allocations of each case.
pub(crate) fn measure(project: &Project, services: &[&Service]) -> Result<Measured> {
    bench(project, services, "wire")?;
    let mut times = Table::new("Wire", &["case", "whose", "median µs", "beside ours"]);
    let mut goals = Vec::new();
    for (case, medians) in medians(&project.root().join("benches/peers/target/criterion"))? {
        let whole = medians.get("ours").copied();
        let codec = medians.get("ours, codec alone").copied();
        goals.extend(reached(&case, &medians));
        for (whose, time) in &medians {
            let is_call = ["ours", "official", "rusoto"].contains(&whose.as_str());
            let ours = if is_call { whole } else { codec.or(whole) };
            let beside = ours.map_or_else(|| "-".to_owned(), |ours| format!("{:.2}", time / ours));
            times.row([case.clone(), whose.clone(), format!("{:.1}", time / 1e3), beside]);
        }
    }
    let mut counts =
        Table::new("Allocations of a call", &["case", "whose", "allocations", "peak KB"]);
    for line in lines(&bench(project, services, "allocations")?)? {
        let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
        let peak = line["peak"].as_f64().unwrap_or_default() / 1e3;
        let count = line["allocations"].to_string();
        counts.row([text("case"), text("whose"), count, format!("{peak:.0}")]);
    }
    Ok(Measured { tables: vec![times, counts], goals })
}

fn reached(case: &str, medians: &BTreeMap<String, f64>) -> Vec<Goal> {
    let times = |peer: &str, ours: &str| Some(medians.get(peer)? / medians.get(ours)?);
    let official = times("official", "ours")
        .map(|times| Goal::at_least(format!("{case}, beside the official SDK"), FASTER, times));
    // The goal is about reading.
    let derived = times("serde derive", "ours, codec alone").filter(|_| case.starts_with("read"));
    let derived = derived
        .map(|times| Goal::at_least(format!("{case}, beside serde"), FASTER_THAN_DERIVED, times));
    official.into_iter().chain(derived).collect()
}

/// The medians that Criterion has kept, in nanoseconds, by group and benchmark.
fn medians(folder: &Path) -> Result<BTreeMap<String, BTreeMap<String, f64>>> {
    let mut found = BTreeMap::<_, BTreeMap<_, _>>::new();
    for benchmark in
        folders(folder)?.iter().map(|group| folders(group)).collect::<Result<Vec<_>>>()?.concat()
    {
        let kept = benchmark.join("new");
        let Ok(estimates) = fs::read_to_string(kept.join("estimates.json")) else { continue };
        let names = fs::read_to_string(kept.join("benchmark.json")).into_diagnostic()?;
        let estimates: Value = serde_json::from_str(&estimates).into_diagnostic()?;
        let names: Value = serde_json::from_str(&names).into_diagnostic()?;
        let name = |key: &str| names[key].as_str().unwrap_or_default().to_owned();
        let median = estimates["median"]["point_estimate"].as_f64();
        let median = median.ok_or_else(|| miette!("{} has no median", kept.display()))?;
        found.entry(name("group_id")).or_default().insert(name("function_id"), median);
    }
    Ok(found)
}

fn folders(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).into_diagnostic()?;
    Ok(entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect())
}
