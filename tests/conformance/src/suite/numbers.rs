//! Numbers of any size in JSON text.

use std::borrow::Cow;

/// A number of that many digits is exact in 64 bits, whether whole or not.
const EXACT_DIGITS: usize = 15;

/// The text with quotes around each number that `serde_json` would round.
///
/// Its feature `arbitrary_precision` is no way out: it changes what every crate of the workspace
/// sees of numbers.
pub(super) fn quoted(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    // What is copied already, and where to look next.
    let (mut copied, mut at) = (0, 0);
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = end_of_string(bytes, at),
            b'-' | b'0'..=b'9' => {
                let end = end_of_number(bytes, at);
                let number = text.get(at..end).unwrap_or_default();
                if is_rounded(number) {
                    out.push_str(text.get(copied..at).unwrap_or_default());
                    out.extend(["\"", number, "\""]);
                    copied = end;
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// The place behind the string that begins there.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    at
}

/// The place behind the number that begins there.
fn end_of_number(bytes: &[u8], start: usize) -> usize {
    let is_part = |byte: &&u8| byte.is_ascii_digit() || b"+-.eE".contains(*byte);
    start + bytes.iter().skip(start).take_while(is_part).count()
}

fn is_rounded(number: &str) -> bool {
    let is_whole = number.parse::<i64>().is_ok() || number.parse::<u64>().is_ok();
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    !is_whole && mantissa.bytes().filter(u8::is_ascii_digit).count() > EXACT_DIGITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_would_be_rounded_is_quoted() {
        for (text, expected) in [
            (r#"{"a": 1.5, "b": -42}"#, r#"{"a": 1.5, "b": -42}"#),
            ("[18446744073709551615]", "[18446744073709551615]"),
            ("[9223372036854775808000]", r#"["9223372036854775808000"]"#),
            ("[1, -0.100000000000000000000001]", r#"[1, "-0.100000000000000000000001"]"#),
            (r#"["\"123456789012345678901234"]"#, r#"["\"123456789012345678901234"]"#),
        ] {
            assert_eq!(quoted(text), expected);
        }
    }

    #[test]
    fn broken_text_stays_broken() {
        for text in ["\"", "\"\\", "-", "1e", "[12"] {
            assert_eq!(quoted(text), text);
        }
    }
}
