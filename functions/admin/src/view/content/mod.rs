//! S4: the content's pages.

mod board;
mod diff;
mod fields;
mod hours;
mod known;
mod preview;
mod review;
mod rules;
mod texts;
mod topic;
mod versions;

pub(crate) use board::board;
pub(crate) use fields::Form;
pub(crate) use hours::{days_off, hours};
pub(crate) use known::{KnownList, known, known_list};
pub(crate) use preview::preview;
pub(crate) use review::{Refused, review};
pub(crate) use rules::{Trial, rule, rules};
pub(crate) use texts::{account, emergency};
pub(crate) use topic::{TopicPage, moving, removing, topic, usual_box};
pub(crate) use versions::{version, versions};

use app::staff::SignedIn;
use domain::language::Language;
use maud::{Markup, html};

use super::{components::error_summary, layout};
use crate::{
    text::{Content, Text},
    web::Visit,
};

/// A page below the board: the way back, what was done, what is wrong, the title.
fn page(
    visit: &Visit,
    signed_in: &SignedIn,
    title: &str,
    form: Option<&Form>,
    done: Option<&str>,
    body: &Markup,
) -> Markup {
    let error = form.and_then(|form| form.error.as_ref());
    let wrong = error.is_some() || form.is_some_and(|form| form.conflict.is_some());
    let in_tab = if wrong { format!("{}{title}", visit.say(Text::ErrorPrefix)) } else { title.to_owned() };
    let main = html! {
        div.content {
            p.back { a href="/admin/content" { span aria-hidden="true" { "←" } (visit.say(Content::Back)) } }
            @if let Some((field, what)) = error { (error_summary(visit, field, what)) }
            @if let Some(done) = done { (did(done)) }
            h1 { (title) }
            (body)
        }
    };
    layout::page(visit, Some(signed_in), &in_tab, &main)
}

/// What has just been done.
fn did(words: &str) -> Markup {
    html! { div.notice.done role="status" { span aria-hidden="true" { "✓ " } (words) } }
}

/// What people wrote, marked with its language, which need not be the page's.
fn theirs(text: &str) -> Markup {
    let language = Language::of_text(text).map(|language| language.pick("zh-CN", "en"));
    html! { span lang=[language] { (text) } }
}
