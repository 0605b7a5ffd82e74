//! E-mail by SMTP.

use std::{error::Error as _, time::Duration};

use app::ports::{MailSecurity, Notice, NotifyError};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::{
        authentication::Credentials,
        client::{Tls, TlsParameters},
    },
};

use crate::install_tls;

/// Longest exchange of one command.
const TIMEOUT: Duration = Duration::from_secs(15);

pub(crate) async fn send(notice: &Notice) -> Result<String, NotifyError> {
    let Notice::Mail { host, port, security, login, from, to, subject, text } = notice else {
        return Err(NotifyError::Forbidden("this is no e-mail"));
    };
    install_tls();
    let message = message(from, to, subject, text)?;
    let tls = match security {
        MailSecurity::None => Tls::None,
        MailSecurity::Tls => Tls::Wrapper(parameters(host)?),
        MailSecurity::StartTls => Tls::Required(parameters(host)?),
    };
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host.as_str())
        .port(*port)
        .tls(tls)
        .timeout(Some(TIMEOUT));
    if let Some((user, password)) = login {
        builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
    }
    let answer = builder.build().send(message).await.map_err(|error| failed(&error))?;
    let said: String = answer.message().collect::<Vec<_>>().join(" ").chars().take(200).collect();
    Ok(format!("{} {said}", answer.code()))
}

fn parameters(host: &str) -> Result<TlsParameters, NotifyError> {
    TlsParameters::new(host.to_owned()).map_err(|error| NotifyError::Unreached(error.to_string()))
}

fn message(from: &str, to: &[String], subject: &str, text: &str) -> Result<Message, NotifyError> {
    const WRONG: NotifyError = NotifyError::Forbidden("an e-mail address can't be used");
    let mut builder = Message::builder().from(mailbox(from)?).subject(subject);
    for to in to {
        builder = builder.to(mailbox(to)?);
    }
    builder.header(ContentType::TEXT_PLAIN).body(text.to_owned()).map_err(|_| WRONG)
}

fn mailbox(address: &str) -> Result<Mailbox, NotifyError> {
    let address = address.parse().map_err(|_| NotifyError::Forbidden("an e-mail address can't be used"))?;
    Ok(Mailbox::new(None, address))
}

/// The server's own words where it answered; a refusal that stays is told from one in passing by its code.
fn failed(error: &lettre::transport::smtp::Error) -> NotifyError {
    let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
    let text: String = format!("{error}{cause}").chars().take(300).collect();
    if error.is_permanent() { NotifyError::Refused(text) } else { NotifyError::Unreached(text) }
}
