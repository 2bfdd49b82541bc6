//! Text of models in Markdown, where it must mean nothing but itself: each way for its place, so
//! that the source can be read, too.

/// Text as code, in tables as elsewhere.
pub(super) fn code(text: &str) -> String {
    let text = one_line(text);
    if text.trim().is_empty() {
        return "–".to_owned();
    }
    // What is after a backslash is not one with the bar for all who read tables.
    if text.contains("\\|") {
        return format!("<code>{}</code>", by_numbers(&text));
    }
    let fence = "`".repeat(longest(&text) + 1);
    // Within a fence a blank on both sides is taken away; a backtick needs one.
    let blank = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    // In a table even code ends at a bar, unless it has a backslash.
    format!("{fence}{blank}{}{blank}{fence}", text.replace('|', "\\|"))
}

/// Text as it is if that means nothing to Markdown, and else as code, where nothing does: neither
/// names of people nor numbers of issues.
pub(super) fn plain(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || " .,;()'\"/-".contains(c);
    let is_link = text.to_lowercase().contains("www.");
    if text.chars().all(is_plain) && !is_link { text.to_owned() } else { code(text) }
}

/// Text with whatever may mean something by its number.
fn by_numbers(text: &str) -> String {
    let number = |c: char| match c {
        c if c.is_alphanumeric() || c == ' ' => c.to_string(),
        c => format!("&#{};", u32::from(c)),
    };
    text.chars().map(number).collect()
}

/// Text within a line of HTML.
pub(super) fn in_html(text: &str) -> String {
    one_line(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A fence that the lines cannot close.
pub(super) fn fence(lines: &str) -> String {
    "`".repeat(longest(lines).max(2) + 1)
}

/// How many backticks stand together at most.
fn longest(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::*;

    /// The cells of a table of one row, as they are read: their code and text, and what else
    /// there is.
    fn cells(markdown: &str) -> Vec<String> {
        let table = format!("| a |\n|---|\n| {markdown} |\n");
        let mut cells = Vec::new();
        for event in Parser::new_ext(&table, Options::all()) {
            match event {
                Event::Start(Tag::TableCell) => cells.push(String::new()),
                Event::Text(text) | Event::Code(text) => {
                    cells.last_mut().map(|cell| cell.push_str(&text)).unwrap_or_default();
                }
                Event::InlineHtml(tag) if tag.trim_start_matches(['<', '/']) == "code>" => {}
                Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow) => {}
                Event::End(
                    TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell,
                ) => {}
                other => cells.push(format!("{other:?}")),
            }
        }
        cells
    }

    const HOSTILE: &[&str] = &[
        "a|b",
        "`@all`",
        "``",
        "` `",
        "<img src=x>",
        "[x](javascript:alert(1))",
        "**b** __c__ ~~d~~",
        "www.example.com",
        "a\\|b",
        "\\",
        "&amp;",
        "https://example.com",
        "$x$",
        " a ",
        "#1",
    ];

    #[test]
    fn text_of_models_means_nothing_but_itself() {
        for text in HOSTILE {
            for shown in [code(text), plain(text)] {
                let read = cells(&shown);
                assert_eq!(read.len(), 2, "{text} is {shown}: {read:?}");
                assert_eq!(read[1].trim(), text.trim(), "{shown}");
            }
        }
    }

    #[test]
    fn what_is_plain_stays_plain() {
        assert_eq!(plain("Amazon EC2 (v2), it's"), "Amazon EC2 (v2), it's");
        assert_eq!(plain("@all"), "`@all`");
        assert_eq!(code("Task$group"), "`Task$group`");
        assert_eq!(code(""), "–");
        assert_eq!(in_html("a<b"), "a&lt;b");
        assert_eq!(fence("a ```` b\n"), "`````");
        assert_eq!(fence("plain\n"), "```");
    }
}
