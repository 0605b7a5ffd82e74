//! Handlers of the console's pages.

pub(crate) mod assets;
mod attachments;
mod audit;
mod content;
mod deliveries;
pub(crate) mod failure;
mod frame;
mod groups;
mod inbox;
mod menu;
mod people;
mod settings;
mod shift;
mod sign_in;
pub(crate) mod stuck;
mod thread;

pub(crate) use audit::VERIFY_DAYS;

use axum::{
    Router,
    http::StatusCode,
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};

pub(crate) use people::waiting;

use crate::{
    AdminState,
    text::Text,
    view,
    web::{self, Page},
};

/// All pages. What stands below the layer needs a session, what does not exist too.
pub(crate) fn router(state: AdminState) -> Router<AdminState> {
    let guarded = Router::new()
        .route("/", get(|| async { Redirect::to("/admin/inbox") }))
        .merge(inbox::router())
        .merge(thread::router())
        .merge(settings::router())
        .route("/deliveries/{follower}/{delivery}/resend", post(deliveries::resend))
        .route("/deliveries/{follower}/{delivery}/settle", post(deliveries::settle))
        .route("/attachments/{follower}/{message}", get(attachments::attachment))
        .route("/sign-out", post(sign_in::sign_out))
        .merge(content::router())
        .merge(frame::router())
        .merge(groups::router())
        .merge(audit::router())
        .merge(shift::router())
        .merge(stuck::router())
        .merge(menu::router())
        .merge(people::router())
        .fallback(not_found)
        .method_not_allowed_fallback(wrong_method)
        .with_state(state.clone());
    let guarded = web::as_one(guarded).layer(middleware::from_fn_with_state(state, web::require));
    Router::new()
        .route("/sign-in", get(sign_in::form).post(sign_in::sign_in))
        .route("/sign-in/code", get(sign_in::code_form).post(sign_in::code))
        .merge(people::open_router())
        .route("/static/{name}", get(assets::serve))
        .fallback_service(guarded.with_state(()))
}

async fn not_found(page: Page) -> Response {
    let body = view::message(
        &page.visit,
        Some(&page.signed_in),
        Text::NotFoundTitle,
        page.visit.say(Text::NotFound),
    );
    (StatusCode::NOT_FOUND, body).into_response()
}

async fn wrong_method(page: Page) -> Response {
    let text = page.visit.say(Text::WrongMethod);
    let body = view::message(&page.visit, Some(&page.signed_in), Text::WrongMethodTitle, text);
    (StatusCode::METHOD_NOT_ALLOWED, body).into_response()
}
