//! Known answers: questions that officers have answered once and for all. A resident who asks one is offered the answer
//! together with the question that was understood; never is one given without saying so.

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Bilingual, Snapshot};
use crate::time::{beijing, instant};

/// A question with its answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownAnswer {
    /// Names it as long as it exists: small letters, digits and hyphens.
    pub id: String,
    /// The question as it is shown to who may mean it.
    pub question: Bilingual,
    /// Other ways to ask it, in any language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<String>,
    /// The answer.
    pub answer: Bilingual,
    /// Who keeps it up to date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The day on which somebody has to look at it again; residents get it all the same.
    pub review_on: Date,
    /// The last day on which it is offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
    /// Numbers of the topic that it belongs to; may be empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<u8>,
}

impl KnownAnswer {
    /// Every way to ask it.
    pub fn wordings(&self) -> impl Iterator<Item = &str> {
        let main = [self.question.zh.as_str(), self.question.en.as_str()];
        let all = main.into_iter().chain(self.variants.iter().map(String::as_str));
        all.filter(|wording| !wording.trim().is_empty())
    }

    /// Whether its time is over.
    #[must_use]
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.expires_on.is_some_and(|last| beijing(now).date() > last)
    }

    /// Whether somebody should have looked at it again.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        beijing(now).date() > self.review_on
    }

    /// Since when: the beginning of the day after, in Beijing.
    #[must_use]
    pub fn due_from(&self) -> Option<Timestamp> {
        Some(instant(self.review_on.tomorrow().ok()?.into()))
    }
}

impl Snapshot {
    /// The known answer with this id.
    #[must_use]
    pub fn known_answer(&self, id: &str) -> Option<&KnownAnswer> {
        self.known.iter().find(|known| known.id == id)
    }

    /// Known answers that somebody should have looked at again.
    pub fn known_due(&self, now: Timestamp) -> impl Iterator<Item = &KnownAnswer> {
        self.known.iter().filter(move |known| known.is_due(now))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_last_day_counts_whole_in_beijing() {
        let known = KnownAnswer {
            review_on: date(2026, 11, 24),
            expires_on: Some(date(2026, 11, 24)),
            ..KnownAnswer::default()
        };
        let last: Timestamp = "2026-11-24T23:59:59+08:00".parse().unwrap();
        assert!(!known.has_expired(last) && !known.is_due(last));
        let next: Timestamp = "2026-11-25T00:00:00+08:00".parse().unwrap();
        assert!(known.has_expired(next) && known.is_due(next));
        assert_eq!(known.due_from(), Some(next));
        assert!(!KnownAnswer { expires_on: None, ..known }.has_expired(next));
    }
}
