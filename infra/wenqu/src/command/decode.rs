//! `wenqu decode`: what a callback says.

use std::{io::Read, process::ExitCode};

use anyhow::Context as _;
use serde_json::{Value, json};
use wechat::callback::{Callback, Mode, Query, Receiver};

use super::{Context, say};
use crate::settings;

pub(super) fn run(context: &Context, query: Option<&str>) -> anyhow::Result<ExitCode> {
    let mut body = Vec::new();
    let most = wechat::xml::MAX_BYTES as u64 + 1;
    std::io::stdin()
        .lock()
        .take(most)
        .read_to_end(&mut body)
        .context("标准输入读不了 / standard input can't be read")?;
    let decoded = match query {
        None => plain(&body)?,
        Some(query) => {
            let receiver = context.read(&|_| None, |reader| {
                settings::receiver(reader).map(|receiver| Receiver {
                    mode: Mode::Secure,
                    max_age_s: None,
                    ..receiver
                })
            })?;
            sealed(&receiver, query, &body)?
        }
    };
    say(&serde_json::to_string_pretty(&decoded)?);
    Ok(ExitCode::SUCCESS)
}

fn plain(body: &[u8]) -> anyhow::Result<Value> {
    anyhow::ensure!(
        body.len() <= wechat::xml::MAX_BYTES,
        "超过 {} 字节 / more than {} bytes",
        wechat::xml::MAX_BYTES,
        wechat::xml::MAX_BYTES
    );
    Ok(describe(&Callback::parse(&String::from_utf8_lossy(body))?))
}

fn sealed(receiver: &Receiver, query: &str, body: &[u8]) -> anyhow::Result<Value> {
    // What is given to decode is encrypted; the parameter that says so may have been left out.
    let query = Query::parse(&format!("{}&encrypt_type=aes", query.trim_start_matches('?')));
    let opened = receiver.open(&query, body, 0)?;
    Ok(describe(&opened.callback?))
}

fn describe(callback: &Callback) -> Value {
    json!({
        "msg_type": callback.msg_type(),
        "event": callback.event(),
        "dedupe_key": callback.dedupe_key(),
        "fields": callback.fields,
    })
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use wechat::{
        callback::Credentials,
        envelope::{self, Crypto, EncodingAesKey},
        signature::{Token, sign},
    };

    use super::*;

    #[test]
    fn every_vector_is_decoded_as_expected() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/wechat/incoming");
        let mut seen = 0;
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "xml") {
                continue;
            }
            let expected = fs::read_to_string(path.with_extension("expected.json")).unwrap();
            let expected: Value = serde_json::from_str(&expected).unwrap();
            let decoded = plain(&fs::read(&path).unwrap()).unwrap();
            for key in ["msg_type", "event", "dedupe_key", "fields"] {
                assert_eq!(decoded[key], expected[key], "{}: {key}", path.display());
            }
            seen += 1;
        }
        assert!(seen > 100, "{seen} vectors");
    }

    #[test]
    fn an_encrypted_callback_is_opened_with_its_query_and_a_wrong_one_refused() {
        let key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
        let (token, key) = (Token::parse("districtToken").unwrap(), EncodingAesKey::parse(key).unwrap());
        let receiver = Receiver {
            mode: Mode::Secure,
            current: Credentials { token: token.clone(), key: Some(key.clone()) },
            previous: None,
            app_id: "wx1234567890abcdef".into(),
            original_id: None,
            max_age_s: None,
        };
        let xml = "<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>好</Content><MsgId>7</MsgId></xml>";
        let encrypt = Crypto { key, app_id: receiver.app_id.clone() }.encrypt(xml, [1; 16]);
        let body = envelope::wrap(&token, &encrypt, 1, "2");
        let signature = sign(&[token.as_str(), "1", "2", &encrypt]);
        let query = format!("?msg_signature={signature}&timestamp=1&nonce=2");
        let decoded = sealed(&receiver, &query, body.as_bytes()).unwrap();
        assert_eq!(decoded["dedupe_key"], "msg:7");
        assert_eq!(decoded["event"], Value::Null);
        let wrong = query.replace("nonce=2", "nonce=3");
        assert!(sealed(&receiver, &wrong, body.as_bytes()).unwrap_err().to_string().contains("signature"));
        assert!(plain(b"<xml>").is_err());
    }
}
