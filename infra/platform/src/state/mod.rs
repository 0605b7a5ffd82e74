//! Everything the simulated platform remembers, behind one lock; what is pure has a file of its own.

pub(crate) mod faults;
pub(crate) mod grants;
pub(crate) mod journal;
pub(crate) mod kept;
pub(crate) mod mass;
pub(crate) mod media;
pub(crate) mod menu;
pub(crate) mod persona;
pub(crate) mod qr;
pub(crate) mod quota;
pub(crate) mod rid;
pub(crate) mod tags;
pub(crate) mod tokens;

use serde::Serialize;
use serde_json::{Value, json};

use crate::callback::Callback;
use crate::clock::beijing;
use crate::phone;
use faults::Faults;
use grants::{Trigger, Window};
use journal::Journal;
use mass::MassJobs;
use media::MediaStore;
use menu::Menu;
use persona::{Entry, Persona, Personas};
use qr::QrCode;
use quota::Quota;
use rid::Rids;
use tags::Tags;
use tokens::Tokens;

const OUTBOX_ENTRIES: usize = 20_000;
const WIRE_ENTRIES: usize = 1_000;
/// Where message ids start; the real ones have 17 digits and more.
const FIRST_MSG_ID: u64 = 24_700_000_000_000_001;

/// One thing the account sent, whether the platform took it or not.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Sent {
    pub(crate) at: String,
    pub(crate) persona: String,
    pub(crate) openid: String,
    /// `custom`, `passive` or `mass`
    pub(crate) via: &'static str,
    pub(crate) msgtype: String,
    pub(crate) text: String,
    pub(crate) body: Value,
    /// 0 when taken.
    pub(crate) errcode: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<String>,
    pub(crate) quota_left: Option<u32>,
}

/// The whole simulated platform.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) personas: Personas,
    pub(crate) tokens: Tokens,
    pub(crate) quota: Quota,
    pub(crate) media: MediaStore,
    pub(crate) menu: Option<Menu>,
    pub(crate) tags: Tags,
    pub(crate) mass: MassJobs,
    pub(crate) codes: Vec<QrCode>,
    pub(crate) outbox: Journal<Sent>,
    pub(crate) wire: Journal<Value>,
    pub(crate) rids: Rids,
    pub(crate) faults: Faults,
    /// A callback that the fault `out_of_order` holds back.
    pub(crate) held: Option<Callback>,
    /// Rises with every reset, so that late tasks of the time before leave no trace.
    pub(crate) era: u64,
    next_msg_id: u64,
}

impl State {
    pub(crate) fn new(app_id: &str) -> Self {
        State {
            personas: Personas::new(app_id),
            tokens: Tokens::default(),
            quota: Quota::default(),
            media: MediaStore::default(),
            menu: None,
            tags: Tags::default(),
            mass: MassJobs::default(),
            codes: Vec::new(),
            outbox: Journal::new(OUTBOX_ENTRIES),
            wire: Journal::new(WIRE_ENTRIES),
            rids: Rids::default(),
            faults: Faults::default(),
            held: None,
            era: 0,
            next_msg_id: FIRST_MSG_ID,
        }
    }

    /// Forgets everything but the message ids, which never come twice.
    pub(crate) fn reset(&mut self, app_id: &str) {
        let (next_msg_id, era) = (self.next_msg_id, self.era + 1);
        *self = State { next_msg_id, era, ..State::new(app_id) };
    }

    pub(crate) fn fresh_msg_id(&mut self) -> u64 {
        self.next_msg_id += 1;
        self.next_msg_id - 1
    }
}

/// The window as JSON for phone and inspector.
pub(crate) fn window_json(window: Option<Window>) -> Value {
    match window {
        Some(Window { kind, expires_ms, left }) => {
            json!({ "kind": kind, "expires_at": beijing(expires_ms), "left": left })
        }
        None => Value::Null,
    }
}

impl Persona {
    /// A line in the phone that nobody wrote.
    pub(crate) fn system(&mut self, text: &str, now_ms: i64) -> (u64, Entry) {
        self.show("account", "system", "system", text, now_ms)
    }

    /// Adds an entry to the phone and returns it with its number.
    pub(crate) fn show(
        &mut self,
        from: &'static str,
        via: &'static str,
        msgtype: &str,
        text: &str,
        now_ms: i64,
    ) -> (u64, Entry) {
        let html_safe_parts = if from == "account" {
            phone::parts(text)
        } else {
            vec![phone::Part::Text { text: text.to_owned() }]
        };
        let entry = Entry {
            at_ms: now_ms,
            from,
            via,
            msgtype: msgtype.to_owned(),
            text: text.to_owned(),
            html_safe_parts,
            picture: None,
            quota_left: None,
        };
        self.add(entry)
    }

    pub(crate) fn add(&mut self, entry: Entry) -> (u64, Entry) {
        let seq = self.entries.push(entry.clone());
        (seq, entry)
    }

    /// The resident did something that opens a window.
    pub(crate) fn acted(&mut self, trigger: Trigger, now_ms: i64) {
        self.grants.open(trigger, now_ms);
        self.last_exchange_ms = Some(now_ms);
    }
}
