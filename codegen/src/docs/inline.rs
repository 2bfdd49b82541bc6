//! The text of a paragraph, and how it is written down.

use super::escape::{self, Around};

/// The longest code span that no line ends in.
const LONGEST_SPAN: usize = 80;

/// How a text stands out. Both ways at once is bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Italic,
    Bold,
}

/// A stretch of a paragraph that is all of a kind.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) style: Style,
    pub(super) content: Content,
}

/// What a stretch of a paragraph holds.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Text(String),
    Code(String),
    /// A link; to an address that says itself where it leads if there is no text.
    Link {
        text: Vec<Run>,
        destination: String,
    },
    Break,
}

/// A word as it is written, which lines are broken between and not within.
#[derive(Debug)]
pub(super) struct Word {
    text: String,
    /// Whether the line ends behind it.
    is_last: bool,
}

/// A part of a word in one style, without the marks of that style.
struct Atom {
    text: String,
    style: Style,
    /// Whether no white space is before it.
    is_glued: bool,
    is_last: bool,
}

impl Style {
    fn mark(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Italic => "*",
            Self::Bold => "**",
        }
    }
}

impl Run {
    /// The characters that a reader sees.
    pub(super) fn text(&self) -> String {
        match &self.content {
            Content::Text(text) | Content::Code(text) => text.clone(),
            Content::Link { text, destination } if text.is_empty() => destination.clone(),
            Content::Link { text, .. } => text.iter().map(Self::text).collect(),
            Content::Break => " ".to_owned(),
        }
    }

    pub(super) fn is_break(&self) -> bool {
        matches!(self.content, Content::Break)
    }

    /// Whether a reader can tell where it ends.
    fn stands_out(&self) -> bool {
        self.style != Style::Plain || !matches!(self.content, Content::Text(_))
    }

    fn first_character(&self, neighbour: Style) -> char {
        match &self.content {
            Content::Text(text) => self.seen_from(neighbour, text.chars().next()),
            Content::Code(_) => '`',
            Content::Link { .. } => '[',
            Content::Break => ' ',
        }
    }

    fn last_character(&self, neighbour: Style) -> char {
        match &self.content {
            Content::Text(text) => self.seen_from(neighbour, text.chars().last()),
            Content::Code(_) => '`',
            Content::Link { .. } => ')',
            Content::Break => ' ',
        }
    }

    /// What Markdown sees of a text's outermost character, or the mark of its style before it.
    fn seen_from(&self, neighbour: Style, c: Option<char>) -> char {
        match c {
            Some(c) if c.is_whitespace() || self.style == neighbour => c,
            Some(_) => '*',
            None => ' ',
        }
    }
}

/// The words of a paragraph.
pub(super) fn words(runs: &[Run]) -> Vec<Word> {
    assemble(&Atoms::of(runs, false).list)
}

/// A paragraph on one line.
pub(super) fn line(words: &[Word]) -> String {
    let mut lines = Vec::new();
    wrap(words, usize::MAX, &mut lines);
    lines.concat()
}

/// A paragraph behind a text, on lines of a width, unless a word is longer.
pub(super) fn behind(lead: &str, words: &[Word], width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    if !lead.is_empty() {
        lines.push(lead.to_owned());
    }
    continue_line(words, width, lead.chars().count(), &mut lines);
    lines.join("\n")
}

/// Words of our own on lines of a width, unless one is longer.
pub(super) fn wrap_text(text: &str, width: usize) -> String {
    let word = |text: &str| Word { text: text.to_owned(), is_last: false };
    let words: Vec<_> = text.split_whitespace().map(word).collect();
    lines(&words, width).join("\n")
}

/// A paragraph on lines of a width, unless a word is longer.
pub(super) fn lines(words: &[Word], width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for part in words.split_inclusive(|word| word.is_last) {
        if let Some(last) = lines.last_mut() {
            last.push('\\');
        }
        wrap(part, width, &mut lines);
    }
    lines
}

/// Adds words below some lines.
fn wrap(words: &[Word], width: usize, lines: &mut Vec<String>) {
    continue_line(words, width, width, lines);
}

/// Adds words to the last of some lines, so much of which is used, and below.
fn continue_line(words: &[Word], width: usize, mut used: usize, lines: &mut Vec<String>) {
    for Word { text, .. } in words {
        let length = text.chars().count();
        match lines.last_mut() {
            Some(line) if used.saturating_add(1 + length) <= width => {
                line.push(' ');
                line.push_str(text);
                used += 1 + length;
            }
            _ => {
                lines.push(escape::start_line(text, lines.is_empty()).into_owned());
                used = length;
            }
        }
    }
}

/// Puts the parts of words together, with the marks of their styles.
fn assemble(atoms: &[Atom]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut before: Option<&Atom> = None;
    let mut is_marked = false;
    let mut groups = atoms.chunk_by(|left, right| left.style == right.style).peekable();
    while let Some(group) = groups.next() {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        // Two marks in succession would be read as one.
        let touches_mark = is_marked && first.is_glued;
        let behind = groups.peek().and_then(|group| group.first());
        is_marked = !touches_mark && may_mark(before, first, last, behind);
        let mark = if is_marked { first.style.mark() } else { "" };
        for (index, atom) in group.iter().enumerate() {
            let opening = if index == 0 { mark } else { "" };
            let closing = if index + 1 == group.len() { mark } else { "" };
            let text = format!("{opening}{}{closing}", atom.text);
            match words.last_mut() {
                Some(word) if atom.is_glued => {
                    word.text.push_str(&text);
                    word.is_last = atom.is_last;
                }
                _ => words.push(Word { text, is_last: atom.is_last }),
            }
        }
        before = Some(last);
    }
    words
}

/// Whether Markdown would take the marks around a group of atoms for marks.
///
/// It does not next to punctuation within a word: `**Note:**text`.
fn may_mark(before: Option<&Atom>, first: &Atom, last: &Atom, behind: Option<&Atom>) -> bool {
    let is_free = |c: Option<char>| c.is_none_or(|c| c.is_ascii_punctuation());
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let before = before.filter(|_| first.is_glued).and_then(|atom| atom.text.chars().last());
    let behind = behind.filter(|atom| atom.is_glued).and_then(|atom| atom.text.chars().next());
    first.style != Style::Plain
        && (is_word(first.text.chars().next()) || is_free(before))
        && (is_word(last.text.chars().last()) || is_free(behind))
}

/// The parts of words in the making.
#[derive(Default)]
struct Atoms {
    list: Vec<Atom>,
    /// Whether the next one follows without white space.
    is_glued: bool,
}

impl Atoms {
    fn of(runs: &[Run], linked: bool) -> Self {
        let mut atoms = Self::default();
        for (index, Run { style, content }) in runs.iter().enumerate() {
            match content {
                Content::Text(text) => {
                    let (head, behind) = runs.split_at(index);
                    let around = Around {
                        before: head.last().map_or(' ', |run| run.last_character(*style)),
                        after: behind.get(1).map_or(' ', |run| run.first_character(*style)),
                        styled: *style != Style::Plain,
                        linked,
                    };
                    let text = escape::escape(text, around);
                    atoms.spaced(&text, |atoms| {
                        let mut words = text.split_ascii_whitespace().peekable();
                        // As in `<i>User Guide</i> .`, of which models are full.
                        if matches!(words.peek(), Some(&("." | "," | ";" | ":"))) {
                            atoms.is_glued = head.last().is_some_and(Run::stands_out);
                        }
                        for word in words {
                            atoms.push(word.to_owned(), *style);
                            atoms.is_glued = false;
                        }
                    });
                }
                Content::Code(text) => atoms.spaced(text, |atoms| {
                    for piece in code_pieces(text) {
                        atoms.push(piece, *style);
                        atoms.is_glued = false;
                    }
                }),
                Content::Link { text, destination } => {
                    atoms.push(link(text, destination), *style);
                    atoms.is_glued = true;
                }
                Content::Break => {
                    atoms.is_glued = false;
                    if let Some(last) = atoms.list.last_mut() {
                        last.is_last = true;
                    }
                }
            }
        }
        atoms
    }

    /// Adds what a text consists of, with regard to the white space at its ends.
    fn spaced(&mut self, text: &str, add: impl FnOnce(&mut Self)) {
        self.is_glued &= !text.starts_with(' ');
        add(self);
        self.is_glued = !text.ends_with(' ');
    }

    fn push(&mut self, text: String, style: Style) {
        // Backticks that touch would be read as one mark.
        let touches = |before: &Atom| before.text.ends_with('`') && text.starts_with('`');
        let is_glued = self.is_glued && !self.list.last().is_some_and(touches);
        self.list.push(Atom { text, style, is_glued, is_last: false });
    }
}

/// A code span, in one piece unless it is longer than a line should be.
///
/// A line may only end before a letter: Markdown would see a list or a quotation otherwise. It
/// would take several backticks at the start of a line for a fence.
fn code_pieces(text: &str) -> Vec<String> {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    if words.is_empty() {
        return Vec::new();
    }
    let span = escape::code(&words.join(" "));
    if span.len() <= LONGEST_SPAN || text.contains('`') {
        return vec![span];
    }
    let mut pieces: Vec<String> = Vec::new();
    for word in span.split(' ') {
        match pieces.last_mut() {
            Some(piece) if !word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '"') => {
                piece.push(' ');
                piece.push_str(word);
            }
            _ => pieces.push(word.to_owned()),
        }
    }
    pieces
}

fn link(text: &[Run], destination: &str) -> String {
    let address = escape::destination(destination);
    let words = assemble(&Atoms::of(text, true).list);
    if words.is_empty() {
        return format!("<{address}>");
    }
    let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    format!("[{}]({address})", words.join(" "))
}
