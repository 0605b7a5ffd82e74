//! Alert channels: a form for each, and one for when and what.

use app::{
    alerts::{AlertSettings, Channel, Tested},
    ports::MailSecurity,
    staff::SignedIn,
};
use domain::alert::Kind;
use maud::{Markup, html};

use super::{super::layout, back};
use crate::{
    text::{Alarm, Text, Words},
    view::components::{Tone, button_form, error_summary, field_error, tag},
    web::{Posted, Visit},
};

/// What the page shows.
pub(crate) struct AlertsPage<'a> {
    pub(crate) settings: &'a AlertSettings,
    /// The last test of each channel.
    pub(crate) tested: &'a [Tested],
    /// What was typed and not accepted: the form's name, its fields, which field, why.
    pub(crate) refused: Option<(&'a str, &'a Posted, &'a str, String)>,
    pub(crate) done: Option<Alarm>,
}

/// The page.
pub(crate) fn alerts(visit: &Visit, signed_in: &SignedIn, page: &AlertsPage<'_>) -> Markup {
    let words = visit.say(Alarm::Title);
    let title = match page.refused {
        Some(_) => format!("{}{words}", visit.say(Text::ErrorPrefix)),
        None => words.to_owned(),
    };
    let csrf = signed_in.session.csrf.as_str();
    let forms = Forms { visit, page, csrf };
    let main = html! {
        (back(visit))
        h1 { (words) }
        @if let Some((_, _, field, why)) = &page.refused { (error_summary(visit, field, why)) }
        @if let Some(done) = page.done { div.notice.done role="status" { span aria-hidden="true" { "✓ " } (visit.say(done)) } }
        p.muted { (visit.say(Alarm::Intro)) }
        @if page.settings.channels().is_empty() { div.notice.quiet { (visit.say(Alarm::NoChannel)) } }
        @if !page.settings.origin.is_empty() { p.muted { (visit.fill(Alarm::Links, &[&page.settings.origin])) } }
        div.facts.forms { (forms.robot()) (forms.mail()) (forms.when()) }
    };
    layout::page(visit, Some(signed_in), &title, &main)
}

struct Forms<'a> {
    visit: &'a Visit,
    page: &'a AlertsPage<'a>,
    csrf: &'a str,
}

impl Forms<'_> {
    /// What stands in a field: what was typed, else what is set.
    fn value(&self, form: &str, name: &str, set: String) -> String {
        match &self.page.refused {
            Some((refused, posted, ..)) if *refused == form => posted.field(name).to_owned(),
            _ => set,
        }
    }

    fn error(&self, form: &str, name: &str) -> Option<&str> {
        let refused = self.page.refused.as_ref()?;
        (refused.0 == form && refused.2 == name).then_some(refused.3.as_str())
    }

    fn field(
        &self,
        form: &str,
        name: &str,
        label: impl Words,
        set: String,
        hint: Option<String>,
        kind: &str,
    ) -> Markup {
        let error = self.error(form, name);
        let described = match (error, &hint) {
            (Some(_), _) => Some(format!("{name}-error")),
            (None, Some(_)) => Some(format!("{name}-hint")),
            (None, None) => None,
        };
        let value = if kind == "password" { String::new() } else { self.value(form, name, set) };
        html! {
            div.field.wrong[error.is_some()] {
                label for=(name) { (self.visit.say(label)) }
                @if let Some(hint) = &hint { p.muted id={ (name) "-hint" } { (hint) } }
                @if let Some(error) = error { (field_error(self.visit, name, error)) }
                input id=(name) name=(name) type=(kind) value=(value) autocomplete="off" spellcheck="false" aria-describedby=[described];
            }
        }
    }

    fn robot(&self) -> Markup {
        let (visit, robot) = (self.visit, self.page.settings.robot.as_ref());
        let kept = robot.map(|robot| visit.fill(Alarm::AddressKept, &[&robot.ends]));
        let mentions = robot.map(|robot| robot.mentions.join(", ")).unwrap_or_default();
        html! {
            section.card aria-labelledby="robot" {
                h2 id="robot" { (visit.say(Alarm::RobotTitle)) " " (self.is_set(robot.is_some())) }
                p.muted { (visit.say(Alarm::RobotHint)) }
                form method="post" action="/admin/settings/alerts/robot" novalidate {
                    input type="hidden" name="csrf" value=(self.csrf);
                    (self.field("robot", "address", Alarm::Address, String::new(), kept, "text"))
                    (self.field("robot", "mentions", Alarm::Mentions, mentions, None, "text"))
                    button.primary { (visit.say(Alarm::SaveRobot)) }
                }
                @if robot.is_some() { (self.trial(Channel::Robot)) }
            }
        }
    }

    fn mail(&self) -> Markup {
        let (visit, mail) = (self.visit, self.page.settings.mail.as_ref());
        let of = |get: fn(&app::alerts::Mail) -> String| mail.map(get).unwrap_or_default();
        let kept =
            mail.and_then(|mail| mail.password.as_ref()).map(|_| visit.say(Alarm::PasswordKept).to_owned());
        let port = mail.map_or(465, |mail| mail.port).to_string();
        html! {
            section.card aria-labelledby="mail" {
                h2 id="mail" { (visit.say(Alarm::MailTitle)) " " (self.is_set(mail.is_some())) }
                p.muted { (visit.say(Alarm::MailHint)) }
                form method="post" action="/admin/settings/alerts/mail" novalidate {
                    input type="hidden" name="csrf" value=(self.csrf);
                    (self.field("mail", "host", Alarm::Host, of(|mail| mail.host.clone()), None, "text"))
                    (self.field("mail", "port", Alarm::Port, port, None, "text"))
                    (self.security(mail.map_or(MailSecurity::Tls, |mail| mail.security)))
                    (self.field("mail", "user", Alarm::User, of(|mail| mail.user.clone()), None, "text"))
                    (self.field("mail", "password", Alarm::Password, String::new(), kept, "password"))
                    (self.field("mail", "from", Alarm::From, of(|mail| mail.from.clone()), None, "text"))
                    (self.field("mail", "to", Alarm::To, of(|mail| mail.to.join(", ")), None, "text"))
                    button.primary { (visit.say(Alarm::SaveMail)) }
                }
                @if mail.is_some() { (self.trial(Channel::Mail)) }
            }
        }
    }

    fn security(&self, set: MailSecurity) -> Markup {
        let chosen = self.value("mail", "security", security_word(set).to_owned());
        let error = self.error("mail", "security");
        html! {
            div.field.wrong[error.is_some()] {
                label for="security" { (self.visit.say(Alarm::Security)) }
                @if let Some(error) = error { (field_error(self.visit, "security", error)) }
                select id="security" name="security" aria-describedby=[error.map(|_| "security-error")] {
                    @for (word, text) in [("tls", Alarm::Tls), ("start_tls", Alarm::StartTls), ("none", Alarm::NoTls)] {
                        option value=(word) selected[word == chosen] { (self.visit.say(text)) }
                    }
                }
            }
        }
    }

    fn when(&self) -> Markup {
        let (visit, settings) = (self.visit, self.page.settings);
        let time = |time: jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
        let from = settings.quiet.map(|quiet| time(quiet.from)).unwrap_or_default();
        let to = settings.quiet.map(|quiet| time(quiet.to)).unwrap_or_default();
        let is_on = |kind: Kind| match &self.page.refused {
            Some(("when", posted, ..)) => posted.field(kind.as_str()) == "on",
            _ => settings.kinds.contains(&kind),
        };
        html! {
            section.card aria-labelledby="when" {
                h2 id="when" { (visit.say(Alarm::WhenTitle)) }
                form method="post" action="/admin/settings/alerts/when" novalidate {
                    input type="hidden" name="csrf" value=(self.csrf);
                    fieldset {
                        legend { (visit.say(Alarm::Kinds)) }
                        @for kind in Kind::ALL {
                            label.check for=(kind.as_str()) {
                                input type="checkbox" id=(kind.as_str()) name=(kind.as_str()) value="on" checked[is_on(kind)];
                                span { (visit.say(kind_text(kind))) }
                            }
                        }
                    }
                    p.muted { (visit.say(Alarm::QuietHint)) }
                    (self.field("when", "quiet_from", Alarm::QuietFrom, from, None, "text"))
                    (self.field("when", "quiet_to", Alarm::QuietTo, to, None, "text"))
                    button.primary { (visit.say(Alarm::SaveWhen)) }
                }
            }
        }
    }

    fn is_set(&self, set: bool) -> Markup {
        if set {
            tag(Tone::Ok, "✓", self.visit.say(Alarm::IsSet))
        } else {
            tag(Tone::Plain, "", self.visit.say(Alarm::NotSet))
        }
    }

    /// What the last test said, and the buttons.
    fn trial(&self, channel: Channel) -> Markup {
        let (visit, word) = (self.visit, channel.as_str());
        let tested = self.page.tested.iter().find(|tested| tested.channel == channel);
        html! {
            div.trial {
                @match tested {
                    None => p.muted { (visit.say(Alarm::NeverTested)) },
                    Some(tested) => (outcome(visit, tested)),
                }
                div.buttons {
                    (button_form(&format!("/admin/settings/alerts/{word}/test"), self.csrf, "button", visit.say(Alarm::Test)))
                    (button_form(&format!("/admin/settings/alerts/{word}/forget"), self.csrf, "quiet", visit.say(Alarm::Forget)))
                }
            }
        }
    }
}

fn outcome(visit: &Visit, tested: &Tested) -> Markup {
    let at = domain::time::show(tested.at, visit.language);
    match &tested.outcome {
        None => html! { p { (visit.fill(Alarm::OnItsWay, &[&at])) } },
        Some(Ok(said)) => {
            html! { p { (tag(Tone::Ok, "✓", &visit.fill(Alarm::TestFine, &[&at]))) " " span lang="en" { (said) } } }
        }
        Some(Err(why)) => {
            html! { p { (tag(Tone::Danger, "▲", &visit.fill(Alarm::TestFailed, &[&at]))) " " span lang="en" { (why) } } }
        }
    }
}

/// The word of a form and of the API.
pub(crate) const fn security_word(security: MailSecurity) -> &'static str {
    match security {
        MailSecurity::Tls => "tls",
        MailSecurity::StartTls => "start_tls",
        MailSecurity::None => "none",
    }
}

const fn kind_text(kind: Kind) -> Alarm {
    match kind {
        Kind::NewQuestion => Alarm::NewQuestion,
        Kind::Emergency => Alarm::Emergency,
        Kind::PromiseNear => Alarm::PromiseNear,
        Kind::PromiseBroken => Alarm::PromiseBroken,
        Kind::WindowClosing => Alarm::WindowClosing,
        Kind::ContentStale => Alarm::ContentStale,
        Kind::Stuck => Alarm::Stuck,
        Kind::HotTopic => Alarm::HotTopic,
    }
}
