//! Customer-service messages. Source: `/cgi-bin/message/custom/send` and `…/typing`.

use super::{Call, Done, Request, answer::json_answer};
use crate::{
    ids::{MediaId, OpenId},
    reply::Article,
};
use serde_json::{Value, json};

/// An item of a menu message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuItem {
    /// Comes back as `bizmsgmenuid`.
    pub id: String,
    /// What is shown, and sent as text when tapped.
    pub content: String,
}

/// The content of a customer-service message. Its `Debug` shows only the type.
#[derive(Clone, PartialEq, Eq)]
pub enum CustomMessage {
    /// Text of at most 2048 bytes of UTF-8, else 45002; empty is 44004. Links work.
    Text(String),
    /// A picture.
    Image(MediaId),
    /// A voice message.
    Voice(MediaId),
    /// A video.
    Video {
        /// The video.
        media_id: MediaId,
        /// Its still picture.
        thumb_media_id: MediaId,
        /// Title.
        title: Option<String>,
        /// Description.
        description: Option<String>,
    },
    /// Music.
    Music {
        /// Title.
        title: Option<String>,
        /// Description.
        description: Option<String>,
        /// Address of the file.
        music_url: String,
        /// Address of a better one.
        hq_music_url: String,
        /// The picture.
        thumb_media_id: MediaId,
    },
    /// A card with a link; exactly one.
    News(Article),
    /// An own article as material; being replaced by `MpNewsArticle`.
    MpNews(MediaId),
    /// A published article, by its `article_id`.
    MpNewsArticle(String),
    /// A menu message; 40200 on subscription accounts.
    MenuMessage {
        /// Above the items.
        head: String,
        /// The items.
        items: Vec<MenuItem>,
        /// Below the items.
        tail: String,
    },
    /// A card of a linked mini program.
    MiniProgramPage {
        /// Title.
        title: String,
        /// The mini program.
        app_id: String,
        /// Path within it.
        page_path: String,
        /// Its picture.
        thumb_media_id: MediaId,
    },
}

impl std::fmt::Debug for CustomMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CustomMessage({})", self.msg_type())
    }
}

impl CustomMessage {
    /// `msgtype`, which is also the name of the content's object.
    pub fn msg_type(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Image(_) => "image",
            Self::Voice(_) => "voice",
            Self::Video { .. } => "video",
            Self::Music { .. } => "music",
            Self::News(_) => "news",
            Self::MpNews(_) => "mpnews",
            Self::MpNewsArticle(_) => "mpnewsarticle",
            Self::MenuMessage { .. } => "msgmenu",
            Self::MiniProgramPage { .. } => "miniprogrampage",
        }
    }

    fn content(&self) -> Value {
        match self {
            Self::Text(content) => json!({ "content": content }),
            Self::Image(id) | Self::Voice(id) | Self::MpNews(id) => json!({ "media_id": id }),
            Self::Video { media_id, thumb_media_id, title, description } => {
                let mut video = json!({ "media_id": media_id, "thumb_media_id": thumb_media_id });
                put(&mut video, "title", title);
                put(&mut video, "description", description);
                video
            }
            Self::Music { title, description, music_url, hq_music_url, thumb_media_id } => {
                let mut music = json!({ "musicurl": music_url, "hqmusicurl": hq_music_url, "thumb_media_id": thumb_media_id });
                put(&mut music, "title", title);
                put(&mut music, "description", description);
                music
            }
            Self::News(article) => json!({ "articles": [{
                "title": article.title, "description": article.description,
                "url": article.url, "picurl": article.pic_url,
            }] }),
            Self::MpNewsArticle(id) => json!({ "article_id": id }),
            Self::MenuMessage { head, items, tail } => {
                let list: Vec<Value> =
                    items.iter().map(|item| json!({ "id": item.id, "content": item.content })).collect();
                json!({ "head_content": head, "list": list, "tail_content": tail })
            }
            Self::MiniProgramPage { title, app_id, page_path, thumb_media_id } => json!({
                "title": title, "appid": app_id, "pagepath": page_path, "thumb_media_id": thumb_media_id,
            }),
        }
    }
}

fn put(object: &mut Value, name: &str, value: &Option<String>) {
    if let Some(value) = value {
        object[name] = Value::String(value.clone());
    }
}

/// POST `/cgi-bin/message/custom/send`. Needs an open reply window (45015, 45047). Answers no message id and
/// takes no idempotency key: after a time-out the message may have been delivered, so never resend blindly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomSend {
    /// The recipient.
    pub touser: OpenId,
    /// The message.
    pub message: CustomMessage,
    /// The agent whose picture is shown (`name@account`); must exist.
    pub kf_account: Option<String>,
}

impl Request for CustomSend {
    json_answer!(Done);

    fn call(&self) -> Call {
        let msg_type = self.message.msg_type();
        let mut body =
            json!({ "touser": self.touser, "msgtype": msg_type, msg_type: self.message.content() });
        if let Some(account) = &self.kf_account {
            body["customservice"] = json!({ "kf_account": account });
        }
        Call::post("/cgi-bin/message/custom/send", &body)
    }
}

/// POST `/cgi-bin/message/custom/typing`: shows "typing" for 15 s. Needs contact within 30 s (45080).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typing {
    /// Whom to show it to.
    pub touser: OpenId,
    /// `true` shows it, `false` takes it away.
    pub on: bool,
}

impl Request for Typing {
    json_answer!(Done);

    fn call(&self) -> Call {
        let command = if self.on { "Typing" } else { "CancelTyping" };
        Call::post("/cgi-bin/message/custom/typing", &json!({ "touser": self.touser, "command": command }))
    }
}
