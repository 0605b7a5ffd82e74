//! Starts a Python suite under tests/ for the targets that need a feature.

use std::path::Path;
use std::process::Command;

/// Runs `tests/<suite>` with the interpreter in `WENQU_TEST_PYTHON`.
///
/// # Panics
/// When one of `variables` is unset (with the command that sets it), or a test of the suite failed.
pub(crate) fn run_suite(suite: &str, variables: &[&str]) {
    for name in variables {
        assert!(std::env::var_os(name).is_some(), "{name} is not set: run ./tests/run {suite}");
    }
    let python = std::env::var_os("WENQU_TEST_PYTHON").expect("checked above");
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let status = Command::new(python)
        .current_dir(tests)
        .args(["-m", "unittest", "discover", "--verbose", "--top-level-directory", "."])
        .args(["--start-directory", suite])
        .status()
        .expect("the interpreter starts");
    assert!(status.success(), "a test of tests/{suite} failed: its output is above");
}
