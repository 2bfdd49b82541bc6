//! Text of models that people are to see, on terminals too.

use std::borrow::Cow;

/// How much of a text a message quotes, in characters: it may be all that a file holds.
const LONGEST: usize = 600;

/// Whether a character shows nothing, or changes how what is around it is shown: control
/// characters, marks of writing direction, and the like.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
        || c.is_control()
}

/// Whether a character has no meaning in a text, or makes people see another text than there is:
/// control characters but for white space, and what overrides the direction of writing (Unicode
/// Standard Annex 9, "Directional formatting characters").
pub(crate) fn is_deceptive(c: char) -> bool {
    let is_override = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    is_override || (c.is_control() && !c.is_whitespace())
}

/// Whether a text consists of printable characters of ASCII. Nearly all texts of models do, and
/// this is much less work than to look at their characters.
pub(crate) fn is_printable_ascii(text: &str) -> bool {
    text.as_bytes().iter().all(|byte| matches!(byte, b' '..=b'~'))
}

/// A message with escapes in the place of what nobody could see, and an end.
pub(crate) fn message(text: String) -> String {
    let cut = text.char_indices().nth(LONGEST).map(|(at, _)| at);
    if cut.is_none() && !text.contains(is_invisible) {
        return text;
    }
    let mut out = String::new();
    for c in text[..cut.unwrap_or(text.len())].chars() {
        match is_invisible(c) {
            true => out.extend(c.escape_unicode()),
            false => out.push(c),
        }
    }
    if cut.is_some() {
        out.push('…');
    }
    out
}

/// Lines of a file with marks in the place of what nobody could see; as long as they were, so that
/// places in them stay where they are.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    let is_hidden = |c: char| is_invisible(c) && !matches!(c, '\n' | '\t');
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match (is_hidden(c), c) {
            (false, _) => out.push(c),
            // It only ends lines, in files of Windows.
            (true, '\r') => out.push(' '),
            (true, _) => {
                let end = out.len() + c.len_utf8();
                out.push(if c.len_utf8() < 3 { '?' } else { char::REPLACEMENT_CHARACTER });
                out.extend(std::iter::repeat_n('?', end - out.len()));
            }
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_show_everything_and_end() {
        assert_eq!(message("`é` is none".to_owned()), "`é` is none");
        assert_eq!(message("a\u{1b}[31m\u{202e}b\n".to_owned()), "a\\u{1b}[31m\\u{202e}b\\u{a}");
        assert_eq!(message("é".repeat(LONGEST)).chars().count(), LONGEST);
        assert_eq!(message("é".repeat(LONGEST + 1)), "é".repeat(LONGEST) + "…");
    }

    #[test]
    fn lines_keep_their_length() {
        for (text, shown) in [
            ("{\n\t\"é\"}", "{\n\t\"é\"}"),
            ("a\u{1b}b\r\n", "a?b \n"),
            ("\u{85}\u{202e}\u{e0001}", "??\u{fffd}\u{fffd}?"),
        ] {
            assert_eq!(lines(text), shown);
            assert_eq!(lines(text).len(), text.len());
        }
    }
}
