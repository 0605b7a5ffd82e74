//! The inbox.

pub(super) mod bulk;
mod search;

use app::{
    AppError, groups, presence,
    questions::{self, Filter, List},
};
use axum::{
    Router,
    extract::Query,
    http::{HeaderMap, Uri},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;

use crate::{
    AdminState,
    view::{self, InboxPage, Tab},
    web::{Asking, Page, with_etag},
};

/// Questions on a page.
const PAGE: usize = 50;

pub(super) fn router() -> Router<AdminState> {
    Router::new()
        .route("/inbox", get(inbox))
        .route("/inbox/bulk", post(bulk::act))
        .route("/inbox/end", get(bulk::confirm))
        .route("/search", get(search::search))
}

/// What to show.
#[derive(Default, Deserialize)]
struct Wanted {
    state: Option<String>,
    cursor: Option<String>,
    part: Option<String>,
    done: Option<String>,
}

/// The page, or what polling replaces of it.
async fn inbox(
    page: Page,
    headers: HeaderMap,
    Query(wanted): Query<Wanted>,
    Query(asking): Query<Asking>,
) -> Response {
    let mut shown = match load(&page, &wanted, &asking).await {
        Ok(shown) => shown,
        Err(error) => return page.failed(&error),
    };
    if wanted.part.is_some() {
        let part = view::inbox_parts(&page.visit, &shown).into_string();
        return with_etag(&headers, part, page.visit.now);
    }
    if let Some(done) = &wanted.done {
        shown.notice = match bulk::outcome(&page, done).await {
            Ok(notice) => notice,
            Err(error) => return page.failed(&error),
        };
    }
    view::inbox(&page.visit, &page.signed_in, &shown).into_response()
}

/// Reads what an address asks for.
async fn load(page: &Page, wanted: &Wanted, asking: &Asking) -> Result<InboxPage, AppError> {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let tab = wanted.state.as_deref().and_then(Tab::parse).unwrap_or_default();
    let filter = asking.filter()?;
    let cursor = wanted.cursor.clone();
    let list = List {
        states: tab.states(),
        filter: Filter { due_by: tab.due_by(page.visit.now), ..filter.clone() },
        order: tab.order(),
        limit: PAGE,
        cursor: cursor.clone(),
    };
    let questions = questions::list(app, actor, list).await?;
    if wanted.part.is_none() {
        // A page that somebody opens says how it is now; a poll is content with a moment ago.
        page.state.groups.forget();
    }
    page.state.groups.refresh("groups", groups::sizes(app, actor)).await;
    Ok(InboxPage {
        asides: page.state.residents.asides(app, actor, &questions.lines, wanted.part.is_some()).await?,
        present: presence::everybody(app, actor).await?,
        counts: questions::count(app, actor).await?,
        // What polling replaces names nobody to choose.
        colleagues: match wanted.part {
            None => questions::colleagues(app, actor).await?,
            Some(_) => Vec::new(),
        },
        content: app.content.in_memory(),
        hot: groups::count_hot(app, actor).await?,
        groups: page.state.groups.get(),
        actor: actor.clone(),
        chosen: Vec::new(),
        into: String::new(),
        notice: None,
        error: None,
        tab,
        filter,
        cursor,
        questions,
    })
}

/// What the query of an address of the inbox asks for; one that can't be read asks for nothing.
fn asked(query: &str) -> (Wanted, Asking) {
    let Ok(address) = format!("/?{query}").parse::<Uri>() else { return Default::default() };
    let wanted = Query::<Wanted>::try_from_uri(&address).map(|Query(wanted)| wanted);
    let asking = Query::<Asking>::try_from_uri(&address).map(|Query(asking)| asking);
    (wanted.unwrap_or_default(), asking.unwrap_or_default())
}
