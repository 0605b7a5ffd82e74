//! Known answers: how they stand, and what should be one. They are edited like the rest of the content.

use app::{content, known};
use axum::{
    Json,
    response::{IntoResponse, Response},
};
use domain::{content::edit::Section, language::Language};
use serde_json::json;

use super::{bearer::Caller, problem::Problem};

/// `GET /content/known`
pub(super) async fn list(caller: Caller) -> Result<Response, Problem> {
    let (app, actor, now) = (&caller.app, &caller.actor, caller.app.clock.now());
    let read = async {
        let working = content::working(app, actor).await?;
        let counts = known::counts(app, actor).await?;
        let next = known::next(app, actor, working.snapshot()).await?;
        Ok((working, counts, next))
    };
    let (working, counts, next) = read.await.map_err(|error| caller.failed(&error))?;
    let content = working.snapshot();
    let items = content.known.iter().map(|known| {
        let counts = counts.get(&known.id).cloned().unwrap_or_default();
        json!({
            "id": known.id,
            "question": known.question.get(Language::Chinese),
            "owner": known.owner,
            "review_on": known.review_on,
            "expires_on": known.expires_on,
            "review_due": known.is_due(now),
            "expired": known.has_expired(now),
            "offered": counts.offered,
            "solved": counts.solved,
            "person": counts.person,
            "fingerprint": Section::Known(known.id.clone()).fingerprint(content),
        })
    });
    let items: Vec<_> = items.collect();
    let wanted: Vec<_> = next
        .iter()
        .map(|group| {
            json!({ "group": group.id, "title": group.title, "askers": group.askers, "questions": group.questions })
        })
        .collect();
    Ok(Json(json!({ "items": items, "wanted": wanted })).into_response())
}
