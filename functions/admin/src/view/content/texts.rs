//! Greetings and promise; words of danger.

use app::staff::SignedIn;
use domain::content::check::MAX_TEXT_BYTES;
use maud::{Markup, html};

use super::{
    fields::{Field, Form, area, conflict, counted, hidden, line, save},
    page,
};
use crate::{text::Content, web::Visit};

/// Greetings and promise.
pub(crate) fn account(visit: &Visit, signed_in: &SignedIn, form: &Form, done: Option<&str>) -> Markup {
    let fields = [
        Field::new("name.zh", Content::NameZh),
        Field::new("name.en", Content::NameEn),
        Field::new("greeting.zh", Content::GreetingZh).hint(Content::GreetingHint),
        Field::new("greeting.en", Content::GreetingEn),
        Field::new("welcome_back.zh", Content::WelcomeZh),
        Field::new("welcome_back.en", Content::WelcomeEn),
        Field::new("hours.zh", Content::HoursZh),
        Field::new("hours.en", Content::HoursEn),
    ];
    let body = html! {
        (conflict(visit, form))
        form.wide method="post" action="/admin/content/account" novalidate {
            (hidden(&signed_in.session.csrf, form))
            @for field in &fields { (area(visit, form, field, 2)) }
            (line(visit, form, &Field::new("promise_minutes", Content::PromiseMinutes)))
            (save(visit, form))
        }
    };
    page(visit, signed_in, visit.say(Content::SectionAccount), Some(form), done, &body)
}

/// Words of danger.
pub(crate) fn emergency(visit: &Visit, signed_in: &SignedIn, form: &Form, done: Option<&str>) -> Markup {
    let body = html! {
        (conflict(visit, form))
        p.lead { (visit.say(Content::EmergencyLead)) }
        form.wide method="post" action="/admin/content/emergency" novalidate {
            (hidden(&signed_in.session.csrf, form))
            (area(visit, form, &Field::new("words", Content::EmergencyWords), 10))
            (counted(visit, form, &Field::new("reply.zh", Content::ReplyZh), 4, MAX_TEXT_BYTES))
            (counted(visit, form, &Field::new("reply.en", Content::ReplyEn), 4, MAX_TEXT_BYTES))
            (save(visit, form))
        }
    };
    page(visit, signed_in, visit.say(Content::SectionEmergency), Some(form), done, &body)
}
