//! The crate root and the manifest.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{Docs, WIDTH};
use super::links::Page;
use super::scope::ident;
use crate::docs::{clean, plain};
use crate::plan::{MemberPlan, OperationPlan, Plan, Type};
use crate::settings::{GitPoint, RuntimeDependency, Settings};

/// The documentation of the crate: what it is, how a call looks, and every operation and type.
pub(super) fn crate_docs(docs: &Docs, plan: &Plan, settings: &Settings) -> String {
    let service = &plan.service;
    let version = plain(&service.version);
    let mut text = format!("A client of {}, API version {version}.\n", docs.service());
    let about = docs.text(&Page::none(), &service.docs, "");
    if !about.is_empty() {
        text.push_str(&format!("\n{about}\n"));
    }
    text.push_str(&usage(plan, settings));
    text.push_str(TESTING);
    section(
        &mut text,
        "Operations",
        plan.operations
            .values()
            .map(|operation| entry(docs, "operations", &operation.input.name, &operation.docs)),
    );
    let types = plan.shapes.values().map(|shape| (&shape.name, &shape.docs));
    let enums = plan.enums.values().map(|plan| (&plan.name, &plan.docs));
    let int_enums = plan.int_enums.values().map(|plan| (&plan.name, &plan.docs));
    let mut types: Vec<_> = types.chain(enums).chain(int_enums).collect();
    types.sort();
    let types = types.into_iter();
    section(&mut text, "Types", types.map(|(name, text)| entry(docs, "types", name, text)));
    let errors = plan.errors.values();
    let errors = errors.map(|error| entry(docs, "error", &error.name, &error.docs));
    section(&mut text, "Errors", errors);
    text
}

const TESTING: &str = "
In tests, [`Fake`] stands in for the service. The feature `fake` adds constructors, setters
and `==` to the values that only the service makes, and `==` to the inputs of operations; the
feature `inputs` adds setters to these, for use without a client.
";

/// A call of the first operation that is simple enough, as a program would write it.
fn usage(plan: &Plan, settings: &Settings) -> String {
    let arguments = |operation: &OperationPlan| {
        operation.input.required().map(example_argument).collect::<Option<Vec<_>>>()
    };
    let mut candidates = plan.operations.values();
    let Some((operation, arguments)) =
        candidates.find_map(|operation| Some((operation, arguments(operation)?)))
    else {
        return String::new();
    };
    let library = settings.package_name.replace('-', "_");
    let call = example_call(&operation.method, &arguments);
    format!(
        "\n```no_run\n# #[cfg(feature = \"client\")]\n\
         # async fn call() -> Result<(), {library}::Error> {{\n\
         let client = {library}::Client::from_env().await?;\n\
         {call}\n\
         println!(\"{{output:?}}\");\n# Ok(())\n# }}\n```\n"
    )
}

/// The statement that makes the call, broken into lines as rustfmt would break it.
fn example_call(method: &str, arguments: &[String]) -> String {
    let listed = arguments.join(", ");
    let statement = format!("let output = client.{method}({listed}).send().await?;");
    if statement.len() <= WIDTH {
        return statement;
    }
    let line = format!("    .{method}({listed})");
    let line = if line.len() <= WIDTH {
        line
    } else {
        let arguments: String =
            arguments.iter().map(|argument| format!("        {argument},\n")).collect();
        format!("    .{method}(\n{arguments}    )")
    };
    format!("let output = client\n{line}\n    .send()\n    .await?;")
}

/// An argument for a required member, if one can be written without more types.
fn example_argument(member: &MemberPlan) -> Option<String> {
    let name = member.name.trim_start_matches("r#").replace('_', "-");
    match &member.ty {
        Type::String => Some(format!("\"my-{name}\"")),
        Type::List(element) if **element == Type::String => Some(format!("[\"my-{name}\"]")),
        _ => None,
    }
}

fn section(text: &mut String, title: &str, entries: impl Iterator<Item = String>) {
    let mut entries = entries.peekable();
    if entries.peek().is_none() {
        return;
    }
    text.push_str(&format!("\n# {title}\n\n"));
    text.extend(entries);
}

/// An item of a list: a link, and what the model says in a sentence.
fn entry(docs: &Docs, module: &str, name: &str, text: &str) -> String {
    let link = format!("- [`{name}`]({module}::{name})");
    let page = Page::of(module, name);
    match docs.sentence(&page, &format!("{link}:"), text).as_str() {
        "" => format!("{link}\n"),
        sentence => format!("{}\n", sentence.replace('\n', "\n  ")),
    }
}

/// The modules of the crate; `behind` are those that not every crate has, with the features that
/// they stand behind.
pub(super) fn modules<'a>(
    plan: &Plan,
    behind: impl Iterator<Item = (&'a str, &'a str)>,
) -> Vec<TokenStream> {
    let behind = behind.map(|(module, feature)| {
        let module = ident(module);
        quote!(#[cfg(feature = #feature)] mod #module;)
    });
    let bytes = plan.has_member(|ty| *ty == Type::Stream).then(|| quote!(ByteStream,));
    let events = plan.has_events().then(|| quote!(event_stream,));
    vec![
        quote! {
            #[cfg(feature = "sign")]
            mod client;
            pub mod error;
            pub mod operations;
            mod service;
            pub mod types;
        },
        quote!(#(#behind)*),
        quote! {
            #[cfg(feature = "sign")]
            pub use self::client::{BlockingClient, Call, Client, ClientOf};
            pub use self::error::Error;
            pub use self::service::SERVICE;
            pub use shapewright_runtime::{
                Blob, #bytes Document, ErrorKind, Fake, Number, Operation, Timestamp, config, #events
            };
        },
    ]
}

/// The crate's manifest.
pub(super) fn manifest(plan: &Plan, settings: &Settings) -> String {
    let runtime = match &settings.runtime {
        RuntimeDependency::Workspace => "workspace = true".to_owned(),
        RuntimeDependency::Path(path) => {
            let path = path.to_string_lossy().replace('\\', "/");
            format!("path = {}", toml_string(&path))
        }
        RuntimeDependency::Version(version) => format!("version = {}", toml_string(version)),
        RuntimeDependency::Git { url, point } => {
            let point = point.as_ref().map(|point| match point {
                GitPoint::Branch(name) => format!(", branch = {}", toml_string(name)),
                GitPoint::Tag(name) => format!(", tag = {}", toml_string(name)),
                GitPoint::Rev(commit) => format!(", rev = {}", toml_string(commit)),
            });
            format!("git = {}{}", toml_string(url), point.unwrap_or_default())
        }
    };
    let features: Vec<_> = plan.runtime_features().into_iter().map(toml_string).collect();
    let features = match &features[..] {
        [] => String::new(),
        some => format!(", features = [{}]", some.join(", ")),
    };
    let (service, version) = (clean(&plan.service.name), clean(&plan.service.version));
    let description = format!("A client of {service}, API version {version}.");
    format!(
        r#"[package]
name = {name}
description = {description}
version = "0.1.0"
edition = "2024"
rust-version = "{RUST_VERSION}"

[features]
default = ["client"]
# An async client, over hyper in tokio.
client = ["sign", "shapewright-runtime/client"]
# A blocking client, over ureq.
blocking = ["sign", "shapewright-runtime/blocking"]
# Clients over a transport of one's own.
sign = ["shapewright-runtime/sign"]
# For tests: how to make what only the service makes, and to compare that, and inputs.
fake = []
# Setters of operations' inputs, for callers without a client.
inputs = []

[dependencies]
shapewright-runtime = {{ {runtime}{features} }}
"#,
        name = toml_string(&settings.package_name),
        description = toml_string(&description),
    )
}

/// The oldest Rust that generated crates and the runtime build with.
const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

/// A basic string of TOML 1.0. JSON's escapes are among TOML's, but TOML wants DEL escaped too.
fn toml_string(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::example_call;

    #[test]
    fn examples_break_where_they_are_too_long() {
        let call = |arguments: usize| {
            let arguments = vec!["\"my-first-argument\"".to_owned(); arguments];
            example_call("create_thing", &arguments)
        };
        assert_eq!(call(0), "let output = client.create_thing().send().await?;");
        assert_eq!(
            call(3),
            "let output = client\n    .create_thing(\"my-first-argument\", \"my-first-argument\", \
             \"my-first-argument\")\n    .send()\n    .await?;"
        );
        let line = "        \"my-first-argument\",\n";
        assert_eq!(
            call(4),
            format!(
                "let output = client\n    .create_thing(\n{}    )\n    .send()\n    .await?;",
                line.repeat(4)
            )
        );
    }
}
