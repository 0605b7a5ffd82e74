//! The demo's officers: the same three after every reset, with one password for the run.

use std::collections::{BTreeMap, BTreeSet};

use app::{
    App, AppError,
    rows::{Batch, load},
    staff::{self, Add, IssueToken},
};
use domain::{
    audit::Source,
    ids::Login,
    staff::{Role, StaffMember},
};

/// Login, name below answers, role.
pub(super) const OFFICERS: [(&str, &str, Role); 3] = [
    ("zhang", "值班员 张", Role::Officer),
    ("wang", "值班员 王", Role::Reviewer),
    ("chen", "值班长 陈", Role::Administrator),
];

/// The rows of the first time: hashing a password takes a while, and after a reset it is the same.
pub(super) type Members = Vec<StaffMember>;

/// Adds the officers; gives their rows.
pub(super) async fn add(app: &App, password: &str, known: Option<&Members>) -> Result<Members, AppError> {
    if let Some(members) = known {
        let mut batch = Batch::new();
        for member in members {
            batch.insert(member)?;
        }
        batch.commit(app.table.as_ref()).await?;
        return Ok(members.clone());
    }
    let mut members = Members::new();
    for (login, name, role) in OFFICERS {
        let add = Add {
            login: login.to_owned(),
            name: name.to_owned(),
            password: password.to_owned(),
            roles: BTreeSet::from([role]),
            source: Source::Cli,
        };
        staff::add(app, &staff::command_line(), add).await?;
        let row = load::<StaffMember>(app.table.as_ref(), &app::keys::staff(&Login::from(login))).await?;
        members.extend(row.map(|row| row.value));
    }
    Ok(members)
}

/// Issues a token for each officer; by login.
pub(super) async fn tokens(app: &App) -> Result<BTreeMap<String, String>, AppError> {
    let mut tokens = BTreeMap::new();
    for (login, _, role) in OFFICERS {
        let command = IssueToken {
            name: "demo".to_owned(),
            login: login.to_owned(),
            roles: BTreeSet::from([role]),
            expires_at: None,
            source: Source::Cli,
        };
        let issued = staff::issue_token(app, &staff::command_line(), command).await?;
        tokens.insert(login.to_owned(), issued.token);
    }
    Ok(tokens)
}
