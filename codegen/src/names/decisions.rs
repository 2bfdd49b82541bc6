//! Names that are not what the rule for all names makes of them, and why.

use std::collections::BTreeSet;
use std::fmt;

use shapewright_model::ir::{EnumValue, Model, Shape, ShapeId, ShapeKind};

use super::convert::{constant_name, snake_name, type_name, variant_name};
use super::{Names, is_error, is_type};

/// A name that the rule alone would not give.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decision {
    /// The name in the model, as the configuration's renames call it.
    pub key: String,
    /// The Rust name.
    pub name: String,
    /// What was decided.
    pub reason: Reason,
}

/// Why a name is what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// The configuration says so.
    Renamed,
    /// The word belongs to Rust.
    Keyword,
    /// Identifiers do not start with digits.
    Digit,
    /// The model's name has no letter or digit.
    Symbols,
    /// The value is the empty text.
    Empty,
    /// Every crate has something of that name.
    Taken,
    /// An earlier value of the enum has the name.
    Numbered,
    /// Every Rust file has something else of that name in scope.
    Prelude,
    /// An operation is called the same; the two are in modules of their own.
    Operation,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Renamed => "renamed in the configuration",
            Self::Keyword => "a keyword of Rust",
            Self::Digit => "starts with a digit",
            Self::Symbols => "has neither letters nor digits",
            Self::Empty => "the empty text",
            Self::Taken => "what every crate calls something else",
            Self::Numbered => "differs from an earlier value only in case or punctuation",
            Self::Prelude => "what every Rust file calls something else",
            Self::Operation => "an operation has this name too, in its own module",
        })
    }
}

impl Names<'_> {
    /// All names of a model that had to be decided, in the order of their keys; `types` are the
    /// shapes that become types or errors.
    #[must_use]
    pub fn decisions(&self, model: &Model, types: &BTreeSet<ShapeId>) -> Vec<Decision> {
        let mut decided = Vec::new();
        for shape in types.iter().filter_map(|id| model.shape(id)) {
            if is_error(shape) || is_type(shape) {
                let (key, name) = (&shape.id.0, self.shape(&shape.id));
                let reason = self.of_type(key);
                let reason = reason.or((name != type_name(key)).then_some(Reason::Prelude));
                let is_operation = model.operations.contains_key(key);
                let reason = reason.or(is_operation.then_some(Reason::Operation));
                add(&mut decided, key, name, reason);
            }
        }
        for name in model.operations.keys() {
            let (method, output) = (self.method(name), self.output(name, model));
            let is_taken = method != snake_name(&self.operation(name));
            let reason = self.of_type(name).or(is_taken.then_some(Reason::Taken));
            add(&mut decided, name, method.clone(), reason.or_else(|| of_word(name, &method)));
            let is_taken = output != format!("{}Output", self.operation(name));
            add(&mut decided, &format!("{name}Output"), output, is_taken.then_some(Reason::Taken));
        }
        for shape in model.shapes.values() {
            self.of_members(shape, &mut decided);
        }
        decided.sort();
        decided
    }

    fn of_members(&self, shape: &Shape, decided: &mut Vec<Decision>) {
        let key = |name: &str| format!("{}${name}", shape.id);
        match &shape.kind {
            ShapeKind::Structure(content) => {
                for member in &content.members {
                    let (key, name) = (key(&member.name), self.field(&shape.id, member));
                    let reason = self.if_renamed(&key).or_else(|| of_word(&member.name, &name));
                    add(decided, &key, name, reason);
                }
            }
            ShapeKind::Union(content) => {
                for member in &content.members {
                    let (key, name) = (key(&member.name), self.union_variant(&shape.id, member));
                    let is_taken = name != type_name(&member.name);
                    let reason = self.if_renamed(&key).or(is_taken.then_some(Reason::Taken));
                    add(
                        decided,
                        &key,
                        name.clone(),
                        reason.or_else(|| of_word(&member.name, &name)),
                    );
                }
            }
            ShapeKind::Enum(values) => {
                let names = self.enum_variants(&shape.id, values);
                for (value, name) in values.iter().zip(names) {
                    let key = key(&value.value);
                    let reason = self.if_renamed(&key).or_else(|| of_value(value, &name));
                    add(decided, &key, name, reason);
                }
            }
            ShapeKind::IntEnum(values) => {
                let names = self.enum_constants(&shape.id, values);
                for (value, name) in values.iter().zip(names) {
                    let key = key(&value.name);
                    let is_numbered = name != constant_name(&value.name);
                    let numbered = is_numbered.then_some(Reason::Numbered);
                    add(decided, &key, name, self.if_renamed(&key).or(numbered));
                }
            }
            _ => {}
        }
    }

    /// Of the name of a type or operation.
    fn of_type(&self, name: &str) -> Option<Reason> {
        self.if_renamed(name).or_else(|| of_word(name, &type_name(name)))
    }

    fn if_renamed(&self, key: &str) -> Option<Reason> {
        self.renames.contains_key(key).then_some(Reason::Renamed)
    }
}

fn add(decided: &mut Vec<Decision>, key: &str, name: String, reason: Option<Reason>) {
    decided.extend(reason.map(|reason| Decision { key: key.to_owned(), name, reason }));
}

/// Of a name that Rust may not take as it is.
fn of_word(model: &str, rust: &str) -> Option<Reason> {
    let mut letters = model.chars().filter(|c| c.is_alphanumeric());
    match letters.next() {
        None => Some(Reason::Symbols),
        Some(c) if c.is_ascii_digit() => Some(Reason::Digit),
        _ => {
            let is_keyword = rust.starts_with("r#") || rust.ends_with('_') || rust == "SelfValue";
            is_keyword.then_some(Reason::Keyword)
        }
    }
}

/// Of a value of an enum.
fn of_value(value: &EnumValue, rust: &str) -> Option<Reason> {
    let text = value.name.as_deref().unwrap_or(&value.value);
    match variant_name(text) {
        name if name != rust => Some(Reason::Numbered),
        _ if text.is_empty() => Some(Reason::Empty),
        name if name == "SelfValue" => Some(Reason::Keyword),
        name if name == "UnknownValue" && text.eq_ignore_ascii_case("unknown") => {
            Some(Reason::Taken)
        }
        name => of_word(text, &name),
    }
}
