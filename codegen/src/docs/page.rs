//! Blocks below each other, each in the lists and asides that it belongs to.

use super::escape;
use super::inline::{self, Word};

/// How wide lines are. With `/// ` and the indentation of a field they fit into 100 columns.
const WIDTH: usize = 92;

/// The least that a line can take, however deep it is.
const LEAST_WIDTH: usize = 40;

/// How deep blocks are nested before that no longer shows.
const MOST_FRAMES: usize = 16;

/// What blocks are in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    Aside,
    Item,
    List,
}

/// A page in the making.
#[derive(Debug)]
pub(super) struct Page {
    out: String,
    frames: Vec<Frame>,
}

#[derive(Debug)]
struct Frame {
    kind: Kind,
    /// Whether something was written in it.
    is_started: bool,
    /// The last block in it.
    last: Block,
}

#[derive(Debug)]
enum Kind {
    Page,
    Aside,
    List(List),
    /// An item, by the width of its marker.
    Item(usize),
}

#[derive(Debug)]
struct List {
    /// The number of the next item, if they have numbers.
    number: Option<u64>,
    /// Whether its markers differ from the usual ones, because it follows another list.
    is_odd: bool,
    /// Whether an item had several blocks, after which the next one needs some space.
    is_loose: bool,
    /// The width of the last marker; none before the first item.
    width: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Block {
    Text,
    List { has_numbers: bool, is_odd: bool },
}

impl Page {
    pub(super) fn new() -> Self {
        Self { out: String::new(), frames: vec![Frame::new(Kind::Page)] }
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.out
    }

    /// Starts a list, with numbers from that one if there is one.
    pub(super) fn open_list(&mut self, number: Option<u64>) {
        self.attach();
        // Markdown would read two lists of a kind in succession as one.
        let is_odd = match self.frames.last().map(|frame| frame.last) {
            Some(Block::List { has_numbers, is_odd }) if has_numbers == number.is_some() => !is_odd,
            _ => false,
        };
        self.push(Kind::List(List { number, is_odd, is_loose: false, width: None }));
    }

    /// Starts an item, after the end of the one before; in a list of its own if it is in none.
    pub(super) fn open_item(&mut self) {
        if matches!(self.frames.last(), Some(Frame { kind: Kind::Item(_), .. })) {
            self.frames.pop();
        }
        if !matches!(self.frames.last(), Some(Frame { kind: Kind::List(_), .. })) {
            self.open_list(None);
        }
        self.push(Kind::Item(0));
    }

    /// Starts a remark that is set apart.
    pub(super) fn open_aside(&mut self) {
        self.attach();
        self.push(Kind::Aside);
    }

    pub(super) fn is_in_aside(&self) -> bool {
        self.frames.iter().any(|frame| matches!(frame.kind, Kind::Aside))
    }

    /// Ends the innermost container of a kind, with all that is in it.
    pub(super) fn close(&mut self, container: Container) {
        let Some(at) = self.frames.iter().rposition(|frame| match container {
            Container::Aside => matches!(frame.kind, Kind::Aside),
            Container::List => matches!(frame.kind, Kind::List(_)),
            // The end of an item never ends a list that it is not in.
            Container::Item => matches!(frame.kind, Kind::Item(_) | Kind::List(_)),
        }) else {
            return;
        };
        let closed = &self.frames[at];
        if container == Container::Item && !matches!(closed.kind, Kind::Item(_)) {
            return;
        }
        let block = match &closed.kind {
            Kind::List(List { number, is_odd, .. }) if closed.is_started => {
                Some(Block::List { has_numbers: number.is_some(), is_odd: *is_odd })
            }
            _ => None,
        };
        self.frames.truncate(at);
        if let (Some(block), Some(parent)) = (block, self.frames.last_mut()) {
            parent.last = block;
        }
    }

    /// Writes a paragraph.
    pub(super) fn paragraph(&mut self, words: &[Word]) {
        self.attach();
        let width = WIDTH.saturating_sub(self.indentation()).max(LEAST_WIDTH);
        self.write(&inline::lines(words, width));
    }

    /// Writes preformatted text, between fences that it does not have in it.
    ///
    /// It names its language, because rustdoc would compile it otherwise.
    pub(super) fn preformatted(&mut self, text: &str) {
        let text = escape::clean_lines(text);
        let is_blank = |line: &&str| line.trim().is_empty();
        let indentation = text
            .lines()
            .filter(|line| !is_blank(line))
            .map(|line| line.len() - line.trim_start().len())
            .min();
        let Some(indentation) = indentation else { return };
        let fence = "`".repeat(escape::backticks(&text).max().unwrap_or(0).max(2) + 1);
        let mut lines = vec![format!("{fence}text")];
        for line in text.lines().skip_while(is_blank) {
            let line = line.get(indentation..).unwrap_or_default().trim_end();
            // One blank line is as good as many.
            if !line.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
                lines.push(line.to_owned());
            }
        }
        lines.pop_if(|last| last.is_empty());
        lines.push(fence);
        self.attach();
        self.write(&lines);
    }

    /// Writes a table, whose first row is its head.
    pub(super) fn table(&mut self, rows: &[Vec<String>]) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
        let mut lines = Vec::with_capacity(rows.len() + 1);
        for row in rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())) {
            let cells = (0..columns).map(|column| row.get(column).map_or("", String::as_str));
            let cells: Vec<String> = cells.map(|cell| cell.replace('|', "\\|")).collect();
            lines.push(format!("| {} |", cells.join(" | ")));
            if lines.len() == 1 {
                lines.push(format!("|{}", " --- |".repeat(columns)));
            }
        }
        if !lines.is_empty() {
            self.attach();
            self.write(&lines);
        }
    }

    fn push(&mut self, kind: Kind) {
        if self.frames.len() < MOST_FRAMES {
            self.frames.push(Frame::new(kind));
        }
    }

    /// Lets what stands in a list but in no item continue the last item.
    fn attach(&mut self) {
        let Some(Frame { kind: Kind::List(list), .. }) = self.frames.last() else { return };
        let is_started = list.width.is_some();
        let item = Frame { is_started, ..Frame::new(Kind::Item(list.width.unwrap_or(0))) };
        self.frames.push(item);
    }

    fn indentation(&self) -> usize {
        let width = |frame: &Frame| match frame.kind {
            Kind::Page | Kind::List(_) => 0,
            Kind::Aside => 2,
            Kind::Item(width) => width.max(2),
        };
        self.frames.iter().map(width).sum()
    }

    /// Writes a block in the innermost frame, at the distance that it needs from the last one.
    fn write(&mut self, lines: &[String]) {
        if !self.out.is_empty() {
            self.out.push('\n');
            if self.needs_blank_line() {
                let started = self.frames.iter().take_while(|frame| frame.is_started);
                let prefix: String = started.map(Frame::prefix).collect();
                self.out.push_str(prefix.trim_end());
                self.out.push('\n');
            }
        }
        let first = self.start_frames();
        let rest: String = self.frames.iter().map(Frame::prefix).collect();
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.out.push('\n');
            }
            let start = self.out.len();
            self.out.push_str(if index == 0 { &first } else { &rest });
            self.out.push_str(line);
            let end = start + self.out[start..].trim_end().len();
            self.out.truncate(end);
        }
    }

    /// Whether the next block does not directly follow the one before.
    fn needs_blank_line(&mut self) -> bool {
        let at = self.frames.iter().take_while(|frame| frame.is_started).count();
        let (started, new) = self.frames.split_at_mut(at);
        let Some(parent) = started.last_mut() else { return false };
        let is_blank = match (&parent.kind, new.first().map(|frame| &frame.kind)) {
            (Kind::List(list), _) => list.is_loose,
            // As people write lists within lists, if Markdown sees one there.
            (Kind::Item(_), Some(Kind::List(list))) => {
                parent.last != Block::Text || list.number.is_some_and(|number| number != 1)
            }
            _ => true,
        };
        let is_item = matches!(parent.kind, Kind::Item(_));
        if let [.., Frame { kind: Kind::List(list), .. }, _] = started {
            list.is_loose |= is_blank && is_item;
        }
        is_blank
    }

    /// What comes before the first line of a block, with the markers of items that start there.
    fn start_frames(&mut self) -> String {
        let mut prefix = String::new();
        let mut list: Option<&mut List> = None;
        for frame in &mut self.frames {
            match (&mut frame.kind, list.take()) {
                (Kind::Item(width), Some(list)) if !frame.is_started => {
                    let marker = list.marker();
                    *width = marker.len();
                    prefix.push_str(&marker);
                }
                _ => prefix.push_str(&frame.prefix()),
            }
            frame.is_started = true;
            frame.last = Block::Text;
            if let Kind::List(inner) = &mut frame.kind {
                list = Some(inner);
            }
        }
        prefix
    }
}

impl Frame {
    fn new(kind: Kind) -> Self {
        Self { kind, is_started: false, last: Block::Text }
    }

    /// What comes before each line within.
    fn prefix(&self) -> String {
        match self.kind {
            Kind::Page | Kind::List(_) => String::new(),
            Kind::Aside => "> ".to_owned(),
            Kind::Item(width) => " ".repeat(width),
        }
    }
}

impl List {
    /// The marker of the next item.
    fn marker(&mut self) -> String {
        let marker = match (&mut self.number, self.is_odd) {
            (None, false) => "- ".to_owned(),
            (None, true) => "* ".to_owned(),
            (Some(number), is_odd) => {
                let marker = format!("{number}{} ", if is_odd { ')' } else { '.' });
                *number = number.saturating_add(1);
                marker
            }
        };
        self.width = Some(marker.len());
        marker
    }
}
