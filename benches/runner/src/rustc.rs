//! The runner in the place of rustc, where cargo calls it: so that of a build, dependencies and
//! all, it is known what one crate costs.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};

use miette::{IntoDiagnostic, Result, WrapErr, miette};
use wait4::Wait4;

use crate::cost::Cost;

/// The crate whose cost is asked for.
const CRATE: &str = "BENCH_CRATE";
/// The file that its cost is to be written to.
const FILE: &str = "BENCH_COST";

/// Runs cargo; what rustc takes to compile that package.
///
/// # Errors
/// If cargo fails, or does not compile the package.
pub(crate) fn cost_of(cargo: &mut Command, package: &str, folder: &Path) -> Result<Cost> {
    let file = folder.join("cost");
    if file.exists() {
        fs::remove_file(&file).into_diagnostic()?;
    }
    cargo.env("RUSTC_WRAPPER", env::current_exe().into_diagnostic()?);
    cargo.env(CRATE, package.replace('-', "_")).env(FILE, &file);
    crate::cost::run(cargo)?;
    let text = fs::read_to_string(&file);
    let text = text.into_diagnostic().wrap_err_with(|| format!("{package} was not compiled"))?;
    let (cpu, peak) = text.split_once(' ').ok_or_else(|| miette!("{text} is no cost"))?;
    let (cpu, peak) = (cpu.parse().into_diagnostic()?, peak.parse().into_diagnostic()?);
    Ok(Cost { cpu, peak })
}

/// What cargo started this process for, if it did; the exit code of the compiler.
///
/// # Errors
/// If the compiler does not start, or its cost cannot be written.
pub(crate) fn wrapped() -> Option<Result<ExitCode>> {
    let (name, file) = (env::var_os(CRATE)?, env::var_os(FILE)?);
    Some(compile(&name, Path::new(&file)))
}

fn compile(name: &OsString, file: &Path) -> Result<ExitCode> {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let (rustc, arguments) = arguments.split_first().ok_or_else(|| miette!("no compiler"))?;
    let is_meant = arguments.windows(2).any(|pair| pair[0] == "--crate-name" && pair[1] == *name);
    let child = Command::new(rustc).args(arguments).spawn().into_diagnostic()?;
    let used = child.wait4().into_diagnostic()?;
    if is_meant {
        let cpu = used.rusage.utime + used.rusage.stime;
        let text = format!("{} {}", cpu.as_secs_f64(), used.rusage.maxrss);
        fs::write(file, text).into_diagnostic()?;
    }
    // Of a compiler that a signal ended there is no code.
    let code = used.status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
