//! A paragraph in the making.

use std::mem;
use std::ops::ControlFlow;

use super::Links;
use super::inline::{Content, Run, Style};
use super::read::Destination;

/// The paragraph in the making, and the tags that are open in it.
///
/// They all end with it: one that is never closed does not spoil the rest of the page.
#[derive(Default)]
pub(super) struct Paragraph {
    runs: Vec<Run>,
    label: Option<Label>,
    pub(super) is_heading: bool,
    pub(super) bold: usize,
    pub(super) italic: usize,
    code: usize,
    /// Whether the code span that is open has no text yet.
    is_code_fresh: bool,
    link: Option<Link>,
}

/// What the paragraph starts with, and the blocks behind it may continue: a term or a title.
struct Label {
    /// How many runs it takes.
    length: usize,
    /// Whether it says nothing on its own.
    is_title: bool,
}

/// A link in the making.
struct Link {
    destination: Destination,
    runs: Vec<Run>,
}

impl Paragraph {
    /// What it holds when it ends, whatever that is, and whether it is a heading.
    pub(super) fn finish(self) -> (Vec<Run>, bool) {
        let is_label = self.is_label();
        let Self { mut runs, is_heading, .. } = self;
        if is_label {
            // The colon, behind which nothing comes.
            runs.pop();
        }
        (runs, is_heading)
    }

    /// Forgets a title with nothing behind it.
    pub(super) fn forget_title(&mut self) {
        if self.is_label() && self.label.as_ref().is_some_and(|label| label.is_title) {
            *self = Self::default();
        }
    }

    /// Breaks the line, or says that the line before is broken already.
    pub(super) fn break_line(&mut self) -> ControlFlow<()> {
        let mut runs = self.runs.iter().rev();
        match runs.find(|run| run.is_break() || !run.text().trim().is_empty()) {
            Some(run) if run.is_break() => return ControlFlow::Break(()),
            Some(_) => self.push(Content::Break),
            None => {}
        }
        ControlFlow::Continue(())
    }

    /// Starts a code span, in which text is taken as it is.
    pub(super) fn start_code(&mut self) {
        self.code += 1;
        self.is_code_fresh = true;
    }

    pub(super) fn end_code(&mut self) {
        self.code = self.code.saturating_sub(1);
    }

    /// Starts a link, which the next pieces of text are in.
    pub(super) fn start_link(&mut self, destination: Destination) {
        self.link = Some(Link { destination, runs: Vec::new() });
    }

    /// Ends the link that is open, and adds it as far as it leads somewhere.
    pub(super) fn end_link(&mut self, links: &dyn Links) {
        if let Some(link) = self.link.take() {
            self.link(link, links);
        }
    }

    fn style(&self) -> Style {
        match (self.bold, self.italic) {
            (1.., _) => Style::Bold,
            (0, 1..) => Style::Italic,
            (0, 0) => Style::Plain,
        }
    }

    /// Where the next run belongs.
    fn runs(&mut self) -> &mut Vec<Run> {
        match &mut self.link {
            Some(link) => &mut link.runs,
            None => &mut self.runs,
        }
    }

    fn push(&mut self, content: Content) {
        let style = self.style();
        self.runs().push(Run { style, content });
    }

    /// Adds text, whose white space says nothing.
    pub(super) fn text(&mut self, text: &str) {
        if self.code > 0 {
            return self.code(text);
        }
        let mut rest = text;
        while let Some((before, code, behind)) = split_code(rest) {
            self.prose(before);
            self.is_code_fresh = true;
            self.code(code);
            rest = behind;
        }
        self.prose(rest);
    }

    fn prose(&mut self, text: &str) {
        let style = self.style();
        let is_label = self.is_label();
        let runs = self.runs();
        let is_blank = text.trim().is_empty();
        match runs.last_mut() {
            _ if text.is_empty() => {}
            None if is_blank => {}
            // As much space as there can be.
            Some(Run { content: Content::Text(last), .. }) if is_blank && last.ends_with(' ') => {}
            Some(Run { content: Content::Text(last), style: same })
                if *same == style && !is_label =>
            {
                last.push_str(text);
            }
            _ => runs.push(Run { style, content: Content::Text(text.to_owned()) }),
        }
    }

    fn code(&mut self, text: &str) {
        let is_fresh = mem::take(&mut self.is_code_fresh);
        match self.runs().last_mut() {
            Some(Run { content: Content::Code(last), .. }) if !is_fresh => last.push_str(text),
            _ => self.push(Content::Code(text.to_owned())),
        }
    }

    /// Makes what the paragraph holds a label.
    pub(super) fn end_label(&mut self, is_title: bool) {
        (self.bold, self.italic, self.code) = (0, 0, 0);
        while let Some(Run { content, .. }) = self.runs.last_mut() {
            if let Content::Text(text) | Content::Code(text) = content {
                text.truncate(text.trim_end().len());
                if !text.is_empty() {
                    break;
                }
            } else if let Content::Link { .. } = content {
                break;
            }
            self.runs.pop();
        }
        let Some(last) = self.runs.last() else { return };
        let colon = if last.text().ends_with(':') { " " } else { ": " };
        self.runs.push(Run { style: Style::Plain, content: Content::Text(colon.to_owned()) });
        self.label = Some(Label { length: self.runs.len(), is_title });
    }

    /// Whether there is nothing behind the label.
    pub(super) fn is_label(&self) -> bool {
        self.label.as_ref().is_some_and(|label| label.length == self.runs.len())
    }

    fn link(&mut self, link: Link, links: &dyn Links) {
        let Link { destination, mut runs } = link;
        let text: String = runs.iter().map(Run::text).collect();
        let name = text.trim();
        if name.is_empty() {
            return self.prose(&text);
        }
        if text.starts_with(' ') {
            self.prose(" ");
        }
        let style = runs.first().map_or(Style::Plain, |run| run.style);
        let mut lead = |text, destination| {
            self.runs.push(Run { style, content: Content::Link { text, destination } });
        };
        match destination {
            Destination::Address(address) if is_web_address(address.trim()) => {
                let address = address.trim().to_owned();
                let label = if name == address { Vec::new() } else { label(runs) };
                lead(label, address);
            }
            Destination::Named if is_web_address(name) => lead(Vec::new(), name.to_owned()),
            Destination::Named => match links.resolve(name) {
                Some(path) => {
                    lead(label(vec![Run { style, content: Content::Code(name.to_owned()) }]), path);
                }
                None if name.contains(char::is_whitespace) => self.runs.append(&mut runs),
                None => {
                    self.is_code_fresh |= self.code == 0;
                    let content = Content::Code(name.to_owned());
                    self.runs.push(Run { style, content });
                }
            },
            _ => self.runs.append(&mut runs),
        }
        if text.ends_with(' ') {
            self.prose(" ");
        }
    }
}

/// What a link is called, without what Markdown does not allow there.
///
/// The style is that of all of the link. A bracket in a code span would end a definition: `[]:`.
fn label(runs: Vec<Run>) -> Vec<Run> {
    let label = |run: Run| match run.content {
        Content::Code(text) if text.contains(['[', ']']) => Content::Text(text),
        content => content,
    };
    let plain = |content| Run { style: Style::Plain, content };
    runs.into_iter().map(label).map(plain).collect()
}

/// Whether an address leads somewhere from wherever it is read.
fn is_web_address(address: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        let start = address.get(..scheme.len()).unwrap_or_default();
        start.eq_ignore_ascii_case(scheme) && address.len() > scheme.len()
    }) && !address.contains(char::is_whitespace)
}

/// The first code span between backticks in a text, with what is before and behind it.
fn split_code(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('`')?;
    let (code, behind) = rest.split_once('`')?;
    let is_code = !code.is_empty() && code.trim().len() == code.len();
    is_code.then_some((before, code, behind))
}
