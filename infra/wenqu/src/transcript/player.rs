//! Plays a transcript, one step after the other.

use std::{
    collections::{BTreeMap, HashMap},
    time::{Duration, Instant},
};

use http::Method;
use serde_json::{Map, Value, json};

use super::{
    expect::{self, Variables},
    failure::{Failure, Missed},
    heard,
    step::{Step, Transcript},
    transport::{Answer, Transport},
};

/// How often a running demo is asked again for what has not come yet.
pub(super) const ASK_AGAIN: Duration = Duration::from_millis(50);

/// A transcript that went through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Played {
    /// Steps done.
    pub steps: usize,
    /// Real time taken.
    pub took: Duration,
}

/// Plays a transcript; each step is told before it is done.
///
/// # Errors
/// The step that did not go as written; later ones are not done.
pub async fn play(
    transport: &dyn Transport,
    transcript: &Transcript,
    tell: &mut (dyn FnMut(&str) + Send),
) -> Result<Played, Box<Failure>> {
    play_signed_in(transport, transcript, &BTreeMap::new(), tell).await
}

/// As [`play`], with officers' bearer tokens by login, for a transcript without a reset.
///
/// # Errors
/// As for [`play`].
pub async fn play_signed_in(
    transport: &dyn Transport,
    transcript: &Transcript,
    tokens: &BTreeMap<String, String>,
    tell: &mut (dyn FnMut(&str) + Send),
) -> Result<Played, Box<Failure>> {
    let started = Instant::now();
    let mut player = Player::new(transport);
    player.tokens.clone_from(tokens);
    for line in &transcript.steps {
        tell(&line.text);
        player.step(&line.step).await.map_err(|missed| {
            Box::new(Failure {
                file: transcript.file.clone(),
                line: line.number,
                step: line.text.clone(),
                expected: missed.expected,
                heard: missed.heard,
            })
        })?;
    }
    Ok(Played { steps: transcript.steps.len(), took: started.elapsed() })
}

/// What a player remembers between steps.
pub(super) struct Player<'a> {
    pub(super) transport: &'a dyn Transport,
    pub(super) variables: Variables,
    /// Number of the last question that anybody was told.
    pub(super) question: Option<String>,
    /// Bearer tokens by login, as the reset told.
    pub(super) tokens: BTreeMap<String, String>,
    /// Ids of questions by their numbers, as far as seen.
    pub(super) ids: HashMap<String, String>,
    /// Up to which entry each phone has been read.
    pub(super) read: HashMap<String, u64>,
    /// Who acted last.
    pub(super) persona: Option<String>,
    /// The answer to the last act.
    pub(super) last_act: Value,
}

impl<'a> Player<'a> {
    fn new(transport: &'a dyn Transport) -> Self {
        Self {
            transport,
            variables: Variables::new(),
            question: None,
            tokens: BTreeMap::new(),
            ids: HashMap::new(),
            read: HashMap::new(),
            persona: None,
            last_act: Value::Null,
        }
    }

    async fn step(&mut self, step: &Step) -> Result<(), Missed> {
        match step {
            Step::Reset { seed, at } => {
                let mut body = json!({ "data": if *seed { "seed" } else { "empty" } });
                if let Some(at) = at {
                    body["clock"] = at.to_string().into();
                }
                self.reset(body).await
            }
            Step::ClockSet(at) => self.clock(json!({ "set": at.to_string() })).await,
            Step::ClockAdvance(span) => {
                let ms = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
                self.clock(json!({ "advance_ms": ms })).await
            }
            Step::Fault(fault) => {
                self.control(Method::POST, "/_sim/fault", Some(Value::Object(fault.clone()))).await.map(drop)
            }
            Step::FaultClear => self.control(Method::DELETE, "/_sim/fault", None).await.map(drop),
            Step::Act { persona, act } => self.act(persona, act).await,
            Step::Hears { persona, conditions, nothing, within } => {
                self.hears(persona.as_deref(), conditions, *nothing, *within).await
            }
            Step::Officer { login, question, command, refused } => {
                self.officer(login, question.as_deref(), command, refused.as_deref()).await
            }
            Step::Status { question, state } => self.status(question.as_deref(), state).await,
            Step::Delivery { state } => self.delivery(state).await,
            Step::Group { question, count } => self.group_has(question.as_deref(), *count).await,
            Step::Suggested { question, with } => self.suggested(question.as_deref(), with).await,
            Step::Http(status) => self.http(*status),
            Step::Attempts(count) => {
                let sent = self.deliveries().len();
                if sent == *count {
                    Ok(())
                } else {
                    Err(Missed::new(format!("{count} attempts"), format!("{sent} attempts")))
                }
            }
            Step::Waiting(count) => self.waiting(*count).await,
        }
    }

    async fn reset(&mut self, body: Value) -> Result<(), Missed> {
        let answer = self.control(Method::POST, "/_sim/reset", Some(body)).await?;
        *self = Self::new(self.transport);
        for officer in answer["officers"].as_array().into_iter().flatten() {
            if let (Some(login), Some(token)) = (officer["login"].as_str(), officer["token"].as_str()) {
                self.tokens.insert(login.to_owned(), token.to_owned());
            }
        }
        Ok(())
    }

    async fn clock(&mut self, body: Value) -> Result<(), Missed> {
        self.control(Method::POST, "/_sim/clock", Some(body)).await?;
        self.transport.settle().await;
        Ok(())
    }

    /// A request to the simulator that must succeed.
    async fn control(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value, Missed> {
        let answer = self.ask(method, path, body, None).await?;
        if answer.status == 200 {
            return Ok(answer.json);
        }
        let reason = answer.json["error"].as_str().unwrap_or("no reason given");
        Err(Missed::new(format!("{path} does it"), format!("status {}: {reason}", answer.status)))
    }

    pub(super) async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        bearer: Option<&str>,
    ) -> Result<Answer, Missed> {
        let answer = self.transport.request(method, path, body, bearer).await;
        answer.map_err(|error| Missed::new("an answer", error.to_string()))
    }

    async fn act(&mut self, persona: &str, act: &Map<String, Value>) -> Result<(), Missed> {
        let mut body = self.filled(act)?;
        body.insert("persona".to_owned(), persona.into());
        // What came before an act counts as read.
        let phone = self.phone(persona, 0).await?;
        self.read.insert(persona.to_owned(), phone["next"].as_u64().unwrap_or(0));
        self.persona = Some(persona.to_owned());
        self.last_act = self.control(Method::POST, "/_sim/act", Some(Value::Object(body))).await?;
        if let Some(number) = self.last_act["reply"]["text"].as_str().and_then(heard::question_number) {
            self.question = Some(number);
        }
        self.transport.settle().await;
        Ok(())
    }

    fn filled(&self, act: &Map<String, Value>) -> Result<Map<String, Value>, Missed> {
        let mut filled = Map::new();
        for (key, value) in act {
            let value = match value {
                Value::String(text) => expect::fill(text, &self.variables)?.into(),
                Value::Object(inner) => Value::Object(self.filled(inner)?),
                other => other.clone(),
            };
            filled.insert(key.clone(), value);
        }
        Ok(filled)
    }
}
