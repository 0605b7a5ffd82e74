//! What holds for every input.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::{collection::vec, prelude::*};
use wechat::{
    callback::{Callback, Credentials, Mode, Query, Receiver, ReplySecurity},
    client::{CustomSend, MediaGet, Request, UserInfo},
    envelope::{Crypto, EncodingAesKey, EnvelopeError},
    reply::{Reply, cut, menu_link, split_text},
    signature::{Token, sign, verify},
    xml::{self, Fields, Node},
};

/// Any text, the odd characters of the protocol among it.
fn words() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "]]>",
        "<![CDATA[",
        "&",
        "<a href=\"https://x.example/?a=1&b=2\">链接</a>",
        "\n",
        "\r\n",
        "\u{1d}",
        "\0",
        "\u{fffe}",
        "。",
        "你好",
        "😀",
        "👨‍👩‍👧",
        " ",
        "</Content>",
        "&#x1d;",
        "&lt;",
    ]);
    vec(prop_oneof![odd.prop_map(str::to_owned), any::<String>()], 0..12).prop_map(|parts| parts.concat())
}

fn crypto() -> impl Strategy<Value = Crypto> {
    ("[A-Za-z0-9]{43}", "wx[0-9a-f]{0,20}")
        .prop_map(|(key, app_id)| Crypto { key: EncodingAesKey::parse(&key).unwrap(), app_id: app_id.into() })
}

/// What a text reads as after writing and reading: forbidden characters gone, line ends normalised.
fn as_read(text: &str) -> String {
    xml::strip_forbidden(text).replace("\r\n", "\n").replace('\r', "\n")
}

proptest! {
    #[test]
    fn a_signature_does_not_depend_on_the_order(parts in vec(any::<String>(), 0..6), seed: u64) {
        let mut shuffled: Vec<&str> = parts.iter().map(String::as_str).collect();
        if !shuffled.is_empty() {
            let by = (seed % shuffled.len() as u64) as usize;
            shuffled.rotate_left(by);
            shuffled.reverse();
        }
        let straight: Vec<&str> = parts.iter().map(String::as_str).collect();
        prop_assert_eq!(sign(&straight), sign(&shuffled));
    }

    #[test]
    fn only_the_right_signature_verifies(token in "[A-Za-z0-9]{3,32}", time: u32, nonce: String, other: String) {
        let token = Token::parse(&token).unwrap();
        let time = time.to_string();
        let good = sign(&[token.as_str(), &time, &nonce]);
        prop_assert!(verify(&token, &time, &nonce, None, &good));
        prop_assert_eq!(verify(&token, &time, &nonce, None, &other), other == good);
        prop_assert!(!verify(&token, &time, &nonce, Some("x"), &good));
    }

    #[test]
    fn an_envelope_opens_to_what_went_in(crypto in crypto(), text in words(), random16: [u8; 16]) {
        let encrypt = crypto.encrypt(&text, random16);
        prop_assert_eq!(crypto.decrypt(&encrypt).unwrap(), text);
    }

    #[test]
    fn an_envelope_of_any_length_is_padded_to_32(crypto in crypto(), length in 0usize..200) {
        let encrypt = crypto.encrypt(&"x".repeat(length), [0; 16]);
        let bytes = encrypt.trim_end_matches('=').len() * 3 / 4;
        prop_assert_eq!(bytes % 32, 0);
        prop_assert_eq!(crypto.decrypt(&encrypt).unwrap().len(), length);
    }

    #[test]
    fn another_appid_or_key_never_opens_it(a in crypto(), b in crypto(), text in words()) {
        let encrypt = a.encrypt(&text, [1; 16]);
        let other_id = Crypto { key: a.key.clone(), app_id: format!("{}x", a.app_id).into() };
        prop_assert_eq!(other_id.decrypt(&encrypt), Err(EnvelopeError::AppId));
        prop_assume!(a.encrypt("", [0; 16]) != b.encrypt("", [0; 16]));
        let other_key = Crypto { key: b.key, app_id: a.app_id };
        prop_assert!(other_key.decrypt(&encrypt).is_err());
    }

    #[test]
    fn damaged_ciphertext_never_panics(crypto in crypto(), text in words(), at: prop::sample::Index, byte: u8) {
        let mut encrypt = crypto.encrypt(&text, [1; 16]).into_bytes();
        let at = at.index(encrypt.len());
        encrypt[at] = byte;
        let _ = crypto.decrypt(&String::from_utf8_lossy(&encrypt));
        let _ = crypto.decrypt(&text);
    }

    #[test]
    fn any_text_in_a_reply_survives_a_parse(text in words(), time: i64) {
        let xml = Reply::Text(text.clone()).to_xml(&"o1".into(), &"gh_a".into(), time).unwrap();
        let document = xml::parse(&xml).unwrap();
        let fields = document.fields().unwrap();
        prop_assert_eq!(fields.get("Content").unwrap().untrimmed().unwrap(), as_read(&text));
        prop_assert_eq!(fields.text("CreateTime").unwrap(), time.to_string());
        prop_assert_eq!(fields.len(), 5);
    }

    #[test]
    fn control_characters_never_make_a_callback_unreadable(text in words()) {
        let body = format!("<xml><ToUserName>gh_a</ToUserName><FromUserName>o1</FromUserName>\
            <CreateTime>1</CreateTime><MsgType>text</MsgType><Content>{}</Content><MsgId>1</MsgId></xml>",
            xml::cdata(&text).replace("CDATA[", "CDATA[\u{1d}"));
        prop_assert_eq!(Callback::parse(&body).unwrap().dedupe_key(), "msg:1");
    }

    #[test]
    fn pieces_fit_and_join_to_the_text(text in words(), limit in 150usize..400) {
        let pieces = split_text(&text, limit);
        prop_assert_eq!(pieces.concat(), text);
        for piece in &pieces {
            prop_assert!(!piece.is_empty() && piece.len() <= limit, "{} > {limit}", piece.len());
            prop_assert_eq!(piece.matches("<a href=").count(), piece.matches("</a>").count(), "{}", piece);
        }
    }

    #[test]
    fn a_cut_is_within_any_limit_and_makes_progress(text in words(), limit in 0usize..64) {
        let (head, tail) = cut(&text, limit);
        prop_assert_eq!(format!("{head}{tail}"), text.clone());
        prop_assert!(text.is_empty() || !head.is_empty());
        prop_assert!(head.len() <= limit || head.chars().count() == 1);
    }

    #[test]
    fn a_menu_link_is_one_link_whatever_is_in_it(content in words(), id in words()) {
        let link = menu_link(&content, &id);
        prop_assert_eq!(link.matches("<").count(), 2);
        prop_assert_eq!(link.matches('"').count() - content.matches('"').count(), 2);
    }

    #[test]
    fn the_parsers_never_panic(bytes in vec(any::<u8>(), 0..400), text in words()) {
        for input in [&bytes[..], text.as_bytes(), format!("<xml>{text}</xml>").as_bytes()] {
            let _ = xml::parse(input);
            let _ = Callback::parse(&String::from_utf8_lossy(input));
            let _ = Query::parse(&String::from_utf8_lossy(input));
            let _ = CustomSend::parse(None, input);
            let _ = UserInfo::parse(None, input);
            let _ = MediaGet::parse(None, input);
        }
    }

    #[test]
    fn fields_written_as_xml_read_the_same(pairs in vec(("[A-Za-z_][A-Za-z0-9_]{0,9}", words()), 1..9)) {
        let mut fields = Fields::default();
        for (name, text) in &pairs {
            fields.push(name.clone(), Node::Text(as_read(text)));
        }
        let document = xml::parse(fields.to_xml()).unwrap();
        prop_assert_eq!(document.fields().unwrap(), &fields);
    }

    #[test]
    fn what_the_previous_key_opens_is_sealed_with_it(a in crypto(), b in crypto(), text in words()) {
        let credentials = |c: &Crypto| Credentials { token: Token::parse("sameToken").unwrap(), key: Some(c.key.clone()) };
        prop_assume!(a.encrypt("", [0; 16]) != Crypto { app_id: a.app_id.clone(), ..b.clone() }.encrypt("", [0; 16]));
        let receiver = Receiver {
            mode: Mode::Secure,
            current: credentials(&b),
            previous: Some(credentials(&a)),
            app_id: a.app_id.clone(),
            original_id: None,
            max_age_s: None,
        };
        let encrypt = a.encrypt(&text, [3; 16]);
        let signature = sign(&["sameToken", "5", "6", &encrypt]);
        let query = Query::parse(&format!("timestamp=5&nonce=6&encrypt_type=aes&msg_signature={signature}"));
        let opened = receiver.open(&query, format!("<xml><Encrypt>{encrypt}</Encrypt></xml>").as_bytes(), 5).unwrap();
        prop_assert_eq!(opened.security, ReplySecurity::Previous);
        let sealed = receiver.seal(&opened.security, "<xml/>", 5, "6", [4; 16]);
        let document = xml::parse(&sealed).unwrap();
        prop_assert_eq!(a.decrypt(document.fields().unwrap().text("Encrypt").unwrap()).unwrap(), "<xml/>");
    }
}
