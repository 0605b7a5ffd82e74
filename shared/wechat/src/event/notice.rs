//! Events of subscription notices. Source: "订阅通知事件推送". `List` comes 0, 1 or n times.

use crate::{ids::MsgId, xml::Fields};
use serde::{Deserialize, Serialize};

/// A resident's choice about one template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeChoice {
    /// The template.
    pub template_id: String,
    /// `accept`; anything else is a refusal.
    pub accepted: bool,
    /// 1 web page, 2 article; absent on later changes.
    pub scene: Option<u32>,
}

impl NoticeChoice {
    pub(super) fn read_all(fields: &Fields, event: &str) -> Vec<Self> {
        let read = |list: &Fields| Self {
            template_id: list.owned("TemplateId"),
            accepted: list.text("SubscribeStatusString") == Some("accept"),
            scene: list.number("PopupScene"),
        };
        lists(fields, event).map(read).collect()
    }
}

/// What became of one notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeSent {
    /// The template.
    pub template_id: String,
    /// The notice.
    pub msg_id: MsgId,
    /// 0 delivered.
    pub error_code: Option<i64>,
    /// `success`, or the platform's reason.
    pub error_status: String,
}

impl NoticeSent {
    pub(super) fn read_all(fields: &Fields) -> Vec<Self> {
        let read = |list: &Fields| Self {
            template_id: list.owned("TemplateId"),
            msg_id: MsgId::from(list.any_case("MsgID").unwrap_or_default()),
            error_code: list.number("ErrorCode"),
            error_status: list.owned("ErrorStatus"),
        };
        lists(fields, "SubscribeMsgSentEvent").map(read).collect()
    }
}

/// The lists inside the event's element; some versions put them right below the root.
fn lists<'a>(fields: &'a Fields, event: &str) -> impl Iterator<Item = &'a Fields> {
    fields.fields(event).unwrap_or(fields).all("List").filter_map(|list| list.fields())
}
