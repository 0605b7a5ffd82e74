//! What a resident can send: one variant a message type.
//!
//! Read from a callback's fields by [`Message::read`]. A type that this crate doesn't know, or one whose
//! values make no sense, becomes [`Message::Unknown`]: its fields stay in the callback and can be shown.
//! Source: "接收普通消息" of the platform's documentation; `file` and the 16 kHz voice are seen, not documented.

mod read;

pub(crate) use read::coordinates;

use crate::{event::Trigger, ids::MediaId};
use serde::{Deserialize, Serialize};

/// How the platform words a message that its interface can't carry (own stickers, forwarded records, …).
pub const UNSUPPORTED_PREFIX: &str = "【收到不支持的消息类型";

/// A message from a resident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Message {
    /// Text, at most 2048 bytes by what the clients allow.
    Text {
        /// The words, with the whitespace that the resident typed. Faces come as `/:8-)`, `[微笑]` or emoji.
        content: String,
        /// `bizmsgmenuid`: the text is a tap on a menu message or on a `weixin://bizmsgmenu` link.
        menu_id: Option<String>,
    },
    /// A picture.
    Image {
        /// Address of a copy at the platform; may need no token, may expire.
        pic_url: String,
        /// For `media/get`, 3 days.
        media_id: MediaId,
    },
    /// A voice message, at most 60 s.
    Voice {
        /// For `media/get`, 3 days.
        media_id: MediaId,
        /// `amr` or `speex`.
        format: String,
        /// What the platform's speech recognition heard; often absent, never to be relied on.
        recognition: Option<String>,
        /// The same at 16 kHz, where offered.
        media_id_16k: Option<MediaId>,
    },
    /// A video.
    Video {
        /// For `media/get`, 3 days.
        media_id: MediaId,
        /// Its still picture.
        thumb_media_id: MediaId,
    },
    /// A short video filmed in the chat.
    ShortVideo {
        /// For `media/get`, 3 days.
        media_id: MediaId,
        /// Its still picture.
        thumb_media_id: MediaId,
    },
    /// A place on the map.
    Location {
        /// Degrees north (`Location_X`), -90 to 90.
        latitude: f64,
        /// Degrees east (`Location_Y`), -180 to 180.
        longitude: f64,
        /// Zoom of the map.
        scale: Option<u32>,
        /// Address in words.
        label: String,
    },
    /// A shared article or page.
    Link {
        /// Its title.
        title: String,
        /// Its summary.
        description: String,
        /// Its address, as the sender gave it: untrusted.
        url: String,
    },
    /// A file. The platform offers no way to fetch it.
    File {
        /// File name.
        title: String,
        /// Usually empty.
        description: String,
        /// The platform's own key.
        file_key: String,
        /// MD5 in hex.
        file_md5: String,
        /// Size in bytes, when it is a number.
        file_total_len: Option<u64>,
    },
    /// A card of a mini program.
    MiniProgramPage {
        /// Its title.
        title: String,
        /// The mini program's appid.
        app_id: String,
        /// Path within it.
        page_path: String,
        /// Address of its picture.
        thumb_url: String,
        /// The picture as media.
        thumb_media_id: Option<MediaId>,
    },
    /// Something that the platform's interface can't carry; it comes as a text that says so.
    Unsupported {
        /// The platform's text.
        notice: String,
    },
    /// A type that this crate doesn't know, or values that can't be read.
    Unknown {
        /// `MsgType` as received.
        msg_type: String,
    },
}

impl Message {
    /// The reply window that this message opens: a tap on a menu message or link counts as a menu tap.
    pub fn opens_window(&self) -> Trigger {
        match self {
            Self::Text { menu_id: Some(_), .. } => Trigger::Menu,
            _ => Trigger::Message,
        }
    }
}
