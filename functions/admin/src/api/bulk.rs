//! One act on several questions.

use app::{
    groups::{self, Together},
    questions::{self, Bulk, BulkAct},
};
use axum::Json;
use domain::ids::{GroupId, Login, QuestionId};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{bearer::Caller, body::Body, problem::Problem};

/// Which, and to whom.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AssignBody {
    questions: Vec<QuestionId>,
    to: Login,
}

/// Which.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EndBody {
    questions: Vec<QuestionId>,
}

/// `POST /questions/assign`
pub(super) async fn assign(caller: Caller, Body(body): Body<AssignBody>) -> Result<Json<Value>, Problem> {
    act(&caller, &BulkAct::Assign(body.to), &body.questions).await
}

/// `POST /questions/end`
pub(super) async fn end(caller: Caller, Body(body): Body<EndBody>) -> Result<Json<Value>, Problem> {
    act(&caller, &BulkAct::End, &body.questions).await
}

/// Which, and into which group; without one into the largest that one of them is in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TogetherBody {
    questions: Vec<QuestionId>,
    group: Option<GroupId>,
}

/// `POST /questions/group`
pub(super) async fn group(caller: Caller, Body(body): Body<TogetherBody>) -> Result<Json<Value>, Problem> {
    let (app, actor) = (&caller.app, &caller.actor);
    let done = groups::together(app, actor, &body.questions, body.group.as_ref()).await;
    let Together { group, bulk, out_of_others } = done.map_err(|error| caller.failed(&error))?;
    let mut value = shown(&caller, &bulk);
    value["group"] = json!(group);
    value["number"] = json!(group.short());
    value["out_of_others"] = json!(out_of_others);
    Ok(Json(value))
}

async fn act(caller: &Caller, act: &BulkAct, questions: &[QuestionId]) -> Result<Json<Value>, Problem> {
    let done = questions::bulk(&caller.app, &caller.actor, act, questions).await;
    Ok(Json(shown(caller, &done.map_err(|error| caller.failed(&error))?)))
}

fn shown(caller: &Caller, bulk: &Bulk) -> Value {
    let Bulk { done, refused } = bulk;
    let refused: Vec<_> = refused
        .iter()
        .map(|(question, error)| json!({ "question": question, "problem": caller.failed(error).json() }))
        .collect();
    json!({ "done": done, "refused": refused })
}
