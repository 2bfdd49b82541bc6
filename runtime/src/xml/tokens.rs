//! A cursor over the elements of a document, which knows XML and nothing of shapes.

use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::QName;

use crate::codec::{MAX_DEPTH, ReadError};

/// A cursor inside the innermost element that has been entered and not left.
///
/// [`child`](Self::child) enters an element; [`text`](Self::text), [`skip`](Self::skip) or the
/// last [`child`](Self::child) leave it.
#[derive(Clone)]
pub(crate) struct Tokens<'a> {
    reader: quick_xml::Reader<&'a [u8]>,
    /// The number of elements that have been entered.
    depth: usize,
    /// The text of the element that was entered last, if the reader is behind its end already.
    whole: Option<Text<'a>>,
}

/// The text of an element, and the byte of the input that it starts with.
#[derive(Clone)]
struct Text<'a> {
    text: Cow<'a, str>,
    offset: usize,
}

/// The start of an element.
pub(crate) struct Element<'a> {
    tag: Tag<'a>,
    /// The byte of the input that it starts with.
    pub(crate) offset: usize,
}

enum Tag<'a> {
    /// Of an element that holds nothing but text, by its name: it has no prefix.
    Leaf(&'a str),
    Any(BytesStart<'a>),
}

impl<'a> Tokens<'a> {
    /// A cursor at the start of a document.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { reader: quick_xml::Reader::from_reader(bytes), depth: 0, whole: None }
    }

    /// The position of the cursor, in bytes.
    pub(crate) fn offset(&self) -> usize {
        self.whole.as_ref().map_or_else(|| self.position(), |text| text.offset)
    }

    /// The position of the reader.
    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// Enters the root of the document.
    pub(crate) fn root(&mut self) -> Result<Element<'a>, ReadError> {
        loop {
            let offset = self.offset();
            match self.event()? {
                Event::Start(start) => return self.enter(start, false, offset),
                Event::Empty(start) => return self.enter(start, true, offset),
                Event::Eof => return Err(ReadError::new("expected an element").at(offset)),
                event => outside(&event, offset)?,
            }
        }
    }

    /// Enters the next element in the current one, or leaves that if there are no more. Text
    /// between them is passed over.
    pub(crate) fn child(&mut self) -> Result<Option<Element<'a>>, ReadError> {
        if self.leave_whole().is_some() {
            return Ok(None);
        }
        if let Some(leaf) = self.leaf() {
            return Ok(Some(leaf));
        }
        loop {
            let offset = self.offset();
            match self.event()? {
                Event::Start(start) => return self.enter(start, false, offset).map(Some),
                Event::Empty(start) => return self.enter(start, true, offset).map(Some),
                Event::End(_) => {
                    self.depth -= 1;
                    return Ok(None);
                }
                Event::Eof => return Err(unclosed(offset)),
                _ => {}
            }
        }
    }

    /// The text of the current element, and leaves it.
    pub(crate) fn text(&mut self) -> Result<Cow<'a, str>, ReadError> {
        if let Some(text) = self.leave_whole() {
            return Ok(text);
        }
        let mut text = Cow::Borrowed("");
        loop {
            let offset = self.offset();
            match self.event()? {
                Event::Text(piece) => append(&mut text, piece.xml10_content()),
                Event::CData(piece) => append(&mut text, piece.xml10_content()),
                Event::GeneralRef(reference) => text.to_mut().push(resolve(&reference, offset)?),
                Event::End(_) => {
                    self.depth -= 1;
                    return Ok(text);
                }
                Event::Start(start) | Event::Empty(start) => {
                    let name = start.local_name().into_inner().to_owned();
                    let problem = format!("expected text, found the element {name}");
                    return Err(ReadError::new(problem).at(offset));
                }
                Event::Eof => return Err(unclosed(offset)),
                _ => {}
            }
        }
    }

    /// Leaves the current element, whatever it holds.
    pub(crate) fn skip(&mut self) -> Result<(), ReadError> {
        let depth = self.depth;
        while self.child()?.is_some() || self.depth >= depth {}
        Ok(())
    }

    /// Nothing but white space, comments and processing instructions may follow the root.
    pub(crate) fn end(&mut self) -> Result<(), ReadError> {
        loop {
            let offset = self.offset();
            match self.event()? {
                Event::Eof => return Ok(()),
                Event::Start(_) | Event::Empty(_) => {
                    return Err(ReadError::new("a second root").at(offset));
                }
                event => outside(&event, offset)?,
            }
        }
    }

    /// The next event; document types are errors.
    fn event(&mut self) -> Result<Event<'a>, ReadError> {
        let offset = self.offset();
        match self.reader.read_event() {
            Ok(Event::DocType(_)) => Err(ReadError::new("a document type is refused").at(offset)),
            Ok(event) => Ok(event),
            Err(error) => {
                let offset = usize::try_from(self.reader.error_position()).unwrap_or(offset);
                Err(ReadError::new(format!("invalid XML: {error}")).at(offset))
            }
        }
    }

    fn enter(
        &mut self,
        start: BytesStart<'a>,
        is_empty: bool,
        offset: usize,
    ) -> Result<Element<'a>, ReadError> {
        if self.depth == MAX_DEPTH {
            return Err(ReadError::too_deep().at(offset));
        }
        self.depth += 1;
        if is_empty {
            self.whole = Some(Text { text: Cow::Borrowed(""), offset: self.position() });
        }
        Ok(Element { tag: Tag::Any(start), offset })
    }

    /// Leaves the current element if the reader is behind its end.
    fn leave_whole(&mut self) -> Option<Cow<'a, str>> {
        let whole = self.whole.take()?;
        self.depth -= 1;
        Some(whole.text)
    }

    /// Enters the next element, white space before it passed over, if it has no attributes and
    /// holds nothing but text. The cursor stands behind a tag, or such an element.
    ///
    /// Most elements are like that, and to see that costs a fraction of the reader's events: the
    /// start, the text and the end, with a copy of the name between. Whatever is not quite plain,
    /// errors included, is left to the reader.
    fn leaf(&mut self) -> Option<Element<'a>> {
        let rest: &'a [u8] = self.reader.get_ref();
        let tag = rest.trim_ascii_start();
        let of_name =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        let content = tag.strip_prefix(b"<")?;
        let name = content.get(..content.iter().position(|byte| !of_name(byte))?)?;
        let text = content.get(name.len()..)?.strip_prefix(b">")?;
        let plain = memchr::memchr3(b'<', b'&', b'\r', text)?;
        let length = match text.get(plain) {
            Some(b'<') => plain,
            _ => memchr::memchr2(b'<', b'\r', text)?,
        };
        let end = text.get(length..)?;
        let behind = end.strip_prefix(b"</")?.strip_prefix(name)?.strip_prefix(b">")?;
        if name.is_empty() || self.depth == MAX_DEPTH {
            return None;
        }
        let content = str::from_utf8(content.get(..content.len() - end.len())?).ok()?;
        let (name, content) = content.split_at_checked(name.len())?;
        let content = content.get(1..)?;
        let position = self.position();
        self.whole = Some(Text {
            text: if plain == length { Cow::Borrowed(content) } else { resolved(content)? },
            offset: position + rest.len() - text.len(),
        });
        self.depth += 1;
        self.reader.stream().consume(rest.len() - behind.len());
        Some(Element { tag: Tag::Leaf(name), offset: position + rest.len() - tag.len() })
    }
}

impl Element<'_> {
    /// The name without its prefix.
    pub(crate) fn name(&self) -> &str {
        match &self.tag {
            Tag::Leaf(name) => name,
            Tag::Any(start) => start.local_name().into_inner(),
        }
    }

    /// Whether it goes by that name, prefixes aside.
    pub(crate) fn is(&self, name: &str) -> bool {
        is_local(name, self.name())
    }

    /// The attributes in their order, without declarations of namespaces.
    pub(crate) fn attributes(
        &self,
    ) -> impl Iterator<Item = Result<(&str, Cow<'_, str>), ReadError>> {
        let attributes = match &self.tag {
            Tag::Any(start) if !start.attributes_raw().is_empty() => Some(start.attributes()),
            _ => None,
        };
        let attributes = attributes.into_iter().flat_map(|mut attributes| {
            // Comparing each attribute with all others would take quadratic time.
            attributes.with_checks(false);
            attributes
        });
        let invalid = |error: &dyn std::fmt::Display| {
            ReadError::new(format!("invalid XML: {error}")).at(self.offset)
        };
        attributes.filter_map(move |attribute| match attribute {
            Ok(attribute) if attribute.key.as_namespace_binding().is_some() => None,
            Ok(attribute) => Some(match attribute.normalized_value(XmlVersion::Implicit1_0) {
                Ok(value) => Ok((local(attribute.key), value)),
                Err(error) => Err(invalid(&error)),
            }),
            Err(error) => Some(Err(invalid(&error))),
        })
    }
}

fn local(name: QName<'_>) -> &str {
    name.local_name().into_inner()
}

/// Whether a name, perhaps with a prefix, is that local one.
pub(crate) fn is_local(name: &str, local: &str) -> bool {
    name.strip_suffix(local).is_some_and(|prefix| prefix.is_empty() || prefix.ends_with(':'))
}

/// Adds a piece to a text, without copying the first.
fn append<'a>(text: &mut Cow<'a, str>, piece: Cow<'a, str>) {
    if text.is_empty() {
        *text = piece;
    } else {
        text.to_mut().push_str(&piece);
    }
}

/// The text with its references resolved, if all can be.
fn resolved(text: &str) -> Option<Cow<'static, str>> {
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, behind)) = rest.split_once('&') {
        let (name, behind) = behind.split_once(';')?;
        resolved.push_str(plain);
        resolved.push(character(name)?);
        rest = behind;
    }
    resolved.push_str(rest);
    Some(Cow::Owned(resolved))
}

/// The character that a reference stands for.
fn resolve(reference: &BytesRef<'_>, offset: usize) -> Result<char, ReadError> {
    let name: &str = reference;
    character(name).ok_or_else(|| ReadError::new(format!("unknown entity &{name};")).at(offset))
}

/// The character of that name: one by its number, or one of the five that XML predefines.
fn character(name: &str) -> Option<char> {
    match name.strip_prefix('#') {
        Some(digits) => match digits.strip_prefix('x') {
            Some(digits) => u32::from_str_radix(digits, 16).ok().and_then(char::from_u32),
            None => digits.parse().ok().and_then(char::from_u32),
        },
        None => match name {
            "amp" => Some('&'),
            "apos" => Some('\''),
            "gt" => Some('>'),
            "lt" => Some('<'),
            "quot" => Some('"'),
            _ => None,
        },
    }
}

/// Only what says nothing may stand outside the root.
fn outside(event: &Event<'_>, offset: usize) -> Result<(), ReadError> {
    let is_space = |text: &str| text.trim_ascii().is_empty();
    match event {
        Event::Text(text) if !is_space(text) => {
            Err(ReadError::new("text outside the root").at(offset))
        }
        Event::CData(_) | Event::GeneralRef(_) => {
            Err(ReadError::new("text outside the root").at(offset))
        }
        _ => Ok(()),
    }
}

fn unclosed(offset: usize) -> ReadError {
    ReadError::new("the document ends inside an element").at(offset)
}
