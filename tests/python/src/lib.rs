//! Python for tests: an interpreter, packages from the Python Package Index,
//! and virtual environments with packages installed.
//!
//! The Python tools for the same service models are the yardstick for several
//! tests. Such a test needs Python 3 with `pip` and `venv`, and fails when they
//! are not there: a test that skips itself is a test that nobody misses.
//!
//! Everything is kept in `python/` below the target directory, is made the
//! first time that it is asked for, and may be deleted at any time:
//!
//! ```text
//! target/python/downloads/botocore==1.10.74/            the wheel, see pip_download
//! target/python/downloads/botocore==1.10.74.unpacked/   parts of it, see unpack
//! target/python/sources/botocore==1.10.74/              the source, see pip_download_source
//! target/python/cli-0f3a…/                              an environment, see virtualenv
//! ```
//!
//! Tests run at the same time, in threads and in processes. A folder is
//! therefore made under a lock, which the operating system releases if its
//! holder is killed, and counts as made only once a marker has been written
//! into it. Half-made folders are thrown away and made anew.

use std::error::Error;
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use fd_lock::RwLock;

/// Name of the file that marks a folder as complete.
const MARKER: &str = ".complete";

/// Extracts the members of a wheel or of a source distribution (argument 1) that are, or lie
/// below, a path (argument 2) into a folder (argument 3).
const UNPACK: &str = r#"
import sys, tarfile, zipfile
path, prefix, into = sys.argv[1:]
wanted = lambda name: name == prefix or name.startswith(prefix + "/")
if path.endswith(".whl"):
    with zipfile.ZipFile(path) as archive:
        found = [name for name in archive.namelist() if wanted(name)]
        archive.extractall(into, found)
else:
    with tarfile.open(path) as archive:
        found = [member for member in archive.getmembers() if wanted(member.name)]
        archive.extractall(into, found, filter="data")
if not found:
    sys.exit(f"{path} has no member {prefix}")
"#;

/// Why Python could not do what a test needs.
///
/// `Debug` shows the same sentence as `Display`, because that is what is
/// printed for a test that returns an error or unwraps one.
pub enum PythonError {
    /// There is no Python 3 that could be started.
    NoPython {
        /// The name under which it was looked for.
        program: String,
        /// What happened instead.
        problem: String,
    },
    /// A requirement does not name one version of one package.
    NotPinned(String),
    /// A command ran and failed.
    Failed {
        /// What the command was meant to do.
        task: String,
        /// What it wrote to standard error, or its exit status if nothing.
        output: String,
    },
    /// A file or folder could not be read or written.
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What happened.
        source: io::Error,
    },
}

impl fmt::Display for PythonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPython { program, problem } => write!(
                f,
                "this test needs Python 3, but `{program}` could not be used: {problem}; \
                 install Python 3 with pip and venv and put `{program}` on the PATH"
            ),
            Self::NotPinned(requirement) => write!(
                f,
                "`{requirement}` is not pinned: write `name==version`, so that what is kept in \
                 the target directory stays right"
            ),
            Self::Failed { task, output } => write!(f, "could not {task}:\n{output}"),
            Self::Io { path, source } => write!(f, "{}: {source}", path.display()),
        }
    }
}

impl fmt::Debug for PythonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for PythonError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// A Python 3 interpreter.
#[derive(Clone, Debug)]
pub struct Python {
    program: PathBuf,
    version: String,
}

impl Python {
    /// Finds the interpreter on the `PATH`.
    pub fn find() -> Result<Self, PythonError> {
        Self::find_as(if cfg!(windows) { "python" } else { "python3" })
    }

    /// Finds the interpreter under a given name. The answer has its real path,
    /// since `program` may be a wrapper that chooses among several versions.
    fn find_as(program: &str) -> Result<Self, PythonError> {
        let missing =
            |problem: String| PythonError::NoPython { program: program.to_owned(), problem };
        let output = Command::new(program)
            .args(["-c", "import sys; print(sys.executable); print(sys.version)"])
            .output()
            .map_err(|error| missing(error.to_string()))?;
        if !output.status.success() {
            return Err(missing(complaint(&output)));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let (executable, version) = text.split_once('\n').unwrap_or_default();
        if !version.starts_with("3.") {
            return Err(missing(format!("it is no Python 3 but `{}`", text.trim())));
        }
        Ok(Self {
            program: PathBuf::from(executable.trim_end()),
            version: version.trim_end().to_owned(),
        })
    }

    /// Path of the interpreter.
    pub fn program(&self) -> &Path {
        &self.program
    }

    /// A command that starts the interpreter, without arguments yet.
    pub fn command(&self) -> Command {
        Command::new(&self.program)
    }
}

/// Downloads the wheel of one package, without what it depends on, and returns
/// the path of the wheel. It is downloaded once and kept.
///
/// The requirement is pinned, as in `botocore==1.10.74`.
pub fn pip_download(requirement: &str) -> Result<PathBuf, PythonError> {
    download(requirement, "downloads", "--only-binary=:all:", "whl")
}

/// Downloads the source distribution of one package, which has its tests, as
/// [`pip_download`] does the wheel.
pub fn pip_download_source(requirement: &str) -> Result<PathBuf, PythonError> {
    let package = requirement.split_once("==").map_or(requirement, |(package, _)| package);
    download(requirement, "sources", &format!("--no-binary={package}"), "gz")
}

fn download(
    requirement: &str,
    kind: &str,
    option: &str,
    extension: &str,
) -> Result<PathBuf, PythonError> {
    check_pinned(requirement)?;
    let folder = kept().join(kind).join(requirement);
    once(&folder, |folder| {
        let python = Python::find()?;
        let task = format!("download {requirement} with pip");
        let mut command = python.command();
        command
            .args(["-m", "pip", "download", "--disable-pip-version-check"])
            .args(["--no-input", "--quiet", "--no-deps", option])
            .arg("--dest")
            .arg(folder)
            .arg(requirement);
        run(&mut command, &task)
    })?;
    archive_in(&folder, requirement, extension)
}

/// Unpacks one folder or file of what [`pip_download`] or
/// [`pip_download_source`] returned, and returns its path on disk. It is
/// unpacked once and kept.
///
/// `member` is the path inside the archive, with `/` between its parts and none
/// at its end. To unpack all of a large archive takes long; name what is needed.
pub fn unpack(archive: &Path, member: &str) -> Result<PathBuf, PythonError> {
    let download = archive.parent().unwrap_or(archive);
    let folder = beside(download, ".unpacked").join(member.replace('/', "+"));
    once(&folder, |folder| {
        let python = Python::find()?;
        let task = format!("unpack {member} from {}", archive.display());
        let mut command = python.command();
        command.args(["-c", UNPACK]).arg(archive).arg(member).arg(folder);
        run(&mut command, &task)
    })?;
    Ok(folder.join(member))
}

/// Makes a virtual environment with packages installed, and returns its
/// folder; [`executable`] finds the programs in it. It is made once and kept,
/// until the requirements or the interpreter change.
///
/// Each requirement is pinned, as in `botocore==1.44.5`. Those that must not
/// change with the day of the first run name their dependencies as well.
pub fn virtualenv(name: &str, requirements: &[&str]) -> Result<PathBuf, PythonError> {
    for requirement in requirements {
        check_pinned(requirement)?;
    }
    let python = Python::find()?;
    let interpreter = python.program.display().to_string();
    let hash = fingerprint(
        [interpreter.as_str(), python.version.as_str()]
            .into_iter()
            .chain(requirements.iter().copied()),
    );
    let folder = kept().join(format!("{name}-{hash:016x}"));
    // An environment has its own path written into its files, so it is made in
    // the place where it stays.
    once(&folder, |folder| {
        let task = format!("make the virtual environment `{name}`");
        run(python.command().args(["-m", "venv"]).arg(folder), &task)?;
        if requirements.is_empty() {
            return Ok(());
        }
        let task = format!("install {} with pip", requirements.join(", "));
        let mut command = Command::new(executable(folder, "python"));
        command
            .args(["-m", "pip", "install", "--disable-pip-version-check"])
            .args(["--no-input", "--quiet"])
            .args(requirements);
        run(&mut command, &task)
    })?;
    Ok(folder)
}

/// Path of a program in a virtual environment: `python`, or a script that one
/// of the installed packages brings.
pub fn executable(environment: &Path, program: &str) -> PathBuf {
    if cfg!(windows) {
        environment.join("Scripts").join(format!("{program}.exe"))
    } else {
        environment.join("bin").join(program)
    }
}

/// The target directory of the workspace: `CARGO_TARGET_DIR`, taken from the
/// root of the workspace if it is relative, or else `target`.
pub fn target_directory() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = package.ancestors().nth(2).unwrap_or(package);
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(target) if !target.is_empty() => workspace.join(target),
        _ => workspace.join("target"),
    }
}

/// The folder for all that this module keeps.
fn kept() -> PathBuf {
    target_directory().join("python")
}

/// Fails unless a requirement has the form `name==version`. This also keeps
/// out what `pip` would take for an option and what cannot be a file name.
fn check_pinned(requirement: &str) -> Result<(), PythonError> {
    let plain = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "._+-".contains(c))
    };
    match requirement.split_once("==") {
        Some((name, version)) if plain(name) && plain(version) => Ok(()),
        _ => Err(PythonError::NotPinned(requirement.to_owned())),
    }
}

/// The one archive in a folder.
fn archive_in(folder: &Path, requirement: &str, extension: &str) -> Result<PathBuf, PythonError> {
    let at = |source| PythonError::Io { path: folder.to_owned(), source };
    for entry in fs::read_dir(folder).map_err(at)? {
        let path = entry.map_err(at)?.path();
        if path.extension().is_some_and(|found| found == extension) {
            return Ok(path);
        }
    }
    Err(PythonError::Failed {
        task: format!("find the archive of {requirement}"),
        output: format!("there is none in {}; delete that folder", folder.display()),
    })
}

/// Makes a folder with `make`, unless it has been made before.
///
/// `make` is given an empty folder. If it fails, the folder does not count as
/// made, and the next call starts afresh.
fn once(
    folder: &Path,
    make: impl FnOnce(&Path) -> Result<(), PythonError>,
) -> Result<(), PythonError> {
    let at = |path: &Path| {
        let path = path.to_owned();
        move |source| PythonError::Io { path, source }
    };
    let marker = folder.join(MARKER);
    if marker.exists() {
        return Ok(());
    }
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent).map_err(at(parent))?;
    }
    let lock_path = beside(folder, ".lock");
    let lock_file = File::create(&lock_path).map_err(at(&lock_path))?;
    let mut lock = RwLock::new(lock_file);
    let _guard = lock.write().map_err(at(&lock_path))?;
    // Someone else may have made it while this call waited for the lock.
    if marker.exists() {
        return Ok(());
    }
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(at(folder))?;
    }
    fs::create_dir(folder).map_err(at(folder))?;
    make(folder)?;
    File::create(&marker).map_err(at(&marker))?;
    Ok(())
}

/// The path next to `path` that has `suffix` added to its name.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    path.with_file_name(name)
}

/// Runs a command to its end; `task` says what for, should it fail.
fn run(command: &mut Command, task: &str) -> Result<(), PythonError> {
    let failed = |output| PythonError::Failed { task: task.to_owned(), output };
    let output = command
        .output()
        .map_err(|error| failed(format!("{:?}: {error}", command.get_program())))?;
    if output.status.success() { Ok(()) } else { Err(failed(complaint(&output))) }
}

/// What a failed command has to say.
fn complaint(output: &std::process::Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    match errors.trim() {
        "" => output.status.to_string(),
        errors => errors.to_owned(),
    }
}

/// The FNV-1a hash of some strings. Unlike the hashes of the standard library
/// it stays the same from one Rust release to the next.
fn fingerprint<'a>(parts: impl Iterator<Item = &'a str>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    hash
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    /// A path for a folder that does not exist yet, in the target directory.
    fn fresh(name: &str) -> PathBuf {
        let folder = kept().join("unit-tests").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        folder
    }

    #[test]
    fn a_missing_interpreter_is_named() {
        let error = Python::find_as("python-that-nobody-has").unwrap_err();
        let message = error.to_string();
        assert!(message.contains("needs Python 3"), "{message}");
        assert!(message.contains("`python-that-nobody-has`"), "{message}");
    }

    #[test]
    fn a_program_that_is_not_python_is_refused() {
        let error = Python::find_as("cargo").unwrap_err();
        assert!(matches!(error, PythonError::NoPython { .. }), "{error}");
    }

    #[test]
    fn only_pinned_requirements_are_accepted() {
        for requirement in [
            "botocore",
            "botocore>=1.10",
            "botocore==",
            "==1.0",
            "--pre==1",
            "../botocore==1.0",
            "botocore==1.0 six",
        ] {
            let error = check_pinned(requirement).unwrap_err();
            assert!(error.to_string().contains(requirement), "{error}");
        }
        check_pinned("python-dateutil==2.9.0.post0").unwrap();
    }

    #[test]
    fn a_failed_command_is_reported_with_its_output() {
        let python = Python::find().unwrap();
        let mut command = python.command();
        command.args(["-c", "import sys; sys.exit('no bananas')"]);
        let error = run(&mut command, "peel a banana").unwrap_err();
        assert_eq!(error.to_string(), "could not peel a banana:\nno bananas");
    }

    #[test]
    fn a_folder_is_made_once_however_many_ask() {
        let folder = fresh("once");
        let made = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    once(&folder, |folder| {
                        made.fetch_add(1, Ordering::SeqCst);
                        fs::write(folder.join("result"), "whole").unwrap();
                        Ok(())
                    })
                    .unwrap();
                    assert_eq!(fs::read(folder.join("result")).unwrap(), b"whole");
                });
            }
        });
        assert_eq!(made.into_inner(), 1);
    }

    #[test]
    fn a_half_made_folder_is_made_anew() {
        let folder = fresh("half-made");
        let error = once(&folder, |folder| {
            fs::write(folder.join("leftover"), "").unwrap();
            Err(PythonError::NotPinned("six".to_owned()))
        });
        assert!(error.is_err());
        once(&folder, |folder| {
            assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
            Ok(())
        })
        .unwrap();
    }

    #[test]
    fn a_wheel_is_downloaded_and_unpacked_in_part() {
        let wheel = pip_download("jmespath==1.0.1").unwrap();
        let parser = unpack(&wheel, "jmespath/parser.py").unwrap();
        assert!(fs::read_to_string(parser).unwrap().contains("class Parser"));

        let error = unpack(&wheel, "jmespath/nothing").unwrap_err();
        assert!(error.to_string().contains("no member jmespath/nothing"));
    }

    #[test]
    fn a_source_distribution_is_downloaded_and_unpacked_in_part() {
        let archive = pip_download_source("jmespath==1.0.1").unwrap();
        let setup = unpack(&archive, "jmespath-1.0.1/setup.py").unwrap();
        assert!(fs::read_to_string(setup).unwrap().contains("jmespath"));
    }

    #[test]
    fn an_environment_has_its_packages() {
        let environment = virtualenv("unit-test", &["jmespath==1.0.1"]).unwrap();
        let mut python = Command::new(executable(&environment, "python"));
        python.args(["-c", "import jmespath; print(jmespath.__version__)"]);
        let output = python.output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "1.0.1");
    }

    #[test]
    fn fingerprints_tell_lists_apart() {
        let of = |parts: &[&str]| fingerprint(parts.iter().copied());
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["a", "b"]), of(&["b", "a"]));
        assert_eq!(of(&["a", "b"]), of(&["a", "b"]));
    }
}
