//! The commands for a deployment as somebody types them who has no terminal, no credentials or no network: what is
//! missing is named, nothing is asked, nothing is touched. (Against an emulated AWS: `tests/cloud`.)
#![cfg(feature = "cloud")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// Nobody listens there.
const NOWHERE: &str = "http://127.0.0.1:9";

/// Runs `wenqu` in a folder of its own, without settings and credentials of the caller, and AWS out of reach.
fn wenqu(folder: &Path, arguments: &[&str], stdin: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wenqu"));
    for (name, _) in std::env::vars() {
        if name.starts_with("WENQU_") || name.starts_with("AWS_") {
            command.env_remove(name);
        }
    }
    command
        .args(arguments)
        .current_dir(folder)
        .env("HOME", folder)
        .env("AWS_ENDPOINT_URL", NOWHERE)
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that reads nothing may have ended already.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A folder with settings, as `init` leaves it.
fn settled() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["init", "--app-id", "wx5823bf96d3bd56c7", "--region", "cn-northwest-1"];
    let done = wenqu(folder.path(), &arguments, "");
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    folder
}

#[test]
fn init_names_the_flag_that_is_missing_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let done = wenqu(folder.path(), &["init"], "wx5823bf96d3bd56c7\n");
    assert_eq!(done.status.code(), Some(2));
    assert!(text(&done.stderr).contains("--app-id"), "{done:?}");
    assert!(!folder.path().join("wenqu.toml").exists());
    let wrong = wenqu(folder.path(), &["init", "--app-id", "wx1", "--egress", "pigeon"], "");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("courier-token"), "{wrong:?}");
    assert!(!folder.path().join("wenqu.toml").exists());
}

#[test]
fn a_second_init_changes_only_what_is_given() {
    let folder = settled();
    let path = folder.path().join("wenqu.toml");
    let first = fs::read_to_string(&path).unwrap();
    for secret in ["app_secret", "encoding_aes_key", "token"] {
        assert!(!first.lines().any(|line| line.starts_with(secret)), "{first}");
    }
    let again = wenqu(folder.path(), &["init"], "");
    assert_eq!(again.status.code(), Some(0), "{again:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), first);
    let changed = wenqu(folder.path(), &["init", "--egress", "courier", "--stack", "district"], "");
    assert_eq!(changed.status.code(), Some(0), "{changed:?}");
    let second = fs::read_to_string(&path).unwrap();
    assert!(second.contains("egress = \"courier\"") && second.contains("stack = \"district\""), "{second}");
    assert_eq!(text(&changed.stdout).trim(), "wenqu.toml");
}

#[test]
fn nothing_is_executed_or_deleted_without_a_yes() {
    let folder = settled();
    for (arguments, flag) in [
        (vec!["deploy"], "--yes"),
        (vec!["deploy", "--no-input"], "--yes"),
        (vec!["destroy"], "--yes"),
        (vec!["destroy", "--yes"], "--stack"),
    ] {
        let done = wenqu(folder.path(), &arguments, "y\n");
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {done:?}");
        assert!(text(&done.stderr).contains(flag), "{done:?}");
    }
}

#[test]
fn deploy_says_all_that_is_wrong_with_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("wenqu.toml"), "memory_mb = 64\nlog_days = 200\n").unwrap();
    let done = wenqu(folder.path(), &["deploy", "--yes"], "");
    let said = text(&done.stderr);
    assert_eq!(done.status.code(), Some(2));
    for part in ["wenqu init", "128", "180"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_secret_comes_from_standard_input_and_a_wrong_one_is_not_shown() {
    let folder = settled();
    let wrong = wenqu(folder.path(), &["secrets", "set", "token"], "sesame open\n");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(!(text(&wrong.stderr) + &text(&wrong.stdout)).contains("sesame"), "{wrong:?}");
    let none = wenqu(folder.path(), &["secrets", "set", "token"], "");
    assert_eq!(none.status.code(), Some(1));
    let as_flag = wenqu(folder.path(), &["secrets", "set", "token", "districtToken2026"], "");
    assert_eq!(as_flag.status.code(), Some(2), "a value is no argument");
    wenqu(folder.path(), &["init", "--egress", "courier"], "");
    let secret = "0123456789abcdef0123456789abcdef\n";
    let courier = wenqu(folder.path(), &["secrets", "set", "app_secret"], secret);
    assert_eq!(courier.status.code(), Some(1));
    assert!(text(&courier.stderr).contains("wenqu courier"), "{courier:?}");
}

#[test]
fn a_doctor_that_can_not_look_ends_with_3_and_still_prints_json() {
    let folder = settled();
    let report = folder.path().join("report.txt");
    let arguments = ["doctor", "--json", "--report", report.to_str().unwrap()];
    let done = wenqu(folder.path(), &arguments, "");
    assert_eq!(done.status.code(), Some(3), "{done:?}");
    let json: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let status = |id: &str| {
        let checks = json["checks"].as_array().unwrap();
        checks.iter().find(|check| check["id"] == id).unwrap()["status"].clone()
    };
    assert_eq!(
        (status("ENV-01"), status("AWS-01"), status("SEC-01")),
        ("ok".into(), "fail".into(), "skip".into())
    );
    assert!(fs::read_to_string(report).unwrap().contains("[FAIL] AWS-01"));
    let plain = wenqu(folder.path(), &["doctor", "--only", "env-01"], "");
    assert!(!text(&plain.stdout).contains('\u{1b}'), "no colours into a pipe");
    let unknown = wenqu(folder.path(), &["doctor", "--only", "WX-99"], "");
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn other_commands_say_that_aws_does_not_answer() {
    let folder = settled();
    for arguments in [
        vec!["status", "--json"],
        vec!["logs"],
        vec!["dead", "list"],
        vec!["secrets", "list"],
        vec!["user", "add", "zhang", "--role", "officer", "--stack", "wenqu"],
        vec!["content", "import", concat!(env!("CARGO_MANIFEST_DIR"), "/sample"), "--stack", "wenqu"],
    ] {
        let done = wenqu(folder.path(), &arguments, "");
        assert_eq!((done.status.code(), text(&done.stdout)), (Some(1), String::new()), "{arguments:?}");
        assert!(text(&done.stderr).contains("Connection refused"), "{arguments:?}: {done:?}");
    }
    assert!(!folder.path().join("wenqu-data").exists(), "nothing was made here instead");
}

#[test]
fn a_deployment_is_no_data_directory() {
    let folder = settled();
    let serve = wenqu(folder.path(), &["serve", "--stack", "wenqu"], "");
    assert_eq!(serve.status.code(), Some(2));
    assert!(text(&serve.stderr).contains("--stack"), "{serve:?}");
    // Without `--stack` on the command line it is this computer, whatever the file says.
    let done = wenqu(folder.path(), &["user", "add", "zhang", "--role", "officer"], "");
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    assert!(folder.path().join("wenqu-data").exists());
}

#[test]
fn completions_know_the_verbs() {
    let folder = tempfile::tempdir().unwrap();
    let bash = text(&wenqu(folder.path(), &["completions", "bash"], "").stdout);
    for verb in ["init", "deploy", "status", "doctor", "secrets", "logs", "dead", "destroy"] {
        assert!(
            bash.contains(&format!("wenqu__subcmd__{verb}")) || bash.contains(&format!("wenqu,{verb})")),
            "{verb}"
        );
    }
}
