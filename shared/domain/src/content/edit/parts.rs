//! What the forms of topics and of the account edit.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::content::{Bilingual, Card, Category, Lapse, Snapshot};

/// What is edited of one topic; number, menu keys and the topics below stay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// Name.
    pub title: Bilingual,
    /// What is shown.
    #[serde(default)]
    pub body: Bilingual,
    /// The unit that answers for it.
    #[serde(default)]
    pub source: Bilingual,
    /// Who keeps it up to date.
    #[serde(default)]
    pub owner: Option<String>,
    /// Usual kinds of messages that it stands for; without it they stay.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usual: Option<Vec<String>>,
    /// Promised hours between updates.
    #[serde(default)]
    pub fresh_hours: Option<u32>,
    /// From then on it has expired.
    #[serde(default)]
    pub valid_until: Option<Timestamp>,
    /// What happens then.
    #[serde(default)]
    pub lapse: Lapse,
    /// Shown instead of the text.
    #[serde(default)]
    pub card: Option<Card>,
}

impl Topic {
    /// What can be edited of a category.
    #[must_use]
    pub fn of(category: &Category) -> Self {
        Self {
            title: category.title.clone(),
            body: category.body.clone(),
            source: category.source.clone(),
            owner: category.owner.clone(),
            usual: (!category.usual.is_empty()).then(|| category.usual.clone()),
            fresh_hours: category.fresh_hours,
            valid_until: category.valid_until,
            lapse: category.lapse,
            card: category.card.clone(),
        }
    }

    /// Puts it into a category.
    pub fn put(self, category: &mut Category) {
        category.title = self.title;
        category.body = self.body;
        category.source = self.source;
        category.owner = self.owner;
        if let Some(usual) = self.usual {
            category.usual = usual;
        }
        category.fresh_hours = self.fresh_hours;
        category.valid_until = self.valid_until;
        category.lapse = self.lapse;
        category.card = self.card;
    }
}

/// Name, greetings, hours in words, promise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The account's name.
    pub name: Bilingual,
    /// First words of the greeting.
    pub greeting: Bilingual,
    /// First words to who follows again.
    pub welcome_back: Bilingual,
    /// Office hours in words.
    pub hours: Bilingual,
    /// Promised time to a first answer, in working minutes.
    pub promise_minutes: u32,
}

impl Account {
    /// Of a snapshot.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Self {
        Self {
            name: snapshot.name.clone(),
            greeting: snapshot.greeting.clone(),
            welcome_back: snapshot.welcome_back.clone(),
            hours: snapshot.hours.clone(),
            promise_minutes: snapshot.promise_minutes,
        }
    }
}
