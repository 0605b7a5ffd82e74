use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard},
};

use async_trait::async_trait;
use http::Method;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    step::{Command, GroupCommand},
    *,
};

fn errors(text: &str) -> Vec<String> {
    parse("flow.chat", text).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn the_example_of_the_documents_is_understood() {
    let text = "# flow 04 工作时间提问\n\
        reset empty at 2026-11-24T10:05+08:00\n\
        clock 2026-11-24T10:05+08:00\n\
        ana> follow\n\
        acct< contains \"Reply\"   within 5s  via passive\n\
        li>  text 老年卡在哪里办？\n\
        acct< matches /已收到.*编号 (?<n>Q-\\S+)。/\n  via passive\n\
        officer zhang> reply \"老年卡可在…\"\n\
        li<  text contains \"老年卡\" via custom quota_left 4\n\
        officer wang> on {n} take refused \"zhang\"\n\
        expect status {n} answered\n";
    let transcript = parse("f.chat", text).unwrap();
    assert_eq!(transcript.title, "flow 04 工作时间提问");
    assert_eq!(transcript.steps.len(), 10);
    assert_eq!(transcript.steps[9].number, 12, "a continued line counts");
    let Step::Hears { conditions, .. } = &transcript.steps[5].step else { panic!() };
    assert_eq!(conditions.len(), 2, "the continuation belongs to it");
    let Step::Act { persona, act } = &transcript.steps[4].step else { panic!() };
    assert_eq!((persona.as_str(), act["text"].as_str()), ("li", Some("老年卡在哪里办？")));
}

#[test]
fn what_is_done_with_groups_is_understood() {
    let text = "reset empty\n\
        officer zhang> on {a} join {b}\n\
        officer zhang> apart\n\
        officer zhang> check_all \"好\" \"ok\" now 2 later 1 over 0\n\
        officer zhang> on {a} reply_all \"好\" refused \"英文\"\n\
        officer zhang> take_back\n\
        officer zhang> sees alike contains \"G-\"\n\
        expect group 3\n\
        expect group {a} 1\n\
        expect suggested with {b}\n\
        expect suggested {a} with {b}\n";
    let steps: Vec<Step> = parse("f.chat", text).unwrap().steps.into_iter().map(|line| line.step).collect();
    let group = |step: &Step| match step {
        Step::Officer { command: Command::Group(command), .. } => command.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(group(&steps[1]), GroupCommand::Join("{b}".into()));
    assert_eq!(group(&steps[2]), GroupCommand::Apart);
    assert_eq!(group(&steps[3]), GroupCommand::Check { text: ("好".into(), "ok".into()), reach: [2, 1, 0] });
    assert_eq!(group(&steps[4]), GroupCommand::ReplyAll("好".into(), String::new()));
    assert_eq!(group(&steps[5]), GroupCommand::TakeBack);
    assert!(matches!(&steps[6], Step::Officer { command: Command::SeesAlike(_), .. }));
    assert!(matches!(&steps[7], Step::Group { question: None, count: 3 }));
    assert!(matches!(&steps[8], Step::Group { question: Some(_), count: 1 }));
    assert!(matches!(&steps[9], Step::Suggested { question: None, .. }));
    assert!(matches!(&steps[10], Step::Suggested { question: Some(_), .. }));
    for (line, hint) in [
        ("officer zhang> check_all \"好\" now 2", "`later N` is missing"),
        ("officer zhang> join", "a question's number is missing"),
        ("expect group 0", "write 1 when nobody else asks it"),
        ("expect suggested {a}", "write `expect suggested"),
    ] {
        assert!(errors(line)[0].contains(hint), "{:?}", errors(line));
    }
}

#[test]
fn every_wrong_line_is_said_with_what_to_do() {
    let found = errors(
        "rest empty\nli> sey hello\nacct< contains 你好\nacct< via pasive\nofficer zhang> reply\nclock tomorrow\nexpect status done\n\
         acct< nothing contains \"x\"\nfault slow twice 2\nacct< matches /(/\nreset empty now\n",
    );
    assert_eq!(found.len(), 11, "{found:#?}");
    for (line, hint) in [
        "do you mean `reset`?",
        "`sey` is no act",
        "the words must follow, in double quotes",
        "do you mean `passive`?",
        "the answer must follow",
        "write 2026-11-24T10:05+08:00",
        "Known: waiting, taken",
        "takes no condition",
        "Known: times",
        "is no pattern",
        "nothing may follow here, but `now` does",
    ]
    .iter()
    .enumerate()
    {
        assert!(found[line].starts_with(&format!("flow.chat:{}: ", line + 1)), "{}", found[line]);
        assert!(found[line].contains(hint), "{}", found[line]);
    }
    assert!(errors("# nothing\n")[0].contains("no step"));
}

proptest! {
    /// Half of the lines begin as steps do.
    #[test]
    fn no_text_makes_the_parser_panic(text in "((li[<>]|officer z>|expect|reset|clock|fault|acct<)? ?\\PC{0,40}\n){0,6}") {
        let _ = parse("f.chat", &text);
    }
}

/// Answers from a script; records what was asked.
struct Script {
    answers: Mutex<VecDeque<(u16, Value)>>,
    asked: Mutex<Vec<String>>,
}

impl Script {
    fn new(answers: &[(u16, Value)]) -> Self {
        Self { answers: Mutex::new(answers.iter().cloned().collect()), asked: Mutex::default() }
    }

    fn asked(&self) -> MutexGuard<'_, Vec<String>> {
        self.asked.lock().unwrap()
    }
}

#[async_trait]
impl Transport for Script {
    async fn request(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        _: Option<&str>,
    ) -> Result<Answer, TransportError> {
        self.asked.lock().unwrap().push(format!("{method} {path} {}", body.unwrap_or_default()));
        let next = self.answers.lock().unwrap().pop_front();
        let (status, json) = next.ok_or_else(|| TransportError("the script is over".to_owned()))?;
        Ok(Answer { status, json })
    }

    fn settles(&self) -> bool {
        true
    }
}

fn phone(items: Value) -> (u16, Value) {
    (200, json!({ "items": items, "next": 7 }))
}

fn item(seq: u64, via: &str, text: &str) -> Value {
    json!({ "seq": seq, "from": "account", "via": via, "msgtype": "text", "text": text })
}

async fn played(text: &str, script: &Script) -> Result<Played, Box<Failure>> {
    play(script, &parse("t.chat", text).unwrap(), &mut |_| {}).await
}

#[tokio::test]
async fn messages_are_heard_in_order_and_captured() {
    let act = (200, json!({ "deliveries": [{ "status": 200 }], "reply": { "text": "已收到 Q-7F3AK9-X" } }));
    let script = Script::new(&[
        phone(json!([])),
        act.clone(),
        phone(json!([
            item(8, "system", "已关注"),
            item(9, "passive", "已收到 Q-7F3AK9-X"),
            item(10, "custom", "好")
        ])),
        phone(json!([item(10, "custom", "好")])),
        phone(json!([])),
        act,
    ]);
    let text = "li> text 停水了\nacct< matches /(?<q>Q-\\S+)/ via passive\nli< contains \"好\" via custom\nli> text 查 {q}\nexpect http 200\nexpect attempts 1\n";
    let done = played(text, &script).await.unwrap();
    assert_eq!(done.steps, 6);
    assert!(script.asked()[2].contains("after=7"), "{:?}", script.asked());
    assert!(script.asked()[5].contains("查 Q-7F3AK9-X"), "{:?}", script.asked());
}

#[tokio::test]
async fn the_first_message_that_is_not_as_written_fails_the_step() {
    let script = Script::new(&[
        phone(json!([])),
        (200, json!({})),
        phone(json!([item(8, "system", "该公众号提供的服务出现故障，请稍后再试")])),
    ]);
    let failure = played("# t\nli> text 1\nacct< contains \"今日\"\n", &script).await.unwrap_err();
    assert_eq!((failure.line, failure.expected.as_str()), (3, "contains \"今日\""));
    assert!(failure.heard.contains("出现故障"), "{failure}");

    let script = Script::new(&[phone(json!([])), (200, json!({})), phone(json!([]))]);
    let failure = played("li> text 1\nacct< contains \"今日\"\n", &script).await.unwrap_err();
    assert!(failure.heard.starts_with("nothing within"), "{failure}");

    let script = Script::new(&[phone(json!([])), (200, json!({})), phone(json!([item(8, "custom", "喂")]))]);
    let failure = played("li> text 1\nacct< nothing\n", &script).await.unwrap_err();
    assert_eq!(failure.heard, "(via custom) 喂");
}

#[tokio::test]
async fn officers_speak_the_staff_api_with_their_own_token() {
    let list = (200, json!({ "items": [{ "id": "ID1", "number": "Q-7F3AK9-X" }], "next": null }));
    let script = Script::new(&[
        (200, json!({ "officers": [{ "login": "zhang", "token": "t1" }] })),
        phone(json!([])),
        (200, json!({ "reply": { "text": "编号 Q-7F3AK9-X" } })),
        list,
        (200, json!({})),
        (409, json!({ "error": "taken by zhang" })),
        (200, json!({ "question": { "state": "answered" } })),
    ]);
    let text = "reset\nli> text 停水了\nofficer zhang> reply \"修好了\"\nofficer zhang> take refused \"taken\"\nexpect status answered\n";
    played(text, &script).await.unwrap();
    assert_eq!(
        script.asked()[4],
        "POST /admin/api/v1/questions/ID1/answers {\"signed\":true,\"text\":\"修好了\"}"
    );
    let script = Script::new(&[(200, json!({}))]);
    let failure = played("reset\nofficer zhang> take\n", &script).await.unwrap_err();
    assert_eq!(failure.expected, "an officer zhang");
}
