//! The commands for workspaces that use Shapewright: `shapewright help` lists them.

fn main() -> std::process::ExitCode {
    xtask::shapewright()
}
