//! Which models to compare: two files, two folders, or a revision of the repository against the
//! files that are there now.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use miette::{Context as _, IntoDiagnostic, miette};
use shapewright_model::{Diagnostics, Files};

use super::git::Revision;

/// A model before and after.
pub(crate) struct Pair {
    /// What tells it from the others: its path below the folder.
    pub(crate) name: String,
    /// Where it was, if it was there.
    pub(crate) old: Option<Location>,
    /// Where it is, if it is there.
    pub(crate) new: Option<Location>,
}

/// Where a model is.
pub(crate) enum Location {
    /// In a file.
    Disk(PathBuf),
    /// In a file of a revision.
    Git(Revision, String),
}

impl Location {
    /// The name to show.
    pub(crate) fn label(&self) -> String {
        match self {
            Self::Disk(path) => path.display().to_string().replace('\\', "/"),
            Self::Git(revision, path) => revision.label(path),
        }
    }

    /// Reads the model's files.
    pub(crate) fn files(&self) -> Result<Files, Diagnostics> {
        match self {
            Self::Disk(path) => Files::open(path),
            Self::Git(revision, path) => {
                let label = PathBuf::from(revision.label(path));
                Files::read(&label, &|path| match path.to_str() {
                    Some(label) => revision.read(label),
                    None => Err(io::ErrorKind::NotFound.into()),
                })
            }
        }
    }
}

/// The pairs of two files, or of all models below two folders.
pub(crate) fn of_paths(old: &Path, new: &Path) -> miette::Result<Vec<Pair>> {
    if old.is_dir() != new.is_dir() && old.exists() && new.exists() {
        let help = "compare two files, or two folders";
        return Err(miette!(help = help, "one of the two is a folder, the other a file"));
    }
    if !old.is_dir() {
        let (old, new) = (Location::Disk(old.to_owned()), Location::Disk(new.to_owned()));
        return Ok(vec![Pair { name: new.label(), old: Some(old), new: Some(new) }]);
    }
    let below = |folder: &Path| -> miette::Result<BTreeMap<String, Location>> {
        let models = models_on_disk(folder)?.into_iter();
        Ok(models.map(|(name, path)| (name, Location::Disk(path))).collect())
    };
    Ok(paired(below(old)?, below(new)?))
}

/// The pairs of a revision's models and those that are there now, at or below these paths.
pub(crate) fn of_revision(revision: &Revision, paths: &[PathBuf]) -> miette::Result<Vec<Pair>> {
    let (mut old, mut new) = (BTreeMap::new(), BTreeMap::new());
    for path in paths {
        let listed = revision.files(path)?;
        let known = if path.is_dir() || !path.exists() { models(&listed) } else { listed };
        for file in known {
            let key = key(&file);
            old.insert(key, Location::Git(revision.clone(), file));
        }
        let prefix = revision.full_name(path)?;
        if path.is_dir() {
            for (name, file) in models_on_disk(path)? {
                let name = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
                new.insert(name, Location::Disk(file));
            }
        } else if path.exists() {
            new.insert(key(&prefix), Location::Disk(path.clone()));
        }
    }
    let pairs = paired(old, new);
    if pairs.is_empty() {
        let shown: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
        return Err(miette!("there is no model at {}", shown.join(", ")));
    }
    Ok(pairs)
}

fn paired(mut old: BTreeMap<String, Location>, new: BTreeMap<String, Location>) -> Vec<Pair> {
    let both = new.into_iter().map(|(name, location)| (old.remove(&name), name, Some(location)));
    let mut pairs: Vec<Pair> = both.map(|(old, name, new)| Pair { name, old, new }).collect();
    pairs.extend(old.into_iter().map(|(name, old)| Pair { name, old: Some(old), new: None }));
    pairs.sort_by(|a, b| a.name.cmp(&b.name));
    pairs
}

/// The models below a folder, by their paths below it.
fn models_on_disk(folder: &Path) -> miette::Result<BTreeMap<String, PathBuf>> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    let below = |file: &PathBuf| -> Option<String> {
        Some(file.strip_prefix(folder).ok()?.to_str()?.replace('\\', "/"))
    };
    let names: Vec<String> = files.iter().filter_map(below).collect();
    let models = models(&names).into_iter();
    Ok(models.map(|name| (key(&name), folder.join(name))).collect())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> miette::Result<()> {
    let entries = fs::read_dir(folder).into_diagnostic();
    for entry in entries.wrap_err_with(|| format!("cannot read {}", folder.display()))? {
        let path = entry.into_diagnostic()?.path();
        // A link may lead back up.
        if path.is_dir() && !path.is_symlink() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// The models among files: of botocore's data those called `service-2.json`, of any other folder
/// all JSON files.
fn models(files: &[String]) -> Vec<String> {
    let name = |file: &str| -> Option<String> {
        Path::new(file).file_name().and_then(OsStr::to_str).map(str::to_owned)
    };
    let is_service = |file: &&String| {
        matches!(name(file).as_deref(), Some("service-2.json" | "service-2.json.gz"))
    };
    let services: Vec<_> = files.iter().filter(is_service).cloned().collect();
    if !services.is_empty() {
        return services;
    }
    let is_json = |file: &&String| file.ends_with(".json") || file.ends_with(".json.gz");
    files.iter().filter(is_json).cloned().collect()
}

/// The same for a file and its compressed form.
fn key(file: &str) -> String {
    file.strip_suffix(".gz").unwrap_or(file).to_owned()
}
