//! Hostile inputs: no crash, no expansion, a clear refusal.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{fixture, json};
use std::{fs, time::Instant};
use wechat::{
    callback::{Callback, Credentials, Mode, Opened, Query, Receiver, Rejection, UnreadableReason},
    envelope::EncodingAesKey,
    signature::{Token, sign},
    xml::{self, XmlError},
};

fn receiver(mode: Mode) -> Receiver {
    let key = EncodingAesKey::parse(&"A".repeat(43)).unwrap();
    Receiver {
        mode,
        current: Credentials { token: Token::parse("AAAAA").unwrap(), key: Some(key) },
        previous: None,
        app_id: "wx1".into(),
        original_id: Some("gh_a".into()),
        max_age_s: Some(600),
    }
}

fn signed() -> Query {
    let signature = sign(&["AAAAA", "1000", "2"]);
    Query::parse(&format!(
        "signature={signature}&timestamp=1000&nonce=2&encrypt_type=aes&msg_signature={signature}"
    ))
}

fn open(mode: Mode, body: &[u8]) -> Result<Opened, Rejection> {
    receiver(mode).open(&signed(), body, 1000)
}

/// In secure mode all are refused; in plain mode those that can't be read are kept for the operator.
#[test]
fn every_hostile_input_is_refused_or_unreadable() {
    let listed = json("wechat/hostile/README.json");
    let names: Vec<&String> = listed.as_object().unwrap().keys().collect();
    assert_eq!(names.len(), 9, "an input was added or lost");
    for name in names {
        let body = fs::read(fixture(&format!("wechat/hostile/{name}"))).unwrap();
        let start = Instant::now();
        for mode in [Mode::Secure, Mode::Compatible] {
            let refused = open(mode, &body).unwrap_err();
            assert!([400, 403].contains(&refused.http_status()), "{name} {refused:?}");
        }
        let opened = open(Mode::Plain, &body).unwrap();
        let unreadable = opened.callback.expect_err(name);
        assert!(unreadable.raw.len() <= body.len(), "{name} grew");
        assert!(start.elapsed().as_millis() < 500, "{name} took long");
    }
}

fn reason(name: &str) -> UnreadableReason {
    let text = fs::read_to_string(fixture(&format!("wechat/hostile/{name}"))).unwrap();
    Callback::parse(&text).unwrap_err().reason
}

#[test]
fn the_reason_is_named() {
    assert_eq!(reason("xxe-file.xml"), XmlError::Doctype.into());
    assert_eq!(reason("billion-laughs.xml"), XmlError::Doctype.into());
    assert_eq!(reason("deep.xml"), XmlError::TooDeep.into());
    assert_eq!(reason("empty.txt"), XmlError::Root.into());
    assert_eq!(reason("not-xml.txt"), XmlError::Root.into());
    assert_eq!(reason("missing-from.xml"), UnreadableReason::Missing("FromUserName"));
    assert_eq!(reason("createtime-not-number.xml"), UnreadableReason::CreateTime);
    assert!(matches!(reason("truncated.xml"), UnreadableReason::Xml(_)));
    let body = fs::read(fixture("wechat/hostile/duplicate-encrypt.xml")).unwrap();
    assert_eq!(open(Mode::Secure, &body).unwrap_err(), Rejection::Envelopes(2));
}

#[test]
fn an_over_long_body_is_413() {
    for mode in [Mode::Plain, Mode::Compatible, Mode::Secure] {
        let refused = open(mode, &vec![b' '; xml::MAX_BYTES + 1]).unwrap_err();
        assert_eq!((refused.http_status(), refused.reason()), (413, "too_large"));
    }
}
