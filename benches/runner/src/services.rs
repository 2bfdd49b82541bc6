//! The services that are compiled, and what each is compared with.

use miette::{Result, miette};

/// A service of botocore, and its crates elsewhere.
pub(crate) struct Service {
    /// Its folder in botocore's data, and what ours is called after.
    pub(crate) name: &'static str,
    /// Five operations that a program could use together.
    pub(crate) five: [&'static str; 5],
    /// Whether rusoto's crate is compiled too. That of EC2 takes an hour of its own.
    pub(crate) rusoto: bool,
}

const SERVICES: [Service; 5] = [
    Service {
        name: "ecs",
        five: ["RunTask", "StartTask", "StopTask", "DescribeTasks", "ListTasks"],
        rusoto: true,
    },
    Service {
        name: "sqs",
        five: ["SendMessage", "ReceiveMessage", "DeleteMessage", "GetQueueUrl", "CreateQueue"],
        rusoto: true,
    },
    Service {
        name: "dynamodb",
        five: ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"],
        rusoto: true,
    },
    Service {
        name: "s3",
        five: ["GetObject", "PutObject", "DeleteObject", "HeadObject", "ListObjectsV2"],
        rusoto: true,
    },
    Service {
        name: "ec2",
        five: [
            "DescribeInstances",
            "RunInstances",
            "StartInstances",
            "StopInstances",
            "TerminateInstances",
        ],
        rusoto: false,
    },
];

/// The services of these names, or all if there are none.
///
/// # Errors
/// If one is not measured.
pub(crate) fn named(names: &[String]) -> Result<Vec<&'static Service>> {
    if names.is_empty() {
        return Ok(SERVICES.iter().collect());
    }
    let find = |name: &String| {
        let known: Vec<_> = SERVICES.iter().map(|service| service.name).collect();
        SERVICES
            .iter()
            .find(|service| service.name == name)
            .ok_or_else(|| miette!("`{name}` is none of {}", known.join(", ")))
    };
    names.iter().map(find).collect()
}
