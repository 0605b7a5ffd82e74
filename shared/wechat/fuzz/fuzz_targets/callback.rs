//! Any bytes through every entrance of the crate; the same checks as the mutation runner on stable.
#![no_main]

#[path = "../../tests/common/harness.rs"]
mod harness;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    harness::check(bytes);
});
