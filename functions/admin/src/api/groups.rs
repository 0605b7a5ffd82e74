//! Groups of questions that ask the same, and one answer to all of a group.

use app::{
    AppError,
    groups::{
        self, To,
        answer::{self, GroupAnswer, Reach, ToAll},
    },
    questions,
};
use axum::{Json, extract::Path};
use domain::{
    content::Bilingual,
    group::Group,
    ids::{GroupId, QuestionId},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    bearer::Caller,
    body::{Asked, Body, page_limit},
    problem::Problem,
};

/// A page of a list.
#[derive(Deserialize)]
pub(super) struct Paging {
    limit: Option<usize>,
    cursor: Option<String>,
}

fn shown(group: &Group) -> Value {
    json!({
        "id": group.id, "number": group.id.short(), "title": group.title, "opened_at": group.opened_at,
        "joined_at": group.joined_at, "questions": group.questions, "askers": group.askers,
        "chinese": group.chinese, "locked": group.locked
    })
}

fn answered(answer: &GroupAnswer) -> Value {
    json!({
        "id": answer.id, "by": answer.by, "text": { "zh": answer.text.zh, "en": answer.text.en },
        "sent_at": answer.sent_at, "hold_until": answer.hold_until, "taken_back": answer.taken_back,
        "written": answer.written, "skipped": answer.skipped, "done": answer.done
    })
}

fn reached(reach: &Reach) -> Value {
    json!({
        "now": reach.now.len(), "later": reach.later.len(), "over": reach.over.len(), "unseen": reach.unseen,
        "recipients": reach.recipients()
    })
}

/// `GET /groups`
pub(super) async fn list(caller: Caller, Asked(paging): Asked<Paging>) -> Result<Json<Value>, Problem> {
    let limit = page_limit(&caller.headers, paging.limit)?;
    let found = groups::list(&caller.app, &caller.actor, limit, paging.cursor.as_deref()).await;
    let (found, next) = found.map_err(|error| caller.failed(&error))?;
    let items: Vec<Value> = found.iter().map(shown).collect();
    Ok(Json(json!({ "items": items, "next": next })))
}

/// `GET /groups/hot`
pub(super) async fn hot(caller: Caller) -> Result<Json<Value>, Problem> {
    let found =
        groups::hot_topics(&caller.app, &caller.actor).await.map_err(|error| caller.failed(&error))?;
    let items: Vec<Value> = found
        .iter()
        .map(|topic| {
            let mut value = shown(&topic.group);
            value["lately"] = json!(topic.hot.lately);
            value["past"] = json!(topic.hot.past);
            value
        })
        .collect();
    Ok(Json(json!({ "items": items })))
}

/// `GET /groups/{group}`
pub(super) async fn one(caller: Caller, Path(group): Path<String>) -> Result<Json<Value>, Problem> {
    let (app, actor) = (&caller.app, &caller.actor);
    let read = async {
        let group = groups::read(app, actor, &GroupId::from(group)).await?;
        let members = groups::members(app, actor, &group).await?;
        let answers = answer::answers(app, actor, &group).await?;
        let mut value = shown(&group);
        value["members"] = members.0.iter().map(|member| json!(member.question)).collect();
        value["answers"] = answers.iter().map(answered).collect();
        Ok(value)
    };
    read.await.map(Json).map_err(|error: AppError| caller.failed(&error))
}

/// What an officer decides of a group.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeBody {
    title: Option<String>,
    locked: Option<bool>,
}

/// `PATCH /groups/{group}`
pub(super) async fn change(
    caller: Caller,
    Path(group): Path<String>,
    Body(body): Body<ChangeBody>,
) -> Result<Json<Value>, Problem> {
    let (app, actor, id) = (&caller.app, &caller.actor, GroupId::from(group));
    let changed = async {
        if let Some(title) = &body.title {
            groups::rename(app, actor, &id, title).await?;
        }
        if let Some(locked) = body.locked {
            groups::lock(app, actor, &id, locked).await?;
        }
        groups::read(app, actor, &id).await
    };
    changed.await.map(|group| Json(shown(&group))).map_err(|error| caller.failed(&error))
}

/// Where to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MergeBody {
    into: GroupId,
}

/// `POST /groups/{group}/merge`
pub(super) async fn merge(
    caller: Caller,
    Path(group): Path<String>,
    Body(body): Body<MergeBody>,
) -> Result<Json<Value>, Problem> {
    let done = groups::merge(&caller.app, &caller.actor, &GroupId::from(group), &body.into).await;
    done.map(|group| Json(shown(&group))).map_err(|error| caller.failed(&error))
}

/// Where a question belongs; without a group by itself.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlaceBody {
    group: Option<GroupId>,
}

/// `GET /questions/{question}/group`
pub(super) async fn alike(caller: Caller, Path(question): Path<String>) -> Result<Json<Value>, Problem> {
    let (app, actor, id) = (&caller.app, &caller.actor, QuestionId::from(question));
    let read = async {
        let found = questions::load_questions(app, actor, std::slice::from_ref(&id)).await?;
        let question = found.first().ok_or(AppError::NotFound("question"))?;
        let alike = groups::alike(app, actor, question).await?;
        let maybe = alike.maybe.as_ref();
        Ok(json!({
            "question": id, "compared": alike.compared, "group": alike.group.as_ref().map(shown),
            "suggested": maybe.map(|maybe| json!({
                "group": maybe.group, "number": maybe.group.short(), "percent": maybe.percent, "words": alike.words
            })),
            "answer": match alike.answer {
                Some(_) => answer::for_one(app, actor, &id).await?,
                None => None,
            }
        }))
    };
    read.await.map(Json).map_err(|error: AppError| caller.failed(&error))
}

/// `POST /questions/{question}/group`
pub(super) async fn place(
    caller: Caller,
    Path(question): Path<String>,
    Body(body): Body<PlaceBody>,
) -> Result<Json<Value>, Problem> {
    let to = body.group.map_or(To::Alone, To::Group);
    let done = groups::move_to(&caller.app, &caller.actor, &QuestionId::from(question), &to).await;
    let question = done.map_err(|error| caller.failed(&error))?;
    let group = question.membership.map(|membership| membership.group);
    Ok(Json(json!({ "question": question.id, "group": group })))
}

/// What all are told.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerBody {
    #[serde(default)]
    zh: String,
    #[serde(default)]
    en: String,
    #[serde(default)]
    signed: bool,
    #[serde(default)]
    end: bool,
    /// `recipients` of a check: more than that refuses it.
    seen: Option<usize>,
}

impl AnswerBody {
    fn command(self) -> ToAll {
        let text = Bilingual { zh: self.zh, en: self.en };
        ToAll { text, signed: self.signed, end: self.end, seen: self.seen }
    }
}

/// `POST /groups/{group}/check`
pub(super) async fn check(
    caller: Caller,
    Path(group): Path<String>,
    Body(body): Body<AnswerBody>,
) -> Result<Json<Value>, Problem> {
    let done = answer::check(&caller.app, &caller.actor, &GroupId::from(group), &body.command()).await;
    done.map(|(_, reach)| Json(reached(&reach))).map_err(|error| caller.failed(&error))
}

/// `POST /groups/{group}/answers`
pub(super) async fn send(
    caller: Caller,
    Path(group): Path<String>,
    Body(body): Body<AnswerBody>,
) -> Result<Json<Value>, Problem> {
    let done = answer::send(&caller.app, &caller.actor, &GroupId::from(group), &body.command()).await;
    done.map(|answer| Json(answered(&answer))).map_err(|error| caller.failed(&error))
}

/// `POST /groups/{group}/answers/{answer}/take-back`
pub(super) async fn take_back(
    caller: Caller,
    Path((group, id)): Path<(String, String)>,
) -> Result<Json<Value>, Problem> {
    let done = answer::take_back(&caller.app, &caller.actor, &GroupId::from(group), &id).await;
    done.map(|answer| Json(answered(&answer))).map_err(|error| caller.failed(&error))
}
