//! The target of models, over models to which something has happened that keeps them JSON.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;
use shapewright_readers::{model, seeds};

/// Models that are small enough to be generated some thousand times.
static MODELS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let models = seeds::own().remove("model").unwrap_or_default();
    let small = models.iter().filter(|text| text.len() < 20_000);
    small.filter_map(|text| serde_json::from_slice(text).ok()).collect()
});

/// Text that is none of names, documentation or code, and tries to be more than text.
const HOSTILE: [&str; 26] = [
    "",
    "../../../escaped",
    "/etc/passwd",
    "C:\\escaped",
    "a\"#; fn injected() {} r#\"",
    "*/ fn injected() {} /*",
    "\n}\nfn injected() {}",
    "\r//! injected",
    "#[doc = \"injected\"]",
    "#![allow(unsafe_code)]",
    "]\n[dependencies]\nevil = \"1\"",
    "\0",
    "\u{7f}\u{85}\u{1b}[31m",
    "\u{202e}desrever\u{2066}",
    "\u{2028}fn injected() {}",
    "{label}{greedy+}{",
    "```\nfn injected() {}",
    "<a href=\"javascript:0\">x</a><script>",
    "r#crate",
    "_",
    "9",
    "Self",
    "Option",
    "ünï-çødé",
    "%s{}{0}$x${x}",
    "🦀",
];

/// Something that happens to a model.
#[derive(Clone, Debug)]
enum Change {
    /// A key of an object becomes another, or what it is not allowed to be.
    Rename(Index, Name),
    /// Text becomes other text of the model, such as the name of another shape.
    Retarget(Index, Name),
    /// An entry goes away.
    Drop(Index),
    /// A value stands in the place of another.
    Copy(Index, Index),
}

/// Text of the model or of others.
#[derive(Clone, Debug)]
enum Name {
    Own(Index),
    Hostile(&'static str),
    Any(String),
}

impl Name {
    fn of(&self, known: &[String]) -> String {
        match self {
            Self::Own(index) if known.is_empty() => format!("{index:?}"),
            Self::Own(index) => index.get(known).clone(),
            Self::Hostile(text) => (*text).to_owned(),
            Self::Any(text) => text.clone(),
        }
    }
}

fn name() -> impl Strategy<Value = Name> {
    prop_oneof![
        4 => any::<Index>().prop_map(Name::Own),
        3 => select(HOSTILE.to_vec()).prop_map(Name::Hostile),
        1 => any::<String>().prop_map(Name::Any),
    ]
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<Index>(), name()).prop_map(|(at, name)| Change::Rename(at, name)),
        (any::<Index>(), name()).prop_map(|(at, name)| Change::Retarget(at, name)),
        any::<Index>().prop_map(Change::Drop),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Change::Copy(from, to)),
    ]
}

impl Change {
    fn happen(&self, model: &mut Value) {
        let Found { entries, texts, names } = Found::of(model);
        let chosen = |at: &Index, places: &[String]| {
            if places.is_empty() { None } else { Some(at.get(places).clone()) }
        };
        match self {
            Self::Rename(at, name) => {
                let Some(place) = chosen(at, &entries) else { return };
                if let Some((object, key)) = parent(model, &place)
                    && let Some(value) = object.remove(&key)
                {
                    object.insert(name.of(&names), value);
                }
            }
            Self::Retarget(at, name) => {
                let place = chosen(at, &texts);
                if let Some(text) = place.and_then(|place| model.pointer_mut(&place)) {
                    *text = name.of(&names).into();
                }
            }
            Self::Drop(at) => {
                let Some(place) = chosen(at, &entries) else { return };
                if let Some((object, key)) = parent(model, &place) {
                    object.remove(&key);
                }
            }
            Self::Copy(from, to) => {
                let value = chosen(from, &entries).and_then(|place| model.pointer(&place).cloned());
                let place = chosen(to, &entries).and_then(|place| model.pointer_mut(&place));
                if let (Some(value), Some(place)) = (value, place) {
                    *place = value;
                }
            }
        }
    }
}

/// The object that an entry is in, and its key.
fn parent<'m>(
    model: &'m mut Value,
    pointer: &str,
) -> Option<(&'m mut serde_json::Map<String, Value>, String)> {
    let (parent, key) = pointer.rsplit_once('/')?;
    let key = key.replace("~1", "/").replace("~0", "~");
    Some((model.pointer_mut(parent)?.as_object_mut()?, key))
}

/// What there is in a model.
#[derive(Default)]
struct Found {
    /// Pointers to the entries of objects.
    entries: Vec<String>,
    /// Pointers to texts.
    texts: Vec<String>,
    /// All keys and texts.
    names: Vec<String>,
}

impl Found {
    fn of(model: &Value) -> Self {
        let mut found = Self::default();
        found.add(model, String::new());
        found
    }

    fn add(&mut self, value: &Value, at: String) {
        match value {
            Value::Object(entries) => {
                for (key, value) in entries {
                    let place = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
                    self.entries.push(place.clone());
                    self.names.push(key.clone());
                    self.add(value, place);
                }
            }
            Value::Array(values) => {
                for (index, value) in values.iter().enumerate() {
                    self.add(value, format!("{at}/{index}"));
                }
            }
            Value::String(text) => {
                self.names.push(text.clone());
                self.texts.push(at);
            }
            _ => {}
        }
    }
}

/// The keys of texts that describe: a model is generated whatever they say.
const DESCRIBING: [&str; 5] =
    ["documentation", "message", "serviceAbbreviation", "serviceFullName", "title"];

#[test]
fn descriptions_are_only_text() {
    for original in MODELS.iter() {
        let texts = Found::of(original).texts;
        let describes = |place: &&String| DESCRIBING.iter().any(|key| place.ends_with(key));
        for round in 0..5 {
            let mut changed = original.clone();
            let hostile = HOSTILE.iter().cycle().skip(round * 5);
            for (place, text) in texts.iter().filter(describes).zip(hostile) {
                *changed.pointer_mut(place).unwrap() = (*text).into();
            }
            model(changed.to_string().as_bytes());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1024) })]

    #[test]
    fn changed_models_become_rust_or_are_refused(
        original in any::<Index>(),
        changes in prop::collection::vec(change(), 1..6),
    ) {
        let mut changed = original.get(&MODELS).clone();
        changes.iter().for_each(|change| change.happen(&mut changed));
        model(changed.to_string().as_bytes());
    }
}
