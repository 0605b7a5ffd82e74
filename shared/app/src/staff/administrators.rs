//! An administrator always stays.

use domain::{
    ids::Login,
    staff::{Role, StaffMember},
};

use super::{members::all_members, password};
use crate::{
    App, AppError, keys,
    ports::Expect,
    rows::{AdministratorsGuard, Batch, Row, load},
};

/// Whether somebody is an administrator who can sign in.
pub(crate) fn is_active(member: &StaffMember) -> bool {
    !member.disabled && member.password_hash != password::NONE && member.roles.contains(&Role::Administrator)
}

/// Makes sure, in the transaction of the batch, that somebody else stays an administrator when `login` is one no more.
/// Every such change writes the same row at the version that was read before the others were counted: of two
/// administrators who remove each other at once, one meets a conflict and counts again.
pub(super) async fn keep_one(app: &App, batch: &mut Batch, login: &Login) -> Result<(), AppError> {
    let stored = load::<AdministratorsGuard>(app.table.as_ref(), &keys::administrators()).await?;
    let others = all_members(app).await?;
    if !others.iter().any(|other| other.value.login != *login && is_active(&other.value)) {
        return Err(AppError::Refused {
            zh: "这是最后一位管理员：请先让另一位同事成为管理员",
            en: "this is the last administrator: make a colleague an administrator first",
        });
    }
    let guard = AdministratorsGuard { login: login.clone(), at: app.clock.now() };
    let expect = stored.map_or(Expect::Absent, |row| Expect::Version(row.version));
    Ok(batch.put(guard.key(), &guard, None, expect)?)
}
