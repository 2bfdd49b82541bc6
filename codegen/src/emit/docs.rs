//! Documentation comments.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use proc_macro2::TokenStream;
use quote::quote;
use shapewright_model::ir::Deprecation;

use super::limits::limits;
use crate::docs::{Links, NoLinks, led_summary, markdown, plain};
use crate::plan::{MemberPlan, Plan};
use crate::settings::DocsLevel;

/// The length of the lines of sentences, in methods and beside other text.
const WIDTH: usize = 92;

/// Turns a model's documentation into attributes, as much of it as the settings ask for.
pub(super) struct Docs {
    level: DocsLevel,
    service: String,
    links: CrateLinks,
    /// What has been converted: the same text stands at a field, at a setter and elsewhere.
    converted: RefCell<HashMap<String, String>>,
}

/// The paths in the crate of what documentation refers to by its name in the model.
struct CrateLinks(BTreeMap<String, String>);

impl CrateLinks {
    fn new(plan: &Plan) -> Self {
        let shapes = plan.shapes.values().map(|plan| (&plan.shape, "types", &plan.name));
        let enums = plan.enums.values().map(|plan| (&plan.shape, "types", &plan.name));
        let int_enums = plan.int_enums.values();
        let int_enums = int_enums.map(|plan| (&plan.shape, "types", &plan.name));
        let errors = plan.errors.values().map(|plan| (&plan.shape, "error", &plan.name));
        let operations = plan.operations.values();
        let operations = operations.map(|plan| (&plan.operation, "operations", &plan.input.name));
        // Of an operation and a shape of one name, texts mean the operation.
        let all = shapes.chain(enums).chain(int_enums).chain(errors).chain(operations);
        Self(
            all.map(|(name, module, path)| (name.clone(), format!("crate::{module}::{path}")))
                .collect(),
        )
    }
}

impl Links for CrateLinks {
    fn resolve(&self, name: &str) -> Option<String> {
        self.0.get(name).cloned()
    }
}

impl Docs {
    pub(super) fn new(plan: &Plan, level: DocsLevel) -> Self {
        let service = plain(&plan.service.name);
        Self { level, service, links: CrateLinks::new(plan), converted: RefCell::default() }
    }

    /// The name of the service, for sentences.
    pub(super) fn service(&self) -> &str {
        &self.service
    }

    /// What the model says, or `otherwise` where it says nothing or is not to be heard.
    pub(super) fn text(&self, model: &str, otherwise: &str) -> String {
        let text = match self.level {
            DocsLevel::None => String::new(),
            DocsLevel::Summary => led_summary(model, &self.links, "", WIDTH),
            DocsLevel::Full => self.markdown(model),
        };
        if text.is_empty() { otherwise.to_owned() } else { text }
    }

    fn markdown(&self, model: &str) -> String {
        let mut converted = self.converted.borrow_mut();
        if let Some(text) = converted.get(model) {
            return text.clone();
        }
        let text = markdown(model, &self.links);
        converted.insert(model.to_owned(), text.clone());
        text
    }

    /// The first sentence of what the model says, behind a lead; empty if there is none.
    pub(super) fn sentence(&self, lead: &str, model: &str) -> String {
        match self.level {
            DocsLevel::None => String::new(),
            DocsLevel::Summary | DocsLevel::Full => led_summary(model, &self.links, lead, WIDTH),
        }
    }

    /// The attributes of an item: its documentation, and that it is deprecated.
    pub(super) fn item(
        &self,
        model: &str,
        otherwise: &str,
        deprecated: Option<&Deprecation>,
    ) -> TokenStream {
        let (comment, deprecated) =
            (comment(&self.text(model, otherwise)), deprecation(deprecated));
        quote!(#comment #deprecated)
    }

    /// The attributes of a field or variant: its documentation with what values of it have to
    /// keep to, and that it is deprecated.
    pub(super) fn member(&self, member: &MemberPlan) -> TokenStream {
        let mut text = self.text(&member.docs, &format!("`{}`", member.member));
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
/// the documentation.
///
/// Models date deprecations in all kinds of ways, and lints want a version in `since`: the date
/// stands in the note.
pub(super) fn deprecation(deprecated: Option<&Deprecation>) -> Option<TokenStream> {
    let Deprecation { message, since } = deprecated?;
    let message = message.as_deref().map(|message| markdown(message, &NoLinks).replace('\n', " "));
    let message = message.filter(|message| !message.is_empty());
    let since = since.as_ref().map(|since| format!("since {}", plain(since)));
    Some(match [since, message].into_iter().flatten().collect::<Vec<_>>().join(": ").as_str() {
        "" => quote!(#[deprecated]),
        note => quote!(#[deprecated(note = #note)]),
    })
}

/// A documentation comment of that text.
pub(super) fn comment(text: &str) -> TokenStream {
    let lines =
        text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}
