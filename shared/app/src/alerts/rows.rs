//! The rows of alerts.

use std::collections::BTreeSet;

use domain::alert::{Kind, Quiet};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::seal::Sealed;
use crate::{
    keys,
    ports::{Key, MailSecurity},
    rows::Row,
};

/// A way to officers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A WeCom group robot.
    Robot,
    /// E-mail.
    Mail,
}

impl Channel {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Robot, Self::Mail];

    /// The word in rows, addresses and the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Robot => "robot",
            Self::Mail => "mail",
        }
    }

    /// The channel of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.as_str() == word)
    }
}

/// A group robot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Robot {
    /// Its address, which is its key.
    pub address: Sealed,
    /// The address's end, to tell it from others.
    pub ends: String,
    /// Telephone numbers of those who are mentioned.
    pub mentions: Vec<String>,
}

/// An e-mail account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How it is spoken to.
    pub security: MailSecurity,
    /// The account's name; empty when the server wants none.
    pub user: String,
    /// Its password.
    pub password: Option<Sealed>,
    /// From whom.
    pub from: String,
    /// To whom.
    pub to: Vec<String>,
}

/// Where alerts go, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertSettings {
    /// The robot, if any.
    #[serde(default)]
    pub robot: Option<Robot>,
    /// The e-mail account, if any.
    #[serde(default)]
    pub mail: Option<Mail>,
    /// Hours in which all but emergencies wait.
    #[serde(default)]
    pub quiet: Option<Quiet>,
    /// What is told.
    pub kinds: BTreeSet<Kind>,
    /// The console's address, for links.
    #[serde(default)]
    pub origin: String,
    /// Since when alerts have been told: what was before is not.
    #[serde(default)]
    pub since: Option<Timestamp>,
}

impl Default for AlertSettings {
    /// Nowhere; everything, once there is a way.
    fn default() -> Self {
        Self {
            robot: None,
            mail: None,
            quiet: None,
            kinds: BTreeSet::from(Kind::ALL),
            origin: String::new(),
            since: None,
        }
    }
}

impl AlertSettings {
    /// The channels that are set.
    #[must_use]
    pub fn channels(&self) -> Vec<Channel> {
        let is_set = |channel: &Channel| match channel {
            Channel::Robot => self.robot.is_some(),
            Channel::Mail => self.mail.is_some(),
        };
        Channel::ALL.into_iter().filter(is_set).collect()
    }
}

impl Row for AlertSettings {
    fn key(&self) -> Key {
        keys::alert_settings()
    }
}

/// One thing in an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertLine {
    /// A number or a title of our own.
    pub label: String,
    /// Where to see it, below the console's address.
    pub path: String,
}

/// An alert to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Names it.
    pub id: String,
    /// What it is about.
    pub kind: Kind,
    /// When it was found.
    pub at: Timestamp,
    /// How many there are.
    pub count: usize,
    /// Some of them.
    pub lines: Vec<AlertLine>,
}

impl Row for Alert {
    fn key(&self) -> Key {
        keys::alert(&self.id)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.at + SignedDuration::from_hours(24 * 7))
    }
}

/// That something was told, by when it was to be told and what it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Told {
    pub(super) kind: Kind,
    pub(super) moment: Timestamp,
    pub(super) object: String,
    pub(super) expires_at: Timestamp,
}

impl Row for Told {
    fn key(&self) -> Key {
        keys::alert_told(self.kind, self.moment, &self.object)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

/// When something of a kind was told last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LastTold {
    pub(super) kind: Kind,
    pub(super) at: Timestamp,
}

impl Row for LastTold {
    fn key(&self) -> Key {
        keys::alert_last(self.kind)
    }
}

/// That a channel's service did not take a message: until then nothing is sent to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Resting {
    pub(super) channel: Channel,
    pub(super) until: Timestamp,
}

impl Row for Resting {
    fn key(&self) -> Key {
        keys::alert_resting(self.channel.as_str())
    }

    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.until)
    }
}

/// The last test of a channel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tested {
    /// Which.
    pub channel: Channel,
    /// When it was asked for.
    pub at: Timestamp,
    /// Whether it was taken, and what the service answered; `None` while it is on its way.
    pub outcome: Option<Result<String, String>>,
}

impl Row for Tested {
    fn key(&self) -> Key {
        keys::alert_tested(self.channel.as_str())
    }
}
