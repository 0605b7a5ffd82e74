//! Alert channels.

use std::time::Duration;

use app::{
    AppError,
    alerts::{self, Channel, NewMail, NewRobot, Tested, When},
    ports::MailSecurity,
};
use axum::{
    Router,
    extract::{Path, Query},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::alert::{Kind, Quiet};
use serde::Deserialize;

use crate::{
    AdminState,
    text::Alarm,
    view::{self, settings::AlertsPage},
    web::{Page, Posted},
};

/// How long a test's outcome is waited for before the page says that it is on its way.
const PATIENCE: Duration = Duration::from_secs(4);
/// Pause between looks.
const LOOK_EVERY: Duration = Duration::from_millis(200);
const ADDRESS: &str = "/admin/settings/alerts";

pub(super) fn router() -> Router<AdminState> {
    Router::new()
        .route("/settings/alerts", get(show))
        .route("/settings/alerts/robot", post(robot))
        .route("/settings/alerts/mail", post(mail))
        .route("/settings/alerts/when", post(when))
        .route("/settings/alerts/{channel}/test", post(test))
        .route("/settings/alerts/{channel}/forget", post(forget))
}

/// What was done.
#[derive(Deserialize)]
struct Did {
    done: Option<String>,
}

async fn show(page: Page, Query(did): Query<Did>) -> Response {
    let done = match did.done.as_deref() {
        Some("robot") => Some(Alarm::DidRobot),
        Some("mail") => Some(Alarm::DidMail),
        Some("when") => Some(Alarm::DidWhen),
        Some("forget") => Some(Alarm::DidForget),
        _ => None,
    };
    match rendered(&page, None, done).await {
        Ok(response) => response,
        Err(error) => page.failed(&error),
    }
}

/// A form that was not accepted: its name, what was typed, which field, why.
type Refused<'a> = (&'a str, &'a Posted, &'a str, String);

async fn rendered(
    page: &Page,
    refused: Option<Refused<'_>>,
    done: Option<Alarm>,
) -> Result<Response, AppError> {
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let settings = alerts::settings(app, actor).await?;
    let tested = tested(page).await?;
    let status = if refused.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let shown = AlertsPage { settings: &settings, tested: &tested, refused, done };
    Ok((status, view::settings::alerts(&page.visit, &page.signed_in, &shown)).into_response())
}

async fn tested(page: &Page) -> Result<Vec<Tested>, AppError> {
    let mut all = Vec::new();
    for channel in Channel::ALL {
        all.extend(alerts::tested(&page.state.app, &page.signed_in.actor, channel).await?);
    }
    Ok(all)
}

/// Goes back to the page, or shows it with what is wrong.
async fn after(page: &Page, posted: &Posted, form: &str, done: Result<(), AppError>) -> Response {
    let shown = match done {
        Ok(()) => return Redirect::to(&format!("{ADDRESS}?done={form}")).into_response(),
        Err(AppError::Input { field, zh, en }) => {
            let why = page.visit.language.pick(zh.as_str(), en.as_str()).to_owned();
            rendered(page, Some((form, posted, field, why)), None).await
        }
        Err(error) => Err(error),
    };
    shown.unwrap_or_else(|error| page.failed(&error))
}

/// The console's address as it is set, else as the browser sees it.
fn origin(page: &Page, headers: &HeaderMap) -> String {
    let seen = || headers.get(header::ORIGIN).and_then(|value| value.to_str().ok()).map(str::to_owned);
    page.state.settings.origin.clone().or_else(seen).unwrap_or_default()
}

fn list(text: &str) -> Vec<String> {
    text.split([',', '，', ';', '；', '、', ' ', '\n']).map(str::to_owned).collect()
}

async fn robot(page: Page, headers: HeaderMap, posted: Posted) -> Response {
    let robot =
        NewRobot { address: posted.field("address").to_owned(), mentions: list(posted.field("mentions")) };
    let origin = origin(&page, &headers);
    let done = alerts::set_robot(&page.state.app, &page.signed_in.actor, robot, &origin).await;
    after(&page, &posted, "robot", done).await
}

async fn mail(page: Page, headers: HeaderMap, posted: Posted) -> Response {
    let field = |name: &str| posted.field(name).to_owned();
    let security = match posted.field("security") {
        "start_tls" => MailSecurity::StartTls,
        "none" => MailSecurity::None,
        _ => MailSecurity::Tls,
    };
    let mail = NewMail {
        host: field("host"),
        // Zero is refused by the use case, in words.
        port: posted.field("port").trim().parse().unwrap_or(0),
        security,
        user: field("user"),
        password: field("password"),
        from: field("from"),
        to: list(posted.field("to")),
    };
    let origin = origin(&page, &headers);
    let done = alerts::set_mail(&page.state.app, &page.signed_in.actor, mail, &origin).await;
    after(&page, &posted, "mail", done).await
}

async fn when(page: Page, headers: HeaderMap, posted: Posted) -> Response {
    let kinds = Kind::ALL.into_iter().filter(|kind| posted.field(kind.as_str()) == "on").collect();
    let done = match quiet(&posted) {
        Ok(quiet) => {
            let (when, origin) = (When { quiet, kinds }, origin(&page, &headers));
            alerts::change_when(&page.state.app, &page.signed_in.actor, when, &origin).await
        }
        Err(field) => {
            use crate::text::Words;
            let say = |language| Alarm::WrongTime.in_language(language).to_owned();
            let (zh, en) =
                (say(domain::language::Language::Chinese), say(domain::language::Language::English));
            Err(AppError::Input { field, zh, en })
        }
    };
    after(&page, &posted, "when", done).await
}

/// Both times or none; else the field that is wrong.
fn quiet(posted: &Posted) -> Result<Option<Quiet>, &'static str> {
    let (from, to) = (posted.field("quiet_from").trim(), posted.field("quiet_to").trim());
    if from.is_empty() && to.is_empty() {
        return Ok(None);
    }
    let time = |text: &str, field| text.replace('：', ":").parse().map_err(|_| field);
    Ok(Some(Quiet { from: time(from, "quiet_from")?, to: time(to, "quiet_to")? }))
}

async fn test(page: Page, Path(channel): Path<String>) -> Response {
    let Some(channel) = Channel::parse(&channel) else {
        return page.failed(&AppError::NotFound("alert channel"));
    };
    let (app, actor) = (&page.state.app, &page.signed_in.actor);
    let done = async {
        alerts::test(app, actor, channel).await?;
        let outcome = async {
            while alerts::tested(app, actor, channel).await?.is_some_and(|tested| tested.outcome.is_none()) {
                tokio::time::sleep(LOOK_EVERY).await;
            }
            Ok::<_, AppError>(())
        };
        // Who does not come in time is on its way: the page says so.
        tokio::time::timeout(PATIENCE, outcome).await.unwrap_or(Ok(()))
    };
    match done.await {
        Ok(()) => Redirect::to(ADDRESS).into_response(),
        Err(error) => page.failed(&error),
    }
}

async fn forget(page: Page, Path(channel): Path<String>) -> Response {
    let Some(channel) = Channel::parse(&channel) else {
        return page.failed(&AppError::NotFound("alert channel"));
    };
    match alerts::forget(&page.state.app, &page.signed_in.actor, channel).await {
        Ok(()) => Redirect::to(&format!("{ADDRESS}?done=forget")).into_response(),
        Err(error) => page.failed(&error),
    }
}
