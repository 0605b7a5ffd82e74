//! A genuine callback in the terms of the domain: what was said, which grant it opens, which file comes with it.

use domain::{
    conversation::{Attachment, AttachmentState, Said},
    ids::MessageKey,
    question::mark,
    texts::read_choice_id,
    window::Grant,
};
use wechat::{
    callback::{Body, Callback},
    event::{Event, Trigger},
    ids::{MediaId, OpenId, OriginalId},
    message::Message,
};

/// What kind of contact it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    /// Words, typed or recognised, to be understood.
    Words {
        /// The words.
        text: String,
        /// They are the platform's recognition of a voice message.
        spoken: bool,
        /// The tapped link of ours, which may stand in an older message than the last.
        link: Option<Link>,
    },
    /// Something for an officer to look at; the line is what lists show of it.
    Thing {
        /// For example `[图片]`.
        line: String,
    },
    /// A kind that we can't read.
    Unsupported,
    /// A menu button with a key.
    Tap(String),
    /// Followed, perhaps by a QR code's scene.
    Follow(Option<String>),
    /// A follower scanned a QR code.
    Scan(String),
    /// A code scanned through a menu button that waits for words.
    Code(String),
    /// Left.
    Unfollow,
    /// Withdrew consent: their data goes.
    Revoke,
    /// A menu button after which the real message follows.
    Prelude,
}

/// What a link of ours stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// A topic, by its path.
    Topic(Vec<u8>),
    /// A number of an offer.
    Choice {
        /// The number.
        number: u8,
        /// The tag of the offer.
        tag: String,
    },
}

/// A callback about a resident.
#[derive(Clone, Debug)]
pub struct Inbound {
    /// Key of its row.
    pub key: MessageKey,
    /// Whom it is about.
    pub openid: OpenId,
    /// The account that it was sent to.
    pub to: OriginalId,
    /// For the thread.
    pub said: Said,
    /// For the decision.
    pub contact: Contact,
    /// Its file.
    pub attachment: Option<Attachment>,
    /// The grant that it opens.
    pub grant: Option<Grant>,
    /// Whether a passive reply is shown.
    pub reply_is_shown: bool,
}

impl Inbound {
    /// Reads a callback. `None` for what is not about a resident's conversation: positions reported by the phone,
    /// pages opened, the account's own jobs and certificates.
    #[must_use]
    pub fn read(callback: &Callback, raw: &str) -> Option<Self> {
        let (said, contact, attachment) = match &callback.body {
            Body::Message(message) => message_parts(message, raw),
            Body::Event(event) => {
                let (said, contact) = event_parts(event, callback)?;
                (said, contact, None)
            }
        };
        Some(Self {
            key: app::keys::message_key(callback.create_time, &callback.identity()),
            openid: callback.subject().clone(),
            to: callback.to.clone(),
            said,
            contact,
            attachment,
            grant: callback.opens_window().map(|trigger| match trigger {
                Trigger::Message => Grant::Message,
                Trigger::Menu | Trigger::Follow | Trigger::Scan => Grant::Tap,
            }),
            reply_is_shown: callback.reply_is_shown(),
        })
    }

    /// The line that a question's text gets for it.
    #[must_use]
    pub fn line(&self) -> String {
        match &self.contact {
            Contact::Words { text, spoken: true, .. } => format!("{} {}", mark::VOICE, text.trim()),
            Contact::Words { text, .. } => text.trim().to_owned(),
            Contact::Thing { line } => line.clone(),
            _ => String::new(),
        }
    }
}

fn message_parts(message: &Message, raw: &str) -> (Said, Contact, Option<Attachment>) {
    let thing = |line: String| Contact::Thing { line };
    match message {
        Message::Text { content, menu_id } => {
            let link = menu_id.as_deref().and_then(link);
            (
                Said::Text { text: content.clone() },
                Contact::Words { text: content.clone(), spoken: false, link },
                None,
            )
        }
        Message::Image { pic_url, media_id } => {
            let url = (!pic_url.is_empty()).then(|| pic_url.clone());
            (Said::Image, thing(mark::PICTURE.to_owned()), attachment(media_id, url))
        }
        Message::Voice { media_id, recognition, .. } => {
            let contact = match recognition {
                Some(text) => Contact::Words { text: text.clone(), spoken: true, link: None },
                None => thing(mark::VOICE.to_owned()),
            };
            (Said::Voice { recognition: recognition.clone() }, contact, attachment(media_id, None))
        }
        Message::Video { media_id, .. } | Message::ShortVideo { media_id, .. } => {
            (Said::Video, thing(mark::VIDEO.to_owned()), attachment(media_id, None))
        }
        Message::Location { latitude, longitude, label, .. } => (
            Said::Location {
                latitude: latitude.to_string(),
                longitude: longitude.to_string(),
                label: label.clone(),
            },
            thing(format!("{} {label}", mark::PLACE).trim_end().to_owned()),
            None,
        ),
        Message::Link { title, url, .. } => (
            Said::Link { title: title.clone(), url: url.clone() },
            thing(format!("{} {title} {url}", mark::LINK).trim_end().to_owned()),
            None,
        ),
        Message::Unknown { msg_type } => (
            Said::Unread { msg_type: msg_type.clone(), raw: raw.to_owned() },
            thing(format!("{}：{msg_type}]", mark::UNKNOWN)),
            None,
        ),
        Message::File { .. } => unsupported("file", raw),
        Message::MiniProgramPage { .. } => unsupported("miniprogrampage", raw),
        Message::Unsupported { .. } => unsupported("text", raw),
    }
}

fn link(id: &str) -> Option<Link> {
    let choice = |(number, tag): (u8, &str)| Link::Choice { number, tag: tag.to_owned() };
    link_path(id).map(Link::Topic).or_else(|| read_choice_id(id).map(choice))
}

fn link_path(id: &str) -> Option<Vec<u8>> {
    let digits = id.strip_prefix('1').filter(|rest| !rest.is_empty() && rest.len() % 2 == 0)?;
    (0..digits.len()).step_by(2).map(|at| digits.get(at..at + 2)?.parse().ok()).collect()
}

fn unsupported(msg_type: &str, raw: &str) -> (Said, Contact, Option<Attachment>) {
    (Said::Unread { msg_type: msg_type.to_owned(), raw: raw.to_owned() }, Contact::Unsupported, None)
}

fn attachment(media_id: &MediaId, picture_url: Option<String>) -> Option<Attachment> {
    (!media_id.as_str().is_empty()).then(|| Attachment {
        media_id: media_id.as_str().to_owned(),
        picture_url,
        state: AttachmentState::Pending,
    })
}

fn event_parts(event: &Event, callback: &Callback) -> Option<(Said, Contact)> {
    let (contact, key) = match event {
        Event::Subscribe { scene, .. } => (Contact::Follow(scene.clone()), scene.clone().unwrap_or_default()),
        Event::Unsubscribe => (Contact::Unfollow, String::new()),
        Event::Scan { scene, .. } => (Contact::Scan(scene.clone()), scene.clone()),
        Event::Click { key } => (Contact::Tap(key.clone()), key.clone()),
        Event::ScanCode(scan) => (Contact::Code(scan.result.clone()), scan.key.clone()),
        Event::Pictures(pictures) => (Contact::Prelude, pictures.key.clone()),
        Event::LocationSelect(place) => (Contact::Prelude, place.key.clone()),
        Event::UserAuthorizationRevoke { .. } | Event::UserAuthorizationCancellation { .. } => {
            (Contact::Revoke, String::new())
        }
        _ => return None,
    };
    Some((Said::Event { name: callback.event().unwrap_or_default().to_owned(), key }, contact))
}
