//! Groups of questions that ask the same.

use app::{
    AppError,
    groups::{
        self, To,
        answer::{self, Reach, ToAll},
    },
    questions,
};
use axum::{
    Router,
    extract::{Path, Query},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{
    content::Bilingual,
    group::Group,
    ids::{GroupId, QuestionId},
};
use serde::Deserialize;

use super::{
    failure::refusal,
    inbox::bulk::{outcome, told_of},
};
use crate::{
    AdminState,
    text::Groups,
    view::{
        self,
        groups::{GroupPage, GroupsPage, MorePage, Written},
    },
    web::{Page, Posted, with_etag},
};

/// Groups on a page.
const PAGE: usize = 30;
/// Questions of a group that are shown.
const SHOWN: usize = 100;

pub(super) fn router() -> Router<AdminState> {
    Router::new()
        .route("/groups", get(list))
        .route("/groups/{group}", get(one))
        .route("/groups/{group}/more", get(more))
        .route("/groups/{group}/in", post(put_in))
        .route("/groups/{group}/check", post(check))
        .route("/groups/{group}/send", post(send))
        .route("/groups/{group}/answers/{answer}/take-back", post(take_back))
        .route("/groups/{group}/out", post(out))
        .route("/groups/{group}/title", post(rename))
        .route("/groups/{group}/lock", post(lock))
        .route("/groups/{group}/unlock", post(unlock))
        .route("/groups/{group}/merge", post(merge))
}

/// Acts, as addresses name them.
const DONE: [(&str, Groups); 7] = [
    ("move", Groups::DidMove),
    ("title", Groups::DidRename),
    ("lock", Groups::DidLock),
    ("unlock", Groups::DidUnlock),
    ("merge", Groups::DidMerge),
    ("send", Groups::DidSend),
    ("take-back", Groups::DidTakeBack),
];

#[derive(Deserialize)]
struct Wanted {
    cursor: Option<String>,
    done: Option<String>,
    put: Option<String>,
    part: Option<String>,
}

async fn list(page: Page, Query(wanted): Query<Wanted>) -> Response {
    let (app, actor, cursor) = (&page.state.app, &page.signed_in.actor, wanted.cursor.as_deref());
    let read = async {
        let topics = if cursor.is_none() { groups::hot_topics(app, actor).await? } else { Vec::new() };
        let (groups, next) = groups::list(app, actor, PAGE, cursor).await?;
        Ok(GroupsPage { topics, groups, waiting: groups::waiting(app, actor).await?, next })
    };
    match read.await {
        Ok(shown) => view::groups::list(&page.visit, &page.signed_in, &shown, cursor).into_response(),
        Err(error) => page.failed(&error),
    }
}

async fn one(
    page: Page,
    Path(group): Path<String>,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
) -> Response {
    let mut shown = match load(&page, &GroupId::from(group)).await {
        Ok(shown) => shown,
        Err(error) => return page.failed(&error),
    };
    if wanted.part.is_some() {
        let part = view::groups::answers(&page.visit, &page.signed_in, &shown).into_string();
        return with_etag(&headers, part, page.visit.now);
    }
    if let Some(put) = &wanted.put {
        shown.put = match outcome(&page, put).await {
            Ok(notice) => notice,
            Err(error) => return page.failed(&error),
        };
    }
    let done = wanted.done.and_then(|word| DONE.iter().find(|(own, _)| *own == word));
    shown.done = done.map(|(_, text)| *text);
    view::groups::group(&page.visit, &page.signed_in, &shown).into_response()
}

async fn load(page: &Page, group: &GroupId) -> Result<GroupPage, AppError> {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let group = groups::read(app, actor, group).await?;
    let mut members = groups::members(app, actor, &group).await?.0;
    members.sort_by_key(|member| member.joined_at);
    let ids: Vec<QuestionId> = members.into_iter().take(SHOWN).map(|member| member.question).collect();
    let questions = questions::load_questions(app, actor, &ids).await?;
    Ok(GroupPage {
        words: groups::why(app, actor, &questions).await?,
        questions,
        answers: answer::answers(app, actor, &group).await?,
        written: Written::default(),
        done: None,
        put: None,
        error: None,
        group,
    })
}

/// Open questions that may belong to it.
async fn more(page: Page, Path(group): Path<String>) -> Response {
    near(&page, &GroupId::from(group), Vec::new(), None).await
}

/// Those that were ticked go in.
async fn put_in(page: Page, Path(group): Path<String>, posted: Posted) -> Response {
    let (app, actor, group) = (&page.state.app, &page.signed_in.actor, GroupId::from(group));
    let chosen: Vec<QuestionId> = posted.ticked("q-").map(QuestionId::from).collect();
    match groups::together(app, actor, &chosen, Some(&group)).await {
        Ok(done) => {
            let told = told_of(&done);
            Redirect::to(&format!("/admin/groups/{}?put={told}", done.group)).into_response()
        }
        Err(error @ AppError::Input { .. }) => near(&page, &group, chosen, Some(&error)).await,
        Err(error) => page.failed(&error),
    }
}

async fn near(page: &Page, group: &GroupId, chosen: Vec<QuestionId>, error: Option<&AppError>) -> Response {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let read = async {
        let group = groups::read(app, actor, group).await?;
        Ok((groups::near(app, actor, &group).await?, group))
    };
    match read.await {
        Ok((near, group)) => {
            let status = error.map_or(StatusCode::OK, |_| StatusCode::UNPROCESSABLE_ENTITY);
            let error = error.map(|error| refusal(&page.visit, error));
            let shown = MorePage { group, near, chosen, error };
            (status, view::groups::more(&page.visit, &page.signed_in, &shown)).into_response()
        }
        Err(error) => page.failed(&error),
    }
}

fn written(posted: &Posted) -> Written {
    let text = |name: &str| posted.field(name).replace("\r\n", "\n").trim().to_owned();
    Written {
        zh: text("zh"),
        en: text("en"),
        signed: posted.field("signed") == "1",
        end: posted.field("end") == "1",
    }
}

fn command(written: &Written, seen: Option<usize>) -> ToAll {
    let text = Bilingual { zh: written.zh.clone(), en: written.en.clone() };
    ToAll { text, signed: written.signed, end: written.end, seen }
}

/// Whom it would reach, unless something has to be mended first.
async fn check(page: Page, Path(group): Path<String>, posted: Posted) -> Response {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let (id, written) = (GroupId::from(group), written(&posted));
    match answer::check(app, actor, &id, &command(&written, None)).await {
        Ok((group, reach)) => checked(&page, StatusCode::OK, &group, &reach, &written).await,
        Err(error) => again(&page, &id, written, &error).await,
    }
}

/// The check page, with what those who are named asked: a stranger in the group is seen before it is sent.
async fn checked(
    page: &Page,
    status: StatusCode,
    group: &Group,
    reach: &Reach,
    written: &Written,
) -> Response {
    let named = [&reach.now, &reach.later, &reach.over].map(|list| list.iter().take(view::groups::NAMED));
    let ids: Vec<QuestionId> = named.into_iter().flatten().map(|member| member.question.clone()).collect();
    match questions::load_questions(&page.state.app, &page.signed_in.actor, &ids).await {
        Ok(asked) => {
            let asked = asked.into_iter().map(|question| (question.id.clone(), question)).collect();
            let shown = view::groups::check(&page.visit, &page.signed_in, group, reach, &asked, written);
            (status, shown).into_response()
        }
        Err(error) => page.failed(&error),
    }
}

async fn send(page: Page, Path(group): Path<String>, posted: Posted) -> Response {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let (id, written) = (GroupId::from(group), written(&posted));
    if posted.field("then") != "send" {
        return match load(&page, &id).await {
            Ok(shown) => {
                let shown = GroupPage { written, ..shown };
                view::groups::group(&page.visit, &page.signed_in, &shown).into_response()
            }
            Err(error) => page.failed(&error),
        };
    }
    let seen = posted.field("seen").parse().ok();
    match answer::send(app, actor, &id, &command(&written, seen)).await {
        Ok(sent) => to(&sent.group, "send"),
        // More ask now than the officer saw: they see it again.
        Err(AppError::Stale) => match answer::check(app, actor, &id, &command(&written, None)).await {
            Ok((group, reach)) => checked(&page, StatusCode::CONFLICT, &group, &reach, &written).await,
            Err(error) => again(&page, &id, written, &error).await,
        },
        Err(error) => again(&page, &id, written, &error).await,
    }
}

async fn take_back(page: Page, Path((group, answer)): Path<(String, String)>) -> Response {
    let group = GroupId::from(group);
    let done = answer::take_back(&page.state.app, &page.signed_in.actor, &group, &answer).await;
    after(&page, &group, done.map(drop), "take-back").await
}

async fn out(page: Page, Path(group): Path<String>, posted: Posted) -> Response {
    let (group, question) = (GroupId::from(group), QuestionId::from(posted.field("question")));
    let done = groups::move_to(&page.state.app, &page.signed_in.actor, &question, &To::Alone).await;
    after(&page, &group, done.map(drop), "move").await
}

async fn rename(page: Page, Path(group): Path<String>, posted: Posted) -> Response {
    let group = GroupId::from(group);
    let done = groups::rename(&page.state.app, &page.signed_in.actor, &group, posted.field("title")).await;
    after(&page, &group, done.map(drop), "title").await
}

async fn lock(page: Page, Path(group): Path<String>) -> Response {
    let group = GroupId::from(group);
    let done = groups::lock(&page.state.app, &page.signed_in.actor, &group, true).await;
    after(&page, &group, done.map(drop), "lock").await
}

async fn unlock(page: Page, Path(group): Path<String>) -> Response {
    let group = GroupId::from(group);
    let done = groups::lock(&page.state.app, &page.signed_in.actor, &group, false).await;
    after(&page, &group, done.map(drop), "unlock").await
}

async fn merge(page: Page, Path(group): Path<String>, posted: Posted) -> Response {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let from = GroupId::from(group);
    let into = match groups::find(app, actor, posted.field("into")).await {
        Ok(into) => into,
        Err(error) => return again(&page, &from, Written::default(), &error).await,
    };
    let done = groups::merge(app, actor, &from, &into).await;
    after(&page, &into, done.map(drop), "merge").await
}

fn to(group: &GroupId, word: &str) -> Response {
    Redirect::to(&format!("/admin/groups/{group}?done={word}")).into_response()
}

async fn after(page: &Page, group: &GroupId, done: Result<(), AppError>, word: &str) -> Response {
    match done {
        Ok(()) => to(group, word),
        Err(error) => again(page, group, Written::default(), &error).await,
    }
}

/// The page with what was written and what is wrong.
async fn again(page: &Page, group: &GroupId, written: Written, error: &AppError) -> Response {
    let (status, field) = match error {
        AppError::Input { field, .. } => (StatusCode::UNPROCESSABLE_ENTITY, *field),
        AppError::Refused { .. } | AppError::Stale => (StatusCode::CONFLICT, "answer"),
        other => return page.failed(other),
    };
    match load(page, group).await {
        Ok(shown) => {
            let error = Some((field, refusal(&page.visit, error)));
            let shown = GroupPage { written, error, ..shown };
            (status, view::groups::group(&page.visit, &page.signed_in, &shown)).into_response()
        }
        Err(error) => page.failed(&error),
    }
}
