//! Events: what happened, as opposed to what a resident wrote.
//!
//! Names are matched in any case (`SCAN` has arrived as `scan`). An event that this crate doesn't know, or
//! one whose values make no sense, is [`Event::Unknown`]; its fields stay in the callback.
//! Source: "接收事件推送" and the pages of mass sends, templates, publishing, subscription notices, certification.

mod account;
mod job;
mod menu;
mod notice;
mod read;

pub use account::{KfSession, Verification};
pub use job::{ArticleUrl, CopyrightItem, MassResult, MassStatus, PublishResult, TemplateStatus};
pub use menu::{Pictures, PicturesKind, ScanCode, ScanCodeKind, SelectedLocation};
pub use notice::{NoticeChoice, NoticeSent};

use crate::ids::{AppId, MsgId, OpenId};
use serde::{Deserialize, Serialize};

/// What a resident did that opens a window for customer-service messages. Source: "客服消息" rules since
/// June 2023; the numbers are settings of whoever keeps the windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// Any message: 5 messages, 48 hours.
    Message,
    /// A menu tap of type click or scancode, or on a menu message: 3 messages, 1 minute.
    Menu,
    /// A follow: 3 messages, 1 minute.
    Follow,
    /// A scan of a scene code: 3 messages, 1 minute.
    Scan,
}

/// An event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// Somebody follows the account, perhaps again.
    Subscribe {
        /// The scene of the code that led here: `EventKey` without its `qrscene_`. Other keys are no scenes.
        scene: Option<String>,
        /// The code's ticket.
        ticket: Option<String>,
    },
    /// Somebody left. The platform asks for deletion of what is stored about them.
    Unsubscribe,
    /// A follower scanned a scene code.
    Scan {
        /// The scene; empty when the platform left it out.
        scene: String,
        /// The code's ticket.
        ticket: Option<String>,
    },
    /// Position, sent while the chat is open when the account has that switched on.
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
        /// Metres, when given.
        precision: Option<f64>,
    },
    /// Tap on a menu button of type click.
    Click {
        /// The button's key.
        key: String,
    },
    /// Tap on a menu button that opens a page.
    View {
        /// The page.
        url: String,
        /// The menu's id.
        menu_id: Option<String>,
    },
    /// Tap on a menu button that opens a mini program.
    ViewMiniProgram {
        /// Path within it.
        page: String,
        /// The menu's id.
        menu_id: Option<String>,
    },
    /// A code scanned through a menu button.
    ScanCode(ScanCode),
    /// Pictures chosen through a menu button; they follow as messages.
    Pictures(Pictures),
    /// A place chosen through a menu button; it follows as a message.
    LocationSelect(SelectedLocation),
    /// A mass send has ended.
    MassSendJobFinish(MassResult),
    /// A template message has been delivered, or not.
    TemplateSendJobFinish {
        /// Its id, as answered by `template/send`.
        msg_id: MsgId,
        /// How it went.
        status: TemplateStatus,
    },
    /// Publishing has ended (`PUBLISHJOBFINISH`, in one version of the page `FREEPUBLISHJOBFINISH`).
    PublishJobFinish(PublishResult),
    /// A resident answered a request for notices.
    SubscribeMsgPopup {
        /// One a template.
        choices: Vec<NoticeChoice>,
    },
    /// A resident changed the choice later.
    SubscribeMsgChange {
        /// One a template.
        choices: Vec<NoticeChoice>,
    },
    /// Notices have been delivered, or not.
    SubscribeMsgSent {
        /// One a notice.
        notices: Vec<NoticeSent>,
    },
    /// A resident withdrew the consent to data: delete it.
    UserAuthorizationRevoke {
        /// Whose data; the sender of the event may be somebody else.
        open_id: Option<OpenId>,
        /// For which account or mini program.
        app_id: Option<AppId>,
        /// Which data, as numbers of the platform.
        revoke_info: String,
    },
    /// A resident cancelled their WeChat account: delete the data.
    UserAuthorizationCancellation {
        /// Whose data.
        open_id: Option<OpenId>,
        /// For which account or mini program.
        app_id: Option<AppId>,
    },
    /// A resident's profile changed.
    UserInfoModified {
        /// Whose.
        open_id: Option<OpenId>,
        /// For which account or mini program.
        app_id: Option<AppId>,
    },
    /// A session with the platform's own customer-service desk.
    KfSession(KfSession),
    /// News about the account's certification; an expired one loses its interfaces.
    Verification(Verification),
    /// Anything else.
    Unknown {
        /// `Event` as received, perhaps empty.
        name: String,
    },
}

impl Event {
    /// Whether the resident sees a passive reply to this event. Replies to job, leaving, page and
    /// certification events go nowhere.
    pub fn reply_is_shown(&self) -> bool {
        matches!(
            self,
            Self::Subscribe { .. }
                | Self::Scan { .. }
                | Self::Click { .. }
                | Self::ScanCode(_)
                | Self::Pictures(_)
                | Self::LocationSelect(_)
        )
    }

    /// The reply window that this event opens, if any.
    pub fn opens_window(&self) -> Option<Trigger> {
        match self {
            Self::Click { .. } | Self::ScanCode(_) => Some(Trigger::Menu),
            Self::Subscribe { .. } => Some(Trigger::Follow),
            Self::Scan { .. } => Some(Trigger::Scan),
            _ => None,
        }
    }

    /// Whom the event is about when that's not its sender: withdrawals and profile changes name the resident.
    pub fn subject(&self) -> Option<&OpenId> {
        match self {
            Self::UserAuthorizationRevoke { open_id, .. }
            | Self::UserAuthorizationCancellation { open_id, .. }
            | Self::UserInfoModified { open_id, .. } => open_id.as_ref(),
            _ => None,
        }
    }
}
