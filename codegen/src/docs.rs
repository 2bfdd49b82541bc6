//! The documentation of models as Markdown for rustdoc.
//!
//! Models document themselves in HTML (botocore) or in CommonMark with HTML in it (Smithy), and
//! both hold text that rustdoc would misread: `[x]` as a link, `<region>` as a tag, indented lines
//! as a test to compile. Both come out as Markdown that says the same and nothing else.
//!
//! A text passes through these modules in one go, without a tree between them:
//!
//! - `read` turns either dialect into a sequence of tags and text;
//! - `convert` knows what each tag means, and `paragraph` gathers the text between them;
//! - `inline` renders a paragraph, `escape` its text, and `sentence` finds where its first ends;
//! - `page` puts paragraphs below each other, in the lists and notes that they belong to.

mod convert;
mod escape;
mod inline;
mod page;
mod paragraph;
mod read;
mod sentence;
#[cfg(test)]
mod tests;

pub(crate) use self::escape::clean;

/// How a text finds what it names in the crate that it documents.
pub trait Links {
    /// The rustdoc path (such as `crate::types::Task` or `crate::Client::run_task`) of the shape,
    /// operation or member that a text names, if this crate has it.
    fn resolve(&self, name: &str) -> Option<String>;

    /// The path of what code in a text names, if it can hardly mean anything else.
    fn resolve_code(&self, code: &str) -> Option<String>;
}

/// A crate in which no name leads anywhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoLinks;

impl Links for NoLinks {
    fn resolve(&self, _name: &str) -> Option<String> {
        None
    }

    fn resolve_code(&self, _code: &str) -> Option<String> {
        None
    }
}

/// All of a text as the lines of a documentation comment, without the `/// ` before each.
///
/// Lines end where a reader expects them to, and none has white space at its end. A text that
/// says nothing gives an empty string.
#[must_use]
pub fn markdown(html: &str, links: &dyn Links) -> String {
    convert::markdown(html, links)
}

/// Text without any markup, such as a name, as Markdown on one line.
#[must_use]
pub(crate) fn plain(text: &str) -> String {
    escape::plain(&clean(text))
}

/// The first sentence of a text on one line, or what comes closest to it.
///
/// A heading or a note only counts if nothing else is there.
#[must_use]
pub fn summary(html: &str, links: &dyn Links) -> String {
    convert::summary(html, links, "", usize::MAX)
}

/// The first sentence behind a lead, on lines of that many characters unless a word is longer;
/// empty if there is no sentence.
#[must_use]
pub(crate) fn led_summary(html: &str, links: &dyn Links, lead: &str, width: usize) -> String {
    convert::summary(html, links, lead, width)
}

/// Markdown of our own, whose paragraphs are all it has, on lines of that many characters.
pub(crate) fn wrap(text: &str, width: usize) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| inline::wrap_text(paragraph, width));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// What a text says, on one line and without any markup except for the backticks around code.
pub(crate) fn unmarked(html: &str) -> String {
    convert::unmarked(html)
}

/// A text as Markdown's code, whatever characters it has.
pub(crate) fn code(text: &str) -> String {
    escape::code(text)
}
