//! What residents hear, and what the platform saw of the last act.

use std::time::{Duration, Instant};

use http::Method;
use serde_json::Value;

use super::{
    expect,
    failure::Missed,
    heard::{self, Heard},
    player::{ASK_AGAIN, Player},
    step::Condition,
};

impl Player<'_> {
    pub(super) async fn phone(&self, persona: &str, after: u64) -> Result<Value, Missed> {
        let answer =
            self.ask(Method::GET, &format!("/_sim/phone/{persona}?after={after}"), None, None).await?;
        if answer.status == 200 {
            return Ok(answer.json);
        }
        Err(Missed::new(format!("the phone of {persona}"), format!("status {}", answer.status)))
    }

    pub(super) async fn hears(
        &mut self,
        persona: Option<&str>,
        conditions: &[Condition],
        nothing: bool,
        within: Duration,
    ) -> Result<(), Missed> {
        let persona = match persona.or(self.persona.as_deref()) {
            Some(persona) => persona.to_owned(),
            None => return Err(Missed::new("somebody who acted before `acct<`", "nobody did")),
        };
        let with_system = conditions.iter().any(|c| matches!(c, Condition::Via(way) if way == "system"));
        match (self.next(&persona, with_system, within).await?, nothing) {
            (None, true) => Ok(()),
            (Some(heard), true) => Err(Missed::new("nothing", format!("(via {}) {}", heard.via, heard.text))),
            (None, false) => {
                let wanted: Vec<_> = conditions.iter().map(expect::describe).collect();
                Err(Missed::new(wanted.join(" "), format!("nothing within {} s", within.as_secs_f32())))
            }
            (Some(heard), false) => {
                expect::test(&heard, conditions, &mut self.variables)?;
                if let Some(number) = heard::question_number(&heard.text) {
                    self.question = Some(number);
                }
                self.read.insert(persona, heard.seq);
                Ok(())
            }
        }
    }

    /// The next unread message, waited for.
    async fn next(
        &self,
        persona: &str,
        with_system: bool,
        within: Duration,
    ) -> Result<Option<Heard>, Missed> {
        let deadline = Instant::now() + within;
        let after = self.read.get(persona).copied().unwrap_or(0);
        loop {
            self.transport.settle().await;
            let phone = self.phone(persona, after).await?;
            if let Some(heard) = heard::from_account(&phone, with_system).into_iter().next() {
                return Ok(Some(heard));
            }
            if self.transport.settles() || Instant::now() >= deadline {
                return Ok(None);
            }
            tokio::time::sleep(ASK_AGAIN).await;
        }
    }

    /// The attempts of the last act's callback.
    pub(super) fn deliveries(&self) -> Vec<Value> {
        self.last_act["deliveries"].as_array().cloned().unwrap_or_default()
    }

    pub(super) fn http(&self, status: u16) -> Result<(), Missed> {
        let statuses: Vec<_> = self.deliveries().iter().map(|delivery| delivery["status"].as_u64()).collect();
        if !statuses.is_empty() && statuses.iter().all(|found| *found == Some(u64::from(status))) {
            return Ok(());
        }
        let shown: Vec<_> = statuses
            .iter()
            .map(|status| status.map_or("no answer in time".to_owned(), |s| s.to_string()))
            .collect();
        Err(Missed::new(format!("the callback was answered with {status}"), shown.join(", ")))
    }
}
