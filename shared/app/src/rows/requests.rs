//! Calls to the platform that a worker job asks the sender for: the request and, later, its outcome, in the sender's
//! own table. The queue only names the job, so that it never carries an openid.

use domain::ids::JobId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use wechat::{client::Button, ids::OpenId};

use super::Row;
use crate::keys;

/// What to ask the platform.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "snake_case")]
pub enum PlatformRequest {
    /// Fetch a temporary file into the object store.
    FetchMedia {
        /// The platform's id.
        media_id: String,
        /// Where to put what is received.
        object: String,
    },
    /// What is known of a follower.
    FetchProfile {
        /// Their address.
        openid: OpenId,
    },
    /// The menu that residents see now, whoever made it.
    GetMenu,
    /// Replace the account's menu.
    PublishMenu {
        /// The new one.
        button: Vec<Button>,
    },
    /// Take the account's menu away.
    DeleteMenu,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum RequestOutcome {
    /// The file is in the object store.
    Media {
        /// The type that the platform named.
        content_type: String,
        /// Its size.
        bytes: u64,
    },
    /// What the platform knows.
    Profile {
        /// Follows the account.
        subscribe: bool,
        /// How they came (`ADD_SCENE_…`).
        subscribe_scene: Option<String>,
        /// The language that the platform names, if any.
        language: Option<String>,
        /// A remark made in the platform's own tool.
        remark: Option<String>,
    },
    /// The menu that residents see.
    Menu {
        /// Whether one is shown at all.
        is_open: bool,
        /// Its buttons.
        button: Vec<Button>,
    },
    /// It was done.
    Done,
    /// It can't be had.
    Failed {
        /// The platform's code, if it answered.
        code: Option<i64>,
        /// Why, in English.
        why: String,
    },
}

/// The row. It goes with the job; a forgotten one expires.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRow {
    /// The worker job that waits.
    pub job: JobId,
    /// What to ask.
    pub request: PlatformRequest,
    /// What came of it.
    pub outcome: Option<RequestOutcome>,
    /// Requests that left.
    #[serde(default)]
    pub attempts: u32,
    /// Answers that told to try later.
    #[serde(default)]
    pub refused: u32,
    /// Not asked again before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_at: Option<Timestamp>,
    /// When the store may delete it.
    pub expires_at: Timestamp,
}

impl Row for RequestRow {
    fn key(&self) -> crate::ports::Key {
        keys::request(&self.job)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}
