//! What a user decides about a generated crate.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use crate::names::is_identifier;

/// What the generator makes of a model beyond what the model itself says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The name of the package, such as `shapewright-ecs`.
    pub package_name: String,
    /// How the header of each file names the model that it was made from.
    ///
    /// A relative path with forward slashes, so that the same bytes come out on every machine.
    pub source: String,
    /// The operations to generate, with the shapes that they reach; all if `None`.
    pub operations: Option<Vec<String>>,
    /// How much of the model's documentation to carry over.
    pub docs: DocsLevel,
    /// Rust names by `Shape` or `Shape$member`.
    pub renames: BTreeMap<String, String>,
    /// How the crate's manifest depends on the runtime.
    pub runtime: RuntimeDependency,
}

/// How much of the model's documentation to carry over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum DocsLevel {
    /// One sentence of our own per item.
    None,
    /// The first sentence of each text.
    Summary,
    /// All of it.
    #[default]
    Full,
}

/// How the manifest of a generated crate depends on the runtime.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuntimeDependency {
    /// As the workspace says, which the crate is a member of.
    Workspace,
    /// The runtime in this folder, relative to that of the crate.
    Path(PathBuf),
    /// A published version of the runtime.
    Version(String),
    /// The runtime in this git repository, at this point of its history or at its latest.
    Git {
        /// The address of the repository.
        url: String,
        /// The point.
        point: Option<GitPoint>,
    },
}

/// A point in the history of a git repository, as Cargo names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GitPoint {
    /// The latest commit of a branch.
    Branch(String),
    /// A tag.
    Tag(String),
    /// A commit.
    Rev(String),
}

impl Settings {
    /// The settings that leave everything as it comes, for a package of that name.
    #[must_use]
    pub fn new(package_name: impl Into<String>) -> Self {
        Self {
            package_name: package_name.into(),
            source: String::new(),
            operations: None,
            docs: DocsLevel::default(),
            renames: BTreeMap::new(),
            runtime: RuntimeDependency::fitting(),
        }
    }
}

/// Why a text is not the name of a package that programs can depend on, if so.
#[must_use]
pub fn package_name_problem(text: &str) -> Option<&'static str> {
    // Crates that each program has, or that the generated crate itself depends on.
    const TAKEN: [&str; 6] = ["alloc", "core", "proc_macro", "shapewright_runtime", "std", "test"];
    let name = text.replace('-', "_");
    let has_form = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !has_form {
        Some("a name is a letter, then letters, digits, `-` and `_`")
    } else if !is_identifier(&name) {
        Some("it is a keyword of Rust")
    } else if TAKEN.contains(&name.as_str()) {
        Some("another crate has that name wherever this one is used")
    } else {
        None
    }
}

impl DocsLevel {
    /// Every level, by the name that it has in the configuration and on the command line.
    pub const NAMES: [(&'static str, Self); 3] =
        [("none", Self::None), ("summary", Self::Summary), ("full", Self::Full)];

    /// Its name among these.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Summary => "summary",
            Self::Full => "full",
        }
    }
}

impl RuntimeDependency {
    /// The published version that crates of this generator work with: that of the generator.
    #[must_use]
    pub fn fitting() -> Self {
        Self::Version(env!("CARGO_PKG_VERSION").to_owned())
    }

    /// The runtime in the folder `runtime`, for a crate in the folder `krate`.
    ///
    /// `None` if no relative path leads from the one to the other.
    #[must_use]
    pub fn from_crate(krate: &Path, runtime: &Path) -> Option<Self> {
        pathdiff::diff_paths(runtime, krate).map(Self::Path)
    }
}

impl FromStr for DocsLevel {
    type Err = UnknownDocsLevel;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::NAMES
            .into_iter()
            .find(|level| level.0 == name)
            .map(|level| level.1)
            .ok_or_else(|| UnknownDocsLevel(name.to_owned()))
    }
}

/// The name of a [`DocsLevel`] that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no documentation level is called `{0}`: there are `none`, `summary` and `full`")]
pub struct UnknownDocsLevel(pub String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_have_names_that_programs_can_use() {
        for name in ["ecs", "a-b_2", "fn-2", "Types"] {
            assert_eq!(package_name_problem(name), None, "{name}");
        }
        for name in [
            "",
            "-a",
            "2a",
            "_a",
            "../a",
            "a b",
            "a.b",
            "é",
            "fn",
            "Self",
            "try",
            "std",
            "proc-macro",
        ] {
            assert!(package_name_problem(name).is_some(), "{name}");
        }
    }

    #[test]
    fn levels_are_found_by_name() {
        for (name, level) in DocsLevel::NAMES {
            assert_eq!((name.parse(), level.name()), (Ok(level), name));
        }
        let error = "sumary".parse::<DocsLevel>().unwrap_err();
        assert!(error.to_string().contains("`sumary`"), "{error}");
    }
}
