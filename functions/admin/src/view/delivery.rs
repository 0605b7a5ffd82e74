//! What is known of an answer's way to the resident, in exactly those words, and what an officer can do about it.

use domain::{
    delivery::{Delivery, Parked, State},
    time::show_ahead,
};
use maud::{Markup, html};

use super::components::{Tone, button_form, segment, tag, time};
use crate::{
    text::{Desk, Text, advice},
    web::Visit,
};

/// State, reason and buttons, below the answer's bubble.
pub(super) fn delivery(visit: &Visit, csrf: &str, may_answer: bool, row: &Delivery) -> Markup {
    html! {
        div class={ "delivery " (row.state.as_str()) } {
            p {
                (state(visit, row))
                @if let Some(at) = row.done_at { " " (time(visit, at)) }
                @if row.may_repeat { " · " (visit.say(Text::MarkedRepeat)) }
                @if row.attempts > 1 { " · " (visit.fill(Text::Attempts, &[&row.attempts.to_string()])) }
            }
            @if let Some(why) = why(visit, row) { p { (why) } }
            @if may_answer { (buttons(visit, csrf, row)) }
        }
    }
}

pub(super) fn state(visit: &Visit, row: &Delivery) -> Markup {
    let accepted = row.outcome.as_ref().is_some_and(|outcome| outcome.code == Some(0));
    let (tone, mark, words) = match row.state {
        State::Delivered if accepted => (Tone::Ok, "✓", visit.say(Text::Delivered).to_owned()),
        State::Delivered => (Tone::Ok, "✓", visit.say(Text::DeliveredByHand).to_owned()),
        State::HandedOver => (Tone::Ok, "✓", visit.say(Text::HandedOver).to_owned()),
        State::Sending => (Tone::Info, "➤", visit.say(Text::Sending).to_owned()),
        State::Due if row.parked.is_some() => (Tone::Warn, "‖", visit.say(Text::NextContact).to_owned()),
        State::Due => match row.retry_at.filter(|at| *at > visit.now) {
            Some(at) => {
                (Tone::Info, "…", visit.fill(Text::RetryAt, &[&show_ahead(at, visit.now, visit.language)]))
            }
            None => (Tone::Info, "…", visit.say(Text::Queued).to_owned()),
        },
        State::Unknown => (Tone::Danger, "?", visit.say(Text::Unknown).to_owned()),
        State::Failed => (Tone::Danger, "✕", visit.say(Text::NotDelivered).to_owned()),
        State::Withdrawn => (Tone::Plain, "■", visit.say(Text::DeliveryWithdrawn).to_owned()),
    };
    tag(tone, mark, &words)
}

pub(super) fn why(visit: &Visit, row: &Delivery) -> Option<String> {
    let parked = row.parked.map(|parked| match parked {
        Parked::WindowClosed => Text::ParkedClosed,
        Parked::UsedUp => Text::ParkedUsedUp,
        Parked::Unfollowed => Text::ParkedUnfollowed,
        Parked::NotAllowed => Text::ParkedNotAllowed,
        Parked::EgressOff => Text::ParkedEgressOff,
    });
    let outcome = row.outcome.as_ref();
    match row.state {
        State::Due => parked.map(|text| visit.say(text).to_owned()),
        State::Unknown if !row.content.is_words() => Some(visit.say(Desk::PictureUnknown).to_owned()),
        State::Unknown => Some(visit.say(Text::UnknownHint).to_owned()),
        State::Failed => {
            let advice = outcome.map(|outcome| advice(outcome, visit.language))?;
            let code = outcome.and_then(|outcome| outcome.code);
            let code = code.map(|code| visit.fill(Text::PlatformCode, &[&code.to_string()]));
            Some(code.map_or(advice.clone(), |code| format!("{advice}（{code}）")))
        }
        _ => None,
    }
}

fn buttons(visit: &Visit, csrf: &str, row: &Delivery) -> Markup {
    let (resend, settle) = match row.state {
        State::Unknown => (Text::ResendMarked, Text::SettleDelivered),
        State::Failed => (Text::Resend, Text::SettleFailed),
        _ => return html! {},
    };
    let address =
        format!("/admin/deliveries/{}/{}", segment(row.follower.as_str()), segment(row.id.as_str()));
    html! {
        div.buttons {
            (button_form(&format!("{address}/settle"), csrf, "", visit.say(settle)))
            @if row.content.is_words() || row.state == State::Failed {
                (button_form(&format!("{address}/resend"), csrf, "", visit.say(resend)))
            }
        }
    }
}
