//! What differs in the values that a model allows (Smithy specification "Constraint traits").

use serde_json::{Value, json};

use super::rules::{self, Rule};
use super::traits::Differing;
use crate::ir::Traits;

/// A least and a greatest length or value.
type Range = (f64, f64);

/// What differs in the constraints among these traits; `least` is the lowest that there is, zero
/// for lengths.
pub(super) fn constraints(
    old: &Traits,
    new: &Traits,
    least: f64,
) -> impl Iterator<Item = Differing> {
    let unique = Differing::of(
        "uniqueItems",
        old.unique_items.into(),
        new.unique_items.into(),
        if new.unique_items { &rules::CONSTRAINT_TIGHTENED } else { &rules::CONSTRAINT_LOOSENED },
    );
    [range(old, new, least), pattern(old, new), unique].into_iter().flatten()
}

fn range(old: &Traits, new: &Traits, lowest: f64) -> Option<Differing> {
    let shown = |traits: &Traits| match traits.range {
        Some((least, greatest)) => json!({ "min": number(least), "max": number(greatest) }),
        None => Value::Null,
    };
    let bounds = |traits: &Traits| {
        let (least, greatest) = traits.range.unwrap_or_default();
        (least.unwrap_or(lowest), greatest.unwrap_or(f64::INFINITY))
    };
    let what = if lowest == 0.0 { "length" } else { "range" };
    Differing::of(what, shown(old), shown(new), judge(bounds(old), bounds(new)))
}

/// A number as the file has it: without a fraction if it has none.
fn number(bound: Option<f64>) -> Value {
    match bound {
        #[expect(clippy::cast_possible_truncation, reason = "whole, and small enough")]
        Some(number) if number.fract() == 0.0 && number.abs() < 1e15 => (number as i64).into(),
        other => other.into(),
    }
}

fn judge(old: Range, new: Range) -> &'static Rule {
    let is_tighter = new.0 > old.0 || new.1 < old.1;
    let is_looser = new.0 < old.0 || new.1 > old.1;
    match (is_tighter, is_looser) {
        (true, true) => &rules::CONSTRAINT_MOVED,
        (true, false) => &rules::CONSTRAINT_TIGHTENED,
        (false, true) => &rules::CONSTRAINT_LOOSENED,
        (false, false) => &rules::CONSTRAINT_RESTATED,
    }
}

fn pattern(old: &Traits, new: &Traits) -> Option<Differing> {
    let rule = match (&old.pattern, &new.pattern) {
        (None, _) => &rules::CONSTRAINT_TIGHTENED,
        (_, None) => &rules::CONSTRAINT_LOOSENED,
        _ => &rules::PATTERN_CHANGED,
    };
    Differing::of("pattern", old.pattern.clone().into(), new.pattern.clone().into(), rule)
}
