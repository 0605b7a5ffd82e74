use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::*;

fn ms(time: &str) -> i64 {
    format!("2026-11-24T{time}+08:00").parse::<Timestamp>().unwrap().as_millisecond()
}

fn recording(events: Vec<(&str, Event)>) -> Recording {
    let noted = events.into_iter().map(|(time, event)| Noted { at_ms: ms(time), event });
    Recording {
        on: true,
        began_ms: ms("10:05:40.250"),
        faults: Vec::new(),
        met: HashMap::new(),
        officers_told: true,
        read: HashMap::new(),
        known: HashSet::new(),
        events: noted.collect(),
    }
}

fn act(persona: &str, words: Option<&str>) -> Event {
    let written = Written { words: words.map(str::to_owned), lost: None };
    Event::Act { persona: persona.to_owned(), written }
}

fn heard(persona: &str, via: &'static str, text: &str) -> Event {
    let (persona, text) = (persona.to_owned(), text.to_owned());
    Event::Heard(Heard { persona, via, msgtype: "text".to_owned(), text })
}

fn officer(question: &str, deed: Deed) -> Event {
    let at = Timestamp::UNIX_EPOCH;
    let (id, login) = (question.to_owned(), "zhang".to_owned());
    Event::Officer(OfficerAct { id, at, login, question: question.to_owned(), deed })
}

/// The lines after the two comments at the top.
fn written(recording: &Recording) -> String {
    write(recording).splitn(3, '\n').nth(2).unwrap().to_owned()
}

#[test]
fn a_conversation_reads_as_one_would_write_it() {
    let reply = Deed::Reply("已修好。\n谢谢 Q-7F3AK9-X".to_owned());
    let recording = recording(vec![
        ("10:05:45", act("li", Some("follow"))),
        ("10:05:45", heard("li", "passive", "您好，这里是服务号\n回复数字")),
        ("10:05:50", act("li", Some("text 路灯坏了"))),
        ("10:05:50", heard("li", "passive", "已收到，编号 Q-7F3AK9-X。")),
        ("10:06:10", act("li", Some("text 在三号楼 Q-7F3AK9-X"))),
        ("10:06:15", officer("Q-7F3AK9-X", reply)),
        ("10:06:15", heard("li", "custom", "已修好。\n谢谢 Q-7F3AK9-X\n—值班员 张")),
        ("10:06:20", Event::Clock { by_ms: Some(172_800_000), to_ms: ms("10:06:20") + 172_800_000 }),
    ]);
    insta::assert_snapshot!(write(&recording), @r#"
    # 录制 2026-11-24 10:05 Recording
    # 由模拟器录下，可以直接重放；把要听到的话改成您关心的。 Made by the simulator, plays as it is; change what is expected to what matters to you.
    reset empty at 2026-11-24T10:05:40+08:00

    li> follow
    li< contains "您好，这里是服务号" via passive

    li> text 路灯坏了
    li< matches /已收到，编号 (?<q>Q-\w{6}-\w)。/ via passive

    clock 2026-11-24T10:06:10+08:00
    li> text 在三号楼 {q}
    li< nothing

    officer zhang> on {q} reply "已修好。\n谢谢 {q}"
    li< contains "已修好。" via custom

    clock +2d
    "#);
}

#[test]
fn time_is_told_where_a_replay_would_be_too_far_behind() {
    let recording = recording(vec![
        ("10:05:59", act("li", Some("text 1"))),
        ("10:06:00", act("li", Some("text 2"))),
        ("10:06:21", act("li", Some("text 3"))),
        ("10:06:22", Event::Clock { by_ms: None, to_ms: ms("19:00:00") }),
        ("19:00:05", act("li", Some("text 4"))),
    ]);
    let text = written(&recording);
    let clocks: Vec<_> = text.lines().filter(|line| line.starts_with("clock")).collect();
    assert_eq!(
        clocks,
        ["clock 2026-11-24T10:06+08:00", "clock 2026-11-24T10:06:21+08:00", "clock 2026-11-24T19:00+08:00"]
    );
    assert!(text.starts_with("reset empty at 2026-11-24T10:05:40+08:00\n"), "{text}");
}

#[test]
fn silence_is_expected_only_where_something_followed_it() {
    let recording = recording(vec![
        ("10:05:41", act("li", Some("text 一"))),
        ("10:05:42", act("wang", Some("unfollow"))),
        ("10:05:43", act("li", Some("text 二"))),
    ]);
    assert_eq!(written(&recording).matches("< nothing").count(), 1, "{}", written(&recording));
}

#[test]
fn who_was_here_before_follows_first() {
    let mut recording =
        recording(vec![("10:05:41", act("li", Some("text 1"))), ("10:05:42", act("wang", Some("follow")))]);
    recording.met =
        HashMap::from([("li".to_owned(), Standing::Following), ("wang".to_owned(), Standing::Left)]);
    let text = written(&recording);
    assert!(text.contains("li> follow\nli> text 1\n"), "{text}");
    assert!(text.contains("wang> follow\nwang> unfollow\nwang> follow\n"), "{text}");
}

#[test]
fn what_a_replay_can_not_bring_about_is_a_comment() {
    let answer = Deed::Reply("旧问题的答复".to_owned());
    let recording = recording(vec![
        ("10:05:41", act("li", None)),
        ("10:05:41", heard("li", "passive", "收到，编号 Q-7F3AK9-X。")),
        ("10:05:42", officer("Q-000000-A", answer)),
        ("10:05:42", heard("li", "custom", "旧问题的答复\n—值班员 张")),
        ("10:05:43", officer("Q-7F3AK9-X", Deed::Take)),
    ]);
    let text = written(&recording);
    let steps: Vec<_> = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert_eq!(steps, ["reset empty at 2026-11-24T10:05:40+08:00"], "{text}");
    assert!(text.contains("# officer zhang> on Q-000000-A reply \"旧问题的答复\""), "{text}");
}

#[test]
fn without_a_word_of_officers_the_file_says_what_to_add() {
    let mut recording = recording(vec![("10:05:41", heard("li", "custom", "当天可取。"))]);
    recording.officers_told = false;
    let text = written(&recording);
    assert!(text.contains("officer zhang> on {q} reply") && text.contains("\n# li< contains"), "{text}");
}

#[test]
fn faults_are_switched_on_and_off() {
    let fault = |times, route: Option<&str>| Fault {
        fault: "45015".to_owned(),
        times,
        route: route.map(str::to_owned),
        delay_ms: Some(20),
        count: None,
    };
    let mut recording = recording(vec![
        ("10:05:41", Event::Faults(vec![fault(Some(0), None)])),
        ("10:05:42", Event::FaultsCleared),
    ]);
    recording.faults = vec![fault(None, Some("/cgi-bin/message/custom/send"))];
    let text = written(&recording);
    assert!(text.contains("fault 45015 delay 20ms route cgi-bin/message/custom/send\n"), "{text}");
    assert!(text.contains("fault 45015 times 0 delay 20ms\n") && text.ends_with("fault clear\n"), "{text}");
}

#[test]
fn names_that_a_player_would_misread_are_changed() {
    assert_eq!(speaker("王 阿姨"), "王_阿姨");
    assert_eq!(speaker("acct"), "acct_");
    assert_eq!(speaker("li"), "li");
}
