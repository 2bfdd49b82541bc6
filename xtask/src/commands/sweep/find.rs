//! The models below a folder, one per service.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

use miette::{Context as _, IntoDiagnostic, miette};

/// The latest model of a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The service's folder or file name, in lower case: the name of its crate.
    pub(super) service: String,
    /// The model.
    pub(super) path: PathBuf,
}

/// The latest version of every service below a folder, in the order of their names: of botocore's
/// data the `service-2.json` files, of any other folder all JSON files.
pub(super) fn models(folder: &Path) -> miette::Result<Vec<Found>> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    let services: Vec<_> = files.iter().filter(|file| is_service_file(file)).collect();
    let mut latest: BTreeMap<String, &PathBuf> = BTreeMap::new();
    if services.is_empty() {
        let models = files.iter().filter(|file| file.extension() == Some(OsStr::new("json")));
        for file in models {
            keep_latest(&mut latest, file_key(file), file);
        }
    } else {
        for file in services {
            keep_latest(&mut latest, folder_key(folder, file), file);
        }
    }
    if latest.is_empty() {
        return Err(miette!("there are no models below {}", folder.display()));
    }
    let found = latest.into_iter();
    Ok(found.map(|(service, path)| Found { service, path: path.clone() }).collect())
}

/// Paths of one service differ in the date of the version, so that the greatest is the latest.
fn keep_latest<'f>(latest: &mut BTreeMap<String, &'f PathBuf>, service: String, file: &'f PathBuf) {
    let known = latest.entry(service).or_insert(file);
    *known = file.max(known);
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> miette::Result<()> {
    let entries = fs::read_dir(folder).into_diagnostic();
    for entry in entries.wrap_err_with(|| format!("could not read {}", folder.display()))? {
        let path = entry.into_diagnostic()?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

fn is_service_file(file: &Path) -> bool {
    file.ends_with("service-2.json") || file.ends_with("service-2.json.gz")
}

/// Of `…/ecs/2014-11-13/service-2.json` the name `ecs`.
fn folder_key(root: &Path, file: &Path) -> String {
    let below = file.strip_prefix(root).unwrap_or(file);
    let folders = below.parent().into_iter().flat_map(Path::components);
    let names = folders.filter_map(|component| match component {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    let names: Vec<_> = names.filter(|name| !is_date(name)).collect();
    crate_name(&names.join("-"))
}

/// Of `ecs-2014-11-13.json` or `com.amazonaws.ecs.json` a name without the date.
fn file_key(file: &Path) -> String {
    let stem = file.file_stem().and_then(OsStr::to_str).unwrap_or_default();
    let undated = stem.len().checked_sub(11).and_then(|at| {
        let (name, date) = stem.split_at_checked(at)?;
        is_date(date.strip_prefix('-')?).then_some(name)
    });
    crate_name(undated.unwrap_or(stem))
}

/// `YYYY-MM-DD`
fn is_date(name: &str) -> bool {
    let is_digit_or_dash = |(index, c): (usize, char)| match index {
        4 | 7 => c == '-',
        _ => c.is_ascii_digit(),
    };
    name.len() == 10 && name.char_indices().all(is_digit_or_dash)
}

fn crate_name(name: &str) -> String {
    let fit = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = name.chars().map(fit).collect();
    if name.is_empty() { "service".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_named_without_dates() {
        let root = Path::new("data");
        assert_eq!(folder_key(root, Path::new("data/ecs/2014-11-13/service-2.json")), "ecs");
        assert_eq!(file_key(Path::new("m/ecs-2014-11-13.json")), "ecs");
        assert_eq!(
            file_key(Path::new("m/com.amazonaws.s3.AmazonS3.json")),
            "com-amazonaws-s3-amazons3"
        );
        assert_eq!(file_key(Path::new("m/größe.json")), "gr--e");
    }

    #[test]
    fn the_latest_version_counts() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["a/2015-01-01/service-2.json", "a/2016-01-01/service-2.json.gz", "b/x.json"] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "{}").unwrap();
        }
        let found = models(folder.path()).unwrap();
        let path = folder.path().join("a/2016-01-01/service-2.json.gz");
        assert_eq!(found, [Found { service: "a".to_owned(), path }]);
    }
}
