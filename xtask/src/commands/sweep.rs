//! `sweep`: every model below a folder.

mod compile;
mod find;
mod manifest;
mod work;

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::Instant;

use miette::IntoDiagnostic;
use shapewright_codegen::settings::{DocsLevel, RuntimeDependency, Settings};
use shapewright_python::{pip_download_source, unpack};

use self::compile::Workshop;
use self::find::Found;
use self::work::Swept;
use super::conformance::BOTOCORE;
use super::generate::docs_level;
use crate::command_line::check_services;
use crate::context::{BAD, Context, HEADING, Outcome};
use crate::generation::count;

/// How many crates the tests document.
const SAMPLE: usize = 40;

/// Generate a crate from every model below a folder
///
/// Of each service the latest version. Nothing is kept: this is to know that every model
/// generates, how long it takes, and (with --compile) that the crates compile without a warning.
#[derive(Default, clap::Args)]
pub(crate) struct Arguments {
    /// A folder of botocore's data, or of Smithy models in JSON [default: the data of the version
    /// of botocore that the manifest is about, downloaded]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Type-check every crate
    #[arg(long)]
    compile: bool,
    /// Build the documentation of every crate, with warnings denied
    #[arg(long)]
    rustdoc: bool,
    /// How much of the models' documentation to carry over
    #[arg(long, default_value = "full", value_parser = docs_level())]
    docs: DocsLevel,
    /// How many crates to generate at a time [default: one for each processor]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Only these services
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    services: Vec<String>,
    /// Only so many services, from all over the alphabet
    #[arg(long, value_name = "N", conflicts_with = "services")]
    sample: Option<NonZero<usize>>,
    /// Refresh the manifest in tests/sweep.txt; leaves the documentation out
    #[arg(long, conflicts_with_all = ["compile", "rustdoc", "docs", "services", "sample"])]
    manifest: bool,
    /// Compare with the manifest, and exit with 1 if it says something else
    #[arg(long, conflicts_with_all = ["compile", "rustdoc", "docs", "services", "sample", "manifest"])]
    check: bool,
}

impl Arguments {
    /// Whether it is about the manifest, which tells of crates without documentation.
    fn is_bare(&self) -> bool {
        self.manifest || self.check
    }
}

/// Holds what the generator makes of every public model against the manifest.
pub(crate) fn check_manifest(context: &mut Context) -> miette::Result<Outcome> {
    run(context, &Arguments { check: true, ..Arguments::default() })
}

/// Builds the documentation of some of the public crates.
pub(crate) fn document_sample(context: &mut Context) -> miette::Result<Outcome> {
    let sample = NonZero::new(SAMPLE);
    run(context, &Arguments { rustdoc: true, sample, ..Arguments::default() })
}

/// The models of the public version of botocore.
fn botocore_data() -> miette::Result<PathBuf> {
    let source = pip_download_source(&format!("botocore=={BOTOCORE}")).into_diagnostic()?;
    unpack(&source, &format!("botocore-{BOTOCORE}/botocore/data")).into_diagnostic()
}

pub(crate) fn run(context: &mut Context, arguments: &Arguments) -> miette::Result<Outcome> {
    let started = Instant::now();
    let mut models = match &arguments.folder {
        Some(folder) => find::models(folder)?,
        None => find::models(&botocore_data()?)?,
    };
    if !arguments.services.is_empty() {
        let known = models.iter().map(|found| found.service.as_str());
        check_services(context.program, &arguments.services, known)?;
        models.retain(|found| arguments.services.contains(&found.service));
    }
    if let Some(sample) = arguments.sample {
        let step = models.len().div_ceil(sample.get()).max(1);
        models = models.into_iter().step_by(step).collect();
    }
    let root = context.repository()?;
    let workshop = match arguments.compile || arguments.rustdoc {
        true => Some(Workshop::new(&root)?),
        false => None,
    };
    let keep = |found: &Found, tree: &_| match &workshop {
        Some(workshop) => workshop.add(&found.service, tree),
        None => Ok(()),
    };
    let jobs = arguments.jobs.or_else(|| std::thread::available_parallelism().ok());
    let settings = |found: &Found| settings(arguments, &root, workshop.as_ref(), found);
    let jobs = jobs.unwrap_or(NonZero::<usize>::MIN);
    let swept = work::sweep(&models, jobs, arguments.is_bare(), settings, keep);
    let seconds = started.elapsed().as_secs_f64();
    let mut sound = report(context, &swept, seconds)?;
    if let Some(workshop) = &workshop {
        if arguments.compile {
            sound &= check(context, workshop, &["check"])?;
        }
        if arguments.rustdoc {
            sound &= check(context, workshop, &["doc", "--no-deps"])?;
        }
    }
    sound &= manifest(context, arguments, &root, &swept)?;
    Ok(if sound { Outcome::Done } else { Outcome::Failed })
}

fn settings(
    arguments: &Arguments,
    root: &Path,
    workshop: Option<&Workshop>,
    found: &Found,
) -> Settings {
    let runtime = workshop.and_then(|workshop| {
        RuntimeDependency::from_crate(&workshop.krate(&found.service), &root.join("runtime"))
    });
    Settings {
        source: format!("{}/service-2.json", found.service),
        docs: if arguments.is_bare() { DocsLevel::None } else { arguments.docs },
        runtime: runtime.unwrap_or_else(RuntimeDependency::fitting),
        ..Settings::new(format!("sweep-{}", found.service))
    }
}

/// Prints failures and sums; tells whether there was no failure.
fn report(context: &mut Context, swept: &[Swept], seconds: f64) -> miette::Result<bool> {
    let mut failed = 0;
    let (mut operations, mut shapes, mut bytes) = (0, 0, 0);
    for Swept { service, result, .. } in swept {
        match result {
            Ok(counts) => {
                operations += counts.operations;
                shapes += counts.shapes;
                bytes += counts.bytes;
            }
            Err(report) => {
                failed += 1;
                context.line(format_args!("{BAD}failed{BAD:#}  {service}: {report}"))?;
            }
        }
    }
    let slowest = swept.iter().max_by_key(|swept| swept.time);
    let slowest = slowest.map_or_else(String::new, |swept| {
        format!("; the longest was {} with {:.1} s", swept.service, swept.time.as_secs_f64())
    });
    context.line(format_args!(
        "{HEADING}{}{HEADING:#}, {}, {}, {bytes} bytes in {seconds:.1} s, {failed} failed{slowest}",
        count(swept.len(), "service"),
        count(operations, "operation"),
        count(shapes, "shape"),
    ))?;
    Ok(failed == 0)
}

/// Compiles or documents all crates; tells whether the compiler had nothing to say.
fn check(context: &mut Context, workshop: &Workshop, command: &[&str]) -> miette::Result<bool> {
    let started = Instant::now();
    let complaints = workshop.check(command)?;
    for (library, complaints) in &complaints {
        let number = count(complaints.number, "complaint");
        context.line(format_args!("{BAD}{library}{BAD:#}: {number}\n{}", complaints.first))?;
    }
    let seconds = started.elapsed().as_secs_f64();
    context.line(format_args!(
        "{HEADING}cargo {}{HEADING:#}: {} with complaints, {seconds:.1} s",
        command.join(" "),
        count(complaints.len(), "crate"),
    ))?;
    Ok(complaints.is_empty())
}

/// Refreshes the manifest or compares with it, if asked to; tells whether it is up to date.
fn manifest(
    context: &mut Context,
    arguments: &Arguments,
    root: &Path,
    swept: &[Swept],
) -> miette::Result<bool> {
    let text = manifest::text(swept);
    if arguments.manifest {
        manifest::write(root, &text)?;
    }
    if !arguments.check {
        return Ok(true);
    }
    let differences = manifest::differences(root, &text);
    for line in &differences {
        context.line(line)?;
    }
    if !differences.is_empty() {
        let refresh = context.command("sweep --manifest");
        context.line(format_args!(
            "{BAD}{} is not what the generator makes{BAD:#}: if all of that is meant, refresh it \
             with {refresh}",
            manifest::FILE,
        ))?;
    }
    Ok(differences.is_empty())
}
