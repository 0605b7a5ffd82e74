//! One act on several questions.

use app::questions::{self, Bulk, BulkAct};
use axum::Json;
use domain::ids::{Login, QuestionId};
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

async fn act(caller: &Caller, act: &BulkAct, questions: &[QuestionId]) -> Result<Json<Value>, Problem> {
    let done = questions::bulk(&caller.app, &caller.actor, act, questions).await;
    let Bulk { done, refused } = done.map_err(|error| caller.failed(&error))?;
    let refused: Vec<_> = refused
        .iter()
        .map(|(question, error)| json!({ "question": question, "problem": caller.failed(error).json() }))
        .collect();
    Ok(Json(json!({ "done": done, "refused": refused })))
}
