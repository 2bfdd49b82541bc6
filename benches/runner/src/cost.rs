//! What a process costs: CPU seconds and memory.

use std::process::{Command, Stdio};

use miette::{IntoDiagnostic, Result, WrapErr, miette};
use wait4::Wait4;

/// The cost of a process and of those that it started and waited for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cost {
    /// User and system time, in seconds.
    pub(crate) cpu: f64,
    /// The largest resident set of one of the processes, in bytes.
    pub(crate) peak: u64,
}

/// Runs a command to its end.
///
/// # Errors
/// If it does not start, or fails; what it wrote to standard error is shown then.
pub(crate) fn run(command: &mut Command) -> Result<Cost> {
    let what = format!("{command:?}");
    command.stdin(Stdio::null()).stdout(Stdio::null());
    let child = command.spawn().into_diagnostic().wrap_err_with(|| what.clone())?;
    let used = child.wait4().into_diagnostic()?;
    if !used.status.success() {
        return Err(miette!("{what}: {}", used.status));
    }
    let cpu = used.rusage.utime + used.rusage.stime;
    Ok(Cost { cpu: cpu.as_secs_f64(), peak: used.rusage.maxrss })
}

/// The middle of several costs by CPU time, of an even number the upper one; none of none.
pub(crate) fn median(mut costs: Vec<Cost>) -> Option<Cost> {
    costs.sort_by(|a, b| a.cpu.total_cmp(&b.cpu));
    costs.get(costs.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_the_middle_by_time() {
        let cost = |cpu| Cost { cpu, peak: 0 };
        assert_eq!(median(vec![cost(9.0), cost(1.0), cost(2.0)]), Some(cost(2.0)));
        assert_eq!(median(Vec::new()), None);
    }
}
