//! `wenqu user add`

use std::{collections::BTreeSet, io::BufRead, process::ExitCode};

use anyhow::bail;
use app::staff::{self, Add};
use domain::{audit::Source, staff::Role};

use super::{Context, runtime, say, store};
use crate::{cli::User, nearest::nearest};

pub(super) fn run(context: &Context, command: User) -> anyhow::Result<ExitCode> {
    let User::Add { login, name, roles, password_stdin } = command;
    let roles = parse_roles(&roles)?;
    let given = if password_stdin { Some(read_line()?) } else { None };
    let generated = crate::password::generate()?;
    let password = given.clone().unwrap_or_else(|| generated.clone());
    let store = context.store()?;
    let add = Add { login: login.clone(), name, password, roles, source: Source::Cli };
    runtime()?.block_on(async {
        let app = store::open(&store).await?;
        staff::add(&app, &staff::command_line(), add).await.map_err(in_words)
    })?;
    eprintln!("已添加账号 {login} / the account {login} has been added");
    if given.is_none() {
        eprintln!("密码只显示这一次 / the password is shown this once:");
        say(&generated);
    }
    Ok(ExitCode::SUCCESS)
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
            let known = Role::ALL.map(Role::as_str);
            let hint = nearest(word, known)
                .map(|near| format!("，是不是 {near}？ / do you mean {near}?"))
                .unwrap_or_default();
            bail!("没有角色 {word} / there is no role {word}{hint} ({})", known.join(", "));
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
        let error = parse_roles(&["oficer".into()]).unwrap_err().to_string();
        assert!(error.contains("do you mean officer?"), "{error}");
    }
}
