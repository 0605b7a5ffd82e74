//! The page of a use case that did nothing. What went wrong inside goes to the log, under a reference that the page
//! shows.

use app::{
    AppError,
    ports::{BlobError, TableError},
    staff::SignedIn,
};
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    text::{People, Text},
    view,
    web::Visit,
};

/// Seconds after which it may be otherwise.
const RETRY_AFTER_S: &str = "5";

/// Status and page of an error.
pub(crate) fn response(visit: &Visit, signed_in: Option<&SignedIn>, error: &AppError) -> Response {
    let (status, title, text) = match error {
        AppError::NotFound(_) => {
            (StatusCode::NOT_FOUND, Text::NotFoundTitle, visit.say(Text::NotFound).to_owned())
        }
        AppError::Denied(_) => {
            (StatusCode::FORBIDDEN, Text::NotAllowedTitle, visit.say(Text::NotAllowed).to_owned())
        }
        AppError::NotRecent(_) => {
            (StatusCode::FORBIDDEN, Text::NotAllowedTitle, visit.say(People::StepUpText).to_owned())
        }
        AppError::Question(_) | AppError::Delivery(_) | AppError::Stale | AppError::Refused { .. } => {
            (StatusCode::CONFLICT, Text::ConflictTitle, refusal(visit, error))
        }
        AppError::Overtaken => {
            (StatusCode::CONFLICT, Text::OvertakenTitle, visit.say(Text::Overtaken).to_owned())
        }
        AppError::Input { .. } => (StatusCode::UNPROCESSABLE_ENTITY, Text::MustMend, refusal(visit, error)),
        AppError::Contended => {
            (StatusCode::SERVICE_UNAVAILABLE, Text::BusyTitle, visit.say(Text::Busy).to_owned())
        }
        AppError::Table(TableError::Invalid(_)) | AppError::Blob(BlobError::InvalidKey(_)) => {
            let reference = log(error);
            (StatusCode::INTERNAL_SERVER_ERROR, Text::FaultTitle, visit.fill(Text::Fault, &[&reference]))
        }
        AppError::Table(TableError::OutcomeUnknown(_)) => {
            let reference = log(error);
            (StatusCode::SERVICE_UNAVAILABLE, Text::UnsureTitle, visit.fill(Text::Unsure, &[&reference]))
        }
        AppError::Table(_) | AppError::Blob(_) | AppError::Queue(_) => {
            let reference = log(error);
            (StatusCode::SERVICE_UNAVAILABLE, Text::FailedTitle, visit.fill(Text::Failed, &[&reference]))
        }
    };
    if status != StatusCode::SERVICE_UNAVAILABLE {
        return (status, view::message(visit, signed_in, title, &text)).into_response();
    }
    let again = [(header::RETRY_AFTER, RETRY_AFTER_S)];
    (status, again, view::message_again(visit, signed_in, title, &text)).into_response()
}

/// Why something was refused, in words for the officer.
pub(crate) fn refusal(visit: &Visit, error: &AppError) -> String {
    use domain::question::QuestionError;
    match error {
        AppError::Question(QuestionError::TakenBy(login)) => {
            visit.fill(Text::TakenBy, &[visit.names.of(login)])
        }
        AppError::Question(_) => visit.say(Text::Over).to_owned(),
        AppError::Delivery(_) => visit.say(Text::DeliveryMoved).to_owned(),
        AppError::Overtaken => visit.say(Text::Overtaken).to_owned(),
        AppError::Stale => visit.say(Text::Stale).to_owned(),
        AppError::Refused { zh, en } => visit.language.pick(zh, en).to_owned(),
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use app::ports::QueueError;
    use domain::{
        delivery::{NotAllowed, State},
        language::Language,
        question::QuestionError,
        staff::{Denied, Permission},
    };
    use jiff::Timestamp;

    use super::*;

    async fn page(error: &AppError, language: Language) -> (u16, Option<String>, String) {
        let visit = Visit {
            language,
            now: Timestamp::UNIX_EPOCH,
            address: "/inbox?state=taken".to_owned(),
            demo: false,
            large: false,
            keys: true,
            stuck: 0,
            names: Arc::default(),
            operator: String::new(),
        };
        let response = response(&visit, None, error);
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 1_000_000).await.unwrap();
        let after = parts.headers.get(header::RETRY_AFTER).map(|value| value.to_str().unwrap().to_owned());
        (parts.status.as_u16(), after, String::from_utf8(bytes.to_vec()).unwrap())
    }

    #[tokio::test]
    async fn every_failure_has_its_status_says_what_to_do_and_shows_nothing_internal() {
        let input =
            AppError::Input {
                field: "x", zh: "请写短一些".to_owned(), en: "make it shorter".to_owned()
            };
        for (error, status, zh, en) in [
            (AppError::NotFound("thing"), 404, "请从收件箱进入", "from the inbox"),
            (AppError::Denied(Denied(Permission::Export)), 403, "请联系管理员", "Ask an administrator"),
            (AppError::Question(QuestionError::Over), 409, "已经结束", "is over"),
            (AppError::Delivery(NotAllowed(State::Due)), 409, "请看最新状态", "see what it is now"),
            (AppError::Stale, 409, "再修改或仍然发送", "send it all the same"),
            (input, 422, "请写短一些", "make it shorter"),
            (
                AppError::Table(TableError::Invalid("secret".into())),
                500,
                "告诉系统管理员",
                "Tell the administrator",
            ),
            (
                AppError::Blob(BlobError::InvalidKey("secret".into())),
                500,
                "告诉系统管理员",
                "Tell the administrator",
            ),
            (AppError::Contended, 503, "再试一次", "Try again"),
            (
                AppError::Table(TableError::Unavailable("secret".into())),
                503,
                "请稍后再试",
                "Try again in a moment",
            ),
            (
                AppError::Table(TableError::OutcomeUnknown("secret".into())),
                503,
                "可能已经保存",
                "may have been saved",
            ),
            (AppError::Table(TableError::Throttled), 503, "再试一次", "Try again"),
            (AppError::Blob(BlobError::Unavailable("secret".into())), 503, "再试一次", "Try again"),
            (AppError::Queue(QueueError("secret".into())), 503, "再试一次", "Try again"),
        ] {
            for (language, words) in [(Language::Chinese, zh), (Language::English, en)] {
                let (found, after, text) = page(&error, language).await;
                assert_eq!(found, status, "{error:?}");
                assert!(text.contains(words) && !text.contains("secret"), "{error:?}: {text}");
                assert_eq!(after.is_some(), status == 503, "{error:?}");
                assert_eq!(text.contains("href=\"/admin/inbox?state=taken\""), status == 503, "{error:?}");
                let reference = text.contains("参考编号") || text.contains("Reference");
                assert_eq!(
                    reference,
                    matches!(error, AppError::Table(_) | AppError::Blob(_) | AppError::Queue(_))
                );
            }
        }
    }
}
