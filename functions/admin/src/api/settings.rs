//! Settings: alert channels, retention, health.

use std::collections::BTreeSet;

use app::{
    AppError,
    alerts::{self, AlertSettings, Channel, NewMail, NewRobot, Tested, When},
    health,
    ports::MailSecurity,
};
use axum::{Json, extract::Path, http::StatusCode};
use domain::{
    alert::{Kind, Quiet},
    staff::Permission,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{bearer::Caller, body::Body, problem::Problem};

/// Where alerts go, without what is secret.
#[derive(Serialize)]
pub(super) struct AlertsJson {
    robot: Value,
    mail: Value,
    quiet: Value,
    kinds: BTreeSet<Kind>,
    origin: String,
}

impl From<AlertSettings> for AlertsJson {
    fn from(settings: AlertSettings) -> Self {
        let clock = |time: jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
        let robot = settings.robot.map(|robot| json!({ "ends": robot.ends, "mentions": robot.mentions }));
        let mail = settings.mail.map(|mail| {
            json!({
                "host": mail.host, "port": mail.port, "security": mail.security, "user": mail.user,
                "from": mail.from, "to": mail.to,
            })
        });
        let quiet = settings.quiet.map(|quiet| json!({ "from": clock(quiet.from), "to": clock(quiet.to) }));
        let value = |part: Option<Value>| part.unwrap_or(Value::Null);
        Self {
            robot: value(robot),
            mail: value(mail),
            quiet: value(quiet),
            kinds: settings.kinds,
            origin: settings.origin,
        }
    }
}

async fn now(caller: &Caller) -> Result<Json<AlertsJson>, Problem> {
    let settings = alerts::settings(&caller.app, &caller.actor).await;
    settings.map(|settings| Json(settings.into())).map_err(|error| caller.failed(&error))
}

/// `GET /settings/alerts`
pub(super) async fn read_alerts(caller: Caller) -> Result<Json<AlertsJson>, Problem> {
    now(&caller).await
}

/// A robot.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RobotBody {
    #[serde(default)]
    address: String,
    #[serde(default)]
    mentions: Vec<String>,
}

/// `POST /settings/alerts/robot`
pub(super) async fn set_robot(
    caller: Caller,
    Body(body): Body<RobotBody>,
) -> Result<Json<AlertsJson>, Problem> {
    let robot = NewRobot { address: body.address, mentions: body.mentions };
    let done = alerts::set_robot(&caller.app, &caller.actor, robot, &caller.origin).await;
    done.map_err(|error| caller.failed(&error))?;
    now(&caller).await
}

/// An e-mail account.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MailBody {
    host: String,
    port: u16,
    security: MailSecurity,
    #[serde(default)]
    user: String,
    #[serde(default)]
    password: String,
    from: String,
    to: Vec<String>,
}

/// `POST /settings/alerts/mail`
pub(super) async fn set_mail(
    caller: Caller,
    Body(body): Body<MailBody>,
) -> Result<Json<AlertsJson>, Problem> {
    let mail = NewMail {
        host: body.host,
        port: body.port,
        security: body.security,
        user: body.user,
        password: body.password,
        from: body.from,
        to: body.to,
    };
    let done = alerts::set_mail(&caller.app, &caller.actor, mail, &caller.origin).await;
    done.map_err(|error| caller.failed(&error))?;
    now(&caller).await
}

/// When and what.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WhenBody {
    quiet: Option<QuietBody>,
    kinds: BTreeSet<Kind>,
}

/// Quiet hours.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuietBody {
    from: String,
    to: String,
}

/// `POST /settings/alerts/when`
pub(super) async fn set_when(
    caller: Caller,
    Body(body): Body<WhenBody>,
) -> Result<Json<AlertsJson>, Problem> {
    let time = |text: &str| {
        text.parse().map_err(|_| {
            let (zh, en) = ("时间要写成 22:00 这样".to_owned(), "write times like 22:00".to_owned());
            caller.failed(&AppError::Input { field: "quiet", zh, en })
        })
    };
    let quiet = match &body.quiet {
        Some(quiet) => Some(Quiet { from: time(&quiet.from)?, to: time(&quiet.to)? }),
        None => None,
    };
    let when = When { quiet, kinds: body.kinds };
    let done = alerts::change_when(&caller.app, &caller.actor, when, &caller.origin).await;
    done.map_err(|error| caller.failed(&error))?;
    now(&caller).await
}

fn channel(caller: &Caller, word: &str) -> Result<Channel, Problem> {
    Channel::parse(word).ok_or_else(|| caller.failed(&AppError::NotFound("alert channel")))
}

/// `POST /settings/alerts/{channel}/forget`
pub(super) async fn forget(caller: Caller, Path(word): Path<String>) -> Result<Json<AlertsJson>, Problem> {
    let channel = channel(&caller, &word)?;
    let done = alerts::forget(&caller.app, &caller.actor, channel).await;
    done.map_err(|error| caller.failed(&error))?;
    now(&caller).await
}

/// The last test of a channel.
#[derive(Serialize)]
pub(super) struct TestJson {
    channel: Channel,
    at: Timestamp,
    state: &'static str,
    answer: Option<String>,
}

impl From<Tested> for TestJson {
    fn from(tested: Tested) -> Self {
        let (state, answer) = match tested.outcome {
            None => ("pending", None),
            Some(Ok(said)) => ("taken", Some(said)),
            Some(Err(why)) => ("failed", Some(why)),
        };
        Self { channel: tested.channel, at: tested.at, state, answer }
    }
}

async fn last_test(caller: &Caller, channel: Channel) -> Result<TestJson, Problem> {
    let tested = alerts::tested(&caller.app, &caller.actor, channel).await;
    let tested = tested.map_err(|error| caller.failed(&error))?;
    let tested = tested.ok_or_else(|| caller.failed(&AppError::NotFound("test")))?;
    Ok(tested.into())
}

/// `POST /settings/alerts/{channel}/test`
pub(super) async fn test(
    caller: Caller,
    Path(word): Path<String>,
) -> Result<(StatusCode, Json<TestJson>), Problem> {
    let channel = channel(&caller, &word)?;
    let done = alerts::test(&caller.app, &caller.actor, channel).await;
    done.map_err(|error| caller.failed(&error))?;
    Ok((StatusCode::ACCEPTED, Json(last_test(&caller, channel).await?)))
}

/// `GET /settings/alerts/{channel}/test`
pub(super) async fn tested(caller: Caller, Path(word): Path<String>) -> Result<Json<TestJson>, Problem> {
    let channel = channel(&caller, &word)?;
    last_test(&caller, channel).await.map(Json)
}

/// `GET /settings/retention`
pub(super) async fn retention(caller: Caller) -> Result<Json<Value>, Problem> {
    caller.actor.require(Permission::Read).map_err(|denied| caller.failed(&denied.into()))?;
    let days = caller.app.work.retention.as_hours() / 24;
    Ok(Json(json!({ "days_after_leaving": days, "set_by": "WENQU_RETENTION_DAYS" })))
}

/// `GET /settings/health`
pub(super) async fn read_health(caller: Caller) -> Result<Json<Value>, Problem> {
    let findings = health::check(&caller.app, &caller.actor).await;
    let findings = findings.map_err(|error| caller.failed(&error))?;
    let checks: Vec<Value> = findings
        .iter()
        .map(|finding| json!({ "id": finding.id, "status": finding.status.as_str() }))
        .collect();
    Ok(Json(json!({ "version": env!("CARGO_PKG_VERSION"), "checks": checks })))
}
