//! The Rust names of everything in a model, decided once, in one place.
//!
//! Types, errors and operations live in modules of their own, so a name has to be unique only
//! within its module, and within a structure, union or enum for its members. Where two names of a
//! model become one name in Rust, the model is refused with a diagnostic that names both and says
//! how to rename one: which of them should change is not for a generator to guess.

mod convert;
mod decisions;
mod words;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use shapewright_model::ir::{
    EnumValue, IntEnumValue, Member, Model, Pointer, Shape, ShapeId, ShapeKind,
};

use self::convert::shape_name;
pub use self::convert::{
    constant_name, is_identifier, snake_name, static_name, type_name, variant_name,
};
pub use self::decisions::{Decision, Reason};

/// Gives Rust names to the parts of a model.
#[derive(Debug)]
pub struct Names<'a> {
    renames: &'a BTreeMap<String, String>,
    types: Converted,
    shapes: Converted,
    statics: Converted,
    fields: Converted,
}

/// What a conversion made of the names that it was asked for. The members of a large model share their
/// names (EC2 has 10,415 of 2,629 names), and each name is needed more than once.
#[derive(Debug)]
struct Converted {
    convert: fn(&str) -> String,
    known: RefCell<BTreeMap<String, String>>,
}

/// Two parts of a model that would have the same Rust name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision {
    /// The Rust name.
    pub name: String,
    /// What the two are, such as `types`.
    pub what: &'static str,
    /// The name of the second in the model, as the configuration's renames call it.
    pub key: String,
    /// Where the first stands; nowhere if every crate has something of that name.
    pub first: Option<Pointer>,
    /// Where the second stands.
    pub second: Pointer,
}

impl<'a> Names<'a> {
    /// Names by the rules of this module, except for these: Rust names by `Shape` or
    /// `Shape$member`.
    #[must_use]
    pub fn new(renames: &'a BTreeMap<String, String>) -> Self {
        let [types, shapes, statics, fields] =
            [type_name, shape_name, static_name, snake_name].map(Converted::by);
        Self { renames, types, shapes, statics, fields }
    }

    /// The type of a shape.
    #[must_use]
    pub fn shape(&self, id: &ShapeId) -> String {
        self.renamed(&id.0).unwrap_or_else(|| self.shapes.get(&id.0))
    }

    /// The static that describes the type of a shape.
    #[must_use]
    pub fn schema(&self, id: &ShapeId) -> String {
        self.statics.get(&self.shape(id))
    }

    /// The type of an operation's input, which stands for the operation.
    #[must_use]
    pub fn operation(&self, name: &str) -> String {
        self.renamed(name).unwrap_or_else(|| self.types.get(name))
    }

    /// The type of an operation's output: its name and `Output`, or `Response` where that is
    /// another operation (`DeleteApplication` and `DeleteApplicationOutput` of Amazon Kinesis).
    #[must_use]
    pub fn output(&self, operation: &str, model: &Model) -> String {
        let is_operation = model.operations.contains_key(&format!("{operation}Output"));
        let ending = if is_operation { "Response" } else { "Output" };
        format!("{}{ending}", self.operation(operation))
    }

    /// The method of the client for an operation, which is the name of its module too.
    ///
    /// What the client or its file cannot be without keeps its name: then the operation's is put
    /// behind `call_`.
    #[must_use]
    pub fn method(&self, operation: &str) -> String {
        const TAKEN: [&str; 12] = [
            "borrow",
            "clone",
            "fmt",
            "from",
            "from_env",
            "into",
            "new",
            "send",
            "try_from",
            "try_into",
            "type_id",
            "with_transport",
        ];
        // Files of modules: `mod.rs` means another module, and clippy is against `operations` in
        // `operations`.
        const NO_MODULES: [&str; 2] = ["r#mod", "operations"];
        let name = self.fields.get(&self.operation(operation));
        if TAKEN.contains(&name.as_str()) || NO_MODULES.contains(&name.as_str()) {
            return format!("call_{}", name.trim_start_matches("r#"));
        }
        name
    }

    /// The field of a structure's member.
    #[must_use]
    pub fn field(&self, owner: &ShapeId, member: &Member) -> String {
        self.renamed_in(owner, &member.name).unwrap_or_else(|| self.fields.get(&member.name))
    }

    /// The variant of a union's member.
    #[must_use]
    pub fn union_variant(&self, owner: &ShapeId, member: &Member) -> String {
        let renamed = self.renamed_in(owner, &member.name);
        renamed.unwrap_or_else(|| match self.types.get(&member.name) {
            name if name == "Unknown" => "UnknownValue".to_owned(),
            name => name,
        })
    }

    /// The variants of an enum's values, in their order.
    ///
    /// Values that differ only in case or punctuation are told apart by a number: an enum has to
    /// hold them all, and no one can rename what an API calls them.
    #[must_use]
    pub fn enum_variants(&self, owner: &ShapeId, values: &[EnumValue]) -> Vec<String> {
        let names = values.iter().map(|value| {
            let text = value.name.as_deref().unwrap_or(&value.value);
            self.renamed_in(owner, &value.value).unwrap_or_else(|| variant_name(text))
        });
        distinct(names)
    }

    /// The constants of an integer enum's values, in their order.
    #[must_use]
    pub fn enum_constants(&self, owner: &ShapeId, values: &[IntEnumValue]) -> Vec<String> {
        let names = values.iter().map(|value| {
            let constant = || constant_name(&value.name);
            self.renamed_in(owner, &value.name).unwrap_or_else(constant)
        });
        distinct(names)
    }

    fn renamed_in(&self, owner: &ShapeId, name: &str) -> Option<String> {
        // Most crates rename nothing, and a large model has many members.
        if self.renames.is_empty() { None } else { self.renamed(&format!("{owner}${name}")) }
    }

    fn renamed(&self, key: &str) -> Option<String> {
        self.renames.get(key).cloned()
    }

    /// All collisions among the names of a model's types, errors, operations and members;
    /// `types` are the shapes that become types or errors.
    #[must_use]
    pub fn collisions(&self, model: &Model, types: &BTreeSet<ShapeId>) -> Vec<Collision> {
        let mut structures = Module::new("types");
        let mut schemas = Module::new("schemas");
        let mut errors = Module::new("errors");
        errors.reserve(["Error", "ServiceError", "Unknown"]);
        let mut operations = Module::new("operations");
        let mut methods = Module::new("methods");
        for shape in types.iter().filter_map(|id| model.shape(id)) {
            let name = self.shape(&shape.id);
            if is_error(shape) {
                errors.add(name, &shape.id.0, &shape.at);
            } else if is_type(shape) {
                let schema = self.schema(&shape.id);
                // Two types of one name are reported once.
                if structures.add(name, &shape.id.0, &shape.at) {
                    schemas.add(schema, &shape.id.0, &shape.at);
                }
            }
        }
        for operation in model.operations.values() {
            let name = self.operation(&operation.name);
            let method = self.method(&operation.name);
            let output = self.output(&operation.name, model);
            if operations.add(name, &operation.name, &operation.at) {
                operations.add(output, &operation.name, &operation.at);
                methods.add(method, &operation.name, &operation.at);
            }
        }
        let members = model.shapes.values().flat_map(|shape| self.member_collisions(shape));
        [structures, schemas, errors, operations, methods]
            .into_iter()
            .flat_map(|module| module.collisions)
            .chain(members)
            .collect()
    }

    fn member_collisions(&self, shape: &Shape) -> Vec<Collision> {
        let mut module = Module::new("members");
        match &shape.kind {
            ShapeKind::Structure(structure) => {
                for member in &structure.members {
                    let key = format!("{}${}", shape.id, member.name);
                    module.add(self.field(&shape.id, member), &key, &member.at);
                }
            }
            ShapeKind::Union(union) => {
                for member in &union.members {
                    let key = format!("{}${}", shape.id, member.name);
                    module.add(self.union_variant(&shape.id, member), &key, &member.at);
                }
            }
            _ => {}
        }
        module.collisions
    }
}

impl Converted {
    fn by(convert: fn(&str) -> String) -> Self {
        Self { convert, known: RefCell::default() }
    }

    fn get(&self, name: &str) -> String {
        if let Some(known) = self.known.borrow().get(name) {
            return known.clone();
        }
        let converted = (self.convert)(name);
        self.known.borrow_mut().insert(name.to_owned(), converted.clone());
        converted
    }
}

/// Whether a shape becomes a type of its own.
fn is_type(shape: &Shape) -> bool {
    matches!(
        shape.kind,
        ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Enum(_) | ShapeKind::IntEnum(_)
    )
}

/// The names, with numbers behind those that came before.
fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    // By name the number to try next.
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = Vec::new();
    for name in names {
        // Rust wants an underscore only between digits.
        let behind = if name.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
        let mut free = name.clone();
        while taken.contains(&free) {
            let number = numbers.entry(name.clone()).or_insert(2);
            free = format!("{name}{behind}{number}");
            *number += 1;
        }
        taken.insert(free.clone());
        all.push(free);
    }
    all
}

/// Whether a shape is an error.
#[must_use]
pub fn is_error(shape: &Shape) -> bool {
    matches!(&shape.kind, ShapeKind::Structure(structure) if structure.error.is_some())
}

/// The methods that ask a service's error whether it is one of these, in the order of their
/// names, each with the error's name.
pub fn predicates<'a>(errors: impl IntoIterator<Item = &'a String>) -> Vec<(String, &'a str)> {
    let mut by_predicate: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in errors {
        by_predicate.entry(short_name(name)).or_default().push(name);
    }
    let methods = by_predicate.into_iter().flat_map(|(short, names)| {
        // Two errors with one short name are told apart by their full names.
        let unique = names.len() == 1;
        names.into_iter().map(move |name| {
            let short = if unique { short.clone() } else { snake_name(name) };
            (format!("is_{}", short.trim_start_matches("r#")), name)
        })
    });
    methods.collect()
}

/// The name of an error without the ending that only says that it is one.
fn short_name(name: &str) -> String {
    let endings = ["Exception", "Error", "Fault"];
    let short = endings.iter().find_map(|ending| name.strip_suffix(ending));
    snake_name(short.filter(|short| !short.is_empty()).unwrap_or(name))
}

/// The names that share one space.
struct Module {
    what: &'static str,
    /// Who has a name; a name without a place is kept for what every crate has.
    names: BTreeMap<String, Option<Pointer>>,
    collisions: Vec<Collision>,
}

impl Module {
    fn new(what: &'static str) -> Self {
        Self { what, names: BTreeMap::new(), collisions: Vec::new() }
    }

    /// Keeps names for what every crate has.
    fn reserve<const N: usize>(&mut self, names: [&str; N]) {
        self.names.extend(names.map(|name| (name.to_owned(), None)));
    }

    /// Adds a name; tells whether it was free.
    fn add(&mut self, name: String, key: &str, at: &Pointer) -> bool {
        if let Some(first) = self.names.get(&name) {
            self.collisions.push(Collision {
                name,
                what: self.what,
                key: key.to_owned(),
                first: first.clone(),
                second: at.clone(),
            });
            return false;
        }
        self.names.insert(name, Some(at.clone()));
        true
    }
}
