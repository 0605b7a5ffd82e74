//! Judges the answer to one delivery attempt: nothing to show, a reply, a fault, or try again.

use wechat::envelope::Crypto;
use wechat::signature::sign;

use super::reply::{self, Reply};
use crate::account::{Account, Mode};
use crate::state::media::MediaStore;
use crate::xml::reader::{Element, read};

/// What came back, as far as the platform can see.
#[derive(Debug)]
pub(crate) enum Outcome {
    Answered {
        status: u16,
        body: Vec<u8>,
    },
    /// No answer within 5 seconds.
    TimedOut,
    /// No connection, or it broke.
    Failed(String),
}

/// What follows from it.
#[derive(Debug, PartialEq)]
pub(crate) enum Verdict {
    /// `success` or nothing: taken, nothing to show.
    Silent,
    Reply(Box<Reply>),
    /// Not understood: the resident sees the service-fault line.
    Fault(String),
    /// Not taken: it is sent again, if retries are left.
    Retry(String),
}

/// A verdict and what the inspector shows of the reply.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) verdict: Verdict,
    /// The reply's XML after decryption.
    pub(crate) plain: Option<String>,
    /// Whether the reply's signature holds; `None` for replies in plain.
    pub(crate) reply_signed: Option<bool>,
}

/// Everything a reply is judged by.
pub(crate) struct Judge<'a> {
    pub(crate) account: &'a Account,
    pub(crate) crypto: Option<&'a Crypto>,
    pub(crate) openid: &'a str,
    pub(crate) media: &'a MediaStore,
    pub(crate) now_ms: i64,
}

impl Judge<'_> {
    pub(crate) fn judge(&self, outcome: &Outcome) -> Judged {
        let mut judged = Judged { verdict: Verdict::Silent, plain: None, reply_signed: None };
        judged.verdict = match outcome {
            Outcome::TimedOut => Verdict::Retry("no answer within 5 seconds".to_owned()),
            Outcome::Failed(reason) => Verdict::Retry(reason.clone()),
            Outcome::Answered { status, .. } if *status >= 500 => Verdict::Retry(format!("status {status}")),
            Outcome::Answered { status, .. } if *status != 200 => Verdict::Fault(format!("status {status}")),
            Outcome::Answered { body, .. } if body.is_empty() || body == b"success" => Verdict::Silent,
            Outcome::Answered { body, .. } => match self.reply(body, &mut judged) {
                Ok(reply) => Verdict::Reply(Box::new(reply)),
                Err(reason) => Verdict::Fault(reason),
            },
        };
        judged
    }

    fn reply(&self, body: &[u8], judged: &mut Judged) -> Result<Reply, String> {
        let text = std::str::from_utf8(body).map_err(|_| "the answer is not UTF-8".to_owned())?;
        let outer = read(text)?;
        let sealed = outer.child("Encrypt").is_some();
        let inner = match (self.account.mode, sealed) {
            (Mode::Secure, false) => return Err("in secure mode the reply must be encrypted".to_owned()),
            (Mode::Plain, true) => return Err("in plain mode the reply must not be encrypted".to_owned()),
            (_, true) => {
                let xml = self.open(&outer, judged)?;
                // Blank space inside the envelope is taken: WeRoBot's replies begin with a line break.
                let inner = read(xml.trim_ascii());
                judged.plain = Some(xml);
                inner?
            }
            (_, false) => {
                judged.plain = Some(text.to_owned());
                outer
            }
        };
        reply::check(&inner, self.openid, &self.account.original_id, self.media, self.now_ms)
    }

    fn open(&self, outer: &Element, judged: &mut Judged) -> Result<String, String> {
        let field = |name: &str| outer.text_of(name).unwrap_or_default();
        let (encrypted, timestamp, nonce) = (field("Encrypt"), field("TimeStamp"), field("Nonce"));
        if timestamp.len() != 10 || !timestamp.bytes().all(|b| b.is_ascii_digit()) {
            return Err("TimeStamp of the envelope must be seconds since 1970".to_owned());
        }
        let expected = sign(&[self.account.token.as_str(), timestamp, nonce, encrypted]);
        let holds = expected == field("MsgSignature");
        judged.reply_signed = Some(holds);
        if !holds {
            return Err("MsgSignature of the reply does not match".to_owned());
        }
        let crypto = self.crypto.ok_or("no EncodingAESKey")?;
        crypto.decrypt(encrypted).map_err(|error| format!("the reply can't be decrypted: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "<xml><ToUserName>oLi</ToUserName><FromUserName>gh_1</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>好</Content></xml>";

    fn verdict(mode: Mode, status: u16, body: &str) -> Verdict {
        let account = Account { mode, ..Account::new("wx1", "s", "tok", "k", "gh_1") };
        let media = MediaStore::default();
        let judge = Judge { account: &account, crypto: None, openid: "oLi", media: &media, now_ms: 0 };
        judge.judge(&Outcome::Answered { status, body: body.as_bytes().to_vec() }).verdict
    }

    #[test]
    fn success_and_silence_show_nothing() {
        assert_eq!(verdict(Mode::Secure, 200, "success"), Verdict::Silent);
        assert_eq!(verdict(Mode::Secure, 200, ""), Verdict::Silent);
    }

    #[test]
    fn what_is_not_understood_is_a_fault() {
        for body in ["Success", "{}", "<html></html>", "<xml></xml>", " success", "<xml>"] {
            assert!(matches!(verdict(Mode::Plain, 200, body), Verdict::Fault(_)), "{body}");
        }
        assert!(matches!(verdict(Mode::Plain, 403, ""), Verdict::Fault(_)));
    }

    #[test]
    fn server_errors_are_tried_again() {
        assert!(matches!(verdict(Mode::Plain, 503, ""), Verdict::Retry(_)));
    }

    #[test]
    fn a_plain_reply_passes_in_plain_and_compatible_mode_only() {
        assert!(matches!(verdict(Mode::Plain, 200, TEXT), Verdict::Reply(_)));
        assert!(matches!(verdict(Mode::Compatible, 200, TEXT), Verdict::Reply(_)));
        assert!(matches!(verdict(Mode::Secure, 200, TEXT), Verdict::Fault(_)));
    }
}
