//! S2: a question's thread.

use app::{questions::Thread, staff::SignedIn};
use domain::{language::Language, question::State, staff::Permission};
use maud::{Markup, html};

use super::{
    components::{Tone, ago, button_form, error_summary, language_tag, promise_tag, state_tag, tag, time},
    composer::{Composer, Draft, answer_form, note_form},
    layout,
    timeline::timeline,
};
use crate::{text::Text, web::Visit};

/// Something to be said above the thread.
#[derive(Clone, Debug)]
pub(crate) enum Notice {
    /// It was done.
    Done(Text),
    /// It was not done, and why: what was written is in the composer.
    Refused(Text, String),
}

/// What the page shows beside the thread.
pub(crate) struct ThreadPage {
    /// The thread.
    pub(crate) thread: Thread,
    /// What was written and not sent.
    pub(crate) draft: Draft,
    /// Above the thread.
    pub(crate) notice: Option<Notice>,
    /// For the answer's form.
    pub(crate) idempotency_key: String,
}

/// The page.
pub(crate) fn thread(visit: &Visit, signed_in: &SignedIn, page: &ThreadPage) -> Markup {
    let question = &page.thread.question;
    let title = visit.fill(Text::Question, &[question.number.as_str()]);
    let wrong = page.draft.error.is_some() || matches!(page.notice, Some(Notice::Refused(..)));
    let title = if wrong { format!("{}{title}", visit.say(Text::ErrorPrefix)) } else { title };
    let may_answer = signed_in.actor.require(Permission::Answer).is_ok();
    let main = html! {
        p.back { a href="/admin/inbox" { span aria-hidden="true" { "←" } (visit.say(Text::BackToInbox)) } }
        @if let Some((field, what)) = &page.draft.error { (error_summary(visit, field, what)) }
        @if let Some(notice) = &page.notice { (self::notice(visit, notice)) }
        div.thread {
            div.talk {
                div data-poll={ "/admin/questions/" (question.id) "?part=1" } data-every="5" { (thread_parts(visit, signed_in, page)) }
                @if may_answer { (composers(visit, signed_in, page)) }
            }
            (side(visit, &page.thread))
        }
    };
    layout::page(visit, Some(signed_in), &title, &main)
}

/// What polling replaces: the head and the items.
pub(crate) fn thread_parts(visit: &Visit, signed_in: &SignedIn, page: &ThreadPage) -> Markup {
    let csrf = &signed_in.session.csrf;
    let may_answer = signed_in.actor.require(Permission::Answer).is_ok();
    let items = page.thread.messages.len() + page.thread.entries.len();
    html! {
        (head(visit, signed_in, &page.thread, may_answer))
        div id="items" data-seen=(page.thread.seen) data-items=(items) {
            (timeline(visit, csrf, may_answer, &page.thread, page.draft.seen.as_ref()))
        }
    }
}

fn notice(visit: &Visit, notice: &Notice) -> Markup {
    html! {
        @match notice {
            Notice::Done(text) => div.notice.done role="status" { span aria-hidden="true" { "✓ " } (visit.say(*text)) },
            Notice::Refused(title, text) => div.notice.refused role="alert" tabindex="-1" id="error-summary" {
                h2 { (visit.say(*title)) }
                p { (text) }
            },
        }
    }
}

fn head(visit: &Visit, signed_in: &SignedIn, thread: &Thread, may_answer: bool) -> Markup {
    let question = &thread.question;
    let other = question.assignee.as_ref().filter(|login| **login != signed_in.actor.login);
    html! {
        div id="head" {
            div.title {
                h1 { (question.number) }
                (state_tag(visit, question.state))
                @if question.urgent { (tag(Tone::Danger, "▲", visit.say(Text::Urgent))) }
                (language_tag(visit, question.language))
                @if question.state.is_unanswered() { (promise_tag(visit, question.promised_at)) }
            }
            p.muted {
                (visit.fill(Text::Resident, &[question.follower.short()])) " · "
                (visit.fill(Text::Asked, &[&domain::time::show(question.asked_at, visit.language)]))
                @if question.state.is_unanswered() { " · " (ago(visit, question.asked_at, Text::Waits)) }
                " · "
                @match &question.assignee {
                    Some(login) => (visit.fill(Text::AssignedTo, &[login.as_str()])),
                    None => (visit.say(Text::NobodyYet)),
                }
            }
            @if may_answer { (actions(visit, signed_in, thread)) }
            @if let Some(login) = other.filter(|_| question.state == State::Taken) {
                p.notice.quiet { (visit.fill(Text::TakenByOther, &[login.as_str()])) }
            }
        }
    }
}

fn actions(visit: &Visit, signed_in: &SignedIn, thread: &Thread) -> Markup {
    let question = &thread.question;
    if question.state.is_final() {
        return html! {};
    }
    let mine = question.state == State::Taken && question.assignee.as_ref() == Some(&signed_in.actor.login);
    let action = |verb: &str| format!("/admin/questions/{}/{verb}", question.id);
    let csrf = &signed_in.session.csrf;
    html! {
        div.buttons {
            @if question.assignee.is_none() { (button_form(&action("take"), csrf, "", visit.say(Text::TakeIt))) }
            @if mine { (button_form(&action("release"), csrf, "", visit.say(Text::GiveBack))) }
            (button_form(&action("end"), csrf, "", visit.say(Text::EndIt)))
        }
    }
}

fn composers(visit: &Visit, signed_in: &SignedIn, page: &ThreadPage) -> Markup {
    let composer = Composer {
        visit,
        csrf: &signed_in.session.csrf,
        name: &signed_in.actor.name,
        idempotency_key: &page.idempotency_key,
        draft: &page.draft,
    };
    html! {
        div.composer {
            @if page.thread.question.state.is_final() {
                p.notice.quiet { (visit.say(Text::QuestionOver)) }
            } @else {
                (answer_form(&composer, &page.thread))
            }
            (note_form(&composer, &page.thread))
        }
    }
}

/// What is known of the resident.
fn side(visit: &Visit, thread: &Thread) -> Markup {
    let fact = |name: Text, value: &Markup| html! { dt { (visit.say(name)) } dd { (value) } };
    html! {
        aside.card aria-labelledby="about" {
            h2 id="about" { (visit.fill(Text::Resident, &[thread.question.follower.short()])) }
            @match &thread.follower {
                None => p { (visit.say(Text::FollowerErased)) },
                Some(follower) => {
                    dl {
                        (fact(Text::FirstSeen, &time(visit, follower.first_seen_at)))
                        (fact(Text::LanguageOf, &html! { (visit.say(language_text(follower.language))) }))
                        (fact(Text::Following, &html! { (visit.say(if follower.following { Text::Follows } else { Text::Left })) }))
                        @if let Some(remark) = &follower.remark { (fact(Text::Remark, &html! { (remark) })) }
                        @if let Some(at) = thread.question.promised_at { (fact(Text::PromisedBy, &time(visit, at))) }
                    }
                    h3 { (visit.say(Text::OtherOpen)) }
                    @let others: Vec<_> = follower.open_questions.iter().filter(|open| open.id != thread.question.id).collect();
                    @if others.is_empty() { p.muted { (visit.say(Text::None)) } }
                    @for open in others { p { a href={ "/admin/questions/" (open.id) } { (open.number) } } }
                }
            }
        }
    }
}

const fn language_text(language: Language) -> Text {
    match language {
        Language::Chinese => Text::Chinese,
        Language::English => Text::English,
    }
}
