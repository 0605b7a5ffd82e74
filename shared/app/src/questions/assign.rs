//! An officer gives a question to a colleague.

use std::collections::BTreeSet;

use domain::{
    conversation::EntryBody,
    ids::{Login, QuestionId},
    question::Question,
    staff::{Actor, Permission, Role, StaffMember, is_login},
};

use super::act::Act;
use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::load,
    staff::{Roles, all_members},
};

/// Somebody to whom questions can be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    /// Sign-in name.
    pub login: Login,
    /// The name to show; the sign-in name when there is no other.
    pub name: String,
}

/// Gives the question to somebody who may answer, whoever has it now; giving it to who has it changes nothing.
///
/// # Errors
/// `Input` when `to` may not answer; `Question(Over)`, `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn assign(
    app: &App,
    actor: &Actor,
    question: &QuestionId,
    to: &Login,
) -> Result<Question, AppError> {
    actor.require(Permission::Assign)?;
    let member = match is_login(to.as_str()) {
        true => load::<StaffMember>(app.table.as_ref(), &keys::staff(to)).await?,
        false => None,
    };
    let known = match &member {
        Some(member) => Roles::for_these(app, &member.value.roles).await?,
        None => Roles::default(),
    };
    let colleague = member.and_then(|row| colleague(row.value, &known)).ok_or_else(|| AppError::Input {
        field: "assignee",
        zh: "请选择一位能答复的同事".to_owned(),
        en: "choose a colleague who may answer".to_owned(),
    })?;
    retrying(|| attempt(app, actor, question, &colleague)).await
}

async fn attempt(
    app: &App,
    actor: &Actor,
    question: &QuestionId,
    to: &Colleague,
) -> Result<Question, AppError> {
    let mut act = Act::begin(app, actor, question).await?;
    act.question.value.assign(&to.login)?;
    if act.is_unchanged() {
        return Ok(act.question.value);
    }
    act.enter(|| EntryBody::Assigned { to: to.login.clone(), to_name: to.name.clone() })?;
    act.commit("assigned", format!("staff:{}", to.login)).await
}

/// Everybody to whom questions can be given, by name.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn colleagues(app: &App, actor: &Actor) -> Result<Vec<Colleague>, AppError> {
    actor.require(Permission::Read)?;
    let members = all_members(app).await?;
    let roles: BTreeSet<Role> = members.iter().flat_map(|member| member.value.roles.clone()).collect();
    let known = Roles::for_these(app, &roles).await?;
    let mut found: Vec<_> =
        members.into_iter().filter_map(|member| colleague(member.value, &known)).collect();
    found.sort_by(|a, b| (&a.name, &a.login).cmp(&(&b.name, &b.login)));
    Ok(found)
}

fn colleague(member: StaffMember, known: &Roles) -> Option<Colleague> {
    let may = !member.disabled && known.permissions(&member.roles).contains(&Permission::Answer);
    let name = if member.name.is_empty() { member.login.to_string() } else { member.name };
    may.then_some(Colleague { login: member.login, name })
}
