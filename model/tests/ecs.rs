//! The repository's own model, read into the intermediate representation.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::path::Path;

use shapewright_model::ir::{Auth, ErrorTraits, Fault, Model, Protocol, ShapeId, ShapeKind};
use shapewright_model::load;

fn ecs() -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ecs/2014-11-13/service-2.json");
    let loaded = load(&path).unwrap();
    assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
    assert_eq!(loaded.sources.len(), 3);
    loaded.model
}

#[test]
fn reads_the_service() {
    let service = ecs().service;
    assert_eq!(service.id, "ECS");
    assert_eq!(service.protocols, [Protocol::AwsJson1_1]);
    assert_eq!(service.auth, [Auth::SigV4]);
    assert_eq!(service.signing_name, "ecs");
    assert_eq!(service.target_prefix, "AmazonEC2ContainerServiceV20141113");
    assert_eq!(service.at.0, "/metadata");
}

#[test]
fn reads_operations_waiters_and_examples() {
    let model = ecs();
    let run_task = &model.operations["RunTask"];
    assert_eq!(run_task.input, Some(ShapeId("RunTaskRequest".to_owned())));
    assert!(!run_task.errors.is_empty());
    assert!(!run_task.examples.is_empty());
    assert_eq!(model.waiters["TasksRunning"].operation, "DescribeTasks");
    assert_eq!(model.waiters["TasksRunning"].min_delay, 6);
}

#[test]
fn reads_members_and_errors() {
    let model = ecs();
    let shape = |name: &str| model.shape(&ShapeId(name.to_owned())).unwrap();
    let ShapeKind::Structure(input) = &shape("RunTaskRequest").kind else {
        panic!("RunTaskRequest is a structure");
    };
    let member = |name: &str| input.members.iter().find(|member| member.name == name);
    let definition = member("taskDefinition").unwrap();
    assert!(definition.required);
    assert_eq!(definition.at.0, "/shapes/RunTaskRequest/members/taskDefinition");
    assert!(!member("count").unwrap().required);

    let ShapeKind::Structure(error) = &shape("ServerException").kind else {
        panic!("ServerException is a structure");
    };
    let server_fault = ErrorTraits { fault: Some(Fault::Server), ..ErrorTraits::default() };
    assert_eq!(error.error, Some(server_fault));
}

#[test]
fn keeps_what_chosen_operations_reach() {
    let model = ecs();
    let kept = model.retain_operations(&["StopTask".to_owned()]).unwrap();
    assert_eq!(kept.operations.len(), 1);
    assert!(kept.waiters.is_empty());
    assert!(kept.shapes.len() < model.shapes.len());
    for shape in kept.shapes.values() {
        for member in shape.kind.members() {
            assert!(kept.shape(&member.target).is_some(), "{}", member.at);
        }
        assert!(!kept.why(&shape.id).is_empty(), "{}", shape.id);
    }

    let unknown = model.retain_operations(&["StopTaks".to_owned()]);
    assert_eq!(
        unknown.unwrap_err().to_string(),
        "the model has no operation `StopTaks`; did you mean `StopTask`?"
    );
}

#[test]
fn tells_why_a_shape_is_there() {
    let model = ecs();
    let paths = model.why(&ShapeId("KeyValuePair".to_owned()));
    let shown: Vec<String> = paths.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown[0],
        "RunTask input: RunTaskRequest .overrides → TaskOverride .containerOverrides → \
         ContainerOverrides .member → ContainerOverride .environment → EnvironmentVariables \
         .member → KeyValuePair"
    );
}
