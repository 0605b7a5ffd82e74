//! Passive replies: what goes back inside the 5 seconds.
//!
//! One root, no bytes before it, the users swapped, text in CDATA. A resident sees nothing of an empty or
//! invalid one but "service fault", so an answer without content is [`Reply::Success`].
//! Source: "被动回复用户消息" of the platform's documentation; the text limit is measured, not documented.

mod cut;
mod link;

pub use cut::{cut, split_text};
pub use link::menu_link;

use crate::{
    ids::{MediaId, OpenId, OriginalId},
    xml::{push_cdata, push_close, push_element, push_open},
};

/// Longest text that the platform takes, in bytes of UTF-8: 682 Chinese characters.
pub const TEXT_LIMIT_BYTES: usize = 2048;
/// The length to stay within, with a margin.
pub const SAFE_TEXT_BYTES: usize = 2000;
/// The body that accepts a callback without an answer.
pub const SUCCESS: &str = "success";

/// An article card. The platform shows one a reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Title.
    pub title: String,
    /// Summary.
    pub description: String,
    /// Picture, JPG or PNG, 360×200 best.
    pub pic_url: String,
    /// Where a tap leads.
    pub url: String,
}

/// A passive reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Text of at most [`TEXT_LIMIT_BYTES`]; line feeds and `<a href>` work.
    Text(String),
    /// A picture; no animated GIF.
    Image(MediaId),
    /// A voice message.
    Voice(MediaId),
    /// A video.
    Video {
        /// The video.
        media_id: MediaId,
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
        music_url: Option<String>,
        /// Address of a better one, used on Wi-Fi.
        hq_music_url: Option<String>,
        /// The picture, required by the platform.
        thumb_media_id: MediaId,
    },
    /// An article card.
    News(Article),
    /// Hands the chat to the platform's own desk.
    TransferCustomerService {
        /// A certain agent, or any.
        kf_account: Option<String>,
    },
    /// Nothing is shown, and the platform doesn't retry.
    Success,
}

impl Reply {
    /// The reply's XML, `None` for [`Reply::Success`], whose body is [`SUCCESS`]. `create_time_s` is now in
    /// Unix seconds. Characters that XML forbids are removed; nothing is escaped inside CDATA.
    pub fn to_xml(&self, to: &OpenId, from: &OriginalId, create_time_s: i64) -> Option<String> {
        let msg_type = self.msg_type()?;
        let mut xml = String::with_capacity(512);
        push_open(&mut xml, "xml");
        push_element(&mut xml, "ToUserName", to.as_str());
        push_element(&mut xml, "FromUserName", from.as_str());
        xml.push_str("<CreateTime>");
        xml.push_str(&create_time_s.to_string());
        xml.push_str("</CreateTime>");
        push_element(&mut xml, "MsgType", msg_type);
        self.push_content(&mut xml);
        push_close(&mut xml, "xml");
        Some(xml)
    }

    fn msg_type(&self) -> Option<&'static str> {
        Some(match self {
            Self::Text(_) => "text",
            Self::Image(_) => "image",
            Self::Voice(_) => "voice",
            Self::Video { .. } => "video",
            Self::Music { .. } => "music",
            Self::News(_) => "news",
            Self::TransferCustomerService { .. } => "transfer_customer_service",
            Self::Success => return None,
        })
    }

    fn push_content(&self, xml: &mut String) {
        match self {
            Self::Text(content) => push_element(xml, "Content", content),
            Self::Image(media_id) => push_group(xml, "Image", &[("MediaId", Some(media_id.as_str()))]),
            Self::Voice(media_id) => push_group(xml, "Voice", &[("MediaId", Some(media_id.as_str()))]),
            Self::Video { media_id, title, description } => push_group(
                xml,
                "Video",
                &[
                    ("MediaId", Some(media_id.as_str())),
                    ("Title", title.as_deref()),
                    ("Description", description.as_deref()),
                ],
            ),
            Self::Music { title, description, music_url, hq_music_url, thumb_media_id } => push_group(
                xml,
                "Music",
                &[
                    ("Title", title.as_deref()),
                    ("Description", description.as_deref()),
                    ("MusicUrl", music_url.as_deref()),
                    ("HQMusicUrl", hq_music_url.as_deref()),
                    ("ThumbMediaId", Some(thumb_media_id.as_str())),
                ],
            ),
            Self::News(article) => push_article(xml, article),
            Self::TransferCustomerService { kf_account: Some(account) } => {
                push_group(xml, "TransInfo", &[("KfAccount", Some(account.as_str()))]);
            }
            Self::TransferCustomerService { kf_account: None } | Self::Success => {}
        }
    }
}

fn push_article(xml: &mut String, article: &Article) {
    xml.push_str("<ArticleCount>1</ArticleCount><Articles>");
    push_group(
        xml,
        "item",
        &[
            ("Title", Some(article.title.as_str())),
            ("Description", Some(article.description.as_str())),
            ("PicUrl", Some(article.pic_url.as_str())),
            ("Url", Some(article.url.as_str())),
        ],
    );
    push_close(xml, "Articles");
}

fn push_group(xml: &mut String, name: &str, children: &[(&str, Option<&str>)]) {
    push_open(xml, name);
    for (child, text) in children {
        if let Some(text) = text {
            push_open(xml, child);
            push_cdata(xml, text);
            push_close(xml, child);
        }
    }
    push_close(xml, name);
}
