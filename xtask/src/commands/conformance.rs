//! `conformance`: runs a public suite of protocol tests through generated crates.

mod goal;
mod print;
mod workspace;

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};

use miette::{IntoDiagnostic, miette};
use shapewright_conformance::case::{Case, Difference};
use shapewright_conformance::disagreements::Disagreements;
use shapewright_conformance::report::Report;
use shapewright_conformance::suite::Suite;
use shapewright_model::suggest::closest;
use shapewright_python::{pip_download_source, unpack};

use self::workspace::{Built, Workspace};
use crate::context::{Context, Outcome};

/// Run a public suite of protocol tests through generated crates
///
/// A crate is generated for each model of the suite and compiled below `target/conformance`; each
/// case is run through the types of its crate.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A folder of Smithy JSON AST models with test traits, or botocore's `tests/unit/protocols`
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Run the cases of this protocol only, by its Smithy name, such as `restJson1`
    #[arg(long, value_name = "PROTOCOL")]
    protocol: Option<String>,
    /// How to print what came of them
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(crate) fn run(context: &mut Context, arguments: &Arguments) -> miette::Result<Outcome> {
    let mut suite = Suite::read(&arguments.folder).into_diagnostic()?;
    if let Some(protocol) = &arguments.protocol {
        choose(&mut suite, protocol)?;
    }
    let report = report(context, &suite)?;
    match arguments.format {
        Format::Text => print::text(context, &report)?,
        Format::Json => context.line(format_args!("{:#}", report.to_json()))?,
    }
    Ok(if report.is_good() { Outcome::Done } else { Outcome::Failed })
}

/// Runs all cases of a folder, prints the table, and compares it with what is to be reached.
pub(crate) fn run_folder(context: &mut Context, folder: &Path) -> miette::Result<Outcome> {
    let suite = Suite::read(folder).into_diagnostic()?;
    let report = report(context, &suite)?;
    print::table(context, &report)?;
    goal::check(context, &report)
}

/// The version of botocore whose tests are run, and whose models are swept.
pub(super) const BOTOCORE: &str = "1.44.5";

/// The folders of public suites: that of Smithy, if it is there, and that of botocore, which is
/// downloaded.
pub(crate) fn public_suites(context: &Context) -> miette::Result<Vec<PathBuf>> {
    // The same folder as that of other tests with such data (`tests/src/conformance_data.rs`).
    let data = match env::var_os("SHAPEWRIGHT_CONFORMANCE") {
        Some(named) => PathBuf::from(named),
        None => context.repository()?.join("../shared/conformance"),
    };
    let smithy = data.join("protocol-tests");
    let source = pip_download_source(&format!("botocore=={BOTOCORE}")).into_diagnostic()?;
    let tests = format!("botocore-{BOTOCORE}/tests/unit/protocols");
    let botocore = unpack(&source, &tests).into_diagnostic()?;
    Ok([smithy, botocore].into_iter().filter(|folder| folder.is_dir()).collect())
}

/// Leaves the cases of one protocol, and the models that they need.
fn choose(suite: &mut Suite, protocol: &str) -> miette::Result<()> {
    let is_chosen = |case: &Case| case.protocol == protocol || case.protocol_name() == protocol;
    let known: BTreeSet<String> =
        suite.cases.iter().map(|case| case.protocol_name().to_owned()).collect();
    suite.cases.retain(|case| is_chosen(case));
    suite.ignored.retain(|(case, _)| is_chosen(case));
    if suite.cases.is_empty() {
        let help = match closest(protocol, known.iter().map(String::as_str)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("there are {}", known.into_iter().collect::<Vec<_>>().join(", ")),
        };
        return Err(miette!(help = help, "the suite has no cases of the protocol `{protocol}`"));
    }
    let needed: BTreeSet<&str> = suite.cases.iter().map(|case| &*case.model).collect();
    suite.models.retain(|model| needed.contains(&*model.name));
    Ok(())
}

/// Runs all cases.
fn report(context: &Context, suite: &Suite) -> miette::Result<Report> {
    let disagreements = Disagreements::load().into_diagnostic()?;
    let Built { runner, refused } =
        Workspace::new(context.repository()?, suite).build(&suite.models)?;
    let (run, lost): (Vec<_>, Vec<_>) =
        suite.cases.iter().partition(|case| !refused.contains_key(&case.model));
    let results = runner.run(&run)?;
    let mut report = Report::of_ignored(suite);
    for (case, differences) in run.into_iter().zip(results) {
        report.add(suite, &disagreements, case, differences);
    }
    for case in lost {
        let reason = refused.get(&case.model).map_or("", |reason| &**reason);
        let problem = Difference::new("the model", "a crate that compiles", reason);
        report.add(suite, &disagreements, case, vec![problem]);
    }
    Ok(report)
}
