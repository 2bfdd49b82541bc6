//! What is wrong with a model, and where.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use miette::{LabeledSpan, MietteError, Severity, SourceCode, SourceSpan, SpanContents};

use crate::codes::Code;
use crate::source::{Place, Position, Source};
use crate::suggest::closest;

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

/// Problems of a model, in the order in which they were found.
///
/// As an error it holds at least one; as the warnings of a [`crate::Loaded`] it may be empty.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostic {
    /// A problem of that kind, with what is wrong in one sentence.
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            source: None,
        }
    }

    /// This problem, with a remark on a place; the first is where the problem is.
    #[must_use]
    pub fn label(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// This problem, with how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Helps with the candidate that `name` may have been meant to be, if there is one.
    pub(crate) fn did_you_mean<'c>(
        self,
        name: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Self {
        match closest(name, candidates) {
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
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code.id))
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
        Some(Box::new(self.labels.iter().map(move |label| {
            let range = source.resolve(&label.place);
            let shown = source.first_line(range);
            LabeledSpan::new_with_span(Some(label.text.clone()), shown)
        })))
    }
}

impl Diagnostics {
    /// The problems.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl From<Vec<Diagnostic>> for Diagnostics {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self(diagnostics)
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
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
        match self.0.as_slice() {
            [] => f.write_str("no problems"),
            [one] => one.fmt(f),
            [first, rest @ ..] => match rest.len() {
                1 => write!(f, "{first} (and 1 more problem)"),
                more => write!(f, "{first} (and {more} more problems)"),
            },
        }
    }
}

impl std::error::Error for Diagnostics {}

impl miette::Diagnostic for Diagnostics {
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        Some(Box::new(self.0.iter().map(|one| one as &dyn miette::Diagnostic)))
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

/// Collects the problems of one source.
pub(crate) struct Report {
    source: Arc<Source>,
    found: RefCell<Vec<Diagnostic>>,
}

impl Report {
    pub(crate) fn new(source: Arc<Source>) -> Self {
        Self { source, found: RefCell::default() }
    }

    pub(crate) fn add(&self, diagnostic: Diagnostic) {
        let diagnostic = diagnostic.of(Arc::clone(&self.source));
        self.found.borrow_mut().push(diagnostic);
    }

    /// The problems, each once: what several shapes take from one place is read for each of them.
    pub(crate) fn into_vec(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner();
        let mut seen = HashSet::new();
        found.retain(|one| seen.insert((one.code.id, one.message.clone(), one.labels.clone())));
        found
    }
}
