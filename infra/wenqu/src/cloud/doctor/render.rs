//! The findings as people and programs read them.

use std::{fmt::Write, time::Duration};

use jiff::{Timestamp, tz::Offset};
use serde_json::{Value, json};

use super::{CHECKS, Check, Examined, Status};

/// How it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Signs in colour.
    Colour,
    /// Words: `[ok]`, `[warn]`, `[FAIL]`, `[skip]`.
    Plain,
}

/// Heads the report.
#[derive(Clone, Debug)]
pub(crate) struct Heading {
    /// The stack.
    pub(crate) stack: String,
    /// The region, if it is known.
    pub(crate) region: String,
    /// When.
    pub(crate) at: Timestamp,
    /// How long it took.
    pub(crate) took: Duration,
}

/// All findings by group, a count, and where to begin.
pub(crate) fn render(heading: &Heading, examined: &[Examined], style: Style) -> String {
    let at = Offset::constant(8).to_datetime(heading.at);
    let mut text = format!(
        "问渠体检 Wenqu doctor · {} ({}) · {}\n",
        heading.stack,
        heading.region,
        at.strftime("%Y-%m-%d %H:%M")
    );
    for (prefix, title) in GROUPS {
        let mut of_group: Vec<_> = examined.iter().filter(|one| group(&one.check) == prefix).collect();
        if of_group.is_empty() {
            continue;
        }
        of_group.sort_by_key(|one| one.check.id);
        let _ = writeln!(text, "\n{title}");
        for one in of_group {
            text.push_str(&lines(one, style));
        }
    }
    let of = |status: Status| examined.iter().filter(|one| one.finding.status == status).count();
    let _ = write!(
        text,
        "\n{} 通过 passed · {} 提醒 warnings · {} 失败 failed · {} 跳过 skipped        用时 took {:.1} s\n",
        of(Status::Ok),
        of(Status::Warn),
        of(Status::Fail),
        of(Status::Skip) + of(Status::Blocked),
        heading.took.as_secs_f32()
    );
    if let Some(first) = examined.iter().find(|one| one.finding.status == Status::Fail) {
        let id = first.check.id;
        let _ = writeln!(
            text,
            "下一步 next: 先修 {id} / mend {id} first        脱敏报告 redacted report: wenqu doctor --report doctor.txt"
        );
    }
    text
}

const GROUPS: [(&str, &str); 5] = [
    ("ENV", "本机 this computer"),
    ("AWS", "云资源 cloud"),
    ("WX", "公众平台 platform"),
    ("OPS", "内容与服务 content and service"),
    ("SEC", "安全 security"),
];

fn group(check: &Check) -> &str {
    check.id.split('-').next().unwrap_or_default()
}

fn lines(one: &Examined, style: Style) -> String {
    let Examined { check, finding } = one;
    let mut text =
        format!("  {} {:<6} {}：{}\n", sign(finding.status, style), check.id, check.title, finding.summary);
    if !matches!(finding.status, Status::Warn | Status::Fail) {
        return text;
    }
    for fact in &finding.evidence {
        let _ = writeln!(text, "           · {fact}");
    }
    let _ = writeln!(text, "           为什么 why: {}", check.why);
    let _ = writeln!(text, "           怎么办 fix: {}", finding.fix);
    let _ = writeln!(text, "           验证 check: {}", command(check));
    text
}

fn command(check: &Check) -> String {
    let live = if ["WX-01", "WX-04"].contains(&check.id) { " --live" } else { "" };
    format!("wenqu doctor --only {}{live}", check.id)
}

const fn sign(status: Status, style: Style) -> &'static str {
    match (style, status) {
        (Style::Colour, Status::Ok) => "\u{1b}[32m✓\u{1b}[0m",
        (Style::Colour, Status::Warn) => "\u{1b}[33m!\u{1b}[0m",
        (Style::Colour, Status::Fail) => "\u{1b}[31m✗\u{1b}[0m",
        (Style::Colour, Status::Skip | Status::Blocked) => "–",
        (Style::Plain, Status::Ok) => "[ok]  ",
        (Style::Plain, Status::Warn) => "[warn]",
        (Style::Plain, Status::Fail) => "[FAIL]",
        (Style::Plain, Status::Skip | Status::Blocked) => "[skip]",
    }
}

/// One JSON value with everything.
pub(crate) fn json(heading: &Heading, examined: &[Examined]) -> Value {
    let checks: Vec<Value> = examined
        .iter()
        .map(|Examined { check, finding }| {
            json!({
                "id": check.id,
                "group": group(check),
                "status": finding.status,
                "summary": format!("{}：{}", check.title, finding.summary),
                "evidence": finding.evidence,
                "why": check.why,
                "fix": finding.fix,
                "cmd": command(check),
                "doc": "infra/README.md",
            })
        })
        .collect();
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "at": heading.at,
        "stack": heading.stack,
        "region": heading.region,
        "checks": checks,
    })
}

/// 0 all pass, 1 a check failed or could not be made (with `strict` a warning counts), 3 nothing in the cloud could be
/// looked at.
pub(crate) fn exit_code(examined: &[Examined], blind: bool, strict: bool) -> u8 {
    let bad = |one: &Examined| match one.finding.status {
        Status::Fail | Status::Blocked => true,
        Status::Warn => strict,
        Status::Ok | Status::Skip => false,
    };
    let asked_the_cloud = examined.iter().any(|one| one.check.id != "ENV-01");
    match (blind && asked_the_cloud, examined.iter().any(bad)) {
        (true, _) => 3,
        (false, true) => 1,
        (false, false) => 0,
    }
}

/// The checks that `--only` names; without any, all.
///
/// # Errors
/// An id that no check has.
pub(crate) fn chosen(only: &[String]) -> Result<Vec<Check>, String> {
    if only.is_empty() {
        return Ok(CHECKS.to_vec());
    }
    let known = |id: &str| CHECKS.iter().any(|check| check.id.eq_ignore_ascii_case(id));
    if let Some(unknown) = only.iter().find(|id| !known(id)) {
        let ids = CHECKS.map(|check| check.id).join(", ");
        return Err(format!("没有 {unknown} 这一项 / there is no check {unknown} ({ids})"));
    }
    Ok(CHECKS.into_iter().filter(|check| only.iter().any(|id| check.id.eq_ignore_ascii_case(id))).collect())
}

#[cfg(test)]
mod tests {
    use super::{super::Finding, *};

    fn heading() -> Heading {
        let at = Timestamp::from_second(1_700_000_000).unwrap();
        Heading { stack: "wenqu".into(), region: "cn-north-1".into(), at, took: Duration::from_millis(3_400) }
    }

    fn examined(findings: &[(&str, Finding)]) -> Vec<Examined> {
        let check = |id: &str| *CHECKS.iter().find(|check| check.id == id).unwrap();
        findings.iter().map(|(id, f)| Examined { check: check(id), finding: f.clone() }).collect()
    }

    #[test]
    fn a_failure_says_why_how_to_mend_and_how_to_look_again() {
        let all = examined(&[
            ("ENV-01", Finding::ok("fine")),
            ("WX-03", Finding::fail("silent", "enable it").with(vec!["25 h".into()])),
            ("WX-02", Finding::ok("echo")),
        ]);
        let text = render(&heading(), &all, Style::Plain);
        for part in ["[ok]   ENV-01", "[FAIL] WX-03", "· 25 h", "why: ", "fix: enable it", "--only WX-03"] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(text.find("WX-02") < text.find("WX-03"), "in order of ids: {text}");
        assert!(text.contains("2 通过 passed · 0 提醒 warnings · 1 失败 failed · 0 跳过 skipped"), "{text}");
        assert!(text.contains("took 3.4 s") && text.contains("mend WX-03 first  "), "{text}");
        assert!(!text.contains('\u{1b}'));
        assert!(render(&heading(), &all, Style::Colour).contains("\u{1b}[31m✗"));
    }

    #[test]
    fn the_json_holds_every_field_of_every_check() {
        let all = examined(&[("AWS-01", Finding::skip("why not"))]);
        let json = json(&heading(), &all);
        let fields: Vec<_> = json["checks"][0].as_object().unwrap().keys().cloned().collect();
        let mut expected = ["id", "group", "status", "summary", "evidence", "why", "fix", "cmd", "doc"];
        expected.sort_unstable();
        let mut sorted = fields.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, expected);
        assert_eq!(json["checks"][0]["status"], "skip");
        assert_eq!(json["at"], "2023-11-14T22:13:20Z");
    }

    #[test]
    fn exit_codes_tell_failures_warnings_and_blindness_apart() {
        let warned = examined(&[("AWS-06", Finding::warn("a", "b"))]);
        let failed = examined(&[("AWS-06", Finding::fail("a", "b"))]);
        assert_eq!(exit_code(&warned, false, false), 0);
        assert_eq!(exit_code(&warned, false, true), 1);
        assert_eq!(exit_code(&failed, false, false), 1);
        assert_eq!(exit_code(&failed, true, false), 3);
        let blocked = examined(&[("WX-02", Finding::blocked("mend AWS-02 first"))]);
        assert_eq!(exit_code(&blocked, false, false), 1, "not looked at is not well");
        assert_eq!(json(&heading(), &blocked)["checks"][0]["status"], "skip");
        let skipped = examined(&[("OPS-05", Finding::skip("not needed"))]);
        assert_eq!(exit_code(&skipped, false, true), 0);
        let local = examined(&[("ENV-01", Finding::ok("fine"))]);
        assert_eq!(exit_code(&local, true, false), 0, "needs no cloud");
    }

    #[test]
    fn checks_are_chosen_by_id() {
        assert_eq!(chosen(&[]).unwrap().len(), CHECKS.len());
        assert_eq!(chosen(&["wx-02".into()]).unwrap()[0].id, "WX-02");
        assert!(chosen(&["WX-99".into()]).unwrap_err().contains("WX-02"));
    }
}
