//! What waits for somebody besides questions: what is wrong with the account, attachments that could not be had, and
//! what one shift tells the next.

use domain::{
    ids::{EntryId, FollowerId, Login, MessageKey, QuestionId},
    time::beijing,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Row, row};
use crate::{keys, ports::Key};

/// How long an alarm is shown after it rang last.
const ALARM_LIFE: SignedDuration = SignedDuration::from_hours(24);

/// What the sender last found wrong with the account, of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountAlarm {
    /// `configuration`, `credentials`, `quota` or `courier_token`.
    pub kind: String,
    /// Why, in English, without secrets.
    pub reason: String,
    /// When it was found last.
    pub at: Timestamp,
}

impl Row for AccountAlarm {
    fn key(&self) -> Key {
        keys::alarm(&self.kind)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.at + ALARM_LIFE)
    }
}

/// An attachment that could not be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedFile {
    /// Who sent it.
    pub follower: FollowerId,
    /// With which message.
    pub message: MessageKey,
    /// The question that it belongs to, if any.
    pub question: Option<QuestionId>,
    /// When it was given up.
    pub at: Timestamp,
    /// Why, in English.
    pub why: String,
    /// Until when the platform keeps it.
    pub until: Timestamp,
}

impl Row for FailedFile {
    fn key(&self) -> Key {
        keys::failed_file(&self.follower, &self.message)
    }

    /// What the platform keeps no longer nobody can fetch: the thread goes on saying so.
    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.until)
    }
}

/// What one shift tells the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftNote {
    /// Its id.
    pub id: EntryId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Login,
    /// The name to show.
    pub name: String,
    /// As written.
    pub text: String,
}

row!(ShiftNote, |row| keys::shift_note(beijing(row.at).date(), &row.id));
