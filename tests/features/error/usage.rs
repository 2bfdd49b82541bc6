//! The errors of a service.

use feature_error::error::{
    BusyFault, NotFoundException, ServiceError, SilentException, ThrottledError,
};
use feature_error::operations::{Put, PutOutput};
use feature_error::{BlockingClient, Error, ErrorKind, Fake};

fn call(error: fn() -> Error) -> Error {
    let fake = Fake::new().on(move |_: Put| Err(error()));
    BlockingClient::from(fake).put().send().unwrap_err()
}

#[test]
fn an_error_has_its_code_status_and_members() {
    let error = call(|| NotFoundException::new("thing").with_message("no thing").into());
    assert!(error.is_not_found());
    assert_eq!((error.code(), error.status()), (Some("ResourceNotFound"), Some(404)));
    assert_eq!(error.to_string(), "Put: ResourceNotFound: no thing");
    let ServiceError::NotFoundException(members) = &*error else { panic!("{error:?}") };
    assert_eq!(members.resource, "thing");
    assert!(!error.retryable());
}

#[test]
fn the_model_says_which_errors_may_be_retried() {
    let throttled = call(|| ThrottledError::new().with_code("own").into());
    assert!(throttled.retryable() && throttled.answer().unwrap().throttled);
    assert_eq!((throttled.code(), throttled.status()), (Some("ThrottledError"), Some(429)));
    let busy = call(|| BusyFault::new().into());
    assert!(busy.retryable() && !busy.answer().unwrap().throttled);
}

#[test]
fn an_error_need_not_have_a_message() {
    let error = call(|| SilentException::new().into());
    assert_eq!((error.kind(), error.message()), (ErrorKind::Service, None));
    assert_eq!(error.to_string(), "Put: SilentException");
}

#[test]
fn errors_may_be_data_too() {
    let output = PutOutput::new()
        .with_problem(NotFoundException::new("x"))
        .with_history([] as [NotFoundException; 0]);
    assert_eq!(output.problem.map(|problem| problem.resource).as_deref(), Some("x"));
}
