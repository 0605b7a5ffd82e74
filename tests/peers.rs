//! Starts a Python suite under tests/ for the targets that need a feature.

use std::path::Path;
use std::process::{Command, Stdio};

/// Runs `tests/<suite>` with the interpreter in `WENQU_TEST_PYTHON`: the files of each pattern in a process of their own,
/// all at the same time; what the later ones print comes after the first one's.
///
/// # Panics
/// When one of `variables` is unset (with the command that sets it), or a test of the suite failed.
pub(crate) fn run_suite(suite: &str, patterns: &[&str], variables: &[&str]) {
    for name in variables {
        assert!(std::env::var_os(name).is_some(), "{name} is not set: run ./tests/run {suite}");
    }
    let python = std::env::var_os("WENQU_TEST_PYTHON").expect("checked above");
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let start = |(place, pattern): (usize, &&str)| {
        let output = || if place == 0 { Stdio::inherit() } else { Stdio::piped() };
        Command::new(&python)
            .current_dir(tests)
            .args(["-m", "unittest", "discover", "--verbose", "--top-level-directory", "."])
            .args(["--start-directory", suite, "--pattern", pattern])
            .stdout(output())
            .stderr(output())
            .spawn()
            .expect("the interpreter starts")
    };
    let running: Vec<_> = patterns.iter().enumerate().map(start).collect();
    // Read by threads: one that waits for its reader would never end.
    let reading: Vec<_> =
        running.into_iter().map(|child| std::thread::spawn(move || child.wait_with_output())).collect();
    let mut failed = false;
    for reader in reading {
        let done = reader.join().expect("the reader ends").expect("the interpreter can be waited for");
        print!("{}", String::from_utf8_lossy(&done.stdout));
        eprint!("{}", String::from_utf8_lossy(&done.stderr));
        failed |= !done.status.success();
    }
    assert!(!failed, "a test of tests/{suite} failed: its output is above");
}
