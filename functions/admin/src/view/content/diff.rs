//! What differs, field by field, with the words marked.

use domain::content::diff::{Change, Mark, marked};
use maud::{Markup, html};

use super::theirs;
use crate::{text::Content, web::Visit};

/// The changes, part by part.
pub(super) fn table(visit: &Visit, changes: &[Change]) -> Markup {
    let mut parts: Vec<(&str, Vec<&Change>)> = Vec::new();
    for change in changes {
        match parts.last_mut().filter(|(part, _)| *part == change.part) {
            Some((_, list)) => list.push(change),
            None => parts.push((&change.part, vec![change])),
        }
    }
    html! {
        @for (part, list) in &parts {
            section.changes {
                h3 { (name(visit, part)) }
                dl {
                    @for change in list {
                        dt { (field(visit, change.field)) }
                        dd { (pieces(change)) }
                    }
                }
            }
        }
    }
}

/// What went is struck through, what came underlined; both are said to screen readers by their elements.
fn pieces(change: &Change) -> Markup {
    let (before, after) =
        (change.before.as_deref().unwrap_or_default(), change.after.as_deref().unwrap_or_default());
    html! {
        p.words {
            @for (mark, text) in marked(before, after) {
                @match mark {
                    Mark::Same => (theirs(&text)),
                    Mark::Gone => del { (theirs(&text)) },
                    Mark::New => ins { (theirs(&text)) },
                }
            }
        }
    }
}

fn name(visit: &Visit, part: &str) -> String {
    let (kind, rest) = part.split_once(':').unwrap_or((part, ""));
    match kind {
        "topic" => visit.fill(Content::PartTopic, &[rest]),
        "rule" => visit.fill(Content::PartRule, &[rest]),
        "known" => visit.fill(Content::PartKnown, &[rest]),
        "synonyms" => visit.say(Content::Synonyms).to_owned(),
        "account" => visit.say(Content::SectionAccount).to_owned(),
        "emergency" => visit.say(Content::SectionEmergency).to_owned(),
        "hours" => visit.say(Content::SectionHours).to_owned(),
        _ => visit.say(Content::PartMenu).to_owned(),
    }
}

/// What a field is called; a name that has no text is shown as it is in files.
pub(super) fn field(visit: &Visit, field: &str) -> String {
    let text = match field {
        "number" => Content::Number,
        "title.zh" => Content::TitleZh,
        "title.en" => Content::TitleEn,
        "body.zh" => Content::BodyZh,
        "body.en" => Content::BodyEn,
        "source.zh" => Content::SourceZh,
        "source.en" => Content::SourceEn,
        "usual" => Content::Usual,
        "owner" => Content::Owner,
        "fresh_hours" => Content::FreshHours,
        "valid_until" => Content::ValidUntil,
        "lapse" => Content::Afterwards,
        "media_id" => Content::MediaId,
        "card" => Content::CardKind,
        "card_title.zh" => Content::CardTitleZh,
        "card_title.en" => Content::CardTitleEn,
        "card_description.zh" => Content::CardTextZh,
        "card_description.en" => Content::CardTextEn,
        "url" => Content::Url,
        "picture_url" => Content::PictureUrl,
        "name.zh" => Content::NameZh,
        "name.en" => Content::NameEn,
        "greeting.zh" => Content::GreetingZh,
        "greeting.en" => Content::GreetingEn,
        "welcome_back.zh" => Content::WelcomeZh,
        "welcome_back.en" => Content::WelcomeEn,
        "hours.zh" => Content::HoursZh,
        "hours.en" => Content::HoursEn,
        "promise_minutes" => Content::PromiseMinutes,
        "words" => Content::RuleWords,
        "exact" => Content::RuleMatch,
        "category" => Content::RuleShows,
        "question.zh" => Content::QuestionZh,
        "question.en" => Content::QuestionEn,
        "variants" => Content::Variants,
        "answer.zh" => Content::AnswerZh,
        "answer.en" => Content::AnswerEn,
        "review_on" => Content::ReviewOn,
        "expires_on" => Content::ExpiresOn,
        "synonyms" => Content::Synonyms,
        "known" => Content::SectionKnown,
        "reply.zh" => Content::ReplyZh,
        "reply.en" => Content::ReplyEn,
        "monday" => Content::Monday,
        "tuesday" => Content::Tuesday,
        "wednesday" => Content::Wednesday,
        "thursday" => Content::Thursday,
        "friday" => Content::Friday,
        "saturday" => Content::Saturday,
        "sunday" => Content::Sunday,
        "holidays" => Content::Holidays,
        "make_up_days" => Content::MakeUpDays,
        other => return other.to_owned(),
    };
    visit.say(text).to_owned()
}
