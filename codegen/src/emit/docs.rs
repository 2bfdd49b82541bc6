//! Documentation comments.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use proc_macro2::TokenStream;
use quote::quote;
use shapewright_model::ir::Deprecation;

use crate::docs::{Links, markdown, plain, summary};
use crate::plan::Plan;
use crate::settings::DocsLevel;

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
            DocsLevel::Summary => summary(model, &self.links),
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

    /// The first sentence of what the model says, on one line; empty if there is none.
    pub(super) fn sentence(&self, model: &str) -> String {
        match self.level {
            DocsLevel::None => String::new(),
            DocsLevel::Summary | DocsLevel::Full => summary(model, &self.links).replace('\n', " "),
        }
    }

    /// The attributes of an item: its documentation, and that it is deprecated.
    pub(super) fn item(
        &self,
        model: &str,
        otherwise: &str,
        deprecated: Option<&Deprecation>,
    ) -> TokenStream {
        let mut text = self.text(model, otherwise);
        if let Some(deprecation) = deprecated {
            text.push_str("\n\n**Deprecated**");
            let since = deprecation.since.as_ref().map(|since| format!(" since {since}"));
            text.push_str(&since.unwrap_or_default());
            let message = deprecation.message.as_deref().unwrap_or_default();
            let message = self.markdown(message).replace('\n', " ");
            if message.is_empty() {
                text.push('.');
            } else {
                text.push_str(&format!(": {message}"));
            }
        }
        comment(&text)
    }
}

/// A documentation comment of that text.
pub(super) fn comment(text: &str) -> TokenStream {
    let lines =
        text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") });
    quote!(#(#[doc = #lines])*)
}
