//! Sending an alert.

use super::{Alert, AlertSettings, Channel};
use crate::{
    App, AppError, keys,
    ports::{Notice, QueueError, TableError},
    rows::load,
};

/// Longest text of a group robot, in bytes.
const ROBOT_BYTES: usize = 2_048;

/// Longest text that goes to a channel, in bytes.
#[must_use]
pub const fn most_bytes(channel: Channel) -> usize {
    match channel {
        Channel::Robot => ROBOT_BYTES,
        Channel::Mail => 20_000,
    }
}

/// Sends an alert by a channel. Nothing is sent when the alert or the channel is gone.
///
/// # Errors
/// `Queue` when the service did not take it: try again later; `Table`.
pub async fn send(app: &App, alert: &str, channel: Channel) -> Result<(), AppError> {
    let table = app.table.as_ref();
    let alert = load::<Alert>(table, &keys::alert(alert)).await?;
    let settings = load::<AlertSettings>(table, &keys::alert_settings()).await?;
    let (Some(alert), Some(settings)) = (alert, settings) else { return Ok(()) };
    let text = text(&alert.value, &settings.value.origin, most_bytes(channel));
    let subject = format!("[问渠 Wenqu] {}", alert.value.kind.headline(alert.value.count));
    let Some(notice) = notice(app, &settings.value, channel, subject, text)? else { return Ok(()) };
    match app.notifier.notify(&notice).await {
        Ok(_) => Ok(()),
        Err(error) => Err(AppError::Queue(QueueError(format!("{}: {error}", channel.as_str())))),
    }
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
