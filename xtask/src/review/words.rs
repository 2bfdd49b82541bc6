//! Reviews in words, the same in every output.

use std::collections::BTreeMap;

use serde_json::Value;
use shapewright_model::diff::{Api, Kind, Side};

use super::{Facts, OperationReview, Summary};
use crate::generation::count;

/// The verdicts in one line; `shown` dresses the one on the API.
pub(super) fn headline(summary: &Summary, shown: impl Fn(Api) -> String) -> String {
    let Some(api) = summary.api else {
        let ignored = summary.changes.ignored;
        let counted = |ignored| format!("nothing differs but {} ignored", count(ignored, "change"));
        return if ignored > 0 { counted(ignored) } else { "nothing differs".to_owned() };
    };
    let mut parts = vec![format!("API {}", shown(api))];
    let wire = summary.wire;
    if wire.is_unaffected() {
        parts.push("wire unaffected".to_owned());
    } else {
        let (old, new) = (wire.old_client.name(), wire.new_client.name());
        parts.push(format!("wire {old} (old client), {new} (new client)"));
    }
    if let Some(rust) = summary.rust {
        parts.push(format!("Rust {}", rust.name()));
    }
    let counts = summary.operations;
    let operations = [
        (counts.new, "new"),
        (counts.removed, "removed"),
        (counts.updated, "updated"),
        (counts.docs_only, "documentation only"),
    ];
    let operations = operations.into_iter().filter(|(number, _)| *number > 0);
    let operations: Vec<_> = operations.map(|(number, what)| format!("{number} {what}")).collect();
    if !operations.is_empty() {
        parts.push(format!("operations: {}", operations.join(", ")));
    }
    if summary.changes.ignored > 0 {
        parts.push(format!("{} ignored", summary.changes.ignored));
    }
    parts.join(" · ")
}

/// What happened, in a few words.
pub(super) fn sentence(facts: &Facts) -> String {
    let (old, new) = (brief(&facts.old), brief(&facts.new));
    let what = facts.what.as_deref().unwrap_or("it");
    match facts.kind {
        Kind::New => "new".to_owned(),
        Kind::Removed => "removed".to_owned(),
        Kind::InputAdded => "takes input now".to_owned(),
        Kind::InputRemoved => "takes no input any more".to_owned(),
        Kind::OutputAdded => "gives output now".to_owned(),
        Kind::OutputRemoved => "gives no output any more".to_owned(),
        Kind::ErrorAdded => format!("error {what} added"),
        Kind::ErrorRemoved => format!("error {what} removed"),
        Kind::MemberAdded => format!("added: {new}"),
        Kind::MemberRemoved => format!("removed: {old}"),
        Kind::RequiredAdded => "required now".to_owned(),
        Kind::RequiredRemoved => "not required any more".to_owned(),
        Kind::TargetRenamed => format!("shape renamed: {old} → {new}"),
        Kind::EnumAdded => format!("values added: {new}"),
        Kind::EnumRemoved => format!("values removed: {old}"),
        Kind::EnumReordered => "values in another order".to_owned(),
        Kind::MembersReordered => "members in another order".to_owned(),
        Kind::TypeChanged | Kind::EnumIntroduced | Kind::EnumDropped => format!("{old} → {new}"),
        Kind::HttpChanged
        | Kind::ConstraintChanged
        | Kind::TraitChanged
        | Kind::MetadataChanged => format!("{what}: {old} → {new}"),
        Kind::DocsChanged => "documentation".to_owned(),
    }
}

/// A value in short: text plainly, lists with bars, nothing as a dash.
fn brief(value: &Value) -> String {
    const LONG: usize = 200;
    let text = match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(brief).collect::<Vec<_>>().join(" | "),
        other => other.to_string(),
    };
    match text.char_indices().nth(LONG) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
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

impl OperationReview {
    /// The trees of the sides, each under its name; once for request and response if it is the
    /// same for both.
    pub(super) fn trees(&self) -> Vec<(&'static str, &Value)> {
        let request = self.deltas.get("request");
        if let Some(request) = request.filter(|tree| Some(*tree) == self.deltas.get("response")) {
            let others = self.deltas.iter().filter(|(side, _)| **side == "error");
            let both = std::iter::once(("both", request));
            return both.chain(others.map(|(side, tree)| (*side, tree))).collect();
        }
        self.deltas.iter().map(|(side, tree)| (*side, tree)).collect()
    }
}
