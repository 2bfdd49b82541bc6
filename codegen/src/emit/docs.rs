//! Documentation comments.

use proc_macro2::TokenStream;
use quote::quote;
use shapewright_model::ir::Deprecation;

use crate::docs::{Links, markdown, summary};
use crate::plan::Plan;
use crate::settings::DocsLevel;

/// Turns a model's documentation into attributes, as much of it as the settings ask for.
pub(super) struct Docs<'a> {
    level: DocsLevel,
    links: CrateLinks<'a>,
}

/// Finds what documentation refers to in the crate.
struct CrateLinks<'a> {
    plan: &'a Plan,
}

impl Links for CrateLinks<'_> {
    fn resolve(&self, name: &str) -> Option<String> {
        let find = |module: &str, known: bool| known.then(|| format!("crate::{module}::{name}"));
        let plan = self.plan;
        find("operations", plan.operations.contains_key(name))
            .or_else(|| find("types", plan.shapes.contains_key(name)))
            .or_else(|| find("types", plan.enums.contains_key(name)))
            .or_else(|| find("error", plan.errors.contains_key(name)))
    }
}

impl<'a> Docs<'a> {
    pub(super) fn new(plan: &'a Plan, level: DocsLevel) -> Self {
        Self { level, links: CrateLinks { plan } }
    }

    /// What the model says, or `otherwise` where it says nothing or is not to be heard.
    pub(super) fn text(&self, model: &str, otherwise: &str) -> String {
        let text = match self.level {
            DocsLevel::None => String::new(),
            DocsLevel::Summary => summary(model, &self.links),
            DocsLevel::Full => markdown(model, &self.links),
        };
        if text.is_empty() { otherwise.to_owned() } else { text }
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
            let message = markdown(message, &self.links).replace('\n', " ");
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
