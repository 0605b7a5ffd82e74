//! What is stuck: each with why, what to do, and the buttons for it.

use app::{
    WayOut,
    jobs::{Task, Work},
    rows::{AccountAlarm, DeadJob, FailedFile},
    staff::SignedIn,
    stuck::{CallbackKind, Kept, Stuck as Found},
};
use domain::{
    delivery::{Delivery, State},
    staff::Permission,
    time::show,
};
use maud::{Markup, html};

use super::{
    bubble::words,
    components::{button_form, segment, time},
    delivery, layout,
};
use crate::{
    text::{Stuck, Text},
    web::Visit,
};

/// What each item of the page needs.
struct Desk<'a> {
    visit: &'a Visit,
    csrf: &'a str,
    may_act: bool,
}

impl Desk<'_> {
    fn say(&self, text: Stuck) -> &'static str {
        self.visit.say(text)
    }

    fn buttons(&self, buttons: &[(String, &str)]) -> Markup {
        html! {
            @if self.may_act {
                div.buttons { @for (action, label) in buttons { (button_form(action, self.csrf, "", label)) } }
            }
        }
    }
}

/// The page.
pub(crate) fn stuck(visit: &Visit, signed_in: &SignedIn, found: &Found, done: Option<Stuck>) -> Markup {
    let may_act = signed_in.actor.require(Permission::Operate).is_ok();
    let desk = Desk { visit, csrf: &signed_in.session.csrf, may_act };
    let main = html! {
        h1 { (visit.say(Stuck::Title)) }
        p.muted { (visit.say(Stuck::Intro)) }
        @if let Some(done) = done { div.notice.done role="status" { span aria-hidden="true" { "✓ " } (visit.say(done)) } }
        @if !may_act && !found.is_empty() { p.notice.quiet { (visit.say(Stuck::OnlyReading)) } }
        @if found.is_empty() {
            div.empty.card {
                p.mark aria-hidden="true" { "✓" }
                h2 { (visit.say(Stuck::Nothing)) }
                p { (visit.say(Stuck::NothingHint)) }
            }
        }
        (account(&desk, found))
        @if !found.deliveries.is_empty() {
            (section(&desk, "deliveries", Stuck::Deliveries, None, &html! {
                @for row in &found.deliveries { (delivery_item(&desk, row)) }
                @if found.more_deliveries { li.muted { (visit.say(Stuck::MoreDeliveries)) } }
            }))
        }
        @if !found.jobs.is_empty() {
            (section(&desk, "jobs", Stuck::Jobs, None, &html! { @for job in &found.jobs { (job_item(&desk, job)) } }))
        }
        @if !found.files.is_empty() {
            (section(&desk, "files", Stuck::Files, None, &html! { @for file in &found.files { (file_item(&desk, file)) } }))
        }
        @if !found.unreadable.is_empty() {
            (section(&desk, "unreadable", Stuck::Unreadable, Some(Stuck::UnreadableDo),
                &html! { @for kept in &found.unreadable { (callback_item(&desk, kept)) } }))
        }
        @if !found.events.is_empty() {
            (section(&desk, "events", Stuck::Events, Some(Stuck::EventsDo),
                &html! { @for kept in &found.events { (callback_item(&desk, kept)) } }))
        }
    };
    layout::page(visit, Some(signed_in), visit.say(Stuck::Title), &main)
}

fn section(desk: &Desk<'_>, id: &str, title: Stuck, hint: Option<Stuck>, items: &Markup) -> Markup {
    html! {
        section.stuck aria-labelledby=(id) {
            h2 id=(id) { (desk.say(title)) }
            @if let Some(hint) = hint { p.muted { (desk.say(hint)) } }
            ul.cards { (items) }
        }
    }
}

/// What is wrong with the account, and what waits for it.
fn account(desk: &Desk<'_>, found: &Found) -> Markup {
    let silent = match found.way_out {
        WayOut::CourierSilent(last) => Some(last),
        WayOut::Open | WayOut::Off => None,
    };
    if silent.is_none() && found.alarms.is_empty() && found.held_back == 0 {
        return html! {};
    }
    let held = found.held_back.to_string();
    section(
        desk,
        "account",
        Stuck::Account,
        None,
        &html! {
            @if let Some(last) = silent {
                li.card {
                    h3 { (desk.say(Stuck::CourierSilent)) }
                    p { (match last {
                        Some(at) => desk.visit.fill(Stuck::CourierSilentSince, &[&show(at, desk.visit.language)]),
                        None => desk.say(Stuck::CourierNever).to_owned(),
                    }) }
                }
            }
            @for alarm in &found.alarms { (alarm_item(desk, alarm)) }
            @if found.held_back > 0 {
                li.card {
                    h3 { (desk.visit.fill(Stuck::HeldBack, &[&held])) }
                    p { (desk.say(Stuck::HeldBackDo)) }
                    (desk.buttons(&[("/admin/stuck/release".to_owned(), desk.say(Stuck::Release))]))
                }
            }
        },
    )
}

fn alarm_item(desk: &Desk<'_>, alarm: &AccountAlarm) -> Markup {
    let (title, advice) = match alarm.kind.as_str() {
        "quota" => (Stuck::Quota, Some(Stuck::QuotaDo)),
        "configuration" => (Stuck::Configuration, Some(Stuck::ConfigurationDo)),
        "credentials" => (Stuck::Credentials, Some(Stuck::CredentialsDo)),
        "courier_token" => (Stuck::CourierToken, Some(Stuck::CourierTokenDo)),
        _ => (Stuck::OtherAlarm, None),
    };
    html! {
        li.card {
            h3 { (desk.say(title)) }
            @if let Some(advice) = advice { p { (desk.say(advice)) } }
            p.muted {
                (desk.visit.fill(Stuck::LastAt, &[&show(alarm.at, desk.visit.language)])) " · "
                span lang="en" { (alarm.reason) }
            }
        }
    }
}

fn delivery_item(desk: &Desk<'_>, row: &Delivery) -> Markup {
    let address =
        format!("/admin/stuck/deliveries/{}/{}", segment(row.follower.as_str()), segment(row.id.as_str()));
    let (resend, settle) = match row.state {
        State::Unknown => (Text::ResendMarked, Text::SettleDelivered),
        _ => (Text::Resend, Text::SettleFailed),
    };
    let buttons = [
        (format!("{address}/settle"), desk.visit.say(settle)),
        (format!("{address}/resend"), desk.visit.say(resend)),
    ];
    html! {
        li.card {
            h3 { (desk.visit.fill(Stuck::Delivery, &[row.follower.short()])) " " (time(desk.visit, row.created_at)) }
            p { (delivery::state(desk.visit, row)) @if let Some(why) = delivery::why(desk.visit, row) { " " (why) } }
            (words(row.content.text()))
            @if let Some(question) = &row.question {
                p { a.button href={ "/admin/questions/" (question) } { (desk.say(Stuck::OfQuestion)) } }
            }
            (desk.buttons(&buttons))
        }
    }
}

fn job_item(desk: &Desk<'_>, job: &DeadJob) -> Markup {
    let task = job.task();
    let name = match &task {
        Some(Task::Job(job)) => match job.work {
            Work::Attachment { .. } => Stuck::JobAttachment,
            Work::Profile { .. } => Stuck::JobProfile,
            Work::DeliveriesDue { .. } => Stuck::JobDeliveriesDue,
            Work::Unfollowed { .. } => Stuck::JobUnfollowed,
            Work::Erase { .. } => Stuck::JobErase,
            Work::Menu => Stuck::JobMenu,
            Work::AlertsDue | Work::Alert { .. } | Work::AlertTest { .. } => Stuck::JobAlert,
            Work::Similar { .. } => Stuck::JobSimilar,
            Work::GroupAnswer { .. } => Stuck::JobGroupAnswer,
            Work::OfferWaits { .. } => Stuck::JobOfferWaits,
            Work::KnownOutcome { .. } => Stuck::JobKnownOutcome,
            Work::Groups => Stuck::JobGroups,
        },
        Some(Task::Callback(_)) => Stuck::JobCallback,
        None => Stuck::JobUnknown,
    };
    let address = format!("/admin/stuck/jobs/{}/{}", job.at.as_millisecond(), segment(&job.id));
    let (advice, button) = match task {
        Some(_) => (Stuck::JobDo, (format!("{address}/rerun"), desk.say(Stuck::Rerun))),
        None => (Stuck::JobUnknownDo, (format!("{address}/forget"), desk.say(Stuck::Remove))),
    };
    html! {
        li.card {
            h3 { (desk.say(name)) " " (time(desk.visit, job.at)) }
            (reason(desk, &job.why))
            p { (desk.say(advice)) }
            (desk.buttons(&[button]))
        }
    }
}

/// A technical reason, which is in English.
fn reason(desk: &Desk<'_>, why: &str) -> Markup {
    html! { p { (desk.say(Stuck::Why)) " " span lang="en" { (why) } } }
}

fn file_item(desk: &Desk<'_>, file: &FailedFile) -> Markup {
    let address =
        format!("/admin/stuck/files/{}/{}", segment(file.follower.as_str()), segment(file.message.as_str()));
    let buttons = [
        (format!("{address}/forget"), desk.say(Stuck::LetBe)),
        (format!("{address}/fetch"), desk.say(Stuck::FetchAgain)),
    ];
    html! {
        li.card {
            h3 { (desk.visit.fill(Text::Resident, &[file.follower.short()])) " " (time(desk.visit, file.at)) }
            (reason(desk, &file.why))
            p { (desk.visit.fill(Stuck::FilesDo, &[&show(file.until, desk.visit.language)])) }
            @if let Some(question) = &file.question {
                p { a.button href={ "/admin/questions/" (question) } { (desk.say(Stuck::OfQuestion)) } }
            }
            (desk.buttons(&buttons))
        }
    }
}

fn address(kept: &Kept) -> String {
    format!("/admin/stuck/callbacks/{}/{}", kept.kind.as_str(), segment(&kept.id))
}

fn callback_item(desk: &Desk<'_>, kept: &Kept) -> Markup {
    html! {
        li.card {
            h3 { span lang="en" { (kept.callback.about) } " " (time(desk.visit, kept.callback.received_at)) }
            @if desk.may_act { p { a.button href=(address(kept)) { (desk.say(Stuck::LookAt)) } } }
            (desk.buttons(&[(format!("{}/dismiss", address(kept)), desk.say(Stuck::Dismiss))]))
        }
    }
}

/// One callback as it came.
pub(crate) fn stuck_callback(visit: &Visit, signed_in: &SignedIn, kept: &Kept) -> Markup {
    let hint = match kept.kind {
        CallbackKind::Unreadable => Stuck::UnreadableDo,
        CallbackKind::Event => Stuck::EventsDo,
    };
    let title = visit.say(Stuck::RawTitle);
    let main = html! {
        p.back { a href="/admin/stuck" { span aria-hidden="true" { "←" } (visit.say(Stuck::Back)) } }
        h1 { (title) }
        p.muted { (visit.say(hint)) }
        div.card {
            h2 { span lang="en" { (kept.callback.about) } " " (time(visit, kept.callback.received_at)) }
            pre.raw tabindex="0" lang="zh-CN" { (kept.callback.raw) }
            (button_form(&format!("{}/dismiss", address(kept)), &signed_in.session.csrf, "", visit.say(Stuck::Dismiss)))
        }
    };
    layout::page(visit, Some(signed_in), title, &main)
}
