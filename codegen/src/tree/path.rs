//! Paths that cannot leave the folder they are relative to.

use std::borrow::Borrow;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// The path of a file in a [`Tree`](super::Tree): one or more plain names with `/` between them.
///
/// A name consists of ASCII letters, digits, `_`, `-` and `.`, and is neither `.` nor `..`, so
/// that it means the same on every file system and stays inside the tree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TreePath(String);

/// Why a file cannot have a path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// The path is empty, absolute, leads upwards, or has names that not every file system takes.
    #[error("`{0}` is not a relative path of plain names")]
    NotPlain(String),
    /// Another file has the path, or would have to be a folder, or differs in case only.
    #[error("`{path}` cannot stand beside `{by}` in one tree")]
    Taken {
        /// The path.
        path: String,
        /// The path that the tree has already.
        by: String,
    },
}

impl TreePath {
    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path for use with the file system.
    #[must_use]
    pub fn as_path(&self) -> &Path {
        Path::new(&self.0)
    }
}

impl FromStr for TreePath {
    type Err = PathError;

    fn from_str(path: &str) -> Result<Self, Self::Err> {
        let plain = |name: &str| {
            !matches!(name, "" | "." | "..")
                && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
        };
        if path.split('/').all(plain) {
            Ok(Self(path.to_owned()))
        } else {
            Err(PathError::NotPlain(path.to_owned()))
        }
    }
}

impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

// Sound because order and equality are those of the text.
impl Borrow<str> for TreePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tree;
    use super::*;

    #[test]
    fn only_plain_relative_paths_are_accepted() {
        for path in ["Cargo.toml", "src/lib.rs", "src/a-b/c_d.rs", ".gitignore"] {
            assert_eq!(path.parse::<TreePath>().unwrap().as_str(), path);
        }
        for path in [
            "",
            "/",
            "/etc/passwd",
            "..",
            "../lib.rs",
            "src/../../lib.rs",
            ".",
            "./lib.rs",
            "src//lib.rs",
            "src/",
            "C:/lib.rs",
            "src\\lib.rs",
            "src/a\0b",
            "src/a b",
        ] {
            let error = path.parse::<TreePath>().unwrap_err();
            assert_eq!(error, PathError::NotPlain(path.to_owned()));
        }
    }

    #[test]
    fn paths_that_exclude_each_other_are_refused() {
        for (first, second) in [
            ("src/lib.rs", "src/lib.rs"),
            ("src/lib.rs", "src/Lib.rs"),
            ("src", "src/lib.rs"),
            ("src/lib.rs", "src"),
            ("SRC/types/a.rs", "src"),
            ("src", "Src/types/a.rs"),
        ] {
            let mut tree = Tree::new();
            tree.insert(first, "").unwrap();
            let error = tree.insert(second, "").unwrap_err();
            assert!(matches!(error, PathError::Taken { .. }), "{error}");
            assert_eq!(tree.len(), 1);
        }
    }

    #[test]
    fn files_come_in_the_order_of_their_paths() {
        let mut tree = Tree::new();
        for path in ["src/types.rs", "src/lib.rs", "Cargo.toml"] {
            tree.insert(path, path).unwrap();
        }
        let paths: Vec<_> = tree.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(paths, ["Cargo.toml", "src/lib.rs", "src/types.rs"]);
        assert_eq!(tree.get("src/lib.rs"), Some("src/lib.rs"));
        assert_eq!(tree.get("src"), None);
    }
}
