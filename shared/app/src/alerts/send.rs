//! Sending an alert.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{Alert, AlertSettings, Channel, look::enqueue, rows::Resting};
use crate::{
    App, AppError, dead,
    jobs::{Work, WorkerJob},
    keys,
    ports::{Notice, NotifyError, TableError},
    random,
    rows::{Batch, Row, load, new_job},
    telemetry::count,
};

/// Longest text of a group robot, in bytes.
const ROBOT_BYTES: usize = 2_048;
/// How often a message is tried: over about three quarters of an hour.
pub const TRIES: u32 = 8;
/// Rest of a channel after its first failure; each further one of the same message doubles it.
const FIRST_REST: SignedDuration = SignedDuration::from_mins(1);
/// Longest rest: a queue holds a job back for at most a quarter of an hour.
const LONGEST_REST: SignedDuration = SignedDuration::from_mins(10);
/// Pause while this process sends another message.
const BUSY: SignedDuration = SignedDuration::from_secs(2);

/// Longest text that goes to a channel, in bytes.
const fn most_bytes(channel: Channel) -> usize {
    match channel {
        Channel::Robot => ROBOT_BYTES,
        Channel::Mail => 20_000,
    }
}

/// Sends an alert by a channel, as this job says, and ends the job. A service that does not take it gets some rest, in
/// which nothing is sent to it and nobody waits for it; after [`TRIES`] the job is given up. Nothing is sent when the
/// alert or the channel is gone.
///
/// # Errors
/// `Table`.
pub async fn send(app: &App, job: &WorkerJob) -> Result<(), AppError> {
    let Work::Alert { alert, channel, tries } = &job.work else { return Ok(()) };
    let (table, now) = (app.table.as_ref(), app.clock.now());
    let mut batch = Batch::new();
    batch.delete(job.key());
    let alert = load::<Alert>(table, &keys::alert(alert)).await?;
    let settings = load::<AlertSettings>(table, &keys::alert_settings()).await?;
    let (Some(alert), Some(settings)) = (alert, settings) else { return Ok(batch.commit(table).await?) };
    let text = text(&alert.value, &settings.value.origin, most_bytes(*channel));
    let subject = format!("[问渠 Wenqu] {}", alert.value.kind.headline(alert.value.count));
    let Some(notice) = notice(app, &settings.value, *channel, subject, text)? else {
        return Ok(batch.commit(table).await?);
    };
    let resting = load::<Resting>(table, &keys::alert_resting(channel.as_str())).await?;
    if let Some(until) = resting.map(|row| row.value.until).filter(|until| *until > now) {
        return put_off(app, batch, job, *tries, until).await;
    }
    let error = match app.notifier.notify(&notice).await {
        Ok(_) => return Ok(batch.commit(table).await?),
        Err(NotifyError::Busy) => return put_off(app, batch, job, *tries, now + BUSY).await,
        Err(error) => error,
    };
    count("alert_failed", channel.as_str());
    tracing::warn!(%error, channel = channel.as_str(), tries, "an alert was not taken");
    let until = now + FIRST_REST.saturating_mul(1 << (*tries).min(10)).min(LONGEST_REST);
    batch.replace(&Resting { channel: *channel, until })?;
    if tries + 1 < TRIES {
        return put_off(app, batch, job, tries + 1, until).await;
    }
    // Burying deletes the job: a crash in between tries once more.
    let mut rest = Batch::new();
    rest.replace(&Resting { channel: *channel, until })?;
    rest.commit(table).await?;
    count("dead_job", job.work.as_str());
    let body = serde_json::to_string(job).map_err(|error| TableError::Invalid(error.to_string()))?;
    dead::bury(app, &body, &format!("{}: {error}", channel.as_str())).await
}

/// Puts another job in this one's place, which `batch` deletes.
async fn put_off(
    app: &App,
    mut batch: Batch,
    job: &WorkerJob,
    tries: u32,
    until: Timestamp,
) -> Result<(), AppError> {
    let Work::Alert { alert, channel, .. } = &job.work else { return Ok(()) };
    let later = new_job(Work::Alert { alert: alert.clone(), channel: *channel, tries }, until, random()?);
    batch.insert(&later)?;
    batch.commit(app.table.as_ref()).await?;
    // Rounded up: a queue counts in seconds, and one that comes early would only be put off again.
    let pause = until.duration_since(app.clock.now()).as_millis().max(0).unsigned_abs().div_ceil(1_000);
    enqueue(app, &later, Duration::from_secs(u64::try_from(pause).unwrap_or_default())).await;
    Ok(())
}

/// The message for a channel, if it is set.
pub(super) fn notice(
    app: &App,
    settings: &AlertSettings,
    channel: Channel,
    subject: String,
    text: String,
) -> Result<Option<Notice>, TableError> {
    Ok(match channel {
        Channel::Robot => match &settings.robot {
            Some(robot) => Some(Notice::Robot {
                address: robot.address.open(&app.key, "robot")?,
                text,
                mentions: robot.mentions.clone(),
            }),
            None => None,
        },
        Channel::Mail => match &settings.mail {
            Some(mail) => {
                let password =
                    mail.password.as_ref().map(|sealed| sealed.open(&app.key, "mail")).transpose()?;
                Some(Notice::Mail {
                    host: mail.host.clone(),
                    port: mail.port,
                    security: mail.security,
                    login: password.map(|password| (mail.user.clone(), password)),
                    from: mail.from.clone(),
                    to: mail.to.clone(),
                    subject,
                    text,
                })
            }
            None => None,
        },
    })
}

/// The words of an alert: what and how many, links to some, and where the rest is.
fn text(alert: &Alert, origin: &str, most: usize) -> String {
    let mut text = format!("【问渠】{}", alert.kind.headline(alert.count));
    let rest = format!("\n{origin}/admin");
    let mut named = 0;
    for line in &alert.lines {
        let line = format!("\n{} {origin}{}", line.label, line.path);
        if text.len() + line.len() + rest.len() > most {
            break;
        }
        text.push_str(&line);
        named += 1;
    }
    if named < alert.count {
        text.push_str(&rest);
    }
    text
}

#[cfg(test)]
mod tests {
    use domain::alert::Kind;

    use super::{super::AlertLine, *};

    #[test]
    fn a_text_fits_and_says_where_the_rest_is() {
        let line = |n: usize| AlertLine { label: format!("Q-{n}"), path: format!("/admin/questions/{n}") };
        let alert = |count: usize| Alert {
            id: "A".to_owned(),
            kind: Kind::NewQuestion,
            at: jiff::Timestamp::UNIX_EPOCH,
            count,
            lines: (0..count.min(10)).map(line).collect(),
        };
        let origin = "https://w.example.gov.cn";
        let three = text(&alert(3), origin, ROBOT_BYTES);
        assert_eq!(three.lines().count(), 4, "{three}");
        assert!(
            three.contains("新问题 3") && three.contains("Q-2 https://w.example.gov.cn/admin/questions/2")
        );
        let many = text(&alert(60), origin, ROBOT_BYTES);
        assert!(many.ends_with("\nhttps://w.example.gov.cn/admin"), "{many}");
        assert!(text(&alert(60), &format!("https://{}", "w".repeat(240)), ROBOT_BYTES).len() <= ROBOT_BYTES);
    }
}
