//! Reading the keys of a JSON object, each once; what is left over is kept.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::grammar::Grammar;
use crate::ir::Pointer;
use crate::json::Node;
use crate::source::Place;
use crate::visible::{is_deceptive, is_printable_ascii};

/// The keys of an object that are not read yet.
///
/// Reading a key takes it away. A value of the wrong type is reported and then treated as absent,
/// so that reading goes on and finds the other problems too.
#[derive(Clone)]
pub(crate) struct Fields<'r, 's> {
    /// Where the object stands.
    pub(crate) at: Pointer,
    pub(crate) report: &'r Report,
    entries: Vec<(Cow<'s, str>, Node<'s>)>,
    /// Where the values of those keys stand that were added from other objects.
    elsewhere: BTreeMap<Cow<'s, str>, Pointer>,
}

/// An entry of an object that serves as a table: name, value, and where it stands.
pub(crate) type Entry<'s> = (Cow<'s, str>, Node<'s>, Pointer);

impl<'r, 's> Fields<'r, 's> {
    /// The fields of `node`, which is to be an object.
    pub(crate) fn open(node: Node<'s>, at: Pointer, report: &'r Report) -> Option<Self> {
        match node {
            Node::Object(entries) => Some(Self { entries, ..Self::empty(at, report) }),
            other => {
                wrong_type(report, &at, "an object", &other);
                None
            }
        }
    }

    /// No fields, as of an object that is absent from its place.
    pub(crate) fn empty(at: Pointer, report: &'r Report) -> Self {
        Self { at, report, entries: Vec::new(), elsewhere: BTreeMap::new() }
    }

    /// The fields of several objects as those of one; of a key that several have, the last counts.
    pub(crate) fn layered(
        at: Pointer,
        report: &'r Report,
        layers: impl IntoIterator<Item = Self>,
    ) -> Self {
        let mut all = Self::empty(at, report);
        let mut places: HashMap<Cow<'s, str>, usize> = HashMap::new();
        for (key, node, at) in layers.into_iter().flat_map(Self::into_entries) {
            let place = *places.entry(key.clone()).or_insert(all.entries.len());
            all.elsewhere.insert(key.clone(), at);
            match all.entries.get_mut(place) {
                Some((_, other)) => *other = node,
                None => all.entries.push((key, node)),
            }
        }
        all
    }

    /// Adds the fields of another object; what is here under the same keys gives way.
    pub(crate) fn overlay(&mut self, over: Self) {
        if !over.entries.is_empty() {
            let below = std::mem::replace(self, Self::empty(self.at.clone(), self.report));
            *self = Self::layered(self.at.clone(), self.report, [below, over]);
        }
    }

    /// These fields without those of some keys.
    pub(crate) fn without(mut self, unwanted: impl Fn(&str) -> bool) -> Self {
        self.entries.retain(|(key, _)| !unwanted(key));
        self
    }

    /// About how many bytes they take in memory.
    pub(crate) fn size(&self) -> usize {
        self.entries.iter().map(|(key, node)| key.len() + node.size()).sum()
    }

    pub(crate) fn take(&mut self, key: &str) -> Option<Node<'s>> {
        let index = self.entries.iter().position(|(name, _)| name == key)?;
        Some(self.entries.swap_remove(index).1)
    }

    /// The value of a key, left in its place.
    pub(crate) fn peek(&self, key: &str) -> Option<&Node<'s>> {
        let entry = self.entries.iter().find(|(name, _)| name == key)?;
        Some(&entry.1)
    }

    /// Puts back what was not read of the object that was taken from `key`.
    pub(crate) fn keep(&mut self, key: &'static str, left: Self) {
        if !left.entries.is_empty() {
            let node = Node::Object(left.entries);
            self.entries.push((Cow::Borrowed(key), node));
        }
    }

    /// The keys that are left.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.entries.iter().map(|(key, _)| key.to_string()).collect()
    }

    /// Whether there is such a key left, of whatever type.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.peek(key).is_some()
    }

    /// Where the value of `key` stands.
    pub(crate) fn below(&self, key: &str) -> Pointer {
        self.elsewhere.get(key).cloned().unwrap_or_else(|| self.at.join(key))
    }

    /// Reports the key as missing if it is; to be called before it is read.
    pub(crate) fn required(&mut self, key: &str) -> &mut Self {
        if !self.has(key) {
            self.report.add(
                Diagnostic::new(&codes::MISSING_KEY, format!("the key `{key}` is missing"))
                    .label(Place::Key(self.at.clone()), "in this object"),
            );
        }
        self
    }

    pub(crate) fn text(&mut self, key: &str) -> Option<String> {
        match self.take(key)? {
            Node::String(text) => {
                report_hidden(self.report, || self.below(key), &text);
                Some(text.into_owned())
            }
            other => self.wrong(key, "a string", &other),
        }
    }

    /// A text of that form.
    pub(crate) fn formed(&mut self, key: &str, grammar: &Grammar) -> Option<String> {
        if let Some(Node::String(text)) = self.peek(key) {
            grammar.check(text, || Place::Value(self.below(key)), self.report);
        }
        self.text(key)
    }

    /// The documentation, which may be absent.
    pub(crate) fn docs(&mut self) -> String {
        self.text("documentation").unwrap_or_default()
    }

    /// A boolean; absent means no.
    pub(crate) fn flag(&mut self, key: &str) -> bool {
        self.boolean(key).unwrap_or_default()
    }

    /// Whether there is that key, whose value is an object without content (Smithy's annotation
    /// traits).
    pub(crate) fn annotation(&mut self, key: &str) -> bool {
        match self.take(key) {
            Some(Node::Object(_)) => true,
            Some(other) => self.wrong::<bool>(key, "an object", &other).is_some(),
            None => false,
        }
    }

    pub(crate) fn boolean(&mut self, key: &str) -> Option<bool> {
        match self.take(key)? {
            Node::Bool(value) => Some(value),
            other => self.wrong(key, "a boolean", &other),
        }
    }

    pub(crate) fn number(&mut self, key: &str) -> Option<f64> {
        match self.take(key)? {
            Node::Number(value) => value.as_f64(),
            other => self.wrong(key, "a number", &other),
        }
    }

    /// A number that is not negative.
    pub(crate) fn count(&mut self, key: &str) -> Option<u32> {
        match self.take(key)? {
            Node::Number(value) => {
                let count = value.as_u64().and_then(|value| u32::try_from(value).ok());
                if count.is_none() {
                    self.unknown(key, &value.to_string(), "a whole number, not negative");
                }
                count
            }
            other => self.wrong(key, "a number", &other),
        }
    }

    /// A number of 32 bits, signed.
    pub(crate) fn integer(&mut self, key: &str) -> Option<i32> {
        match self.take(key)? {
            Node::Number(value) => {
                let integer = value.as_i64().and_then(|value| i32::try_from(value).ok());
                if integer.is_none() {
                    self.unknown(key, &value.to_string(), "a whole number of 32 bits");
                }
                integer
            }
            other => self.wrong(key, "a number", &other),
        }
    }

    /// An HTTP status code.
    pub(crate) fn status(&mut self, key: &str) -> Option<u16> {
        let number = self.number(key)?;
        let status = (100_u16..600).find(|&status| f64::from(status) == number);
        if status.is_none() {
            self.unknown(key, &number.to_string(), "an HTTP status code, 100 to 599");
        }
        status
    }

    pub(crate) fn object(&mut self, key: &str) -> Option<Fields<'r, 's>> {
        let node = self.take(key)?;
        Fields::open(node, self.below(key), self.report)
    }

    /// An object whose keys are names; empty if it is absent.
    pub(crate) fn table(&mut self, key: &str) -> Vec<Entry<'s>> {
        match self.object(key) {
            Some(fields) => fields.into_entries(),
            None => Vec::new(),
        }
    }

    /// The elements of an array with their places; empty if it is absent.
    pub(crate) fn list(&mut self, key: &str) -> Vec<(Node<'s>, Pointer)> {
        match self.take(key) {
            Some(Node::Array(items)) => {
                let at = self.below(key);
                items
                    .into_iter()
                    .enumerate()
                    .map(|(index, item)| (item, at.join(&index.to_string())))
                    .collect()
            }
            Some(other) => {
                wrong_type(self.report, &self.below(key), "an array", &other);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// The strings of an array, each of that form, with their places; empty if it is absent.
    pub(crate) fn all_formed(&mut self, key: &str, grammar: &Grammar) -> Vec<(String, Pointer)> {
        let texts = self.texts(key);
        for (text, at) in &texts {
            grammar.check(text, || Place::Value(at.clone()), self.report);
        }
        texts
    }

    /// The strings of an array with their places; empty if it is absent.
    pub(crate) fn texts(&mut self, key: &str) -> Vec<(String, Pointer)> {
        let report = self.report;
        self.list(key)
            .into_iter()
            .filter_map(|(item, at)| match item {
                Node::String(text) => {
                    report_hidden(report, || at.clone(), &text);
                    Some((text.into_owned(), at))
                }
                other => {
                    wrong_type(report, &at, "a string", &other);
                    None
                }
            })
            .collect()
    }

    /// A string or an array of strings; empty if it is absent.
    pub(crate) fn one_or_more(&mut self, key: &str) -> Vec<String> {
        match self.peek(key) {
            None => Vec::new(),
            Some(Node::String(_)) => self.text(key).into_iter().collect(),
            Some(Node::Array(_)) => self.texts(key).into_iter().map(|(text, _)| text).collect(),
            Some(other) => {
                wrong_type(self.report, &self.below(key), "a string or an array of them", other);
                Vec::new()
            }
        }
    }

    pub(crate) fn into_entries(mut self) -> Vec<Entry<'s>> {
        let entries = std::mem::take(&mut self.entries);
        entries
            .into_iter()
            .map(|(key, node)| {
                let at = self.below(&key);
                (key, node, at)
            })
            .collect()
    }

    /// Everything that was not read, as it stands in the file.
    pub(crate) fn rest(self) -> BTreeMap<String, Value> {
        self.entries.into_iter().map(|(key, node)| (key.into_owned(), node.into_value())).collect()
    }

    /// Reports that the value of `key` is none of those that the format defines.
    pub(crate) fn unknown(&self, key: &str, value: &str, expected: &str) {
        self.report.add(
            Diagnostic::new(&codes::UNKNOWN_VALUE, format!("`{value}` is no `{key}`"))
                .label(Place::Value(self.below(key)), format!("expected {expected}")),
        );
    }

    fn wrong<T>(&self, key: &str, expected: &str, found: &Node<'_>) -> Option<T> {
        wrong_type(self.report, &self.below(key), expected, found);
        None
    }
}

/// Reports a character that people do not see: in generated code it could make a reviewer read
/// something else than what is there.
fn report_hidden(report: &Report, at: impl FnOnce() -> Pointer, text: &str) {
    if is_printable_ascii(text) {
        return;
    }
    if let Some(hidden) = text.chars().find(|&c| is_deceptive(c)) {
        let message = format!("the text holds `{}`", hidden.escape_unicode());
        report.add(
            Diagnostic::new(&codes::HIDDEN_CHARACTER, message)
                .label(Place::Value(at()), "in this text")
                .help("delete the character"),
        );
    }
}

/// Reports a value of the wrong type.
pub(crate) fn wrong_type(report: &Report, at: &Pointer, expected: &str, found: &Node<'_>) {
    let name = at.0.rsplit('/').next().unwrap_or_default();
    let what = match name {
        "" => "the model".to_owned(),
        name if name.bytes().all(|byte| byte.is_ascii_digit()) => "an element".to_owned(),
        name => format!("`{}`", name.replace("~1", "/").replace("~0", "~")),
    };
    report.add(
        Diagnostic::new(
            &codes::WRONG_TYPE,
            format!("{what} should be {expected}, but is {}", found.kind()),
        )
        .label(Place::Value(at.clone()), format!("this is {}", found.kind())),
    );
}
