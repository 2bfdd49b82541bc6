//! Every shape of the ECS crate survives the wire, whatever its value.

#![allow(clippy::unwrap_used, reason = "a helper of tests is a test")]

use std::fmt::Debug;

use proptest::prelude::*;
use shapewright_ecs::operations::{DescribeTasks, RunTask, StartTask, StopTask};
use shapewright_ecs::types::{
    Attachment, AwsVpcConfiguration, Container, ContainerOverride, Failure, KeyValuePair,
    NetworkBinding, NetworkConfiguration, NetworkInterface, PlacementConstraint, PlacementStrategy,
    Task, TaskOverride,
};
use shapewright_runtime::json;
use shapewright_runtime::shape::Shape;
use shapewright_tests::arbitrary::Choices;
use shapewright_tests::round_trip::{arbitrary, errors, input, output};

fn choices() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec(any::<u64>(), 0..300)
}

/// A structure becomes JSON and the JSON the same value; cut off anywhere, it is refused.
fn survives<S: Shape + Default + PartialEq + Debug>(choices: &[u64]) {
    let protocol = shapewright_ecs::SERVICE.protocol.id();
    let value: S = arbitrary(&mut Choices::new(choices, protocol));
    let mut bytes = Vec::new();
    json::write(&value, &mut bytes).unwrap();
    let mut read = S::default();
    json::read(&bytes, &mut read).unwrap();
    assert_eq!(read, value, "{}", String::from_utf8_lossy(&bytes));
    for end in 0..bytes.len() {
        assert!(json::read(&bytes[..end], &mut S::default()).is_err(), "{end} bytes");
    }
}

macro_rules! operations {
    ($($name:ident: $operation:ty),* $(,)?) => {
        proptest! {
            #![proptest_config(ProptestConfig::with_cases(48))]
            $(
                #[test]
                fn $name(choices in choices()) {
                    input::<$operation>(&choices);
                    output::<$operation>(&choices);
                    errors::<$operation>(&choices);
                }
            )*
        }
    };
}

operations! {
    describe_tasks: DescribeTasks,
    run_task: RunTask,
    start_task: StartTask,
    stop_task: StopTask,
}

macro_rules! structures {
    ($($name:ident: $structure:ty),* $(,)?) => {
        proptest! {
            #![proptest_config(ProptestConfig::with_cases(48))]
            $(
                #[test]
                fn $name(choices in choices()) {
                    survives::<$structure>(&choices);
                }
            )*
        }

        /// The structures above, by name.
        const STRUCTURES: &[&str] = &[$(stringify!($structure)),*];
    };
}

structures! {
    attachment: Attachment,
    aws_vpc_configuration: AwsVpcConfiguration,
    container: Container,
    container_override: ContainerOverride,
    failure: Failure,
    key_value_pair: KeyValuePair,
    network_binding: NetworkBinding,
    network_configuration: NetworkConfiguration,
    network_interface: NetworkInterface,
    placement_constraint: PlacementConstraint,
    placement_strategy: PlacementStrategy,
    task: Task,
    task_override: TaskOverride,
}

#[test]
fn no_structure_is_left_out() {
    let source = include_str!("../../generated/ecs/src/types/structures.rs");
    let defined: Vec<_> = source
        .lines()
        .filter_map(|line| line.strip_prefix("pub struct ")?.strip_suffix(" {"))
        .collect();
    assert_eq!(STRUCTURES, defined);
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_read_without_panicking(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let theirs = serde_json::from_slice::<serde_json::Value>(&bytes);
        let ours = json::read(&bytes, &mut Task::default());
        prop_assert!(ours.is_err() || theirs.is_ok_and(|value| value.is_object()));
    }
}
