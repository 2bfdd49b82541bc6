//! What is to be reached, and what was: the table that a run ends with.

use crate::table::Table;

/// A figure beside a peer's.
pub(crate) struct Goal {
    what: String,
    wanted: Wanted,
    measured: f64,
}

/// How the figure should be.
enum Wanted {
    /// That many times better than the peer's, or more.
    AtLeast(f64),
    /// That many times as much as the limit's, or less.
    AtMost(f64),
}

impl Goal {
    /// To be that many times as good as a peer, or better.
    pub(crate) fn at_least(what: impl Into<String>, wanted: f64, measured: f64) -> Self {
        Self { what: what.into(), wanted: Wanted::AtLeast(wanted), measured }
    }

    /// To take that many times as much as what cannot be done without, or less.
    pub(crate) fn at_most(what: impl Into<String>, wanted: f64, measured: f64) -> Self {
        Self { what: what.into(), wanted: Wanted::AtMost(wanted), measured }
    }

    fn row(&self) -> [String; 4] {
        let (wanted, is_reached) = match self.wanted {
            Wanted::AtLeast(times) => (format!("≥ {times}"), self.measured >= times),
            Wanted::AtMost(times) => (format!("≤ {times}"), self.measured <= times),
        };
        let is_reached = if is_reached { "yes" } else { "no" };
        [self.what.clone(), wanted, format!("{:.1}", self.measured), is_reached.to_owned()]
    }
}

/// All of them, as far as they were measured.
pub(crate) fn table(goals: &[Goal]) -> Table {
    let mut table =
        Table::new("To reach, as times of the peer", &["what", "goal", "is", "reached"]);
    for goal in goals {
        table.row(goal.row());
    }
    table
}

/// What a section finds.
pub(crate) struct Measured {
    /// The figures.
    pub(crate) tables: Vec<Table>,
    /// Those of them that there is a goal for.
    pub(crate) goals: Vec<Goal>,
}
