//! Reading files, telling formats apart, and putting a model together.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use flate2::read::MultiGzDecoder;
use miette::Severity;

use crate::botocore;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Report};
use crate::ir::{Model, Pointer};
use crate::json::{self, Node};
use crate::smithy;
use crate::source::{Place, Source};
use crate::suggest::closest;

/// A model with what it was loaded from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The model.
    pub model: Model,
    /// The files it was read from, the model itself first.
    pub sources: Vec<Arc<Source>>,
    /// What is questionable, but no reason to refuse the model.
    pub warnings: Diagnostics,
}

/// The files that may stand beside a botocore model, without their extensions.
const EXTRAS: &str = "service-2.sdk-extras";
const PAGINATORS: &str = "paginators-1";
const PAGINATOR_EXTRAS: &str = "paginators-1.sdk-extras";
const WAITERS: &str = "waiters-2";
const EXAMPLES: &str = "examples-1";
const ENDPOINT_RULES: &str = "endpoint-rule-set-1";

/// What Smithy models call the rules of endpoints, which stand in a file of their own beside
/// botocore's.
const ENDPOINT_RULES_TRAIT: &str = "smithy.rules#endpointRuleSet";

/// How much a compressed file may hold, in bytes: a hundred times the largest model, so that a
/// few bytes cannot fill the memory. What is beyond is cut off, which the parser notices.
const UNPACKED_LIMIT: u64 = 1 << 29;

/// A file beside a model.
struct Beside {
    stem: &'static str,
    source: Arc<Source>,
}

/// Loads the model in a file; its format is told from its content.
///
/// The file may be compressed with gzip. Beside a botocore model called `service-2.json` the
/// files `paginators-1.json`, `waiters-2.json`, `examples-1.json`, `endpoint-rule-set-1.json` and
/// those ending in `.sdk-extras.json` are read, too.
///
/// # Errors
/// Everything that is wrong with the model, at least one thing.
pub fn load(path: &Path) -> Result<Loaded, Diagnostics> {
    Files::open(path)?.load()
}

/// The files of a model, read but not looked into.
pub struct Files {
    source: Arc<Source>,
    beside: Vec<Beside>,
}

/// How to get at the bytes of a file; for one that is not there [`io::ErrorKind::NotFound`].
pub type Read<'a> = &'a dyn Fn(&Path) -> io::Result<Vec<u8>>;

impl Files {
    /// Reads the files that [`load`] would.
    ///
    /// # Errors
    /// The file that cannot be read, and which one may have been meant.
    pub fn open(path: &Path) -> Result<Self, Diagnostics> {
        let read = Self::read(path, &|path| std::fs::read(path));
        read.map_err(|problems| match path.try_exists() {
            Ok(false) => problems.into_iter().map(|it| did_you_mean_file(it, path)).collect(),
            _ => problems,
        })
    }

    /// Reads the files that [`load`] would, from wherever `read` gets them.
    ///
    /// # Errors
    /// The file that cannot be read.
    pub fn read(path: &Path, read: Read<'_>) -> Result<Self, Diagnostics> {
        let decoded = |path: &Path, bytes| decode(path.display().to_string(), bytes);
        let source = match read(path) {
            Ok(bytes) => decoded(path, bytes)?,
            Err(error) => return Err(unreadable(path, &error).into()),
        };
        let open = |path: &Path| match read(path) {
            Ok(bytes) => decoded(path, bytes).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unreadable(path, &error)),
        };
        let mut beside = Vec::new();
        let is_service = path
            .file_name()
            .and_then(OsStr::to_str)
            .is_some_and(|name| matches!(name, "service-2.json" | "service-2.json.gz"));
        if is_service {
            let stems = [EXTRAS, PAGINATORS, PAGINATOR_EXTRAS, WAITERS, EXAMPLES, ENDPOINT_RULES];
            for stem in stems {
                for extension in ["json", "json.gz"] {
                    let path = path.with_file_name(format!("{stem}.{extension}"));
                    if let Some(source) = open(&path)? {
                        beside.push(Beside { stem, source });
                        break;
                    }
                }
            }
        }
        Ok(Self { source, beside })
    }

    /// Whether these files hold the same text as those, so that the models are the same, too.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        fn texts(files: &Files) -> impl Iterator<Item = (&str, &str)> {
            let beside = files.beside.iter().map(|beside| (beside.stem, beside.source.text()));
            std::iter::once(("", files.source.text())).chain(beside)
        }
        texts(self).eq(texts(other))
    }

    /// Makes a model of the files.
    ///
    /// # Errors
    /// Everything that is wrong with the model, at least one thing.
    pub fn load(self) -> Result<Loaded, Diagnostics> {
        assemble(self.source, self.beside)
    }
}

/// Loads the model in `text`, which diagnostics call `name`.
///
/// # Errors
/// Everything that is wrong with the model, at least one thing.
pub fn load_str(name: &str, text: &str) -> Result<Loaded, Diagnostics> {
    assemble(Arc::new(Source::new(name, text)), Vec::new())
}

/// Loads the model in `bytes`, which diagnostics call `name`; they may be compressed with gzip.
///
/// # Errors
/// Everything that is wrong with the model, at least one thing.
pub fn load_bytes(name: &str, bytes: &[u8]) -> Result<Loaded, Diagnostics> {
    let source = decode(name.to_owned(), bytes.to_vec())?;
    assemble(source, Vec::new())
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot read {}: {error}", path.display());
    Diagnostic::new(&codes::UNREADABLE, message)
}

/// Helps with the file of the same folder that may have been meant.
fn did_you_mean_file(problem: Diagnostic, path: &Path) -> Diagnostic {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files: Vec<String> =
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    match closest(name, files.iter().map(String::as_str)) {
        Some(file) => {
            problem.help(format!("did you mean `{}`?", path.with_file_name(file).display()))
        }
        None => problem,
    }
}

fn decode(name: String, mut bytes: Vec<u8>) -> Result<Arc<Source>, Diagnostic> {
    // The first bytes of gzip data, RFC 1952, section 2.3.1.
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = Vec::new();
        MultiGzDecoder::new(bytes.as_slice())
            .take(UNPACKED_LIMIT)
            .read_to_end(&mut unpacked)
            .map_err(|error| {
                Diagnostic::new(&codes::DAMAGED_GZIP, format!("cannot decompress {name}: {error}"))
            })?;
        bytes = unpacked;
    }
    Source::from_utf8(name, bytes).map(Arc::new)
}

fn assemble(source: Arc<Source>, beside: Vec<Beside>) -> Result<Loaded, Diagnostics> {
    let mut found = Diagnostics::default();
    let model = load_parts(&source, &beside, &mut found);
    let is_broken = found.iter().any(|diagnostic| diagnostic.severity() == Severity::Error);
    match model {
        Some(model) if !is_broken => Ok(Loaded {
            model,
            sources: std::iter::once(source)
                .chain(beside.into_iter().map(|beside| beside.source))
                .collect(),
            warnings: found,
        }),
        _ => Err(found),
    }
}

/// The model, as far as it can be read; problems of all files go to `found`.
fn load_parts(source: &Arc<Source>, beside: &[Beside], found: &mut Diagnostics) -> Option<Model> {
    let report = Report::new(Arc::clone(source));
    let reports: Vec<Report> =
        beside.iter().map(|beside| Report::new(Arc::clone(&beside.source))).collect();
    let mut parts: Parts<'_> = beside
        .iter()
        .zip(&reports)
        .filter_map(|(beside, report)| {
            Some((beside.stem, (json::parse(&beside.source, report)?, report)))
        })
        .collect();

    let mut root = json::parse(source, &report);
    if let (Some(root), Some(extras)) = (&mut root, extras(EXTRAS, &mut parts)) {
        root.merge(extras);
    }
    let mut model = root.and_then(|root| model(root, &report));
    if let Some(model) = &mut model {
        warn_without_operations(model, &report);
        add_parts(model, parts);
    }
    found.append(report);
    reports.into_iter().for_each(|report| found.append(report));
    model
}

/// The files beside a model by their stems, each with the report that its problems go to.
type Parts<'a> = BTreeMap<&'static str, (Node<'a>, &'a Report)>;

/// What the file of that stem wants to be merged into another
/// (`ExtrasProcessor` in `botocore/loaders.py`).
fn extras<'a>(stem: &str, parts: &mut Parts<'a>) -> Option<Node<'a>> {
    let (extras, _) = parts.remove(stem)?;
    extras.into_get("merge")
}

/// The model in `root`, by the loader of its format.
fn model(root: Node<'_>, report: &Report) -> Option<Model> {
    if root.get("smithy").is_some() {
        return smithy::load(root, report);
    }
    if root.get("metadata").is_none() && root.get("operations").is_none() {
        report.add(
            Diagnostic::new(&codes::UNKNOWN_FORMAT, "the file is no service model")
                .label(
                    Place::Value(Pointer::default()),
                    "neither `metadata` and `operations` nor `smithy` stand here",
                )
                .help(
                    "a botocore model has `metadata` and `operations` at its top, a Smithy JSON \
                     AST has `smithy`",
                ),
        );
        return None;
    }
    botocore::load(root, report)
}

/// Warns of a service that has no operations, unless that may come of what else is wrong with it.
fn warn_without_operations(model: &Model, report: &Report) {
    if model.operations.is_empty() && !report.has_error() {
        report.add(
            Diagnostic::new(&codes::NO_OPERATIONS, "the service has no operations")
                .label(Place::Key(model.service.at.clone()), "this service"),
        );
    }
}

/// Adds what the files beside the model say.
fn add_parts(model: &mut Model, mut parts: Parts<'_>) {
    let extras = extras(PAGINATOR_EXTRAS, &mut parts);
    if let (Some((paginators, _)), Some(extras)) = (parts.get_mut(PAGINATORS), extras) {
        paginators.merge(extras);
    }
    for (stem, (node, report)) in parts {
        match stem {
            PAGINATORS => botocore::paginators(node, model, report),
            WAITERS => botocore::waiters(node, model, report),
            EXAMPLES => botocore::examples(node, model, report),
            ENDPOINT_RULES => {
                model.service.other.insert(ENDPOINT_RULES_TRAIT.to_owned(), node.into_value());
            }
            _ => {}
        }
    }
}
