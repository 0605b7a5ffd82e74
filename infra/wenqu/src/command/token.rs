//! `wenqu token issue`

use std::process::ExitCode;

use app::staff::{self, IssueToken};
use domain::audit::Source;
use jiff::SignedDuration;

use super::{Context, runtime, say, store, user};
use crate::cli::Token;

pub(super) fn run(context: &Context, command: Token) -> anyhow::Result<ExitCode> {
    let Token::Issue { name, login, roles, days } = command;
    let roles = if roles.is_empty() { vec!["officer".to_owned()] } else { roles };
    let roles = user::parse_roles(&roles)?;
    let login = login.unwrap_or_else(|| name.to_lowercase());
    let store = context.store()?;
    let issued = runtime()?.block_on(async {
        let app = store::begin(&store).await?;
        let expires_at = days.map(|days| app.clock.now() + SignedDuration::from_hours(24 * i64::from(days)));
        let command = IssueToken { name, login, roles, expires_at, source: Source::Cli };
        staff::issue_token(&app, &staff::command_line(), command).await.map_err(user::in_words)
    })?;
    eprintln!("令牌只显示这一次 / the token is shown this once:");
    say(&issued.token);
    Ok(ExitCode::SUCCESS)
}
