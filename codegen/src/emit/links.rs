//! Where in the crate the names lead that documentation mentions.

use std::collections::{BTreeMap, BTreeSet};

use crate::docs::Links;
use crate::plan::{Plan, ShapeKind, ShapePlan};

/// What documentation stands at.
pub(super) struct Page<'a> {
    /// The path of the item, to which its own page has no links.
    path: String,
    /// The members that are at hand as `Self::…`: fields or variants by their names in the model.
    members: BTreeMap<&'a str, &'a str>,
}

impl<'a> Page<'a> {
    /// Of what a module of the crate has by that name.
    pub(super) fn of(module: &str, name: &str) -> Self {
        Self { path: format!("crate::{module}::{name}"), members: BTreeMap::new() }
    }

    /// Of a shape, which has members.
    pub(super) fn of_shape(plan: &'a ShapePlan) -> Self {
        let module = match plan.kind {
            _ if plan.is_operation => "operations",
            ShapeKind::Error => "error",
            ShapeKind::Structure | ShapeKind::Union => "types",
        };
        let members = plan.members.iter().map(|member| (&*member.member, &*member.name));
        Self { members: members.collect(), ..Self::of(module, &plan.name) }
    }

    fn path_of(&self, member: &str) -> String {
        format!("{}${member}", self.path)
    }

    /// Of nothing that has a name in the model.
    pub(super) fn none() -> Self {
        Self { path: String::new(), members: BTreeMap::new() }
    }
}

/// The names in the model that documentation mentions, and where in the crate they lead.
#[derive(Default)]
pub(super) struct Names {
    paths: BTreeMap<String, String>,
    operations: BTreeSet<String>,
    /// The values of enums.
    values: BTreeSet<String>,
    /// The members that input and output of an operation have both, behind the path of either.
    of_both_sides: BTreeSet<String>,
}

impl Names {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut names = Self::default();
        for shape in plan.shapes.values() {
            names.add("types", &shape.name, &shape.shape);
            for member in &shape.members {
                let field = member.name.trim_start_matches("r#");
                let path = format!("crate::types::{}::{field}", shape.name);
                names.paths.insert(format!("{}${}", shape.shape, member.member), path);
            }
        }
        for plan in plan.enums.values() {
            names.add("types", &plan.name, &plan.shape);
            names.values.extend(plan.variants.iter().map(|variant| variant.value.clone()));
        }
        for plan in plan.int_enums.values() {
            names.add("types", &plan.name, &plan.shape);
        }
        for error in plan.errors.values() {
            names.add("error", &error.name, &error.shape);
        }
        // Of an operation and a shape of one name, texts mean the operation.
        for plan in plan.operations.values() {
            names.add("operations", &plan.input.name, &plan.operation);
            names.operations.insert(plan.operation.clone());
            let [input, output] = [&plan.input, &plan.output].map(Page::of_shape);
            for member in input.members.keys().filter(|name| output.members.contains_key(*name)) {
                names.of_both_sides.extend([&input, &output].map(|side| side.path_of(member)));
            }
        }
        names
    }

    fn add(&mut self, module: &str, name: &str, of_model: &str) {
        self.paths.insert(of_model.to_owned(), format!("crate::{module}::{name}"));
    }
}

/// What the text of a page, or of one of its members, may lead to.
pub(super) struct PageLinks<'a> {
    pub(super) names: &'a Names,
    pub(super) page: &'a Page<'a>,
    /// The member that the text is about.
    pub(super) member: Option<&'a str>,
}

impl Links for PageLinks<'_> {
    fn resolve(&self, name: &str) -> Option<String> {
        self.names.paths.get(name).filter(|path| **path != self.page.path).cloned()
    }

    /// Code names operations, and members of the structure that it is about, unless that is one
    /// side of an operation, whose other side has the member too. It names shapes only if their
    /// names have several words: `Task` may be anything. What is a value of an enum names nothing.
    fn resolve_code(&self, code: &str) -> Option<String> {
        if self.names.operations.contains(code) {
            return self.resolve(code);
        }
        if self.member == Some(code) || self.names.values.contains(code) {
            return None;
        }
        if let Some(name) = self.page.members.get(code) {
            let is_clear = !self.names.of_both_sides.contains(&self.page.path_of(code));
            return is_clear.then(|| format!("Self::{}", name.trim_start_matches("r#")));
        }
        let has_words = code.chars().skip(1).any(char::is_uppercase);
        self.resolve(code).filter(|_| has_words)
    }
}
