//! Small parts that every page is made of.

use domain::{language::Language, question::State};
use jiff::Timestamp;
use maud::{Markup, html};

use crate::{
    text::{Text, span},
    web::Visit,
};

/// The colours of a tag; its words say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Danger,
    Warn,
    Ok,
    Info,
    Plain,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Danger => "tag danger",
            Self::Warn => "tag warn",
            Self::Ok => "tag ok",
            Self::Info => "tag info",
            Self::Plain => "tag",
        }
    }
}

/// A short statement of fact, never clickable. The mark is decoration.
pub(crate) fn tag(tone: Tone, mark: &str, words: &str) -> Markup {
    html! {
        span class=(tone.class()) {
            @if !mark.is_empty() { span aria-hidden="true" { (mark) " " } }
            (words)
        }
    }
}

/// The word of a question's state.
pub(crate) const fn state_text(state: State) -> Text {
    match state {
        State::Waiting => Text::Waiting,
        State::Taken => Text::Taken,
        State::Answered => Text::Answered,
        State::Ended => Text::Ended,
        State::Withdrawn => Text::Withdrawn,
    }
}

/// A question's state as a tag.
pub(crate) fn state_tag(visit: &Visit, state: State) -> Markup {
    let (tone, mark) = match state {
        State::Waiting => (Tone::Warn, "●"),
        State::Taken => (Tone::Info, "◐"),
        State::Answered => (Tone::Ok, "✓"),
        State::Ended | State::Withdrawn => (Tone::Plain, "■"),
    };
    tag(tone, mark, visit.say(state_text(state)))
}

/// Marks who is to be answered in English.
pub(crate) fn language_tag(visit: &Visit, language: Language) -> Markup {
    html! {
        @if language == Language::English {
            span.tag.info title=(visit.say(Text::EnglishLong)) { (visit.say(Text::EnglishTag)) }
        }
    }
}

/// How a promise stands: quiet while there is time, then a warning, then a breach.
pub(crate) fn promise_tag(visit: &Visit, promised_at: Option<Timestamp>) -> Markup {
    let Some(at) = promised_at else { return html! {} };
    let left = at.duration_since(visit.now).as_secs();
    let length = span(left.abs(), visit.language);
    if left < 0 {
        tag(Tone::Danger, "▲", &visit.fill(Text::Overdue, &[&length]))
    } else if left <= 3600 {
        tag(Tone::Warn, "◔", &visit.fill(Text::DueSoon, &[&length]))
    } else {
        let when = domain::time::show_ahead(at, visit.now, visit.language);
        html! { span.muted { (visit.fill(Text::Promised, &[&when])) } }
    }
}

/// A moment, as a wall clock in Beijing shows it.
pub(crate) fn time(visit: &Visit, at: Timestamp) -> Markup {
    html! { time datetime=(at.to_string()) { (domain::time::show(at, visit.language)) } }
}

/// How long ago; scripts keep it true (`data-ago`).
pub(crate) fn ago(visit: &Visit, at: Timestamp, text: Text) -> Markup {
    let length = span(visit.now.duration_since(at).as_secs(), visit.language);
    html! {
        time datetime=(at.to_string()) data-ago=(visit.say(text)) title=(domain::time::show(at, visit.language)) {
            (visit.fill(text, &[&length]))
        }
    }
}

/// What is wrong with a form, at the top of its page: each item leads to its field.
pub(crate) fn error_summary(visit: &Visit, field: &str, what: &str) -> Markup {
    html! {
        div.error-summary role="alert" tabindex="-1" id="error-summary" {
            h2 { (visit.say(Text::MustMend)) }
            ul { li { a href={ "#" (field) } { (what) } } }
        }
    }
}

/// The same words at the field.
pub(crate) fn field_error(visit: &Visit, field: &str, what: &str) -> Markup {
    html! {
        p.field-error id={ (field) "-error" } {
            span.hidden { (visit.say(Text::ErrorPrefix)) }
            (what)
        }
    }
}

/// A form that is one button.
pub(crate) fn button_form(action: &str, csrf: &str, class: &str, label: &str) -> Markup {
    html! {
        form method="post" action=(action) {
            input type="hidden" name="csrf" value=(csrf);
            button class=(class) { (label) }
        }
    }
}

/// A path segment: everything but letters and digits encoded.
pub(crate) fn segment(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
