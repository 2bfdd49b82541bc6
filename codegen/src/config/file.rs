//! The configuration file as it is written.
//!
//! The documentation of these types is that of the JSON Schema `shapewright.schema.json`.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::settings::DocsLevel;

/// Configuration of Shapewright, by convention in the file `shapewright.toml`.
///
/// All paths are relative to the folder of the file, with forward slashes.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "shapewright.toml"))]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// The crates to generate, each under the name that the commands know it by.
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, CrateTable>"))]
    pub(super) crates: BTreeMap<String, Spanned<CrateTable>>,
}

/// A crate to generate.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct CrateTable {
    /// The model: a botocore `service-2.json`, perhaps gzipped, or a Smithy model in JSON.
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) model: Spanned<String>,
    /// The folder to write the crate to. All generated files in it are replaced.
    #[cfg_attr(test, schemars(with = "String"))]
    pub(super) path: Spanned<String>,
    /// The name of the package; without it, that of the table.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub(super) name: Option<Spanned<String>>,
    /// The operations to generate, with the shapes that they reach; without it, all.
    #[cfg_attr(test, schemars(with = "Option<Vec<String>>"))]
    pub(super) operations: Option<Spanned<Vec<Spanned<String>>>>,
    /// How much of the model's documentation to carry over; without it, all.
    #[serde(default)]
    pub(super) docs: DocsLevel,
    /// How the crate depends on the runtime; without it, by the version that fits.
    #[cfg_attr(test, schemars(with = "Option<Runtime>"))]
    pub(super) runtime: Option<Spanned<Runtime>>,
    /// Rust names for shapes (`Shape = "NewName"`) and members (`"Shape$member" = "new_name"`).
    #[serde(default)]
    #[cfg_attr(test, schemars(with = "BTreeMap<String, String>"))]
    pub(super) rename: BTreeMap<Spanned<String>, Spanned<String>>,
}

/// How a generated crate depends on the runtime.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "expected \"workspace\" or a table such as `{ path = \"…\" }`")]
pub(super) enum Runtime {
    /// As the workspace says, which the crate is a member of.
    Workspace(WorkspaceRuntime),
    /// From somewhere else.
    Table(RuntimeTable),
}

/// The one name that stands for the runtime of the workspace.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(super) enum WorkspaceRuntime {
    /// As the workspace says, which the crate is a member of.
    Workspace,
}

/// Where the runtime is, as in a manifest of Cargo: one of `path`, `version` and `git`.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct RuntimeTable {
    /// The runtime in this folder.
    pub(super) path: Option<String>,
    /// A published version.
    pub(super) version: Option<String>,
    /// The runtime in this git repository; without one of the following, its latest.
    pub(super) git: Option<String>,
    /// The branch of the git repository.
    pub(super) branch: Option<String>,
    /// The tag of the git repository.
    pub(super) tag: Option<String>,
    /// The commit of the git repository.
    pub(super) rev: Option<String>,
}

/// The keys of [`File`].
pub(super) const FILE_KEYS: [&str; 1] = ["crates"];

/// The keys of [`CrateTable`].
pub(super) const CRATE_KEYS: [&str; 7] =
    ["model", "path", "name", "operations", "docs", "runtime", "rename"];

/// The keys of [`RuntimeTable`].
pub(super) const RUNTIME_KEYS: [&str; 6] = ["path", "version", "git", "branch", "tag", "rev"];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use serde_json::Value;

    use super::*;

    const UPDATE: &str = "SHAPEWRIGHT_UPDATE_SCHEMA";

    #[test]
    fn the_schema_is_up_to_date() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shapewright.schema.json");
        let schema = schemars::schema_for!(File);
        let schema = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        if std::env::var_os(UPDATE).is_some() {
            std::fs::write(&file, &schema).unwrap();
        }
        assert!(
            std::fs::read_to_string(&file).unwrap_or_default() == schema,
            "shapewright.schema.json is not up to date; mend it with\n    \
             {UPDATE}=1 cargo test -p shapewright-codegen schema"
        );
    }

    #[test]
    fn the_keys_are_those_of_the_schema() {
        let schema = Value::from(schemars::schema_for!(File));
        for (pointer, keys) in [
            ("/properties", &FILE_KEYS[..]),
            ("/$defs/CrateTable/properties", &CRATE_KEYS[..]),
            ("/$defs/RuntimeTable/properties", &RUNTIME_KEYS[..]),
        ] {
            let properties = schema.pointer(pointer).and_then(Value::as_object).unwrap();
            let expected: BTreeSet<_> = properties.keys().map(String::as_str).collect();
            assert_eq!(keys.iter().copied().collect::<BTreeSet<_>>(), expected);
        }
    }
}
