//! From either dialect to a sequence of tags and text.

use std::borrow::Cow;
use std::ops::ControlFlow;

use html5gum::{Token, Tokenizer};
use pulldown_cmark::{Options, Parser, html};

/// What a tag means to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    /// A block of its own, such as a paragraph.
    Block,
    Heading,
    LineBreak,
    Preformatted,
    /// A remark set apart from the text, by its title.
    Aside(Option<&'static str>),
    List {
        ordered: bool,
    },
    Item,
    Term,
    Definition,
    Table,
    Row,
    Cell,
    Link,
    Code,
    Italic,
    Bold,
    /// What has no counterpart in Markdown, or needs none.
    Transparent,
}

/// A piece of a text.
#[derive(Debug)]
pub(super) enum Event<'a> {
    Start { tag: Tag, destination: Destination, first_number: Option<u64> },
    End(Tag),
    Text(Cow<'a, str>),
}

/// Where a tag leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// What its text names: `<a>RunTask</a>`.
    Named,
    /// The address that it gives.
    Address(String),
    /// Neither.
    Nowhere,
}

impl Tag {
    /// The tag of that name, if it is one that documentation is written with.
    ///
    /// Everything else is text. `<region>` stands for the name of a region, and `<script>` is
    /// better seen than run.
    fn named(name: &str) -> Option<Self> {
        // Longer than any name below.
        let mut buffer = [0; 12];
        let lower = buffer.get_mut(..name.len())?;
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        Some(match &*lower {
            b"p" | b"div" | b"para" | b"section" | b"center" | b"hr" | b"body" | b"html"
            | b"caption" | b"zonbook" | b"xhtml" => Self::Block,
            b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"fullname" => Self::Heading,
            b"br" => Self::LineBreak,
            b"pre" => Self::Preformatted,
            b"note" => Self::Aside(Some("Note")),
            b"important" => Self::Aside(Some("Important")),
            b"warning" => Self::Aside(Some("Warning")),
            b"caution" => Self::Aside(Some("Caution")),
            b"tip" => Self::Aside(Some("Tip")),
            b"blockquote" => Self::Aside(None),
            b"ul" | b"dl" => Self::List { ordered: false },
            b"ol" => Self::List { ordered: true },
            b"li" => Self::Item,
            b"dt" => Self::Term,
            b"dd" => Self::Definition,
            b"table" => Self::Table,
            b"tr" => Self::Row,
            b"td" | b"th" => Self::Cell,
            b"a" | b"link" => Self::Link,
            b"code" | b"tt" | b"samp" | b"kbd" | b"filename" => Self::Code,
            b"i" | b"em" | b"cite" | b"var" | b"replaceable" => Self::Italic,
            b"b" | b"strong" => Self::Bold,
            b"u" | b"s" | b"del" | b"ins" | b"span" | b"font" | b"small" | b"big" | b"sub"
            | b"sup" | b"text" | b"thead" | b"tbody" | b"tfoot" => Self::Transparent,
            _ => return None,
        })
    }

    /// The tag that `text`, which starts behind a `<`, begins with.
    fn opening(text: &str) -> Option<Self> {
        let name = text.strip_prefix('/').unwrap_or(text);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric())?;
        let (name, rest) = name.split_at(end);
        if rest.starts_with(['>', '/']) || rest.starts_with(char::is_whitespace) {
            Self::named(name)
        } else {
            None
        }
    }
}

/// Hands over the pieces of a text until there are none, or enough.
pub(super) fn read(text: &str, mut each: impl FnMut(Event<'_>) -> ControlFlow<()>) {
    let text = unescape(text);
    let html = shield(&if is_html(&text) { text } else { from_commonmark(&text).into() });
    for Ok(token) in Tokenizer::new(html.as_str()) {
        let event = match &token {
            Token::StartTag(start) => {
                let Some(tag) = Tag::named(&String::from_utf8_lossy(&start.name)) else { continue };
                let attribute = |name: &[u8]| {
                    start.attributes.get(name).map(|value| String::from_utf8_lossy(value))
                };
                let destination = match attribute(b"href") {
                    Some(address) => Destination::Address(address.into_owned()),
                    None if start.attributes.contains_key(&b"linkend"[..]) => Destination::Named,
                    None if start.attributes.is_empty() => Destination::Named,
                    None => Destination::Nowhere,
                };
                let first_number = attribute(b"start").and_then(|number| number.parse().ok());
                Event::Start { tag, destination, first_number }
            }
            Token::EndTag(end) => {
                let Some(tag) = Tag::named(&String::from_utf8_lossy(&end.name)) else { continue };
                Event::End(tag)
            }
            Token::String(text) => Event::Text(String::from_utf8_lossy(text)),
            _ => continue,
        };
        if each(event).is_break() {
            break;
        }
    }
}

/// Whether a text is HTML through and through, in which `*` or a blank line means nothing.
fn is_html(text: &str) -> bool {
    text.trim_start().strip_prefix('<').and_then(Tag::opening).is_some()
}

/// The text of models that escape all of it once too often, and show the reader their tags.
fn unescape(text: &str) -> Cow<'_, str> {
    if text.trim_start().starts_with("&lt;p&gt;") {
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").into()
    } else {
        text.into()
    }
}

/// CommonMark as HTML, by the parser that rustdoc uses too.
fn from_commonmark(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    html::push_html(&mut out, Parser::new_ext(text, options));
    out
}

/// Turns each `<` into an entity that starts no tag of ours, so that a parser keeps it as text.
///
/// A parser would read `<AccountId>` as a tag, in small letters, and drop all that follows a `<b`
/// that no `>` ends.
fn shield(html: &str) -> String {
    let last_end = html.rfind('>').unwrap_or(0);
    let mut out = String::with_capacity(html.len() + 16);
    let mut pieces = html.split('<');
    let mut position = pieces.next().map_or(0, |text| {
        out.push_str(text);
        text.len()
    });
    for piece in pieces {
        let is_tag = Tag::opening(piece).is_some() || piece.starts_with("!--");
        out.push_str(if is_tag && position < last_end { "<" } else { "&lt;" });
        out.push_str(piece);
        position += piece.len() + 1;
    }
    out
}
