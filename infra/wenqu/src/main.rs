//! `wenqu`: see `wenqu --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    wenqu::run(wenqu::cli::Cli::of_process())
}
