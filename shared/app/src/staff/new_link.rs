//! An administrator, or the command line, gives a colleague a new one-time link: the first one got lost, or the phone
//! with the second factor did. A colleague who signs in already can't any more until the link is used.

use domain::{
    audit::Source,
    ids::Login,
    staff::{Actor, Permission},
};

use super::{
    administrators::{is_active, keep_one},
    commit_audited,
    link::{self, LINK_LIFE, Linked, by_command_line},
    members, password,
    roles::require_within,
    sessions::end_all,
};
use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{Batch, Link, LinkReason, load},
};

/// Makes the link; password and second factor of before hold no more, and sessions end.
///
/// # Errors
/// `Refused` for one's own account, for an account of programs, and for the last administrator (but not from the
/// command line, which is the way back in); `NotFound`, `Denied`, `NotRecent`, `Contended`, `Table`.
pub async fn new_link(app: &App, actor: &Actor, login: &Login, source: Source) -> Result<Linked, AppError> {
    actor.require(Permission::ManageStaff)?;
    actor.require_recent(app.clock.now())?;
    if *login == actor.login {
        return Err(AppError::Refused {
            zh: "不能给自己发链接：请在“我的账号”里更换",
            en: "you can't give yourself a link: change it in your own account",
        });
    }
    retrying(|| attempt(app, actor, login, source)).await
}

async fn attempt(app: &App, actor: &Actor, login: &Login, source: Source) -> Result<Linked, AppError> {
    let mut member = members::member(app, login).await?;
    require_within(app, actor, &member.value.roles).await?;
    let old = load::<Link>(app.table.as_ref(), &keys::link(login)).await?.map(|row| row.value.reason);
    let reason = match old {
        Some(LinkReason::Invited) => LinkReason::Invited,
        None if member.value.password_hash == password::NONE => {
            return Err(AppError::Refused {
                zh: "这个账号只给程序使用，没有登录链接",
                en: "this account is for programs only: it has no link",
            });
        }
        _ => LinkReason::Reset,
    };
    let now = app.clock.now();
    let mut batch = Batch::new();
    if is_active(&member.value) && !by_command_line(actor, source) {
        keep_one(app, &mut batch, login).await?;
    }
    password::NONE.clone_into(&mut member.value.password_hash);
    batch.update(&member)?;
    batch.delete(keys::second_factor(login));
    end_all(app, &mut batch, login, None).await?;
    let (token, expires_at) = link::put(&mut batch, (login, &actor.login), reason, (now, LINK_LIFE), None)?;
    let detail = if reason == LinkReason::Reset { "password and second factor are void" } else { "" };
    let entry = (actor.login.as_str(), "issued_link", login, detail.to_owned());
    commit_audited(app, batch, source, now, entry).await?;
    Ok(Linked { member: member.value, token, expires_at })
}
