//! An officer gives a question to a colleague.

use domain::{
    conversation::EntryBody,
    ids::{Login, QuestionId},
    question::Question,
    staff::{Actor, Permission, StaffMember, is_login},
};

use super::act::Act;
use crate::{
    App, AppError, keys,
    ports::{Query, TableName},
    retry::retrying,
    rows::{load, parse},
};

/// Staff read at most.
const MOST: usize = 500;

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
    let colleague = member.and_then(|row| colleague(row.value)).ok_or_else(|| AppError::Input {
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
    let query = Query::partition(TableName::Main, keys::STAFF_PARTITION, MOST);
    let mut found = Vec::new();
    for item in &app.table.query(&query).await?.items {
        found.extend(colleague(parse::<StaffMember>(item)?.value));
    }
    found.sort_by(|a, b| (&a.name, &a.login).cmp(&(&b.name, &b.login)));
    Ok(found)
}

fn colleague(member: StaffMember) -> Option<Colleague> {
    let name = if member.name.is_empty() { member.login.to_string() } else { member.name.clone() };
    let actor = Actor::new(member.login, member.name, &member.roles);
    let may = !member.disabled && actor.require(Permission::Answer).is_ok();
    may.then_some(Colleague { login: actor.login, name })
}
