//! Content: the draft and its edits, publishing, versions, freshness, trying a sentence.

use app::content::{self, Found, Policy, Published, Seen, Working};
use axum::{
    Json,
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    content::{
        Category, Snapshot,
        check::{Finding, Level},
        edit::{Edit, Section, dashed, undashed},
        freshness::{Freshness, RedLine},
        holidays,
    },
    language::Language,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    bearer::Caller,
    body::{Asked, Body, page_limit},
    problem::{INPUT, Problem},
};

/// A topic with how it stands.
#[derive(Serialize)]
struct TopicJson {
    /// Its numbers: `4-1`.
    topic: String,
    title: String,
    owner: Option<String>,
    updated_at: Timestamp,
    fresh_hours: Option<u32>,
    freshness: &'static str,
    red_line: &'static str,
    /// Send it with an edit of the topic.
    fingerprint: String,
    /// Send it to move or delete the topic.
    branch: String,
}

fn topics(content: &Snapshot, now: Timestamp) -> Vec<TopicJson> {
    fn below(
        list: &[Category],
        path: &mut Vec<u8>,
        content: &Snapshot,
        now: Timestamp,
        out: &mut Vec<TopicJson>,
    ) {
        for category in list {
            path.push(category.number);
            out.push(TopicJson {
                topic: dashed(path),
                title: category.title.get(Language::Chinese).to_owned(),
                owner: category.owner.clone(),
                updated_at: category.updated_at,
                fresh_hours: category.fresh_hours,
                freshness: match category.freshness(now) {
                    Freshness::Fresh => "fresh",
                    Freshness::Due => "due",
                    Freshness::Stale => "stale",
                },
                red_line: match category.red_line(now) {
                    RedLine::Far => "far",
                    RedLine::Near { .. } => "near",
                    RedLine::Crossed => "crossed",
                },
                fingerprint: Section::Topic(path.clone()).fingerprint(content),
                branch: Section::Branch(path.clone()).fingerprint(content),
            });
            below(&category.children, path, content, now, out);
            path.pop();
        }
    }
    let mut out = Vec::new();
    below(&content.categories, &mut Vec::new(), content, now, &mut out);
    out
}

fn finding(finding: &Finding, language: Language) -> Value {
    json!({
        "level": if finding.level == Level::Error { "error" } else { "warning" },
        "field": finding.field,
        "text": language.pick(&finding.zh, &finding.en),
    })
}

fn state(caller: &Caller, working: &Working) -> Value {
    let content = working.snapshot();
    let language = crate::web::accepted(&caller.headers);
    let draft = working.draft.as_ref().map(|draft| {
        json!({
            "state": working.state(),
            "authors": draft.value.authors,
            "changed_at": draft.value.changed_at,
            "submitted": draft.value.submitted.is_some(),
            "returned": draft.value.returned.as_ref().map(|note| note.text.clone()),
        })
    });
    json!({
        "live": working.live.version,
        "draft": draft,
        "changes": working.changes().into_iter().map(|change| json!({
            "part": change.part, "field": change.field, "before": change.before, "after": change.after,
        })).collect::<Vec<_>>(),
        "findings": working.findings().iter().map(|one| finding(one, language)).collect::<Vec<_>>(),
        "topics": topics(content, caller.app.clock.now()),
        "fingerprints": {
            "account": Section::Account.fingerprint(content),
            "rules": Section::Rules.fingerprint(content),
            "emergency": Section::Emergency.fingerprint(content),
            "hours": Section::Hours.fingerprint(content),
            "synonyms": Section::Synonyms.fingerprint(content),
        },
        "content": content,
    })
}

/// `GET /content`
pub(super) async fn read(caller: Caller) -> Result<Response, Problem> {
    let working = content::working(&caller.app, &caller.actor).await;
    let working = working.map_err(|error| caller.failed(&error))?;
    Ok(Json(state(&caller, &working)).into_response())
}

/// A change, and what the caller has read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EditBody {
    change: Edit,
    fingerprint: Option<String>,
}

/// `POST /content/edits`
pub(super) async fn edit(caller: Caller, Body(body): Body<EditBody>) -> Result<Response, Problem> {
    let done = content::edit(&caller.app, &caller.actor, body.change, body.fingerprint.as_deref()).await;
    done.map_err(|error| caller.failed(&error))?;
    read(caller).await
}

/// Which draft, and a note or reason.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DraftBody {
    draft: String,
    #[serde(default)]
    text: String,
}

/// `POST /content/draft/submit`
pub(super) async fn submit(caller: Caller, Body(body): Body<DraftBody>) -> Result<Response, Problem> {
    let done = content::submit(&caller.app, &caller.actor, &body.draft, &body.text).await;
    done.map_err(|error| caller.failed(&error))?;
    read(caller).await
}

/// `POST /content/draft/send-back`
pub(super) async fn send_back(caller: Caller, Body(body): Body<DraftBody>) -> Result<Response, Problem> {
    let done = content::send_back(&caller.app, &caller.actor, &body.draft, &body.text).await;
    done.map_err(|error| caller.failed(&error))?;
    read(caller).await
}

/// `POST /content/draft/discard`
pub(super) async fn discard(caller: Caller, Body(body): Body<DraftBody>) -> Result<Response, Problem> {
    let done = content::discard(&caller.app, &caller.actor, &body.draft).await;
    done.map_err(|error| caller.failed(&error))?;
    read(caller).await
}

/// What was compared, and why it is published.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PublishBody {
    live: u64,
    draft: String,
    #[serde(default)]
    why: String,
}

/// `POST /content/draft/publish`
pub(super) async fn publish(caller: Caller, Body(body): Body<PublishBody>) -> Result<Response, Problem> {
    let seen = Seen { live: body.live, draft: body.draft };
    let done = content::publish_draft(&caller.app, &caller.actor, seen, &body.why).await;
    published(&caller, done)
}

fn published(caller: &Caller, done: Result<u64, app::AppError>) -> Result<Response, Problem> {
    let version = done.map_err(|error| caller.failed(&error))?;
    Ok((StatusCode::CREATED, Json(json!({ "version": version }))).into_response())
}

/// `POST /content/topics/{topic}/confirm`
pub(super) async fn confirm(caller: Caller, Path(topic): Path<String>) -> Result<Response, Problem> {
    let path = undashed(&topic).unwrap_or_default();
    let done = content::confirm(&caller.app, &caller.actor, &path).await;
    published(&caller, done)
}

/// Which versions.
#[derive(Deserialize)]
pub(super) struct Wanted {
    cursor: Option<String>,
    limit: Option<usize>,
}

fn version_json(one: &Published) -> Value {
    let row = one.publication.as_ref();
    json!({
        "version": one.version,
        "by": row.map(|row| &row.by),
        "at": row.map(|row| row.at),
        "why": row.map(|row| &row.why),
        "authors": row.map(|row| row.authors.iter().collect::<Vec<_>>()).unwrap_or_default(),
        "restored": row.and_then(|row| row.restored),
        "confirmed": row.and_then(|row| row.confirmed.as_ref()),
    })
}

/// `GET /content/versions`
pub(super) async fn versions(caller: Caller, Asked(wanted): Asked<Wanted>) -> Result<Response, Problem> {
    let limit = page_limit(&caller.headers, wanted.limit)?;
    let written = |text: &str| text.parse::<u64>().ok().filter(|before| before.to_string() == text);
    let before = match wanted.cursor.as_deref().map(written) {
        None => None,
        Some(Some(before)) => Some(before),
        Some(None) => {
            let (zh, en) = ("请用上一页给出的 next", "use the “next” of the page before");
            return Err(Problem::new(INPUT, &caller.headers, zh, en).about("cursor"));
        }
    };
    let list = content::versions(&caller.app, &caller.actor, before, limit).await;
    let list = list.map_err(|error| caller.failed(&error))?;
    let next = list.last().map(|one| one.version).filter(|version| *version > 1);
    let items: Vec<_> = list.iter().map(version_json).collect();
    Ok(Json(json!({ "items": items, "next": next.map(|next| next.to_string()) })).into_response())
}

fn number(caller: &Caller, version: &str) -> Result<u64, Problem> {
    version.parse().map_err(|_| caller.failed(&app::AppError::NotFound("version")))
}

/// `GET /content/versions/{version}`
pub(super) async fn version(caller: Caller, Path(version): Path<String>) -> Result<Response, Problem> {
    let version = number(&caller, &version)?;
    let found = content::version(&caller.app, &caller.actor, version).await;
    let (_, snapshot) = found.map_err(|error| caller.failed(&error))?;
    Ok(Json(json!({ "version": version, "content": snapshot })).into_response())
}

/// The version that was live when this was decided, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RestoreBody {
    live: u64,
    #[serde(default)]
    why: String,
}

/// `POST /content/versions/{version}/restore`
pub(super) async fn restore(
    caller: Caller,
    Path(version): Path<String>,
    Body(body): Body<RestoreBody>,
) -> Result<Response, Problem> {
    let version = number(&caller, &version)?;
    let done = content::restore(&caller.app, &caller.actor, version, body.live, &body.why).await;
    published(&caller, done)
}

/// A sentence.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TryBody {
    text: String,
    /// With what is live, not with the draft.
    #[serde(default)]
    live: bool,
}

/// `POST /content/try`
pub(super) async fn try_out(caller: Caller, Body(body): Body<TryBody>) -> Result<Response, Problem> {
    let working = content::working(&caller.app, &caller.actor).await;
    let working = working.map_err(|error| caller.failed(&error))?;
    let content = if body.live { &working.live } else { working.snapshot() };
    let tried = content::try_out(content, &body.text, caller.app.clock.now());
    let answer = tried.answer.map(|answer| json!({ "text": answer.text, "card": answer.card.is_some() }));
    let rule = match tried.intent {
        domain::intent::Intent::Rule(place) => Some(place + 1),
        _ => None,
    };
    let (known, sure) = match tried.found {
        Found::Nothing => (Vec::new(), false),
        Found::Sure(id) => (vec![id], true),
        Found::Unsure(ids) => (ids, false),
    };
    let known = json!({ "sure": sure, "answers": known });
    Ok(Json(json!({ "intent": word(&tried.intent), "rule": rule, "answer": answer, "known": known }))
        .into_response())
}

/// What a sentence is understood as.
fn word(intent: &domain::intent::Intent) -> &'static str {
    use domain::intent::Intent;
    match intent {
        Intent::Topic(_) => "topic",
        Intent::List(_) => "list",
        Intent::NoSuchNumber(..) => "no_such_number",
        Intent::Rule(_) => "rule",
        Intent::Speak(_) => "language",
        Intent::Person => "person",
        Intent::Progress | Intent::Query(_) => "progress",
        Intent::Withdraw(_) => "withdraw",
        Intent::Courtesy => "courtesy",
        Intent::Ask { urgent: true } | Intent::EmergencyNumbers => "emergency",
        Intent::Ask { urgent: false } => "question",
        _ => "nothing",
    }
}

/// A pasted notice.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoticeBody {
    year: i16,
    text: String,
}

/// `POST /content/holidays`: reads only.
pub(super) async fn days_off(caller: Caller, Body(body): Body<NoticeBody>) -> Result<Response, Problem> {
    caller.actor.require(domain::staff::Permission::Read).map_err(|denied| caller.failed(&denied.into()))?;
    match holidays::read(body.year, &body.text) {
        Ok(read) => {
            let body = json!({ "holidays": read.holidays, "make_up_days": read.make_up_days });
            Ok(Json(body).into_response())
        }
        Err(doubts) => {
            let all = |pick: fn(&holidays::Doubt) -> &String| {
                doubts.iter().map(pick).map(String::as_str).collect::<Vec<_>>().join("；")
            };
            let (zh, en) = (all(|doubt| &doubt.zh), all(|doubt| &doubt.en));
            Err(Problem::new(INPUT, &caller.headers, &zh, &en).about("text"))
        }
    }
}

/// Who has to look before content is published.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicyBody {
    four_eyes: bool,
}

/// `GET /content/policy`
pub(super) async fn policy(caller: Caller) -> Result<Response, Problem> {
    let policy = content::policy(&caller.app, &caller.actor).await;
    let policy = policy.map_err(|error| caller.failed(&error))?;
    Ok(Json(json!({ "four_eyes": policy.four_eyes })).into_response())
}

/// `PUT /content/policy`
pub(super) async fn set_policy(caller: Caller, Body(body): Body<PolicyBody>) -> Result<Response, Problem> {
    let policy = Policy { four_eyes: body.four_eyes };
    let done = content::set_policy(&caller.app, &caller.actor, policy).await;
    done.map_err(|error| caller.failed(&error))?;
    Ok(Json(json!({ "four_eyes": policy.four_eyes })).into_response())
}
