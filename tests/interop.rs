//! Peers that nobody here wrote: wechatpy and WeRoBot, both directions. The suite is Python
//! (tests/interop); this target hands it the interpreter that `tests/run` prepared.

#![allow(clippy::expect_used, clippy::disallowed_methods, clippy::print_stdout)]

mod peers;

#[test]
fn wechatpy_and_werobot_agree_with_us() {
    peers::run_suite("interop", &["test*.py"], &["WENQU_TEST_PYTHON", "WENQU_TEST_BINARY"]);
}
