//! Build script of every function: what the linker leaves out of a program for Lambda, and in which order the rest stands.
//! It makes the zip of the console smaller by a seventh; docs/decisions.md has the figures.
// A build script is told everything by variables, and answers by what it prints.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
};

/// The target for which Rust brings a linker of its own and takes it without being told.
const TARGET: &str = "x86_64-unknown-linux-gnu";

fn main() {
    println!("cargo::rerun-if-changed=../link.rs");
    println!("cargo::rerun-if-changed=../no-unwind.ld");
    if is_for_lambda() && links_with_rusts_own() {
        let script = variable("CARGO_MANIFEST_DIR").join("../no-unwind.ld");
        // These programs don't unwind, so nobody reads the tables for it.
        println!("cargo::rustc-link-arg-bins=-T{}", script.display());
        println!("cargo::rustc-link-arg-bins=-Wl,--no-eh-frame-hdr");
        // Functions that look alike stand side by side, where a zip sees that they do.
        println!("cargo::rustc-link-arg-bins=-Wl,--bp-compression-sort=both");
    }
}

/// Whether this is the profile `lambda`, which ends a process at a panic: `<target>/lambda/build/<package>/out`.
fn is_for_lambda() -> bool {
    variable("OUT_DIR").ancestors().nth(3).and_then(Path::file_name) == Some(OsStr::new("lambda"))
}

/// Other linkers don't know these options: Zig's for other processors, one that somebody chose, a distribution's.
fn links_with_rusts_own() -> bool {
    let flags = env::var("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let chosen = env::var_os("RUSTC_LINKER").is_some() || flags.contains("link");
    let own = |root: PathBuf| root.join("lib/rustlib").join(TARGET).join("bin/gcc-ld/ld.lld").is_file();
    variable("TARGET").as_os_str() == TARGET && !chosen && sysroot().is_some_and(own)
}

fn sysroot() -> Option<PathBuf> {
    let output = Command::new(env::var_os("RUSTC")?).args(["--print", "sysroot"]).output().ok()?;
    Some(PathBuf::from(String::from_utf8(output.stdout).ok()?.trim()))
}

fn variable(name: &str) -> PathBuf {
    env::var_os(name).unwrap_or_default().into()
}
