use std::{collections::BTreeMap, fs, path::Path, time::Duration};

use app::settings::Reader;
use wechat::callback::Mode;

use super::*;

const RIGHT: [(&str, &str); 5] = [
    ("WENQU_TOKEN", "districtToken2026"),
    ("WENQU_ENCODING_AES_KEY", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"),
    ("WENQU_APP_ID", "wx5823bf96d3bd56c7"),
    ("WENQU_APP_SECRET", "0123456789abcdef0123456789abcdef"),
    ("WENQU_ORIGINAL_ID", "gh_0a1b2c3d4e5f"),
];

/// The right settings with these changes; an empty value removes one.
fn read_with(changes: &[(&str, &str)]) -> (Option<Settings>, Vec<String>) {
    let mut values: BTreeMap<&str, &str> = RIGHT.into();
    values.extend(changes.iter().copied());
    let lookup = |name: &str| values.get(name).map(|value| (*value).to_owned());
    let mut reader = Reader::new(&lookup);
    let settings = read(&mut reader);
    let problems = reader.finish().iter().map(ToString::to_string).collect();
    (settings, problems)
}

fn problem_of(setting: &str, value: &str) -> String {
    let (_, problems) = read_with(&[(setting, value)]);
    assert_eq!(problems.len(), 1, "{setting}={value}: {problems:?}");
    assert!(problems[0].starts_with(setting), "{problems:?}");
    problems[0].clone()
}

#[test]
fn the_needed_settings_are_enough() {
    let (settings, problems) = read_with(&[]);
    assert_eq!(problems, Vec::<String>::new());
    let settings = settings.unwrap();
    assert_eq!(settings.receiver.mode, Mode::Secure);
    assert_eq!(settings.receiver.max_age_s, Some(600));
    assert_eq!(settings.api_base, API_BASE);
    assert_eq!((settings.listen.to_string(), settings.port), ("127.0.0.1".to_owned(), 8600));
    assert_eq!(settings.work, app::settings::Work::default());
    assert!(!settings.console.https && !settings.console.behind_proxy);
    assert!(read_with(&[("WENQU_ORIGIN", "https://w.example.gov.cn")]).0.unwrap().console.https);
}

#[test]
fn everything_that_is_missing_is_said_at_once_and_in_both_languages() {
    let nothing = |_: &str| None;
    let mut reader = Reader::new(&nothing);
    assert!(read(&mut reader).is_none());
    let shown = Wrong(reader.finish()).to_string();
    for setting in ["WENQU_TOKEN", "WENQU_ENCODING_AES_KEY", "WENQU_APP_ID", "WENQU_APP_SECRET"] {
        assert!(shown.contains(setting), "{shown}");
    }
    assert!(shown.contains("设置有 4 处不对 / 4 settings are wrong"), "{shown}");
    assert!(shown.contains("(wenqu.toml: app_id)"), "{shown}");
    assert!(!shown.contains("WENQU_ORIGINAL_ID"), "{shown}");
}

#[test]
fn each_wrong_value_is_named_with_what_to_do() {
    for (setting, value, hint) in [
        ("WENQU_MODE", "securest", "plain, compatible or secure"),
        ("WENQU_TOKEN", "ab", "3 到 32"),
        ("WENQU_ENCODING_AES_KEY", "tooshort", "43"),
        ("WENQU_APP_ID", "gh_1", "wx"),
        ("WENQU_APP_SECRET", "short", "32"),
        ("WENQU_ORIGINAL_ID", "haizhou", "gh_"),
        ("WENQU_API_BASE", "api.weixin.qq.com", "https://"),
        ("WENQU_API_BASE", "https://a.cn/cgi-bin", "without a path"),
        ("WENQU_API_BASE", "http://api.weixin.qq.com", "http only on this computer"),
        ("WENQU_API_PROXY", "10.0.0.1:3128", "http://"),
        ("WENQU_PORT", "99999", "65535"),
        ("WENQU_LISTEN", "localhost", "127.0.0.1"),
        ("WENQU_HTTPS", "maybe", "true"),
        ("WENQU_ORIGIN", "wenqu.example.gov.cn", "https://"),
        ("WENQU_LOG", "loud", "debug"),
        ("WENQU_BURST_MINUTES", "-1", "120"),
        ("WENQU_WINDOW_TAP_SECONDS", "0", "86400"),
        ("WENQU_TOKEN_OLD", "x", "3 到 32"),
    ] {
        let problem = problem_of(setting, value);
        assert!(problem.contains(hint), "{problem}");
    }
}

#[test]
fn a_secret_is_never_shown() {
    let wrong =
        [("WENQU_TOKEN", "se cret"), ("WENQU_ENCODING_AES_KEY", "sesame"), ("WENQU_APP_SECRET", "sesame")];
    let (_, problems) = read_with(&wrong);
    let shown = format!("{problems:?} {:?}", read_with(&[]).0);
    for secret in ["se cret", "sesame", "districtToken2026", "0123456789abcdef0123456789abcdef"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[test]
fn plain_mode_needs_no_key_and_old_values_may_rotate_one_by_one() {
    let (settings, problems) = read_with(&[("WENQU_MODE", "plain"), ("WENQU_ENCODING_AES_KEY", "")]);
    assert_eq!(problems, Vec::<String>::new());
    assert!(settings.unwrap().receiver.current.key.is_none());
    let (settings, _) = read_with(&[("WENQU_TOKEN_OLD", "tokenOfLastYear")]);
    let previous = settings.unwrap().receiver.previous.unwrap();
    assert_eq!(previous.token.as_str(), "tokenOfLastYear");
    assert!(previous.key.is_some(), "the key did not change");
}

#[test]
fn numbers_reach_the_work() {
    let (settings, _) = read_with(&[
        ("WENQU_BURST_MINUTES", "5"),
        ("WENQU_WINDOW_MESSAGE_SENDS", "20"),
        ("WENQU_WINDOW_MESSAGE_HOURS", "24"),
        ("WENQU_RETENTION_DAYS", "30"),
        ("WENQU_MAX_AGE_SECONDS", "0"),
        ("WENQU_API_BASE", "http://127.0.0.1:9000/"),
    ]);
    let settings = settings.unwrap();
    assert_eq!(settings.work.burst, Duration::from_secs(300).try_into().unwrap());
    assert_eq!((settings.work.window.message_sends, settings.work.window.message_seconds), (20, 86_400));
    assert_eq!(settings.receiver.max_age_s, None);
    assert_eq!(settings.api_base, "http://127.0.0.1:9000");
}

#[test]
fn the_file_is_found_in_order_and_its_mistakes_are_named() {
    let here = tempfile::tempdir().unwrap();
    let data = tempfile::tempdir().unwrap();
    assert!(find(None, here.path(), data.path()).path.is_none());
    fs::write(data.path().join("wenqu.toml"), "port = 1\n").unwrap();
    assert_eq!(find(None, here.path(), data.path()).get("WENQU_PORT").as_deref(), Some("1"));
    fs::write(here.path().join("wenqu.toml"), "port = 2\nhttps = true\n").unwrap();
    let found = find(None, here.path(), data.path());
    assert_eq!(
        (found.get("WENQU_PORT").as_deref(), found.get("WENQU_HTTPS").as_deref()),
        (Some("2"), Some("true"))
    );
    let named = find(Some(Path::new("/nowhere/w.toml")), here.path(), data.path());
    assert!(named.problems()[0].to_string().contains("can't be read"));

    let wrong = ConfigFile::parse(Path::new("wenqu.toml"), "tokne = \"x\"\nweather = 1\nport = [1]\n");
    let problems: Vec<String> = wrong.problems().iter().map(ToString::to_string).collect();
    assert_eq!(problems.len(), 3, "{problems:?}");
    assert!(problems.iter().any(|p| p.contains("do you mean `token`?")), "{problems:?}");
    assert!(problems.iter().any(|p| p.contains("there is no key `weather`; delete it")), "{problems:?}");
    let broken = ConfigFile::parse(Path::new("wenqu.toml"), "port = 1\ntoken = \"sesame\n");
    let shown = broken.problems()[0].to_string();
    assert!(shown.contains("line 2") && !shown.contains("sesame"), "{shown}");
}

#[test]
fn the_example_names_every_key_and_reads_without_a_problem() {
    let text = include_str!("../../wenqu.toml.example");
    let uncommented: String = text
        .lines()
        .map(|line| line.strip_prefix("#= ").unwrap_or(line))
        .fold(String::new(), |all, line| all + line + "\n");
    let file = ConfigFile::parse(Path::new("wenqu.toml.example"), &uncommented);
    assert_eq!(file.problems(), []);
    for key in KEYS.into_iter().chain(DEPLOYMENT_KEYS) {
        assert!(file.get(&variable(key)).is_some(), "{key} is not explained");
    }
    let lookup = |name: &str| file.get(name);
    let mut reader = Reader::new(&lookup);
    assert!(read(&mut reader).is_some());
    assert_eq!(reader.finish(), []);
}
