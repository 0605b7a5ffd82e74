//! `wenqu`: see `wenqu --help`.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    wenqu::run(wenqu::cli::Cli::parse())
}
