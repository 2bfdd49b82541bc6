//! Generating many crates at once.

use std::cmp::Reverse;
use std::fs;
use std::num::NonZero;
use std::panic::{self, AssertUnwindSafe};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use miette::{Report, miette};
use sha2::{Digest, Sha256};
use shapewright_codegen::generate;
use shapewright_codegen::settings::Settings;
use shapewright_codegen::tree::Tree;
use shapewright_model::load;

use super::find::Found;

/// What became of a service.
pub(super) struct Swept {
    /// The service.
    pub(super) service: String,
    /// Its crate, or why there is none.
    pub(super) result: Result<Counts, Report>,
    /// How long it took.
    pub(super) time: Duration,
}

/// How large a generated crate is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) operations: usize,
    pub(super) shapes: usize,
    /// Bytes of its files.
    pub(super) bytes: usize,
    /// The first 16 hexadecimal digits of the SHA-256 of its files, or nothing if not asked for.
    pub(super) digest: String,
}

/// Generates the crates of all models, so many at a time, and hands each to `keep`; the results
/// are in the order of the models, with digests if they are wanted.
pub(super) fn sweep(
    models: &[Found],
    jobs: NonZero<usize>,
    digests: bool,
    settings: impl Fn(&Found) -> Settings + Sync,
    keep: impl Fn(&Found, &Tree) -> miette::Result<()> + Sync,
) -> Vec<Swept> {
    let bar = progress(models.len());
    // The largest first, so that none keeps one thread busy when the others are done.
    let mut queue: Vec<_> = models.iter().collect();
    queue.sort_by_cached_key(|found| Reverse(fs::metadata(&found.path).map_or(0, |m| m.len())));
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(models.len()));
    thread::scope(|scope| {
        for _ in 0..jobs.get() {
            scope.spawn(|| {
                while let Some(found) = queue.get(next.fetch_add(1, Ordering::Relaxed)) {
                    bar.set_message(found.service.clone());
                    let started = Instant::now();
                    let make =
                        || make(&found.path, &settings(found), digests, |tree| keep(found, tree));
                    let made = panic::catch_unwind(AssertUnwindSafe(make));
                    let result = made.unwrap_or_else(|_| Err(miette!("the generator panicked")));
                    let time = started.elapsed();
                    let swept = Swept { service: found.service.clone(), result, time };
                    done.lock().unwrap_or_else(PoisonError::into_inner).push(swept);
                    bar.inc(1);
                }
            });
        }
    });
    bar.finish_and_clear();
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by(|a, b| a.service.cmp(&b.service));
    done
}

/// A progress bar, which shows on terminals only.
fn progress(length: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {elapsed} {msg}");
    let bar = ProgressBar::new(length.try_into().unwrap_or(u64::MAX));
    style.map(|style| bar.clone().with_style(style)).unwrap_or(bar)
}

fn make(
    path: &Path,
    settings: &Settings,
    digests: bool,
    keep: impl FnOnce(&Tree) -> miette::Result<()>,
) -> Result<Counts, Report> {
    let loaded = load(path)?;
    let tree = generate(&loaded.model, settings)?;
    keep(&tree)?;
    Ok(Counts {
        operations: loaded.model.operations.len(),
        shapes: loaded.model.shapes.len(),
        bytes: tree.iter().map(|(_, text)| text.len()).sum(),
        digest: if digests { digest(&tree) } else { String::new() },
    })
}

fn digest(tree: &Tree) -> String {
    let mut hash = Sha256::new();
    for (path, text) in tree.iter() {
        // Lengths keep files apart.
        for part in [path.as_str(), text] {
            hash.update(part.len().to_le_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
