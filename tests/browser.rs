//! The phone page and the console in Debian's Chromium. The suite is Python (tests/browser); this
//! target hands it the interpreter and the browser that `tests/run` prepared.

#![allow(clippy::expect_used, clippy::disallowed_methods, clippy::print_stdout)]

mod peers;

#[test]
fn a_browser_finds_the_pages_working() {
    peers::run_suite(
        "browser",
        &["test_s*.py", "test_[!s]*.py"],
        &["WENQU_TEST_PYTHON", "WENQU_TEST_BINARY", "WENQU_TEST_CHROMIUM"],
    );
}
