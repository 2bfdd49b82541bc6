//! `.shapewright-ignore`: changes that somebody has looked at and accepted.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use miette::{Diagnostic, IntoDiagnostic, NamedSource, SourceSpan, WrapErr};
use shapewright_model::diff::rules;
use shapewright_model::ir::{Model, ShapeId};
use shapewright_model::suggest::closest;

/// The file's name by convention.
pub(crate) const FILE_NAME: &str = ".shapewright-ignore";

/// The entries of an ignore file.
#[derive(Debug, Default)]
pub(crate) struct Ignores {
    /// The name of the file, to show.
    file: String,
    entries: Vec<Entry>,
}

/// One entry: changes that this rule judges at this place count no more.
#[derive(Debug)]
struct Entry {
    line: usize,
    rule: String,
    /// The place of a change, or its fingerprint.
    place: String,
    reason: String,
    /// The place was compared, so that the entry is of no use if no change needed it.
    is_compared: bool,
    is_used: bool,
}

/// Everything that is wrong with an ignore file, with the places.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{} cannot be used", source_code.name())]
struct Invalid {
    #[source_code]
    source_code: NamedSource<String>,
    #[related]
    problems: Vec<Problem>,
}

/// One entry that is wrong.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{message}")]
struct Problem {
    message: String,
    #[label]
    place: SourceSpan,
    #[help]
    help: String,
}

impl Ignores {
    /// Reads an ignore file; no entries if there is none.
    ///
    /// Each line is a rule, a place (or fingerprint) and a reason, apart by blanks; a place that
    /// holds blanks, as names of services may, is in quotes. Empty lines and those that begin with
    /// `#` say nothing.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or with everything that is wrong with it.
    pub(crate) fn load(file: Option<PathBuf>) -> miette::Result<Self> {
        let Some(file) = file else { return Ok(Self::default()) };
        let text = fs::read_to_string(&file);
        let text =
            text.into_diagnostic().wrap_err_with(|| format!("cannot read {}", file.display()))?;
        Ok(Self::parse(&file, text)?)
    }

    fn parse(file: &Path, text: String) -> Result<Self, Invalid> {
        let file = file.display().to_string();
        let (mut entries, mut problems) = (Vec::new(), Vec::new());
        let mut start = 0;
        for (index, line) in text.split('\n').enumerate() {
            let said = line.trim();
            if !said.is_empty() && !said.starts_with('#') {
                let start = start + (line.len() - line.trim_start().len());
                match entry(index + 1, said, start..start + said.len()) {
                    Ok(entry) => entries.push(entry),
                    Err(problem) => problems.push(problem),
                }
            }
            start += line.len() + 1;
        }
        if problems.is_empty() {
            return Ok(Self { file, entries });
        }
        Err(Invalid { source_code: NamedSource::new(file, text), problems })
    }

    /// Why a change is ignored, if it is.
    pub(crate) fn reason(&mut self, rule: &str, at: &str, fingerprint: &str) -> Option<String> {
        let mut reason = None;
        for entry in &mut self.entries {
            if entry.rule == rule && (entry.place == at || entry.place == fingerprint) {
                entry.is_used = true;
                reason.get_or_insert_with(|| entry.reason.clone());
            }
        }
        reason
    }

    /// Takes note that a model was compared, so that entries for its places ought to be used.
    pub(crate) fn compared(&mut self, model: &Model) {
        for entry in &mut self.entries {
            let owner = entry.place.split('$').next().unwrap_or_default();
            entry.is_compared |= owner == model.service.id
                || model.operations.contains_key(owner)
                || model.shapes.contains_key(&ShapeId(owner.to_owned()));
        }
    }

    /// Takes note that there is nothing else to compare.
    pub(crate) fn compared_everything(&mut self) {
        self.entries.iter_mut().for_each(|entry| entry.is_compared = true);
    }

    /// The entries whose places were compared and that no change was ignored by, as warnings.
    pub(crate) fn unused(&self) -> impl Iterator<Item = String> {
        let unused = self.entries.iter().filter(|entry| entry.is_compared && !entry.is_used);
        unused.map(|Entry { line, rule, place, .. }| {
            let file = &self.file;
            format!("{file}, line {line}: nothing changed that `{rule} {place}` would ignore")
        })
    }
}

fn entry(line: usize, text: &str, place: Range<usize>) -> Result<Entry, Problem> {
    let problem =
        |message: String, help: String| Problem { message, place: place.clone().into(), help };
    let Some((rule, at, reason)) = parts(text) else {
        let help = "an entry is a rule, a place and a reason: `member-removed Task$group Unused.`";
        return Err(problem(format!("line {line} is incomplete: `{text}`"), help.to_owned()));
    };
    if rules::find(rule).is_none() {
        let help = match closest(rule, rules::ALL.iter().map(|rule| rule.id)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "the rule of a change stands beside it in every review".to_owned(),
        };
        return Err(problem(format!("line {line}: there is no rule `{rule}`"), help));
    }
    let [rule, place, reason] = [rule, at, reason].map(str::to_owned);
    Ok(Entry { line, rule, place, reason, is_compared: false, is_used: false })
}

/// The rule, place and reason of an entry. Any number of blanks is between them, and the reason has
/// some of its own.
fn parts(text: &str) -> Option<(&str, &str, &str)> {
    let (rule, rest) = text.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let (place, reason) = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?,
        None => rest.split_once(char::is_whitespace)?,
    };
    let reason = reason.trim_start();
    (!reason.is_empty()).then_some((rule, place, reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Ignores, Invalid> {
        Ignores::parse(Path::new("ignored"), text.to_owned())
    }

    #[test]
    fn entries_are_used_by_place_or_fingerprint() {
        let text = "# seen\n\nmember-removed   Task$group  Nobody reads it.\n\
                    uri-changed 0123456789abcdef An alias.\n";
        let mut ignores = parse(text).unwrap();
        ignores.compared_everything();
        assert_eq!(
            ignores.reason("member-removed", "Task$group", "f").as_deref(),
            Some("Nobody reads it.")
        );
        assert_eq!(ignores.reason("member-removed", "Task$tags", "f"), None);
        let unused: Vec<_> = ignores.unused().collect();
        let expected = "nothing changed that `uri-changed 0123456789abcdef` would ignore";
        assert_eq!(unused, [format!("ignored, line 4: {expected}")]);
        assert!(ignores.reason("uri-changed", "Call", "0123456789abcdef").is_some());
        assert_eq!(ignores.unused().count(), 0);
    }

    #[test]
    fn a_place_in_quotes_has_blanks() {
        let mut ignores = parse("endpoint-changed \"Auto Scaling\" It moved.\n").unwrap();
        let reason = ignores.reason("endpoint-changed", "Auto Scaling", "f");
        assert_eq!(reason.as_deref(), Some("It moved."));
        assert_eq!(parse("endpoint-changed \"Auto Scaling\"").unwrap_err().problems.len(), 1);
        assert_eq!(parse("endpoint-changed \"Auto Scaling").unwrap_err().problems.len(), 1);
    }

    #[test]
    fn all_that_is_no_entry_is_refused() {
        let text = "member-removed Task$group\n  # fine\n  member-remove Task$group Why.\r\n";
        let Invalid { problems, .. } = parse(text).unwrap_err();
        let [incomplete, unknown] = problems.as_slice() else { panic!("{problems:?}") };
        assert_eq!(incomplete.message, "line 1 is incomplete: `member-removed Task$group`");
        assert_eq!(unknown.help, "did you mean `member-removed`?");
        let at = unknown.place;
        let shown = &text[at.offset()..at.offset() + at.len()];
        assert_eq!(shown, "member-remove Task$group Why.");
    }
}
