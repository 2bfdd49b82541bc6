//! From tokens to text that people read.
//!
//! Formatting does not depend on the machine: prettyplease is a library, and what it leaves open,
//! the blank lines between items, is decided here.

use proc_macro2::TokenStream;

use crate::emit::SourceFile;

/// Tokens that are not Rust: a defect of the generator, never of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormatError {
    /// The file.
    pub path: String,
    /// What the parser says.
    pub problem: String,
}

/// The text of a file, without a header.
///
/// # Errors
/// If the tokens are not Rust.
pub fn format(file: &SourceFile) -> Result<String, FormatError> {
    let invalid =
        |error: syn::Error| FormatError { path: file.path.clone(), problem: error.to_string() };
    let mut text = String::new();
    for line in file.docs.trim_end().lines() {
        text.push_str(format!("//! {line}").trim_end());
        text.push('\n');
    }
    if !file.attributes.is_empty() {
        text.push('\n');
    }
    for attribute in &file.attributes {
        text.push_str(unparse(attribute.clone()).map_err(invalid)?.trim_end());
        text.push('\n');
    }
    for section in &file.sections {
        text.push('\n');
        text.push_str(&spaced(&unparse(section.clone()).map_err(invalid)?));
    }
    Ok(text)
}

fn unparse(tokens: TokenStream) -> Result<String, syn::Error> {
    syn::parse2(tokens).map(|file| prettyplease::unparse(&file))
}

/// Puts a blank line before each method and each associated type or constant that follows
/// another's end.
fn spaced(text: &str) -> String {
    const METHOD_LEVEL: &str = "    ";
    let mut out = String::with_capacity(text.len());
    let mut previous = "";
    for line in text.lines() {
        let starts_item = line.strip_prefix(METHOD_LEVEL).is_some_and(|rest| {
            ["///", "#[", "pub fn ", "pub async fn ", "fn ", "const "]
                .iter()
                .any(|start| rest.starts_with(start))
        });
        let ends_item = matches!(previous, "    }" | "    ];" | "    };")
            || (previous.ends_with(';') && is_associated(previous));
        if starts_item && ends_item {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        previous = line;
    }
    out
}

/// Whether a line is an associated type or constant of an `impl`.
fn is_associated(line: &str) -> bool {
    line.starts_with("    type ")
        || line.starts_with("    const ")
        || line.starts_with("    pub const ")
}
