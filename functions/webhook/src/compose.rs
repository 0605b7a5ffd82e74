//! Putting a reply together: our own words, and what waits for the resident, within the passive reply's byte limit.
//!
//! What waits goes first, in order, as far as there is room beside our own words; when there is none, our own words
//! give way to their short form, and at last to nothing: an answer that has waited may not starve.

use domain::{
    conversation::ReplyCard,
    delivery::{Content, Delivery},
    language::Language,
};
use wechat::reply::TEXT_LIMIT_BYTES;

use crate::{decide::OwnReply, texts::Texts};

/// A reply text and how many of the deliveries it carries, from the first on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Composed {
    /// The text; never empty.
    pub(crate) text: String,
    /// Our own part of it.
    pub(crate) own: String,
    /// Deliveries that ride on it.
    pub(crate) carried: usize,
    /// Shown instead of the text: the platform takes one item a reply, so only when nothing rides on it.
    pub(crate) card: Option<ReplyCard>,
}

/// Composes; `None` when there is nothing to say.
#[must_use]
pub(crate) fn compose(own: Option<&OwnReply>, due: &[Delivery], texts: Texts<'_>) -> Option<Composed> {
    let full = own.map_or("", |own| own.full.as_str());
    let short = own.map_or("", |own| own.short.as_str());
    let own_card = own.and_then(|own| own.card.clone());
    let carried = [full, short, ""].into_iter().find_map(|own| {
        let carried = fitting(due, own.len(), texts);
        (carried > 0).then_some((own, carried))
    });
    let (own, carried) = carried.unwrap_or((full, 0));
    let mut parts: Vec<String> = due[..carried].iter().map(|delivery| block(delivery, texts)).collect();
    if !own.is_empty() {
        parts.push(own.to_owned());
    }
    let text = parts.join(SEPARATOR);
    let card = own_card.filter(|_| carried == 0);
    (!text.is_empty()).then(|| Composed { text, own: own.to_owned(), carried, card })
}

const SEPARATOR: &str = "\n\n";

fn fitting(due: &[Delivery], own: usize, texts: Texts<'_>) -> usize {
    let mut length = own;
    due.iter()
        .take_while(|delivery| {
            let separator = if length == 0 { 0 } else { SEPARATOR.len() };
            length += separator + block(delivery, texts).len();
            length <= TEXT_LIMIT_BYTES
        })
        .count()
}

/// One delivery as it reads inside a reply. An answer too long to stand with its heading stands without; what we say by
/// ourselves has none.
fn block(delivery: &Delivery, texts: Texts<'_>) -> String {
    let texts = Texts { language: delivery.language, ..texts };
    let text = delivery.text();
    if matches!(delivery.content, Content::Receipt { .. }) {
        return text;
    }
    let headed = format!("{}\n{text}", texts.answer_heading(delivery.number.as_ref()));
    if headed.len() <= TEXT_LIMIT_BYTES { headed } else { text }
}

/// A text cut to so many bytes, for content that somebody made too long in spite of the editor.
#[must_use]
pub(crate) fn within(bytes: usize, text: String, language: Language) -> String {
    if text.len() <= bytes {
        return text;
    }
    let more = language.pick("……（内容过长）", "… (shortened)");
    let (kept, _) = wechat::reply::cut(&text, bytes - more.len());
    format!("{kept}{more}")
}

#[cfg(test)]
mod tests {
    use domain::{content::Snapshot, delivery::State, window::Contacts};
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;

    fn delivery(text: String, may_repeat: bool) -> Delivery {
        Delivery {
            id: "1".into(),
            follower: "F".into(),
            openid: None,
            question: None,
            number: None,
            entry: "1".into(),
            author: "zhang".into(),
            content: Content::Text { text },
            language: Language::Chinese,
            created_at: Timestamp::UNIX_EPOCH,
            state: State::Due,
            hold_until: None,
            retry_at: None,
            parked: None,
            contacts: Contacts::default(),
            attempts: 0,
            sending_since: None,
            may_repeat,
            outcome: None,
            done_at: None,
            handed_over_with: None,
        }
    }

    proptest! {
        #[test]
        fn a_reply_keeps_the_limit_and_an_answer_never_starves(
            full in "[a-z答复]{0,600}",
            short in "[a-z答复]{0,40}",
            due in prop::collection::vec(("[a-z答复]{1,670}", any::<bool>()), 0..6),
        ) {
            let content = Snapshot::default();
            let texts = Texts { content: &content, language: Language::Chinese, now: Timestamp::UNIX_EPOCH };
            let own = OwnReply { full: full.clone(), short, card: None };
            // What officers may write is bounded so that it fits alone with its mark.
            let due: Vec<Delivery> = due.into_iter().map(|(text, mark)| delivery(text, mark)).collect();
            let composed = compose(Some(&own), &due, texts);
            let Some(composed) = composed else {
                prop_assert!(full.is_empty() && due.is_empty());
                return Ok(());
            };
            prop_assert!(composed.text.len() <= TEXT_LIMIT_BYTES, "{}", composed.text.len());
            prop_assert_eq!(composed.carried == 0, due.is_empty());
            for carried in &due[..composed.carried] {
                prop_assert!(composed.text.contains(&carried.text()));
            }
            if due.is_empty() {
                prop_assert_eq!(&composed.text, &full);
            }
        }
    }
}
