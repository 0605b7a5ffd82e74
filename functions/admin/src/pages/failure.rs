//! The page of a use case that did nothing. What went wrong inside goes to the log, under a reference that the page
//! shows.

use app::{AppError, staff::SignedIn};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{text::Text, view, web::Visit};

/// Status and page of an error.
pub(crate) fn response(visit: &Visit, signed_in: Option<&SignedIn>, error: &AppError) -> Response {
    let (status, title, text) = match error {
        AppError::NotFound(_) => {
            (StatusCode::NOT_FOUND, Text::NotFoundTitle, visit.say(Text::NotFound).to_owned())
        }
        AppError::Denied(_) => {
            (StatusCode::FORBIDDEN, Text::NotAllowedTitle, visit.say(Text::NotAllowed).to_owned())
        }
        AppError::Question(_) | AppError::Delivery(_) | AppError::Stale => {
            (StatusCode::CONFLICT, Text::ConflictTitle, refusal(visit, error))
        }
        AppError::Input { .. } => (StatusCode::UNPROCESSABLE_ENTITY, Text::MustMend, refusal(visit, error)),
        AppError::Contended => {
            (StatusCode::SERVICE_UNAVAILABLE, Text::BusyTitle, visit.say(Text::Busy).to_owned())
        }
        AppError::Table(_) | AppError::Blob(_) | AppError::Queue(_) => {
            let reference = log(error);
            (StatusCode::SERVICE_UNAVAILABLE, Text::FailedTitle, visit.fill(Text::Failed, &[&reference]))
        }
    };
    (status, view::message(visit, signed_in, title, &text)).into_response()
}

/// Why something was refused, in words for the officer.
pub(crate) fn refusal(visit: &Visit, error: &AppError) -> String {
    use domain::question::QuestionError;
    match error {
        AppError::Question(QuestionError::TakenBy(login)) => visit.fill(Text::TakenBy, &[login.as_str()]),
        AppError::Question(_) => visit.say(Text::Over).to_owned(),
        AppError::Delivery(_) => visit.say(Text::DeliveryMoved).to_owned(),
        AppError::Stale => visit.say(Text::Stale).to_owned(),
        AppError::Input { zh, en, .. } => visit.language.pick(zh, en).to_owned(),
        _ => visit.say(Text::Busy).to_owned(),
    }
}

/// Logs a failure once, and gives the reference to find it by.
pub(crate) fn log(error: &AppError) -> String {
    let reference = app::random::<5>().map(|bytes| domain::ids::base32(&bytes)).unwrap_or_default();
    tracing::error!(%error, %reference, "a request of an officer failed");
    reference
}
