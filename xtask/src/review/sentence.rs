//! What happened, in words: ours, with those of the models among them.

use std::fmt;

use serde_json::{Map, Value};
use shapewright_model::diff::Kind;

use super::Facts;

/// How much of a value is shown, in characters.
const LONG: usize = 160;

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Our words.
    Words(String),
    /// What a model says, which may be anything.
    Value(String),
}

/// A sentence on a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sentence(pub(super) Vec<Piece>);

impl fmt::Display for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Words(text) | Piece::Value(text) => f.write_str(text),
        })
    }
}

impl Sentence {
    fn words(mut self, words: impl Into<String>) -> Self {
        self.0.push(Piece::Words(words.into()));
        self
    }

    /// A value as it stands, but for its end if it is long.
    fn value(mut self, text: &str) -> Self {
        match text.char_indices().nth(LONG) {
            None => self.0.push(Piece::Value(text.to_owned())),
            Some((end, _)) => {
                let (shown, cut) = text.split_at(end);
                self.0.push(Piece::Value(shown.to_owned()));
                self = self.words(format!("… ({} more characters)", cut.chars().count()));
            }
        }
        self
    }

    /// A value of JSON: text and numbers as they are, the first of many.
    fn json(self, value: &Value) -> Self {
        match value {
            Value::Null => self.words("none"),
            Value::String(text) if text.is_empty() => self.words("empty"),
            Value::String(text) => self.value(text),
            Value::Array(values) if values.is_empty() => self.words("none"),
            Value::Array(values) => self.list(values.iter().map(plain), " | "),
            Value::Object(entries) => self.list(told(entries), ", "),
            other => self.value(&other.to_string()),
        }
    }

    /// As many of these as there is room for, and how many there are beside.
    fn list(self, all: impl Iterator<Item = String>, between: &str) -> Self {
        let all: Vec<String> = all.collect();
        let mut left = LONG;
        let fits = all.iter().take_while(|one| {
            left = left.saturating_sub(one.chars().count() + between.len());
            left > 0
        });
        let shown = fits.count().max(1);
        let (first, rest) = all.split_at(shown.min(all.len()));
        let said = self.value(&first.join(between));
        if rest.is_empty() { said } else { said.words(format!(" … and {} more", rest.len())) }
    }

    /// A type: a word for that of a scalar, the members of a structure.
    fn typed(self, tree: &Value) -> Self {
        match tree {
            Value::Object(members) if members.is_empty() => self.words("structure without members"),
            Value::Object(members) => {
                self.words("structure of ").list(members.keys().cloned(), ", ")
            }
            Value::String(values) if values.contains(" | ") => {
                self.list(values.split(" | ").map(str::to_owned), " | ")
            }
            other => self.json(other),
        }
    }

    fn change(self, old: &Value, new: &Value) -> Self {
        self.json(old).words(" → ").json(new)
    }
}

/// A type as it stands in a tree, the first of its values if it has many.
pub(super) fn short(tree: &str) -> String {
    // What is said of changes is short already.
    let is_type = tree.contains(" | ") && !tree.contains([':', ';', '→']);
    if is_type { Sentence::default().typed(&tree.into()).to_string() } else { tree.to_owned() }
}

fn words(words: impl Into<String>) -> Sentence {
    Sentence::default().words(words)
}

/// What happened, in a few words.
pub(super) fn sentence(facts: &Facts) -> Sentence {
    let Facts { kind, old, new, .. } = facts;
    let what = facts.what.as_deref().unwrap_or_default();
    match kind {
        Kind::New => words("new"),
        Kind::Removed => words("removed"),
        Kind::InputAdded => words("takes input now"),
        Kind::InputRemoved => words("takes no input any more"),
        Kind::OutputAdded => words("gives output now"),
        Kind::OutputRemoved => words("gives no output any more"),
        Kind::ErrorAdded => words("error ").value(what).words(" added"),
        Kind::ErrorRemoved => words("error ").value(what).words(" removed"),
        Kind::MemberAdded => words("added: ").typed(new),
        Kind::MemberRemoved => words("removed: ").typed(old),
        Kind::RequiredAdded => words("required now"),
        Kind::RequiredRemoved => words("not required any more"),
        Kind::TypeChanged | Kind::EnumIntroduced | Kind::EnumDropped => {
            Sentence::default().typed(old).words(" → ").typed(new)
        }
        Kind::TargetRenamed => words("shape renamed: ").change(old, new),
        Kind::EnumAdded => words("values added: ").json(new),
        Kind::EnumRemoved => words("values removed: ").json(old),
        Kind::EnumReordered => words("values in another order"),
        Kind::MembersReordered => words("members in another order"),
        Kind::HttpChanged
        | Kind::ConstraintChanged
        | Kind::TraitChanged
        | Kind::MetadataChanged => said(what, old, new),
        Kind::DocsChanged => words("documentation changed"),
    }
}

/// What we call what a model says yes or no to, if it does and if it does not.
const FLAGS: &[(&str, &str, &str)] = &[
    ("awsQueryCompatible", "errors have the codes of awsQuery", "errors have codes of their own"),
    ("box", "may be absent", "is always there"),
    ("clientOptional", "optional for clients", "not optional for clients any more"),
    ("error", "is an error now", "is no error any more"),
    ("eventStream", "is a stream of events now", "is no stream of events any more"),
    ("hostLabel", "part of the host name now", "not part of the host name any more"),
    ("idempotencyToken", "filled in by clients now", "not filled in by clients any more"),
    ("noErrorWrapping", "errors without wrapping", "errors in a wrapping"),
    ("requiresLength", "needs a known length now", "needs no known length any more"),
    ("sensitive", "sensitive now", "not sensitive any more"),
    ("sparse", "elements may be null now", "elements may not be null any more"),
    ("streaming", "streamed now", "not streamed any more"),
    ("uniqueItems", "elements unique now", "elements not unique any more"),
    ("unsignedPayload", "body not signed any more", "body signed now"),
    ("unwrappedXmlOutput", "output without wrapping", "output in a wrapping"),
    ("xmlAttribute", "an attribute in XML now", "no attribute in XML any more"),
    ("xmlFlattened", "flat in XML now", "not flat in XML any more"),
];

/// What we call what a model says something of.
const NAMES: &[(&str, &str)] = &[
    ("abbreviation", "short name"),
    ("auth", "authentication"),
    ("default", "default"),
    ("ec2QueryName", "name in queries"),
    ("endpointPrefix", "endpoint prefix"),
    ("errorCode", "error code"),
    ("eventMember", "place in the event"),
    ("fault", "fault"),
    ("fullName", "name"),
    ("hostPrefix", "host prefix"),
    ("httpChecksum", "checksum"),
    ("httpError", "HTTP status"),
    ("id", "service id"),
    ("jsonName", "name in JSON"),
    ("length", "length"),
    ("location", "place in the message"),
    ("mediaType", "media type"),
    ("method", "HTTP method"),
    ("name", "name on the wire"),
    ("namespace", "namespace"),
    ("paginated", "pagination"),
    ("pattern", "pattern"),
    ("protocols", "protocols"),
    ("queryStatus", "HTTP status in awsQuery"),
    ("range", "range"),
    ("requestCompression", "compression"),
    ("resultWrapper", "element of the result"),
    ("retryable", "retryable"),
    ("signingName", "signing name"),
    ("smithy.rules#endpointRuleSet", "rules for endpoints"),
    ("status", "HTTP status"),
    ("targetPrefix", "target prefix"),
    ("timestampFormat", "format of times"),
    ("uri", "path"),
    ("version", "version of the API"),
    ("xmlName", "name in XML"),
    ("xmlNamespace", "namespace in XML"),
    ("xmlRoot", "root element"),
];

/// What changed in a trait, constraint or other property of that name.
fn said(what: &str, old: &Value, new: &Value) -> Sentence {
    if let Some((_, yes, no)) = FLAGS.iter().find(|(flag, ..)| *flag == what) {
        return words(if *new == Value::Bool(true) { *yes } else { *no });
    }
    let known = NAMES.iter().find(|(name, _)| *name == what);
    let name = match known {
        Some((_, ours)) => words(*ours),
        None => Sentence::default().value(what),
    };
    match (what, old, new) {
        ("deprecated", ..) => deprecation(old, new),
        ("length" | "range", ..) => name.words(format!(": {} → {}", bounds(old), bounds(new))),
        ("location", ..) => {
            let place = |value: &Value| value.as_str().unwrap_or("body").to_owned();
            name.words(": ").value(&place(old)).words(" → ").value(&place(new))
        }
        ("smithy.rules#endpointRuleSet", Value::Object(_), Value::Object(_)) => {
            name.words(" changed")
        }
        (_, Value::Null, Value::Null) => name.words(" changed"),
        (_, Value::Null, added) if is_bare(added) => name.words(" added"),
        (_, removed, Value::Null) if is_bare(removed) => name.words(" removed"),
        (_, Value::Null, added) => name.words(" added: ").json(added),
        (_, removed, Value::Null) => name.words(" removed: ").json(removed),
        (_, Value::Object(old), Value::Object(new)) => differing(name, old, new),
        _ => name.words(": ").change(old, new),
    }
}

/// Whether a value says no more than that it is there.
fn is_bare(value: &Value) -> bool {
    *value == Value::Bool(true) || value.as_object().is_some_and(Map::is_empty)
}

fn deprecation(old: &Value, new: &Value) -> Sentence {
    let head = match (old, new) {
        (_, Value::Null) => return words("not deprecated any more"),
        (Value::Null, _) => words("deprecated"),
        _ => words("deprecated in other words"),
    };
    let head = match new["since"].as_str() {
        Some(since) => head.words(" since ").value(since),
        None => head,
    };
    match new["message"].as_str() {
        Some(message) => head.words(": ").value(message),
        None => head,
    }
}

/// The values that a constraint allows.
fn bounds(range: &Value) -> String {
    match (&range["min"], &range["max"]) {
        (Value::Null, Value::Null) => "any".to_owned(),
        (least, Value::Null) => format!("at least {least}"),
        (Value::Null, greatest) => format!("at most {greatest}"),
        (least, greatest) if least == greatest => format!("exactly {least}"),
        (least, greatest) => format!("{least} to {greatest}"),
    }
}

/// What differs in two objects: of each key what was there, and what is there now.
fn differing(name: Sentence, old: &Map<String, Value>, new: &Map<String, Value>) -> Sentence {
    let gone = old.iter().filter(|(key, _)| !new.contains_key(*key));
    let gone = gone.map(|(key, value)| (key, value, &Value::Null));
    let now = new.iter().map(|(key, value)| (key, old.get(key).unwrap_or(&Value::Null), value));
    let differing = gone.chain(now).filter(|(_, old, new)| old != new);
    differing.enumerate().fold(name, |said, (index, (key, old, new))| {
        let said = said.words(if index == 0 { ": " } else { "; " }).value(key).words(" ");
        said.change(old, new)
    })
}

/// What an object says, but for nothing.
fn told(entries: &Map<String, Value>) -> impl Iterator<Item = String> {
    let told = entries.iter().filter(|(_, value)| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(values) => !values.is_empty(),
        _ => true,
    });
    told.map(|(key, value)| format!("{key} {}", plain(value)))
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(" | "),
        other => other.to_string(),
    }
}
