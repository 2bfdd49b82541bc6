//! The commands of Shapewright's own repository: `cargo xtask help` lists them.

fn main() -> std::process::ExitCode {
    xtask::xtask()
}
