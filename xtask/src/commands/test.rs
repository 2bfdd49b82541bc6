//! `test`: what continuous integration runs, and nothing else does.

mod steps;

use std::time::{Duration, Instant};

use miette::miette;
use shapewright_model::suggest::closest;

use self::steps::{STEPS, Step};
use crate::context::{BAD, ConfigOption, Context, GOOD, HEADING, Outcome};

/// Run all checks and tests, as continuous integration does
///
/// Every step is run, even if one before it fails.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Run only this step; may be given more than once
    #[arg(long, value_name = "STEP")]
    only: Vec<String>,
    /// List the steps and run none
    #[arg(long, conflicts_with = "only")]
    list: bool,
    #[command(flatten)]
    config: ConfigOption,
}

/// How a step ended.
enum Ending {
    Passed(Duration),
    Failed(Duration),
    /// It could not be run, for this reason.
    NotRun(String),
}

pub(crate) fn run(context: &mut Context, arguments: &Arguments) -> miette::Result<Outcome> {
    if arguments.list {
        for step in &STEPS {
            context.line(format_args!("{:<12} {}", step.name, step.purpose))?;
        }
        return Ok(Outcome::Done);
    }
    let steps = select(context, &arguments.only)?;
    let mut endings = Vec::new();
    for (index, step) in steps.iter().enumerate() {
        let Step { name, purpose, .. } = step;
        let (number, all) = (index + 1, steps.len());
        context.line(format_args!("{HEADING}[{number}/{all}] {name}: {purpose}{HEADING:#}"))?;
        let ending = run_step(context, step, &arguments.config)?;
        if let Ending::NotRun(reason) = &ending {
            context.report(&miette!("{name} could not be run: {reason}"));
        }
        endings.push((*step, ending));
    }
    summarise(context, &endings)
}

/// The steps of these names in their usual order, or all if there are no names.
fn select(context: &Context, names: &[String]) -> miette::Result<Vec<&'static Step>> {
    for name in names {
        if !STEPS.iter().any(|step| step.name == name) {
            let help = match closest(name, STEPS.iter().map(|step| step.name)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("{} lists them", context.command("test --list")),
            };
            return Err(miette!(help = help, "no step is called `{name}`"));
        }
    }
    let chosen = |step: &&Step| names.is_empty() || names.iter().any(|name| name == step.name);
    Ok(STEPS.iter().filter(chosen).collect())
}

fn run_step(context: &mut Context, step: &Step, config: &ConfigOption) -> miette::Result<Ending> {
    for tool in step.needs {
        if tool.version().is_none() {
            let reason = format!("it needs {}, which {}; {}", tool.name, tool.purpose, tool.remedy);
            return Ok(Ending::NotRun(reason));
        }
    }
    let started = Instant::now();
    let outcome = step.run(context, config)?;
    let time = started.elapsed();
    Ok(match outcome {
        Outcome::Done => Ending::Passed(time),
        Outcome::Failed => Ending::Failed(time),
    })
}

fn summarise(context: &mut Context, endings: &[(&Step, Ending)]) -> miette::Result<Outcome> {
    context.line("")?;
    let mut passed = 0;
    for (step, ending) in endings {
        let name = step.name;
        match ending {
            Ending::Passed(time) => {
                passed += 1;
                let seconds = time.as_secs_f64();
                context.line(format_args!("{GOOD}passed{GOOD:#}   {name:<12} {seconds:6.1} s"))?;
            }
            Ending::Failed(time) => {
                let seconds = time.as_secs_f64();
                context.line(format_args!("{BAD}failed{BAD:#}   {name:<12} {seconds:6.1} s"))?;
            }
            Ending::NotRun(reason) => {
                context.line(format_args!("{BAD}not run{BAD:#}  {name:<12} {reason}"))?;
            }
        }
    }
    let failed = endings.len() - passed;
    context.line(format_args!("\n{passed} passed, {failed} failed"))?;
    Ok(if failed == 0 { Outcome::Done } else { Outcome::Failed })
}
