//! Before a dangerous act: prove again who you are. The form carries what was asked for, so that nothing is lost.

use app::staff::SignedIn;
use axum::http::{Method, Uri};
use maud::{Markup, html};

use super::{
    super::{
        components::{error_summary, field_error},
        layout,
    },
    titled,
};
use crate::{
    text::People,
    web::{Posted, Visit},
};

/// What was asked for: a form with its fields, or a page.
#[derive(Clone, Debug)]
pub(crate) struct Again {
    action: String,
    fields: Vec<(String, String)>,
}

impl Again {
    /// Of a request below `/admin`.
    pub(crate) fn of(method: &Method, uri: &Uri, visit: &Visit, posted: &Posted) -> Self {
        if *method != Method::POST {
            let next = ("next".to_owned(), visit.address.clone());
            return Self { action: "/admin/step-up".to_owned(), fields: vec![next] };
        }
        let fields = posted.0.iter().filter(|(name, _)| *name != "csrf");
        Self {
            action: format!("/admin{}", uri.path()),
            fields: fields.map(|(name, value)| (name.clone(), value.clone())).collect(),
        }
    }
}

/// The page.
pub(crate) fn step_up(visit: &Visit, signed_in: &SignedIn, again: &Again, error: Option<&str>) -> Markup {
    let words = visit.say(People::StepUp);
    let main = html! {
        div.narrow.card {
            h1 { (words) }
            @if let Some(error) = error { (error_summary(visit, "step_up", error)) }
            p { (visit.say(People::StepUpText)) }
            form method="post" action=(again.action) novalidate {
                input type="hidden" name="csrf" value=(signed_in.session.csrf);
                @for (name, value) in &again.fields { input type="hidden" name=(name) value=(value); }
                div.field.wrong[error.is_some()] {
                    label for="step_up" { (visit.say(People::StepUpField)) }
                    @if let Some(error) = error { (field_error(visit, "step_up", error)) }
                    input id="step_up" name="step_up" type="password" autocomplete="current-password"
                        aria-describedby=[error.map(|_| "step_up-error")];
                }
                button.primary { (visit.say(People::Confirm)) }
            }
        }
    };
    layout::page(visit, Some(signed_in), &titled(visit, words, error.is_some()), &main)
}
