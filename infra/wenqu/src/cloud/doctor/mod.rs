//! The deployment's health, check by check: what is known, why it matters, how to mend it, how to look again.
//!
//! What is found out ([`probe`], and the asking half of each group's file) is apart from what it means (pure functions,
//! tested without AWS).

mod cloud;
mod operation;
mod platform;
pub(crate) mod probe;
mod redact;
pub(crate) mod render;
mod security;

use serde::Serialize;

use self::probe::Probe;
pub(crate) use self::redact::redact;

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    /// As it should be.
    Ok,
    /// Works, but somebody should look.
    Warn,
    /// Does not work.
    Fail,
    /// Not looked at, and why: it does not apply here, or was not asked for.
    Skip,
    /// Not looked at, because another check has to be mended first.
    #[serde(rename = "skip")]
    Blocked,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// How it went.
    pub(crate) status: Status,
    /// In one line.
    pub(crate) summary: String,
    /// Facts, one a line.
    pub(crate) evidence: Vec<String>,
    /// What to do; empty when there is nothing.
    pub(crate) fix: String,
}

impl Finding {
    fn new(status: Status, summary: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { status, summary: summary.into(), evidence: Vec::new(), fix: fix.into() }
    }

    fn ok(summary: impl Into<String>) -> Self {
        Self::new(Status::Ok, summary, "")
    }

    fn warn(summary: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(Status::Warn, summary, fix)
    }

    fn fail(summary: impl Into<String>, fix: impl Into<String>) -> Self {
        Self::new(Status::Fail, summary, fix)
    }

    fn skip(summary: impl Into<String>) -> Self {
        Self::new(Status::Skip, summary, "")
    }

    fn blocked(summary: impl Into<String>) -> Self {
        Self::new(Status::Blocked, summary, "")
    }

    fn with(mut self, evidence: Vec<String>) -> Self {
        self.evidence = evidence;
        self
    }
}

/// A check: its id never changes, and names one thing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Check {
    /// As in `--only`.
    pub(crate) id: &'static str,
    /// What it is about.
    pub(crate) title: &'static str,
    /// What happens when it fails.
    pub(crate) why: &'static str,
    /// Whether it needs a stack.
    needs_stack: bool,
}

const fn check(id: &'static str, title: &'static str, why: &'static str) -> Check {
    Check { id, title, why, needs_stack: true }
}

const fn local(id: &'static str, title: &'static str, why: &'static str) -> Check {
    Check { id, title, why, needs_stack: false }
}

/// The checks, in the order in which they are made. WX-03 comes before WX-02, whose own request it would see.
pub(crate) const CHECKS: [Check; 23] = [
    local("ENV-01", "设置 settings", "设置不对，部署和体检都以它为准 / everything else goes by the settings"),
    local("AWS-01", "身份 identity", "没有凭证什么都查不了 / without credentials nothing can be looked at"),
    local("AWS-02", "部署 stack", "部署没有完成，居民的消息没有去处 / callbacks have nowhere to go"),
    check(
        "AWS-03",
        "函数 functions",
        "函数没就绪或代码不一致，行为不可预料 / functions that differ behave unpredictably",
    ),
    check("AWS-04", "表 tables", "误删或丢数据时恢复不了 / what is lost can't be brought back"),
    check(
        "AWS-05",
        "日志保存期 log retention",
        "法律要求日志至少保存六个月 / the law wants logs for six months",
    ),
    check("AWS-06", "告警 alarms", "出了故障没有人知道 / nobody learns of a failure"),
    check("AWS-07", "队列 queues", "任务没有去处 / work has nowhere to go"),
    check(
        "SEC-01",
        "密钥 secrets",
        "缺密钥时回调一律拒绝、答复发不出 / callbacks are refused, answers not sent",
    ),
    check(
        "SEC-02",
        "密钥轮换 rotation",
        "旧值一直有效，轮换等于没做 / an old value that stays valid was not rotated",
    ),
    check("SEC-03", "管理员 administrators", "没有管理员就管不了账号 / nobody can manage accounts"),
    check("WX-01", "AppID/Secret", "换不到 access_token，主动答复发不出 / no answer can be pushed"),
    check(
        "WX-04",
        "IP 白名单 whitelist",
        "不在白名单的 IP 换不到 access_token / only whitelisted addresses get a token",
    ),
    check(
        "WX-03",
        "最近的回调 last callback",
        "平台没有推送，居民的话到不了后台 / what residents say does not arrive",
    ),
    check(
        "WX-02",
        "回调地址 callback address",
        "平台验证不过，居民的话到不了后台 / the platform can't verify the address",
    ),
    check(
        "WX-05",
        "账号错误 errors of the account",
        "账号设置不对，答复一条也发不出 / while the account's settings are wrong no answer goes out",
    ),
    check(
        "OPS-01",
        "内容更新 content",
        "两周不更新会被通报不合格 / accounts silent for two weeks fail inspection",
    ),
    check(
        "OPS-02",
        "待送答复 due deliveries",
        "居民在等已写好的答复 / residents wait for answers that are written",
    ),
    check("OPS-03", "放弃的任务 dead jobs", "图片、答复等停在半路 / pictures or answers are stuck"),
    check("OPS-04", "队列积压 backlog", "处理跟不上 / work is not keeping up"),
    check("OPS-05", "courier", "没有 courier 就没有主动答复 / no answer is pushed without the courier"),
    check(
        "OPS-06",
        "回复窗口 reply windows",
        "48 小时一过，就只能等居民再次联系 / after 48 hours we can only wait for the resident's next contact",
    ),
    check(
        "OPS-07",
        "告警渠道 alert channels",
        "没有人盯着页面时，要靠告警 / while nobody watches the page, alerts do",
    ),
];

/// A check with what it found.
#[derive(Clone, Debug)]
pub(crate) struct Examined {
    /// Which.
    pub(crate) check: Check,
    /// What it found.
    pub(crate) finding: Finding,
}

/// Makes the chosen checks, in order. `blind` tells that nothing could be looked at.
pub(crate) async fn examine(probe: &Probe, chosen: &[Check]) -> (Vec<Examined>, bool) {
    let mut examined = Vec::new();
    let blind = probe.blind().await;
    let has_stack = blind.is_none() && probe.has_stack().await;
    for check in chosen {
        let finding = if blind.is_some() && check.id != "ENV-01" && check.id != "AWS-01" {
            Finding::blocked("先修 AWS-01 / mend AWS-01 first")
        } else if check.needs_stack && !has_stack {
            Finding::blocked("先修 AWS-02 / mend AWS-02 first")
        } else {
            Box::pin(one(probe, check.id)).await.unwrap_or_else(|error| broken(&error))
        };
        examined.push(Examined { check: *check, finding });
    }
    (examined, blind.is_some())
}

async fn one(probe: &Probe, id: &str) -> anyhow::Result<Finding> {
    match id {
        "ENV-01" => Ok(security::settings(probe)),
        "AWS-01" => cloud::identity(probe).await,
        "AWS-02" => cloud::stack(probe).await,
        "AWS-03" => cloud::functions(probe).await,
        "AWS-04" => cloud::tables(probe).await,
        "AWS-05" => cloud::logs(probe).await,
        "AWS-06" => cloud::alarms(probe).await,
        "AWS-07" => cloud::queues(probe).await,
        "SEC-01" => security::secrets(probe).await,
        "SEC-02" => security::rotation(probe).await,
        "SEC-03" => security::administrators(probe).await,
        "WX-01" => platform::exchange(probe).await,
        "WX-04" => platform::whitelist(probe).await,
        "WX-03" => platform::last_callback(probe).await,
        "WX-02" => platform::verify(probe).await,
        "WX-05" => platform::alarms(probe).await,
        "OPS-01" => operation::content(probe).await,
        "OPS-02" => operation::due(probe).await,
        "OPS-03" => operation::dead(probe).await,
        "OPS-04" => operation::backlog(probe).await,
        "OPS-05" => operation::courier(probe).await,
        "OPS-06" => operation::windows(probe).await,
        "OPS-07" => operation::channels(probe).await,
        other => anyhow::bail!("there is no check {other}"),
    }
}

/// A check that could not be made, most often for want of a permission.
fn broken(error: &anyhow::Error) -> Finding {
    Finding::fail(
        format!("查不了 can't be looked at: {error:#}"),
        "按上面的原因处理 / mend the cause named above",
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_unique_and_every_check_says_why_in_both_languages() {
        let ids: BTreeSet<_> = CHECKS.iter().map(|check| check.id).collect();
        assert_eq!(ids.len(), CHECKS.len());
        for check in CHECKS {
            assert!(check.why.contains(" / "), "{}", check.id);
        }
        let at = |id| CHECKS.iter().position(|check| check.id == id);
        assert!(at("WX-03") < at("WX-02"));
    }
}
