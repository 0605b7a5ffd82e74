//! Callbacks: what is sent, how it is signed and sealed, when it is retried, what a reply may be.

pub(crate) mod attempt;
pub(crate) mod deliver;
pub(crate) mod reply;
pub(crate) mod seal;
pub(crate) mod verdict;

use serde_json::{Map, Value};

use crate::account::Account;
use crate::api::mass::Counts;
use crate::state::persona::Persona;
use crate::xml::writer::Writer;

/// One callback; every retry repeats its inner XML.
#[derive(Clone, Debug)]
pub(crate) struct Callback {
    /// Name of the resident; empty for the account's own events.
    pub(crate) persona: String,
    pub(crate) openid: String,
    pub(crate) xml: String,
    /// `text`, `event CLICK`, … for the inspector.
    pub(crate) what: String,
    pub(crate) msg_id: Option<u64>,
    /// Whether the resident sees the reply: not after unsubscribe, VIEW, LOCATION and job events.
    pub(crate) reply_is_shown: bool,
    pub(crate) era: u64,
}

/// Where a callback comes from.
#[derive(Clone, Copy)]
pub(crate) struct Origin<'a> {
    pub(crate) account: &'a Account,
    pub(crate) persona: &'a Persona,
    pub(crate) now_ms: i64,
    pub(crate) era: u64,
}

impl Origin<'_> {
    fn head(&self, msg_type: &str) -> Writer {
        head(&self.account.original_id, &self.persona.openid, self.now_ms, msg_type)
    }

    /// A message: fields after the common head, then MsgId.
    pub(crate) fn message(&self, msg_type: &str, fields: &Map<String, Value>, msg_id: u64) -> Callback {
        let xml = self.head(msg_type).fields(fields).number("MsgId", msg_id).finish();
        self.callback(xml, msg_type.to_owned(), Some(msg_id), true)
    }

    /// An event: fields after the common head and the event's name.
    pub(crate) fn event(&self, event: &str, fields: &Map<String, Value>) -> Callback {
        let xml = self.head("event").text("Event", event).fields(fields).finish();
        let shown = !is_silent(event);
        self.callback(xml, format!("event {event}"), None, shown)
    }

    /// Inner XML as given, byte for byte.
    pub(crate) fn raw(&self, xml: String) -> Callback {
        self.callback(xml, "raw".to_owned(), None, true)
    }

    fn callback(&self, xml: String, what: String, msg_id: Option<u64>, reply_is_shown: bool) -> Callback {
        let (persona, openid) = (self.persona.name.clone(), self.persona.openid.clone());
        Callback { persona, openid, xml, what, msg_id, reply_is_shown, era: self.era }
    }
}

impl Callback {
    /// MASSSENDJOBFINISH, from an operator's openid.
    pub(crate) fn mass_finished(
        account: &Account,
        msg_id: u64,
        counts: Counts,
        now_ms: i64,
        era: u64,
    ) -> Self {
        let openid = "oMassOperator000000000000000".to_owned();
        let xml = head(&account.original_id, &openid, now_ms, "event")
            .text("Event", "MASSSENDJOBFINISH")
            .number("MsgID", msg_id)
            .text("Status", "send success")
            .number("TotalCount", counts.total)
            .number("FilterCount", counts.filtered)
            .number("SentCount", counts.sent)
            .number("ErrorCount", counts.filtered - counts.sent)
            .finish();
        let what = "event MASSSENDJOBFINISH".to_owned();
        Callback { persona: String::new(), openid, xml, what, msg_id: None, reply_is_shown: false, era }
    }
}

fn head(to: &str, from: &str, now_ms: i64, msg_type: &str) -> Writer {
    Writer::new()
        .text("ToUserName", to)
        .text("FromUserName", from)
        .number("CreateTime", now_ms / 1_000)
        .text("MsgType", msg_type)
}

/// Events whose reply goes nowhere.
fn is_silent(event: &str) -> bool {
    !matches!(
        event,
        "subscribe"
            | "SCAN"
            | "CLICK"
            | "scancode_push"
            | "scancode_waitmsg"
            | "pic_sysphoto"
            | "pic_photo_or_album"
            | "pic_weixin"
            | "location_select"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::persona::Personas;
    use serde_json::json;

    fn fields(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn messages_and_events_have_the_platforms_form() {
        let account = Account::new("wx1", "s", "t", "k", "gh_1");
        let mut personas = Personas::new("wx1");
        let persona = personas.named("li");
        persona.openid = "oLi".to_owned();
        let origin = Origin { account: &account, persona, now_ms: 1_767_225_600_999, era: 0 };
        insta::assert_snapshot!(
            origin.message("text", &fields(json!({ "Content": "你好" })), 7).xml,
            @"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oLi]]></FromUserName><CreateTime>1767225600</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[你好]]></Content><MsgId>7</MsgId></xml>"
        );
        let click = origin.event("CLICK", &fields(json!({ "EventKey": "m_guide" })));
        insta::assert_snapshot!(
            click.xml,
            @"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oLi]]></FromUserName><CreateTime>1767225600</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[CLICK]]></Event><EventKey><![CDATA[m_guide]]></EventKey></xml>"
        );
        assert!(click.reply_is_shown);
        assert!(!origin.event("VIEW", &Map::new()).reply_is_shown);
        assert!(!origin.event("unsubscribe", &Map::new()).reply_is_shown);
    }
}
