//! S2: a question's thread.

use std::sync::Arc;

use app::{presence::Present, questions::Thread, staff::SignedIn};
use domain::{content::Snapshot, question::State, staff::Permission};
use maud::{Markup, html};

use super::{
    beside::{Beside, side, written_in},
    components::{Tone, ago, error_summary, language_tag, promise_tag, state_tag, tag},
    composer::{Composer, Draft, answer_form, note_form},
    layout,
    timeline::{Viewer, timeline},
};
use crate::{
    text::{Desk, Text},
    web::Visit,
};

/// Something to be said above the thread.
#[derive(Clone, Debug)]
pub(crate) enum Notice {
    /// It was done.
    Done(&'static str),
    /// It was not done, and why: what was written is in the composer.
    Refused(Text, String),
}

/// What the page shows beside the thread.
pub(crate) struct ThreadPage {
    /// The thread.
    pub(crate) thread: Thread,
    /// Who else has it open.
    pub(crate) others: Vec<Present>,
    /// The live content, for topics.
    pub(crate) content: Arc<Snapshot>,
    /// What was written and not sent.
    pub(crate) draft: Draft,
    /// Above the thread.
    pub(crate) notice: Option<Notice>,
    /// For the answer's form.
    pub(crate) idempotency_key: String,
    /// What polling does not replace.
    pub(crate) beside: Option<Beside>,
}

/// The page.
pub(crate) fn thread(visit: &Visit, signed_in: &SignedIn, page: &ThreadPage) -> Markup {
    let question = &page.thread.question;
    let title = visit.fill(Text::Question, &[question.number.as_str()]);
    let wrong = page.draft.error.is_some() || matches!(page.notice, Some(Notice::Refused(..)));
    let title = if wrong { format!("{}{title}", visit.say(Text::ErrorPrefix)) } else { title };
    let may_answer = signed_in.actor.require(Permission::Answer).is_ok();
    let nothing = Beside::default();
    let beside = page.beside.as_ref().unwrap_or(&nothing);
    let main = html! {
        (ways(visit, page))
        @if let Some((field, what)) = &page.draft.error { (error_summary(visit, field, what)) }
        @if let Some(notice) = &page.notice { (self::notice(visit, notice)) }
        div.thread {
            div.talk {
                div data-poll={ "/admin/questions/" (question.id) "?part=1" } data-every="5" data-presence { (thread_parts(visit, signed_in, page)) }
                @if may_answer { (composers(visit, signed_in, page, beside)) }
            }
            (side(visit, signed_in, &page.thread, beside, &page.content, &page.draft))
        }
    };
    layout::page(visit, Some(signed_in), &title, &main)
}

/// Back to the list, and on in it.
fn ways(visit: &Visit, page: &ThreadPage) -> Markup {
    let question = &page.thread.question;
    let list = if question.state == State::Waiting {
        "/admin/inbox".to_owned()
    } else {
        format!("/admin/inbox?state={}", question.state.as_str())
    };
    html! {
        div.ways {
            p.back { a href=(list) data-key="u" { span aria-hidden="true" { "←" } (visit.say(Text::BackToInbox)) } }
            nav aria-label=(visit.say(Desk::Neighbours)) {
                a href={ "/admin/questions/" (question.id) "/previous" } rel="prev" data-key="[" { span aria-hidden="true" { "‹" } (visit.say(Desk::Previous)) }
                a href={ "/admin/questions/" (question.id) "/next" } rel="next" data-key="]" { (visit.say(Desk::Next)) span aria-hidden="true" { "›" } }
            }
        }
    }
}

/// What polling replaces: the head and the items.
pub(crate) fn thread_parts(visit: &Visit, signed_in: &SignedIn, page: &ThreadPage) -> Markup {
    let viewer = Viewer::new(visit, signed_in);
    let items = page.thread.messages.len() + page.thread.entries.len();
    html! {
        (head(visit, signed_in, page, viewer.may_answer))
        div id="items" data-seen=(page.thread.seen) data-items=(items) {
            (timeline(&viewer, &page.thread, page.draft.seen.as_ref()))
        }
    }
}

fn notice(visit: &Visit, notice: &Notice) -> Markup {
    html! {
        @match notice {
            Notice::Done(text) => div.notice.done role="status" { span aria-hidden="true" { "✓ " } (text) },
            Notice::Refused(title, text) => div.notice.refused role="alert" tabindex="-1" id="error-summary" {
                h2 { (visit.say(*title)) }
                p { (text) }
            },
        }
    }
}

fn head(visit: &Visit, signed_in: &SignedIn, page: &ThreadPage, may_answer: bool) -> Markup {
    let question = &page.thread.question;
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
            (facts(visit, page))
            (presence(visit, &page.others))
            @if may_answer { (actions(visit, signed_in, &page.thread)) }
            @if let Some(login) = other.filter(|_| question.state == State::Taken) {
                p.notice.quiet { (visit.fill(Text::TakenByOther, &[visit.names.of(login)])) }
            }
        }
    }
}

fn facts(visit: &Visit, page: &ThreadPage) -> Markup {
    let question = &page.thread.question;
    let remark = page.thread.follower.as_ref().and_then(|follower| follower.remark.as_deref());
    let topic = page.content.category(&question.category).map(|category| category.title.get(visit.language));
    html! {
        p.muted {
            (visit.fill(Text::Resident, &[question.follower.short()]))
            @if let Some(remark) = remark { " " b lang=[written_in(remark)] { (remark) } }
            " · "
            (visit.fill(Text::Asked, &[&domain::time::show(question.asked_at, visit.language)]))
            @if question.state.is_unanswered() { " · " (ago(visit, question.asked_at, Text::Waits)) }
            " · "
            (visit.with(question.assignee.as_ref()))
            @if let Some(topic) = topic { " · " span lang=[written_in(topic)] { (visit.fill(Desk::Filed, &[topic])) } }
        }
    }
}

/// Who else is here: who writes comes with a pencil.
fn presence(visit: &Visit, others: &[Present]) -> Markup {
    html! {
        @if !others.is_empty() {
            ul.presence aria-label=(visit.say(Desk::Present)) {
                @for other in others {
                    @let (tone, mark, text) = if other.writes { (Tone::Warn, "✎", Desk::Writes) } else { (Tone::Plain, "●", Desk::Views) };
                    li { (tag(tone, mark, &visit.fill(text, &[&other.name]))) }
                }
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
    let csrf = &signed_in.session.csrf;
    let form = |verb: &str, key: Option<&str>, text: Text| {
        html! {
            form method="post" action={ "/admin/questions/" (question.id) "/" (verb) } {
                input type="hidden" name="csrf" value=(csrf);
                button data-key=[key] { (visit.say(text)) }
            }
        }
    };
    html! {
        div.buttons {
            @if question.assignee.is_none() { (form("take", Some("a"), Text::TakeIt)) }
            @if mine { (form("release", None, Text::GiveBack)) }
            (form("end", Some("e"), Text::EndIt))
        }
    }
}

fn composers(visit: &Visit, signed_in: &SignedIn, page: &ThreadPage, beside: &Beside) -> Markup {
    let composer = Composer {
        visit,
        csrf: &signed_in.session.csrf,
        name: &signed_in.actor.name,
        idempotency_key: &page.idempotency_key,
        draft: &page.draft,
        canned: &beside.canned,
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
