//! The account's menu: the draft, check and publish, what the platform shows, versions.

mod form;

use app::{
    AppError,
    menu::{self, Save, explained},
};
use axum::{
    Router,
    extract::Query,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::menu::{Button, Edit};
use serde::Deserialize;

use super::failure::refusal;
use crate::{
    AdminState,
    text::{MenuText, Text},
    view::{self, MenuNotice, MenuPage},
    web::{Page, Posted, with_etag},
};

pub(super) fn router() -> Router<AdminState> {
    Router::new()
        .route("/menu", get(show).post(change))
        .route("/menu/check", get(check))
        .route("/menu/publish", post(publish))
        .route("/menu/look", post(look))
        .route("/menu/adopt", post(adopt))
        .route("/menu/restore", post(restore))
        .route("/menu/delete", get(confirm_delete).post(delete))
}

/// What to show.
#[derive(Deserialize)]
struct Wanted {
    part: Option<String>,
    done: Option<String>,
}

/// The page, or what polling replaces of it.
async fn show(page: Page, headers: HeaderMap, Query(wanted): Query<Wanted>) -> Response {
    let mut shown = match load(&page).await {
        Ok(shown) => shown,
        Err(error) => return page.failed(&error),
    };
    if wanted.part.is_some() {
        let part = view::menu_platform(&page.visit, &page.signed_in, &shown).into_string();
        return with_etag(&headers, part, page.visit.now);
    }
    shown.notice = match wanted.done.as_deref() {
        Some("saved") => Some(MenuNotice::Done(MenuText::Saved)),
        Some("restored") => Some(MenuNotice::Done(MenuText::Restored)),
        Some("asked") => Some(MenuNotice::Done(MenuText::Asked)),
        _ => None,
    };
    view::menu(&page.visit, &page.signed_in, &shown).into_response()
}

async fn load(page: &Page) -> Result<MenuPage, AppError> {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let view = menu::view(app, actor).await?;
    let (button, content) = (view.button().to_vec(), app.content.snapshot().await);
    Ok(MenuPage { view, button, errors: Vec::new(), is_stale: false, notice: None, content })
}

/// The form: saved as a whole, and then moved about by the button that was pressed.
async fn change(page: Page, posted: Posted) -> Response {
    let mut button = form::buttons(&posted);
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let edit = Edit::parse(posted.field("do"));
    match edit {
        Some(edit) => edit.apply(&mut button),
        None => {
            let content = app.content.snapshot().await;
            let faults = domain::menu::check(&button, &|key| menu::answered(&content, key));
            if !faults.is_empty() {
                let errors = faults.iter().map(|fault| {
                    let (zh, en) = explained(fault);
                    (fault.field(), page.visit.language.pick(&zh, &en).to_owned())
                });
                let errors = errors.collect();
                return typed(&page, StatusCode::UNPROCESSABLE_ENTITY, button, errors, None).await;
            }
        }
    }
    let seen = posted.field("seen").parse().ok();
    match menu::save(app, actor, Save { button: button.clone(), seen }).await {
        Ok(_) if edit.is_some() => Redirect::to("/admin/menu").into_response(),
        // What is typed is what is checked, and then published.
        Ok(_) if posted.field("do") == "check" => Redirect::to("/admin/menu/check").into_response(),
        Ok(_) => Redirect::to("/admin/menu?done=saved").into_response(),
        Err(AppError::Stale) => {
            let title = page.visit.say(MenuText::StaleTitle).to_owned();
            let notice = MenuNotice::Refused(title, page.visit.say(MenuText::Stale).to_owned());
            typed(&page, StatusCode::CONFLICT, button, Vec::new(), Some(notice)).await
        }
        Err(error @ AppError::Input { .. }) => {
            let errors = vec![("menu".to_owned(), refusal(&page.visit, &error))];
            typed(&page, StatusCode::UNPROCESSABLE_ENTITY, button, errors, None).await
        }
        Err(error) => page.failed(&error),
    }
}

/// The page with what was typed.
async fn typed(
    page: &Page,
    status: StatusCode,
    button: Vec<Button>,
    errors: Vec<(String, String)>,
    notice: Option<MenuNotice>,
) -> Response {
    let shown = match load(page).await {
        Ok(shown) => shown,
        Err(error) => return page.failed(&error),
    };
    let is_stale = notice.is_some();
    let shown = MenuPage { button, errors, is_stale, notice, ..shown };
    (status, view::menu(&page.visit, &page.signed_in, &shown)).into_response()
}

async fn check(page: Page) -> Response {
    match load(&page).await {
        Ok(shown) => view::menu_check(&page.visit, &page.signed_in, &shown).into_response(),
        Err(error) => page.failed(&error),
    }
}

async fn publish(page: Page, posted: Posted) -> Response {
    let seen = posted.field("seen").parse().ok();
    match menu::publish(&page.state.app, &page.signed_in.actor, seen).await {
        Ok(()) => Redirect::to("/admin/menu?done=asked").into_response(),
        Err(error @ (AppError::Stale | AppError::Input { .. })) => {
            let mut shown = match load(&page).await {
                Ok(shown) => shown,
                Err(error) => return page.failed(&error),
            };
            shown.notice = Some(refused(&page, &error));
            let body = view::menu_check(&page.visit, &page.signed_in, &shown);
            (status(&error), body).into_response()
        }
        Err(error) => page.failed(&error),
    }
}

fn status(error: &AppError) -> StatusCode {
    if *error == AppError::Stale { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY }
}

fn refused(page: &Page, error: &AppError) -> MenuNotice {
    let visit = &page.visit;
    match error {
        AppError::Stale => {
            MenuNotice::Refused(visit.say(MenuText::StaleTitle).to_owned(), visit.say(Text::Busy).to_owned())
        }
        _ => MenuNotice::Refused(visit.say(Text::ConflictTitle).to_owned(), refusal(visit, error)),
    }
}

async fn look(page: Page) -> Response {
    let done = menu::look(&page.state.app, &page.signed_in.actor).await;
    after(&page, done, "asked").await
}

async fn adopt(page: Page) -> Response {
    let done = menu::adopt(&page.state.app, &page.signed_in.actor).await;
    after(&page, done.map(drop), "restored").await
}

async fn restore(page: Page, posted: Posted) -> Response {
    let version = posted.field("version").parse().unwrap_or_default();
    let done = menu::restore(&page.state.app, &page.signed_in.actor, version).await;
    after(&page, done.map(drop), "restored").await
}

async fn confirm_delete(page: Page) -> Response {
    view::menu_delete(&page.visit, &page.signed_in).into_response()
}

async fn delete(page: Page) -> Response {
    let done = menu::remove(&page.state.app, &page.signed_in.actor).await;
    after(&page, done, "asked").await
}

async fn after(page: &Page, done: Result<(), AppError>, word: &str) -> Response {
    match done {
        Ok(()) => Redirect::to(&format!("/admin/menu?done={word}")).into_response(),
        Err(error @ AppError::Input { .. }) => {
            let mut shown = match load(page).await {
                Ok(shown) => shown,
                Err(error) => return page.failed(&error),
            };
            shown.notice = Some(refused(page, &error));
            (status(&error), view::menu(&page.visit, &page.signed_in, &shown)).into_response()
        }
        Err(error) => page.failed(&error),
    }
}
