//! What regenerating would change.

use std::fmt;
use std::path::Path;
use std::time::Duration;

use similar::TextDiff;

use super::folder::{self, Folder};
use super::{Tree, TreeError};

/// Beyond this a difference is no longer the shortest one, but still a right one.
const PATIENCE: Duration = Duration::from_secs(2);

/// A generated file that is not as the generator would write it.
///
/// Its [`Display`](fmt::Display) is a unified difference, which `patch -p1` applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileDifference {
    /// The file, relative to the folder, with forward slashes.
    pub path: String,
    /// What is wrong with it.
    pub kind: DifferenceKind,
    /// The unified difference from what is there to what should be.
    pub diff: String,
}

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    /// It is not there.
    Missing,
    /// It is no longer generated.
    Stale,
    /// It has other contents.
    Changed,
}

/// See [`Tree::compare`].
pub(super) fn compare(tree: &Tree, dir: &Path) -> Result<Vec<FileDifference>, TreeError> {
    let mut differences = Vec::new();
    for (path, text) in tree.iter() {
        let found = folder::contents(dir, path.as_path())?;
        if found.as_deref() != Some(text.as_bytes()) {
            differences.push(FileDifference::new(path.as_str(), found.as_deref(), Some(text)));
        }
    }
    for path in Folder::read(dir, tree)?.stale {
        if let Some(found) = folder::contents(dir, &path)? {
            let names: Vec<_> = path.iter().map(|name| name.to_string_lossy()).collect();
            differences.push(FileDifference::new(&names.join("/"), Some(&found), None));
        }
    }
    differences.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(differences)
}

impl FileDifference {
    fn new(path: &str, found: Option<&[u8]>, wanted: Option<&str>) -> Self {
        let name = |side: &str, there: bool| match there {
            true => format!("{side}/{path}"),
            false => "/dev/null".to_owned(),
        };
        let (old, new) = (name("a", found.is_some()), name("b", wanted.is_some()));
        let diff = TextDiff::configure()
            .timeout(PATIENCE)
            .diff_lines(
                &*String::from_utf8_lossy(found.unwrap_or_default()),
                wanted.unwrap_or_default(),
            )
            .unified_diff()
            .header(&old, &new)
            .to_string();
        Self {
            path: path.to_owned(),
            kind: match (found, wanted) {
                (None, _) => DifferenceKind::Missing,
                (_, None) => DifferenceKind::Stale,
                _ => DifferenceKind::Changed,
            },
            diff,
        }
    }
}

impl fmt::Display for FileDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diff)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::MARKER;
    use super::*;

    #[test]
    fn each_kind_of_difference_is_shown() {
        let dir = tempfile::tempdir().unwrap();
        let header = format!("// {MARKER}\n");
        let mut old = Tree::new();
        old.insert("src/lib.rs", format!("{header}mod a;\nmod b;\n")).unwrap();
        old.insert("src/a.rs", &*header).unwrap();
        old.write(dir.path()).unwrap();
        fs::write(dir.path().join("NOTES"), "by hand").unwrap();
        assert_eq!(old.compare(dir.path()).unwrap(), []);

        let mut new = Tree::new();
        new.insert("src/lib.rs", format!("{header}mod b;\nmod c;\n")).unwrap();
        new.insert("src/c.rs", &*header).unwrap();
        let found = new.compare(dir.path()).unwrap();
        let kinds: Vec<_> = found.iter().map(|file| (&*file.path, file.kind)).collect();
        assert_eq!(
            kinds,
            [
                ("src/a.rs", DifferenceKind::Stale),
                ("src/c.rs", DifferenceKind::Missing),
                ("src/lib.rs", DifferenceKind::Changed),
            ]
        );
        let text: String = found.iter().map(ToString::to_string).collect();
        let expected = "\
--- a/src/a.rs
+++ /dev/null
@@ -1 +0,0 @@
-// MARKER
--- /dev/null
+++ b/src/c.rs
@@ -0,0 +1 @@
+// MARKER
--- a/src/lib.rs
+++ b/src/lib.rs
@@ -1,3 +1,3 @@
 // MARKER
-mod a;
 mod b;
+mod c;
";
        assert_eq!(text.replace(MARKER, "MARKER"), expected);
    }

    #[test]
    fn all_is_missing_from_a_folder_that_is_not_there() {
        let dir = tempfile::tempdir().unwrap();
        let mut tree = Tree::new();
        tree.insert("Cargo.toml", MARKER).unwrap();
        let found = tree.compare(&dir.path().join("ecs")).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].kind, DifferenceKind::Missing);
    }
}
