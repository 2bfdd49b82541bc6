//! What is wrong with a model, and where.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use miette::{LabeledSpan, MietteError, Severity, SourceCode, SourceSpan, SpanContents};

use crate::codes::Code;
use crate::ir::Pointer;
use crate::source::{Place, Position, Source};
use crate::suggest::Guesses;
use crate::visible;

/// One problem of a model.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    code: &'static Code,
    severity: Severity,
    message: String,
    labels: Vec<Label>,
    help: Option<String>,
    source: Option<Arc<Source>>,
}

/// A remark on a place in the source.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Label {
    /// The place.
    pub place: Place,
    /// The remark.
    pub text: String,
}

/// Problems of a model, those of each file in the order of their places in it; of very many those
/// that were found first.
///
/// As an error it holds at least one; as the warnings of a [`crate::Loaded`] it may be empty.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
    /// How many more there were.
    dropped: usize,
}

impl Diagnostic {
    /// A problem of that kind, with what is wrong in one sentence.
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            message: visible::message(message.into()),
            labels: Vec::new(),
            help: None,
            source: None,
        }
    }

    /// This problem, with a remark on a place; the first is where the problem is.
    #[must_use]
    pub fn label(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label { place, text: visible::message(text.into()) });
        self
    }

    /// This problem, with how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(visible::message(help.into()));
        self
    }

    /// Helps with the candidate that `name` may have been meant to be, if there is one.
    pub(crate) fn did_you_mean<'c>(
        self,
        name: &str,
        candidates: impl IntoIterator<Item = &'c str>,
        guesses: &Guesses,
    ) -> Self {
        match guesses.closest(name, candidates) {
            Some(candidate) => self.help(format!("did you mean `{candidate}`?")),
            None => self,
        }
    }

    pub(crate) fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// This problem, in that file.
    #[must_use]
    pub fn of(mut self, source: Arc<Source>) -> Self {
        self.source = Some(source);
        self
    }

    /// What tells it from other problems of the same source.
    fn identity(&self) -> (&'static str, String, Vec<Label>) {
        (self.code.id, self.message.clone(), self.labels.clone())
    }

    /// The kind of problem.
    #[must_use]
    pub fn code(&self) -> &'static Code {
        self.code
    }

    /// Whether the model is unusable or only questionable.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What is wrong, in one sentence.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Remarks on places in the source; the first is where the problem is.
    #[must_use]
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// How to mend it, if something helpful can be said.
    #[must_use]
    pub fn help_text(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The file; absent if it could not even be read.
    #[must_use]
    pub fn file(&self) -> Option<&Source> {
        self.source.as_deref()
    }

    /// The value in the file that the problem is about; absent if the file is no JSON.
    #[must_use]
    pub fn pointer(&self) -> Option<&Pointer> {
        self.labels.first()?.place.pointer()
    }

    /// Where the problem is, for messages of the form `file:line:column`.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        let source = self.source.as_ref()?;
        let range = source.resolve(&self.labels.first()?.place);
        Some(source.position(range.start))
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Diagnostic {}

impl miette::Diagnostic for Diagnostic {
    /// The code, and the pointer to the place in the model: libraries of diagnostics know files
    /// and lines only, which tell little of a model that stands on one line.
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let id = self.code.id;
        match self.pointer() {
            Some(Pointer(at)) if !at.is_empty() => {
                Some(Box::new(format!("{id} at {}", visible::message(at.clone()))))
            }
            _ => Some(Box::new(id)),
        }
    }

    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help: &String = self.help.as_ref()?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        let source: &Source = self.source.as_ref()?;
        Some(source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let source = self.source.as_ref()?;
        Some(Box::new(self.labels.iter().enumerate().map(move |(index, label)| {
            let range = source.resolve(&label.place);
            let (text, shown) = (Some(label.text.clone()), source.first_line(range));
            match index {
                0 => LabeledSpan::new_primary_with_span(text, shown),
                _ => LabeledSpan::new_with_span(text, shown),
            }
        })))
    }
}

impl Diagnostics {
    /// How many of them are shown at a time: nobody reads more before mending some.
    pub const SHOWN: usize = 30;

    /// The problems.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.found.iter()
    }

    /// How many there are, those included that are not held.
    #[must_use]
    pub fn len(&self) -> usize {
        self.found.len() + self.dropped
    }

    /// Adds the problems of one source.
    pub(crate) fn append(&mut self, report: Report) {
        let Report { source, found, dropped, .. } = report;
        let mut found = found.into_inner().diagnostics;
        sort(&mut found, &source);
        self.found.append(&mut found);
        self.dropped += dropped.get();
    }

    /// These problems, in that file.
    #[must_use]
    pub fn of(self, source: &Arc<Source>) -> Self {
        let found = self.found.into_iter().map(|problem| problem.of(Arc::clone(source)));
        let mut found: Vec<_> = found.collect();
        sort(&mut found, source);
        Self { found, dropped: self.dropped }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The problem, if there is one only.
    fn alone(&self) -> Option<&Diagnostic> {
        if let ([one], 0) = (self.found.as_slice(), self.dropped) { Some(one) } else { None }
    }
}

/// Sorts the problems of one source by where they are.
fn sort(found: &mut [Diagnostic], source: &Source) {
    if found.len() > 1 {
        let labels = found.iter().filter_map(|problem| problem.labels.first());
        let start = source.starts(&labels.map(|label| &label.place).collect::<Vec<_>>());
        found.sort_by_cached_key(|it| it.labels.first().map(|label| start(&label.place)));
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        vec![diagnostic].into()
    }
}

impl From<Vec<Diagnostic>> for Diagnostics {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self { found: diagnostics, dropped: 0 }
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(diagnostics: I) -> Self {
        diagnostics.into_iter().collect::<Vec<_>>().into()
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.found.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.found.first(), self.len()) {
            (None, _) => f.write_str("no problems"),
            (Some(one), ..=1) => one.fmt(f),
            (Some(first), 2) => write!(f, "{first} (and 1 more problem)"),
            (Some(first), all) => write!(f, "{first} (and {} more problems)", all - 1),
        }
    }
}

impl std::error::Error for Diagnostics {}

/// One problem is shown as itself, several below a line that sums them up.
impl miette::Diagnostic for Diagnostics {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        miette::Diagnostic::code(self.alone()?)
    }

    fn severity(&self) -> Option<Severity> {
        miette::Diagnostic::severity(self.alone()?)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.alone()?.help()
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.alone()?.source_code()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        miette::Diagnostic::labels(self.alone()?)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        let several = if self.alone().is_none() { self.found.as_slice() } else { &[] };
        let shown = several.iter().take(Self::SHOWN);
        Some(Box::new(shown.map(|one| one as &dyn miette::Diagnostic)))
    }
}

/// Shows the lines around a span; cuts long ones, since documentation and whole models may stand
/// on one line.
impl SourceCode for Source {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        match self.excerpt(span, lines_before, lines_after) {
            Some(excerpt) => Ok(Box::new(excerpt)),
            None => Err(MietteError::OutOfBounds),
        }
    }
}

/// How many problems of a source are held: each takes more memory than what causes it.
const HELD: usize = 1000;

/// Collects the problems of one source.
pub(crate) struct Report {
    source: Arc<Source>,
    found: RefCell<Found>,
    dropped: Cell<usize>,
    /// What names may have been meant.
    pub(crate) guesses: Guesses,
}

/// Problems, each once: what several shapes take from one place is read for each of them.
#[derive(Default)]
struct Found {
    diagnostics: Vec<Diagnostic>,
    seen: HashSet<(&'static str, String, Vec<Label>)>,
    has_error: bool,
}

impl Report {
    pub(crate) fn new(source: Arc<Source>) -> Self {
        Self {
            source,
            found: RefCell::default(),
            dropped: Cell::default(),
            guesses: Guesses::default(),
        }
    }

    /// Whether the model is refused.
    pub(crate) fn has_error(&self) -> bool {
        self.found.borrow().has_error
    }

    pub(crate) fn add(&self, diagnostic: Diagnostic) {
        let mut found = self.found.borrow_mut();
        let is_error = diagnostic.severity == Severity::Error;
        // An error among many warnings is what the model is refused for.
        let is_held = found.diagnostics.len() < HELD || (is_error && !found.has_error);
        if !is_held {
            self.dropped.set(self.dropped.get() + 1);
        } else if found.seen.insert(diagnostic.identity()) {
            found.has_error |= is_error;
            found.diagnostics.push(diagnostic.of(Arc::clone(&self.source)));
        }
    }
}
