//! The staff, as whoever manages it sees it.

use std::collections::BTreeMap;

use domain::{
    ids::Login,
    staff::{Actor, Permission, StaffMember},
};
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::password;
use crate::{
    App, AppError, keys,
    ports::{Query, TableError, TableName},
    rows::{LastSignIn, Link, LinkReason, SecondFactor, Stored, load, parse},
};

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Signs in.
    Active,
    /// A link is out.
    Linked(LinkReason, Timestamp),
    /// The link is over and was not used.
    LinkOver,
    /// May not sign in.
    Disabled,
    /// Acts for programs, by tokens only.
    Program,
}

/// One account.
#[derive(Clone, Debug)]
pub struct Colleague {
    /// The account.
    pub member: StaffMember,
    /// How it stands.
    pub standing: Standing,
    /// Since when it has a second factor.
    pub second_factor: Option<Timestamp>,
    /// Recovery codes that are left.
    pub recovery_left: usize,
    /// When they signed in last.
    pub last_sign_in: Option<Timestamp>,
}

/// Reads a whole partition of `main`; meant for those that have a row for each staff member.
pub(super) async fn whole<T: DeserializeOwned>(
    app: &App,
    partition: &str,
) -> Result<Vec<Stored<T>>, TableError> {
    let mut query = Query::partition(TableName::Main, partition, 200);
    let mut rows = Vec::new();
    loop {
        let page = app.table.query(&query).await?;
        for item in &page.items {
            rows.push(parse::<T>(item)?);
        }
        query.after = page.next;
        if query.after.is_none() {
            return Ok(rows);
        }
    }
}

/// All accounts.
pub(crate) async fn all_members(app: &App) -> Result<Vec<Stored<StaffMember>>, TableError> {
    whole(app, keys::STAFF_PARTITION).await
}

/// An account that must be there.
pub(super) async fn member(app: &App, login: &Login) -> Result<Stored<StaffMember>, AppError> {
    load(app.table.as_ref(), &keys::staff(login)).await?.ok_or(AppError::NotFound("account"))
}

fn standing(member: &StaffMember, link: Option<&Link>, now: Timestamp) -> Standing {
    let link = link.filter(|link| link.reason != LinkReason::Enrol);
    match link {
        _ if member.disabled => Standing::Disabled,
        Some(link) if link.expires_at > now => Standing::Linked(link.reason, link.expires_at),
        Some(_) => Standing::LinkOver,
        None if member.password_hash == password::NONE => Standing::Program,
        None => Standing::Active,
    }
}

/// Everybody, by sign-in name.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn colleagues(app: &App, actor: &Actor) -> Result<Vec<Colleague>, AppError> {
    actor.require(Permission::ManageStaff)?;
    let now = app.clock.now();
    let seconds =
        by_login(whole::<SecondFactor>(app, keys::SECOND_PARTITION).await?, |row| row.login.clone());
    let links = by_login(whole::<Link>(app, keys::LINK_PARTITION).await?, |row| row.login.clone());
    let last = by_login(whole::<LastSignIn>(app, keys::SIGNED_IN_PARTITION).await?, |row| row.login.clone());
    let members = all_members(app).await?.into_iter().map(|row| row.value);
    Ok(members
        .map(|member| {
            let (second, link) = (seconds.get(&member.login), links.get(&member.login));
            colleague(second, link, last.get(&member.login), member, now)
        })
        .collect())
}

/// One account; everybody may see their own.
///
/// # Errors
/// `NotFound`, `Denied`, `Table`.
pub async fn read_colleague(app: &App, actor: &Actor, login: &Login) -> Result<Colleague, AppError> {
    if *login != actor.login {
        actor.require(Permission::ManageStaff)?;
    }
    let table = app.table.as_ref();
    let member = member(app, login).await?.value;
    let second = load::<SecondFactor>(table, &keys::second_factor(login)).await?.map(|row| row.value);
    let link = load::<Link>(table, &keys::link(login)).await?.map(|row| row.value);
    let last = load::<LastSignIn>(table, &keys::last_sign_in(login)).await?.map(|row| row.value);
    Ok(colleague(second.as_ref(), link.as_ref(), last.as_ref(), member, app.clock.now()))
}

fn colleague(
    second: Option<&SecondFactor>,
    link: Option<&Link>,
    last: Option<&LastSignIn>,
    member: StaffMember,
    now: Timestamp,
) -> Colleague {
    Colleague {
        standing: standing(&member, link, now),
        second_factor: second.map(|row| row.enrolled_at),
        recovery_left: second.map_or(0, |row| row.recovery.len()),
        last_sign_in: last.map(|row| row.at),
        member,
    }
}

fn by_login<T>(rows: Vec<Stored<T>>, login: impl Fn(&T) -> Login) -> BTreeMap<Login, T> {
    rows.into_iter().map(|row| (login(&row.value), row.value)).collect()
}
