//! `wenqu secrets set|rotate|delete|list`: values come from standard input or a prompt, never from the command line.

use std::{collections::BTreeMap, process::ExitCode};

use anyhow::bail;
use app::ports::Clock;
use aws::{Stored, SystemClock};
use domain::egress::Egress;
use jiff::{Timestamp, tz::Offset};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::{Context, Usage, runtime, say};
use crate::{
    cli::cloud::Secrets,
    cloud::{
        ask,
        connection::Cloud,
        duration::words,
        settings::{Place, egress, place},
        vault::{ACCOUNT_KEY, SecretName, Vault},
    },
};

pub(super) fn run(context: &Context, command: Secrets) -> anyhow::Result<ExitCode> {
    let place = context.read(&|_| None, place)?;
    match command {
        Secrets::Set { name, generate } => {
            let secret = SecretName::parse(&name)?;
            let egress = context.read(&|_| None, egress)?;
            if secret == SecretName::AppSecret && egress.needs_courier() {
                bail!(
                    "egress = \"{egress}\" 时 AppSecret 不上云：只写在运行 `wenqu courier` 的电脑上 / with egress {egress} the AppSecret stays on the computer that runs `wenqu courier`"
                );
            }
            let value = value(secret, generate)?;
            with(&place, async |vault| Ok(vault.put(secret.path(), &value).await?))?;
            told(secret, generate, &value, "已保存 saved");
        }
        Secrets::Rotate { finish: true, .. } => {
            let gone = with(&place, finish)?;
            let gone = if gone.is_empty() { "—".to_owned() } else { gone.join(", ") };
            eprintln!("已删掉旧值 / old values dropped: {gone}");
        }
        Secrets::Rotate { name, generate, .. } => {
            let secret = SecretName::parse(&name.unwrap_or_default())?;
            let value = value(secret, generate)?;
            with(&place, async |vault| vault.rotate(secret, &value).await)?;
            told(secret, generate, &value, "新旧都有效 old and new are both valid");
            eprintln!(
                "函数 5 分钟内读到新值；然后在平台改，再运行 `wenqu secrets rotate --finish` / functions see it within 5 minutes; then change it on the platform and run `wenqu secrets rotate --finish`"
            );
        }
        Secrets::Delete { name } => {
            let secret = SecretName::parse(&name)?;
            let egress = context.read(&|_| None, egress)?;
            if secret != SecretName::AppSecret || egress == Egress::Direct {
                bail!(
                    "{name} 正在使用，不能删；要换就用 `wenqu secrets set` 或 `rotate` / {name} is in use: give it another value with set or rotate"
                );
            }
            let gone = with(&place, async |vault| Ok(vault.delete(secret.path()).await?))?;
            eprintln!(
                "{name} {}",
                if gone {
                    "已从云上删除 deleted from the cloud"
                } else {
                    "本来就没有 was not there"
                }
            );
        }
        Secrets::List { json } => list(&with(&place, async |vault| Ok(vault.list().await?))?, json)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Does something with the deployment's secrets.
fn with<T>(place: &Place, work: impl AsyncFnOnce(Vault) -> anyhow::Result<T>) -> anyhow::Result<T> {
    runtime()?.block_on(async { work(Vault::new(&Cloud::open(place).await?)).await })
}

/// Drops the old values; says of which.
async fn finish(vault: Vault) -> anyhow::Result<Vec<&'static str>> {
    let mut gone = Vec::new();
    for secret in SecretName::ALL {
        let Some(old) = secret.old_path() else { continue };
        if vault.delete(old).await? {
            gone.push(secret.as_str());
        }
    }
    Ok(gone)
}

/// The value, checked: made up, or read.
fn value(secret: SecretName, generate: bool) -> anyhow::Result<SecretString> {
    let value = if generate { secret.generate()? } else { SecretString::from(ask::secret(secret.as_str())?) };
    let name = secret.as_str();
    secret.check(value.expose_secret()).map_err(|mend| Usage(format!("{name} {mend}")))?;
    Ok(value)
}

fn told(secret: SecretName, generated: bool, value: &SecretString, done: &str) {
    eprintln!("{} {done}", secret.as_str());
    if generated {
        eprintln!("只显示这一次，填到平台上 / shown this once; enter it on the platform:");
        say(value.expose_secret());
    }
}

fn list(stored: &BTreeMap<String, Stored>, json: bool) -> anyhow::Result<()> {
    let known: Vec<&str> = [ACCOUNT_KEY]
        .into_iter()
        .chain(SecretName::ALL.iter().flat_map(|secret| [Some(secret.path()), secret.old_path()]).flatten())
        .collect();
    let others = stored.keys().map(String::as_str).filter(|name| !known.contains(name));
    let rows: Vec<(&str, Option<&Stored>)> =
        known.iter().copied().chain(others).map(|name| (name, stored.get(name))).collect();
    if json {
        let rows: Vec<_> = rows
            .iter()
            .map(|(name, stored)| {
                json!({
                    "name": name,
                    "set": stored.is_some(),
                    "version": stored.map(|stored| stored.version),
                    "changed_at": stored.map(|stored| at(stored.changed_s)),
                })
            })
            .collect();
        say(&serde_json::to_string_pretty(&rows)?);
    } else {
        let now = SystemClock.now().as_second();
        for (name, stored) in rows {
            say(&line(name, stored, now));
        }
    }
    Ok(())
}

fn at(seconds: i64) -> String {
    Timestamp::from_second(seconds).map(|at| at.to_string()).unwrap_or_default()
}

fn line(name: &str, stored: Option<&Stored>, now: i64) -> String {
    let Some(stored) = stored else { return format!("– {name:<30} 没有 not set") };
    let day = Timestamp::from_second(stored.changed_s)
        .map(|at| Offset::constant(8).to_datetime(at).date().to_string())
        .unwrap_or_default();
    let ago = words(now - stored.changed_s);
    format!("✓ {name:<30} 第 {} 次写入 writes，{day}（{ago} 前 ago）", stored.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_since_when_and_never_the_value() {
        let stored = Stored { version: 3, changed_s: 1_700_000_000 };
        let line = line("webhook/token", Some(&stored), 1_700_000_000 + 86_400 * 3);
        assert!(line.contains("2023-11-15") && line.contains("3 天") && line.contains("第 3 次"), "{line}");
        assert!(super::line("webhook/token_old", None, 0).contains("not set"));
    }
}
