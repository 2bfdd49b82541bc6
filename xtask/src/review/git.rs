//! Files of a revision of the repository, by way of the program `git`.

use std::collections::BTreeSet;
use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use miette::{Context as _, IntoDiagnostic, miette};

/// A revision of the repository that the current folder is in.
#[derive(Clone)]
pub(crate) struct Revision(Rc<Known>);

struct Known {
    /// As it was given.
    name: String,
    /// The commit.
    commit: String,
    /// The folder of the repository.
    root: PathBuf,
    /// All its files.
    files: BTreeSet<String>,
}

impl Revision {
    /// The revision of that name: a branch, a tag, a commit.
    pub(crate) fn find(name: &str) -> miette::Result<Self> {
        let root = text(run(None, &["rev-parse", "--show-toplevel"])?);
        let root = PathBuf::from(root.trim_end());
        let commit = format!("{name}^{{commit}}");
        let commit = run(Some(&root), &["rev-parse", "--verify", "--end-of-options", &commit])
            .wrap_err_with(|| format!("there is no revision `{name}`"))?;
        let commit = text(commit).trim_end().to_owned();
        let listed = run(Some(&root), &["ls-tree", "-r", "-z", "--name-only", &commit])?;
        let files = text(listed).split_terminator('\0').map(str::to_owned).collect();
        let name = name.to_owned();
        Ok(Self(Rc::new(Known { name, commit, root, files })))
    }

    /// The name to show for a file: as git has it.
    pub(crate) fn label(&self, path: &str) -> String {
        format!("{}:{path}", self.0.name)
    }

    /// A path of the file system as the repository has it.
    pub(crate) fn full_name(&self, path: &Path) -> miette::Result<String> {
        let full = std::path::absolute(path).into_diagnostic()?;
        // The repository's own path has no links in it; that of the current folder may.
        let full = full.canonicalize().unwrap_or(full);
        let root = self.0.root.canonicalize().unwrap_or_else(|_| self.0.root.clone());
        match full.strip_prefix(&root) {
            Ok(below) => Ok(below.to_string_lossy().replace('\\', "/")),
            Err(_) => {
                let current = env::current_dir().unwrap_or_default();
                let message = "is not in the repository of";
                Err(miette!("{} {message} {}", path.display(), current.display()))
            }
        }
    }

    /// The files at or below a path of the file system.
    pub(crate) fn files(&self, path: &Path) -> miette::Result<Vec<String>> {
        let name = self.full_name(path)?;
        let below = if name.is_empty() { String::new() } else { format!("{name}/") };
        let files = self.0.files.iter();
        Ok(files.filter(|file| **file == name || file.starts_with(&below)).cloned().collect())
    }

    /// The bytes of the file that [`Self::label`] shows so.
    pub(crate) fn read(&self, label: &str) -> io::Result<Vec<u8>> {
        let path = label.strip_prefix(&self.label("")).unwrap_or(label);
        if !self.0.files.contains(path) {
            return Err(io::ErrorKind::NotFound.into());
        }
        let object = format!("{}:{path}", self.0.commit);
        run(Some(&self.0.root), &["cat-file", "blob", &object])
            .map_err(|error| io::Error::other(format!("{error:#}")))
    }
}

fn run(folder: Option<&Path>, arguments: &[&str]) -> miette::Result<Vec<u8>> {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(folder.unwrap_or(Path::new(".")));
    let output = command.output().into_diagnostic().wrap_err("could not start git")?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = text(output.stderr);
    Err(miette!("git {}: {}", arguments.first().unwrap_or(&""), said.trim()))
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}
