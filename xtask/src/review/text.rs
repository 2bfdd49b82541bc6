//! Reviews for the terminal: short, the most important first.

use std::fmt::{self, Display, Write as _};

use anstyle::{AnsiColor, Style};
use shapewright_model::diff::{Api, Side, Status};

use super::sentence::sentence;
use super::trees::Line;
use super::words::{headline, legend, on_wire, overall, rust, sides};
use super::{Explained, Facts, OperationReview, Review, Reviews, ShapeChange, Whole};
use crate::context::HEADING;
use crate::generation::count;

const DIM: Style = Style::new().dimmed();

/// How many operations are named of those that a change reaches, and how many items.
const NAMED: usize = 4;

/// Reviews as text.
pub(crate) fn text(reviews: &Reviews) -> String {
    let mut text = String::new();
    // A string takes everything.
    let _ = write_all(&mut text, reviews);
    text
}

fn write_all(text: &mut String, reviews: &Reviews) -> fmt::Result {
    if !reviews.is_one() {
        write_overview(text, reviews)?;
    }
    for (index, review) in reviews.models.iter().enumerate() {
        if index > 0 || !reviews.is_one() {
            writeln!(text)?;
        }
        write(text, review)?;
    }
    if let Some(legend) = legend(reviews) {
        writeln!(text, "\n{DIM}{legend}{DIM:#}")?;
    }
    Ok(())
}

/// The verdict on many models, and a line for each.
fn write_overview(text: &mut String, reviews: &Reviews) -> fmt::Result {
    writeln!(text, "{}", overall(reviews.summary(), verdict))?;
    for Whole { path, title } in &reviews.removed {
        writeln!(text, "  {HEADING}{}{HEADING:#}: removed, {}", printable(title), printable(path))?;
    }
    for review in &reviews.models {
        let summary = &review.summary;
        let title = printable(&summary.title);
        writeln!(text, "  {HEADING}{title}{HEADING:#}: {}", headline(summary, verdict))?;
    }
    for Whole { path, title } in &reviews.added {
        writeln!(text, "  {HEADING}{}{HEADING:#}: new, {}", printable(title), printable(path))?;
    }
    Ok(())
}

fn write(text: &mut String, review: &Review) -> fmt::Result {
    let summary = &review.summary;
    let title = printable(&summary.title);
    writeln!(text, "{HEADING}{title}{HEADING:#}: {} → {}", summary.old, summary.new)?;
    writeln!(text, "{}", headline(summary, verdict))?;
    if !review.service.is_empty() {
        writeln!(text, "\n{HEADING}Service{HEADING:#}")?;
        for change in &review.service {
            writeln!(text, "  {}", fact(&change.facts))?;
            write_details(text, 4, &change.facts, &change.explained)?;
        }
    }
    let told = |status| status != Status::DocsOnly;
    let operations = review.operations.iter().filter(|(_, operation)| told(operation.status));
    let mut operations = operations.peekable();
    if operations.peek().is_some() {
        writeln!(text, "\n{HEADING}Operations{HEADING:#}")?;
    }
    for (name, operation) in operations {
        write_operation(text, name, operation)?;
    }
    if !review.shapes.is_empty() {
        writeln!(text, "\n{HEADING}Shapes{HEADING:#}")?;
    }
    for change in &review.shapes {
        write_shape(text, change)?;
    }
    if let Some(reason) = &review.rust.unavailable {
        writeln!(text, "\n{HEADING}Rust{HEADING:#}\n  {reason}")?;
    }
    let places = review.docs.len();
    if places > 0 {
        let only = match summary.operations.docs_only {
            0 => String::new(),
            operations => format!(", nothing else in {}", count(operations, "operation")),
        };
        writeln!(text, "\n{DIM}Documentation changed in {}{only}{DIM:#}", count(places, "place"))?;
    }
    Ok(())
}

fn write_operation(text: &mut String, name: &str, operation: &OperationReview) -> fmt::Result {
    let sides = operation.sides();
    let sides = if sides.is_empty() { sides } else { format!(" ({sides})") };
    writeln!(text, "  {HEADING}{name}{HEADING:#} {}{sides}", operation.status.name())?;
    for (place, explained) in operation.own() {
        writeln!(text, "    {}", fact(&place.facts))?;
        if matches!(place.side, Side::Request | Side::Response) {
            writeln!(text, "      {DIM}reaches {}{DIM:#}", place.side.name())?;
        }
        write_details(text, 6, &place.facts, explained)?;
    }
    for Line { depth, name, said } in operation.lines() {
        let said = said.map(|said| format!(": {}", printable(&said))).unwrap_or_default();
        writeln!(text, "{:indent$}{name}{said}", "", indent = 4 + 2 * depth)?;
    }
    if operation.is_cut {
        writeln!(text, "    … and more places than can be listed")?;
    }
    Ok(())
}

fn write_shape(text: &mut String, change: &ShapeChange) -> fmt::Result {
    writeln!(text, "  {}", fact(&change.facts))?;
    let reaches = change.reaches.iter().map(|(name, of)| format!("{name} ({})", sides(of)));
    writeln!(text, "    {DIM}reaches {}{DIM:#}", some(reaches))?;
    write_details(text, 4, &change.facts, &change.explained)
}

/// What follows from a change, and what an ignore file may know it by.
fn write_details(
    text: &mut String,
    indent: usize,
    facts: &Facts,
    explained: &Explained,
) -> fmt::Result {
    let (wire, fingerprint) = (on_wire(facts.wire), &facts.fingerprint);
    writeln!(text, "{:indent$}{DIM}{wire}, fingerprint {fingerprint}{DIM:#}", "")?;
    if !explained.items.is_empty() {
        let items = some(explained.items.iter());
        writeln!(text, "{:indent$}{DIM}Rust {items}{DIM:#}", "")?;
    }
    Ok(())
}

/// A change in one line: the place, what happened, the verdicts, the rule.
fn fact(facts: &Facts) -> String {
    let rust = rust(facts.rust, None).map(|rust| format!(", Rust {rust}")).unwrap_or_default();
    let ignored = match &facts.ignored {
        Some(reason) => format!(" {DIM}ignored: {}{DIM:#}", printable(reason)),
        None => String::new(),
    };
    format!(
        "{} {}: {}{rust} {DIM}[{}]{DIM:#}{ignored}",
        printable(&facts.at),
        printable(&sentence(facts).to_string()),
        verdict(facts.api),
        facts.rule
    )
}

/// The first few of many, and how many more there are.
fn some(all: impl Iterator<Item = impl Display>) -> String {
    let all: Vec<_> = all.map(|one| one.to_string()).collect();
    let shown = all.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    match all.len().checked_sub(NAMED) {
        Some(more) if more > 0 => format!("{shown}; and {more} more"),
        _ => shown,
    }
}

fn verdict(api: Api) -> String {
    let style = match api {
        Api::Breaking => AnsiColor::Red.on_default().bold(),
        Api::Dangerous => AnsiColor::Yellow.on_default(),
        Api::Compatible => AnsiColor::Green.on_default(),
        Api::Documentation => DIM,
    };
    format!("{style}{}{style:#}", api.name())
}

/// Text of a model without what a terminal would take for a command.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}
