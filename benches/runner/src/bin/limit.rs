//! The least that a generator must do: reads a model with serde_json, parses Rust with syn and
//! prints it with prettyplease. Tells the seconds of each.
//!
//! `limit MODEL FOLDER` takes a model, perhaps packed with gzip, and the crate generated from it.

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

use flate2::read::GzDecoder;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [model, folder] = &arguments[..] else { return Err("give a model and a folder".into()) };
    let text = unpacked(Path::new(model))?;
    let start = Instant::now();
    black_box(serde_json::from_slice::<serde_json::Value>(&text)?);
    let reading = start.elapsed();
    let mut texts = Vec::new();
    sources(Path::new(folder), &mut texts)?;
    let start = Instant::now();
    let files: Vec<_> = texts.iter().map(|text| syn::parse_file(text)).collect::<Result<_, _>>()?;
    let parsing = start.elapsed();
    let start = Instant::now();
    for file in &files {
        black_box(prettyplease::unparse(file));
    }
    let seconds = [reading, parsing, start.elapsed()].map(|part| part.as_secs_f64().to_string());
    println!("{}", seconds.join(" "));
    Ok(())
}

fn unpacked(model: &Path) -> Result<Vec<u8>, Box<dyn Error>> {
    let bytes = fs::read(model)?;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let mut text = Vec::new();
    GzDecoder::new(&bytes[..]).read_to_end(&mut text)?;
    Ok(text)
}

fn sources(folder: &Path, texts: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, texts)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            texts.push(fs::read_to_string(&path)?);
        }
    }
    Ok(())
}
