//! One call with the access token, which is renewed when the platform refuses it.

use app::ports::CallError;
use wechat::{
    client::Request,
    errcode::{ApiError, Class},
};

use crate::{
    sender::Sender,
    token::{Renewed, Token},
};

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reply<T> {
    /// It was done.
    Answer(T),
    /// The platform refused it.
    Refused(ApiError),
    /// It never left.
    NotSent(String),
    /// It left, and its end is not known.
    Lost(String),
    /// It was turned away on the way to the platform's program.
    Status(u16),
}

impl Sender {
    /// Makes the call; when the token is refused, once more with another one that somebody else has fetched, and once
    /// more with one fetched now. A refused token means that the call had no effect.
    pub(crate) async fn call<R: Request>(&self, request: &R, mut token: Token) -> Reply<R::Answer> {
        let mut last = false;
        loop {
            let error = match self.call_once(request, &token).await {
                Reply::Refused(error) if error.class() == Class::RefreshToken => error,
                reply => return reply,
            };
            if last {
                self.alarm("token", "a token that has just been fetched is refused: who else refreshes it?");
                return Reply::Refused(error);
            }
            match self.token.renew(&self.ports, &token).await {
                Ok((other, renewed)) => {
                    last = renewed == Renewed::Fetched;
                    token = other;
                }
                Err(_) => return Reply::Refused(error),
            }
        }
    }

    async fn call_once<R: Request>(&self, request: &R, token: &Token) -> Reply<R::Answer> {
        let reply = match self.ports.platform.call(&request.call(), Some(token.as_str())).await {
            Ok(answer) => match R::parse(answer.content_type.as_deref(), &answer.body) {
                Ok(answer) => Reply::Answer(answer),
                Err(error) if error.code == ApiError::UNREADABLE => Reply::Lost(error.message),
                Err(error) => Reply::Refused(error),
            },
            Err(CallError::NotSent(reason)) => Reply::NotSent(reason),
            Err(CallError::OutcomeUnknown(reason)) => Reply::Lost(reason),
            Err(error @ CallError::TooLarge(_)) => Reply::Lost(error.to_string()),
            Err(CallError::Status(status)) => Reply::Status(status),
        };
        if matches!(reply, Reply::Answer(_) | Reply::Refused(_)) {
            self.gate.reached();
        }
        reply
    }
}
