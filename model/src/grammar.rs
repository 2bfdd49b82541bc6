//! What texts look like that become part of a message or stand on a line: none of them can bring
//! anything else with it.

use std::collections::HashSet;

use crate::codes;
use crate::diagnostic::{Diagnostic, Report};
use crate::source::Place;
use crate::visible::{is_deceptive, is_printable_ascii};

/// How long the name of a shape, member or operation may be, in bytes: files are called by names of
/// operations, with underscores between their words, and those of file systems have 255 bytes.
pub(crate) const LONGEST_NAME: usize = 160;

/// The form that a text has to have in its place.
pub(crate) struct Grammar {
    /// What such a text is, with its article.
    what: &'static str,
    /// What it consists of.
    form: &'static str,
    accepts: fn(&str) -> bool,
}

impl Grammar {
    /// Reports a text of another form. Characters that nobody sees are reported where texts are
    /// read, of whatever form.
    pub(crate) fn check(&self, text: &str, place: impl FnOnce() -> Place, report: &Report) {
        if !(self.accepts)(text) && !text.contains(is_deceptive) {
            let message = match text {
                "" => format!("an empty text cannot be {}", self.what),
                _ => format!("`{}` cannot be {}", text.escape_debug(), self.what),
            };
            report.add(
                Diagnostic::new(&codes::INVALID_TEXT, message)
                    .label(place(), "this text")
                    .help(format!("expected {}", self.form)),
            );
        }
    }
}

/// The name of a service, or the value of an enum.
pub(crate) static LINE: Grammar = Grammar {
    what: "a line of text",
    form: "text without line breaks and tabs",
    accepts: |text| {
        let ends = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
        is_printable_ascii(text) || !text.contains(ends)
    },
};

/// `sdkId` of the Smithy trait `aws.api#service`, `serviceId` of botocore's models: it is in the
/// header `User-Agent`, and in the names of variables of the environment.
pub(crate) static SERVICE_ID: Grammar = Grammar {
    what: "the id of a service",
    form: "letters and digits, with single spaces or hyphens between them",
    accepts: |text| text.split([' ', '-']).all(|word| is_made_of(word, |_| false)),
};

/// The version of a service, which is a parameter of requests.
pub(crate) static VERSION: Grammar =
    Grammar { what: "the version of a service", form: WORD_FORM, accepts: is_word };

/// The name of a service in the scope of signatures.
pub(crate) static SIGNING_NAME: Grammar =
    Grammar { what: "the name of a service in signatures", form: WORD_FORM, accepts: is_word };

/// What stands before the names of operations in a header or path.
pub(crate) static TARGET: Grammar =
    Grammar { what: "the target of requests", form: WORD_FORM, accepts: is_word };

/// The first labels of a host name (RFC 1123, section 2.1), with underscores, which some have.
pub(crate) static HOST: Grammar = Grammar {
    what: "a part of a host name",
    form: "letters, digits, `-` and `_`, with single dots between them",
    accepts: |text| text.split('.').all(|label| is_made_of(label, |c| "-_".contains(c))),
};

/// What stands before a host name (Smithy trait `endpoint`).
pub(crate) static HOST_PREFIX: Grammar = Grammar {
    what: "the prefix of a host name",
    form: "letters, digits, `-`, `.` and `{labels}`",
    accepts: is_host_prefix,
};

/// A method (RFC 9110, section 9.1).
pub(crate) static METHOD: Grammar =
    Grammar { what: "an HTTP method", form: TOKEN_FORM, accepts: is_token };

/// The path of a request, and perhaps a query string (Smithy trait `http`; RFC 3986, sections 3.3
/// and 3.4).
pub(crate) static PATH: Grammar = Grammar {
    what: "the path of a request",
    form: "`/`, then segments of the characters of URIs, or `{label}`, each label once; of one \
           label `{label+}`; then perhaps `?` and a query",
    accepts: is_path,
};

/// A label of a path.
pub(crate) static LABEL: Grammar = Grammar {
    what: "a label of the path",
    form: "letters, digits, `-`, `.` and `_`",
    accepts: is_label,
};

/// The name of a header (RFC 9110, section 5.1).
pub(crate) static HEADER: Grammar =
    Grammar { what: "the name of a header", form: TOKEN_FORM, accepts: is_token };

/// What names of headers begin with, perhaps nothing.
pub(crate) static HEADER_PREFIX: Grammar = Grammar {
    what: "the beginning of names of headers",
    form: TOKEN_FORM,
    accepts: |text| text.is_empty() || is_token(text),
};

/// The name of a parameter of the query string. All but unreserved characters are escaped there.
pub(crate) static PARAMETER: Grammar = Grammar {
    what: "the name of a parameter",
    form: "text without spaces and control characters",
    accepts: |text| {
        !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control())
    },
};

/// The name of an element or attribute (Smithy trait `xmlName`), with dots, which XML has too.
pub(crate) static XML_NAME: Grammar = Grammar {
    what: "a name in XML",
    form: "a letter or `_`, then letters, digits, `-`, `.` and `_`; perhaps a prefix and `:` before",
    accepts: |text| {
        let (prefix, name) = text.split_once(':').unwrap_or(("_", text));
        is_xml_name(prefix) && is_xml_name(name)
    },
};

/// The prefix of a namespace, perhaps none (Smithy trait `xmlNamespace`).
pub(crate) static XML_PREFIX: Grammar = Grammar {
    what: "the prefix of a namespace",
    form: "a letter or `_`, then letters, digits, `-`, `.` and `_`",
    accepts: |text| text.is_empty() || is_xml_name(text),
};

/// A namespace (Smithy trait `xmlNamespace`; RFC 3986, section 2).
pub(crate) static NAMESPACE: Grammar = Grammar {
    what: "a namespace",
    form: "the characters of URIs",
    accepts: |text| !text.is_empty() && is_of_uri(text, |c| "/?#[]".contains(c)),
};

/// A media type (RFC 9110, section 8.3.1).
pub(crate) static MEDIA_TYPE: Grammar = Grammar {
    what: "a media type",
    form: "a type like `text/plain; charset=utf-8`",
    accepts: |text| {
        let (essence, parameters) = text.split_once(';').unwrap_or((text, ""));
        let is_essence = essence
            .trim_ascii_end()
            .split_once('/')
            .is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype));
        is_essence && parameters.chars().all(|c| c == ' ' || c.is_ascii_graphic())
    },
};

/// A code of errors, which is in the header `x-amzn-query-error` with a semicolon behind it, and
/// the name of an algorithm or coding.
pub(crate) static CODE: Grammar = Grammar { what: "a code", form: TOKEN_FORM, accepts: is_token };

const TOKEN_FORM: &str = "letters, digits and any of !#$%&'*+-.^_`|~";

const WORD_FORM: &str = "letters, digits and any of -._~";

/// Unreserved characters (RFC 3986, section 2.3).
fn is_word(text: &str) -> bool {
    is_made_of(text, |c| "-._~".contains(c))
}

/// A `token` (RFC 9110, section 5.6.2).
fn is_token(text: &str) -> bool {
    is_made_of(text, |c| "!#$%&'*+-.^_`|~".contains(c))
}

/// Whether there is text, all of ASCII letters, digits and what else is allowed.
fn is_made_of(text: &str, also: impl Fn(char) -> bool) -> bool {
    let is_allowed = |byte: &u8| byte.is_ascii_alphanumeric() || also(char::from(*byte));
    !text.is_empty() && text.as_bytes().iter().all(is_allowed)
}

fn is_label(text: &str) -> bool {
    is_made_of(text, |c| "-._".contains(c))
}

fn is_xml_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && is_label(text)
}

/// Whether a text consists of escapes, of the characters that paths have (`pchar`, RFC 3986,
/// section 3.3), and of some others.
fn is_of_uri(text: &str, also: impl Fn(char) -> bool) -> bool {
    let is_allowed =
        |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@".contains(c) || also(c);
    let mut parts = text.split('%');
    let is_plain = parts.next().is_some_and(|part| part.chars().all(is_allowed));
    is_plain
        && parts.all(|part| {
            let mut chars = part.chars();
            let escape = chars.by_ref().take(2).filter(char::is_ascii_hexdigit).count();
            escape == 2 && chars.all(is_allowed)
        })
}

fn is_path(text: &str) -> bool {
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let Some(path) = path.strip_prefix('/') else {
        return false;
    };
    let (mut labels, mut greedy) = (HashSet::new(), 0);
    is_of_uri(query, |c| "/?".contains(c))
        && path.split('/').all(|segment| {
            let label = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            let Some(label) = label else {
                return !matches!(segment, "." | "..") && is_of_uri(segment, |_| false);
            };
            let name = label.strip_suffix('+').unwrap_or(label);
            greedy += usize::from(name != label);
            is_label(name) && labels.insert(name)
        })
        && greedy <= 1
}

fn is_host_prefix(text: &str) -> bool {
    let mut parts = text.split('{');
    let is_literal =
        |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c));
    !text.is_empty()
        && parts.next().is_some_and(is_literal)
        && parts.all(|part| {
            part.split_once('}').is_some_and(|(label, rest)| is_label(label) && is_literal(rest))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What could end a line, a header or a quoted text, and begin something else.
    const HOSTILE: [&str; 8] =
        ["a\r\nb", "a\nb", "a\tb", "\r", "a\u{85}b", "a\u{2028}b", "a\0b", "\u{7f}"];

    #[test]
    fn forms_accept_what_is_sound_and_nothing_else() {
        let cases: &[(&Grammar, &[&str], &[&str])] = &[
            (&LINE, &["", "Amazon Import/Export (DAX)", "Linux/UNIX ", "日本"], &[]),
            (&SERVICE_ID, &["ECS", "Rest Json Protocol", "SSO-OIDC"], &["", " a", "a  b", "a/b"]),
            (&TARGET, &["2014-11-13", "com.amazonaws.x_1", "~"], &["", "a b", "a/b", "é", "a;b"]),
            (&HOST, &["ecs", "api.ecr", "a-b_c"], &["", ".", "a..b", "a/b", "a:80", "a@b", "a b"]),
            (
                &HOST_PREFIX,
                &["a.", "{a}.", "x-{a}.b-{c}."],
                &["", "{", "{}", "}", "a{b", "a/", "{a+}", "a b"],
            ),
            (&METHOD, &["GET", "M-SEARCH"], &["", "GET ", "G(T", "É", "A:B"]),
            (
                &PATH,
                &["/", "/a//b/", "/@a/{b}/{c-d+}/(e+)+", "/a?b&c=d/?", "/%2F"],
                &[
                    "",
                    "a",
                    "/a b",
                    "/{",
                    "/}",
                    "/{}",
                    "/{a",
                    "/a{b}",
                    "/{a}b",
                    "/{a}/{a}",
                    "/{a+}/{b+}",
                    "/../a",
                    "/.",
                    "/a#b",
                    "/%2",
                    "/%zz",
                    "/\\",
                    "/a?{b}",
                    "/é",
                    "http://a",
                ],
            ),
            (&LABEL, &["a", "a-b_c.d"], &["", "a+", "{a}", "a b"]),
            (&HEADER, &["x-amz-Id_2", "ETag"], &["", "a:b", "a b", "a(", "é"]),
            (&HEADER_PREFIX, &["", "x-amz-meta-"], &["a:", " "]),
            (&PARAMETER, &["a", "$filter", "ids[]", "q.parser"], &["", " ", "a b", "a\u{a0}b"]),
            (
                &XML_NAME,
                &["a", "_a-b.c1", "xsi:type"],
                &["", "1", "a b", "a:b:c", ":a", "a:", "<a>", "a=\""],
            ),
            (&XML_PREFIX, &["", "xsi"], &["a:b", "1", "a b"]),
            (
                &NAMESPACE,
                &["http://a/b?c#d", "urn:a:b", "http://[::1]/"],
                &["", "a b", "a\"b", "<a>", "%"],
            ),
            (
                &MEDIA_TYPE,
                &["text/plain", "text/plain; charset=\"utf-8\"", "application/a+b.c"],
                &["", "text", "a/b/c", "a/ b", "/", "a/b;é"],
            ),
            (&CODE, &["AWS.Queue_1", "gzip"], &["", "a;b", "a b", "a\"b"]),
        ];
        for (grammar, sound, broken) in cases {
            for text in *sound {
                assert!((grammar.accepts)(text), "{}: {text:?}", grammar.what);
            }
            for text in broken.iter().chain(&HOSTILE) {
                assert!(!(grammar.accepts)(text), "{}: {text:?}", grammar.what);
            }
        }
    }
}
