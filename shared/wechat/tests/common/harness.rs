//! What must hold for any bytes, shared by the mutation runner and the cargo-fuzz target.
//!
//! The input is a body. No entrance may panic, grow its input, or accept what it can't write again.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used)]

use wechat::{
    callback::{Callback, Credentials, Mode, Opened, Query, Receiver, Rejection},
    client::*,
    envelope::{Crypto, EncodingAesKey},
    reply::{Reply, SAFE_TEXT_BYTES, split_text},
    signature::{Token, sign},
    xml,
};

const NOW: i64 = 1_767_225_600;

fn receiver(mode: Mode) -> Receiver {
    let key = EncodingAesKey::parse("jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C").unwrap();
    Receiver {
        mode,
        current: Credentials { token: Token::parse("fuzzToken").unwrap(), key: Some(key) },
        previous: None,
        app_id: "wx5823bf96d3bd56c7".into(),
        original_id: None,
        max_age_s: Some(600),
    }
}

/// Every entrance with these bytes.
pub fn check(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    xml_tree(bytes);
    if let Ok(callback) = Callback::parse(&text) {
        writes_again(&callback);
    }
    receivers(bytes, &text);
    replies(&text);
    answers(bytes);
}

fn xml_tree(bytes: &[u8]) {
    let Ok(document) = xml::parse(bytes) else { return };
    let json = serde_json::to_string(&document.node).unwrap();
    // A control character or quote becomes up to 6 bytes, a name at most doubles with its quotes.
    assert!(json.len() <= 6 * bytes.len() + 16, "the tree is larger than its input");
    if let Some(fields) = document.fields() {
        assert_eq!(xml::parse(fields.to_xml()).unwrap().fields(), Some(fields));
        let back: xml::Fields = serde_json::from_str(&json).unwrap();
        assert_eq!(serde_json::to_string(&back).unwrap(), json);
    }
}

fn writes_again(callback: &Callback) {
    let again =
        Callback::parse(&callback.fields.to_xml()).expect("an accepted callback is written and read again");
    assert_eq!((&again.body, again.dedupe_key()), (&callback.body, callback.dedupe_key()));
    assert_eq!(again.identity(), callback.identity());
    let identity = callback.identity();
    assert!(
        identity.len() <= 160 && identity.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-:".contains(&b))
    );
    let stored = serde_json::to_string(callback).unwrap();
    let read: Callback = serde_json::from_str(&stored).unwrap();
    assert_eq!((read.body, read.from), (callback.body.clone(), callback.from.clone()));
}

/// A query that is signed for this `Encrypt` in both ways.
fn signed(encrypt: &str) -> Query {
    let signature = sign(&["fuzzToken", "1767225600", "1"]);
    let msg_signature = sign(&["fuzzToken", "1767225600", "1", encrypt]);
    Query::parse(&format!(
        "signature={signature}&timestamp=1767225600&nonce=1&encrypt_type=aes&msg_signature={msg_signature}"
    ))
}

fn receivers(bytes: &[u8], text: &str) {
    let (query, body) = text.split_once('\n').unwrap_or((text, ""));
    let encrypt = xml::parse(bytes).ok().and_then(|d| d.fields()?.text("Encrypt").map(str::to_owned));
    let genuine = signed(&encrypt.unwrap_or_default());
    for mode in [Mode::Plain, Mode::Compatible, Mode::Secure] {
        let receiver = receiver(mode);
        opened(&receiver.open(&genuine, bytes, NOW), bytes.len());
        opened(&receiver.open(&Query::parse(query), body.as_bytes(), NOW), bytes.len());
        if let Ok(echostr) = receiver.verify_url(&Query::parse(query), NOW) {
            assert!(echostr.len() <= query.len());
        }
    }
    let secure = receiver(Mode::Secure);
    let key = secure.current.key.clone().unwrap();
    let sealed = Crypto { key, app_id: secure.app_id.clone() }.encrypt(text, [7; 16]);
    let envelope = format!("<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>");
    if envelope.len() <= xml::MAX_BYTES {
        assert_eq!(secure.open(&signed(&sealed), envelope.as_bytes(), NOW).unwrap().xml, text);
    }
}

fn opened(result: &Result<Opened, Rejection>, input_bytes: usize) {
    match result {
        // A byte that is no UTF-8 becomes three.
        Ok(opened) => {
            assert!(opened.xml.len() <= 3 * input_bytes);
            if let Ok(callback) = &opened.callback {
                writes_again(callback);
            }
        }
        Err(rejection) => {
            assert!([400, 403, 413].contains(&rejection.http_status()));
            assert!(!rejection.reason().is_empty());
        }
    }
}

fn replies(text: &str) {
    let xml = Reply::Text(text.to_owned()).to_xml(&"o1".into(), &"gh_a".into(), NOW).unwrap();
    if xml.len() <= xml::MAX_BYTES {
        let document = xml::parse(&xml).expect("our own reply is XML");
        let expected = xml::strip_forbidden(text).replace("\r\n", "\n").replace('\r', "\n");
        assert_eq!(document.fields().unwrap().get("Content").unwrap().untrimmed(), Some(expected.as_str()));
    }
    let pieces = split_text(text, SAFE_TEXT_BYTES);
    assert_eq!(pieces.concat(), text);
    assert!(pieces.iter().all(|piece| !piece.is_empty() && piece.len() <= SAFE_TEXT_BYTES));
}

fn answers(bytes: &[u8]) {
    fn one<R: Request>(bytes: &[u8]) {
        if let Err(error) = R::parse(Some("application/json"), bytes) {
            let _ = (error.class(), error.whitelisted_ip().map(str::len), error.to_string());
        }
    }
    let all = [
        one::<StableToken>,
        one::<CustomSend>,
        one::<MediaGet>,
        one::<MediaUpload>,
        one::<MaterialGet>,
        one::<MaterialBatchGet>,
        one::<MenuGet>,
        one::<CurrentSelfMenu>,
        one::<UserInfo>,
        one::<UserInfoBatchGet>,
        one::<UserGet>,
        one::<TagsGet>,
        one::<DraftBatchGet>,
        one::<FreePublishGet>,
        one::<MassSendAll>,
        one::<TemplateSend>,
        one::<QrCodeCreate>,
        one::<QuotaGet>,
        one::<RidGet>,
        one::<CallbackCheck>,
    ];
    all.iter().for_each(|parse| parse(bytes));
}
