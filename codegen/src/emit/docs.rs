//! Documentation comments.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use proc_macro2::TokenStream;
use quote::quote;
use shapewright_model::ir::Deprecation;

use super::limits::limits;
use crate::docs::{Links, clean, led_summary, markdown, plain, unmarked, wrap};
use crate::plan::{MemberPlan, Plan, ShapeKind, ShapePlan};
use crate::settings::DocsLevel;

/// The length of the lines of sentences, in methods and beside other text.
pub(super) const WIDTH: usize = 92;

/// Turns a model's documentation into attributes, as much of it as the settings ask for.
pub(super) struct Docs {
    level: DocsLevel,
    service: String,
    names: Names,
    /// What has been converted and names nothing: the same text stands at many members.
    converted: RefCell<HashMap<String, String>>,
}

/// What documentation stands at.
pub(super) struct Page<'a> {
    /// The path of the item, to which its own page has no links.
    path: String,
    /// The members that are at hand as `Self::…`.
    members: &'a [MemberPlan],
}

impl<'a> Page<'a> {
    /// Of what a module of the crate has by that name.
    pub(super) fn of(module: &str, name: &str) -> Self {
        Self { path: format!("crate::{module}::{name}"), members: &[] }
    }

    /// Of a shape, which has members.
    pub(super) fn of_shape(plan: &'a ShapePlan) -> Self {
        let module = match plan.kind {
            _ if plan.is_operation => "operations",
            ShapeKind::Error => "error",
            ShapeKind::Structure | ShapeKind::Union => "types",
        };
        Self { members: &plan.members, ..Self::of(module, &plan.name) }
    }

    fn path_of(&self, member: &str) -> String {
        format!("{}${member}", self.path)
    }

    /// Of nothing that has a name in the model.
    pub(super) fn none() -> Self {
        Self { path: String::new(), members: &[] }
    }
}

/// The names in the model that documentation mentions, and where in the crate they lead.
#[derive(Default)]
struct Names {
    paths: BTreeMap<String, String>,
    operations: BTreeSet<String>,
    /// The values of enums.
    values: BTreeSet<String>,
    /// The members that input and output of an operation have both, behind the path of either.
    of_both_sides: BTreeSet<String>,
}

impl Names {
    fn new(plan: &Plan) -> Self {
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
            let of_output = |name: &str| plan.output.members.iter().any(|m| m.member == name);
            for MemberPlan { member, .. } in &plan.input.members {
                if of_output(member) {
                    let sides = [&plan.input, &plan.output].map(Page::of_shape);
                    names.of_both_sides.extend(sides.map(|side| side.path_of(member)));
                }
            }
        }
        names
    }

    fn add(&mut self, module: &str, name: &str, of_model: &str) {
        self.paths.insert(of_model.to_owned(), format!("crate::{module}::{name}"));
    }
}

/// What the text of a page, or of one of its members, may lead to.
struct PageLinks<'a> {
    names: &'a Names,
    page: &'a Page<'a>,
    member: Option<&'a str>,
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
        if let Some(member) = self.page.members.iter().find(|member| member.member == code) {
            let is_clear = !self.names.of_both_sides.contains(&self.page.path_of(code));
            return is_clear.then(|| format!("Self::{}", member.name.trim_start_matches("r#")));
        }
        let has_words = code.chars().skip(1).any(char::is_uppercase);
        self.resolve(code).filter(|_| has_words)
    }
}

impl Docs {
    pub(super) fn new(plan: &Plan, level: DocsLevel) -> Self {
        let service = plain(&plan.service.name);
        Self { level, service, names: Names::new(plan), converted: RefCell::default() }
    }

    /// The name of the service, for sentences.
    pub(super) fn service(&self) -> &str {
        &self.service
    }

    /// What the model says, or `otherwise` where it says nothing or is not to be heard.
    pub(super) fn text(&self, page: &Page<'_>, model: &str, otherwise: &str) -> String {
        self.text_of(page, None, model, otherwise)
    }

    fn text_of(
        &self,
        page: &Page<'_>,
        member: Option<&str>,
        model: &str,
        otherwise: &str,
    ) -> String {
        let links = PageLinks { names: &self.names, page, member };
        let text = match self.level {
            DocsLevel::None => String::new(),
            DocsLevel::Summary => led_summary(model, &links, "", WIDTH),
            DocsLevel::Full => self.markdown(&links, model),
        };
        if text.is_empty() { otherwise.to_owned() } else { text }
    }

    fn markdown(&self, links: &PageLinks<'_>, model: &str) -> String {
        if ["<a>", "<code>", "<link", "`"].iter().any(|mark| model.contains(mark)) {
            return markdown(model, links);
        }
        let mut converted = self.converted.borrow_mut();
        if let Some(text) = converted.get(model) {
            return text.clone();
        }
        let text = markdown(model, links);
        converted.insert(model.to_owned(), text.clone());
        text
    }

    /// The first sentence of what the model says, behind a lead; empty if there is none.
    pub(super) fn sentence(&self, page: &Page<'_>, lead: &str, model: &str) -> String {
        let links = PageLinks { names: &self.names, page, member: None };
        match self.level {
            DocsLevel::None => String::new(),
            DocsLevel::Summary | DocsLevel::Full => led_summary(model, &links, lead, WIDTH),
        }
    }

    /// The attributes of an item: its documentation, and that it is deprecated.
    pub(super) fn item(
        &self,
        page: &Page<'_>,
        model: &str,
        otherwise: &str,
        deprecated: Option<&Deprecation>,
    ) -> TokenStream {
        let comment = comment(&self.text(page, model, otherwise));
        let deprecated = deprecation(deprecated);
        quote!(#comment #deprecated)
    }

    /// The attributes of a field or variant: its documentation with what values of it have to
    /// keep to, and that it is deprecated.
    pub(super) fn member(&self, page: &Page<'_>, member: &MemberPlan) -> TokenStream {
        let otherwise = format!("`{}`", member.member);
        let mut text = self.text_of(page, Some(&member.member), &member.docs, &otherwise);
        if self.level == DocsLevel::Full {
            let limits = limits(member);
            if !limits.is_empty() {
                text.push_str("\n\n");
                text.push_str(&limits);
            }
        }
        let (comment, deprecated) = (comment(&text), deprecation(member.deprecated.as_ref()));
        quote!(#comment #deprecated)
    }
}

/// The attribute of something that is deprecated, which shows in the compiler's warnings and in
/// the documentation. The compiler shows its note as it is, so that is no Markdown.
///
/// Models date deprecations in all kinds of ways, and lints want a version in `since`: the date
/// stands in the note.
pub(super) fn deprecation(deprecated: Option<&Deprecation>) -> Option<TokenStream> {
    let Deprecation { message, since } = deprecated?;
    let message = message.as_deref().map(unmarked).filter(|message| !message.is_empty());
    let since = since.as_ref().map(|since| format!("since {}", clean(since)));
    Some(match [since, message].into_iter().flatten().collect::<Vec<_>>().join(": ").as_str() {
        "" => quote!(#[deprecated]),
        note => quote!(#[deprecated(note = #note)]),
    })
}

/// A documentation comment of sentences of our own.
pub(super) fn sentences(text: &str) -> TokenStream {
    comment(&wrap(text, WIDTH))
}

/// A documentation comment of that text.
pub(super) fn comment(text: &str) -> TokenStream {
    let lines =
        text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}
