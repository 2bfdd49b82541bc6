//! The page of a review in a browser: filters, folding, keyboard, colours, printing.
//!
//! Needs Chromium, and fails without it: a test that skips itself is one that nobody misses.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests, too")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The operations that change between the two states.
const OPERATIONS: [&str; 4] = ["DescribeTasks", "RunTask", "StartTask", "StopTask"];

const SCRIPT: &str = include_str!("page.js");

fn states() -> [PathBuf; 2] {
    ["before", "after"].map(|state| {
        let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/models");
        models.join("ecs-2017-06-15").join(state).join("service-2.json")
    })
}

fn page(states: &[PathBuf; 2]) -> String {
    let mut command = assert_cmd::Command::cargo_bin("xtask").unwrap();
    command.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let output = command.arg("diff").args(states).args(["--format", "html"]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Opens a page without a window.
fn chromium(folder: &TempDir, page: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new("chromium");
    // The sandbox does not work for root, and the page is ours.
    command.args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=10000"]);
    command.arg(format!("--user-data-dir={}", folder.path().join("profile").display()));
    let output = command.args(arguments).arg(format!("file://{}", page.display())).output();
    assert!(
        output.is_ok(),
        "this test needs Chromium, and `chromium` does not start: {output:?}; install it, on \
         Debian the package is `chromium`"
    );
    let output = output.unwrap();
    assert!(output.status.success(), "{output:?}");
    output
}

/// Uses a page, which is to show these operations, in a browser.
fn use_page(folder: &TempDir, page: &str, expected: &[&str]) {
    let harness = folder.path().join("harness.html");
    // A string of JSON is one of JavaScript; `<` could end the script.
    let page = serde_json::to_string(page).unwrap().replace('<', "\\u003c");
    let expected = serde_json::to_string(expected).unwrap();
    let text = format!(
        "<!doctype html><p id=result>nothing happened</p><iframe></iframe>\
         <script>const EXPECTED = {expected}; const PAGE = {page};\n{SCRIPT}</script>"
    );
    fs::write(&harness, text).unwrap();
    let output = chromium(folder, &harness, &["--dump-dom"]);
    let dom = String::from_utf8(output.stdout).unwrap();
    let result = dom.split_once("<p id=\"result\">").unwrap().1.split_once("</p>").unwrap().0;
    assert_eq!(result, "all is well");
}

#[test]
#[ignore = "needs Chromium"]
fn a_page_works_in_a_browser() {
    use_page(&tempfile::tempdir().unwrap(), &page(&states()), &OPERATIONS);
}

#[test]
#[ignore = "needs Chromium"]
fn a_page_of_folders_works_in_a_browser() {
    let folder = tempfile::tempdir().unwrap();
    let folders = ["before", "after"].map(|state| folder.path().join(state));
    for (model, to) in states().iter().zip(&folders) {
        let model = fs::read_to_string(model).unwrap();
        // Once more, as a service whose id has a blank.
        let metadata = r#""metadata": {"#;
        let id = r#""serviceId": "Other Service","#;
        let other = model.replace(metadata, &format!("{metadata} {id}"));
        for (name, model) in [("ecs", model), ("other", other)] {
            fs::create_dir_all(to.join(name)).unwrap();
            fs::write(to.join(name).join("service-2.json"), model).unwrap();
        }
    }
    use_page(&folder, &page(&folders), &[OPERATIONS, OPERATIONS].concat());
}

#[test]
#[ignore = "needs Chromium"]
fn a_page_can_be_printed() {
    let folder = tempfile::tempdir().unwrap();
    let (file, pdf) = (folder.path().join("page.html"), folder.path().join("page.pdf"));
    fs::write(&file, page(&states())).unwrap();
    chromium(&folder, &file, &[&format!("--print-to-pdf={}", pdf.display())]);
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
}
