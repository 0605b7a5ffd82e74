//! The commands as somebody types them: results on standard output, words on standard error, exit codes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use tempfile::TempDir;

/// Runs `wenqu` in a folder of its own, without settings of the caller.
fn wenqu(folder: &Path, arguments: &[&str], stdin: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wenqu"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("WENQU_")) {
        command.env_remove(name);
    }
    command
        .args(arguments)
        .current_dir(folder)
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

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample");

#[test]
fn content_is_checked_published_and_written_out_again() {
    let folder = folder();
    let check = wenqu(folder.path(), &["content", "check", SAMPLE], "");
    assert_eq!(
        (check.status.code(), text(&check.stdout).trim()),
        (Some(0), "0 个错误，0 个提醒 / 0 errors, 0 warnings")
    );
    let import = wenqu(folder.path(), &["content", "import", SAMPLE], "");
    assert!(text(&import.stdout).contains("第 1 版"), "{import:?}");
    let export = wenqu(folder.path(), &["content", "export", "out"], "");
    assert_eq!(export.status.code(), Some(0), "{export:?}");
    let again = wenqu(folder.path(), &["content", "import", "out"], "");
    assert!(text(&again.stdout).contains("第 2 版"), "{again:?}");
    let into_full = wenqu(folder.path(), &["content", "export", "out"], "");
    assert_eq!(into_full.status.code(), Some(1));
    assert!(text(&into_full.stderr).contains("empty directory"), "{into_full:?}");
}

#[test]
fn wrong_content_is_refused_with_file_and_line() {
    let folder = folder();
    wenqu(folder.path(), &["content", "export", "out", "--sample"], "");
    let file = folder.path().join("out/categories/3-traffic.toml");
    let broken = std::fs::read_to_string(&file).unwrap().replace("number = 3", "number = 2");
    std::fs::write(&file, broken).unwrap();
    for command in ["check", "import"] {
        let done = wenqu(folder.path(), &["content", command, "out"], "");
        assert_eq!(done.status.code(), Some(1));
        let said = text(&done.stdout) + &text(&done.stderr);
        assert!(said.contains("categories/3-traffic.toml:2: 错误 error: number"), "{said}");
    }
    let nothing = wenqu(folder.path(), &["content", "export", "live"], "");
    assert_eq!(nothing.status.code(), Some(1), "nothing was published");
    assert!(text(&nothing.stderr).contains("nothing has been published"), "{nothing:?}");
}

#[test]
fn accounts_get_a_link_or_a_password_once_and_names_are_not_given_twice() {
    let folder = folder();
    let add = ["user", "add", "zhang", "--name", "值班员 张", "--role", "officer"];
    let done = wenqu(folder.path(), &add, "");
    let link = "http://127.0.0.1:8600/admin/sign-up/zhang/";
    assert!(done.status.success() && text(&done.stdout).starts_with(link), "{done:?}");
    let reset = wenqu(folder.path(), &["user", "reset", "zhang"], "");
    assert!(text(&reset.stdout).starts_with(link) && reset.stdout != done.stdout, "{reset:?}");
    let with_password = ["user", "add", "script", "--role", "reader", "--password"];
    let shown = wenqu(folder.path(), &with_password, "");
    assert_eq!((shown.status.code(), text(&shown.stdout).trim().len()), (Some(0), 19), "{shown:?}");
    let twice = wenqu(folder.path(), &add, "");
    assert_eq!(twice.status.code(), Some(1));
    assert!(
        text(&twice.stderr).contains("已有人使用") && text(&twice.stderr).contains("is taken"),
        "{twice:?}"
    );
    let own = ["user", "add", "li", "--role", "administrator", "--password-stdin"];
    let given = wenqu(folder.path(), &own, "correct horse battery\n");
    assert_eq!(
        (given.status.code(), text(&given.stdout)),
        (Some(0), String::new()),
        "a known password is not shown"
    );
    let short =
        wenqu(folder.path(), &["user", "add", "wu", "--role", "officer", "--password-stdin"], "short\n");
    assert_eq!(short.status.code(), Some(1));
    assert!(text(&short.stderr).contains("10"), "{short:?}");
    let role = wenqu(folder.path(), &["user", "add", "wu", "--role", "oficer"], "");
    assert!(text(&role.stderr).contains("do you mean officer?"), "{role:?}");
}

#[test]
fn a_token_is_one_word_on_standard_output() {
    let folder = folder();
    let issued = wenqu(folder.path(), &["token", "issue", "crm"], "");
    let token = text(&issued.stdout);
    assert!(token.starts_with("wenqu_") && token.trim().len() > 40 && token.lines().count() == 1, "{token}");
    let days = wenqu(folder.path(), &["token", "issue", "crm", "--days", "0"], "");
    assert_eq!(days.status.code(), Some(2));
}

#[test]
fn the_audit_is_verified_and_what_was_changed_ends_with_1() {
    let folder = folder();
    let nothing = wenqu(folder.path(), &["audit", "verify"], "");
    assert_eq!(nothing.status.code(), Some(1), "what is not there is not whole: {nothing:?}");
    assert!(!folder.path().join("wenqu-data").exists(), "and is not made by looking");
    wenqu(folder.path(), &["token", "issue", "crm"], "");
    wenqu(folder.path(), &["token", "issue", "wall"], "");
    let whole = wenqu(folder.path(), &["audit", "verify"], "");
    assert_eq!(whole.status.code(), Some(0), "{whole:?}");
    assert!(text(&whole.stdout).contains("2 entries verified, 0 of them witnessed"), "{whole:?}");

    let chain = change_an_entry(&folder.path().join("wenqu-data"));
    let broken = wenqu(folder.path(), &["audit", "verify"], "");
    assert_eq!(broken.status.code(), Some(1));
    assert!(
        text(&broken.stdout).contains(&format!("✗ {chain}  第 1 条被改动 / entry 1 was changed")),
        "{broken:?}"
    );
    let json = wenqu(folder.path(), &["audit", "verify", "--json"], "");
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&json["whole"], &json["entries"]), (&false.into(), &2.into()));
    let days = wenqu(folder.path(), &["audit", "verify", "--from", "2026-11-24", "--to", "2026-11-20"], "");
    assert_eq!(days.status.code(), Some(1));
    assert!(text(&days.stderr).contains("the first day must not be after the last"), "{days:?}");
}

/// Changes the first entry of today's chain of the command line, as somebody at the database could; gives its name.
fn change_an_entry(data: &Path) -> String {
    use app::{
        keys,
        ports::{Clock, Expect, Op, Table},
    };
    use domain::audit::{Chain, Entry, Source};
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let table = embedded::SqliteTable::open(&embedded::DataDirectory::database_in(data)).unwrap();
    let date = domain::time::beijing(embedded::SystemClock.now()).date();
    let chain = Chain { date, source: Source::Cli, part: 0 };
    let key = keys::audit(&chain, 1);
    runtime.block_on(async {
        let item = table.get(&key).await.unwrap().unwrap();
        let mut entry: Entry = serde_json::from_str(&item.body).unwrap();
        entry.event.actor = "somebody else".to_owned();
        let body = serde_json::to_string(&entry).unwrap();
        table.transact(vec![Op::Put { key, body, expires_at: None, expect: Expect::Any }]).await.unwrap();
    });
    chain.to_string()
}

#[test]
fn a_backup_brings_everything_back() {
    let folder = folder();
    wenqu(folder.path(), &["content", "import", SAMPLE], "");
    let backup = wenqu(folder.path(), &["backup", "b.db"], "");
    assert_eq!(backup.status.code(), Some(0), "{backup:?}");
    let restored = wenqu(folder.path(), &["restore", "b.db", "--data", "other"], "");
    assert_eq!(restored.status.code(), Some(0), "{restored:?}");
    let export = wenqu(folder.path(), &["content", "export", "out", "--data", "other"], "");
    assert_eq!(export.status.code(), Some(0), "{export:?}");
    std::fs::write(folder.path().join("no.db"), "not a database").unwrap();
    let wrong = wenqu(folder.path(), &["restore", "no.db", "--data", "third"], "");
    assert_eq!((wrong.status.code(), wrong.stderr.is_empty()), (Some(1), false));
}

#[test]
fn a_callback_is_decoded_or_refused_with_the_reason() {
    let folder = folder();
    let xml = "<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>好</Content><MsgId>7</MsgId></xml>";
    let good = wenqu(folder.path(), &["decode"], xml);
    let json: serde_json::Value = serde_json::from_slice(&good.stdout).unwrap();
    assert_eq!(
        (json["dedupe_key"].as_str(), json["fields"]["Content"].as_str()),
        (Some("msg:7"), Some("好"))
    );
    for bad in ["", "<xml>", "<!DOCTYPE a [<!ENTITY b \"c\">]><xml>&b;</xml>"] {
        let done = wenqu(folder.path(), &["decode"], bad);
        assert_eq!((done.status.code(), text(&done.stdout)), (Some(1), String::new()), "{bad}");
        assert!(!done.stderr.is_empty());
    }
    let unset = wenqu(folder.path(), &["decode", "--query", "msg_signature=1&timestamp=1&nonce=1"], xml);
    assert_eq!(unset.status.code(), Some(2), "token, key and AppID are needed");
    assert!(text(&unset.stderr).contains("WENQU_ENCODING_AES_KEY"), "{unset:?}");
}

#[test]
fn transcripts_tell_what_went_wrong() {
    let folder = folder();
    std::fs::write(
        folder.path().join("good.chat"),
        "# good\nreset\nli> text 1\nacct< contains \"今日提醒\"\n",
    )
    .unwrap();
    std::fs::write(
        folder.path().join("untrue.chat"),
        "# untrue\nreset\nli> text 1\nacct< contains \"火车\"\n",
    )
    .unwrap();
    std::fs::write(folder.path().join("wrong.chat"), "rest\n").unwrap();
    let good = wenqu(folder.path(), &["play", "good.chat"], "");
    assert_eq!(good.status.code(), Some(0), "{good:?}");
    assert!(text(&good.stdout).starts_with("✓ good (3 steps"), "{good:?}");
    assert!(!text(&good.stdout).contains('\u{1b}'), "no colours into a pipe");
    let untrue = wenqu(folder.path(), &["play", "good.chat", "untrue.chat"], "");
    let said = text(&untrue.stdout);
    assert_eq!(untrue.status.code(), Some(1));
    assert!(
        said.contains("✗ untrue") && said.contains("untrue.chat:4") && said.contains("【今日提醒】"),
        "{said}"
    );
    assert!(said.trim_end().ends_with("1 passed, 1 failed"), "{said}");
    let wrong = wenqu(folder.path(), &["play", "wrong.chat"], "");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(
        text(&wrong.stderr).contains("wrong.chat:1: `rest` is no step; do you mean `reset`?"),
        "{wrong:?}"
    );
    let nobody = wenqu(folder.path(), &["play", "good.chat", "--url", "http://127.0.0.1:9"], "");
    assert_eq!(nobody.status.code(), Some(1));
    assert!(text(&nobody.stdout).contains("is `wenqu demo` running there?"), "{nobody:?}");
}

#[test]
fn wrong_settings_are_all_named_and_end_with_2() {
    let folder = folder();
    std::fs::write(folder.path().join("wenqu.toml"), "tokne = \"x\"\nport = 70000\n").unwrap();
    let done = wenqu(folder.path(), &["serve"], "");
    assert_eq!(done.status.code(), Some(2));
    let said = text(&done.stderr);
    for part in
        ["do you mean `token`?", "WENQU_PORT", "WENQU_APP_ID", "WENQU_APP_SECRET", "WENQU_ENCODING_AES_KEY"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert!(!folder.path().join("wenqu-data").exists(), "nothing was made");
    assert_eq!(wenqu(folder.path(), &["serv"], "").status.code(), Some(2));
    assert_eq!(wenqu(folder.path(), &["version"], "").status.code(), Some(0));
    assert!(text(&wenqu(folder.path(), &["completions", "bash"], "").stdout).contains("_wenqu"));
}

#[test]
fn topics_are_learnt_from_filed_questions_or_refused_when_there_are_too_few() {
    let folder = folder();
    wenqu(folder.path(), &["content", "import", SAMPLE], "");
    let few = wenqu(folder.path(), &["learn"], "");
    assert_eq!(few.status.code(), Some(1), "{few:?}");
    assert!(text(&few.stderr).contains("too few filed questions: 0 of 0 topics"), "{few:?}");
    file_questions(&folder.path().join("wenqu-data"), 220);
    let learnt = wenqu(folder.path(), &["learn"], "");
    assert_eq!(learnt.status.code(), Some(0), "{learnt:?}");
    let said = text(&learnt.stdout);
    assert!(said.contains("learnt from 220 questions; in 5 folds 100.0% right"), "{said}");
    assert!(said.lines().any(|line| line.starts_with("3 ") && line.ends_with("110")), "{said}");
}

/// So many questions that an officer has filed, in turn under two topics of the sample.
fn file_questions(data: &Path, many: usize) {
    use std::sync::Arc;

    use app::{
        questions,
        testing::{Bench, asks},
    };
    use domain::staff::Role;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let table = embedded::SqliteTable::open(&embedded::DataDirectory::database_in(data)).unwrap();
    runtime.block_on(async {
        let bench = Bench::over(Arc::new(table)).await;
        let zhang = bench.member("zhang", "张敏", Role::Officer).await;
        for number in 0..many {
            let (topic, text) =
                if number % 2 == 0 { (3, "公交车几点发车") } else { (6, "景区门票多少钱") };
            let question = asks(&bench.app, &format!("o{number}"), &format!("{text}，{number}")).await;
            questions::categorise(&bench.app, &zhang, &question, vec![topic]).await.unwrap();
        }
    });
}
