//! A cold build of a program that calls one operation, with TLS and the async client.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use miette::{IntoDiagnostic, Result, miette};

use crate::compile::Runs;
use crate::cost::{self, Cost};
use crate::goals::{Goal, Measured};
use crate::project::Project;
use crate::services;
use crate::table::{Table, megabytes, ratio, seconds};

/// A program and what it needs.
struct Program {
    name: &'static str,
    dependencies: String,
    main: &'static str,
    runs: usize,
}

const OURS: &str = "\
#[tokio::main(flavor = \"current_thread\")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ecs = service::Client::from_env().await?;
    let started = ecs.run_task(\"sleep360:1\").cluster(\"default\").send().await?;
    println!(\"{:?}\", started.tasks());
    Ok(())
}
";

const OFFICIAL: &str = "\
#[tokio::main(flavor = \"current_thread\")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ecs = aws_sdk_ecs::Client::new(&aws_config::load_from_env().await);
    let call = ecs.run_task().task_definition(\"sleep360:1\").cluster(\"default\");
    println!(\"{:?}\", call.send().await?.tasks());
    Ok(())
}
";

const RUSOTO: &str = "\
use rusoto_ecs::Ecs;

#[tokio::main(flavor = \"current_thread\")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let ecs = rusoto_ecs::EcsClient::new(rusoto_core::Region::default());
    let request = rusoto_ecs::RunTaskRequest {
        task_definition: \"sleep360:1\".to_owned(),
        cluster: Some(\"default\".to_owned()),
        ..Default::default()
    };
    println!(\"{:?}\", ecs.run_task(request).await?.tasks);
    Ok(())
}
";

/// Measures the program over each library.
pub(crate) fn measure(project: &Project, runs: Runs) -> Result<Measured> {
    let scratch = project.scratch("program")?;
    let ecs = services::named(&["ecs".to_owned()])?;
    let five = ecs.first().map_or(&[][..], |service| &service.five);
    project.generate("ecs", "ecs-five", five, &scratch.join("ecs-five"))?;
    project.generate("ecs", "ecs-full", &[], &scratch.join("ecs-full"))?;
    let columns = [
        "program",
        "crates",
        "debug CPU s",
        "ratio",
        "release CPU s",
        "ratio",
        "stripped MB",
        "rebuild CPU s",
    ];
    let mut table = Table::new("Cold build of a program with one call", &columns);
    let built = programs(runs).into_iter().map(|program| {
        let built = Built::measure(project, &scratch, &program)?;
        Ok((program.name, built))
    });
    let built: Vec<(_, Built)> = built.collect::<Result<_>>()?;
    let official = built.iter().find(|(name, _)| *name == "official");
    let mut goals = Vec::new();
    for (name, cost) in &built {
        let beside = official.map_or(cost, |(_, official)| official);
        table.row([
            (*name).to_owned(),
            cost.crates.to_string(),
            seconds(cost.debug.cpu),
            ratio(cost.debug.cpu, beside.debug.cpu),
            seconds(cost.release.cpu),
            ratio(cost.release.cpu, beside.release.cpu),
            megabytes(cost.stripped),
            seconds(cost.rebuild.cpu),
        ]);
        if *name == "ours-five" {
            goals = reached(cost, beside);
        }
    }
    Ok(Measured { tables: vec![table], goals })
}

fn reached(ours: &Built, official: &Built) -> Vec<Goal> {
    let size = official.stripped as f64 / ours.stripped as f64;
    vec![
        Goal::at_least("program, cold debug build", 5.0, official.debug.cpu / ours.debug.cpu),
        Goal::at_least("program, cold release build", 5.0, official.release.cpu / ours.release.cpu),
        Goal::at_least("program, stripped size", 4.0, size),
    ]
}

fn programs(runs: Runs) -> [Program; 4] {
    let tokio = "tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n";
    let ours = |kind: &str| {
        format!(
            "{tokio}service = {{ package = \"shapewright-ecs-{kind}\", path = \"../ecs-{kind}\" }}\n"
        )
    };
    [
        Program { name: "ours-five", dependencies: ours("five"), main: OURS, runs: runs.ours },
        Program { name: "ours-full", dependencies: ours("full"), main: OURS, runs: runs.ours },
        Program {
            name: "official",
            dependencies: format!("{tokio}aws-config = \"1\"\naws-sdk-ecs = \"1\"\n"),
            main: OFFICIAL,
            runs: runs.peers,
        },
        Program {
            name: "rusoto",
            dependencies: format!("{tokio}rusoto_core = \"0.48\"\nrusoto_ecs = \"0.48\"\n"),
            main: RUSOTO,
            runs: runs.peers,
        },
    ]
}

/// What the builds of a program cost.
struct Built {
    crates: usize,
    debug: Cost,
    release: Cost,
    rebuild: Cost,
    stripped: u64,
}

impl Built {
    fn measure(project: &Project, scratch: &Path, program: &Program) -> Result<Self> {
        let folder = scratch.join(program.name);
        let cargo = |arguments: &[&str]| cargo(&folder, arguments);
        write(project, &folder, program)?;
        cost::run(&mut cargo(&["fetch"]))?;
        let cold = |arguments: &[&str]| {
            let costs = (0..program.runs).map(|_| {
                cost::run(&mut cargo(&["clean"]))?;
                cost::run(&mut cargo(arguments))
            });
            let costs = costs.collect::<Result<_>>()?;
            cost::median(costs).ok_or_else(|| miette!("{} was not built", program.name))
        };
        let release = cold(&["build", "--release"])?;
        let stripped = folder.join("target/release").join(program.name);
        let stripped = fs::metadata(stripped).into_diagnostic()?.len();
        let debug = cold(&["build"])?;
        touch(&folder)?;
        let rebuild = cost::run(&mut cargo(&["build"]))?;
        Ok(Self { crates: crates(&folder)?, debug, release, rebuild, stripped })
    }
}

fn cargo(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments).arg("--quiet").current_dir(folder).env_remove("CARGO_TARGET_DIR");
    command
}

fn write(project: &Project, folder: &Path, program: &Program) -> Result<()> {
    fs::create_dir_all(folder.join("src")).into_diagnostic()?;
    let manifest = format!(
        "[package]\nname = \"{}\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [profile.release]\nstrip = true\n\n[dependencies]\n{}\n{}",
        program.name,
        program.dependencies,
        project.patch()
    );
    fs::write(folder.join("Cargo.toml"), manifest).into_diagnostic()?;
    fs::write(folder.join("src/main.rs"), program.main).into_diagnostic()
}

/// Changes the program without changing what it does.
fn touch(folder: &Path) -> Result<()> {
    let path = folder.join("src/main.rs");
    let text = fs::read_to_string(&path).into_diagnostic()?;
    fs::write(&path, format!("{text}// changed\n")).into_diagnostic()
}

/// The crates that the program is made of, itself left out.
fn crates(folder: &Path) -> Result<usize> {
    let arguments = ["tree", "--edges", "normal,build", "--prefix", "none", "--no-dedupe"];
    let output =
        Command::new("cargo").args(arguments).current_dir(folder).output().into_diagnostic()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let names: BTreeSet<_> = said.lines().filter_map(|line| line.split(" (").next()).collect();
    Ok(names.len().saturating_sub(1))
}
