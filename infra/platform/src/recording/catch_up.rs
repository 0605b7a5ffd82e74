//! What came by itself since the last look: messages on the phones, and what officers did.

use std::collections::HashMap;

use tokio::sync::MutexGuard;

use super::{Event, Heard, Noted, Recording};
use crate::callback::deliver::SERVICE_FAULT;
use crate::hooks::OfficerAct;
use crate::simulator::Simulator;
use crate::state::persona::{Persona, Standing};

impl Simulator {
    /// Begins a recording; one before is forgotten.
    pub(crate) async fn start_recording(&self) {
        let mut slot = self.recording_slot().lock().await;
        let known = self.officers_acts(self.openids()).await.into_iter().map(|act| act.id).collect();
        let began_ms = self.clock().now_ms();
        let state = self.state();
        let read = state.personas.iter().map(|persona| (persona.name.clone(), persona.entries.last()));
        let met = state.personas.iter().filter(|persona| persona.standing != Standing::Stranger);
        *slot = Some(Recording {
            on: true,
            began_ms,
            faults: state.faults.list().to_vec(),
            met: met.map(|persona| (persona.name.clone(), persona.standing)).collect(),
            officers_told: self.officers_hook().is_some(),
            read: read.collect(),
            known,
            events: Vec::new(),
        });
    }

    /// Ends a recording that runs, because all it was about is being forgotten; tells whether one did.
    pub(crate) async fn drop_recording(&self) -> bool {
        self.recording_slot().lock().await.take_if(|recording| recording.is_on()).is_some()
    }

    /// The recording, if there is one; what runs has caught up.
    pub(crate) async fn recording(&self) -> MutexGuard<'_, Option<Recording>> {
        let mut slot = self.recording_slot().lock().await;
        if let Some(recording) = slot.as_mut().filter(|recording| recording.is_on()) {
            // Phones first: what officers did before a message was heard is then told too.
            let heard = self.heard_since(&mut recording.read);
            let acts = self.officers_acts(self.openids()).await;
            recording.catch_up(heard, acts);
        }
        slot
    }

    fn heard_since(&self, read: &mut HashMap<String, u64>) -> Vec<Noted> {
        let state = self.state();
        let heard = |persona: &Persona| {
            let after = read.insert(persona.name.clone(), persona.entries.last()).unwrap_or(0);
            let entries = persona.entries.after(after).filter(|(_, entry)| {
                let spoken = entry.via != "system" || entry.text == SERVICE_FAULT;
                entry.from == "account" && spoken
            });
            let noted = entries.map(|(_, entry)| {
                let persona = persona.name.clone();
                let (msgtype, text) = (entry.msgtype.clone(), entry.text.clone());
                let heard = Heard { persona, via: entry.via, msgtype, text };
                Noted { at_ms: entry.at_ms, event: Event::Heard(heard) }
            });
            noted.collect::<Vec<_>>()
        };
        state.personas.iter().flat_map(heard).collect()
    }

    fn openids(&self) -> Vec<String> {
        let state = self.state();
        let met = state.personas.iter().filter(|persona| persona.standing != Standing::Stranger);
        met.map(|persona| persona.openid.clone()).collect()
    }

    async fn officers_acts(&self, openids: Vec<String>) -> Vec<OfficerAct> {
        match self.officers_hook() {
            Some(hook) => hook(openids).await,
            None => Vec::new(),
        }
    }
}

impl Recording {
    fn catch_up(&mut self, mut came: Vec<Noted>, acts: Vec<OfficerAct>) {
        for act in acts {
            if self.known.insert(act.id.clone()) {
                came.push(Noted { at_ms: act.at.as_millisecond(), event: Event::Officer(act) });
            }
        }
        came.sort_by_key(|noted| (noted.at_ms, place(&noted.event)));
        for noted in came {
            self.note(noted.at_ms, noted.event);
        }
    }
}

/// What comes first within a millisecond: a reply, then an officer, then what the officer sent.
fn place(event: &Event) -> u8 {
    match event {
        Event::Heard(heard) if matches!(heard.via, "custom" | "mass") => 2,
        Event::Officer(_) => 1,
        _ => 0,
    }
}
