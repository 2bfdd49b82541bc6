//! The loader of models and the generator behind it.

use std::path::Path;

use miette::NarratableReportHandler;
use shapewright_codegen::settings::Settings;
use shapewright_codegen::{codes, generate};
use shapewright_model::{Diagnostics, load_bytes};

/// A model, in either format. It is refused for reasons that can be shown, or becomes files of
/// Rust that show what they hold.
pub fn model(bytes: &[u8]) {
    let loaded = match load_bytes("model.json", bytes) {
        Ok(loaded) => loaded,
        Err(problems) => return refused(&problems),
    };
    shown(&loaded.warnings);
    let tree = match generate(&loaded.model, &Settings::new("fuzzed")) {
        Ok(tree) => tree,
        Err(problems) => return refused(&problems),
    };
    for (path, text) in tree.iter() {
        let hidden = text.chars().find(|c| *c != '\n' && is_hidden(*c));
        assert_eq!(hidden, None, "{} has characters that nobody sees", path.as_str());
        if Path::new(path.as_str()).extension().is_some_and(|extension| extension == "rs") {
            let parsed = syn::parse_file(text).map(drop);
            assert!(parsed.is_ok(), "{} is not Rust: {parsed:?}", path.as_str());
        }
    }
}

/// Control characters, and marks that change the order in which text is shown (those that rustc's
/// lint `text_direction_codepoint_in_literal` names, and their kin).
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn refused(problems: &Diagnostics) {
    assert!(!problems.is_empty(), "refused without a reason");
    let defect = problems.iter().find(|problem| problem.code().id == codes::DEFECT.id);
    assert!(defect.is_none(), "{defect:?}");
    shown(problems);
}

/// Showing a problem looks for its places in text that may be broken.
fn shown(problems: &Diagnostics) {
    let handler = NarratableReportHandler::new();
    for problem in problems {
        let mut text = String::new();
        assert_eq!(handler.render_report(&mut text, problem), Ok(()));
    }
}
