//! A workspace below the target folder that holds crates of AWS services, a few operations each,
//! and the tests in `tests/services`, which call them.
//!
//! The models are botocore's, so that what is tested is what users generate. Like the crates of
//! the features ([`crate::scratch`]), these are made anew on each run.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use shapewright_codegen::generate;
use shapewright_codegen::settings::{DocsLevel, RuntimeDependency, Settings};
use shapewright_model::load;

use crate::scratch::{Scratch, refused, repository, write};

/// A service.
pub struct Service {
    /// The name of its crate.
    package: &'static str,
    /// The folder of its model, below botocore's `data`.
    pub model: &'static str,
    operations: &'static [&'static str],
}

/// A service for each protocol that stand-ins for AWS speak.
pub const SERVICES: [Service; 5] = [
    Service { package: "ec2", model: "ec2/2016-11-15", operations: &["CreateVpc", "DescribeVpcs"] },
    Service {
        package: "efs",
        model: "efs/2015-02-01",
        operations: &["CreateFileSystem", "DescribeFileSystems"],
    },
    Service { package: "iam", model: "iam/2010-05-08", operations: &["CreateUser", "GetUser"] },
    Service {
        package: "s3",
        model: "s3/2006-03-01",
        operations: &[
            "CopyObject",
            "CreateBucket",
            "DeleteObject",
            "GetObject",
            "ListObjectsV2",
            "PutObject",
            "SelectObjectContent",
        ],
    },
    Service {
        package: "sqs",
        model: "sqs/2012-11-05",
        operations: &["CreateQueue", "GetQueueUrl", "ReceiveMessage", "SendMessage"],
    },
];

/// Writes the workspace below `folder`; `model` gives the folder of a service's model.
///
/// # Errors
/// If a model cannot be had, a crate not be generated, or something not be written.
pub fn write_services(
    folder: &Path,
    model: impl Fn(&Service) -> io::Result<std::path::PathBuf>,
) -> io::Result<Scratch> {
    let root = folder.join("services");
    let mut members = "\"consumer\"".to_owned();
    let mut dependencies = String::new();
    for service in &SERVICES {
        let package = service.package;
        let settings = Settings {
            docs: DocsLevel::None,
            operations: Some(service.operations.iter().map(|&name| name.to_owned()).collect()),
            runtime: RuntimeDependency::Workspace,
            ..Settings::new(package)
        };
        let loaded = load(&model(service)?.join("service-2.json.gz")).map_err(refused)?;
        let tree = generate(&loaded.model, &settings).map_err(refused)?;
        tree.write(&root.join(package)).map_err(io::Error::other)?;
        // Writing to text cannot fail.
        let _ = write!(members, ", {package:?}");
        let _ = writeln!(
            dependencies,
            "{package} = {{ path = \"../{package}\", features = [\"blocking\", \"client\"] }}"
        );
    }
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [{members}]\n\n\
         [workspace.dependencies]\nshapewright-runtime = {{ path = {:?} }}\n\n\
         [profile.dev]\ndebug = \"line-tables-only\"\n",
        repository().join("runtime"),
    );
    write(&root.join("Cargo.toml"), &manifest)?;
    let consumer = format!(
        "[package]\nname = \"consumer\"\nedition = \"2024\"\n\n[lib]\npath = {:?}\n\n\
         [dependencies]\nbytes = \"1\"\nhttp = \"1\"\n\
         tokio = {{ version = \"1\", default-features = false, features = [\"rt\"] }}\n\
         {dependencies}",
        repository().join("tests/services/lib.rs"),
    );
    write(&root.join("consumer/Cargo.toml"), &consumer)?;
    Scratch::at(folder, root)
}
