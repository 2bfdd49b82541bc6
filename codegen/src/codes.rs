//! The codes of the diagnostics about models that cannot become a crate.

use miette::Severity;
use shapewright_model::codes::Code;

/// Two parts of a model would have one Rust name.
pub static COLLISION: Code = Code {
    id: "SW0501",
    title: "two names of the model become one name in Rust",
    explanation: "Rust has conventions of case that the names of a model need not follow, so \
                  that two of them may become one. Choose a Rust name for one of the two in \
                  `shapewright.toml`, below `rename`.",
    severity: Severity::Error,
};

/// A member's target has no place there.
pub static UNFIT_TARGET: Code = Code {
    id: "SW0503",
    title: "the target of a member cannot become a type",
    explanation: "The keys of maps have to be strings, and lists and maps of lists and maps nest \
                  at most 32 deep.",
    severity: Severity::Error,
};

/// An operation was chosen that the model does not have.
pub static NO_SUCH_OPERATION: Code = Code {
    id: "SW0504",
    title: "an operation is chosen that the model does not have",
    explanation: "The names of operations are compared exactly, case included. The command `list \
                  --operations` shows those of a model.",
    severity: Severity::Error,
};

/// The configuration gives something a name that is not an identifier.
pub static INVALID_RENAME: Code = Code {
    id: "SW0505",
    title: "a chosen name is not a Rust identifier",
    explanation: "The values below `rename` become names of types, fields and variants. A keyword \
                  needs `r#` before it.",
    severity: Severity::Error,
};

/// A member's default is none of its values.
pub static UNFIT_DEFAULT: Code = Code {
    id: "SW0506",
    title: "the default of a member is none of its values",
    explanation: "Numbers have to be in the range of their type, bytes are text in base64, and the \
                  only defaults of lists and maps are empty ones. Structures and unions have none.",
    severity: Severity::Error,
};

/// The generator made something that is not Rust.
pub static DEFECT: Code = Code {
    id: "SW0599",
    title: "the generator has a defect",
    explanation: "It made something that is not Rust, or two files of one name. Please report \
                  the model that shows it.",
    severity: Severity::Error,
};

/// Every code of this crate, in the order of ids.
pub static ALL: &[&Code] =
    &[&COLLISION, &UNFIT_TARGET, &NO_SUCH_OPERATION, &INVALID_RENAME, &UNFIT_DEFAULT, &DEFECT];
