//! Mass sends. Source: `/cgi-bin/message/mass/…`. 60 calls a minute; the day's or month's quota is 45028.
//!
//! Always give a `client_msg_id` (≤ 32 ASCII) and store it before sending: 45065 with a `msg_id` then means
//! that the first try was accepted (class [`crate::errcode::Class::AlreadyDone`]).

use super::{
    Call, Done, Request,
    answer::{self, json_answer, post},
};
use crate::ids::{MediaId, MsgId, OpenId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Who gets a mass send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MassAudience {
    /// Everybody; enters the account's history.
    All,
    /// The followers with a tag.
    Tag(i64),
}

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MassContent {
    /// Text.
    Text(String),
    /// Articles, by the `media_id` of a draft.
    MpNews {
        /// The draft.
        media_id: MediaId,
        /// Whether to go on when judged a reprint that is allowed.
        send_ignore_reprint: bool,
    },
    /// Pictures.
    Images {
        /// At most 20.
        media_ids: Vec<MediaId>,
        /// A line above them.
        recommend: Option<String>,
    },
    /// A voice message.
    Voice(MediaId),
    /// A video, by the id that `media/uploadvideo` answered.
    MpVideo(MediaId),
}

impl MassContent {
    /// The content's members of a call's body. A preview wants one picture, under another key.
    fn put(&self, body: &mut Value, preview: bool) {
        let (kind, key, content) = match self {
            Self::Text(content) => ("text", "text", json!({ "content": content })),
            Self::MpNews { media_id, .. } => ("mpnews", "mpnews", json!({ "media_id": media_id })),
            Self::Images { media_ids, .. } if preview => {
                ("image", "image", json!({ "media_id": media_ids.first().map_or("", |id| id.as_str()) }))
            }
            Self::Images { media_ids, recommend } => {
                let mut images =
                    json!({ "media_ids": media_ids, "need_open_comment": 0, "only_fans_can_comment": 0 });
                if let Some(line) = recommend {
                    images["recommend"] = json!(line);
                }
                ("image", "images", images)
            }
            Self::Voice(media_id) => ("voice", "voice", json!({ "media_id": media_id })),
            Self::MpVideo(media_id) => ("mpvideo", "mpvideo", json!({ "media_id": media_id })),
        };
        body["msgtype"] = json!(kind);
        body[key] = content;
        if let (Self::MpNews { send_ignore_reprint, .. }, false) = (self, preview) {
            body["send_ignore_reprint"] = json!(u8::from(*send_ignore_reprint));
        }
    }
}

/// POST `/cgi-bin/message/mass/sendall`: success means accepted; the result comes as an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MassSendAll {
    /// Who gets it.
    pub audience: MassAudience,
    /// What.
    pub content: MassContent,
    /// Guards against sending twice within 24 hours.
    pub client_msg_id: String,
}

/// What [`MassSendAll`] and [`MassSend`] answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MassJob {
    /// The job.
    #[serde(deserialize_with = "answer::text")]
    pub msg_id: String,
    /// For analytics and comments; only for articles.
    #[serde(default, deserialize_with = "answer::some_text")]
    pub msg_data_id: Option<String>,
}

impl Request for MassSendAll {
    json_answer!(MassJob);

    fn call(&self) -> Call {
        let filter = match self.audience {
            MassAudience::All => json!({ "is_to_all": true }),
            MassAudience::Tag(id) => json!({ "is_to_all": false, "tag_id": id }),
        };
        let mut body = json!({ "filter": filter, "clientmsgid": self.client_msg_id });
        self.content.put(&mut body, false);
        Call::post("/cgi-bin/message/mass/sendall", &body)
    }
}

/// POST `/cgi-bin/message/mass/send`: 2 to 10,000 openids; verified service accounts only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MassSend {
    /// Who gets it.
    pub touser: Vec<OpenId>,
    /// What.
    pub content: MassContent,
    /// Guards against sending twice within 24 hours.
    pub client_msg_id: String,
}

impl Request for MassSend {
    json_answer!(MassJob);

    fn call(&self) -> Call {
        let mut body = json!({ "touser": self.touser, "clientmsgid": self.client_msg_id });
        self.content.put(&mut body, false);
        Call::post("/cgi-bin/message/mass/send", &body)
    }
}

/// POST `/cgi-bin/message/mass/preview`: to one follower, 100 a day, free of quota.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MassPreview {
    /// Who gets it.
    pub touser: OpenId,
    /// What; of several pictures the first.
    pub content: MassContent,
}

impl Request for MassPreview {
    json_answer!(Done);

    fn call(&self) -> Call {
        let mut body = json!({ "touser": self.touser });
        self.content.put(&mut body, true);
        Call::post("/cgi-bin/message/mass/preview", &body)
    }
}

/// POST `/cgi-bin/message/mass/get`: the events can be lost, so ask too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MassGet {
    /// The job.
    pub msg_id: MsgId,
}
post!(MassGet, "/cgi-bin/message/mass/get", MassState);

/// What [`MassGet`] answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MassState {
    /// The job.
    #[serde(default, deserialize_with = "answer::text")]
    pub msg_id: String,
    /// `SEND_SUCCESS`, `SENDING`, `SEND_FAIL`, `DELETE`; a free text.
    pub msg_status: String,
}

/// POST `/cgi-bin/message/mass/delete`: only articles and videos; delivered cards stay. 10 a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MassDelete {
    /// The job.
    pub msg_id: MsgId,
    /// Which article, from 1; 0 for all.
    pub article_idx: u32,
}
post!(MassDelete, "/cgi-bin/message/mass/delete", Done);

/// POST `/cgi-bin/message/mass/speed/get`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MassSpeedGet {}
post!(MassSpeedGet, "/cgi-bin/message/mass/speed/get", MassSpeed);

/// What [`MassSpeedGet`] answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MassSpeed {
    /// 0 (fastest) to 4.
    #[serde(deserialize_with = "answer::integer")]
    pub speed: i64,
    /// In 10,000 a minute.
    #[serde(default, deserialize_with = "answer::integer")]
    pub realspeed: i64,
}

/// POST `/cgi-bin/message/mass/speed/set`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MassSpeedSet {
    /// 0 (fastest) to 4.
    pub speed: u8,
}
post!(MassSpeedSet, "/cgi-bin/message/mass/speed/set", Done);
