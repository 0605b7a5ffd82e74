//! What is known of a resident when a contact comes in.

use app::content::Found;
use domain::{conversation::InboundMessage, delivery::Delivery, follower::Follower, question::Question};
use jiff::{SignedDuration, Timestamp};

/// Everything that a decision may look at, as read from the store.
#[derive(Clone, Debug)]
pub struct Known {
    /// The profile; a new one at first contact.
    pub follower: Follower,
    /// They were not known before.
    pub is_new: bool,
    /// A later contact is known already: this one does not say any more whether they follow.
    pub overtaken: bool,
    /// The contact before this one.
    pub previous: Option<InboundMessage>,
    /// Their open questions that the intent needs, newest last.
    pub open: Vec<Question>,
    /// The question of a number that they typed, whoever asked it.
    pub numbered: Option<Question>,
    /// What waits for them and may be handed over now, oldest first.
    pub due: Vec<Delivery>,
    /// Known answers that may be what this question asks for.
    pub found: Found,
}

impl Known {
    /// The newest open question that has no answer yet.
    #[must_use]
    pub fn unanswered(&self) -> Option<&Question> {
        self.open.iter().rev().find(|question| question.state.is_unanswered())
    }

    /// The one that words join which come now: they are part of the same burst.
    #[must_use]
    pub fn continued(&self, now: Timestamp, burst: SignedDuration) -> Option<&Question> {
        self.unanswered().filter(|question| now < question.last_message_at + burst)
    }
}
