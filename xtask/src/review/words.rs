//! Reviews in words, the same in every output.

use std::collections::{BTreeMap, BTreeSet};

use shapewright_model::diff::{Api, Side, Wire};

use super::several::ModelCounts;
use super::{
    ClassName, Facts, OperationCounts, Overall, Review, Reviews, RustVerdict, Summary, WireEffect,
};
use crate::generation::count;

/// The verdicts in one line; `shown` dresses the one on the API.
pub(super) fn headline(summary: &Summary, shown: impl Fn(Api) -> String) -> String {
    let Some(api) = summary.api else {
        let ignored = summary.changes.ignored;
        if ignored == 0 {
            return "nothing differs".to_owned();
        }
        let rust = rust(summary.rust, summary.rust_with_ignored);
        let rust = rust.map(|rust| format!(" · Rust {rust}")).unwrap_or_default();
        return format!("nothing differs but {} ignored{rust}", count(ignored, "change"));
    };
    let mut parts = verdicts(&shown(api), summary.wire);
    let rust = rust(summary.rust, summary.rust_with_ignored);
    parts.extend(rust.map(|rust| format!("Rust {rust}")));
    if let Some(operations) = operations(summary.operations) {
        parts.push(format!("operations: {operations}"));
    }
    if summary.changes.ignored > 0 {
        parts.push(format!("{} ignored", summary.changes.ignored));
    }
    parts.join(" · ")
}

/// The verdicts on all models of a folder in one line.
pub(super) fn overall(overall: &Overall, shown: impl Fn(Api) -> String) -> String {
    let Some(api) = overall.api else { return "nothing differs".to_owned() };
    let mut parts = verdicts(&shown(api), overall.wire);
    let rust = rust(overall.rust, overall.rust_with_ignored);
    parts.extend(rust.map(|rust| format!("Rust {rust}")));
    let ModelCounts { changed, added, removed } = overall.models;
    parts.push(format!(
        "services: {}",
        counted(&[
            (removed, "removed"),
            (changed.breaking, "breaking"),
            (changed.dangerous, "dangerous"),
            (changed.compatible, "compatible"),
            (changed.documentation, "documentation only"),
            (added, "new"),
            (changed.ignored, "ignored"),
        ])
    ));
    parts.join(" · ")
}

fn verdicts(api: &str, wire: WireEffect) -> Vec<String> {
    vec![format!("API {api}"), on_wire(wire)]
}

/// The verdict on Rust programs, and what it is if what is ignored counts, if that is worse;
/// nothing if there is no crate.
pub(super) fn rust(verdict: RustVerdict, with_ignored: Option<ClassName>) -> Option<String> {
    let version = verdict.version?;
    let ignored = with_ignored.filter(|all| *all > version);
    let ignored = ignored.map(|all| format!(" ({} ignored)", all.name())).unwrap_or_default();
    let runtime = if verdict.is_runtime { ", runtime changes" } else { "" };
    Some(format!("{}{ignored}{runtime}", version.name()))
}

/// The verdict on one change, short.
pub(super) fn rust_of(facts: &Facts) -> String {
    rust(facts.rust, None).unwrap_or_else(|| "–".to_owned())
}

/// What happens on the wire, in the words that [`legend`] explains.
pub(super) fn on_wire(wire: WireEffect) -> String {
    if wire.is_unaffected() {
        return "wire unaffected".to_owned();
    }
    format!("wire {} (old client), {} (new client)", wire.old_client.name(), wire.new_client.name())
}

/// What the words for the wire mean, of those that these reviews use; nothing if they use none.
pub(super) fn legend(reviews: &Reviews) -> Option<String> {
    let wires = reviews.models.iter().flat_map(Review::facts).map(|facts| facts.wire);
    let wires = wires.chain([reviews.summary().wire]);
    let used: BTreeSet<Wire> = wires.flat_map(|wire| [wire.old_client, wire.new_client]).collect();
    let told = used.into_iter().filter(|wire| *wire != Wire::Unaffected).map(Wire::describe);
    let told: Vec<_> = told.collect();
    let head = "On the wire, if only the client is old, or only the client is new";
    (!told.is_empty()).then(|| format!("{head}: {}.", told.join("; ")))
}

/// How many operations there are of each status; nothing if there are none.
pub(super) fn operations(counts: OperationCounts) -> Option<String> {
    let said = counted(&[
        (counts.new, "new"),
        (counts.removed, "removed"),
        (counts.updated, "updated"),
        (counts.docs_only, "documentation only"),
    ]);
    (!said.is_empty()).then_some(said)
}

fn counted(counts: &[(usize, &str)]) -> String {
    let some = counts.iter().filter(|(number, _)| *number > 0);
    some.map(|(number, what)| format!("{number} {what}")).collect::<Vec<_>>().join(", ")
}

/// The sides that something reaches.
pub(super) fn sides(sides: &[Side]) -> String {
    let names: Vec<_> = sides.iter().map(|side| side.name()).collect();
    names.join(", ")
}

/// Whom something reaches: the operation, or how many there are.
pub(super) fn count_reach(reaches: &BTreeMap<String, Vec<Side>>) -> String {
    match reaches.first_key_value() {
        Some((name, of)) if reaches.len() == 1 => format!("{name} ({})", sides(of)),
        _ => count(reaches.len(), "operation"),
    }
}
