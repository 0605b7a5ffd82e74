//! Messages to officers outside the console: a group robot, or e-mail.

use async_trait::async_trait;

/// How an e-mail server is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailSecurity {
    /// TLS from the first byte, usually port 465.
    Tls,
    /// TLS after `STARTTLS`, usually port 587.
    StartTls,
    /// None: only for a server on this computer.
    None,
}

/// One message. It has no `Debug`: addresses and passwords are secrets.
#[derive(Clone)]
pub enum Notice {
    /// To a WeCom group.
    Robot {
        /// The robot's address, with its key.
        address: String,
        /// At most 2,048 bytes.
        text: String,
        /// Telephone numbers of those who are mentioned.
        mentions: Vec<String>,
    },
    /// By e-mail.
    Mail {
        /// Host name of the server.
        host: String,
        /// Its port.
        port: u16,
        /// How it is spoken to.
        security: MailSecurity,
        /// Name and password, if it wants any.
        login: Option<(String, String)>,
        /// From whom.
        from: String,
        /// To whom.
        to: Vec<String>,
        /// Subject line.
        subject: String,
        /// The text.
        text: String,
    },
}

/// Why a message was not taken. The text is the service's own, without addresses and passwords.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotifyError {
    /// Not an address that this process may send to: nobody was asked.
    #[error("{0}")]
    Forbidden(&'static str),
    /// This process is sending another message: nobody was asked.
    #[error("another message is being sent; try again")]
    Busy,
    /// The service said no.
    #[error("the service refused: {0}")]
    Refused(String),
    /// No whole answer: it may have been taken.
    #[error("the service can't be reached: {0}")]
    Unreached(String),
}

/// Sends messages to officers.
#[async_trait]
pub trait Notifier: Send + Sync {
    /// Sends one, and gives what the service answered.
    ///
    /// # Errors
    /// Any [`NotifyError`].
    async fn notify(&self, notice: &Notice) -> Result<String, NotifyError>;
}

/// Sends nothing: for processes whose business it is not.
#[derive(Clone, Copy, Debug)]
pub struct NoNotifier;

#[async_trait]
impl Notifier for NoNotifier {
    async fn notify(&self, _: &Notice) -> Result<String, NotifyError> {
        Err(NotifyError::Unreached("this process sends no alerts".to_owned()))
    }
}
