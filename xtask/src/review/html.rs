//! Reviews for the browser: one page, which needs nothing from elsewhere.
//!
//! Whatever a model says is text there: the template engine escapes it, documentation has our own
//! tags only, and the page's policy allows nothing but the style and the script written here.

mod docs;
mod excerpts;
mod operation;
mod structure;
mod syntax;

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};
use shapewright_model::Loaded;
use shapewright_model::diff::{Api, Status};

use self::excerpts::Excerpts;
use super::sentence::{Piece, Sentence, sentence};
use super::words::{headline, legend, overall, rust_of, sides};
use super::{
    Explained, Facts, OperationReview, Place, Review, Reviews, RustReview, ServiceChange,
    ShapeChange, Whole,
};

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");

/// Reviews as a page.
pub(crate) fn html(reviews: &Reviews) -> String {
    let title = match reviews.models.as_slice() {
        [review] => format!("Review of {}", review.summary.title),
        _ => "Review of models".to_owned(),
    };
    let policy = format!(
        "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'",
        digest(STYLE),
        digest(SCRIPT)
    );
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a .skip href="#main" { "Skip to the review" }
                header { h1 { (title) } }
                (filters())
                main #main {
                    @if let Some(legend) = legend(reviews) { p .dim { (legend) } }
                    @if !reviews.is_one() { (overview(reviews)) }
                    @for (anchored, inputs) in anchored(reviews).zip(&reviews.inputs) {
                        (section(&anchored, inputs))
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    page.into_string()
}

/// What the policy knows a style or script by.
fn digest(text: &str) -> String {
    format!("sha256-{}", BASE64.encode(Sha256::digest(text)))
}

fn filters() -> Markup {
    html! {
        // The script shows it: without one it would do nothing.
        form .filters hidden aria-label="Filters" {
            fieldset {
                legend { "API verdict" }
                @for api in Api::ALL.iter().rev() {
                    label {
                        input type="checkbox" name="verdict" value=(api.name()) checked;
                        " " (api.name()) " "
                    }
                }
            }
            label { "Operation " input type="search" name="operation"; }
            button #unfold type="button" { "Unfold all" }
            button #fold type="button" { "Fold all" }
            span #shown role="status" {}
        }
    }
}

/// The verdict on many models, and a line for each, which leads to it.
fn overview(reviews: &Reviews) -> Markup {
    let shown = |api| verdict(api).into_string();
    let whole = |one: &Whole, what: &str| {
        html! { li { (one.title) ": " (what) ", " code { (one.path) } } }
    };
    html! {
        p { (PreEscaped(overall(reviews.summary(), shown))) }
        ul {
            @for one in &reviews.removed { (whole(one, "removed")) }
            @for (anchor, review) in anchored(reviews) {
                li {
                    a href=(format!("#{anchor}")) { (review.summary.title) }
                    ": " (PreEscaped(headline(&review.summary, shown)))
                }
            }
            @for one in &reviews.added { (whole(one, "new")) }
        }
    }
}

/// The reviews of models, each with what links lead to it by: its service, without blanks, which
/// ids cannot have. Of one service there may be several, which are numbered behind the only `_`.
fn anchored(reviews: &Reviews) -> impl Iterator<Item = (String, &Review)> {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    reviews.models.iter().map(move |review| {
        let service = &review.summary.service;
        let anchor = service.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
        let number = numbers.entry(anchor.clone()).or_default();
        *number += 1;
        (if *number == 1 { anchor } else { format!("{anchor}_{number}") }, review)
    })
}

/// A sentence, with what the models say apart.
fn said(Sentence(pieces): &Sentence) -> Markup {
    html! {
        @for piece in pieces {
            @match piece {
                Piece::Words(words) => (words),
                Piece::Value(value) => code { (value) },
            }
        }
    }
}

fn section((anchor, review): &(String, &Review), inputs: &(Loaded, Loaded)) -> Markup {
    let summary = &review.summary;
    let excerpts = Excerpts::of(review, inputs);
    html! {
        section id=(anchor) {
            h2 { (summary.title) }
            p { (PreEscaped(headline(summary, |api| verdict(api).into_string()))) }
            p .dim { code { (summary.old) } " → " code { (summary.new) } }
            @if !review.service.is_empty() {
                h3 { "Service" }
                (table(review.service.iter().map(Row::from), &excerpts))
            }
            @let own = review.own();
            @if !own.is_empty() {
                h3 { "Operations themselves" }
                (table(own.into_iter().map(Row::of_operation), &excerpts))
            }
            @if !review.shapes.is_empty() {
                h3 { "Shapes" }
                (table(review.shapes.iter().map(Row::from), &excerpts))
            }
            (rust(&review.rust))
            @for (title, is_told) in [("Operations", true), ("Documentation only", false)] {
                @let told = |one: &OperationReview| (one.status != Status::DocsOnly) == is_told;
                @if review.operations.values().any(told) { h3 { (title) } }
                @for (name, operation) in review.operations.iter().filter(|(_, one)| told(one)) {
                    (operation::operation(anchor, name, operation, inputs))
                }
            }
            @if !review.docs.is_empty() {
                details {
                    summary { "Documentation changed in " (review.docs.len()) " places" }
                    ul { @for docs in &review.docs { li { code { (docs.at) } } } }
                }
            }
        }
    }
}

/// A change as a row of a table.
struct Row<'r> {
    facts: &'r Facts,
    explained: &'r Explained,
    reaches: Vec<String>,
}

impl<'r> Row<'r> {
    fn of_operation((name, place, explained): (&str, &'r Place, &'r Explained)) -> Self {
        Self { facts: &place.facts, explained, reaches: vec![place.reaches(name)] }
    }
}

impl<'r> From<&'r ServiceChange> for Row<'r> {
    fn from(change: &'r ServiceChange) -> Self {
        let ServiceChange { facts, explained } = change;
        Self { facts, explained, reaches: Vec::new() }
    }
}

impl<'r> From<&'r ShapeChange> for Row<'r> {
    fn from(change: &'r ShapeChange) -> Self {
        let ShapeChange { facts, reaches, explained } = change;
        let reaches = reaches.iter().map(|(name, of)| format!("{name} ({})", sides(of)));
        Self { facts, explained, reaches: reaches.collect() }
    }
}

fn table<'r>(rows: impl Iterator<Item = Row<'r>>, excerpts: &Excerpts) -> Markup {
    html! {
        div .table tabindex="0" role="region" aria-label="Changes" {
            table {
                thead {
                    tr {
                        th scope="col" { "Place" } th scope="col" { "Change" }
                        th scope="col" { "API" } th scope="col" { "Wire" }
                        th scope="col" { "Rust" }
                    }
                }
                tbody { @for row in rows { (table_row(&row, excerpts)) } }
            }
        }
    }
}

fn table_row(row: &Row<'_>, excerpts: &Excerpts) -> Markup {
    let facts = row.facts;
    html! {
        tr data-verdict=(facts.api.name()) {
            td { code { (facts.at) } }
            td {
                (said(&sentence(facts)))
                @if let Some(reason) = &facts.ignored { p { "Ignored: " (reason) } }
                @if !row.reaches.is_empty() {
                    details {
                        summary { "reaches " (row.reaches.len()) }
                        ul { @for one in &row.reaches { li { (one) } } }
                    }
                }
                (excerpts.show(&facts.pointers))
            }
            td { (verdict(facts.api)) br; (rule(row)) }
            td {
                "old client: " (facts.wire.old_client.describe()) br;
                "new client: " (facts.wire.new_client.describe())
            }
            td {
                (rust_of(facts))
                @if !row.explained.items.is_empty() {
                    ul { @for item in &row.explained.items { li { code { (item) } } } }
                }
            }
        }
    }
}

fn rule(row: &Row<'_>) -> Markup {
    let Explained { reason, reference, .. } = row.explained;
    html! {
        a href=(reference) rel="noreferrer" { (row.facts.rule) }
        p .dim { (reason) br; code { (row.facts.fingerprint) } }
    }
}

fn verdict(api: Api) -> Markup {
    html! { span class=(format!("verdict {}", api.name())) { (api.name()) } }
}

fn rust(rust: &RustReview) -> Markup {
    html! {
        @if rust.unavailable.is_some() || !rust.items.is_empty() { h3 { "Rust" } }
        @if let Some(reason) = &rust.unavailable { p { (reason) } }
        @if !rust.items.is_empty() {
            details {
                summary { (rust.items.len()) " items of the generated crate differ" }
                ul {
                    @for item in &rust.items {
                        li { (item.class.name()) ": " code { (item.item) } }
                    }
                }
            }
        }
    }
}
