//! Every reply vector: the reader understands it, and our own writer makes the same of its values.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{as_json, pairs, text};
use serde_json::Value;
use std::collections::BTreeSet;
use wechat::{
    callback::{Credentials, Mode, Receiver, ReplySecurity},
    envelope::{Crypto, EncodingAesKey},
    reply::{Article, Reply},
    signature::{Token, verify},
    xml,
};

fn owned(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn first_article(fields: &Value) -> Value {
    let item = &fields["Articles"]["item"];
    if item.is_array() { item[0].clone() } else { item.clone() }
}

/// The vector's values as a reply of ours.
fn reply(fields: &Value) -> Reply {
    let (video, music) = (&fields["Video"], &fields["Music"]);
    match text(fields, "MsgType") {
        "text" => Reply::Text(text(fields, "Content").to_owned()),
        "image" => Reply::Image(text(&fields["Image"], "MediaId").into()),
        "voice" => Reply::Voice(text(&fields["Voice"], "MediaId").into()),
        "video" => Reply::Video {
            media_id: text(video, "MediaId").into(),
            title: owned(&video["Title"]),
            description: owned(&video["Description"]),
        },
        "music" => Reply::Music {
            title: owned(&music["Title"]),
            description: owned(&music["Description"]),
            music_url: owned(&music["MusicUrl"]),
            hq_music_url: owned(&music["HQMusicUrl"]),
            thumb_media_id: music["ThumbMediaId"].as_str().unwrap_or("thumb").into(),
        },
        "news" => {
            let item = first_article(fields);
            Reply::News(Article {
                title: text(&item, "Title").to_owned(),
                description: text(&item, "Description").to_owned(),
                pic_url: text(&item, "PicUrl").to_owned(),
                url: text(&item, "Url").to_owned(),
            })
        }
        "transfer_customer_service" => {
            Reply::TransferCustomerService { kf_account: owned(&fields["TransInfo"]["KfAccount"]) }
        }
        other => panic!("a reply of type {other} that we can't write"),
    }
}

/// What ours must read as: the vector's fields, less what isn't part of the protocol any more (FuncFlag, more
/// than one article, text beside articles, a video's ThumbMediaId) and with the picture that music requires.
fn ours(fields: &Value) -> Value {
    let mut ours = fields.clone();
    let map = ours.as_object_mut().unwrap();
    map.remove("FuncFlag");
    match text(fields, "MsgType") {
        "news" => {
            map.remove("Content");
            map["ArticleCount"] = "1".into();
            map["Articles"]["item"] = first_article(fields);
        }
        "music" => {
            map["Music"].as_object_mut().unwrap().entry("ThumbMediaId").or_insert_with(|| "thumb".into());
        }
        "video" => {
            map["Video"].as_object_mut().unwrap().remove("ThumbMediaId");
        }
        _ => {}
    }
    ours
}

#[test]
fn every_vector_parses_to_its_fields() {
    let vectors = pairs("wechat/replies");
    assert_eq!(vectors.len(), 25, "a vector was added or lost");
    for (name, xml, expected) in vectors {
        let document = xml::parse(&xml).unwrap();
        assert_eq!(as_json(document.fields().unwrap()), expected["fields"], "{name}");
    }
}

#[test]
fn our_own_reply_with_the_values_of_each_vector_parses_to_the_same_fields() {
    let mut kinds = BTreeSet::new();
    for (name, _, expected) in pairs("wechat/replies") {
        let fields = &expected["fields"];
        let (to, from) = (text(fields, "ToUserName").into(), text(fields, "FromUserName").into());
        let xml = reply(fields).to_xml(&to, &from, text(fields, "CreateTime").parse().unwrap()).unwrap();
        assert!(xml.starts_with("<xml>") && xml.ends_with("</xml>"), "{name}");
        assert_eq!(as_json(xml::parse(&xml).unwrap().fields().unwrap()), ours(fields), "{name}");
        kinds.insert(text(fields, "MsgType").to_owned());
    }
    assert_eq!(kinds.len(), 7, "{kinds:?}");
}

#[test]
fn success_has_no_xml() {
    assert_eq!(Reply::Success.to_xml(&"o1".into(), &"gh_a".into(), 1), None);
}

#[test]
fn a_text_reply_looks_like_this() {
    let reply =
        Reply::Text("第一行\n]]> <a href=\"https://x.example/?a=1&b=2\">链接</a>\u{1d} 😀".to_owned());
    let xml = reply.to_xml(&"oResident".into(), &"gh_a".into(), 1_767_225_600).unwrap();
    insta::assert_snapshot!(xml, @r#"
    <xml><ToUserName><![CDATA[oResident]]></ToUserName><FromUserName><![CDATA[gh_a]]></FromUserName><CreateTime>1767225600</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[第一行
    ]]]]><![CDATA[> <a href="https://x.example/?a=1&b=2">链接</a> 😀]]></Content></xml>
    "#);
}

#[test]
fn a_sealed_reply_is_an_envelope_that_verifies_and_decrypts() {
    let token = Token::parse("AAAAA").unwrap();
    let key = EncodingAesKey::parse(&"A".repeat(43)).unwrap();
    let receiver = Receiver {
        mode: Mode::Secure,
        current: Credentials { token: token.clone(), key: Some(key.clone()) },
        previous: None,
        app_id: "wxba5fad812f8e6fb9".into(),
        original_id: None,
        max_age_s: None,
    };
    // The official worked example, nonce and time included.
    let sealed = receiver.seal(
        &ReplySecurity::Current,
        "{\"demo_resp\":\"good luck\"}",
        1_713_424_427,
        "415670741",
        *b"707722b803182950",
    );
    let document = xml::parse(&sealed).unwrap();
    let fields = document.fields().unwrap();
    assert_eq!(fields.text("MsgSignature"), Some("1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"));
    let encrypt = fields.text("Encrypt").unwrap();
    assert!(verify(&token, "1713424427", "415670741", Some(encrypt), fields.text("MsgSignature").unwrap()));
    let crypto = Crypto { key, app_id: receiver.app_id.clone() };
    assert_eq!(crypto.decrypt(encrypt).unwrap(), "{\"demo_resp\":\"good luck\"}");
    assert_eq!(receiver.seal(&ReplySecurity::Plain, "<xml/>", 1, "n", [0; 16]), "<xml/>");
}
