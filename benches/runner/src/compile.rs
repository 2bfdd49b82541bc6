//! Compile cost of a crate alone, that is of rustc without its dependencies; incremental
//! compilation is off.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::{MetadataCommand, Package};
use miette::{IntoDiagnostic, Result, miette};

use crate::cost::{self, Cost};
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

/// Measures each service: ours in full and of five operations, and the peers' crates.
pub(crate) fn measure(project: &Project, services: &[&Service], runs: Runs) -> Result<Vec<Table>> {
    services.iter().map(|service| of_service(project, service, runs)).collect()
}

fn of_service(project: &Project, service: &Service, runs: Runs) -> Result<Table> {
    let workspace = Workspace::prepare(project, service)?;
    let crates = workspace.crates(runs);
    let columns = ["crate", "mode", "CPU s", "ratio", "peak MB", "rlib MB", "lines"];
    let mut table = Table::new(format!("{}, alone", service.name), &columns);
    for (mode, command, profile) in MODES {
        let costs = workspace.compile(&crates, command, profile)?;
        let official = crates.iter().position(|(name, _)| name.starts_with("aws-sdk-"));
        let official = official.map_or(0.0, |index| costs[index].cpu);
        for ((name, _), cost) in crates.iter().zip(&costs) {
            let (size, lines) = workspace.size(name, mode)?;
            table.row([
                name.clone(),
                mode.to_owned(),
                seconds(cost.cpu),
                ratio(cost.cpu, official),
                megabytes(cost.peak),
                size.map_or_else(|| "-".to_owned(), megabytes),
                lines.to_string(),
            ]);
        }
    }
    Ok(table)
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
                    eprintln!("{name}, {}: {} CPU s", command.join(" "), seconds(cost.cpu));
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
