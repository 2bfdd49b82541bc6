//! One operation in a page: what changed, and all of it as it is now.

use std::collections::BTreeSet;

use maud::{Markup, html};
use serde_json::Value;
use shapewright_model::Loaded;
use shapewright_model::diff::{Kind, Side, Status};
use shapewright_model::ir::{Model, Operation};

use super::super::sentence::sentence;
use super::super::{OperationReview, Place};
use super::docs::docs;
use super::structure::{Node, members};
use super::syntax::{Line, request, response};
use super::{said, verdict};

pub(super) fn operation(
    anchor: &str,
    name: &str,
    review: &OperationReview,
    (old, new): &(Loaded, Loaded),
) -> Markup {
    let model = if review.status == Status::Removed { &old.model } else { &new.model };
    let sides = review.sides();
    html! {
        details .operation id=(format!("{anchor}.{name}"))
            data-name=(name) data-verdict=(review.api.name())
        {
            summary {
                strong { (name) } " (" (review.status.name()) ") " (verdict(review.api))
                @if !sides.is_empty() { span .dim { " " (sides) } }
            }
            (changes(review))
            @if let Some(operation) = model.operations.get(name) {
                div .docs { (docs(&operation.docs)) }
                (sides_of(model, operation, review))
            }
        }
    }
}

/// The trees of what changed, and every place in a list.
fn changes(review: &OperationReview) -> Markup {
    html! {
        ul {
            @for (place, _) in review.own() {
                @let facts = &place.facts;
                li {
                    (said(&sentence(facts))) " " (verdict(facts.api))
                    @if let Some(reason) = &facts.ignored { " ignored: " (reason) }
                }
            }
        }
        @for (sides, tree) in review.trees() {
            h4 { "Changes (" (if sides == "both" { "request, response" } else { sides }) ")" }
            ul .tree { (delta(tree)) }
        }
        @if review.is_cut { p { "… and more places than can be listed." } }
        @if !review.docs.is_empty() {
            details {
                summary { "Documentation changed in " (review.docs.len()) " places" }
                ul {
                    @for place in &review.docs {
                        li { (place.side.name()) " " code { (place.path) } }
                    }
                }
            }
        }
    }
}

fn delta(tree: &Value) -> Markup {
    html! {
        @for (name, below) in tree.as_object().into_iter().flatten() {
            @match below {
                Value::String(own) => li {
                    @if !name.is_empty() { code { (name) } ": " }
                    (own)
                },
                below => li {
                    details open {
                        summary { code { (name) } }
                        ul { (delta(below)) }
                    }
                },
            }
        }
    }
}

/// The request and the response as they are now, with what changed in them marked.
fn sides_of(model: &Model, operation: &Operation, review: &OperationReview) -> Markup {
    let changed = |side| Changed::of(&review.changes, side);
    let (in_request, in_response) = (changed(Side::Request), changed(Side::Response));
    let parameters = members(model, operation.input.as_ref());
    let output = members(model, operation.output.as_ref());
    html! {
        h4 { "Request Syntax" }
        (syntax(&request(model, operation), &in_request))
        @if !parameters.is_empty() {
            h4 { "Parameters" }
            dl { @for parameter in &parameters { (self::parameter(parameter, &in_request)) } }
        }
        dl { dt { "rtype:" } dd { "dict" } dt { "returns:" } dd {} }
        @let lines = response(model, operation);
        @if !lines.is_empty() {
            h4 { "Response Syntax" }
            (syntax(&lines, &in_response))
            h4 { "Response Structure" }
            ul .structure {
                li { "(dict) --" ul { @for node in &output { (item(node, false, &in_response)) } } }
            }
        }
    }
}

fn syntax(lines: &[Line], changed: &Changed) -> Markup {
    html! {
        pre tabindex="0" {
            code {
                @for Line { depth, text, path } in lines {
                    ("    ".repeat(*depth)) (changed.mark(path, html! { (text) })) "\n"
                }
            }
        }
    }
}

/// A member of the request: its type, then what it is.
fn parameter(node: &Node<'_>, changed: &Changed) -> Markup {
    let name = node.name.unwrap_or_default();
    html! {
        dt { "type " (changed.mark(&node.path, html! { (name) })) ":" }
        dd { (node.ty) }
        dt { "param " (name) ":" }
        dd { (described(node, true, changed)) }
    }
}

fn item(node: &Node<'_>, is_request: bool, changed: &Changed) -> Markup {
    let head = html! { @if let Some(name) = node.name { strong { (name) } " " } };
    html! {
        li {
            (changed.mark(&node.path, head)) "(" (node.ty) ") --"
            (described(node, is_request, changed))
        }
    }
}

fn described(node: &Node<'_>, is_request: bool, changed: &Changed) -> Markup {
    html! {
        @if is_request && node.is_required { p { strong { "[REQUIRED]" } } }
        div .docs { (docs(node.docs)) }
        @if !node.below.is_empty() {
            ul { @for below in &node.below { (item(below, is_request, changed)) } }
        }
    }
}

/// The ways to what changed on one side.
struct Changed {
    added: BTreeSet<String>,
    other: BTreeSet<String>,
}

impl Changed {
    fn of(places: &[Place], side: Side) -> Self {
        let of_side = places.iter().filter(|place| place.side == side);
        let (added, other): (Vec<_>, Vec<_>) =
            of_side.partition(|place| place.facts.kind == Kind::MemberAdded);
        let paths = |places: Vec<&Place>| places.iter().map(|place| place.path.clone()).collect();
        Self { added: paths(added), other: paths(other) }
    }

    /// Marks what stands at that path or, if that was added, below it.
    fn mark(&self, path: &str, content: Markup) -> Markup {
        let ends = path.match_indices(['.', '[', '{']).map(|(end, _)| end);
        let mut ways = ends.chain([path.len()]).map(|end| &path[..end]);
        if !path.is_empty() && ways.any(|way| self.added.contains(way)) {
            return html! { ins { (content) } };
        }
        if !path.is_empty() && self.other.contains(path) {
            return html! { mark { (content) } };
        }
        content
    }
}
