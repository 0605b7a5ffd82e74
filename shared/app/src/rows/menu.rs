//! The account's menu: the draft, what was published, what the platform shows, and what it is being asked.

use domain::{
    ids::{JobId, Login},
    menu::Button,
};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::row;
use crate::keys;

/// After this long a call that has no end is given up.
pub const WORTH_ASKING: SignedDuration = SignedDuration::from_mins(30);

/// The draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuDraft {
    /// How often it was changed: names what an editor has seen.
    pub edition: u64,
    /// The buttons, in the platform's form.
    pub button: Vec<Button>,
    /// Last change.
    pub edited_at: Timestamp,
    /// By whom.
    pub edited_by: Login,
}

row!(MenuDraft, |_| keys::menu_draft());

/// A menu that was to be published; no buttons: the menu was to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuVersion {
    /// From 1.
    pub version: u64,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Login,
    /// The buttons.
    pub button: Vec<Button>,
    /// What came of it.
    #[serde(default)]
    pub end: Option<MenuEnd>,
}

row!(MenuVersion, |row| keys::menu_version(row.version));

/// What the platform is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "snake_case")]
pub enum MenuCall {
    /// What residents see.
    Look,
    /// To show this version.
    Publish {
        /// Which.
        version: u64,
    },
    /// To show none.
    Delete {
        /// The version that has no buttons.
        version: u64,
    },
}

impl MenuCall {
    /// The version that it makes live.
    #[must_use]
    pub const fn version(self) -> Option<u64> {
        match self {
            Self::Look => None,
            Self::Publish { version } | Self::Delete { version } => Some(version),
        }
    }
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuFailure {
    /// The platform's code, if it answered.
    pub code: Option<i64>,
    /// Why, in English.
    pub why: String,
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuEnd {
    /// What was asked.
    pub call: MenuCall,
    /// When it ended.
    pub at: Timestamp,
    /// Why it failed; `None`: it was done.
    pub failure: Option<MenuFailure>,
}

/// A call whose end is not known yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuPending {
    /// What is asked.
    pub call: MenuCall,
    /// The worker job that waits for it.
    pub job: JobId,
    /// Since when.
    pub since: Timestamp,
    /// For whom.
    pub by: Login,
}

/// What residents saw when it was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveMenu {
    /// When.
    pub at: Timestamp,
    /// The buttons; none: no menu is shown.
    pub button: Vec<Button>,
}

/// What is known of the menu at the platform.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MenuState {
    /// How many versions there are.
    pub versions: u64,
    /// What residents see, as far as is known.
    pub live: Option<LiveMenu>,
    /// What is being asked.
    pub pending: Option<MenuPending>,
    /// How the last call ended.
    pub last: Option<MenuEnd>,
}

row!(MenuState, |_| keys::menu_state());

impl MenuState {
    /// The call that is under way; one that was lost does not count for ever.
    #[must_use]
    pub fn under_way(&self, now: Timestamp) -> Option<&MenuPending> {
        self.pending.as_ref().filter(|pending| now.duration_since(pending.since) < WORTH_ASKING * 2)
    }
}
