//! What is answered from the content alone. The webhook decides with it, and the console tries a text with it.

use super::{Bilingual, Card, Category};
use crate::{conversation::ReplyCard, intent::Intent, texts::Texts};

/// An answer from the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentAnswer {
    /// In words; may be too long for a reply.
    pub text: String,
    /// Shown instead of the words where nothing else goes with them.
    pub card: Option<ReplyCard>,
    /// The list that numbers mean from now on; `None` leaves it as it is.
    pub position: Option<Vec<u8>>,
}

/// Answers such an intent; `None` when the content alone does not answer it.
#[must_use]
pub fn answer(intent: &Intent, texts: Texts<'_>) -> Option<ContentAnswer> {
    let words = |text: String, position| Some(ContentAnswer { text, card: None, position });
    match intent {
        Intent::Topic(path) | Intent::List(path) => Some(topic(path, texts)),
        Intent::NoSuchNumber(number, path) => words(texts.no_such_number(*number, path), Some(path.clone())),
        Intent::Rule(place) => {
            let rule = texts.content.rules.get(*place);
            match rule.filter(|rule| texts.content.category(&rule.category).is_none()) {
                Some(rule) if !rule.reply.is_empty() => {
                    words(rule.reply.get(texts.language).to_owned(), None)
                }
                _ => Some(topic(rule.map_or(&[], |rule| &rule.category), texts)),
            }
        }
        Intent::Speak(_) => words(texts.speaks(), Some(Vec::new())),
        Intent::EmergencyNumbers => words(texts.content.emergency.reply.get(texts.language).to_owned(), None),
        _ => None,
    }
}

/// The topic at a path; the top list when there is none.
fn topic(path: &[u8], texts: Texts<'_>) -> ContentAnswer {
    let Some(category) = texts.content.category(path) else {
        return ContentAnswer { text: texts.help(), card: None, position: Some(Vec::new()) };
    };
    // After a list numbers mean its topics; after a page they mean the list that it stands in.
    let position = if category.children.is_empty() { &path[..path.len() - 1] } else { path };
    ContentAnswer {
        text: texts.topic(category, path),
        card: card(category, texts),
        position: Some(position.to_vec()),
    }
}

/// The card of a topic that has one. A picture can't say that it is out of date: then the words do.
#[must_use]
pub fn card(category: &Category, texts: Texts<'_>) -> Option<ReplyCard> {
    let said = |text: &Bilingual| text.get(texts.language).trim().to_owned();
    match category.card.as_ref()? {
        Card::Picture { .. } if category.is_stale(texts.now) || category.has_lapsed(texts.now) => None,
        Card::Picture { media_id } => Some(ReplyCard::Picture { media_id: media_id.clone() }),
        Card::Article { title, description, url, picture_url } => Some(ReplyCard::Article {
            title: said(title),
            description: format!("{}\n{}", said(description), texts.freshness(category)).trim().to_owned(),
            url: url.clone(),
            picture_url: picture_url.clone(),
        }),
    }
}
