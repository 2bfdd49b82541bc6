//! Tables as BENCHMARKS.md holds them.

use std::fmt;

use comfy_table::presets::ASCII_MARKDOWN;

/// A table under its title.
pub(crate) struct Table {
    title: String,
    rows: comfy_table::Table,
}

impl Table {
    /// A table without rows.
    pub(crate) fn new(title: impl Into<String>, columns: &[&str]) -> Self {
        let mut rows = comfy_table::Table::new();
        rows.load_style(ASCII_MARKDOWN).set_header(columns.iter().copied());
        Self { title: title.into(), rows }
    }

    /// Adds a row.
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.add_row(cells);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "### {}\n\n{}\n", self.title, self.rows)
    }
}

/// Seconds, to hundredths.
pub(crate) fn seconds(value: f64) -> String {
    format!("{value:.2}")
}

/// Bytes in millions.
pub(crate) fn megabytes(value: u64) -> String {
    format!("{:.1}", value as f64 / 1e6)
}

/// How a peer's figure stands to ours: `1/20` of ours being a twentieth.
pub(crate) fn ratio(ours: f64, peer: f64) -> String {
    format!("1/{:.1}", peer / ours)
}
