use std::path::Path;

use miette::NarratableReportHandler;
use shapewright_model::ir::Model;

use super::*;
use crate::settings::{DocsLevel, GitPoint, RuntimeDependency};

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse("shapewright.toml", Path::new("/project"), text.to_owned())
}

/// A configuration of one crate with the given lines in its table.
fn with(lines: &str) -> Result<Config, ConfigError> {
    parse(&format!("[crates.ecs]\nmodel = \"ecs.json\"\npath = \"generated/ecs\"\n{lines}"))
}

fn messages(result: Result<impl Sized, ConfigError>) -> Vec<String> {
    match result {
        Err(ConfigError::Invalid(invalid)) => invalid.messages().map(str::to_owned).collect(),
        Err(other) => vec![other.to_string()],
        Ok(_) => Vec::new(),
    }
}

const ONE_SOURCE: &str = "one of `path`, `version` and `git` is needed; `git` may have one of \
                          `branch`, `tag` and `rev` with it";

#[test]
fn a_full_crate_is_read() {
    let config = with(
        r#"
        name = "shapewright-ecs"
        operations = ["RunTask", "StopTask"]
        docs = "summary"
        runtime = { path = "./lib/../runtime" }
        rename = { Task = "Job", "Task$desiredStatus" = "wanted" }
        "#,
    )
    .unwrap();
    let ecs = config.get("ecs").unwrap();
    assert_eq!(ecs.model, Path::new("/project/ecs.json"));
    assert_eq!(ecs.path, Path::new("/project/generated/ecs"));
    assert_eq!(
        ecs.settings,
        Settings {
            package_name: "shapewright-ecs".to_owned(),
            source: "ecs.json".to_owned(),
            operations: Some(vec!["RunTask".to_owned(), "StopTask".to_owned()]),
            docs: DocsLevel::Summary,
            renames: [("Task", "Job"), ("Task$desiredStatus", "wanted")]
                .map(|(from, to)| (from.to_owned(), to.to_owned()))
                .into(),
            runtime: RuntimeDependency::Path("../../runtime".into()),
        }
    );
}

#[test]
fn what_is_left_out_has_a_default() {
    let config = with("").unwrap();
    let settings = &config.get("ecs").unwrap().settings;
    assert_eq!(settings.package_name, "ecs");
    assert_eq!(settings.operations, None);
    assert_eq!(settings.docs, DocsLevel::Full);
    assert_eq!(settings.runtime, RuntimeDependency::fitting());
    assert!(parse("").unwrap().crates().is_empty());
}

#[test]
fn every_runtime_can_be_named() {
    for (text, expected) in [
        ("\"workspace\"", RuntimeDependency::Workspace),
        ("{ version = \"0.3\" }", RuntimeDependency::Version("0.3".to_owned())),
        ("{ git = \"u\" }", RuntimeDependency::Git { url: "u".to_owned(), point: None }),
        (
            "{ git = \"u\", tag = \"v1\" }",
            RuntimeDependency::Git {
                url: "u".to_owned(),
                point: Some(GitPoint::Tag("v1".to_owned())),
            },
        ),
    ] {
        let config = with(&format!("runtime = {text}")).unwrap();
        assert_eq!(config.get("ecs").unwrap().settings.runtime, expected);
    }
}

#[test]
fn problems_are_shown_in_their_places() {
    let error = with("opertions = []\nfoo = 1\ndocs = \"ful\"").unwrap_err();
    let mut shown = String::new();
    NarratableReportHandler::new().render_report(&mut shown, &error).unwrap();
    insta::assert_snapshot!(shown);
}

#[test]
fn each_mistake_has_its_message() {
    for (lines, expected) in [
        ("docs = \"ful\"", "there is no level of documentation `ful`"),
        ("docs = 1", "wanted string or table"),
        ("runtime = { folder = \"x\" }", "there is no key `folder`"),
        (
            "runtime = \"workspaces\"",
            "expected \"workspace\" or a table such as `{ path = \"…\" }`",
        ),
        ("runtime = { path = \"x\", git = \"y\" }", ONE_SOURCE),
        ("runtime = { version = \"1\", rev = \"y\" }", ONE_SOURCE),
        ("runtime = { git = \"x\", rev = \"y\", tag = \"z\" }", ONE_SOURCE),
        ("runtime = { path = \"/x\" }", "`/x` is not a relative path"),
        (
            "name = \"9\"",
            "`9` cannot be the name of a package: a name is a letter, then letters, digits, `-` and \
             `_`",
        ),
        ("name = \"fn\"", "`fn` cannot be the name of a package: it is a keyword of Rust"),
        ("operations = []", "a crate without operations"),
        ("rename = { Task = \"type\" }", "`type` is not a Rust identifier"),
        ("rename = { Task = 1 }", "invalid type: integer `1`, expected a string"),
        ("path = \"elsewhere\"", "duplicate key"),
        ("docs = ", "string values must be quoted, expected literal string"),
    ] {
        assert_eq!(messages(with(lines)), [expected], "{lines}");
    }
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let found = messages(with("name = \"\"\noperations = []\nrename = { Task = \"type\" }"));
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn crates_must_not_be_written_over_each_other() {
    let table = |name: &str, path: &str| {
        format!("[crates.{name}]\nmodel = \"m.json\"\npath = \"{path}\"\n")
    };
    for (one, other, clash) in [
        ("a", "a", true),
        ("a", "./b/../a", true),
        ("a", "a/b", true),
        ("a/b", "a", true),
        ("a", "ab", false),
    ] {
        let text = table("one", one) + &table("other", other);
        assert_eq!(!messages(parse(&text)).is_empty(), clash, "{one} {other}");
    }
}

#[test]
fn an_unknown_crate_is_refused_with_a_suggestion() {
    let config = with("").unwrap();
    let error = config.get("esc").unwrap_err();
    assert_eq!(error.to_string(), "no crate is called `esc`");
    let help = miette::Diagnostic::help(&error).unwrap().to_string();
    assert_eq!(help, "did you mean `ecs`?");
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Config::load(Path::new("no/shapewright.toml")).unwrap_err();
    assert_eq!(error.to_string(), "could not read no/shapewright.toml");
}

/// A model with the operation `RunTask` and the structure `Task` with one member, `cpu`.
fn model() -> Model {
    let text = r#"{
        "metadata": {
            "apiVersion": "2020-01-01", "endpointPrefix": "ecs", "serviceId": "ECS",
            "protocol": "json", "jsonVersion": "1.1", "targetPrefix": "ECS", "signatureVersion": "v4"
        },
        "operations": {"RunTask": {
            "name": "RunTask", "http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "Task"}
        }},
        "shapes": {
            "Task": {"type": "structure", "members": {"cpu": {"shape": "Size"}}},
            "Size": {"type": "string", "enum": ["small", "large"]}
        }
    }"#;
    shapewright_model::load_str("ecs.json", text).unwrap().model
}

#[test]
fn what_the_model_does_not_have_is_reported() {
    let config = with(
        r#"
        operations = ["RunTask", "RunTaks"]
        [crates.ecs.rename]
        RunTask = "Start"
        Task = "Job"
        "Task$cpu" = "size"
        "Size$small" = "Tiny"
        Tsak = "Job"
        "Task$cpus" = "size"
        "Size$huge" = "Giant"
        "#,
    )
    .unwrap();
    let found = messages(config.check(config.get("ecs").unwrap(), &model()));
    assert_eq!(
        found,
        [
            "the model has no operation `RunTaks`",
            "the model has no shape `Tsak`",
            "the shape `Task` has no member `cpus`",
            "the shape `Size` has no member `huge`",
        ]
    );
}
