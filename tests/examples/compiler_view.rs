//! Our verdicts on Rust programs against the compiler's view: the public items of both crates, as
//! rustdoc lists them and cargo-public-api compares them.
//!
//! What is compared, and every disagreement with its reason, is in `compiler-view.toml`.
//! CONTRIBUTING.md says how to run it; it fails if something is not as that list has it.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use serde::Deserialize;
use shapewright_codegen::rust_effect::{Class, ItemChange, Planned, rust_effect};
use shapewright_codegen::settings::{DocsLevel, RuntimeDependency, Settings};
use shapewright_codegen::{generate, planned};
use shapewright_model::Loaded;
use shapewright_python::{pip_download, target_directory, unpack};

/// The name of every crate, so that the paths of both are the same.
const NAME: &str = "reviewed";

/// What programs see, and what their tests see as well.
const FEATURES: [&str; 2] = ["sign", "sign,fake,inputs"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pairs {
    pair: Vec<Pair>,
}

/// An update of a model, and what is known of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    /// The folder of the model in botocore's data.
    model: String,
    /// The releases of botocore.
    old: String,
    new: String,
    /// What happened.
    shows: String,
    ours: String,
    compilers: String,
    because: Option<String>,
}

/// The lines that cargo-public-api prints of two crates.
#[derive(Default)]
struct PublicItems {
    removed: Vec<String>,
    changed: Vec<String>,
    added: Vec<String>,
}

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<ExitCode> {
    let known: Pairs = toml::from_str(include_str!("../compiler-view.toml"))?;
    let crates = Crates::new()?;
    let mut wrong = Vec::new();
    println!("| model | botocore | what changed | ours | the compiler's |\n|---|---|---|---|---|");
    for pair in &known.pair {
        wrong.extend(pair.check(&crates)?);
    }
    for problem in &wrong {
        eprintln!("{problem}");
    }
    Ok(if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

impl Pair {
    /// Prints the verdicts, and gives what is not as the list has it.
    fn check(&self, crates: &Crates) -> Result<Vec<String>> {
        let (old, new) = (self.load(&self.old)?, self.load(&self.new)?);
        let (ours, items) = (effect(&old, &new)?, crates.compare(&old, &new)?);
        let (own, compilers) = (class(&ours).name(), items.class().name());
        let Self { model, old, new, shows, .. } = self;
        let service = model.split('/').next().unwrap_or(model);
        println!("| {service} | {old} → {new} | {shows} | {own} | {compilers} |");
        let visible: Vec<_> = ours.into_iter().filter(|item| item.old != item.new).collect();
        let mut disagreements = differing(&visible, &items);
        if class(&visible) != items.class() {
            disagreements.insert("the verdicts differ".to_owned());
        }
        let mut wrong = Vec::new();
        match &self.because {
            None => wrong.extend(disagreements),
            Some(_) if disagreements.is_empty() => {
                wrong.push("the reason of a disagreement is no longer needed".to_owned());
            }
            Some(_) => {}
        }
        if (own, compilers) != (&*self.ours, &*self.compilers) {
            wrong.push("these are not the verdicts in the list".to_owned());
        }
        Ok(wrong.into_iter().map(|one| format!("{service} {old}: {one}")).collect())
    }

    fn load(&self, release: &str) -> Result<Loaded> {
        let wheel = pip_download(&format!("botocore=={release}"))?;
        let folder = unpack(&wheel, &format!("botocore/data/{}", self.model))?;
        let plain = folder.join("service-2.json");
        let file = if plain.exists() { plain } else { folder.join("service-2.json.gz") };
        Ok(shapewright_model::load(&file)?)
    }
}

fn settings() -> Settings {
    let mut settings = Settings::new(NAME);
    settings.docs = DocsLevel::None;
    settings.runtime = RuntimeDependency::Workspace;
    settings
}

fn effect(old: &Loaded, new: &Loaded) -> Result<Vec<ItemChange>> {
    let (old, new) = (&old.model, &new.model);
    let (before, after) = (planned(old, &settings())?, planned(new, &settings())?);
    let old = Planned { model: old, plan: &before };
    Ok(rust_effect(old, Planned { model: new, plan: &after }))
}

fn class(items: &[ItemChange]) -> Class {
    items.iter().map(|item| item.class).max().unwrap_or(Class::Patch)
}

/// A workspace for one crate at a time, below the target folder.
struct Crates {
    root: PathBuf,
}

impl Crates {
    fn new() -> Result<Self> {
        let root = target_directory().join("compiler-view");
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let repository = tests.parent().unwrap_or(tests);
        fs::create_dir_all(&root)?;
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [{NAME:?}]\n\n\
             [workspace.dependencies]\nshapewright-runtime = {{ path = {:?} }}\n",
            repository.join("runtime"),
        );
        fs::write(root.join("Cargo.toml"), manifest)?;
        fs::copy(repository.join("Cargo.lock"), root.join("Cargo.lock"))?;
        Ok(Self { root })
    }

    fn compare(&self, old: &Loaded, new: &Loaded) -> Result<PublicItems> {
        let (before, after) = (self.rustdoc(old, "old")?, self.rustdoc(new, "new")?);
        let mut items = PublicItems::default();
        for (before, after) in before.iter().zip(&after) {
            let mut command = Command::new("cargo-public-api");
            command.args(["public-api", "diff", "--color=never", "-sss"]).args([before, after]);
            items.read(&stdout(&mut command)?);
        }
        Ok(items)
    }

    /// What rustdoc says of a crate with each of the features, as files.
    fn rustdoc(&self, loaded: &Loaded, which: &str) -> Result<Vec<PathBuf>> {
        let tree = generate(&loaded.model, &settings())?;
        tree.write(&self.root.join(NAME))?;
        let run = |features: &str| {
            let mut command = Command::new(env!("CARGO"));
            command.args(["rustdoc", "--quiet", "--lib", "--package", NAME]);
            command.args(["--no-default-features", "--features", features]);
            command.args(["--", "-Zunstable-options", "--output-format=json"]);
            // The form of its output is not stable, and a stable rustdoc shows it only like this.
            command.current_dir(&self.root).env("RUSTC_BOOTSTRAP", "1");
            command.env("CARGO_TARGET_DIR", self.root.join("target"));
            stdout(&mut command)?;
            let file = self.root.join(format!("{which}-{features}.json"));
            fs::copy(self.root.join("target/doc").join(format!("{NAME}.json")), &file)?;
            Ok(file)
        };
        FEATURES.into_iter().map(run).collect()
    }
}

/// What a command prints, if it succeeds.
fn stdout(command: &mut Command) -> Result<String> {
    let program = command.get_program().display().to_string();
    let output = command.output().map_err(|error| format!("cannot start {program}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{program}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

impl PublicItems {
    /// Adds what cargo-public-api prints: three parts with a title each.
    fn read(&mut self, printed: &str) {
        let mut part = &mut self.removed;
        for line in printed.lines() {
            match line.split_whitespace().next() {
                Some("Removed") => part = &mut self.removed,
                Some("Changed") => part = &mut self.changed,
                Some("Added") => part = &mut self.added,
                _ => {}
            }
            if let Some(item) = line.strip_prefix(['+', '-']) {
                part.push(item.to_owned());
            }
        }
    }

    fn class(&self) -> Class {
        match (self.removed.len() + self.changed.len(), self.added.len()) {
            (0, 0) => Class::Patch,
            (0, _) => Class::Minor,
            _ => Class::Major,
        }
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        self.removed.iter().chain(&self.changed).chain(&self.added)
    }
}

/// The types and functions of which only one of both found that they differ.
fn differing(ours: &[ItemChange], compilers: &PublicItems) -> BTreeSet<String> {
    let ours: BTreeSet<_> = ours.iter().map(|item| first_two(&item.item)).collect();
    let theirs: BTreeSet<_> = compilers.all().map(|line| owner(line)).collect();
    let only_ours = ours.difference(&theirs).map(|item| format!("only we name {item}"));
    let only_theirs = theirs.difference(&ours).map(|item| format!("we do not name {item}"));
    only_ours.chain(only_theirs).collect()
}

/// The type or function that a listed item is, or is a part of: `types::Task`, `Client::run_task`.
fn owner(line: &str) -> String {
    let own = format!("{NAME}::");
    if let Some((_, method)) = line.split_once("ClientOf<").and_then(|(_, of)| of.split_once(">::"))
    {
        return format!("Client::{}", method.split('(').next().unwrap_or(method));
    }
    // What is listed of these belongs to the operation, or the error, that is named behind them.
    let is_general = |path: &String| path == "Call" || path == "error::Error";
    let path = |rest: &str| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && !"_:#".contains(c));
        first_two(&rest[..end.unwrap_or(rest.len())])
    };
    let mut paths = line.split(&own).skip(1).map(path).filter(|path| !is_general(path));
    paths.next().unwrap_or_else(|| line.to_owned())
}

fn first_two(path: &str) -> String {
    path.splitn(3, "::").take(2).collect::<Vec<_>>().join("::")
}
