//! What a passive reply may be ("被动回复用户消息"): users swapped, fields there, text within 2,048 bytes.

use serde_json::Value;

use crate::api::message::{TEXT_BYTES, card, media_path};
use crate::state::media::MediaStore;
use crate::xml::reader::Element;

/// A reply the phone can show.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reply {
    pub(crate) msgtype: String,
    pub(crate) text: String,
    pub(crate) picture: Option<String>,
    pub(crate) body: Value,
    /// Bytes of the text.
    pub(crate) bytes: usize,
}

/// Checks the inner XML of a reply to `openid`.
///
/// # Errors
/// A sentence that says which rule is broken.
pub(crate) fn check(
    root: &Element,
    openid: &str,
    original_id: &str,
    media: &MediaStore,
    now_ms: i64,
) -> Result<Reply, String> {
    let field = |name: &str| root.text_of(name).map(str::trim).unwrap_or_default();
    if field("ToUserName") != openid {
        return Err("ToUserName must be the resident's openid: the two names are swapped".to_owned());
    }
    if field("FromUserName") != original_id {
        return Err("FromUserName must be the account's original id".to_owned());
    }
    if !field("CreateTime").parse::<i64>().is_ok_and(|seconds| (0..100_000_000_000).contains(&seconds)) {
        return Err("CreateTime must be seconds since 1970".to_owned());
    }
    let msgtype = field("MsgType");
    let (text, picture) = match msgtype {
        "text" => (text(root)?, None),
        "image" => {
            let id = stored(root, "Image", "MediaId", media, now_ms)?;
            ("[图片]".to_owned(), Some(media_path(&id)))
        }
        "voice" => {
            stored(root, "Voice", "MediaId", media, now_ms)?;
            ("[语音]".to_owned(), None)
        }
        "video" => {
            stored(root, "Video", "MediaId", media, now_ms)?;
            (format!("[视频]{}", titled(root, "Video")), None)
        }
        "music" => {
            stored(root, "Music", "ThumbMediaId", media, now_ms)?;
            (format!("[音乐]{}", titled(root, "Music")), None)
        }
        "news" => (news(root)?, None),
        "transfer_customer_service" => ("已转接平台客服".to_owned(), None),
        other => return Err(format!("MsgType {other:?} is not a reply")),
    };
    Ok(Reply { msgtype: msgtype.to_owned(), bytes: text.len(), text, picture, body: root.json() })
}

fn text(root: &Element) -> Result<String, String> {
    let content = root.text_of("Content").unwrap_or_default();
    if content.is_empty() {
        return Err("Content is missing or empty".to_owned());
    }
    if content.len() > TEXT_BYTES {
        return Err(format!("Content has {} bytes, at most {TEXT_BYTES} are allowed", content.len()));
    }
    Ok(content.to_owned())
}

fn stored(
    root: &Element,
    group: &str,
    name: &str,
    media: &MediaStore,
    now_ms: i64,
) -> Result<String, String> {
    let id = root.child(group).and_then(|group| group.text_of(name)).unwrap_or_default();
    media.get(id, now_ms).map(|_| id.to_owned()).ok_or(format!("{group}/{name} names no stored file"))
}

fn titled<'a>(root: &'a Element, group: &str) -> &'a str {
    root.child(group).and_then(|group| group.text_of("Title")).unwrap_or_default()
}

/// One article, since 2018; more are cut off.
fn news(root: &Element) -> Result<String, String> {
    let count = root.text_of("ArticleCount").and_then(|count| count.trim().parse::<usize>().ok());
    let articles = root.child("Articles").map(|articles| articles.children.as_slice()).unwrap_or_default();
    if count.is_none_or(|count| count == 0 || count > articles.len()) {
        return Err("ArticleCount does not agree with Articles".to_owned());
    }
    let field = |name: &str| articles[0].text_of(name).unwrap_or_default();
    Ok(card(field("Title"), field("Description"), field("Url")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::reader::read;

    fn reply(inner: &str) -> Result<Reply, String> {
        let xml = format!(
            "<xml><ToUserName>oLi</ToUserName><FromUserName>gh_1</FromUserName><CreateTime>1</CreateTime>{inner}</xml>"
        );
        check(&read(&xml).unwrap(), "oLi", "gh_1", &MediaStore::default(), 0)
    }

    #[test]
    fn a_text_of_2048_bytes_passes_and_one_more_does_not() {
        let of = |bytes: usize| {
            reply(&format!("<MsgType>text</MsgType><Content><![CDATA[{}]]></Content>", "x".repeat(bytes)))
        };
        assert_eq!(of(2_048).unwrap().bytes, 2_048);
        assert!(of(2_049).unwrap_err().contains("2048"));
        assert!(of(0).is_err());
    }

    #[test]
    fn an_article_becomes_a_card() {
        let news = reply(
            "<MsgType>news</MsgType><ArticleCount>1</ArticleCount><Articles><item><Title>停水</Title><Description>今晚</Description><Url>https://a.cn</Url></item></Articles>",
        );
        assert_eq!(news.unwrap().text, "<a href=\"https://a.cn\">停水</a>\n今晚");
        assert!(reply("<MsgType>news</MsgType><ArticleCount>2</ArticleCount><Articles><item><Title>a</Title></item></Articles>").is_err());
    }

    #[test]
    fn unswapped_users_and_unknown_kinds_are_refused() {
        let root = read(
            "<xml><ToUserName>gh_1</ToUserName><FromUserName>oLi</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content></xml>",
        );
        assert!(check(&root.unwrap(), "oLi", "gh_1", &MediaStore::default(), 0).is_err());
        assert!(reply("<MsgType>poem</MsgType>").is_err());
        assert!(reply("<MsgType>image</MsgType><Image><MediaId>none</MediaId></Image>").is_err());
    }

    #[test]
    fn create_time_is_in_seconds() {
        let root = read(
            "<xml><ToUserName>oLi</ToUserName><FromUserName>gh_1</FromUserName><CreateTime>1767225600000</CreateTime><MsgType>text</MsgType><Content>x</Content></xml>",
        );
        assert!(
            check(&root.unwrap(), "oLi", "gh_1", &MediaStore::default(), 0).unwrap_err().contains("seconds")
        );
    }
}
