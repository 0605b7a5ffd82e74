//! What a contact asks for.

use domain::{content::Snapshot, conversation::MenuPosition, intent::words};

pub use domain::intent::{Intent, key_intent};

use crate::inbound::{Contact, Link};

/// Understands a contact.
#[must_use]
pub fn understand(contact: &Contact, content: &Snapshot, menu: &MenuPosition) -> Intent {
    match contact {
        Contact::Words { link: Some(Link::Topic(path)), .. } if content.category(path).is_some() => {
            Intent::Topic(path.clone())
        }
        Contact::Words { link: Some(Link::Choice { number, tag }), .. } => match &menu.offer {
            Some(offer) if offer.tag() == tag => Intent::Choose(*number),
            _ => Intent::OfferOver,
        },
        Contact::Words { text, .. } => words(text, content, menu),
        Contact::Thing { .. } => Intent::Ask { urgent: false },
        Contact::Unsupported => Intent::Unsupported,
        Contact::Tap(key) | Contact::Scan(key) => {
            key_intent(key, content).unwrap_or(Intent::List(Vec::new()))
        }
        Contact::Follow(scene) => Intent::Follow(scene.clone()),
        Contact::Code(result) => Intent::Code(result.clone()),
        Contact::Unfollow => Intent::Unfollow,
        Contact::Revoke => Intent::Revoke,
        Contact::Prelude => Intent::Nothing,
    }
}
