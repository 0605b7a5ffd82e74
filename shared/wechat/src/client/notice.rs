//! Notices outside the reply window. Sources: `/cgi-bin/message/template/send`, `…/subscribe/bizsend`.

use super::{
    Done,
    answer::{self, post},
};
use crate::ids::OpenId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A value of a notice; each kind of keyword has its own limits (`thing` ≤ 20 characters, …; else 47003).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeValue {
    /// What is shown.
    pub value: String,
}

/// The mini program that a tap opens; it wins over a url.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MiniProgram {
    /// Its appid; must be linked with the account.
    pub appid: String,
    /// Path within it.
    pub pagepath: String,
}

/// POST `/cgi-bin/message/template/send`: verified service accounts, to followers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateSend {
    /// The recipient.
    pub touser: OpenId,
    /// The template.
    pub template_id: String,
    /// What a tap opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What a tap opens instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub miniprogram: Option<MiniProgram>,
    /// The same id to the same openid is sent once within 10 minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_msg_id: Option<String>,
    /// The values, by keyword.
    pub data: BTreeMap<String, NoticeValue>,
}
post!(TemplateSend, "/cgi-bin/message/template/send", SentTemplate);

/// What [`TemplateSend`] answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentTemplate {
    /// Its id, which comes back in the event of its delivery.
    #[serde(deserialize_with = "answer::text")]
    pub msgid: String,
}

/// POST `/cgi-bin/message/subscribe/bizsend`: verified service accounts; 43101 without the follower's consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SubscribeSend {
    /// The recipient.
    pub touser: OpenId,
    /// The template.
    pub template_id: String,
    /// What a tap opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    /// What a tap opens instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub miniprogram: Option<MiniProgram>,
    /// The values, by keyword.
    pub data: BTreeMap<String, NoticeValue>,
}
post!(SubscribeSend, "/cgi-bin/message/subscribe/bizsend", Done);
