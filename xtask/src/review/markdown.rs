//! Reviews for the comment on a pull request: the verdict first, details folded, and no longer
//! than such comments may be. What there is no room for is a detail, and is counted.

use std::fmt::Write as _;

use shapewright_model::diff::{Api, Status};

use self::escaped::{code, fence, in_html, one_line, plain};
use super::sentence::{Piece, Sentence, sentence};
use super::words::{self, count_reach, headline, legend, operations, overall, rust_of};
use super::{Facts, OperationReview, Review, Reviews, Whole};
use crate::generation::count;

mod escaped;

/// The first line, by which the comment is found again to be updated.
const MARKER: &str = "<!-- shapewright-review -->";

/// How long a comment may be, in characters: GitHub takes 65,536.
const LIMIT: usize = 60_000;

/// Reviews as Markdown (GitHub's): blocks with a blank line between them.
pub(crate) fn markdown(reviews: &Reviews) -> String {
    let mut text = MARKER.to_owned();
    let mut sections: Vec<Section> = reviews.models.iter().map(Section::of).collect();
    if !reviews.is_one() {
        add(&mut text, &overview(reviews));
    } else if let Some(section) = sections.first_mut() {
        section.is_shown = true;
    }
    let mut room = Room { left: LIMIT.saturating_sub(text.chars().count()), missing: 0 };
    // Services that break come before all others, and of those alike what changed in any of them
    // before what that means for each operation.
    for (breaks, is_table) in [(true, true), (true, false), (false, true), (false, false)] {
        for section in sections.iter_mut().filter(|section| section.breaks == breaks) {
            section.claim(&mut room, is_table);
        }
    }
    sections.iter().for_each(|section| section.write(&mut text));
    if room.missing > 0 {
        let missing = count(room.missing, "detail");
        add(
            &mut text,
            &format!(
                "_{missing} left out: there is no more room in a comment. The command without \
                 `--format markdown` shows all of them._"
            ),
        );
    }
    if let Some(legend) = legend(reviews) {
        add(&mut text, &format!("<sub>{legend} Fingerprints stand in the other formats.</sub>"));
    }
    text.push('\n');
    text
}

/// Adds a block.
fn add(text: &mut String, block: &str) {
    text.push_str("\n\n");
    text.push_str(block);
}

/// The room that there is for details.
struct Room {
    left: usize,
    /// How many details had none.
    missing: usize,
}

impl Room {
    /// Whether there is room for this text with the blank line before it.
    fn has(&mut self, text: &str) -> bool {
        let rest = self.left.checked_sub(text.chars().count() + 2);
        self.left = rest.unwrap_or(self.left);
        rest.is_some()
    }
}

/// The details of one model below its head.
struct Section {
    head: String,
    breaks: bool,
    is_shown: bool,
    blocks: Vec<Block>,
}

/// Some details of a review: the rows of a table, or a text that is folded.
struct Block {
    /// The head of the table; of a text that is folded nothing.
    head: Option<String>,
    parts: Vec<String>,
    /// How many of the parts are shown.
    shown: usize,
}

impl Section {
    fn of(review: &Review) -> Self {
        let breaks = review.summary.breaks();
        Self { head: head(review), breaks, is_shown: false, blocks: details(review) }
    }

    /// Takes room for tables, or for all else.
    fn claim(&mut self, room: &mut Room, is_table: bool) {
        for block in self.blocks.iter_mut().filter(|block| block.head.is_some() == is_table) {
            let has_head = self.is_shown || room.has(&self.head);
            self.is_shown = has_head;
            if has_head && block.head.as_ref().is_none_or(|head| room.has(head)) {
                block.shown = block.parts.iter().take_while(|part| room.has(part)).count();
            }
            room.missing += block.parts.len() - block.shown;
        }
    }

    fn write(&self, text: &mut String) {
        if !self.is_shown {
            return;
        }
        add(text, &self.head);
        for block in self.blocks.iter().filter(|block| block.shown > 0) {
            let shown = block.head.iter().chain(block.parts.iter().take(block.shown));
            add(text, &shown.map(String::as_str).collect::<Vec<_>>().join("\n"));
        }
    }
}

/// The verdict on many models, and a table with a row for each, the worst first.
fn overview(reviews: &Reviews) -> String {
    let summary = reviews.summary();
    let verdict = overall(summary, |api| format!("**{}**", api.name()));
    let mut lines = vec![
        format!("### {} Review of service models\n\n{verdict}\n", icon(summary.api)),
        "| service | API | wire: old client / new client | Rust | operations |".to_owned(),
        "|---|---|---|---|---|".to_owned(),
    ];
    for Whole { path, title } in &reviews.removed {
        lines.push(format!("| 🔴 {} | removed: {} | | | |", plain(title), code(path)));
    }
    for review in &reviews.models {
        lines.push(row_of(review));
    }
    for Whole { path, title } in &reviews.added {
        lines.push(format!("| 🟢 {} | new: {} | | | |", plain(title), code(path)));
    }
    // Without a row it would be a table of nothing.
    let shown = if lines.len() > 3 { lines.len() } else { 1 };
    lines[..shown].join("\n").trim_end().to_owned()
}

fn row_of(review: &Review) -> String {
    let summary = &review.summary;
    let api = summary.api.map_or("nothing but what is ignored", Api::name);
    let rust = words::rust(summary.rust, summary.rust_with_ignored);
    let rust = rust.unwrap_or_else(|| "–".to_owned());
    let (old, new) = (summary.wire.old_client.name(), summary.wire.new_client.name());
    format!(
        "| {} {} | {api} | {old} / {new} | {rust} | {} |",
        icon(summary.api),
        plain(&summary.title),
        operations(summary.operations).unwrap_or_default()
    )
}

fn icon(api: Option<Api>) -> &'static str {
    match api {
        Some(Api::Breaking) => "🔴",
        Some(Api::Dangerous) => "🟡",
        _ => "🟢",
    }
}

fn head(review: &Review) -> String {
    let summary = &review.summary;
    let verdict = headline(summary, |api| format!("**{}**", api.name()));
    let (old, new) = (code(&summary.old), code(&summary.new));
    let (icon, title) = (icon(summary.api), plain(&summary.title));
    format!("### {icon} {title}\n\n{verdict}\n\n{old} → {new}")
}

/// What a review says beside its head, the most important first.
fn details(review: &Review) -> Vec<Block> {
    let mut blocks = Vec::new();
    if !review.service.is_empty() {
        blocks.push(table("Service", review.service.iter().map(|change| (&change.facts, None))));
    }
    let own = review.own();
    if !own.is_empty() {
        let rows = own.into_iter();
        let rows = rows.map(|(name, place, _)| (&place.facts, Some(plain(&place.reaches(name)))));
        blocks.push(table("Operations", rows));
    }
    if !review.shapes.is_empty() {
        let rows = review.shapes.iter();
        let rows = rows.map(|change| (&change.facts, Some(count_reach(&change.reaches))));
        blocks.push(table("Shapes", rows));
    }
    let operations = review.operations.iter();
    let told = operations.filter(|(_, operation)| operation.status != Status::DocsOnly);
    blocks.extend(told.map(|(name, review)| operation(name, review)));
    blocks.extend(rust(review));
    if !review.docs.is_empty() {
        let docs = review.docs.iter().map(|docs| format!("- {}", code(&docs.at)));
        let title = format!("Documentation: {}", count(review.docs.len(), "place"));
        blocks.push(folded(&title, &docs.collect::<Vec<_>>().join("\n")));
    }
    blocks
}

/// Changes as a table; each may have a word on whom it reaches.
fn table<'r>(title: &str, rows: impl Iterator<Item = (&'r Facts, Option<String>)>) -> Block {
    let head = format!(
        "#### {title}\n\n| place | change (rule) | API | wire: old client / new client | Rust | reaches |\n\
         |---|---|---|---|---|---|"
    );
    let row = |(facts, reach): (&Facts, Option<String>)| {
        let api = match &facts.ignored {
            Some(reason) => format!("~~{}~~ {}", facts.api.name(), plain(reason)),
            None => facts.api.name().to_owned(),
        };
        format!(
            "| {} | {} ({}) | {api} | {} / {} | {} | {} |",
            code(&facts.at),
            said(&sentence(facts)),
            code(facts.rule),
            facts.wire.old_client.name(),
            facts.wire.new_client.name(),
            rust_of(facts),
            reach.unwrap_or_default(),
        )
    };
    Block { head: Some(head), parts: rows.map(row).collect(), shown: 0 }
}

/// A sentence, with what the models say as code.
fn said(Sentence(pieces): &Sentence) -> String {
    let said = pieces.iter().map(|piece| match piece {
        Piece::Words(words) => words.clone(),
        Piece::Value(value) => code(value),
    });
    said.collect()
}

fn operation(name: &str, operation: &OperationReview) -> Block {
    let sides = operation.sides();
    let sides = if sides.is_empty() { sides } else { format!(" ({sides})") };
    let status = operation.status.name();
    let title = format!("<b>{}</b> {status}{sides}: {}", in_html(name), operation.api.name());
    let own: Vec<_> =
        operation.own().map(|(place, _)| format!("- {}", said(&sentence(&place.facts)))).collect();
    let mut parts = Vec::new();
    if !own.is_empty() {
        parts.push(own.join("\n"));
    }
    parts.extend(trees(operation));
    if operation.is_cut {
        parts.push("… and more places than can be listed".to_owned());
    }
    folded(&title, &parts.join("\n\n"))
}

fn trees(operation: &OperationReview) -> Option<String> {
    let mut text = String::new();
    for line in operation.lines() {
        let said = line.said.map(|said| format!(": {said}")).unwrap_or_default();
        let shown = one_line(&format!("{}{said}", line.name));
        // A string takes everything.
        let _ = writeln!(text, "{:indent$}{shown}", "", indent = 2 * line.depth);
    }
    let fence = fence(&text);
    (!text.is_empty()).then(|| format!("{fence}text\n{text}{fence}"))
}

fn rust(review: &Review) -> Option<Block> {
    if let Some(reason) = &review.rust.unavailable {
        return Some(folded("Rust: no verdict", &plain(reason)));
    }
    let items = review.rust.items.iter();
    let items: Vec<_> =
        items.map(|item| format!("- {}: {}", item.class.name(), code(&item.item))).collect();
    let title = format!("Rust: {}", count(items.len(), "item"));
    (!items.is_empty()).then(|| folded(&title, &items.join("\n")))
}

/// Text behind a title, which is HTML. Only a blank line makes Markdown of what follows.
fn folded(title: &str, text: &str) -> Block {
    let text = format!("<details><summary>{title}</summary>\n\n{text}\n\n</details>");
    Block { head: None, parts: vec![text], shown: 0 }
}
