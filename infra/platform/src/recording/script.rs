//! Writes a recording as a `.chat` file.

use std::collections::HashSet;

use super::numbers::Numbers;
use super::quote::{duration, has_variable, is_bare, moment, quoted};
use super::{Event, Heard, Noted, Recording, telling};
use crate::act::words::Written;
use crate::clock::beijing;
use crate::hooks::{Deed, OfficerAct};
use crate::state::faults::Fault;
use crate::state::persona::Standing;

/// A step that came so much later than the clock of a replay shows sets that clock; so does a new minute, because
/// texts tell minutes.
const DRIFT_MS: i64 = 20_000;
const MINUTE_MS: i64 = 60_000;

/// The whole file.
pub(super) fn write(recording: &Recording) -> String {
    let mut script = Script::begin(recording);
    for (index, noted) in recording.events.iter().enumerate() {
        script.event(noted, &recording.events[index + 1..]);
    }
    script.text
}

struct Script<'a> {
    recording: &'a Recording,
    text: String,
    /// What a replay's clock shows here, about.
    clock_ms: i64,
    numbers: Numbers,
    acted: HashSet<&'a str>,
    /// Residents whose last act could not be written: their replies can't come.
    mute: HashSet<&'a str>,
    /// Answers to questions of before the recording.
    untold: Vec<&'a str>,
}

impl<'a> Script<'a> {
    fn begin(recording: &'a Recording) -> Self {
        let began_ms = recording.began_ms.div_euclid(1_000) * 1_000;
        let day = beijing(began_ms);
        let mut script = Script {
            recording,
            text: String::new(),
            clock_ms: began_ms,
            numbers: Numbers::default(),
            acted: HashSet::new(),
            mute: HashSet::new(),
            untold: Vec::new(),
        };
        script.comment(&format!("录制 {} {} Recording", &day[..10], &day[11..16]));
        script.comment(
            "由模拟器录下，可以直接重放；把要听到的话改成您关心的。 \
             Made by the simulator, plays as it is; change what is expected to what matters to you.",
        );
        script.line(&format!("reset empty at {}", moment(began_ms)));
        for fault in &recording.faults {
            script.line(&fault_line(fault));
        }
        script
    }

    fn event(&mut self, noted: &'a Noted, later: &[Noted]) {
        match &noted.event {
            Event::Heard(heard) => self.heard(heard),
            Event::Act { persona, written } => {
                self.paragraph(noted.at_ms);
                self.act(persona, written, is_answered_by_nothing(persona, written, later));
            }
            Event::Officer(act) => {
                self.paragraph(noted.at_ms);
                self.officer(act);
            }
            Event::Clock { by_ms, to_ms } => {
                self.paragraph(noted.at_ms);
                self.clock(*by_ms, *to_ms);
            }
            Event::Faults(faults) => {
                self.paragraph(noted.at_ms);
                faults.iter().for_each(|fault| self.line(&fault_line(fault)));
            }
            Event::FaultsCleared => {
                self.paragraph(noted.at_ms);
                self.line("fault clear");
            }
        }
    }

    fn act(&mut self, persona: &'a str, written: &Written, silent: bool) {
        let name = speaker(persona);
        if self.acted.insert(persona) {
            self.introduce(persona, &name);
        }
        let Some(words) = &written.words else {
            self.mute.insert(persona);
            self.comment(&format!("{name}：这一步剧本里写不出来 this act can't be written"));
            return;
        };
        self.mute.remove(persona);
        if let Some(lost) = written.lost {
            self.comment(lost);
        }
        self.line(&format!("{name}> {}", self.numbers.named(words)));
        if silent {
            self.line(&format!("{name}< nothing"));
        }
    }

    /// Somebody whom the account knew before the recording.
    fn introduce(&mut self, persona: &str, name: &str) {
        let Some(standing) = self.recording.met.get(persona) else { return };
        self.comment(&format!(
            "{name} 在录制前已来过，此前的对话不在这里。 {name} was here before; what was said then is left out."
        ));
        self.line(&format!("{name}> follow"));
        if *standing == Standing::Left {
            self.line(&format!("{name}> unfollow"));
        }
    }

    fn heard(&mut self, heard: &'a Heard) {
        let name = speaker(&heard.persona);
        let untold = self.untold.iter().any(|words| heard.text.contains(words));
        let unasked = heard.via == "custom" && !self.recording.officers_told;
        if unasked {
            self.comment(
                "账号主动发来消息：补上是谁答复的，再去掉下一行的 #。 \
                 The account wrote by itself: add who answered and uncomment. officer zhang> on {q} reply \"…\"",
            );
        }
        if untold || unasked || (self.mute.contains(heard.persona.as_str()) && heard.via != "custom") {
            let conditions = telling::conditions(heard, &mut self.numbers.clone());
            self.comment(&format!("{name}< {conditions}"));
        } else {
            let conditions = telling::conditions(heard, &mut self.numbers);
            self.line(&format!("{name}< {conditions}"));
        }
    }

    fn officer(&mut self, act: &'a OfficerAct) {
        let (verb, words) = match &act.deed {
            Deed::Take => ("take", None),
            Deed::Release => ("release", None),
            Deed::Reply(words) => ("reply", Some(words)),
            Deed::Note(words) => ("note", Some(words)),
            Deed::End => ("end", None),
            Deed::Resend => ("resend", None),
            Deed::Settle => ("settle", None),
        };
        let deed = words.map_or(verb.to_owned(), |words| format!("{verb} {}", quoted(words)));
        let number = self.numbers.name(&act.question);
        if let Some(name) = number.filter(|_| !has_variable(&deed)) {
            self.line(&format!("officer {}> on {{{name}}} {}", act.login, self.numbers.named(&deed)));
            return;
        }
        self.comment(
            "录制前的提问，或剧本里写不出来 about a question of before the recording, or can't be written:",
        );
        self.comment(&format!("officer {}> on {} {deed}", act.login, act.question));
        if let Deed::Reply(words) = &act.deed {
            self.untold.push(words);
        }
    }

    fn clock(&mut self, by_ms: Option<i64>, to_ms: i64) {
        match by_ms {
            Some(by_ms) => {
                self.line(&format!("clock +{}", duration(by_ms)));
                self.clock_ms += by_ms;
            }
            None => {
                self.line(&format!("clock {}", moment(to_ms)));
                self.clock_ms = to_ms;
            }
        }
    }

    /// A blank line, and the time where a replay would be too far behind.
    fn paragraph(&mut self, at_ms: i64) {
        self.text.push('\n');
        let drift_ms = at_ms - self.clock_ms;
        let new_minute = at_ms.div_euclid(MINUTE_MS) != self.clock_ms.div_euclid(MINUTE_MS);
        if new_minute || drift_ms.abs() >= DRIFT_MS {
            self.line(&format!("clock {}", moment(at_ms)));
            self.clock_ms = at_ms;
        }
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn comment(&mut self, words: &str) {
        self.line(&format!("# {words}"));
    }
}

/// Whether the next thing that happens is something else than a message to the resident. After the last event
/// nobody knows what would still have come.
fn is_answered_by_nothing(persona: &str, written: &Written, later: &[Noted]) -> bool {
    let next = later.iter().position(|noted| !matches!(noted.event, Event::Heard(_)));
    let to_them = |noted: &Noted| matches!(&noted.event, Event::Heard(heard) if heard.persona == persona);
    written.words.as_deref() != Some("unfollow")
        && next.is_some_and(|next| !later[..next].iter().any(to_them))
}

/// A name that a player reads as somebody's; `acct` means whoever acted last.
fn speaker(persona: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '_' | '-' | '.') { c } else { '_' };
    let name: String = persona.chars().map(plain).collect();
    if name == "acct" { "acct_".to_owned() } else { name }
}

fn fault_line(fault: &Fault) -> String {
    let mut line = format!("fault {}", fault.fault);
    if let Some(times) = fault.times {
        line += &format!(" times {times}");
    }
    if let Some(count) = fault.count {
        line += &format!(" count {count}");
    }
    if let Some(delay_ms) = fault.delay_ms {
        line += &format!(" delay {delay_ms}ms");
    }
    // A player takes what begins with a slash for a pattern; the end of a path means the same.
    let route = fault.route.as_deref().map(|route| route.trim_start_matches('/'));
    if let Some(route) = route.filter(|route| is_bare(route)) {
        line += &format!(" route {route}");
    }
    line
}

#[cfg(test)]
mod tests;
