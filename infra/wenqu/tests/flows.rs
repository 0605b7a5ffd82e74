//! Every transcript of the product goes through in process: the whole demo without a socket, the same order each time.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{fs, path::PathBuf};

use wenqu::{
    demo::{Demo, Options},
    transcript::{self, Transcript},
};

fn transcripts() -> Vec<Transcript> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/flows");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "chat"));
    files.sort();
    let parse = |file: &PathBuf| {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        transcript::parse(&name, &fs::read_to_string(file).unwrap())
            .unwrap_or_else(|errors| panic!("{errors:#?}"))
    };
    files.iter().map(parse).collect()
}

#[test]
fn the_flows_of_the_main_job_are_all_there() {
    let names: Vec<String> = transcripts().into_iter().map(|transcript| transcript.file).collect();
    for flow in [
        "F01", "F02", "F03", "F04", "F05", "F06", "F07", "F11", "F13", "X1", "X2", "X3", "X4", "X5", "X6",
        "X7",
    ] {
        assert!(names.iter().any(|name| name.starts_with(&format!("{flow}-"))), "{flow}: {names:?}");
    }
}

#[test]
fn every_flow_begins_with_a_reset_and_says_what_it_leaves_out() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/flows");
    for transcript in transcripts() {
        assert!(transcript.steps[0].text.starts_with("reset"), "{}", transcript.file);
        let text = fs::read_to_string(folder.join(&transcript.file)).unwrap();
        let second = text.lines().nth(1).unwrap_or_default();
        assert!(second.starts_with("# Left out: "), "{}: {second}", transcript.file);
        assert!(
            transcript.file.starts_with(transcript.title.split(' ').next().unwrap()),
            "{}",
            transcript.title
        );
    }
}

#[tokio::test]
async fn every_flow_goes_through_in_process() {
    let demo = Demo::new(Options::in_process().unwrap()).unwrap();
    demo.begin().await.unwrap();
    let transport = demo.transport();
    let mut failures = Vec::new();
    for transcript in transcripts() {
        if let Err(failure) = transcript::play(&transport, &transcript, &mut |_| {}).await {
            failures.push(failure.to_string());
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Two ask, and one is said to wait for the next contact.
const PAIR_CHECKED: &str = "li> text 三农场小区停水了\nwang> text 三农场小区停水了\nacct< matches /编号 (?<w>Q-\\w{6}-\\w)/\n\
    expect group {w} 2\nofficer zhang> on {w} check_all \"好\" now 1 later 1 over 0";

/// A player that passes everything would make every flow green.
#[tokio::test]
async fn a_flow_that_is_not_true_fails() {
    let demo = Demo::new(Options::in_process().unwrap()).unwrap();
    demo.begin().await.unwrap();
    let transport = demo.transport();
    for (step, line) in [
        ("li> text 1\nacct< contains \"【公交路况】\"", 3),
        ("li> text 1\nacct< nothing", 3),
        ("li> text 1\nexpect http 403", 3),
        ("li> text 停水了\nexpect waiting 0", 3),
        ("li> text 停水了\nofficer zhang> reply \"好\"\nexpect status waiting", 4),
        ("li> text 停水了\nofficer zhang> reply \"好\"\nexpect delivery due", 4),
        ("li> text 停水了\nofficer zhang> reply \"好\"\nli< via custom quota_left 5", 4),
        ("li> text 停水了\nofficer zhang> sees contains \"路灯\"", 3),
        ("li> text 停水了\nofficer zhang> take refused", 3),
        ("li> text 停水了\nexpect group 2", 3),
        ("li> text 停水了\nofficer zhang> sees alike contains \"G-\"", 3),
        (PAIR_CHECKED, 6),
        ("li> follow\nli> follow", 3),
        ("fault gremlins", 2),
    ] {
        let transcript = transcript::parse("untrue.chat", &format!("reset empty\n{step}\n")).unwrap();
        let failure = transcript::play(&transport, &transcript, &mut |_| {}).await.expect_err(step);
        assert_eq!(failure.line, line, "{step}: {failure}");
    }
}
