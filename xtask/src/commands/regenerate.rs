//! `regenerate`: brings the crates in the configuration up to date.

use std::time::Instant;

use miette::miette;
use shapewright_codegen::config::{Config, CrateConfig};
use shapewright_codegen::tree::FileDifference;

use crate::context::{BAD, ConfigOption, Context, GOOD, HEADING, Outcome};
use crate::generation::{Generated, count};

/// Write the crates in the configuration anew
///
/// A crate is replaced as a whole, and none is if anything is wrong with one of them. Files with
/// the same contents are not touched.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The crates to regenerate [default: all]
    #[arg(value_name = "CRATE")]
    crates: Vec<String>,
    /// Write nothing; print what would change, and exit with 1 if anything would
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    config: ConfigOption,
}

pub(crate) fn run(context: &mut Context, arguments: &Arguments) -> miette::Result<Outcome> {
    let config = arguments.config.load()?;
    let crates = select(&config, &arguments.crates)?;
    if arguments.check {
        compare(context, &config, &crates)
    } else {
        write(context, &config, &crates)
    }
}

/// Checks all crates in the configuration.
pub(crate) fn check_all(context: &mut Context, config: &ConfigOption) -> miette::Result<Outcome> {
    let config = config.load()?;
    compare(context, &config, &select(&config, &[])?)
}

/// The crates of these names, or all if there are no names.
fn select<'c>(config: &'c Config, names: &[String]) -> miette::Result<Vec<&'c CrateConfig>> {
    if names.is_empty() {
        return Ok(config.crates().iter().collect());
    }
    let crates = names.iter().map(|name| config.get(name));
    Ok(crates.collect::<Result<_, _>>()?)
}

fn write(
    context: &mut Context,
    config: &Config,
    crates: &[&CrateConfig],
) -> miette::Result<Outcome> {
    let generated = crates
        .iter()
        .map(|krate| Generated::configured(context, config, krate))
        .collect::<miette::Result<Vec<_>>>()?;
    for (krate, generated) in crates.iter().zip(generated) {
        let started = Instant::now();
        let written = generated.tree.write(&krate.path)?;
        context.line(generated.summary(&krate.key, written, started.elapsed()))?;
    }
    Ok(Outcome::Done)
}

fn compare(
    context: &mut Context,
    config: &Config,
    crates: &[&CrateConfig],
) -> miette::Result<Outcome> {
    let mut drifted = Vec::new();
    for krate in crates {
        let generated = Generated::configured(context, config, krate)?;
        let differences = generated.tree.compare(&krate.path)?;
        if differences.is_empty() {
            context.line(format_args!("{}: up to date", krate.key))?;
            continue;
        }
        let files = count(differences.len(), "file");
        context.line(format_args!("{}: {files} not up to date", krate.key))?;
        for difference in &differences {
            print_difference(context, difference)?;
        }
        drifted.push(krate.key.as_str());
    }
    if drifted.is_empty() {
        return Ok(Outcome::Done);
    }
    context.report(&miette!(
        help = format!(
            "mend it with {}",
            context.command(&format!("regenerate {}", drifted.join(" ")))
        ),
        "not what the generator writes: {}",
        drifted.join(", ")
    ));
    Ok(Outcome::Failed)
}

fn print_difference(context: &mut Context, difference: &FileDifference) -> miette::Result<()> {
    for line in difference.diff.lines() {
        let style = match line.as_bytes().first() {
            _ if line.starts_with("+++") || line.starts_with("---") => HEADING,
            Some(b'+') => GOOD,
            Some(b'-') => BAD,
            _ => anstyle::Style::new(),
        };
        context.line(format_args!("{style}{line}{style:#}"))?;
    }
    Ok(())
}
