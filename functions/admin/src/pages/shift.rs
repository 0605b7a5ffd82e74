//! The hand-over from one shift to the next.

use app::{
    AppError,
    shift::{self, Whose},
};
use axum::{
    Router,
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::time::beijing;
use jiff::civil::Date;
use serde::Deserialize;

use super::failure;
use crate::{
    AdminState,
    view::{self, ShiftPage},
    web::{Page, Posted},
};

pub(super) fn router() -> Router<AdminState> {
    Router::new().route("/hand-over", get(hand_over)).route("/hand-over/notes", post(note))
}

/// What to show.
#[derive(Default, Deserialize)]
struct Wanted {
    who: Option<String>,
    day: Option<String>,
    done: Option<String>,
}

async fn hand_over(page: Page, Query(wanted): Query<Wanted>) -> Response {
    let today = beijing(page.visit.now).date();
    let day = wanted.day.as_deref().and_then(|text| text.parse().ok()).unwrap_or(today).min(today);
    let whose = if wanted.who.as_deref() == Some("me") { Whose::Mine } else { Whose::Everyone };
    match load(&page, whose, day).await {
        Ok(shown) => {
            let shown = ShiftPage { done: wanted.done.is_some(), ..shown };
            view::hand_over(&page.visit, &page.signed_in, &shown).into_response()
        }
        Err(error) => page.failed(&error),
    }
}

async fn load(page: &Page, whose: Whose, day: Date) -> Result<ShiftPage, AppError> {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    Ok(ShiftPage {
        whose,
        today: beijing(page.visit.now).date(),
        day,
        handed: shift::hand_over(app, actor, whose).await?,
        notes: shift::notes(app, actor, day).await?,
        done: false,
        draft: String::new(),
        error: None,
    })
}

/// What could not be saved comes back with what was written.
async fn note(page: Page, posted: Posted) -> Response {
    let text = posted.field("text");
    let error = match shift::note(&page.state.app, &page.signed_in.actor, text).await {
        Ok(_) => return Redirect::to("/admin/hand-over?done=note#notes").into_response(),
        Err(error @ AppError::Input { .. }) => error,
        Err(error) => return page.failed(&error),
    };
    match load(&page, Whose::Everyone, beijing(page.visit.now).date()).await {
        Ok(shown) => {
            let error = Some(failure::refusal(&page.visit, &error));
            let shown = ShiftPage { draft: text.to_owned(), error, ..shown };
            (StatusCode::UNPROCESSABLE_ENTITY, view::hand_over(&page.visit, &page.signed_in, &shown))
                .into_response()
        }
        Err(error) => page.failed(&error),
    }
}
