//! Reading suites: a folder becomes models and cases.

mod botocore;
mod numbers;
mod parameters;
mod smithy;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::case::Case;

/// What a folder holds.
#[derive(Debug, Default)]
pub struct Suite {
    /// Whose it is: `smithy` or `botocore`.
    pub name: &'static str,
    /// The models, each to become a crate.
    pub models: Vec<Model>,
    /// The cases, in the order of the files.
    pub cases: Vec<Case>,
    /// Cases that the suite itself says not to run, and why.
    pub ignored: Vec<(Case, String)>,
}

/// A model.
#[derive(Debug)]
pub struct Model {
    /// The name of its crate.
    pub name: String,
    /// The file that it comes from.
    pub file: PathBuf,
    /// Its text, in a format that the generator reads.
    pub text: String,
}

/// A folder that is no suite.
#[derive(Debug, thiserror::Error)]
pub enum SuiteError {
    /// Something cannot be read.
    #[error("cannot read {}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not what it should be.
    #[error("{}: {problem}", path.display())]
    Unfit {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// There is nothing in the folder that looks like a suite.
    #[error("{} has neither Smithy models nor botocore's protocol tests", .0.display())]
    Empty(PathBuf),
}

impl Suite {
    /// Reads the suite in a folder: Smithy JSON AST models with test traits, or botocore's
    /// `tests/unit/protocols`.
    ///
    /// # Errors
    /// [`SuiteError`]; there is at least one case otherwise.
    pub fn read(folder: &Path) -> Result<Self, SuiteError> {
        let suite = if folder.join("input").is_dir() && folder.join("output").is_dir() {
            botocore::read(folder)?
        } else {
            smithy::read(folder)?
        };
        if suite.cases.is_empty() {
            return Err(SuiteError::Empty(folder.to_owned()));
        }
        Ok(suite)
    }
}

/// The JSON files in a folder, sorted by name.
fn json_files(folder: &Path) -> Result<Vec<PathBuf>, SuiteError> {
    let unreadable = |source| SuiteError::Unreadable { path: folder.to_owned(), source };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read_text(path: &Path) -> Result<String, SuiteError> {
    let unreadable = |source| SuiteError::Unreadable { path: path.to_owned(), source };
    fs::read_to_string(path).map_err(unreadable)
}

/// The contents of a JSON file, where numbers that a value cannot hold exactly are strings.
fn parse(path: &Path, text: &str) -> Result<Value, SuiteError> {
    serde_json::from_str(&numbers::quoted(text)).map_err(|error| unfit(path, error.to_string()))
}

fn unfit(path: &Path, problem: impl Into<String>) -> SuiteError {
    SuiteError::Unfit { path: path.to_owned(), problem: problem.into() }
}

/// The text at a key.
fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str()
}

/// The texts in the list at a key; none if there is no list.
fn texts(value: &Value, key: &str) -> Vec<String> {
    let list = value.get(key).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The entries of the object at a key; none if there is no object.
fn entries<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = (&'v String, &'v Value)> {
    value.get(key).and_then(Value::as_object).into_iter().flatten()
}

/// The entries of the object at a key that are texts.
fn text_entries<C: FromIterator<(String, String)>>(value: &Value, key: &str) -> C {
    entries(value, key)
        .filter_map(|(name, text)| Some((name.clone(), text.as_str()?.to_owned())))
        .collect()
}

/// The file's name without its extension, in lower case, as part of a package's name.
fn package_part(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    stem.chars().map(plain).collect()
}
