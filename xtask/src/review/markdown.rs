//! Reviews for the comment on a pull request: the verdict first, details folded, and no longer
//! than such comments may be.

use std::fmt::{self, Write as _};

use serde_json::Value;
use shapewright_model::diff::{Api, Side, Status};

use super::words::{count_reach, headline, sentence};
use super::{Facts, OperationReview, Review, Reviews};
use crate::generation::count;

/// The first line, by which the comment is found again to be updated.
const MARKER: &str = "<!-- shapewright-review -->";

/// How long a comment may be, in characters: GitHub takes 65,536.
const LIMIT: usize = 60_000;

/// Reviews as Markdown (GitHub's).
pub(crate) fn markdown(reviews: &Reviews) -> String {
    let mut parts = vec![format!("{MARKER}\n")];
    for name in &reviews.added {
        parts.push(format!("### {}: new\n", code(name)));
    }
    for name in &reviews.removed {
        parts.push(format!("### {}: removed\n", code(name)));
    }
    parts.extend(reviews.models.iter().flat_map(parts_of));
    if parts.len() == 1 {
        parts.push("Nothing differs in the models.\n".to_owned());
    }
    let mut text = String::new();
    let mut left = LIMIT;
    for (index, part) in parts.iter().enumerate() {
        let length = part.chars().count();
        if length > left {
            let missing = count(parts.len() - index, "part");
            text.push_str(&format!(
                "\n_{missing} of this review left out: there is no more room in a comment._\n"
            ));
            break;
        }
        left -= length;
        text.push_str(part);
        text.push('\n');
    }
    text
}

/// The parts of a review, the most important first.
fn parts_of(review: &Review) -> Vec<String> {
    let mut parts = vec![head(review)];
    if !review.service.is_empty() {
        parts.push(table("Service", review.service.iter().map(|change| (&change.facts, None))));
    }
    if !review.shapes.is_empty() {
        let rows = review.shapes.iter();
        let rows = rows.map(|change| (&change.facts, Some(count_reach(&change.reaches))));
        parts.push(table("Shapes", rows));
    }
    let told = |status| status != Status::DocsOnly;
    let operations = review.operations.iter().filter(|(_, operation)| told(operation.status));
    parts.extend(operations.map(|(name, review)| operation(name, review)));
    parts.extend(rust(review));
    if !review.docs.is_empty() {
        let docs = review.docs.iter().map(|docs| format!("- {}", code(&docs.at)));
        let title = format!("Documentation: {}", count(review.docs.len(), "place"));
        parts.push(folded(&title, &docs.collect::<Vec<_>>().join("\n")));
    }
    parts
}

fn head(review: &Review) -> String {
    let summary = &review.summary;
    let icon = match summary.api {
        Some(Api::Breaking) => "🔴",
        Some(Api::Dangerous) => "🟡",
        _ => "🟢",
    };
    let (old, new) = (code(&summary.old), code(&summary.new));
    let verdict = headline(summary, |api| format!("**{}**", api.name()));
    format!("### {icon} {}\n\n{verdict}\n\n{old} → {new}\n", escape(&summary.title))
}

/// Changes as a table; each may have a word on whom it reaches.
fn table<'r>(title: &str, rows: impl Iterator<Item = (&'r Facts, Option<String>)>) -> String {
    let mut text = format!(
        "#### {title}\n\n| place | change | API | wire: old client / new client | Rust | reaches |\n\
         |---|---|---|---|---|---|\n"
    );
    for (facts, reach) in rows {
        let rust = facts.rust.map_or("–", |class| class.name());
        let api = match &facts.ignored {
            Some(reason) => format!("~~{}~~ {}", facts.api.name(), escape(reason)),
            None => facts.api.name().to_owned(),
        };
        // A string takes everything.
        let _ = writeln!(
            text,
            "| {} | {} | {api} | {} / {} | {rust} | {} |",
            code(&facts.at),
            escape(&sentence(facts)),
            facts.wire.old_client.name(),
            facts.wire.new_client.name(),
            reach.unwrap_or_default(),
        );
    }
    text
}

fn operation(name: &str, operation: &OperationReview) -> String {
    let sides: Vec<_> = operation.deltas.keys().copied().collect();
    let sides = if sides.is_empty() { String::new() } else { format!(" ({})", sides.join(", ")) };
    let title = format!(
        "<b>{}</b> {}{sides}: {}",
        escape(name),
        operation.status.name(),
        operation.api.name()
    );
    let mut text = String::new();
    // A string takes everything.
    let _ = write_operation(&mut text, operation);
    folded(&title, &text)
}

fn write_operation(text: &mut String, operation: &OperationReview) -> fmt::Result {
    for place in operation.changes.iter().filter(|place| place.side == Side::Operation) {
        writeln!(text, "- {}", escape(&sentence(&place.facts)))?;
    }
    for (sides, tree) in operation.trees() {
        let mut lines = String::new();
        write_tree(&mut lines, tree, 0)?;
        let fence = fence(&lines);
        writeln!(text, "\n{sides}\n\n{fence}text\n{lines}{fence}")?;
    }
    if operation.is_cut {
        writeln!(text, "\n… and more places than can be listed")?;
    }
    Ok(())
}

fn write_tree(text: &mut String, tree: &Value, indent: usize) -> fmt::Result {
    for (name, below) in tree.as_object().into_iter().flatten() {
        let name = if name.is_empty() { "·" } else { name };
        match below {
            Value::String(said) => writeln!(text, "{:indent$}{name}: {}", "", one_line(said))?,
            below => {
                writeln!(text, "{:indent$}{name}", "")?;
                write_tree(text, below, indent + 2)?;
            }
        }
    }
    Ok(())
}

fn rust(review: &Review) -> Option<String> {
    if let Some(reason) = &review.rust.unavailable {
        return Some(folded("Rust: no verdict", &escape(reason)));
    }
    let items = review.rust.items.iter();
    let items: Vec<_> =
        items.map(|item| format!("- {}: {}", item.class.name(), code(&item.item))).collect();
    let title = format!("Rust: {}", count(items.len(), "item"));
    (!items.is_empty()).then(|| folded(&title, &items.join("\n")))
}

fn folded(title: &str, text: &str) -> String {
    format!("<details><summary>{title}</summary>\n\n{text}\n\n</details>\n")
}

/// A fence that the lines cannot close.
fn fence(lines: &str) -> String {
    let longest = lines.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(longest.max(2) + 1)
}

/// Text as code, wherever it stands.
fn code(text: &str) -> String {
    format!("<code>{}</code>", escape(text))
}

/// Text that means nothing but itself, in tables as elsewhere.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '<' | '>' | '"' | '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '~' | '@' | '#'
            | '!' | ':' => escaped.push_str(&format!("&#{};", u32::from(c))),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_models_means_nothing_but_itself() {
        assert_eq!(escape("a|b\n<img>"), "a&#124;b &#60;img&#62;");
        assert_eq!(code("`@all`"), "<code>&#96;&#64;all&#96;</code>");
        assert_eq!(fence("a ```` b\n"), "`````");
        assert_eq!(fence("plain\n"), "```");
    }
}
