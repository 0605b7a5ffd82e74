//! Every crypto and signature vector, through the parts and through the receiver.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{json, text};
use serde_json::Value;
use wechat::{
    callback::{Credentials, Mode, Query, Receiver, Rejection},
    envelope::{Crypto, EncodingAesKey},
    signature::{Token, sign, sign_js_sdk, verify},
};

fn crypto(v: &Value) -> Crypto {
    Crypto {
        key: EncodingAesKey::parse(text(v, "encoding_aes_key")).unwrap(),
        app_id: text(v, "trailing_id").into(),
    }
}

fn query(v: &Value, msg_signature: &str) -> Query {
    let (timestamp, nonce) = (text(v, "timestamp"), text(v, "nonce"));
    Query::parse(&format!(
        "timestamp={timestamp}&nonce={nonce}&encrypt_type=aes&msg_signature={msg_signature}"
    ))
}

fn receiver(v: &Value, key: Option<EncodingAesKey>, app_id: &str) -> Receiver {
    Receiver {
        mode: Mode::Secure,
        current: Credentials { token: Token::parse(text(v, "token")).unwrap(), key },
        previous: None,
        app_id: app_id.into(),
        original_id: None,
        max_age_s: None,
    }
}

fn body(encrypt: &str) -> String {
    format!("<xml><ToUserName><![CDATA[gh_a]]></ToUserName><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>")
}

#[test]
fn every_positive_vector_decrypts_and_encrypts_to_the_same_bytes() {
    let all = json("wechat/crypto/crypto.json");
    let vectors = all["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 20, "a vector was added or lost");
    for v in vectors {
        let id = text(v, "id");
        let (crypto, encrypt, plaintext) = (crypto(v), text(v, "encrypt"), text(v, "plaintext"));
        assert_eq!(crypto.decrypt(encrypt).expect(id), plaintext, "{id}");
        assert_eq!(plaintext.len() as u64, v["plaintext_len_bytes"].as_u64().unwrap(), "{id}");
        let random16: [u8; 16] = text(v, "random16").as_bytes().try_into().unwrap();
        assert_eq!(crypto.encrypt(plaintext, random16), encrypt, "{id}");
    }
}

#[test]
fn every_published_signature_of_the_positive_vectors_verifies() {
    let mut checked = 0;
    for v in json("wechat/crypto/crypto.json")["vectors"].as_array().unwrap() {
        let id = text(v, "id");
        let (timestamp, nonce, encrypt) = (text(v, "timestamp"), text(v, "nonce"), text(v, "encrypt"));
        for (key, extra) in [("msg_signature", Some(encrypt)), ("signature", None)] {
            let Some(given) = v[key].as_str() else { continue };
            let token = Token::parse(text(v, "token")).unwrap();
            assert!(verify(&token, timestamp, nonce, extra, given), "{id} {key}");
            checked += 1;
        }
        if let Some(wrong) = v["upstream_msg_signature_not_matching"].as_str() {
            let token = Token::parse(text(v, "token")).unwrap();
            assert!(!verify(&token, timestamp, nonce, Some(encrypt), wrong), "{id}");
        }
    }
    assert_eq!(checked, 24);
}

#[test]
fn every_signed_vector_opens_through_the_receiver() {
    let mut opened = 0;
    for v in json("wechat/crypto/crypto.json")["vectors"].as_array().unwrap() {
        let Some(signature) = v["msg_signature"].as_str() else { continue };
        let receiver = receiver(v, Some(crypto(v).key), text(v, "trailing_id"));
        let body = body(text(v, "encrypt"));
        let got = receiver.open(&query(v, signature), body.as_bytes(), 0).unwrap();
        assert_eq!(got.xml, text(v, "plaintext"));
        opened += 1;
    }
    assert_eq!(opened, 16);
}

/// The first check that fails decides, as in the order of the protocol.
fn refusal(v: &Value) -> i32 {
    let Ok(key) = EncodingAesKey::parse(text(v, "encoding_aes_key")) else { return -40004 };
    let receiver = receiver(v, Some(key), text(v, "appid"));
    let body = body(text(v, "encrypt"));
    let rejection = receiver.open(&query(v, text(v, "msg_signature")), body.as_bytes(), 0).unwrap_err();
    assert_eq!(rejection.http_status(), 403, "to the outside all look the same");
    rejection.code().unwrap()
}

#[test]
fn every_negative_vector_is_refused_with_its_number() {
    let all = json("wechat/crypto/crypto_negative.json");
    let vectors = all["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 10, "a vector was added or lost");
    for v in vectors {
        assert_eq!(i64::from(refusal(v)), v["expect_error"].as_i64().unwrap(), "{}", text(v, "id"));
    }
}

#[test]
fn a_receiver_without_a_key_says_so() {
    let all = json("wechat/crypto/crypto.json");
    let v = all["vectors"].as_array().unwrap().iter().find(|v| v["id"] == "official-doc-secure").unwrap();
    let receiver = receiver(v, None, text(v, "appid"));
    let body = body(text(v, "encrypt"));
    let refused = receiver.open(&query(v, text(v, "msg_signature")), body.as_bytes(), 0).unwrap_err();
    assert_eq!(refused, Rejection::NoKey);
}

#[test]
fn every_signature_vector_signs_and_verifies() {
    let all = json("wechat/crypto/signatures.json");
    let good = all["signatures"].as_array().unwrap();
    assert_eq!(good.len(), 11, "a vector was added or lost");
    for v in good {
        let token = Token::parse(text(v, "token")).unwrap();
        let (timestamp, nonce, encrypt) = (text(v, "timestamp"), text(v, "nonce"), v["encrypt"].as_str());
        assert!(verify(&token, timestamp, nonce, encrypt, text(v, "signature")), "{}", text(v, "id"));
        let mut parts = vec![token.as_str(), timestamp, nonce];
        parts.extend(encrypt);
        assert_eq!(sign(&parts), text(v, "signature"), "{}", text(v, "id"));
    }
    let bad = all["negative"].as_array().unwrap();
    assert_eq!(bad.len(), 3, "a vector was added or lost");
    for v in bad {
        let token = Token::parse(text(v, "token")).unwrap();
        assert!(!verify(&token, text(v, "timestamp"), text(v, "nonce"), None, text(v, "signature")), "{v}");
    }
}

#[test]
fn the_js_sdk_signature_leaves_the_fragment_out() {
    let all = json("wechat/crypto/signatures.json");
    let vectors = all["jssdk"].as_array().unwrap();
    assert_eq!(vectors.len(), 1);
    for v in vectors {
        for url in ["url", "url_with_fragment"] {
            let got =
                sign_js_sdk(text(v, "jsapi_ticket"), text(v, "noncestr"), text(v, "timestamp"), text(v, url));
            assert_eq!(got, text(v, "signature"));
        }
    }
}

#[test]
fn url_verification_gives_the_echostr_back_untouched() {
    let all = json("wechat/crypto/signatures.json");
    let mut checked = 0;
    for v in all["signatures"].as_array().unwrap() {
        let Some(echostr) = v["echostr"].as_str() else { continue };
        let mut receiver = receiver(v, None, "wx1");
        let now: i64 = text(v, "timestamp").parse().unwrap();
        receiver.max_age_s = Some(600);
        let raw = |signature: &str, echostr: &str| {
            let (timestamp, nonce) = (text(v, "timestamp"), text(v, "nonce"));
            format!("signature={signature}&timestamp={timestamp}&nonce={nonce}&echostr={echostr}")
        };
        let good = Query::parse(&raw(text(v, "signature"), echostr));
        assert_eq!(receiver.verify_url(&good, now + 600).as_deref(), Ok(echostr));
        assert_eq!(receiver.verify_url(&good, now + 601), Err(Rejection::Stale(601)));
        let forged = Query::parse(&raw(&text(v, "signature").replace('f', "e"), echostr));
        assert_eq!(receiver.verify_url(&forged, now), Err(Rejection::Signature));
        let without = Query::parse(&raw(text(v, "signature"), ""));
        assert_eq!(receiver.verify_url(&without, now), Err(Rejection::Missing("echostr")));
        checked += 1;
    }
    assert_eq!(checked, 3);
}
