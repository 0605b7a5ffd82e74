//! The direction of dependencies and the size of files, as architecture.md promises them.
//!
//! What a crate may reach is read from `cargo tree` (normal dependencies, this machine's target), so
//! that a crate which comes in by way of another is seen too.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// No file is longer: whoever opens one can hold it in the head.
const LONGEST_FILE_LINES: usize = 500;
/// What only adapters and edges may know.
const RUNTIME_AND_NETWORK: [&str; 10] = [
    "tokio",
    "hyper",
    "axum",
    "tower-http",
    "reqwest",
    "rusqlite",
    "aws-config",
    "aws-sdk-dynamodb",
    "lambda_runtime",
    "lambda_http",
];
const ADAPTERS: [&str; 6] = ["embedded", "outbound", "aws", "rusqlite", "reqwest", "aws-sdk-dynamodb"];
const FUNCTIONS: [&str; 5] = ["webhook", "worker", "sender", "ticker", "admin"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Features of a function's program for AWS Lambda.
const ON_AWS: [&str; 2] = ["--features", "lambda"];

/// Every crate that `package` reaches by normal dependencies, itself left out.
fn reached_by(package: &str) -> BTreeSet<String> {
    tree(package, &[])
}

/// The crates that its own manifest names.
fn named_by(package: &str) -> BTreeSet<String> {
    tree(package, &["--depth", "1"])
}

fn tree(package: &str, more: &[&str]) -> BTreeSet<String> {
    let lines = cargo_tree(package, more);
    let names = lines.lines().filter_map(|line| line.split(' ').next());
    names.filter(|name| !name.is_empty() && *name != package).map(str::to_owned).collect()
}

fn cargo_tree(package: &str, more: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["tree", "--package", package, "--edges", "normal", "--prefix", "none", "--offline"])
        .args(more)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo tree: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[track_caller]
fn assert_free_of(package: &str, reached: &BTreeSet<String>, forbidden: &[&str]) {
    assert!(!reached.is_empty(), "{package} reaches nothing: the tree was not read");
    let found: Vec<_> = forbidden.iter().filter(|name| reached.contains(**name)).collect();
    assert!(found.is_empty(), "{package} must not know {found:?}");
}

#[test]
fn the_protocol_knows_no_runtime_no_network_and_none_of_us() {
    let reached = reached_by("wechat");
    assert_free_of("wechat", &reached, &RUNTIME_AND_NETWORK);
    assert_free_of("wechat", &reached, &["domain", "app", "platform", "embedded", "outbound"]);
}

#[test]
fn the_domain_knows_the_protocol_only() {
    let reached = reached_by("domain");
    assert_free_of("domain", &reached, &RUNTIME_AND_NETWORK);
    assert_free_of("domain", &reached, &["app", "platform", "embedded", "outbound"]);
}

#[test]
fn matching_knows_none_of_us_and_loads_no_dictionary() {
    let reached = reached_by("matching");
    assert_free_of("matching", &reached, &RUNTIME_AND_NETWORK);
    assert_free_of("matching", &reached, &["domain", "app", "wechat", "platform", "jieba-rs"]);
}

#[test]
fn use_cases_know_ports_and_no_adapter() {
    assert_free_of("app", &reached_by("app"), &ADAPTERS);
    assert_free_of("app", &reached_by("app"), &["axum", "hyper", "platform"]);
}

#[test]
fn handlers_name_no_adapter_for_one_computer_and_no_other_handler() {
    for function in FUNCTIONS {
        let named = named_by(function);
        assert_free_of(function, &named, &["embedded", "rusqlite", "reqwest", "platform", "wenqu"]);
        let others: Vec<_> = FUNCTIONS.into_iter().filter(|other| *other != function).collect();
        assert_free_of(function, &named, &others);
    }
}

#[test]
fn the_webhook_can_not_call_the_platform() {
    assert_free_of("webhook", &reached_by("webhook"), &["outbound", "reqwest", "sender", "platform"]);
}

#[test]
fn on_aws_a_function_names_no_other_handler_but_the_worker_the_one_that_spills() {
    for function in FUNCTIONS {
        let named = tree(function, &[&ON_AWS[..], &["--depth", "1"]].concat());
        assert!(named.contains("aws"), "{function} names {named:?}");
        assert_free_of(function, &named, &["embedded", "rusqlite", "reqwest", "platform", "wenqu"]);
        let may = |other: &str| other == function || (function, other) == ("worker", "webhook");
        let others: Vec<_> = FUNCTIONS.into_iter().filter(|other| !may(other)).collect();
        assert_free_of(function, &named, &others);
    }
}

#[test]
fn on_aws_only_sender_and_worker_have_a_way_out() {
    for function in ["webhook", "ticker", "admin"] {
        assert_free_of(function, &tree(function, &ON_AWS), &["outbound", "reqwest", "sender", "embedded"]);
    }
}

/// A released function must go by the real time.
#[test]
fn only_the_feature_for_tests_brings_the_clock_that_a_row_moves() {
    for function in FUNCTIONS {
        let features = |wanted: &str| {
            let lines = cargo_tree(function, &["--features", wanted, "--depth", "1", "--format", "{p} {f}"]);
            lines.lines().find(|line| line.starts_with("aws ")).expect("a program names aws").to_owned()
        };
        assert!(!features("lambda").contains("test-clock"), "{function}");
        assert!(features("test-clock").contains("test-clock"), "{function}");
    }
}

#[test]
fn the_simulated_platform_is_written_without_our_side() {
    assert_free_of("platform", &named_by("platform"), &["domain", "app", "outbound", "embedded"]);
    let allowed = ["signature", "envelope", "ids"];
    for file in files_under(&root().join("infra/platform"), &["rs"]) {
        let text = fs::read_to_string(&file).unwrap();
        let code: Vec<_> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        let code = code.join("\n");
        for used in code.split("wechat::").skip(1) {
            let group = used.strip_prefix('{').and_then(|rest| rest.split('}').next());
            let mut named = group.unwrap_or(used).split(',').map(str::trim).filter(|name| !name.is_empty());
            let first_only = if group.is_some() { usize::MAX } else { 1 };
            let foreign =
                named.by_ref().take(first_only).find(|name| !allowed.iter().any(|ok| name.starts_with(ok)));
            assert!(foreign.is_none(), "{}: only {allowed:?} of wechat, not {foreign:?}", file.display());
        }
    }
}

#[test]
fn no_file_is_too_long_to_read() {
    let kinds = ["rs", "py", "js", "css", "sh", "lua"];
    let files = files_under(&root(), &kinds);
    assert!(files.len() > 20, "the tree was not read");
    let lines = |file: &PathBuf| fs::read_to_string(file).unwrap().lines().count();
    let long: Vec<_> = files.iter().filter(|file| lines(file) > LONGEST_FILE_LINES).collect();
    assert!(long.is_empty(), "longer than {LONGEST_FILE_LINES} lines: {long:?}");
}

/// Our own files: what is built, installed or fetched is left out.
fn files_under(directory: &Path, kinds: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let foreign = [".git", "target", ".cache", "node_modules"].contains(&name.as_str());
        if path.is_dir() && !path.is_symlink() && !foreign {
            found.extend(files_under(&path, kinds));
        } else if path.extension().is_some_and(|kind| kinds.iter().any(|wanted| kind == *wanted)) {
            found.push(path);
        }
    }
    found
}
