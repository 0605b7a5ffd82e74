//! What a failed call to a service means, the same for all of them: was the request sent, was it answered, and how.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_dynamodb::{
    config::http::HttpResponse,
    error::{ConnectorError, ProvideErrorMetadata, SdkError},
};
use hyper_util::client::legacy;

/// A failed call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The request never left: no connection, no credentials, or it could not be built. It has had no effect.
    NotSent(String),
    /// The request may have left, and no whole answer came.
    NoAnswer(String),
    /// The service refused it.
    Answered(Answered),
}

/// A service's error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answered {
    /// HTTP status.
    pub(crate) status: u16,
    /// The service's word for it; empty when there was none.
    pub(crate) code: String,
    /// For people. Services quote what they refuse, so the service's own text is taken only where access was denied.
    pub(crate) text: String,
}

impl Answered {
    /// Whether the service asks to slow down.
    pub(crate) fn is_throttling(&self) -> bool {
        self.status == 429
            || ["Throttl", "ThroughputExceeded", "RequestLimitExceeded", "SlowDown"]
                .iter()
                .any(|part| self.code.contains(part))
    }

    /// Whether this caller may not do it.
    pub(crate) fn is_denied(&self) -> bool {
        self.status == 401 || self.status == 403 || self.code.starts_with("AccessDenied")
    }
}

impl Failure {
    /// Reads an SDK's error.
    pub(crate) fn of<E: ProvideErrorMetadata>(error: &SdkError<E, HttpResponse>) -> Self {
        match error {
            SdkError::ConstructionFailure(_) => Self::NotSent("the request could not be built".to_owned()),
            SdkError::TimeoutError(_) => Self::NoAnswer("no answer in time".to_owned()),
            SdkError::DispatchFailure(failure) => match failure.as_connector_error() {
                Some(error) => Self::dispatch(error),
                None => Self::NoAnswer("the connection failed".to_owned()),
            },
            SdkError::ResponseError(failure) => {
                Self::unreadable(failure.raw().status().as_u16(), "an answer that can't be read")
            }
            SdkError::ServiceError(failure) => Self::answered(failure.raw().status().as_u16(), failure.err()),
            _ => Self::NoAnswer("a failure that this SDK does not name".to_owned()),
        }
    }

    /// For people.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::NotSent(text) | Self::NoAnswer(text) => text,
            Self::Answered(answered) => &answered.text,
        }
    }

    fn dispatch(error: &ConnectorError) -> Self {
        let text = innermost(error);
        let connecting = find::<legacy::Error>(error).is_some_and(legacy::Error::is_connect);
        if connecting || error.is_user() || find::<CredentialsError>(error).is_some() {
            Self::NotSent(text)
        } else {
            Self::NoAnswer(text)
        }
    }

    /// An answer cut off, or not the service's (a proxy's page, say): with a status that says that nothing was done, it
    /// is an answer all the same.
    fn unreadable(status: u16, text: &str) -> Self {
        if (400..500).contains(&status) {
            let text = format!("{text}, HTTP status {status}");
            Self::Answered(Answered { status, code: String::new(), text })
        } else {
            Self::NoAnswer(format!("{text}, HTTP status {status}"))
        }
    }

    fn answered(status: u16, error: &impl ProvideErrorMetadata) -> Self {
        let code = error.code().unwrap_or_default().to_owned();
        let mut answered = Answered { status, text: format!("{code} (HTTP status {status})"), code };
        if let Some(message) = error.message().filter(|_| answered.is_denied()) {
            answered.text = format!("{}: {message}", answered.text);
        }
        Self::Answered(answered)
    }
}

/// The text of the last cause: "connection refused" says more than "dispatch failure".
fn innermost(error: &ConnectorError) -> String {
    causes(error).last().map_or_else(String::new, ToString::to_string)
}

fn find<E: Error + 'static>(error: &ConnectorError) -> Option<&E> {
    causes(error).find_map(|cause| cause.downcast_ref::<E>())
}

fn causes<'a>(error: &'a ConnectorError) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error as &(dyn Error + 'static)), |&error| error.source())
}
