//! What is wrong with a configuration, and where.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

use miette::{Diagnostic, NamedSource, Report, SourceSpan};

use shapewright_model::suggest::closest;

/// Why there is no configuration to work with.
#[derive(Debug, thiserror::Error, Diagnostic)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("could not read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file says something that it must not.
    #[error(transparent)]
    #[diagnostic(transparent)]
    Invalid(Box<InvalidConfig>),
    /// There is no such crate in the configuration.
    #[error("no crate is called `{key}`")]
    UnknownCrate {
        /// The name that was asked for.
        key: String,
        /// What may have been meant.
        #[help]
        help: String,
    },
}

/// Everything that is wrong with a configuration file, with the places.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{} cannot be used", source_code.name())]
pub struct InvalidConfig {
    #[source_code]
    source_code: NamedSource<String>,
    #[related]
    problems: Vec<Problem>,
}

impl InvalidConfig {
    /// The problems, each as an error of its own that shows its place.
    pub fn reports(&self) -> impl Iterator<Item = Report> {
        let problems = self.problems.iter().cloned();
        problems.map(|problem| Report::new(problem).with_source_code(self.source_code.clone()))
    }

    /// What is wrong, one sentence for each problem.
    pub fn messages(&self) -> impl Iterator<Item = &str> {
        self.problems.iter().map(|problem| &*problem.message)
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, thiserror::Error, Diagnostic)]
#[error("{message}")]
pub(super) struct Problem {
    message: String,
    #[label]
    place: SourceSpan,
    #[help]
    help: Option<String>,
}

impl Problem {
    pub(super) fn new(place: Range<usize>, message: impl Into<String>) -> Self {
        Self { message: message.into(), place: place.into(), help: None }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Helps with the candidate that `name` may have been meant to be, if there is one.
    pub(super) fn did_you_mean<'c>(
        self,
        name: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> Self {
        match closest(name, candidates) {
            Some(candidate) => self.help(format!("did you mean `{candidate}`?")),
            None => self,
        }
    }
}

/// The text of a configuration file and its name.
#[derive(Clone, Debug)]
pub(super) struct Source(NamedSource<String>);

impl Source {
    pub(super) fn new(name: &str, text: String) -> Self {
        Self(NamedSource::new(name, text).with_language("TOML"))
    }

    pub(super) fn text(&self) -> &str {
        self.0.inner()
    }

    /// The problems as an error that shows the places, in the order of the file.
    pub(super) fn reject(self, mut problems: Vec<Problem>) -> ConfigError {
        problems.sort_by_key(|problem| problem.place.offset());
        ConfigError::Invalid(Box::new(InvalidConfig { source_code: self.0, problems }))
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}
