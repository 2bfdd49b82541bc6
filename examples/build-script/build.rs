//! Generates the module `ecs` with one operation.

use shapewright_codegen::{Build, BuildError};

fn main() -> Result<(), BuildError> {
    Build::new("../../model/ecs/2014-11-13/service-2.json", "ecs")
        .operations(["DescribeTasks"])
        .features(["blocking"])
        .run()
}
