//! Loads the given models and every `service-2.json` or `service-2.json.gz` below the given
//! folders, and shows what is wrong with any, with counts and times.
//!
//! Run it over the models of an unpacked botocore, or over files in Smithy's JSON AST:
//! `cargo run --release -p shapewright-model --example corpus -- DIR FILE…`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use shapewright_model::source::{Position, Source};

fn main() -> std::io::Result<()> {
    let mut models = Vec::new();
    for path in std::env::args_os().skip(1).map(PathBuf::from) {
        if path.is_dir() {
            find_models(&path, &mut models)?;
        } else {
            models.push(path);
        }
    }
    models.sort();

    let (mut refused, mut warned, mut operations, mut shapes) = (0, 0, 0, 0);
    let start = Instant::now();
    for path in &models {
        match shapewright_model::load(path) {
            Ok(loaded) => {
                operations += loaded.model.operations.len();
                shapes += loaded.model.shapes.len();
                warned += usize::from(!loaded.warnings.is_empty());
                show(&loaded.warnings);
            }
            Err(problems) => {
                refused += 1;
                show(&problems);
            }
        }
    }
    println!(
        "{} models, {operations} operations, {shapes} shapes in {:.2?}: {refused} refused, {warned} with warnings",
        models.len(),
        start.elapsed(),
    );
    Ok(())
}

fn find_models(directory: &Path, models: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            find_models(&path, models)?;
        } else if path.ends_with("service-2.json") || path.ends_with("service-2.json.gz") {
            models.push(path);
        }
    }
    Ok(())
}

fn show(problems: &shapewright_model::Diagnostics) {
    for problem in problems {
        let name = problem.file().map_or("", Source::name);
        let position = problem.position().unwrap_or(Position::START);
        println!("{name}:{position}: {} {problem}", problem.code().id);
    }
}
