//! Settings, secrets, accounts.

use std::collections::BTreeMap;

use app::health::{self, Administrators};
use aws::Stored;
use domain::egress::Egress;
use secrecy::{ExposeSecret, SecretString};
use wechat::callback::Mode;

use super::{Finding, probe::Probe};
use crate::cloud::{
    duration::words,
    store::parse_hex,
    vault::{ACCOUNT_KEY, SecretName, Vault},
};

/// A rotation is finished within this time.
const ROTATION_S: i64 = 7 * 86_400;

pub(super) fn settings(probe: &Probe) -> Finding {
    match &probe.settings {
        Ok(_) => Finding::ok(format!("wenqu {}，设置有效 / settings are valid", env!("CARGO_PKG_VERSION"))),
        Err(wrong) => {
            let problems = wrong.0.iter().map(ToString::to_string).collect();
            Finding::fail(
                format!("设置有 {} 处不对 / settings are wrong", wrong.0.len()),
                "改 wenqu.toml，或运行 `wenqu init` / mend wenqu.toml, or run `wenqu init`",
            )
            .with(problems)
        }
    }
}

pub(super) async fn secrets(probe: &Probe) -> anyhow::Result<Finding> {
    let egress = probe.parameter("Egress").await?.parse().unwrap_or_default();
    let mode = probe.parameter("Mode").await?.parse().unwrap_or(Mode::Secure);
    Ok(judge_secrets(probe.secrets().await?, egress, mode))
}

fn judge_secrets(stored: &BTreeMap<String, SecretString>, egress: Egress, mode: Mode) -> Finding {
    let key = stored.get(ACCOUNT_KEY).map(SecretString::expose_secret);
    if key.and_then(parse_hex).is_none() {
        return Finding::fail(
            "account/key 缺失或损坏 / is missing or damaged",
            "从 `wenqu destroy` 导出的 account.key 或你的备份恢复：`aws ssm put-parameter --type SecureString --overwrite --name /wenqu/部署名/account/key --value 64位十六进制`；从没有过就运行 `wenqu deploy` / restore it by that command from the export's account.key or your backup; if there never was one, run `wenqu deploy`",
        );
    }
    let needed = SecretName::ALL.into_iter().filter(|secret| match secret {
        SecretName::Token => true,
        SecretName::EncodingAesKey => mode != Mode::Plain,
        SecretName::AppSecret => egress == Egress::Direct,
    });
    let mut count = 1;
    for secret in needed {
        let name = secret.as_str();
        let fix = format!("`wenqu secrets set {name}`");
        match stored.get(secret.path()).map(|value| secret.check(value.expose_secret())) {
            None => return Finding::fail(format!("没有设置 {name} / is not set"), fix),
            Some(Err(mend)) => return Finding::fail(format!("{name}：{mend}"), fix),
            Some(Ok(())) => count += 1,
        }
    }
    if egress.needs_courier() && stored.contains_key(SecretName::AppSecret.path()) {
        return Finding::warn(
            "AppSecret 在云上，但 courier 模式不需要它 / the AppSecret is in the cloud, where the courier does not need it",
            "`wenqu secrets delete app_secret`",
        );
    }
    Finding::ok(format!("{count} 个密钥齐全、格式正确 / secrets are there and well-formed"))
}

pub(super) async fn rotation(probe: &Probe) -> anyhow::Result<Finding> {
    Ok(judge_rotation(&Vault::new(probe.cloud()?).list().await?, probe.now.as_second()))
}

fn judge_rotation(stored: &BTreeMap<String, Stored>, now: i64) -> Finding {
    let old = SecretName::ALL.iter().filter_map(|secret| stored.get(secret.old_path()?));
    let Some(since) = old.map(|stored| stored.changed_s).min() else {
        return Finding::ok("没有进行中的轮换 / no rotation is under way");
    };
    let summary = format!("轮换进行了 {} / a rotation is under way for so long", words(now - since));
    if now - since < ROTATION_S {
        return Finding::ok(summary);
    }
    Finding::warn(
        summary,
        "平台已切换就运行 `wenqu secrets rotate --finish` / once the platform has switched",
    )
}

pub(super) async fn administrators(probe: &Probe) -> anyhow::Result<Finding> {
    Ok(judge_administrators(health::administrators(probe.app().await?).await?))
}

fn judge_administrators(found: Administrators) -> Finding {
    let summary = format!("{} 名管理员可以登录 / administrators who can sign in", found.able);
    match found.able {
        0 if found.invited > 0 => Finding::warn(
            "管理员还没有打开一次性链接 / no administrator has opened the one-time link yet",
            "打开 `wenqu deploy` 给出的链接；过期了就 `wenqu user reset 登录名 --stack 部署名` / open the link that `wenqu deploy` gave; if it is over, make a new one",
        ),
        0 => Finding::fail(
            summary,
            "`wenqu user add 登录名 --role administrator --stack 部署名` / `wenqu user add LOGIN --role administrator --stack NAME`",
        ),
        1 => Finding::warn(
            summary,
            "再请一位管理员：一位不在时，另一位能救急 / invite a second one, who can help when the first is away",
        ),
        _ => Finding::ok(summary),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Status, *};

    const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    const GOOD: [(&str, &str); 4] = [
        ("account/key", KEY),
        ("webhook/token", "districtToken2026"),
        ("webhook/encoding_aes_key", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"),
        ("sender/app_secret", "0123456789abcdef0123456789abcdef"),
    ];

    fn judged(changes: &[(&str, &str)], egress: Egress) -> Finding {
        let mut values: BTreeMap<&str, &str> = GOOD.into();
        values.extend(changes.iter().copied());
        let kept = values.into_iter().filter(|(_, value)| !value.is_empty());
        let stored = kept.map(|(name, value)| (name.to_owned(), SecretString::from(value.to_owned())));
        judge_secrets(&stored.collect(), egress, Mode::Secure)
    }

    #[test]
    fn each_needed_secret_must_be_there_and_well_formed() {
        assert_eq!(judged(&[], Egress::Direct).status, Status::Ok);
        for (name, value) in [
            ("account/key", "00"),
            ("webhook/token", ""),
            ("webhook/encoding_aes_key", "sesame"),
            ("sender/app_secret", ""),
        ] {
            let finding = judged(&[(name, value)], Egress::Direct);
            assert_eq!(finding.status, Status::Fail, "{name}");
            assert!(value.is_empty() || value == "00" || !format!("{finding:?}").contains(value));
        }
        assert_eq!(judged(&[("sender/app_secret", "")], Egress::Courier).status, Status::Ok);
        assert_eq!(judged(&[], Egress::Courier).status, Status::Warn);
    }

    #[test]
    fn a_rotation_that_is_never_finished_is_seen() {
        let stored = |name: &str, changed_s| (name.to_owned(), Stored { version: 1, changed_s });
        let now = 100 * 86_400;
        assert_eq!(judge_rotation(&[stored("webhook/token", 0)].into(), now).status, Status::Ok);
        assert_eq!(judge_rotation(&[stored("webhook/token_old", now - 60)].into(), now).status, Status::Ok);
        assert_eq!(judge_rotation(&[stored("webhook/token_old", 0)].into(), now).status, Status::Warn);
    }

    #[test]
    fn without_an_administrator_it_fails() {
        let judged = |able, invited| judge_administrators(Administrators { able, invited }).status;
        assert_eq!((judged(0, 0), judged(1, 0), judged(2, 0)), (Status::Fail, Status::Warn, Status::Ok));
        assert_eq!(judged(0, 1), Status::Warn, "right after the first deployment");
    }
}
