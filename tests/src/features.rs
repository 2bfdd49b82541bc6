//! The features of generated code, one small model each.
//!
//! A folder below `tests/features` holds a `model.json`, what is `expected` of it as snapshots,
//! and perhaps a `usage.rs`: tests that use the generated crate as other people's programs would.
//! The crates themselves are not committed; `tests/tests/compile.rs` builds them in a scratch
//! workspace.

use std::path::{Path, PathBuf};

use shapewright_codegen::plan::Plan;
use shapewright_codegen::settings::{DocsLevel, RuntimeDependency, Settings};
use shapewright_codegen::tree::Tree;
use shapewright_codegen::{generate, planned};
use shapewright_model::{Diagnostics, Loaded, load_bytes};

/// A feature.
#[derive(Clone, Copy)]
pub struct Feature {
    /// Its folder below `tests/features`.
    pub folder: &'static str,
    /// The files in which it shows, below `src` and without `.rs`; none if generating fails.
    pub files: &'static [&'static str],
    /// What differs from the settings that leave everything as it comes.
    settings: fn(&mut Settings),
}

const fn feature(folder: &'static str, files: &'static [&'static str]) -> Feature {
    Feature { folder, files, settings: |_| {} }
}

impl Feature {
    const fn with(self, settings: fn(&mut Settings)) -> Self {
        Self { settings, ..self }
    }
}

const STRUCTURES: &str = "types/structures";
const UNIONS: &str = "types/unions";
const ENUMS: &str = "types/enums";

/// The features that models become crates with.
pub const FEATURES: &[Feature] = &[
    feature("blob", &[STRUCTURES]),
    feature("checksum", &["operations/get", "operations/compress"]),
    feature("default", &["operations/put", STRUCTURES]),
    feature("deprecated", &[STRUCTURES, ENUMS, "operations/old", "error"]),
    feature("document", &[STRUCTURES]),
    feature("documentation/full", &["lib", "client", "operations/create", STRUCTURES]),
    feature("documentation/none", &["lib", "operations/create", STRUCTURES])
        .with(|settings| settings.docs = DocsLevel::None),
    feature("documentation/summary", &["lib", "operations/create", STRUCTURES])
        .with(|settings| settings.docs = DocsLevel::Summary),
    feature("ec2_query", &["operations/run_things", "service", STRUCTURES]),
    feature("enum", &[ENUMS]),
    feature("enum_key", &["operations/put", ENUMS]),
    feature("error", &["error", STRUCTURES]),
    feature("event_stream", &["operations/talk", STRUCTURES, UNIONS]),
    feature("int_enum", &[ENUMS]),
    feature("json_1_0", &["service"]),
    feature("keyword", &["operations", STRUCTURES, UNIONS]),
    feature("list", &[STRUCTURES]),
    feature("map", &[STRUCTURES]),
    feature("method_names", &["operations/put", STRUCTURES]),
    feature("number", &[STRUCTURES]),
    feature(
        "operation",
        &["client", "fake", "inputs", "operations/ask", "operations/exchange", "operations/ping"],
    ),
    feature("operation_names", &["client", "error", "operations", "operations/task"]),
    feature("prelude_names", &["error", STRUCTURES]),
    feature("pruned", &["lib", "operations", "error", STRUCTURES])
        .with(|settings| settings.operations = Some(vec!["Get".to_owned()])),
    feature("query", &["error", "operations/list_things", "service", STRUCTURES, UNIONS]),
    feature("recursion", &[STRUCTURES, UNIONS]),
    feature("renamed", &["client", "error", "operations/create", STRUCTURES, UNIONS, ENUMS]).with(
        |settings| {
            let renames = [
                ("New", "Create"),
                ("NewRequest$Thing", "thing_name"),
                ("thing", "LittleThing"),
                ("Choice$Foo", "BigFoo"),
                ("Kind", "ThingKind"),
                ("Kind$A", "Alpha"),
                ("Error", "Failed"),
            ];
            settings.renames.extend(renames.map(|(key, name)| (key.to_owned(), name.to_owned())));
        },
    ),
    feature("required", &["client", "operations/create", "operations/put", STRUCTURES]),
    feature("rest_json", &["error", "operations/get_thing", "operations/put_thing", "service"]),
    feature("rest_xml", &["operations/put_thing", "operations/put_names", "error", STRUCTURES]),
    feature("rpc_v2_cbor", &["error", "operations/put", "service"]),
    feature("rpc_v2_json", &["operations/ping", "operations/put", "service"]),
    feature("runtime_names", &["error", STRUCTURES]),
    feature("sensitive", &[STRUCTURES, UNIONS]),
    feature("sparse", &[STRUCTURES]),
    feature("streaming", &["operations/get", "operations/put", "operations/mail"]),
    feature("structure", &[STRUCTURES]),
    feature("timestamp", &[STRUCTURES]),
    feature("union", &[UNIONS]),
];

/// Models that cannot become crates; the diagnostics are snapshots.
pub const FAILURES: &[Feature] = &[
    feature("collision", &[]),
    feature("deep_nesting", &[]),
    feature("reserved_name", &[]),
    feature("unfit_default", &[]),
    feature("unfit_key", &[]),
    feature("unfit_rename", &[]).with(|settings| {
        settings.renames.insert("GetRequest$type".to_owned(), "type".to_owned());
    }),
    feature("unknown_operation", &[])
        .with(|settings| settings.operations = Some(vec!["DescribeTaks".to_owned()])),
    feature("unsupported_protocol", &[]),
];

impl Feature {
    /// The package of the feature's crate.
    #[must_use]
    pub fn package(&self) -> String {
        format!("feature-{}", self.folder.replace(['/', '_'], "-"))
    }

    /// The folder with all that belongs to the feature.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("features").join(self.folder)
    }

    /// The tests that use the feature's crate, if there are any.
    #[must_use]
    pub fn usage(&self) -> Option<PathBuf> {
        Some(self.path().join("usage.rs")).filter(|path| path.is_file())
    }

    /// The model, which variants of one feature share.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn model(&self) -> Result<Loaded, Diagnostics> {
        let own = self.path().join("model.json");
        let shared = self.path().with_file_name("model.json");
        let bytes = std::fs::read(own).or_else(|_| std::fs::read(shared)).unwrap_or_default();
        load_bytes("model.json", &bytes)
    }

    /// What the crate will hold.
    ///
    /// # Errors
    /// What keeps the model from becoming a crate.
    pub fn plan(&self) -> Result<Plan, Diagnostics> {
        planned(&self.model()?.model, &self.settings())
    }

    /// The files of the crate.
    ///
    /// # Errors
    /// What keeps the model from becoming a crate.
    pub fn generate(&self) -> Result<Tree, Diagnostics> {
        let loaded = self.model()?;
        let result = generate(&loaded.model, &self.settings());
        result.map_err(|problems| match loaded.sources.first() {
            Some(source) => problems.of(source),
            None => problems,
        })
    }

    /// The settings of the crate.
    #[must_use]
    pub fn settings(&self) -> Settings {
        let mut settings = Settings::new(self.package());
        settings.source = "model.json".to_owned();
        settings.runtime = RuntimeDependency::Workspace;
        (self.settings)(&mut settings);
        settings
    }
}
