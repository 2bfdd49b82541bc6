//! What holds for every text, with the parser that rustdoc uses as the judge.

use proptest::prelude::*;
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag};

use super::super::{NoLinks, markdown, summary};

/// What a reader of a comment would see.
#[derive(Debug, Default)]
struct Reading {
    /// The text without white space.
    text: String,
    blocks: usize,
    blames: Vec<String>,
}

/// Reads Markdown as rustdoc does, except that it leaves quotation marks as they are.
fn read(text: &str) -> Reading {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut broken = Vec::new();
    let mut callback = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        broken.push(format!("a link to {}", link.reference));
        None
    };
    let mut reading = Reading::default();
    let parser = Parser::new_with_broken_link_callback(text, options, Some(&mut callback));
    for event in parser {
        match event {
            Event::Text(text) | Event::Code(text) => reading.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => {}
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Link { .. }) => {}
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language)))
                if &*language == "text" =>
            {
                reading.blocks += 1;
            }
            Event::Start(
                tag @ (Tag::CodeBlock(_)
                | Tag::Heading { .. }
                | Tag::HtmlBlock
                | Tag::Strikethrough
                | Tag::Image { .. }
                | Tag::FootnoteDefinition(_)),
            ) => reading.blames.push(format!("{tag:?}")),
            Event::Start(_) => reading.blocks += 1,
            event => reading.blames.push(format!("{event:?}")),
        }
    }
    reading.blames.extend(broken);
    reading.text = without_space(&reading.text);
    reading
}

fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Text made of what Markdown has a meaning for.
fn tricky() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => "[-*_`~<>|#+=!&.;:(){}\\[\\]\\\\\"'/1a ]{1,3}",
        3 => "[a-zé–]{1,6}",
        3 => Just(" ".to_owned()),
        1 => proptest::sample::select(vec![
            "https://a.b/c", "http://", "https://<x>.y", "1. ", "- ", "&lt;", "&#35;", "***",
            "---", "===", "```", "~~~", "[x]: y", "[^1]", "|-|-|", "<b>", "<!--", "</p>",
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A text as HTML, so that all of it is text.
fn as_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A text in which tags are thrown together without rules.
fn soup() -> impl Strategy<Value = String> {
    let tags = [
        "p",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "note",
        "important",
        "pre",
        "code",
        "a",
        "b",
        "i",
        "h2",
        "br",
        "table",
        "tr",
        "td",
        "region",
        "blockquote",
        "a href=\"https://a.b\"",
    ];
    let tag = proptest::sample::select(tags.to_vec());
    let piece = prop_oneof![
        2 => tag.clone().prop_map(|tag| format!("<{tag}>")),
        2 => tag.prop_map(|tag| format!("</{tag}>")),
        2 => tricky(),
        1 => any::<String>(),
        1 => Just("\n    ".to_owned()),
    ];
    proptest::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

/// A way to wrap a text into a tag that does not end its paragraph.
fn inline() -> impl Strategy<Value = (&'static str, &'static str)> {
    proptest::sample::select(vec![
        ("", ""),
        ("<b>", "</b>"),
        ("<i>", "</i>"),
        ("<code>", "</code>"),
        ("<b><i>", "</i></b>"),
        ("<a href=\"https://a.b/(c)\">", "</a>"),
        ("<a>", "</a>"),
    ])
}

proptest! {
    #[test]
    fn text_stays_what_it_is(text in tricky()) {
        // The brackets of an address are taken for those of Markdown.
        let text = text.replace("<http", "http");
        let out = markdown(&format!("<p>{}</p>", as_html(&text)), &NoLinks);
        let reading = read(&out);
        prop_assert_eq!(&reading.blames, &Vec::<String>::new(), "{}", out);
        prop_assert!(reading.blocks <= 1, "{}", out);
        // Those around code.
        let seen = reading.text.replace('`', "");
        prop_assert_eq!(seen, without_space(&text).replace('`', ""), "{}", out);
    }

    #[test]
    fn marks_stay_what_they_are(pieces in proptest::collection::vec((inline(), tricky()), 0..8)) {
        let mut html = String::from("<p>");
        let mut text = String::new();
        for ((open, close), piece) in &pieces {
            let piece = piece.replace("http", "");
            html.push_str(&format!("{open}{}{close}", as_html(&piece)));
            text.push_str(&piece);
        }
        let out = markdown(&html, &NoLinks);
        let reading = read(&out);
        prop_assert_eq!(&reading.blames, &Vec::<String>::new(), "{}", out);
        prop_assert!(reading.blocks <= 1, "{}", out);
        let seen = reading.text.replace('`', "");
        prop_assert_eq!(seen, without_space(&text).replace('`', ""), "{}", out);
    }

    #[test]
    fn soup_is_harmless(html in soup()) {
        let out = markdown(&html, &NoLinks);
        let reading = read(&out);
        prop_assert_eq!(&reading.blames, &Vec::<String>::new(), "{}", out);
        prop_assert!(!out.contains("\n\n\n") && out.trim() == out, "{:?}", out);
        prop_assert!(out.lines().all(|line| line.trim_end() == line), "{:?}", out);
        prop_assert!(!out.contains(|c: char| c.is_control() && c != '\n'), "{:?}", out);
        let short = summary(&html, &NoLinks);
        prop_assert!(!short.contains('\n'), "{:?}", short);
        prop_assert_eq!(&read(&short).blames, &Vec::<String>::new(), "{}", short);
    }

    #[test]
    fn fences_are_in_pairs(text in any::<String>()) {
        for out in [markdown(&text, &NoLinks), summary(&text, &NoLinks)] {
            let fences = out.lines().filter(|line| {
                let line = line.trim_start_matches(['>', ' ', '-']);
                // A span of code has more of them in its line.
                line.starts_with("```") && !line.trim_start_matches('`').contains('`')
            });
            prop_assert_eq!(fences.count() % 2, 0, "{}", out);
        }
    }
}
