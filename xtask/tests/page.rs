//! The page of a review in a browser: filters, folding, keyboard, colours, printing.
//!
//! Needs Chromium, and fails without it: a test that skips itself is one that nobody misses.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests, too")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const SCRIPT: &str = include_str!("page.js");

fn page() -> String {
    let states = ["before", "after"]
        .map(|state| format!("tests/models/ecs-2017-06-15/{state}/service-2.json"));
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

#[test]
#[ignore = "needs Chromium"]
fn a_page_works_in_a_browser() {
    let folder = tempfile::tempdir().unwrap();
    let harness = folder.path().join("harness.html");
    // A string of JSON is one of JavaScript; `<` could end the script.
    let page = serde_json::to_string(&page()).unwrap().replace('<', "\\u003c");
    let expected = r#"["DescribeTasks", "RunTask", "StartTask", "StopTask"]"#;
    let text = format!(
        "<!doctype html><p id=result>nothing happened</p><iframe></iframe>\
         <script>const EXPECTED = {expected}; const PAGE = {page};\n{SCRIPT}</script>"
    );
    fs::write(&harness, text).unwrap();
    let output = chromium(&folder, &harness, &["--dump-dom"]);
    let dom = String::from_utf8(output.stdout).unwrap();
    let result = dom.split_once("<p id=\"result\">").unwrap().1.split_once("</p>").unwrap().0;
    assert_eq!(result, "all is well");
}

#[test]
#[ignore = "needs Chromium"]
fn a_page_can_be_printed() {
    let folder = tempfile::tempdir().unwrap();
    let (file, pdf) = (folder.path().join("page.html"), folder.path().join("page.pdf"));
    fs::write(&file, page()).unwrap();
    chromium(&folder, &file, &[&format!("--print-to-pdf={}", pdf.display())]);
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
}
