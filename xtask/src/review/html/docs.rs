//! The documentation of models in pages.

use maud::{Markup, PreEscaped};
use pulldown_cmark::{CowStr, Event, Parser, Tag, html};
use shapewright_codegen::docs::{NoLinks, markdown};

/// A text of a model, with the tags of our own choice and none of its own.
pub(super) fn docs(text: &str) -> Markup {
    let markdown = markdown(text, &NoLinks);
    let events = Parser::new(&markdown).map(|event| match event {
        // Markdown may hold any tag, and what is left of a model's is only text.
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let is_web = dest_url.starts_with("https://") || dest_url.starts_with("http://");
            let dest_url = if is_web { dest_url } else { CowStr::Borrowed("#") };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        // Nothing is fetched.
        Event::Start(Tag::Image { .. }) => Event::Start(Tag::Emphasis),
        Event::End(pulldown_cmark::TagEnd::Image) => Event::End(pulldown_cmark::TagEnd::Emphasis),
        event => event,
    });
    let mut page = String::new();
    html::push_html(&mut page, events);
    PreEscaped(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_tag_of_a_model_gets_through() {
        let hostile = "<p>a <script>alert(1)</script><img src=x onerror=alert(2)> \
                       <a href=\"javascript:alert(3)\">b</a> &lt;iframe src=//x> \
                       ![c](http://example.com/c.png)</p>";
        let page = docs(hostile).into_string();
        for wrong in ["<script", "<img", "<iframe", "javascript:"] {
            assert!(!page.contains(wrong), "{page}");
        }
    }
}
