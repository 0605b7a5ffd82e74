//! Recording: what residents do on their phones, moves of the clock, faults, and what the phones hear in between,
//! as a `.chat` file that plays again (`docs/transcripts.md`).
//!
//! A recording is told of acts, clock and faults as they come; just before each of them it catches up with what the
//! phones heard and what officers did since. So it needs no hand in what sends messages, and the order is right as
//! far as a player can tell: within one stretch the clock only runs.

mod catch_up;
mod numbers;
pub(crate) mod quote;
mod script;
mod telling;

use std::collections::{HashMap, HashSet};

use crate::act::words::Written;
use crate::hooks::OfficerAct;
use crate::state::faults::Fault;
use crate::state::persona::Standing;

/// Most that a recording holds; it ends there.
const MOST_EVENTS: usize = 5_000;

/// What a phone heard of the account.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) persona: String,
    pub(crate) via: &'static str,
    pub(crate) msgtype: String,
    pub(crate) text: String,
}

/// Something that a recording keeps.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    Act {
        persona: String,
        written: Written,
    },
    Heard(Heard),
    Officer(OfficerAct),
    /// The clock was moved on by so much, or set.
    Clock {
        by_ms: Option<i64>,
        to_ms: i64,
    },
    /// Switched on; off when it has no times left.
    Faults(Vec<Fault>),
    FaultsCleared,
}

#[derive(Clone, Debug)]
struct Noted {
    at_ms: i64,
    event: Event,
}

/// One recording, running or ended.
#[derive(Debug)]
pub(crate) struct Recording {
    on: bool,
    began_ms: i64,
    /// Faults that were on at the start.
    faults: Vec<Fault>,
    /// How residents who were known at the start stood.
    met: HashMap<String, Standing>,
    /// Whether somebody tells what officers do.
    officers_told: bool,
    /// Up to which entry each phone has been looked at.
    read: HashMap<String, u64>,
    /// Officers' acts of before, and those that are in.
    known: HashSet<String>,
    events: Vec<Noted>,
}

impl Recording {
    pub(crate) fn is_on(&self) -> bool {
        self.on
    }

    pub(crate) fn began_ms(&self) -> i64 {
        self.began_ms
    }

    /// Steps, what was heard included.
    pub(crate) fn steps(&self) -> usize {
        self.events.len()
    }

    pub(crate) fn stop(&mut self) {
        self.on = false;
    }

    /// Adds what happened, while it runs.
    pub(crate) fn note(&mut self, at_ms: i64, event: Event) {
        if self.on {
            self.events.push(Noted { at_ms, event });
            self.on = self.events.len() < MOST_EVENTS;
        }
    }

    /// The `.chat` file.
    pub(crate) fn text(&self) -> String {
        script::write(self)
    }
}
