//! Signs and encrypts a callback for one attempt ("消息加解密说明").

use wechat::envelope::Crypto;
use wechat::signature::sign;

use crate::account::{Account, Mode};
use crate::random;
use crate::xml::writer::Writer;

/// What goes over the wire in one attempt.
#[derive(Clone, Debug)]
pub(crate) struct Sealed {
    /// Decoded query parameters in the order sent.
    pub(crate) query: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

#[cfg(test)]
impl Sealed {
    fn param(&self, name: &str) -> &str {
        self.query.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }
}

/// The EncodingAESKey is needed and can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the EncodingAESKey can't be used: it must be 43 letters and digits")]
pub(crate) struct NoKey;

/// Signs `xml` at `unix_s` (real time) and seals it as the account's mode asks.
///
/// # Errors
/// [`NoKey`] in compatible and secure mode without a usable key.
pub(crate) fn seal(
    account: &Account,
    crypto: Option<&Crypto>,
    openid: &str,
    xml: &str,
    unix_s: i64,
    forged: bool,
) -> Result<Sealed, NoKey> {
    let (timestamp, nonce) = (unix_s.to_string(), random::nonce());
    // A forger does not know the token.
    let token = if forged { "forged" } else { account.token.as_str() };
    let signature = sign(&[token, &timestamp, &nonce]);
    let mut query = vec![
        ("signature", signature),
        ("timestamp", timestamp.clone()),
        ("nonce", nonce.clone()),
        ("openid", openid.to_owned()),
    ];
    if account.mode == Mode::Plain {
        return Ok(Sealed { query, body: xml.to_owned() });
    }
    let encrypted = crypto.ok_or(NoKey)?.encrypt(xml, random::bytes());
    query.push(("encrypt_type", "aes".to_owned()));
    query.push(("msg_signature", sign(&[token, &timestamp, &nonce, &encrypted])));
    let body = match (account.mode, xml.strip_suffix("</xml>")) {
        (Mode::Compatible, Some(open)) => format!("{open}<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"),
        _ => Writer::new().text("ToUserName", &account.original_id).text("Encrypt", &encrypted).finish(),
    };
    Ok(Sealed { query, body })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wechat::envelope::EncodingAesKey;
    use wechat::ids::AppId;

    const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    fn sealed(mode: Mode) -> (Sealed, Crypto) {
        let account = Account { mode, ..Account::new("wx1", "s", "tok", KEY, "gh_1") };
        let crypto = Crypto { key: EncodingAesKey::parse(KEY).unwrap(), app_id: AppId::from("wx1") };
        let sealed = seal(&account, Some(&crypto), "oLi", "<xml><A>1</A></xml>", 1_700_000_000, false);
        (sealed.unwrap(), crypto)
    }

    #[test]
    fn plain_mode_signs_and_leaves_the_body() {
        let (sealed, _) = sealed(Mode::Plain);
        assert_eq!(sealed.body, "<xml><A>1</A></xml>");
        assert_eq!(sealed.param("signature"), sign(&["tok", "1700000000", sealed.param("nonce")]));
        assert_eq!(sealed.param("msg_signature"), "");
    }

    #[test]
    fn secure_mode_hides_everything() {
        let (sealed, crypto) = sealed(Mode::Secure);
        let encrypted = sealed.body.split("<Encrypt><![CDATA[").nth(1).unwrap().split("]]>").next().unwrap();
        assert!(!sealed.body.contains("<A>"));
        assert_eq!(crypto.decrypt(encrypted).unwrap(), "<xml><A>1</A></xml>");
        let parts = ["tok", "1700000000", sealed.param("nonce"), encrypted];
        assert_eq!(sealed.param("msg_signature"), sign(&parts));
    }

    #[test]
    fn compatible_mode_has_both() {
        let (sealed, _) = sealed(Mode::Compatible);
        assert!(
            sealed.body.starts_with("<xml><A>1</A><Encrypt>") && sealed.body.ends_with("</Encrypt></xml>")
        );
    }

    #[test]
    fn without_a_key_only_plain_mode_works() {
        let account = Account::new("wx1", "s", "tok", "short", "gh_1");
        assert_eq!(seal(&account, None, "o", "<xml></xml>", 1, false).unwrap_err(), NoKey);
    }
}
