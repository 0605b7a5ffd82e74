//! The functions' zips: built here with cargo, or taken from a directory.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, bail, ensure};
use serde::Deserialize;

use super::{names::FUNCTIONS, package::Package};
use crate::cli::cloud::Arch;

/// A package for each function.
pub(crate) type Packages = BTreeMap<&'static str, Package>;

/// The architecture of this computer, if functions can have it.
pub(crate) const fn host() -> Option<Arch> {
    if cfg!(target_arch = "x86_64") {
        Some(Arch::X86)
    } else if cfg!(target_arch = "aarch64") {
        Some(Arch::Arm)
    } else {
        None
    }
}

/// Takes `webhook.zip` and its siblings from a directory; without `arch` the first one says for which processor.
///
/// # Errors
/// When one is missing or not what Lambda runs.
pub(crate) fn take(directory: &Path, arch: Option<Arch>) -> anyhow::Result<(Arch, Packages)> {
    let read = |function: &str| {
        let path = directory.join(format!("{function}.zip"));
        let zip = fs::read(&path).with_context(|| format!("读不了 {} / can't be read", path.display()))?;
        anyhow::Ok((path, zip))
    };
    let arch = match arch {
        Some(arch) => arch,
        None => Package::arch_of(&read(FUNCTIONS[0])?.1)?.unwrap_or(Arch::Arm),
    };
    let mut packages = BTreeMap::new();
    for function in FUNCTIONS {
        let (path, zip) = read(function)?;
        packages.insert(function, Package::of_zip(zip, arch).with_context(|| path.display().to_string())?);
    }
    Ok((arch, packages))
}

/// Builds the functions of the source tree that this directory is in.
///
/// # Errors
/// Outside a source tree, for another processor than this computer's, and when cargo fails.
pub(crate) fn build(arch: Arch, features: &[String]) -> anyhow::Result<Packages> {
    ensure!(
        cfg!(target_os = "linux") && host() == Some(arch),
        "这台电脑编不出 {arch} Linux 的程序：用 `cargo lambda build`（见 infra/scripts/build），再用 --zips；或换一种架构 --arch / this computer can't build for Linux on {arch}: build with `cargo lambda build` (see infra/scripts/build) and give --zips, or choose --arch",
        arch = arch.as_str()
    );
    let here = fs::canonicalize(".")?;
    let Some(root) = here.ancestors().find(|path| path.join("functions/webhook/Cargo.toml").is_file()) else {
        bail!(
            "这里不是源码目录：到源码目录里运行，或用 --zips 给出编好的 zip / this is not the source tree: run it there, or give prebuilt zips with --zips"
        );
    };
    eprintln!("编译 5 个函数（第一次要几分钟）… / building five functions, the first time takes minutes");
    let built = Command::new("cargo")
        .args(arguments(features))
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(Stdio::inherit())
        .status()
        .context("找不到 cargo：装好 Rust（rustup.rs），或用 --zips 给出编好的 zip / cargo was not found: install Rust (rustup.rs), or give prebuilt zips with --zips")?;
    ensure!(built.success(), "编译失败 / the build failed: {built}");
    let output = target_directory(root)?.join("lambda");
    let mut packages = BTreeMap::new();
    for function in FUNCTIONS {
        let path = output.join(function);
        let binary = fs::read(&path).with_context(|| format!("读不了 {} / can't be read", path.display()))?;
        packages.insert(function, Package::of_binary(&binary, arch).with_context(|| function.to_owned())?);
    }
    Ok(packages)
}

/// One call for all: they share nearly everything.
fn arguments(features: &[String]) -> Vec<String> {
    let mut arguments: Vec<String> =
        ["build", "--locked", "--profile", "lambda"].iter().map(|argument| (*argument).to_owned()).collect();
    let mut wanted = Vec::new();
    for function in FUNCTIONS {
        arguments.extend([
            "--package".to_owned(),
            function.to_owned(),
            "--bin".to_owned(),
            function.to_owned(),
        ]);
        wanted.push(format!("{function}/lambda"));
        wanted.extend(features.iter().map(|feature| format!("{function}/{feature}")));
    }
    arguments.extend(["--features".to_owned(), wanted.join(",")]);
    arguments
}

/// Where cargo puts what it builds: settings may have moved it.
fn target_directory(root: &Path) -> anyhow::Result<PathBuf> {
    #[derive(Deserialize)]
    struct Metadata {
        target_directory: PathBuf,
    }
    let output = Command::new("cargo")
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .output()
        .context("cargo metadata")?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    Ok(serde_json::from_slice::<Metadata>(&output.stdout)?.target_directory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_call_builds_all_with_their_features() {
        let arguments = arguments(&["test-clock".to_owned()]).join(" ");
        assert!(arguments.contains("--profile lambda --package webhook --bin webhook"), "{arguments}");
        assert!(arguments.contains("admin/lambda,admin/test-clock"), "{arguments}");
    }

    #[test]
    fn a_directory_without_zips_is_named() {
        let empty = tempfile::tempdir().unwrap();
        let error = take(empty.path(), None).unwrap_err();
        assert!(format!("{error:#}").contains("webhook.zip"), "{error:#}");
    }

    #[test]
    fn cargo_tells_where_it_builds() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        assert!(target_directory(&root).unwrap().is_absolute());
    }
}
