//! The ECS model of this repository states the same facts as the published
//! one: names, types, order, errors and waiters, in both directions.
//!
//! The yardstick is botocore 1.10.74, the release that the reference pages this
//! project is compared with were made from. It is downloaded with pip. The
//! sentences are our own and are not compared.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use shapewright_python::{pip_download, unpack};
use shapewright_tests::model_parity::{Json, differences, prune, prune_waiters, undocumented};

const PUBLISHED: &str = "botocore==1.10.74";
const FOLDER: &str = "ecs/2014-11-13";
const OPERATIONS: [&str; 4] = ["DescribeTasks", "RunTask", "StartTask", "StopTask"];
const WAITERS: [&str; 2] = ["TasksRunning", "TasksStopped"];

/// One file of the published model.
fn published(file: &str) -> Result<Json, Box<dyn Error>> {
    let wheel = pip_download(PUBLISHED)?;
    let folder = unpack(&wheel, &format!("botocore/data/{FOLDER}"))?;
    read(folder.join(file))
}

/// The same file of ours.
fn ours(file: &str) -> Result<Json, Box<dyn Error>> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    read(package.join("../model").join(FOLDER).join(file))
}

fn read(path: PathBuf) -> Result<Json, Box<dyn Error>> {
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Json::parse(&text).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// Fails with one line for each difference.
fn assert_same(expected: &Json, actual: &Json) {
    let lines: Vec<_> = differences(expected, actual)
        .iter()
        .map(|difference| format!("\n  {difference}"))
        .collect();
    assert!(lines.is_empty(), "{} differences from {PUBLISHED}:{}", lines.len(), lines.concat());
}

#[test]
fn operations_and_shapes_are_the_published_ones() -> Result<(), Box<dyn Error>> {
    let expected = prune(&published("service-2.json")?, &OPERATIONS)?;
    assert_same(&expected, &ours("service-2.json")?);
    Ok(())
}

#[test]
fn waiters_are_the_published_ones() -> Result<(), Box<dyn Error>> {
    let expected = prune_waiters(&published("waiters-2.json")?, &WAITERS)?;
    assert_same(&expected, &ours("waiters-2.json")?);
    Ok(())
}

#[test]
fn what_is_documented_there_is_documented_here() -> Result<(), Box<dyn Error>> {
    let expected = prune(&published("service-2.json")?, &OPERATIONS)?;
    let bare = undocumented(&expected, &ours("service-2.json")?);
    assert!(bare.is_empty(), "without documentation: {bare:#?}");
    Ok(())
}
