//! Calls to a canned server over loopback.

use miette::Result;

use crate::peers;
use crate::project::Project;
use crate::services::Service;
use crate::table::Table;

/// Measures calls with 1, 16 and 256 in flight.
pub(crate) fn measure(project: &Project, services: &[&Service]) -> Result<Vec<Table>> {
    let columns = ["in flight", "whose", "calls/s", "p50 µs", "p99 µs"];
    let mut table = Table::new("Calls over loopback", &columns);
    for line in peers::lines(&peers::bench(project, services, "calls")?)? {
        let number = |key: &str| format!("{:.0}", line[key].as_f64().unwrap_or_default());
        let whose = line["whose"].as_str().unwrap_or_default().to_owned();
        table.row([
            number("in_flight"),
            whose,
            number("calls_per_second"),
            number("p50_us"),
            number("p99_us"),
        ]);
    }
    Ok(vec![table])
}
