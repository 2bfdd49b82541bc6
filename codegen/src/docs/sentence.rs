//! Where the first sentence of a paragraph ends.

use super::inline::{Content, Run};

/// Abbreviations whose last dot does not end a sentence, without it.
const ABBREVIATIONS: [&str; 6] = ["e.g", "i.e", "vs", "cf", "approx", "incl"];

/// Leaves the first sentence of a paragraph; all of it if that has no end.
pub(super) fn truncate_to_first(runs: &mut Vec<Run>) {
    for index in 0..runs.len() {
        let (head, behind) = runs.split_at_mut(index + 1);
        let Some(Run { content: Content::Text(text), .. }) = head.last_mut() else { continue };
        if let Some(end) = end(text, behind) {
            text.truncate(end);
            runs.truncate(index + 1);
            return;
        }
    }
}

/// Where the sentence ends in a text, if it does.
fn end(text: &str, behind: &[Run]) -> Option<usize> {
    text.match_indices(['.', '!', '?']).find_map(|(at, mark)| {
        let tail = &text[at + mark.len()..];
        let next = tail.trim_start_matches(['"', '\'', ')', '”', '’']);
        let is_end = if next.is_empty() {
            starts_sentence(&beginning(behind))
        } else {
            starts_sentence(next)
        };
        let is_end = is_end && !(mark == "." && is_abbreviation(&text[..at]));
        is_end.then_some(text.len() - next.len())
    })
}

/// The text of the first runs that have any.
fn beginning(runs: &[Run]) -> String {
    let mut beginning = String::new();
    for run in runs {
        match &run.content {
            Content::Text(text) => beginning.push_str(text),
            Content::Break => beginning.push(' '),
            // A name, which may start a sentence.
            Content::Code(_) | Content::Link { .. } => beginning.push('A'),
        }
        if !beginning.trim().is_empty() {
            break;
        }
    }
    beginning
}

/// Whether what follows a full stop may be another sentence, or nothing.
fn starts_sentence(next: &str) -> bool {
    let word = next.trim_start();
    word.is_empty() || word.len() < next.len() && !word.starts_with(char::is_lowercase)
}

fn is_abbreviation(head: &str) -> bool {
    let word = head.rsplit([' ', '(', '/', '"']).next().unwrap_or(head);
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    is_initial || ABBREVIATIONS.iter().any(|known| word.eq_ignore_ascii_case(known))
}
