//! Calls to a canned server over loopback.

use std::collections::BTreeMap;

use miette::Result;

use crate::goals::{Goal, Measured};
use crate::peers;
use crate::project::Project;
use crate::services::Service;
use crate::table::Table;

/// Measures calls with 1, 16 and 256 in flight.
pub(crate) fn measure(project: &Project, services: &[&Service]) -> Result<Measured> {
    let columns = ["in flight", "whose", "calls/s", "p50 µs", "p99 µs"];
    let mut table = Table::new("Calls over loopback", &columns);
    let mut speeds = BTreeMap::<u64, BTreeMap<String, f64>>::new();
    for line in peers::lines(&peers::bench(project, services, "calls")?)? {
        let number = |key: &str| format!("{:.0}", line[key].as_f64().unwrap_or_default());
        let whose = line["whose"].as_str().unwrap_or_default().to_owned();
        let speed = line["calls_per_second"].as_f64().unwrap_or_default();
        let in_flight = line["in_flight"].as_u64().unwrap_or_default();
        speeds.entry(in_flight).or_default().insert(whose.clone(), speed);
        table.row([
            number("in_flight"),
            whose,
            number("calls_per_second"),
            number("p50_us"),
            number("p99_us"),
        ]);
    }
    let goals = speeds.iter().filter_map(|(in_flight, speeds)| {
        let times = speeds.get("ours")? / speeds.get("official")?;
        Some(Goal::at_least(format!("calls in a second, {in_flight} in flight"), 2.0, times))
    });
    Ok(Measured { tables: vec![table], goals: goals.collect() })
}
