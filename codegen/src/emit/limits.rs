//! What the model asks of values, in the same words at every member.

use crate::docs::code;
use crate::plan::{Limits, MemberPlan, TraitPlan, Type};

/// The limits of a member on a line, and the pattern of its text on another; empty if there are
/// none.
pub(super) fn limits(member: &MemberPlan) -> String {
    let Limits { least, greatest, unique, pattern } = &member.limits;
    let is_required = member.traits.contains(&TraitPlan::Flag("Required"));
    let required = is_required.then(|| "Required.".to_owned());
    let range = match unit(&member.ty) {
        Some(unit) => {
            let least = least.filter(|least| *least > 0.0);
            // The greatest length of all is as good as none.
            let greatest = greatest.filter(|greatest| *greatest < f64::from(i32::MAX));
            size(least, greatest, unit)
        }
        None => span(*least, *greatest),
    };
    let unique = unique.then(|| "No element twice.".to_owned());
    let sentences: Vec<_> = [required, range, unique].into_iter().flatten().collect();
    let pattern = pattern.as_deref().and_then(shown).map(|pattern| format!("Pattern: {pattern}"));
    let lines = [sentences.join(" "), pattern.unwrap_or_default()];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What a value of the type has a number of: one, and several.
fn unit(ty: &Type) -> Option<[&'static str; 2]> {
    match ty {
        Type::String | Type::Enum(_) => Some(["character", "characters"]),
        Type::Blob | Type::Stream => Some(["byte", "bytes"]),
        Type::List(_) => Some(["element", "elements"]),
        Type::Map(..) => Some(["entry", "entries"]),
        _ => None,
    }
}

fn size(least: Option<f64>, greatest: Option<f64>, [one, many]: [&str; 2]) -> Option<String> {
    #[allow(clippy::float_cmp, reason = "lengths are whole numbers")]
    let unit = |length: f64| if length == 1.0 { one } else { many };
    match (least, greatest) {
        #[allow(clippy::float_cmp, reason = "lengths are whole numbers")]
        (Some(least), Some(greatest)) if least == greatest => {
            Some(format!("Exactly {least} {}.", unit(least)))
        }
        (Some(least), Some(greatest)) => Some(format!("{least} to {greatest} {many}.")),
        (Some(least), None) => Some(format!("At least {least} {}.", unit(least))),
        (None, Some(greatest)) => Some(format!("At most {greatest} {}.", unit(greatest))),
        (None, None) => None,
    }
}

/// The range of a number, without bounds that only its type has.
fn span(least: Option<f64>, greatest: Option<f64>) -> Option<String> {
    let told = |bound: &f64| bound.abs() < 1e15;
    match (least.filter(told), greatest.filter(told)) {
        (Some(least), Some(greatest)) => Some(format!("From {least} to {greatest}.")),
        (Some(least), None) => Some(format!("At least {least}.")),
        (None, Some(greatest)) => Some(format!("At most {greatest}.")),
        (None, None) => None,
    }
}

/// A pattern that tells a reader something: not that there is text, nor more than a line of it.
fn shown(pattern: &str) -> Option<String> {
    const ANYTHING: [&str; 6] = [".*", "^.*$", ".+", "[\\s\\S]*", "^[\\s\\S]*$", "[\\S\\s]*"];
    let is_line = pattern.len() <= 80 && pattern.chars().all(|c| matches!(c, ' '..='~'));
    (is_line && pattern.trim() == pattern && !pattern.is_empty() && !ANYTHING.contains(&pattern))
        .then(|| code(pattern))
}
