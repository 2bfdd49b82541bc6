//! Documentation comments.

use std::cell::RefCell;
use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;
use shapewright_model::ir::Deprecation;

use super::limits::limits;
use super::links::{Names, Page, PageLinks};
use crate::docs::{clean, led_summary, markdown, plain, unmarked, wrap};
use crate::plan::{MemberPlan, Plan};
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
