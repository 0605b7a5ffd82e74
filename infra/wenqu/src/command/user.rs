//! `wenqu user`

use std::{collections::BTreeSet, io::BufRead, process::ExitCode};

use anyhow::bail;
use app::{
    App,
    settings::origin,
    staff::{self, Add, Invite, Linked},
};
use domain::{audit::Source, ids::Login, staff::Role};

use super::{Context, runtime, say, store};
use crate::{cli::User, nearest::nearest, settings::PORT};

pub(super) fn run(context: &Context, command: User) -> anyhow::Result<ExitCode> {
    let store = context.store()?;
    let console = console(context)?;
    runtime()?.block_on(async {
        let app = match command {
            User::Add { .. } => store::begin(&store).await?,
            _ => store::open(&store).await?,
        };
        match command {
            User::Add { login, name, roles, password, password_stdin } => {
                let roles = parse_roles(&roles)?;
                if password || password_stdin {
                    with_password(&app, login, name, roles, password_stdin).await
                } else {
                    let invite = Invite { login, name, roles, source: Source::Cli };
                    let linked =
                        staff::invite(&app, &staff::command_line(), invite).await.map_err(in_words)?;
                    eprintln!("已添加账号 {0} / the account {0} has been added", linked.member.login);
                    show(&linked, &console_of(&store, console).await?);
                    Ok(())
                }
            }
            User::Reset { login } => {
                let login = Login::from(login);
                let done = staff::new_link(&app, &staff::command_line(), &login, Source::Cli).await;
                show(&done.map_err(in_words)?, &console_of(&store, console).await?);
                Ok(())
            }
        }
    })?;
    Ok(ExitCode::SUCCESS)
}

fn show(linked: &Linked, console: &str) {
    eprintln!("一次性链接只显示这一次，7 天内有效，请交给本人 / the one-time link is shown this once:");
    say(&format!("{console}{}", linked.path()));
}

async fn with_password(
    app: &App,
    login: String,
    name: String,
    roles: BTreeSet<Role>,
    given: bool,
) -> anyhow::Result<()> {
    let password = if given { read_line()? } else { crate::password::generate()? };
    let add = Add { login: login.clone(), name, password: password.clone(), roles, source: Source::Cli };
    staff::add(app, &staff::command_line(), add).await.map_err(in_words)?;
    eprintln!("已添加账号 {login} / the account {login} has been added");
    if !given {
        eprintln!("密码只显示这一次 / the password is shown this once:");
        say(&password);
    }
    Ok(())
}

/// Where browsers reach the console of this computer.
fn console(context: &Context) -> anyhow::Result<String> {
    Ok(context.read(&|_| None, |reader| {
        let own = || {
            let host = reader.text("WENQU_LISTEN").unwrap_or_else(|| "127.0.0.1".to_owned());
            format!("http://{host}:{}", reader.text("WENQU_PORT").unwrap_or_else(|| PORT.to_string()))
        };
        let own = own();
        Some(reader.optional("WENQU_ORIGIN", origin).unwrap_or(own))
    })?)
}

/// The same of a deployment, if that is meant.
#[cfg_attr(not(feature = "cloud"), allow(clippy::unused_async, reason = "only a deployment is asked"))]
async fn console_of(store: &store::Store, here: String) -> anyhow::Result<String> {
    match store {
        store::Store::Here(_) => Ok(here),
        #[cfg(feature = "cloud")]
        store::Store::Cloud(place) => {
            let cloud = crate::cloud::connection::Cloud::open(place).await?;
            let stack = crate::cloud::store::require_stack(&cloud).await?;
            let address = stack.outputs.get("ConsoleUrl").cloned().unwrap_or_default();
            Ok(address.trim_end_matches('/').trim_end_matches("/admin").to_owned())
        }
    }
}

/// An input error in both languages.
pub(crate) fn in_words(error: app::AppError) -> anyhow::Error {
    match error {
        app::AppError::Input { field, zh, en } => anyhow::anyhow!("{field}: {zh} / {en}"),
        other => other.into(),
    }
}

/// Roles by their words.
pub(super) fn parse_roles(words: &[String]) -> anyhow::Result<BTreeSet<Role>> {
    let mut roles = BTreeSet::new();
    for word in words {
        let Some(role) = Role::parse(word) else {
            let known: Vec<_> = Role::BUILT_IN.iter().map(Role::as_str).collect();
            match (nearest(word, known.iter().copied()), Role::named(word)) {
                (Some(near), _) => bail!(
                    "没有角色 {word}，是不是 {near}？ / there is no role {word}: do you mean {near}? ({})",
                    known.join(", ")
                ),
                // One that the district has made, perhaps: whether it exists, the use case tells.
                (None, Some(further)) => roles.insert(further),
                (None, None) => bail!("没有角色 {word} / there is no role {word} ({})", known.join(", ")),
            };
            continue;
        };
        roles.insert(role);
    }
    Ok(roles)
}

fn read_line() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line)?;
    let line = line.trim_end_matches(['\r', '\n']).to_owned();
    if line.is_empty() {
        bail!("标准输入里没有密码 / there is no password on standard input");
    }
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_role_is_answered_with_the_right_one() {
        assert_eq!(parse_roles(&["officer".into()]).unwrap(), [Role::Officer].into());
        assert!(matches!(parse_roles(&["night".into()]).unwrap().first(), Some(Role::Further(_))));
        let error = parse_roles(&["oficer".into()]).unwrap_err().to_string();
        assert!(error.contains("do you mean officer?"), "{error}");
    }
}
