//! The receiving end: the order of the checks, the three modes, key rotation.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use wechat::{
    callback::{Callback, Credentials, Mode, Query, Receiver, Rejection, ReplySecurity, UnreadableReason},
    envelope::{Crypto, EncodingAesKey, EnvelopeError},
    event::{Event, Trigger},
    signature::{Token, sign},
};

const NOW: i64 = 1_767_225_600;
const TEXT: &str = "<xml><ToUserName>gh_a</ToUserName><FromUserName>o1</FromUserName><CreateTime>1</CreateTime>\
    <MsgType>text</MsgType><Content>hello</Content><MsgId>7</MsgId></xml>";

fn credentials(token: &str, key: char) -> Credentials {
    let key = EncodingAesKey::parse(&key.to_string().repeat(43)).unwrap();
    Credentials { token: Token::parse(token).unwrap(), key: Some(key) }
}

fn receiver(mode: Mode) -> Receiver {
    Receiver {
        mode,
        current: credentials("tokenNew", 'B'),
        previous: None,
        app_id: "wx1".into(),
        original_id: Some("gh_a".into()),
        max_age_s: Some(600),
    }
}

fn encrypted(by: &Credentials, inner: &str) -> String {
    Crypto { key: by.key.clone().unwrap(), app_id: "wx1".into() }.encrypt(inner, [9; 16])
}

/// A genuine request: query and body.
fn sealed(by: &Credentials, inner: &str) -> (Query, String) {
    let encrypt = encrypted(by, inner);
    let signature = sign(&[by.token.as_str(), "1767225600", "5", &encrypt]);
    let query = format!("timestamp=1767225600&nonce=5&encrypt_type=aes&msg_signature={signature}");
    (Query::parse(&query), format!("<xml><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>"))
}

fn plain_query() -> Query {
    let signature = sign(&["tokenNew", "1767225600", "5"]);
    Query::parse(&format!("timestamp=1767225600&nonce=5&signature={signature}"))
}

#[test]
fn a_plain_body_is_refused_where_an_encrypted_one_is_due() {
    for mode in [Mode::Secure, Mode::Compatible] {
        let refused = receiver(mode).open(&plain_query(), TEXT.as_bytes(), NOW).unwrap_err();
        assert!([400, 403].contains(&refused.http_status()));
    }
    let leaked = Query { encrypt_type: Some("aes".to_owned()), ..plain_query() };
    let leaked = Query { msg_signature: leaked.signature.clone(), ..leaked };
    for mode in [Mode::Secure, Mode::Compatible] {
        let refused = receiver(mode).open(&leaked, TEXT.as_bytes(), NOW).unwrap_err();
        assert_eq!((refused.http_status(), refused.reason()), (403, "plaintext_refused"));
    }
}

#[test]
fn compatible_mode_uses_only_the_encrypted_part() {
    let receiver = receiver(Mode::Compatible);
    let (query, body) = sealed(&receiver.current, TEXT);
    let forged = body.replace("<xml>", "<xml><ToUserName>gh_a</ToUserName><Content>forged</Content>");
    let opened = receiver.open(&query, forged.as_bytes(), NOW).unwrap();
    assert_eq!((opened.xml.as_str(), opened.security), (TEXT, ReplySecurity::Current));
}

#[test]
fn plain_mode_takes_plain_xml_and_answers_plainly() {
    let opened = receiver(Mode::Plain).open(&plain_query(), TEXT.as_bytes(), NOW).unwrap();
    assert_eq!(opened.security, ReplySecurity::Plain);
    assert_eq!(opened.callback.unwrap().dedupe_key(), "msg:7");
    let forged = Query { nonce: Some("6".to_owned()), ..plain_query() };
    assert_eq!(receiver(Mode::Plain).open(&forged, TEXT.as_bytes(), NOW).unwrap_err(), Rejection::Signature);
}

#[test]
fn a_genuine_callback_that_cannot_be_read_is_kept_not_refused() {
    let receiver = receiver(Mode::Secure);
    for inner in ["{\"json\":1}", "<xml><ToUserName>gh_a</ToUserName>", "", "<xml>text</xml>"] {
        let (query, body) = sealed(&receiver.current, inner);
        let unreadable = receiver.open(&query, body.as_bytes(), NOW).unwrap().callback.unwrap_err();
        assert_eq!(unreadable.raw, inner);
    }
    let (query, body) = sealed(&receiver.current, &TEXT.replace("<CreateTime>1", "<CreateTime>x"));
    let unreadable = receiver.open(&query, body.as_bytes(), NOW).unwrap().callback.unwrap_err();
    assert_eq!(unreadable.reason, UnreadableReason::CreateTime);
}

#[test]
fn missing_and_wrong_parameters_are_400() {
    let receiver = receiver(Mode::Secure);
    let (query, body) = sealed(&receiver.current, TEXT);
    let open = |query: Query| receiver.open(&query, body.as_bytes(), NOW).unwrap_err();
    let without = [
        (Query { timestamp: None, ..query.clone() }, "timestamp"),
        (Query { nonce: Some(String::new()), ..query.clone() }, "nonce"),
        (Query { msg_signature: None, ..query.clone() }, "msg_signature"),
    ];
    for (query, name) in without {
        assert_eq!(open(query), Rejection::Missing(name));
    }
    for timestamp in ["abc", "-5", "1.5", "+17", "99999999999999999999"] {
        let refused = open(Query { timestamp: Some(timestamp.to_owned()), ..query.clone() });
        assert_eq!((refused.http_status(), refused.reason()), (400, "bad_timestamp"), "{timestamp}");
    }
    let refused = receiver.open(&query, b"<xml><Encrypt>", NOW).unwrap_err();
    assert_eq!((refused.http_status(), refused.code()), (400, Some(-40002)));
}

#[test]
fn a_request_is_good_for_ten_minutes() {
    let receiver = receiver(Mode::Secure);
    let (query, body) = sealed(&receiver.current, TEXT);
    for now in [NOW - 600, NOW + 600] {
        assert!(receiver.open(&query, body.as_bytes(), now).is_ok());
    }
    for now in [NOW - 601, NOW + 601] {
        assert_eq!(receiver.open(&query, body.as_bytes(), now).unwrap_err(), Rejection::Stale(601));
    }
    let unchecked = Receiver { max_age_s: None, ..receiver };
    assert!(unchecked.open(&query, body.as_bytes(), i64::MIN).is_ok());
}

#[test]
fn wrong_signature_key_appid_and_account_are_403() {
    let receiver = receiver(Mode::Secure);
    let (query, body) = sealed(&receiver.current, TEXT);
    let open = |receiver: &Receiver| receiver.open(&query, body.as_bytes(), NOW).unwrap_err();
    let other_token = Receiver { current: credentials("tokenOld", 'B'), ..receiver.clone() };
    assert_eq!(open(&other_token), Rejection::Signature);
    let other_key = Receiver { current: credentials("tokenNew", 'C'), ..receiver.clone() };
    assert!(matches!(open(&other_key), Rejection::Envelope(_)));
    let other_app = Receiver { app_id: "wx2".into(), ..receiver.clone() };
    assert_eq!(open(&other_app), Rejection::Envelope(EnvelopeError::AppId));
    let other_account = Receiver { original_id: Some("gh_b".into()), ..receiver.clone() };
    assert_eq!(open(&other_account), Rejection::OriginalId);
    for refused in [open(&other_token), open(&other_key), open(&other_app), open(&other_account)] {
        assert_eq!(refused.http_status(), 403);
    }
    let tampered = body.replace("<![CDATA[", "<![CDATA[AAAA");
    assert_eq!(receiver.open(&query, tampered.as_bytes(), NOW).unwrap_err(), Rejection::Signature);
}

#[test]
fn after_a_rotation_both_pairs_open_and_the_reply_uses_the_one_that_did() {
    let old = credentials("tokenOld", 'A');
    let rotated = Receiver { previous: Some(old.clone()), ..receiver(Mode::Secure) };
    for (by, security) in [(&rotated.current, ReplySecurity::Current), (&old, ReplySecurity::Previous)] {
        let (query, body) = sealed(by, TEXT);
        assert_eq!(rotated.open(&query, body.as_bytes(), NOW).unwrap().security, security);
    }
    let (query, body) = sealed(&credentials("tokenOld", 'C'), TEXT);
    assert!(matches!(rotated.open(&query, body.as_bytes(), NOW).unwrap_err(), Rejection::Envelope(_)));
}

#[test]
fn modes_are_written_as_in_the_settings() {
    for mode in ["plain", "compatible", "secure"] {
        assert_eq!(mode.parse::<Mode>().unwrap().to_string(), mode);
    }
    let error = "Secure".parse::<Mode>().unwrap_err().to_string();
    assert_eq!(error, "the mode is \"Secure\"; it must be plain, compatible or secure");
}

fn event(name: &str, rest: &str) -> Callback {
    Callback::parse(&format!(
        "<xml><ToUserName>gh_a</ToUserName><FromUserName>oSecret</FromUserName><CreateTime>9</CreateTime>\
         <MsgType>event</MsgType><Event>{name}</Event>{rest}</xml>"
    ))
    .unwrap()
}

#[test]
fn two_taps_of_one_second_are_two_and_a_retry_is_one() {
    let a = event("CLICK", "<EventKey>m_a</EventKey>").identity();
    assert_eq!(a, event("click", "<EventKey>m_a</EventKey>").identity());
    assert_ne!(a, event("CLICK", "<EventKey>m_b</EventKey>").identity());
    assert!(a.starts_with("evt:9:click:") && !a.contains("oSecret"), "{a}");
    assert_eq!(event("TEMPLATESENDJOBFINISH", "<MsgID>5</MsgID>").identity(), "job:templatesendjobfinish:5");
    let published = "<PublishEventInfo><publish_id>6</publish_id></PublishEventInfo>";
    assert_eq!(event("PUBLISHJOBFINISH", published).identity(), "job:publishjobfinish:6");
    let here = event("LOCATION", "<Latitude>1</Latitude><Longitude>2</Longitude>").identity();
    assert_ne!(here, event("LOCATION", "<Latitude>1</Latitude><Longitude>3</Longitude>").identity());
    let odd = event("a#b/\u{4f60}", "").identity();
    assert!(odd.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-:".contains(&b)), "{odd}");
}

#[test]
fn a_scene_is_what_follows_the_prefix_once_and_other_keys_are_none() {
    let scene = |key: &str| match event("subscribe", &format!("<EventKey>{key}</EventKey>")).body {
        wechat::callback::Body::Event(Event::Subscribe { scene, .. }) => scene,
        other => panic!("{other:?}"),
    };
    assert_eq!(scene("qrscene_12").as_deref(), Some("12"));
    assert_eq!(scene("qrscene_qrscene_x").as_deref(), Some("qrscene_x"));
    assert_eq!(scene("last_trade_no_4008"), None);
    assert_eq!(scene(""), None);
}

#[test]
fn windows_are_opened_by_the_four_triggers() {
    let window = |name: &str| event(name, "<EventKey>k</EventKey>").opens_window();
    assert_eq!(window("subscribe"), Some(Trigger::Follow));
    assert_eq!(window("scan"), Some(Trigger::Scan));
    for menu in ["CLICK", "scancode_push", "scancode_waitmsg"] {
        assert_eq!(window(menu), Some(Trigger::Menu), "{menu}");
    }
    for none in ["VIEW", "view_miniprogram", "pic_weixin", "unsubscribe", "LOCATION", "location_select", "x"]
    {
        assert_eq!(window(none), None, "{none}");
    }
    assert_eq!(Callback::parse(TEXT).unwrap().opens_window(), Some(Trigger::Message));
    let tap = TEXT.replace("<MsgId>", "<bizmsgmenuid>101</bizmsgmenuid><MsgId>");
    assert_eq!(Callback::parse(&tap).unwrap().opens_window(), Some(Trigger::Menu));
    assert!(event("pic_weixin", "").reply_is_shown() && !event("VIEW", "").reply_is_shown());
}

#[test]
fn a_withdrawal_is_about_the_resident_it_names() {
    let revoked = event("user_authorization_revoke", "<OpenID>oOther</OpenID><RevokeInfo>1</RevokeInfo>");
    assert_eq!(revoked.subject().as_str(), "oOther");
    assert_eq!(event("user_info_modified", "<openid>oOther</openid>").subject().as_str(), "oOther");
    assert_eq!(event("unsubscribe", "").subject().as_str(), "oSecret");
}

#[test]
fn debug_output_has_neither_words_nor_openids() {
    let receiver = receiver(Mode::Secure);
    let secret = TEXT.replace("o1", "oSecretSecretSecret").replace("hello", "Geheim");
    for inner in [secret.as_str(), &secret[..100]] {
        let (query, body) = sealed(&receiver.current, inner);
        let query = Query { openid: Some("oSecretSecretSecret".to_owned()), ..query };
        let opened = receiver.open(&query, body.as_bytes(), NOW).unwrap();
        let shown = format!("{query:?} {opened:?} {receiver:?}");
        for word in ["Geheim", "oSecretSecret", "tokenNew", "BBBB"] {
            assert!(!shown.contains(word), "{shown}");
        }
    }
}
