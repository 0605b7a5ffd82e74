//! From fields to an [`Event`].

use super::{
    Event, KfSession, MassResult, NoticeChoice, NoticeSent, PublishResult, TemplateStatus, Verification,
};
use super::{Pictures, ScanCode, SelectedLocation};
use crate::{
    ids::{AppId, MsgId, OpenId},
    message::coordinates,
    xml::Fields,
};

/// What `EventKey` of a follow through a scene code begins with.
const SCENE_PREFIX: &str = "qrscene_";

impl Event {
    /// Reads the event called `name` (in any case) from a callback's fields.
    pub fn read(name: &str, fields: &Fields) -> Self {
        let lower = name.to_ascii_lowercase();
        by_follower(&lower, fields)
            .or_else(|| by_platform(&lower, fields))
            .unwrap_or_else(|| Self::Unknown { name: name.to_owned() })
    }
}

fn by_follower(name: &str, fields: &Fields) -> Option<Event> {
    Some(match name {
        "subscribe" => Event::Subscribe {
            scene: fields.text("EventKey").and_then(|key| key.strip_prefix(SCENE_PREFIX)).map(str::to_owned),
            ticket: optional(fields, "Ticket"),
        },
        "unsubscribe" => Event::Unsubscribe,
        "scan" => Event::Scan { scene: fields.owned("EventKey"), ticket: optional(fields, "Ticket") },
        "location" => {
            let (latitude, longitude) = coordinates(fields, "Latitude", "Longitude")?;
            Event::Location { latitude, longitude, precision: fields.number("Precision") }
        }
        "click" => Event::Click { key: fields.owned("EventKey") },
        "view" => Event::View { url: fields.owned("EventKey"), menu_id: optional(fields, "MenuId") },
        "view_miniprogram" => {
            Event::ViewMiniProgram { page: fields.owned("EventKey"), menu_id: optional(fields, "MenuId") }
        }
        "location_select" => Event::LocationSelect(SelectedLocation::read(fields)?),
        _ => {
            return ScanCode::read(name, fields)
                .map(Event::ScanCode)
                .or_else(|| Pictures::read(name, fields).map(Event::Pictures));
        }
    })
}

fn by_platform(name: &str, fields: &Fields) -> Option<Event> {
    Some(match name {
        "masssendjobfinish" => Event::MassSendJobFinish(MassResult::read(fields)),
        "templatesendjobfinish" => Event::TemplateSendJobFinish {
            msg_id: MsgId::from(fields.any_case("MsgID").unwrap_or_default()),
            status: TemplateStatus::read(fields.text("Status").unwrap_or_default()),
        },
        "publishjobfinish" | "freepublishjobfinish" => Event::PublishJobFinish(PublishResult::read(fields)),
        "subscribe_msg_popup_event" => {
            Event::SubscribeMsgPopup { choices: NoticeChoice::read_all(fields, "SubscribeMsgPopupEvent") }
        }
        "subscribe_msg_change_event" => {
            Event::SubscribeMsgChange { choices: NoticeChoice::read_all(fields, "SubscribeMsgChangeEvent") }
        }
        "subscribe_msg_sent_event" => Event::SubscribeMsgSent { notices: NoticeSent::read_all(fields) },
        "user_authorization_revoke" => Event::UserAuthorizationRevoke {
            open_id: open_id(fields),
            app_id: app_id(fields),
            revoke_info: fields.owned("RevokeInfo"),
        },
        "user_authorization_cancellation" => {
            Event::UserAuthorizationCancellation { open_id: open_id(fields), app_id: app_id(fields) }
        }
        "user_info_modified" => Event::UserInfoModified { open_id: open_id(fields), app_id: app_id(fields) },
        _ => {
            return KfSession::read(name, fields)
                .map(Event::KfSession)
                .or_else(|| Verification::read(name, fields).map(Event::Verification));
        }
    })
}

fn optional(fields: &Fields, name: &str) -> Option<String> {
    fields.non_empty(name).map(str::to_owned)
}

/// The capitals of these two names differ between events.
fn open_id(fields: &Fields) -> Option<OpenId> {
    fields.any_case("OpenID").map(OpenId::from)
}

fn app_id(fields: &Fields) -> Option<AppId> {
    fields.any_case("AppID").map(AppId::from)
}
