//! `.shapewright-ignore`: changes that somebody has looked at and accepted.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use miette::{IntoDiagnostic, WrapErr, miette};
use shapewright_model::diff::rules;
use shapewright_model::suggest::closest;

/// The file's name by convention.
pub(crate) const FILE_NAME: &str = ".shapewright-ignore";

/// The entries of an ignore file.
#[derive(Debug, Default)]
pub(crate) struct Ignores {
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
    is_used: bool,
}

impl Ignores {
    /// Reads the file of that name; no entries if there is none and `must_exist` does not ask.
    ///
    /// Each line is a rule, a place (or fingerprint) and a reason, apart by blanks; empty lines
    /// and those that begin with `#` say nothing.
    pub(crate) fn load(file: &Path, must_exist: bool) -> miette::Result<Self> {
        match fs::read_to_string(file) {
            Ok(text) => Self::parse(&text).wrap_err_with(|| file.display().to_string()),
            Err(error) if error.kind() == ErrorKind::NotFound && !must_exist => Ok(Self::default()),
            Err(error) => Err(error)
                .into_diagnostic()
                .wrap_err_with(|| format!("cannot read {}", file.display())),
        }
    }

    fn parse(text: &str) -> miette::Result<Self> {
        let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let entries = lines.map(|(number, line)| entry(number, line));
        Ok(Self { entries: entries.collect::<miette::Result<_>>()? })
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

    /// The entries that no change was ignored by, as warnings.
    pub(crate) fn unused(&self) -> impl Iterator<Item = String> {
        self.entries.iter().filter(|entry| !entry.is_used).map(|entry| {
            let Entry { line, rule, place, .. } = entry;
            format!("line {line}: nothing changed that `{rule} {place}` would ignore")
        })
    }
}

fn entry(line: usize, text: &str) -> miette::Result<Entry> {
    let mut words = text.splitn(3, char::is_whitespace);
    let mut next = || words.next().map(str::trim).filter(|word| !word.is_empty());
    let (Some(rule), Some(place), Some(reason)) = (next(), next(), next()) else {
        return Err(miette!(
            help = "an entry is a rule, a place and a reason: `member-removed Task$group Unused.`",
            "line {line} is incomplete: `{text}`"
        ));
    };
    if rules::find(rule).is_none() {
        let help = match closest(rule, rules::ALL.iter().map(|rule| rule.id)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "the rule of a change stands beside it in every review".to_owned(),
        };
        return Err(miette!(help = help, "line {line}: there is no rule `{rule}`"));
    }
    let (rule, place, reason) = (rule.to_owned(), place.to_owned(), reason.to_owned());
    Ok(Entry { line, rule, place, reason, is_used: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_used_by_place_or_fingerprint() {
        let text = "# seen\n\nmember-removed Task$group  Nobody reads it.\n\
                    uri-changed 0123456789abcdef An alias.\n";
        let mut ignores = Ignores::parse(text).unwrap();
        assert_eq!(
            ignores.reason("member-removed", "Task$group", "f").as_deref(),
            Some("Nobody reads it.")
        );
        assert_eq!(ignores.reason("member-removed", "Task$tags", "f"), None);
        assert_eq!(ignores.unused().count(), 1);
        assert!(ignores.reason("uri-changed", "Call", "0123456789abcdef").is_some());
        assert_eq!(ignores.unused().count(), 0);
    }

    #[test]
    fn what_is_no_entry_is_refused() {
        let error = Ignores::parse("member-removed Task$group").unwrap_err();
        assert!(error.to_string().contains("line 1 is incomplete"), "{error}");
        let error = Ignores::parse("member-remove Task$group Why.").unwrap_err();
        assert!(format!("{error:?}").contains("`member-removed`"), "{error:?}");
    }
}
