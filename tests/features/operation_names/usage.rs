//! Operations called like what every client has.

use feature_operation_names::operations::{New, NewOutput, TaskOutput};
use feature_operation_names::types::Task;
use feature_operation_names::{BlockingClient, Fake};

#[test]
fn they_are_called_by_another_name() {
    let fake = Fake::new()
        .on(|input: New| Ok(NewOutput::new().with_task(Task::new().with_name(input.name))));
    let client = BlockingClient::from(fake);
    let output = client.call_new("n").send().unwrap();
    assert_eq!(output.task.as_ref().and_then(|task| task.name.as_deref()), Some("n"));
}

#[test]
fn an_operation_may_have_the_name_of_a_type() {
    let data = feature_operation_names::types::TaskOutput::new().with_text("data");
    let output = TaskOutput::new().with_task(Task::new()).with_output(data);
    assert_eq!(output.output.as_ref().and_then(|data| data.text.as_deref()), Some("data"));
}
