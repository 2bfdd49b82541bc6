//! What each tag means for the text around it.

use std::collections::BTreeSet;
use std::mem;
use std::ops::ControlFlow;

use super::Links;
use super::escape;
use super::inline::{self, Content, Run, Style, Word};
use super::page::{Container, Page};
use super::paragraph::Paragraph;
use super::read::{self, Event, Tag};
use super::sentence;

pub(super) fn markdown(html: &str, links: &dyn Links) -> String {
    let mut converter = Converter::new(links, None);
    read::read(html, |event| {
        converter.event(event);
        ControlFlow::Continue(())
    });
    converter.finish();
    converter.page.finish()
}

pub(super) fn summary(html: &str, links: &dyn Links, lead: &str, width: usize) -> String {
    let mut converter = Converter::new(links, Some(Summary::default()));
    read::read(html, |event| {
        converter.event(event);
        match &converter.summary {
            Some(Summary { sentence: Some(_), .. }) => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    });
    converter.finish();
    let Summary { sentence, substitute } = converter.summary.unwrap_or_default();
    let words = sentence.or(substitute).unwrap_or_default();
    if words.is_empty() { String::new() } else { inline::behind(lead, &words, width) }
}

pub(super) fn unmarked(html: &str) -> String {
    let mut text = String::new();
    read::read(html, |event| {
        match event {
            Event::Text(piece) => text.push_str(&escape::clean(&piece)),
            Event::Start { tag: Tag::Code, .. } | Event::End(Tag::Code) => text.push('`'),
            Event::Start {
                tag: Tag::Link | Tag::Italic | Tag::Bold | Tag::Transparent, ..
            }
            | Event::End(Tag::Link | Tag::Italic | Tag::Bold | Tag::Transparent) => {}
            Event::Start { .. } | Event::End(_) => text.push(' '),
        }
        ControlFlow::Continue(())
    });
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Gathers text into paragraphs.
struct Converter<'a> {
    links: &'a dyn Links,
    page: Page,
    /// What is found instead of writing the page, if only that is wanted.
    summary: Option<Summary>,
    paragraph: Paragraph,
    /// The text between `<pre>` and `</pre>`.
    preformatted: Option<String>,
    /// The rows between `<table>` and `</table>`.
    table: Option<Vec<Vec<String>>>,
    /// Where links lead already.
    linked: BTreeSet<String>,
}

#[derive(Default)]
struct Summary {
    sentence: Option<Vec<Word>>,
    /// What will do if there is nothing but headings and asides.
    substitute: Option<Vec<Word>>,
}

impl<'a> Converter<'a> {
    fn new(links: &'a dyn Links, summary: Option<Summary>) -> Self {
        Self {
            links,
            page: Page::new(),
            summary,
            paragraph: Paragraph::default(),
            preformatted: None,
            table: None,
            linked: BTreeSet::new(),
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match (event, &mut self.preformatted) {
            (Event::Text(text), Some(preformatted)) => preformatted.push_str(&text),
            (Event::Start { tag: Tag::LineBreak, .. }, Some(text)) => text.push('\n'),
            (Event::End(Tag::Preformatted), Some(_)) => self.end_preformatted(),
            (_, Some(_)) => {}
            (Event::Text(text), None) => self.paragraph.text(&escape::clean(&text)),
            (Event::Start { tag, destination, first_number }, None) => match tag {
                Tag::Link => {
                    self.end_link();
                    self.paragraph.start_link(destination);
                }
                Tag::List { ordered } => {
                    let number = ordered.then_some(first_number.unwrap_or(1));
                    self.nest(|page| page.open_list(number));
                }
                _ => self.start(tag),
            },
            (Event::End(tag), None) => self.end(tag),
        }
    }

    fn start(&mut self, tag: Tag) {
        match tag {
            Tag::Block | Tag::Definition => self.end_paragraph(),
            Tag::Heading => {
                self.flush();
                self.paragraph.is_heading = true;
                self.paragraph.bold = 1;
            }
            Tag::LineBreak => {
                self.end_link();
                // Twice in succession is how some write a new paragraph.
                if self.paragraph.break_line().is_break() {
                    self.flush();
                }
            }
            // A cell has but one line.
            Tag::Preformatted if self.table.is_some() => self.paragraph.start_code(),
            Tag::Preformatted => {
                self.flush();
                self.preformatted = Some(String::new());
            }
            Tag::Aside(title) => {
                self.nest(Page::open_aside);
                if let (Some(title), None) = (title, &self.summary) {
                    self.paragraph.bold = 1;
                    self.paragraph.text(title);
                    self.paragraph.end_label(true);
                }
            }
            Tag::Item | Tag::Term => {
                self.nest(Page::open_item);
                if tag == Tag::Term {
                    self.paragraph.bold = 1;
                }
            }
            Tag::Table => {
                self.flush();
                self.table.get_or_insert_default();
            }
            Tag::Row => {
                self.flush();
                if let Some(rows) = &mut self.table {
                    rows.push(Vec::new());
                }
            }
            Tag::Cell => {
                self.flush();
                if let Some(row) = self.table.as_mut().and_then(|rows| rows.last_mut()) {
                    row.push(String::new());
                }
            }
            Tag::Code => self.paragraph.start_code(),
            Tag::Italic => self.paragraph.italic += 1,
            Tag::Bold => self.paragraph.bold += 1,
            Tag::Link | Tag::List { .. } | Tag::Transparent => {}
        }
    }

    fn end(&mut self, tag: Tag) {
        match tag {
            Tag::Block => self.end_paragraph(),
            Tag::Heading => self.flush(),
            Tag::Aside(_) => {
                self.paragraph.forget_title();
                self.nest(|page| page.close(Container::Aside));
            }
            Tag::List { .. } => self.nest(|page| page.close(Container::List)),
            Tag::Item => self.nest(|page| page.close(Container::Item)),
            Tag::Term => {
                self.end_link();
                self.paragraph.end_label(false);
            }
            Tag::Table => {
                self.flush();
                self.end_table();
            }
            Tag::Definition | Tag::Row | Tag::Cell => self.flush(),
            Tag::Link => self.end_link(),
            Tag::Code | Tag::Preformatted => self.paragraph.end_code(),
            Tag::Italic => self.paragraph.italic = self.paragraph.italic.saturating_sub(1),
            Tag::Bold => self.paragraph.bold = self.paragraph.bold.saturating_sub(1),
            Tag::LineBreak | Tag::Transparent => {}
        }
    }

    /// Changes what the next block is in, except in a table, whose cells hold no blocks.
    fn nest(&mut self, change: impl FnOnce(&mut Page)) {
        self.flush();
        if self.table.is_none() {
            change(&mut self.page);
        }
    }

    fn finish(&mut self) {
        self.end_preformatted();
        self.paragraph.forget_title();
        self.flush();
        self.end_table();
    }

    fn end_link(&mut self) {
        self.paragraph.end_link(self.links);
    }

    /// Ends the paragraph, unless it is a label that the next one continues.
    fn end_paragraph(&mut self) {
        self.end_link();
        if !self.paragraph.is_label() {
            self.flush();
        }
    }

    /// Ends the paragraph whatever it holds.
    fn flush(&mut self) {
        self.end_link();
        let (mut runs, is_heading) = mem::take(&mut self.paragraph).finish();
        if !is_heading {
            self.link_code(&mut runs);
        }
        if let (Some(_), None) = (&self.summary, &self.table) {
            sentence::truncate_to_first(&mut runs);
        }
        let words = inline::words(&runs);
        if words.is_empty() {
            return;
        }
        if let Some(rows) = &mut self.table {
            let cell = last_cell(rows);
            if !cell.is_empty() {
                cell.push(' ');
            }
            cell.push_str(&inline::line(&words));
        } else if let Some(summary) = &mut self.summary {
            let is_substitute = is_heading || self.page.is_in_aside();
            let place = if is_substitute { &mut summary.substitute } else { &mut summary.sentence };
            place.get_or_insert(words);
        } else {
            self.page.paragraph(&words);
        }
    }

    /// Makes links of code that names something, where the text names it for the first time.
    fn link_code(&mut self, runs: &mut [Run]) {
        for run in runs {
            match &run.content {
                Content::Link { destination, .. } => {
                    self.linked.insert(destination.clone());
                }
                Content::Code(code) => {
                    let path = self.links.resolve_code(code);
                    if let Some(destination) = path.filter(|path| self.linked.insert(path.clone()))
                    {
                        let content = run.content.clone();
                        let text = vec![Run { style: Style::Plain, content }];
                        run.content = Content::Link { text, destination };
                    }
                }
                Content::Text(_) | Content::Break => {}
            }
        }
    }

    fn end_preformatted(&mut self) {
        if let Some(text) = self.preformatted.take() {
            self.page.preformatted(&text);
        }
    }

    fn end_table(&mut self) {
        if let Some(rows) = self.table.take() {
            self.page.table(&rows);
        }
    }
}

/// The cell of a table that text belongs to, with the tags that someone forgot.
fn last_cell(rows: &mut Vec<Vec<String>>) -> &mut String {
    if rows.is_empty() {
        rows.push(Vec::new());
    }
    let end = rows.len() - 1;
    let row = &mut rows[end];
    if row.is_empty() {
        row.push(String::new());
    }
    let end = row.len() - 1;
    &mut row[end]
}
