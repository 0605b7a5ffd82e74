//! Marks of what is audited once an hour.

use domain::ids::{FollowerId, Login, MessageKey, QuestionId};

use super::MAIN;
use crate::ports::Key;

/// The mark that an officer has read a thread in an hour (`2026-11-24T10`), so that it is audited once.
#[must_use]
pub fn thread_read(login: &Login, question: &QuestionId, hour: &str) -> Key {
    Key::new(MAIN, format!("READ#{login}"), format!("{hour}#{question}"))
}

/// The mark that a sign-in under a name failed in an hour, so that it is audited once.
#[must_use]
pub fn failed_sign_in(name: &str, hour: &str) -> Key {
    Key::new(MAIN, format!("FAILED#{name}"), hour)
}

/// The mark that an officer has taken a resident's file in an hour, so that it is audited once.
#[must_use]
pub fn file_read(login: &Login, follower: &FollowerId, message: &MessageKey, hour: &str) -> Key {
    Key::new(MAIN, format!("READ#{login}"), format!("{hour}#FILE#{follower}#{message}"))
}
