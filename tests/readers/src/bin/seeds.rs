//! Writes the first inputs of the fuzz targets:
//! `cargo run --package shapewright-readers --bin seeds -- CONFORMANCE_FOLDER fuzz/corpus`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use shapewright_readers::seeds;

fn main() -> ExitCode {
    let folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [conformance, corpus] = folders.as_slice() else {
        eprintln!("usage: seeds CONFORMANCE_FOLDER CORPUS_FOLDER");
        return ExitCode::from(2);
    };
    match write(conformance, corpus) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn write(conformance: &Path, corpus: &Path) -> Result<(), Box<dyn std::error::Error>> {
    for (target, inputs) in seeds::from_folder(conformance)? {
        let folder = corpus.join(target);
        std::fs::create_dir_all(&folder)?;
        for (index, input) in inputs.iter().enumerate() {
            std::fs::write(folder.join(format!("seed-{index:04}")), input)?;
        }
        println!("{target}: {} inputs", inputs.len());
    }
    Ok(())
}
