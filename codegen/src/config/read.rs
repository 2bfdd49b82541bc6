//! From the text of a configuration file to crates to generate.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use toml::Spanned;
use toml::de::DeTable;

use super::CrateConfig;
use super::file::{CRATE_KEYS, CrateTable, FILE_KEYS, File, RUNTIME_KEYS, Runtime, RuntimeTable};
use super::problem::Problem;
use crate::settings::{DocsLevel, GitPoint, RuntimeDependency, Settings, package_name_problem};

/// Reads the crates, or says everything that is wrong.
pub(super) fn read(text: &str, folder: &Path) -> Result<Vec<CrateConfig>, Vec<Problem>> {
    let broken = |error: toml::de::Error| {
        let place = error.span().unwrap_or(0..text.len());
        vec![Problem::new(place, error.message())]
    };
    let document = DeTable::parse(text).map_err(broken)?;
    // Before all else, since a misspelt key would also be reported as the lack of the right one.
    let misspelt = misspelt(document.get_ref());
    if !misspelt.is_empty() {
        return Err(misspelt);
    }
    let file: File = toml::from_str(text).map_err(broken)?;

    let mut problems = Vec::new();
    let crates: Vec<_> = file
        .crates
        .into_iter()
        .map(|(key, table)| {
            let mut reader = Reader { folder, problems: &mut problems };
            reader.read(key, table)
        })
        .collect();
    problems.extend(overlaps(&crates));
    if problems.is_empty() { Ok(crates) } else { Err(problems) }
}

/// Keys and levels of documentation that there are not, with what may have been meant.
fn misspelt(document: &DeTable<'_>) -> Vec<Problem> {
    let mut misspelt = Vec::new();
    let mut check = |what: &str, name: &str, place: Range<usize>, known: &[&'static str]| {
        if !known.contains(&name) {
            let problem = Problem::new(place, format!("there is no {what} `{name}`"));
            misspelt.push(problem.did_you_mean(name, known.iter().copied()));
        }
    };
    let mut check_keys = |table: &DeTable<'_>, known: &[&'static str]| {
        table.keys().for_each(|key| check("key", key.get_ref(), key.span(), known));
    };
    check_keys(document, &FILE_KEYS);
    let crates = document.get("crates").and_then(|crates| crates.get_ref().as_table());
    let crates = crates.into_iter().flat_map(DeTable::values);
    let crates: Vec<_> = crates.filter_map(|table| table.get_ref().as_table()).collect();
    for table in &crates {
        check_keys(table, &CRATE_KEYS);
        if let Some(table) = table.get("runtime").and_then(|it| it.get_ref().as_table()) {
            check_keys(table, &RUNTIME_KEYS);
        }
    }
    for docs in crates.iter().filter_map(|table| table.get("docs")) {
        if let Some(level) = docs.get_ref().as_str() {
            let known = DocsLevel::NAMES.map(|(name, _)| name);
            check("level of documentation", level, docs.span(), &known);
        }
    }
    misspelt
}

/// Crates of which one would be written over the other.
fn overlaps(crates: &[CrateConfig]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, later) in crates.iter().enumerate() {
        for earlier in &crates[..index] {
            if later.path.starts_with(&earlier.path) || earlier.path.starts_with(&later.path) {
                let place = later.table.get_ref().path.span();
                let message = format!(
                    "the folder of the crate `{}` is that of `{}`, or one of the two is in the other",
                    later.key, earlier.key
                );
                problems.push(Problem::new(place, message));
            }
        }
    }
    problems
}

/// The runtime that is not in a folder, or what is wrong with the table.
fn elsewhere(table: &RuntimeTable) -> Result<RuntimeDependency, &'static str> {
    let RuntimeTable { path, version, git, branch, tag, rev } = table.clone();
    let points = [branch.map(GitPoint::Branch), tag.map(GitPoint::Tag), rev.map(GitPoint::Rev)];
    let mut points = points.into_iter().flatten();
    let (point, others) = (points.next(), points.next());
    match (path, version, git, point) {
        (None, Some(version), None, None) => Ok(RuntimeDependency::Version(version)),
        (None, None, Some(url), point) if others.is_none() => {
            Ok(RuntimeDependency::Git { url, point })
        }
        _ => Err("one of `path`, `version` and `git` is needed; `git` may have one of `branch`, \
                  `tag` and `rev` with it"),
    }
}

/// Reads one crate.
struct Reader<'a> {
    folder: &'a Path,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn read(&mut self, key: String, table: Spanned<CrateTable>) -> CrateConfig {
        let fields = table.get_ref();
        let path = self.path(fields.path.get_ref(), &fields.path);
        let settings = Settings {
            package_name: self.package_name(&key, &table),
            source: fields.model.get_ref().clone(),
            operations: self.operations(fields),
            docs: fields.docs,
            renames: self.renames(fields),
            runtime: self.runtime(fields, &path),
        };
        CrateConfig {
            key,
            model: self.path(fields.model.get_ref(), &fields.model),
            path,
            settings,
            table,
        }
    }

    /// A path of the file as one that can be used, without `.` and `..` where possible.
    fn path<T>(&mut self, path: &str, place: &Spanned<T>) -> PathBuf {
        let mut plain = PathBuf::new();
        if path.is_empty() || path.contains('\\') || Path::new(path).is_absolute() {
            self.problems.push(
                Problem::new(place.span(), format!("`{path}` is not a relative path"))
                    .help("paths are relative to the folder of this file, with forward slashes"),
            );
        }
        for component in self.folder.join(path).components() {
            match (component, plain.components().next_back()) {
                (Component::CurDir, _) => {}
                (Component::ParentDir, Some(Component::Normal(_))) => {
                    plain.pop();
                }
                _ => plain.push(component),
            }
        }
        plain
    }

    fn package_name(&mut self, key: &str, table: &Spanned<CrateTable>) -> String {
        let (name, place) = match &table.get_ref().name {
            Some(name) => (name.get_ref().as_str(), name.span()),
            None => (key, table.span()),
        };
        if let Some(reason) = package_name_problem(name) {
            let message = format!("`{name}` cannot be the name of a package: {reason}");
            self.problems.push(Problem::new(place, message).help("choose one with the key `name`"));
        }
        name.to_owned()
    }

    fn operations(&mut self, fields: &CrateTable) -> Option<Vec<String>> {
        let operations = fields.operations.as_ref()?;
        if operations.get_ref().is_empty() {
            self.problems.push(
                Problem::new(operations.span(), "a crate without operations")
                    .help("leave `operations` out to generate all of them"),
            );
        }
        let names = operations.get_ref().iter();
        Some(names.map(|name| name.get_ref().clone()).collect())
    }

    fn renames(&mut self, fields: &CrateTable) -> BTreeMap<String, String> {
        for name in fields.rename.values() {
            self.require::<syn::Ident>(name, "is not a Rust identifier");
        }
        let renames = fields.rename.iter();
        renames.map(|(from, to)| (from.get_ref().clone(), to.get_ref().clone())).collect()
    }

    fn runtime(&mut self, fields: &CrateTable, path: &Path) -> RuntimeDependency {
        let Some(runtime) = &fields.runtime else {
            return RuntimeDependency::fitting();
        };
        let dependency = match runtime.get_ref() {
            Runtime::Workspace(_) => Ok(RuntimeDependency::Workspace),
            Runtime::Table(RuntimeTable { path: Some(folder), version, git, .. })
                if version.is_none() && git.is_none() =>
            {
                let folder = self.path(folder, runtime);
                RuntimeDependency::from_crate(path, &folder)
                    .ok_or("no relative path leads from the crate to the runtime")
            }
            Runtime::Table(table) => elsewhere(table),
        };
        dependency.unwrap_or_else(|message| {
            self.problems.push(Problem::new(runtime.span(), message));
            RuntimeDependency::fitting()
        })
    }

    /// Reports what is not a piece of Rust of the kind `T`.
    fn require<T: syn::parse::Parse>(&mut self, text: &Spanned<String>, what_is_wrong: &str) {
        if syn::parse_str::<T>(text.get_ref()).is_err() {
            let message = format!("`{}` {what_is_wrong}", text.get_ref());
            self.problems.push(Problem::new(text.span(), message));
        }
    }
}
