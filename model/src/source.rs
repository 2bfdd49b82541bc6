//! The text of a model and the places in it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use miette::{MietteSpanContents, SourceSpan};

use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::ir::Pointer;
use crate::visible;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// How much of the text an excerpt spans at most, in bytes.
const EXCERPT: usize = 4_000;

/// Lines longer than this, in bytes, are not shown as a whole: documentation may stand on them,
/// or the whole model.
const LONG_LINE: usize = 160;

/// How much of a value is underlined, in bytes.
const LABEL: usize = 60;

/// A file that a model, or a part of it, was read from.
#[derive(Clone, Debug)]
pub struct Source {
    name: String,
    text: String,
    /// The text as excerpts show it, where that is another and somebody has asked.
    shown: OnceLock<Option<String>>,
}

/// A place in a [`Source`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The value that a pointer names.
    Value(Pointer),
    /// The key before that value; the value itself if it has no key.
    Key(Pointer),
    /// The same where an object has the key several times, counted from 0.
    Repeated(Pointer, usize),
    /// These bytes.
    Bytes(Range<usize>),
}

impl Place {
    /// The value that it is about, if any.
    #[must_use]
    pub fn pointer(&self) -> Option<&Pointer> {
        match self {
            Self::Value(pointer) | Self::Key(pointer) | Self::Repeated(pointer, _) => Some(pointer),
            Self::Bytes(_) => None,
        }
    }
}

/// A line and a column for people: both count from 1, columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Source {
    /// A source of this display name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), shown: OnceLock::new() }
    }

    /// The name to show, usually the path of the file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// A source of this display name, from bytes that are to be UTF-8.
    pub(crate) fn from_utf8(name: String, bytes: Vec<u8>) -> Result<Self, Diagnostic> {
        String::from_utf8(bytes).map(|text| Self::new(name.clone(), text)).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes());
            let wrong = valid..valid + char::REPLACEMENT_CHARACTER.len_utf8();
            Diagnostic::new(&codes::NOT_UTF8, "the file is not UTF-8")
                .label(Place::Bytes(wrong), "this byte cannot stand here")
                .help("convert the file to UTF-8")
                .of(Arc::new(Self::new(name, text)))
        })
    }

    /// The text without the byte order mark that it may begin with.
    pub(crate) fn text_without_mark(&self) -> &str {
        let text = &self.text;
        text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
    }

    /// The bytes of the value that `pointer` names.
    ///
    /// Walks the text each time: it is meant for diagnostics, which are rare.
    #[must_use]
    pub fn locate(&self, pointer: &Pointer) -> Option<Range<usize>> {
        Some(self.find(pointer, 0)?.value)
    }

    /// The bytes of the values that `pointers` name, of those that are there.
    ///
    /// Walks the text once for all of them.
    #[must_use]
    pub fn locate_all(&self, pointers: &BTreeSet<Pointer>) -> BTreeMap<Pointer, Range<usize>> {
        let mut wanted = Wanted::default();
        for pointer in pointers {
            wanted.insert(pointer);
        }
        let mut scanner =
            Scanner { text: &self.text, at: self.text.len() - self.text_without_mark().len() };
        let mut found = BTreeMap::new();
        // What was found before the text turned out not to be JSON is found.
        let _ = scanner.find_all(&wanted, &mut found);
        found
    }

    /// Where those places begin, as far as their order goes: a key counts as its value.
    ///
    /// Walks the text once for all of them.
    pub(crate) fn starts(&self, places: &[&Place]) -> impl Fn(&Place) -> usize + use<> {
        let pointers = places.iter().filter_map(|place| place.pointer()).flat_map(Pointer::upwards);
        let found = self.locate_all(&pointers.collect());
        move |place| match place {
            Place::Bytes(range) => range.start,
            Place::Value(pointer) | Place::Key(pointer) | Place::Repeated(pointer, _) => {
                let nearest = pointer.upwards().find_map(|pointer| found.get(&pointer));
                nearest.map_or(0, |range| range.start)
            }
        }
    }

    /// The bytes of the key, quotes included, whose value `pointer` names.
    ///
    /// Elements of arrays and the root have none.
    #[must_use]
    pub fn locate_key(&self, pointer: &Pointer) -> Option<Range<usize>> {
        self.find(pointer, 0)?.key
    }

    /// The bytes of a place.
    ///
    /// If a pointer leads nowhere, those of the last thing on its way that exists.
    #[must_use]
    pub fn resolve(&self, place: &Place) -> Range<usize> {
        let (pointer, count, of_key) = match place {
            Place::Value(pointer) => (pointer, 0, false),
            Place::Key(pointer) => (pointer, 0, true),
            Place::Repeated(pointer, count) => (pointer, *count, true),
            Place::Bytes(range) => return self.clamp(range),
        };
        if let Some(found) = self.find(pointer, count) {
            return match found.key {
                Some(key) if of_key => key,
                _ => found.value,
            };
        }
        match pointer.0.rsplit_once('/') {
            Some((parent, _)) => self.resolve(&Place::Key(Pointer(parent.to_owned()))),
            None => 0..0,
        }
    }

    /// The position of a byte.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let before = &self.text[..self.clamp(&(offset..offset)).start];
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Position {
            line: before.bytes().filter(|&byte| byte == b'\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
        }
    }

    /// The byte at which a line begins, counted from 1; the end of the text if there is no such
    /// line.
    pub(crate) fn line_start(&self, line: usize) -> usize {
        match line.checked_sub(2) {
            None => 0,
            Some(newline) => {
                self.text.match_indices('\n').nth(newline).map_or(self.text.len(), |(at, _)| at + 1)
            }
        }
    }

    /// The part of a range that is worth underlining: on one line, and not all of a long value.
    pub(crate) fn first_line(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.text[range.clone()];
        let end = text.find('\n').unwrap_or(text.len()).min(LABEL);
        self.clamp(&(range.start..range.start + end))
    }

    /// The lines around a span, or only what is near it if one of them is very long.
    ///
    /// `None` if the span itself is too long to be shown.
    pub(crate) fn excerpt(
        &self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Option<MietteSpanContents<'_>> {
        let range = self.clamp(&(span.offset()..span.offset().saturating_add(span.len())));
        if range.len() > EXCERPT {
            return None;
        }
        let mut shown = self.lines_around(&range, lines_before, lines_after);
        if lines_before == 0 {
            // By this miette finds the column of the span, as it does in its own sources.
            shown.start = range.start;
        }
        if self.text[shown.clone()].lines().any(|line| line.len() > LONG_LINE) {
            let line = self.lines_around(&range, 0, 0);
            let near = range.start.saturating_sub(LONG_LINE / 2)..range.end + LONG_LINE / 2;
            shown = self.clamp(&(line.start.max(near.start)..line.end.min(near.end)));
        }
        let text = &self.shown()[shown.clone()];
        let Position { line, column } = self.position(shown.start);
        Some(MietteSpanContents::new_named(
            self.name.clone(),
            text.as_bytes(),
            (shown.start, shown.len()).into(),
            line - 1,
            column - 1,
            text.lines().count(),
        ))
    }

    /// The text as people see it: each byte where it was, but nothing that acts upon a terminal.
    fn shown(&self) -> &str {
        let shown = self.shown.get_or_init(|| match visible::lines(&self.text) {
            Cow::Borrowed(_) => None,
            Cow::Owned(text) => Some(text),
        });
        shown.as_deref().unwrap_or(&self.text)
    }

    /// The range of the lines in which `range` lies, and of as many before and after.
    fn lines_around(&self, range: &Range<usize>, before: usize, after: usize) -> Range<usize> {
        let mut line_starts = self.text[..range.start].rmatch_indices('\n');
        let mut line_ends = self.text[range.end..].match_indices('\n');
        line_starts.nth(before).map_or(0, |(at, _)| at + 1)
            ..line_ends.nth(after).map_or(self.text.len(), |(at, _)| range.end + at + 1)
    }

    /// The range, moved to lie within the text and between characters.
    fn clamp(&self, range: &Range<usize>) -> Range<usize> {
        let floor = |mut at: usize| {
            at = at.min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = floor(range.start);
        start..floor(range.end).max(start)
    }

    fn find(&self, pointer: &Pointer, count: usize) -> Option<Found> {
        let mut scanner =
            Scanner { text: &self.text, at: self.text.len() - self.text_without_mark().len() };
        let mut key = None;
        let segments: Vec<_> = pointer.0.split('/').skip(1).collect();
        for (index, segment) in segments.iter().enumerate() {
            let segment = segment.replace("~1", "/").replace("~0", "~");
            let skip = if index + 1 == segments.len() { count } else { 0 };
            key = scanner.enter(&segment, skip)?;
        }
        let value = scanner.value()?;
        Some(Found { key, value })
    }
}

impl Position {
    /// The first position of a text.
    pub const START: Self = Self { line: 1, column: 1 };
}

impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

struct Found {
    key: Option<Range<usize>>,
    value: Range<usize>,
}

/// The places that are looked for, as a tree of keys.
#[derive(Default)]
struct Wanted<'p> {
    pointer: Option<&'p Pointer>,
    below: BTreeMap<String, Wanted<'p>>,
}

impl<'p> Wanted<'p> {
    fn insert(&mut self, pointer: &'p Pointer) {
        let mut node = self;
        for segment in pointer.0.split('/').skip(1) {
            let key = segment.replace("~1", "/").replace("~0", "~");
            node = node.below.entry(key).or_default();
        }
        node.pointer = Some(pointer);
    }
}

/// Walks JSON text that was parsed before; on other text it finds nothing or something useless,
/// but always ends.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl Scanner<'_> {
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at)?.is_ascii_whitespace() {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Skips the string that begins here.
    fn string(&mut self) -> Option<Range<usize>> {
        self.eat(b'"')?;
        let start = self.at - 1;
        loop {
            match self.text.as_bytes().get(self.at)? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Some(start..self.at)
    }

    /// Skips the value that begins here; counts brackets, so that no nesting is too deep for it.
    fn value(&mut self) -> Option<Range<usize>> {
        self.peek()?;
        let start = self.at;
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => {
                    self.string()?;
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                    continue;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                b',' | b':' if depth > 0 => {
                    self.at += 1;
                    continue;
                }
                _ => self.scalar(),
            }
            if depth == 0 {
                return Some(start..self.at);
            }
        }
    }

    /// Skips a number or a word, or one byte if there is neither.
    fn scalar(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        let ends = |byte: &u8| byte.is_ascii_whitespace() || b",:]}\"[{".contains(byte);
        self.at += rest.iter().position(ends).unwrap_or(rest.len()).max(1);
    }

    /// Skips the value that begins here, and notes the places that are wanted in it. It calls
    /// itself for each key of a pointer, which the parser's limit of depth bounds.
    fn find_all(
        &mut self,
        wanted: &Wanted<'_>,
        found: &mut BTreeMap<Pointer, Range<usize>>,
    ) -> Option<()> {
        let first = self.peek()?;
        let start = self.at;
        if wanted.below.is_empty() || !matches!(first, b'{' | b'[') {
            self.value()?;
        } else {
            let close = if first == b'{' { b'}' } else { b']' };
            self.at += 1;
            for index in 0_usize.. {
                if self.peek()? == close {
                    break;
                }
                let key = match first {
                    b'{' => self.key()?,
                    _ => index.to_string(),
                };
                match wanted.below.get(&key) {
                    Some(below) => self.find_all(below, found)?,
                    None => {
                        self.value()?;
                    }
                }
                // The last element has none.
                let _ = self.eat(b',');
            }
            self.at += 1;
        }
        if let Some(pointer) = wanted.pointer {
            found.insert(pointer.clone(), start..self.at);
        }
        Some(())
    }

    /// Skips a key and its colon.
    fn key(&mut self) -> Option<String> {
        let quoted = self.string()?;
        self.eat(b':')?;
        serde_json::from_str(self.text.get(quoted)?).ok()
    }

    /// Moves to the value below `segment`, to its repetition number `skip`; gives its key's place.
    fn enter(&mut self, segment: &str, mut skip: usize) -> Option<Option<Range<usize>>> {
        if self.peek()? == b'[' {
            self.at += 1;
            for _ in 0..segment.parse::<usize>().ok()? {
                self.value()?;
                self.eat(b',')?;
            }
            return (self.peek()? != b']').then_some(None);
        }
        self.eat(b'{')?;
        loop {
            let key = self.string()?;
            self.eat(b':')?;
            self.peek()?;
            if self.is(&key, segment) {
                match skip.checked_sub(1) {
                    None => return Some(Some(key)),
                    Some(left) => skip = left,
                }
            }
            self.value()?;
            self.eat(b',')?;
        }
    }

    fn is(&self, key: &Range<usize>, segment: &str) -> bool {
        let Some(quoted) = self.text.get(key.clone()) else {
            return false;
        };
        if quoted.contains('\\') {
            serde_json::from_str::<Cow<'_, str>>(quoted).is_ok_and(|key| key == segment)
        } else {
            quoted.get(1..quoted.len() - 1) == Some(segment)
        }
    }
}
