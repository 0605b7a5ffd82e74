//! An administrator makes a role, or changes one that the district has made.

use std::collections::BTreeSet;

use domain::{
    audit::Source,
    staff::{Actor, FurtherRole, Permission, Role, RoleName},
};

use super::{
    commit_about,
    roles::{MAX_ROLES, Roles, require_within},
};
use crate::{
    App, AppError, keys,
    ports::Expect,
    retry::retrying,
    rows::{Batch, Row, load},
};

/// Longest name of a role, in bytes.
const MAX_TITLE_BYTES: usize = 48;

/// A role as it is to be.
#[derive(Clone, Debug)]
pub struct DefineRole {
    /// Its word: 2 to 24 of `a-z 0-9 _ -`.
    pub name: String,
    /// As officers read it, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
    /// What it permits; at least one.
    pub permissions: BTreeSet<Permission>,
    /// It must not be there yet (`true`), or must be there (`false`).
    pub new: bool,
    /// Where it is done: the audit chain.
    pub source: Source,
}

/// Makes or changes the role. Nobody defines a role that permits, or permitted, more than they may.
///
/// # Errors
/// `Input` for a field that is not acceptable; `NotFound`, `Denied`, `NotRecent`, `Contended`, `Table`.
pub async fn define_role(app: &App, actor: &Actor, command: DefineRole) -> Result<FurtherRole, AppError> {
    actor.require(Permission::ManageStaff)?;
    let name = check(&command)?;
    command.permissions.iter().try_for_each(|permission| actor.require(*permission))?;
    actor.require_recent(app.clock.now())?;
    retrying(|| attempt(app, actor, &name, &command)).await
}

async fn attempt(
    app: &App,
    actor: &Actor,
    name: &RoleName,
    command: &DefineRole,
) -> Result<FurtherRole, AppError> {
    let stored = load::<FurtherRole>(app.table.as_ref(), &keys::role(name)).await?;
    match (&stored, command.new) {
        (Some(_), true) => return Err(taken(name)),
        (None, false) => return Err(AppError::NotFound("role")),
        (Some(_), false) => {
            require_within(app, actor, &BTreeSet::from([Role::Further(name.clone())])).await?;
        }
        (None, true) if Roles::load(app).await?.further().count() >= MAX_ROLES => return Err(too_many()),
        (None, true) => {}
    }
    let now = app.clock.now();
    let role = FurtherRole {
        name: name.clone(),
        zh: command.zh.trim().to_owned(),
        en: command.en.trim().to_owned(),
        permissions: command.permissions.clone(),
        created_at: stored.as_ref().map_or(now, |row| row.value.created_at),
    };
    let expect = stored.as_ref().map_or(Expect::Absent, |row| Expect::Version(row.version));
    let mut batch = Batch::new();
    batch.put(role.key(), &role, None, expect)?;
    let words: Vec<_> = role.permissions.iter().map(|permission| permission.as_str()).collect();
    let what = if stored.is_some() { "changed_role" } else { "made_role" };
    let object = format!("role:{}", name.as_str());
    commit_about(app, batch, command.source, (actor.login.as_str(), what, object, words.join(" "))).await?;
    Ok(role)
}

fn check(command: &DefineRole) -> Result<RoleName, AppError> {
    let input = |field, zh: &str, en: &str| AppError::Input { field, zh: zh.to_owned(), en: en.to_owned() };
    let name = RoleName::parse(command.name.trim()).ok_or_else(|| {
        input(
            "role",
            "代号请用 2 至 24 个小写字母、数字或 _ -，不能与固有角色相同",
            "use 2 to 24 of a-z, 0-9, _ - for the word, and none of a built-in role",
        )
    })?;
    for (field, title) in [("zh", &command.zh), ("en", &command.en)] {
        let title = title.trim();
        if title.is_empty() || title.len() > MAX_TITLE_BYTES || title.contains(char::is_control) {
            return Err(input(
                field,
                "请写上名称，不超过 16 个汉字",
                "write the name, in at most 48 bytes on one line",
            ));
        }
    }
    if command.permissions.is_empty() {
        return Err(input("permissions", "请至少选择一项权限", "choose at least one permission"));
    }
    Ok(name)
}

fn taken(name: &RoleName) -> AppError {
    AppError::Input {
        field: "role",
        zh: format!("已有代号为 {} 的角色：请换一个", name.as_str()),
        en: format!("there is a role {} already: choose another word", name.as_str()),
    }
}

const fn too_many() -> AppError {
    AppError::Refused {
        zh: "角色太多了：请先删除不用的角色",
        en: "there are too many roles: remove one that nobody uses",
    }
}
