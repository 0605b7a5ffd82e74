//! What everybody is called.

use std::collections::HashMap;

use domain::{
    ids::Login,
    staff::{Actor, Permission},
};

use super::members::all_members;
use crate::{App, AppError};

/// The names of all who have one, by sign-in name.
#[derive(Clone, Debug, Default)]
pub struct Names(HashMap<Login, String>);

impl Names {
    /// The name of an account: its sign-in name where it has no other, or is gone.
    #[must_use]
    pub fn of<'a>(&'a self, login: &'a Login) -> &'a str {
        self.0.get(login).map_or_else(|| login.as_str(), String::as_str)
    }

    /// Who has a name; blanks in it don't count, and of several the first by sign-in name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Login> {
        let bare = |name: &str| name.split_whitespace().collect::<String>();
        let wanted = bare(name);
        self.0.iter().filter(|(_, name)| bare(name) == wanted).map(|(login, _)| login).min()
    }
}

/// Reads them, disabled accounts included: what they did is still shown.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn names(app: &App, actor: &Actor) -> Result<Names, AppError> {
    actor.require(Permission::Read)?;
    let members = all_members(app).await?.into_iter().map(|row| row.value);
    Ok(Names(
        members.filter(|member| !member.name.is_empty()).map(|member| (member.login, member.name)).collect(),
    ))
}
