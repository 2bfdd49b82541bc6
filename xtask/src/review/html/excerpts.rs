//! What stands in the files of both models where something changed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use maud::{Markup, html};
use shapewright_model::Loaded;
use shapewright_model::ir::Pointer;
use shapewright_model::source::Source;

use super::super::Review;

/// How much of a value is shown, in bytes.
const LONG: usize = 3_000;

/// The places of a review in the files of both models.
pub(super) struct Excerpts {
    old: File,
    new: File,
}

/// The places in one file.
struct File {
    source: Option<Arc<Source>>,
    found: BTreeMap<Pointer, Range<usize>>,
}

type Pointers = (Option<Pointer>, Option<Pointer>);

impl Excerpts {
    /// Finds the places of all changes of the service, of operations themselves and of shapes.
    pub(super) fn of(review: &Review, (old, new): &(Loaded, Loaded)) -> Self {
        let service = review.service.iter().map(|change| &change.facts);
        let shapes = review.shapes.iter().map(|change| &change.facts);
        let (mut before, mut after) = (BTreeSet::new(), BTreeSet::new());
        let own = review.own().into_iter().map(|(_, place, _)| &place.facts);
        for facts in service.chain(own).chain(shapes) {
            before.extend(facts.pointers.0.clone());
            after.extend(facts.pointers.1.clone());
        }
        Self { old: File::new(old, &before), new: File::new(new, &after) }
    }

    /// Both sides of a change, folded.
    pub(super) fn show(&self, (old, new): &Pointers) -> Markup {
        let sides = [("old", self.old.excerpt(old)), ("new", self.new.excerpt(new))];
        let sides: Vec<_> =
            sides.into_iter().filter_map(|(side, found)| Some((side, found?))).collect();
        html! {
            @if !sides.is_empty() {
                details {
                    summary {
                        "JSON"
                        @for (side, (line, _)) in &sides { ", " (side) " line " (line) }
                    }
                    @for (side, (_, text)) in &sides {
                        p .dim { (side) }
                        pre tabindex="0" { code { (text) } }
                    }
                }
            }
        }
    }
}

impl File {
    fn new(loaded: &Loaded, pointers: &BTreeSet<Pointer>) -> Self {
        let source = loaded.sources.first().cloned();
        let found = source.as_ref().map(|source| source.locate_all(pointers));
        Self { source, found: found.unwrap_or_default() }
    }

    /// The line and the text of a place.
    fn excerpt(&self, pointer: &Option<Pointer>) -> Option<(usize, String)> {
        let (source, range) = (self.source.as_ref()?, self.found.get(pointer.as_ref()?)?);
        let text = source.text().get(range.clone())?;
        let line = source.position(range.start).line;
        let key = pointer.as_ref()?.0.rsplit('/').next().unwrap_or_default();
        let key = key.replace("~1", "/").replace("~0", "~");
        let shown = match text.char_indices().find(|(at, _)| *at > LONG) {
            Some((end, _)) => format!("{}\n…", &text[..end]),
            None => text.to_owned(),
        };
        Some((line, format!("\"{key}\": {shown}")))
    }
}
