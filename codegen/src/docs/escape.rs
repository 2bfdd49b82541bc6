//! Text that means what it says, whatever Markdown makes of its characters.

use std::borrow::Cow;

use shapewright_model::visible::is_invisible;

/// What stands around a piece of text, and what it is in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// The character before it, or a space.
    pub(super) before: char,
    /// The character behind it, or a space.
    pub(super) after: char,
    /// Whether it is emphasised.
    pub(super) styled: bool,
    /// Whether it is the text of a link, which cannot hold another.
    pub(super) linked: bool,
}

/// Text without characters that nobody sees, and with spaces for all white space.
///
/// Control characters are refused by compilers or by terminals; marks that reorder the text around
/// them are refused by rustc, because they hide what code does.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    let visible = |c: char| match c {
        _ if c.is_whitespace() => Some(' '),
        _ if is_invisible(c) => None,
        _ => Some(c),
    };
    Cow::Owned(text.chars().filter_map(visible).collect())
}

/// Text that stands in a sentence, as Markdown.
pub(super) fn plain(text: &str) -> String {
    escape(text, Around { before: ' ', after: ' ', styled: false, linked: false })
}

/// The lines of preformatted text: like [`clean`], but with the white space between words kept.
pub(super) fn clean_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push_str("    "),
            _ if is_invisible(c) => {}
            _ if c.is_whitespace() => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

/// A code span, between as many backticks as do not occur in it.
pub(super) fn code(text: &str) -> String {
    let runs: Vec<usize> = backticks(text).collect();
    let length = (1..).find(|length| !runs.contains(length)).unwrap_or(1);
    let fence = "`".repeat(length);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// How many backticks there are in succession, wherever there are some.
pub(super) fn backticks(text: &str) -> impl Iterator<Item = usize> {
    text.split(|c| c != '`').map(str::len).filter(|&length| length > 0)
}

/// The destination of a link, without what would end it early.
pub(super) fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for (at, c) in address.char_indices() {
        match c {
            ' ' | '<' | '>' | '(' | ')' | '[' | ']' | '\\' | '"' | '`' | '|' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            '&' if starts_entity(&address[at..], ' ') => out.push_str("&amp;"),
            _ if is_invisible(c) => {}
            _ => out.push(c),
        }
    }
    out
}

/// Text for the middle of a paragraph; [`start_line`] is for where a line starts with it.
pub(super) fn escape(text: &str, around: Around) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    let mut before = around.before;
    while let Some(url) = Url::find(rest).filter(|_| !around.linked) {
        let mut head = &rest[..url.start];
        let written = &rest[url.start..url.end];
        let mut tail = &rest[url.end..];
        // `<https://…>` has its brackets already.
        if let (Some(outside), Some(behind)) = (head.strip_suffix('<'), tail.strip_prefix('>')) {
            (head, tail) = (outside, behind);
        }
        let after = if url.is_template { '`' } else { '<' };
        escape_characters(head, Around { before, after, ..around }, &mut out);
        if url.is_template {
            out.push_str(&code(written));
        } else {
            out.push('<');
            out.push_str(written);
            out.push('>');
        }
        before = if url.is_template { '`' } else { '>' };
        rest = tail;
    }
    escape_characters(rest, Around { before, ..around }, &mut out);
    out
}

fn escape_characters(text: &str, around: Around, out: &mut String) {
    let Around { mut before, after, styled, .. } = around;
    let mut two_before = ' ';
    let mut open_brackets = 0_usize;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(after, |&(_, next)| next);
        let is_apart = before.is_whitespace() && next.is_whitespace() && !styled;
        let means_something = match c {
            '`' | '[' | ']' => true,
            '\\' => !next.is_alphanumeric(),
            '*' => !is_apart,
            // Inside a word it is a character like any other, and behind one it starts nothing.
            '_' if styled => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '_' => !before.is_alphanumeric() && !next.is_whitespace(),
            '~' => styled || next == '~' || !before.is_whitespace(),
            '<' if next.is_whitespace() || next.is_ascii_digit() || next == '=' => false,
            '<' => {
                open_brackets += 1;
                true
            }
            // For the eye only.
            '>' if open_brackets > 0 => {
                open_brackets -= 1;
                true
            }
            '&' => starts_entity(&text[at..], after),
            '!' => next == '[' && chars.peek().is_none(),
            // `--option`, of which rustdoc would make a dash.
            '-' => before == '-' && next.is_alphanumeric() && !two_before.is_alphanumeric(),
            _ => false,
        };
        if means_something {
            out.push('\\');
        }
        out.push(c);
        (two_before, before) = (before, c);
    }
}

/// Whether the `&` that a text starts with may be that of an entity.
fn starts_entity(text: &str, after: char) -> bool {
    let name = text[1..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    match name.chars().next() {
        Some(c) => c == ';' && name.len() + 1 < text.len(),
        None => after != ' ',
    }
}

/// The first word of a line, which would start a heading, a list, a rule or a table there.
///
/// Within a paragraph, only the number 1 would start a list.
pub(super) fn start_line(word: &str, starts_paragraph: bool) -> Cow<'_, str> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let is_made_of = |characters: &str| word.chars().all(|c| characters.contains(c));
    let is_number = (1..=9).contains(&digits) && matches!(&word[digits..], "." | ")");
    let at = if is_number && (starts_paragraph || word[..digits].parse() == Ok(1)) {
        digits
    } else if word.starts_with('>')
        || matches!(word, "+" | "*" | "_")
        || is_made_of("#")
        || is_made_of("-=|:") && word != ":"
    {
        0
    } else {
        return Cow::Borrowed(word);
    };
    Cow::Owned(format!("{}\\{}", &word[..at], &word[at..]))
}

/// A bare address in a text.
struct Url {
    start: usize,
    end: usize,
    /// Whether it has a gap to fill in, such as `<region>`, and leads nowhere as it stands.
    is_template: bool,
}

impl Url {
    fn find(text: &str) -> Option<Self> {
        text.match_indices("http").find_map(|(start, _)| {
            let rest = &text[start..];
            let scheme = ["https://", "http://"].into_iter().find(|s| rest.starts_with(*s))?;
            let is_end = |c: char| c.is_whitespace() || c == '`';
            let is_stop = |c: char| is_end(c) || !c.is_ascii() || "<>\"{}[]|\\^".contains(c);
            let word = rest.split(is_stop).next()?;
            let is_template = rest[word.len()..].starts_with(['<', '{', '[']);
            let word = if is_template { rest.split(is_end).next()? } else { word };
            // The text's punctuation, not the address's.
            let word = word.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '"', ')', '*']);
            let end = start + word.len();
            (word.len() > scheme.len()).then_some(Self { start, end, is_template })
        })
    }
}
