//! Every incoming vector reads as expected, in plain and in secure mode.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{as_json, pairs, text};
use std::collections::BTreeMap;
use wechat::{
    callback::{Body, Callback, Credentials, Mode, Query, Receiver, ReplySecurity},
    envelope::{self, Crypto, EncodingAesKey},
    event::Event,
    message::Message,
    signature::{Token, sign},
};

fn read(xml: &[u8]) -> Callback {
    Callback::parse(std::str::from_utf8(xml).unwrap()).unwrap()
}

fn check(name: &str, callback: &Callback, expected: &serde_json::Value) {
    assert_eq!(as_json(&callback.fields), expected["fields"], "{name}");
    assert_eq!(callback.msg_type(), text(expected, "msg_type"), "{name}");
    assert_eq!(callback.event(), expected["event"].as_str(), "{name}");
    assert_eq!(callback.dedupe_key(), text(expected, "dedupe_key"), "{name}");
    let identity = callback.identity();
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"_-:".contains(&b);
    assert!(identity.len() <= 160 && identity.bytes().all(plain), "{name}: {identity}");
    assert!(!identity.contains(callback.from.as_str()), "{name}: {identity}");
}

#[test]
fn every_vector_reads_as_expected() {
    let vectors = pairs("wechat/incoming");
    assert_eq!(vectors.len(), 112, "a vector was added or lost");
    assert_eq!(vectors.len(), common::names("wechat/incoming", ".xml").len());
    for (name, xml, expected) in &vectors {
        let callback = read(xml);
        check(name, &callback, expected);
        let again = read(callback.fields.to_xml().as_bytes());
        assert_eq!(again.body, callback.body, "{name}");
        check(name, &again, expected);
    }
}

#[test]
fn every_vector_survives_storage_as_json() {
    for (name, xml, expected) in pairs("wechat/incoming") {
        let stored = serde_json::to_string(&read(&xml)).unwrap();
        let callback: Callback = serde_json::from_str(&stored).unwrap();
        check(&name, &callback, &expected);
        assert_eq!(callback.body, read(&xml).body, "{name}");
    }
}

#[test]
fn every_vector_opens_from_a_secure_envelope_and_its_reply_is_sealed_with_the_same_key() {
    let token = Token::parse("fengxianToken1").unwrap();
    let key = EncodingAesKey::parse("qZ7mT2xR9vB4nK8wL1cY6pH3sD5gJ0fA2eU7iO4tXyE").unwrap();
    let crypto = Crypto { key: key.clone(), app_id: "wx0123456789abcdef".into() };
    let receiver = Receiver {
        mode: Mode::Secure,
        current: Credentials { token: token.clone(), key: Some(key) },
        previous: None,
        app_id: crypto.app_id.clone(),
        original_id: None,
        max_age_s: Some(600),
    };
    for (name, xml, expected) in pairs("wechat/incoming") {
        let encrypt = crypto.encrypt(std::str::from_utf8(&xml).unwrap(), [7; 16]);
        let body = envelope::wrap(&token, &encrypt, 1_767_225_600, "9");
        let signature = sign(&[token.as_str(), "1767225600", "9", &encrypt]);
        let query =
            Query::parse(&format!("timestamp=1767225600&nonce=9&encrypt_type=aes&msg_signature={signature}"));
        let opened = receiver.open(&query, body.as_bytes(), 1_767_225_605).unwrap();
        assert_eq!(opened.xml.as_bytes(), xml, "{name}");
        assert_eq!(opened.security, ReplySecurity::Current);
        check(&name, &opened.callback.unwrap(), &expected);
    }
}

/// What each vector's type must have been read as; a type that falls to `Unknown` by mistake shows here.
#[test]
fn known_types_are_typed() {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for (_, xml, _) in pairs("wechat/incoming") {
        let callback = read(&xml);
        let value = serde_json::to_value(&callback.body).unwrap();
        let kind = match &callback.body {
            Body::Message(Message::Unknown { msg_type }) => format!("message unknown {msg_type}"),
            Body::Event(Event::Unknown { name }) => format!("event unknown {name}"),
            Body::Message(_) => format!("message {}", value["message"]["type"].as_str().unwrap()),
            Body::Event(_) => format!("event {}", value["event"]["event"].as_str().unwrap()),
        };
        *kinds.entry(kind).or_default() += 1;
    }
    let listed: Vec<String> = kinds.iter().map(|(kind, n)| format!("{kind} {n}")).collect();
    insta::assert_snapshot!(listed.join("\n"), @r"
    event click 3
    event kf_session 3
    event location 3
    event location_select 2
    event mass_send_job_finish 4
    event pictures 4
    event publish_job_finish 5
    event scan 3
    event scan_code 6
    event subscribe 7
    event subscribe_msg_change 1
    event subscribe_msg_popup 1
    event subscribe_msg_sent 2
    event template_send_job_finish 4
    event unknown ShakearoundUserShake 1
    event unknown WifiConnected 1
    event unknown card_pass_check 1
    event unknown guide_qrcode_scan_event 1
    event unknown poi_check_notify 1
    event unknown some_future_event 1
    event unknown user_enter_tempsession 1
    event unknown user_get_card 2
    event unsubscribe 3
    event user_authorization_revoke 1
    event user_info_modified 1
    event verification 11
    event view 2
    event view_mini_program 1
    message file 1
    message image 3
    message link 3
    message location 3
    message mini_program_page 1
    message short_video 1
    message text 17
    message unknown some_future_type 1
    message unsupported 1
    message video 1
    message voice 4
    ");
}
