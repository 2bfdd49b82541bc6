//! Compile cost of a crate alone, that is of rustc without its dependencies; incremental
//! compilation is off.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{MetadataCommand, Package};
use miette::{IntoDiagnostic, Result, miette};

use crate::cost::{self, Cost};
use crate::goals::{Goal, Measured};
use crate::project::Project;
use crate::rustc;
use crate::services::Service;
use crate::table::{Table, megabytes, ratio, seconds};

/// Of how many runs each figure is the median.
#[derive(Clone, Copy)]
pub(crate) struct Runs {
    /// For our crates.
    pub(crate) ours: usize,
    /// For those of peers.
    pub(crate) peers: usize,
}

/// The ways to compile a crate: for `cargo`, and the profile it uses.
const MODES: [(&str, &[&str], &str); 3] = [
    ("check", &["check"], "dev"),
    ("debug", &["build"], "dev"),
    ("release", &["build", "--release"], "release"),
];

/// How many times less a crate should take than the official one: of which service and part, in
/// each of the modes.
const GOALS: [(&str, &str, [f64; 3]); 3] = [
    ("ecs", "full", [12.0, 28.0, 55.0]),
    ("ecs", "five", [50.0, 120.0, 200.0]),
    ("ec2", "full", [10.0, 27.0, 80.0]),
];

/// The same for the memory of EC2 in full, in every mode.
const MEMORY_OF_EC2: f64 = 6.0;

/// Measures each service: ours in full and of five operations, and the peers' crates.
pub(crate) fn measure(project: &Project, services: &[&Service], runs: Runs) -> Result<Measured> {
    let (mut tables, mut goals) = (Vec::new(), Vec::new());
    for service in services {
        let columns = ["crate", "mode", "CPU s", "ratio", "peak MB", "rlib MB", "lines"];
        let mut table = Table::new(format!("{}, alone", service.name), &columns);
        let workspace = Workspace::prepare(project, service)?;
        let crates = workspace.crates(runs);
        for (index, (mode, command, profile)) in MODES.into_iter().enumerate() {
            let costs = workspace.compile(&crates, command, profile)?;
            let measured = || crates.iter().map(|(name, _)| name).zip(&costs);
            let official = measured().find(|(name, _)| name.starts_with("aws-sdk-"));
            let (_, official) = official.ok_or_else(|| miette!("there is no official crate"))?;
            for (name, cost) in measured() {
                table.row(workspace.row(name, mode, cost, official)?);
                goals.extend(reached(service, name, index, cost, official));
            }
        }
        tables.push(table);
    }
    Ok(Measured { tables, goals })
}

/// The goals for that crate in the mode of that index.
fn reached(service: &Service, name: &str, mode: usize, ours: &Cost, official: &Cost) -> Vec<Goal> {
    let (what, _, _) = MODES[mode];
    let is_meant = |kind: &str| name == format!("shapewright-{}-{kind}", service.name);
    let of_time = GOALS.iter().filter(|(of, kind, _)| *of == service.name && is_meant(kind));
    let of_time = of_time.map(|(_, _, goals)| {
        Goal::at_least(format!("{name}, {what}"), goals[mode], official.cpu / ours.cpu)
    });
    let of_memory = (service.name == "ec2" && is_meant("full")).then(|| {
        let measured = official.peak as f64 / ours.peak as f64;
        Goal::at_least(format!("{name}, {what}, memory"), MEMORY_OF_EC2, measured)
    });
    of_time.chain(of_memory).collect()
}

/// A workspace of the crates of one service.
struct Workspace {
    folder: PathBuf,
    service: &'static str,
    packages: Vec<Package>,
    rusoto: bool,
}

impl Workspace {
    fn prepare(project: &Project, service: &Service) -> Result<Self> {
        let folder = project.scratch("compile")?.join(service.name);
        let name = service.name;
        fs::create_dir_all(folder.join("peers/src")).into_diagnostic()?;
        for (kind, operations) in [("full", &[][..]), ("five", &service.five[..])] {
            project.generate(name, &format!("{name}-{kind}"), operations, &folder.join(kind))?;
        }
        let rusoto =
            if service.rusoto { format!("rusoto_{name} = \"0.48\"\n") } else { String::new() };
        let manifest = format!(
            "[package]\nname = \"peers\"\nedition = \"2024\"\n\n\
             [dependencies]\naws-sdk-{name} = \"1\"\n{rusoto}"
        );
        write(&folder.join("peers/Cargo.toml"), &manifest)?;
        write(&folder.join("peers/src/lib.rs"), "")?;
        let members =
            "[workspace]\nresolver = \"3\"\nmembers = [\"full\", \"five\", \"peers\"]\n\n";
        write(&folder.join("Cargo.toml"), &format!("{members}{}", project.patch()))?;
        let metadata = MetadataCommand::new().current_dir(&folder).exec().into_diagnostic()?;
        Ok(Self {
            folder,
            service: service.name,
            packages: metadata.packages,
            rusoto: service.rusoto,
        })
    }

    /// The crates that are measured, and how often each.
    fn crates(&self, runs: Runs) -> Vec<(String, usize)> {
        let ours = ["full", "five"].map(|kind| format!("shapewright-{}-{kind}", self.service));
        let rusoto = self.rusoto.then(|| format!("rusoto_{}", self.service));
        let peers = [format!("aws-sdk-{}", self.service)].into_iter().chain(rusoto);
        let ours = ours.into_iter().map(|name| (name, runs.ours));
        ours.chain(peers.map(|name| (name, runs.peers))).collect()
    }

    fn row(&self, name: &str, mode: &str, cost: &Cost, official: &Cost) -> Result<[String; 7]> {
        let (size, lines) = self.size(name, mode)?;
        Ok([
            name.to_owned(),
            mode.to_owned(),
            seconds(cost.cpu),
            ratio(cost.cpu, official.cpu),
            megabytes(cost.peak),
            size.map_or_else(|| "-".to_owned(), megabytes),
            lines.to_string(),
        ])
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command.args(arguments).arg("--quiet").current_dir(&self.folder);
        command.env("CARGO_INCREMENTAL", "0").env("CARGO_TARGET_DIR", self.target());
        command
    }

    fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    /// What rustc takes for each of the crates: medians of runs that alternate, so that a machine
    /// which becomes busy is so for all of them.
    fn compile(
        &self,
        crates: &[(String, usize)],
        command: &[&str],
        profile: &str,
    ) -> Result<Vec<Cost>> {
        let mut costs = vec![Vec::new(); crates.len()];
        let rounds = crates.iter().map(|&(_, runs)| runs).max().unwrap_or_default();
        for round in 0..rounds {
            for ((name, runs), costs) in crates.iter().zip(&mut costs) {
                if round < *runs {
                    let cost = self.alone(name, command, profile)?;
                    let (cpu, peak) = (seconds(cost.cpu), megabytes(cost.peak));
                    eprintln!("{name}, {}: {cpu} CPU s, {peak} MB", command.join(" "));
                    costs.push(cost);
                }
            }
        }
        let median = |(costs, (name, _)): (Vec<Cost>, &(String, usize))| {
            cost::median(costs).ok_or_else(|| miette!("{name} was not compiled"))
        };
        costs.into_iter().zip(crates).map(median).collect()
    }

    /// What rustc takes for a package.
    fn alone(&self, package: &str, command: &[&str], profile: &str) -> Result<Cost> {
        cost::run(&mut self.cargo(&["clean", "--package", package, "--profile", profile]))?;
        let mut cargo = self.cargo(&[command, &["--package", package]].concat());
        rustc::cost_of(&mut cargo, package, &self.folder)
    }

    /// The bytes of a package's library, if it was built, and the lines of its source.
    fn size(&self, package: &str, mode: &str) -> Result<(Option<u64>, usize)> {
        let found = self.packages.iter().find(|known| known.name.as_str() == package);
        let found = found.ok_or_else(|| miette!("{package} is not in the workspace"))?;
        let source = found.manifest_path.with_file_name("src");
        let lines = lines(source.as_std_path())?;
        if mode == "check" {
            return Ok((None, lines));
        }
        let libraries = self.target().join(mode).join("deps");
        let prefix = format!("lib{}-", package.replace('-', "_"));
        let entries = fs::read_dir(libraries).into_diagnostic()?.filter_map(|entry| entry.ok());
        let library = entries.filter(|entry| {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            name.starts_with(&prefix) && name.ends_with(".rlib")
        });
        Ok((library.filter_map(|entry| Some(entry.metadata().ok()?.len())).max(), lines))
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).into_diagnostic()
}

/// The lines of the Rust files below a folder.
fn lines(folder: &Path) -> Result<usize> {
    let mut sum = 0;
    for entry in fs::read_dir(folder).into_diagnostic()? {
        let path = entry.into_diagnostic()?.path();
        if path.is_dir() {
            sum += lines(&path)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sum += fs::read_to_string(&path).into_diagnostic()?.lines().count();
        }
    }
    Ok(sum)
}
