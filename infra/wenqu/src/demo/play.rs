//! What the demo adds to the simulator's ● and ▶: what officers did, for recordings, and `POST /_sim/play`, which
//! plays a transcript against this very demo with the player that `wenqu play` has.

use std::sync::Arc;

use ::platform::{Deed, OfficerAct, OfficersHook, PlayHook};
use app::{
    App, keys,
    ports::{Query, TableError, TableName},
    questions,
    rows::{self, load},
};
use async_trait::async_trait;
use axum::http::{Method, StatusCode};
use domain::{
    conversation::{Change, Entry, EntryBody},
    question::Question,
};
use serde_json::{Value, json};

use super::{Demo, officers::OFFICERS};
use crate::transcript::{
    self, Answer, Failure, ParseError, Played, RouterTransport, Transcript, Transport, TransportError,
};

/// Name of a file that came without one.
const FILE: &str = "剧本";
/// Entries that a request reads at most; further pages follow.
const PAGE: usize = 500;

impl Demo {
    /// Tells recordings what officers did.
    pub(super) fn officers(&self) -> OfficersHook {
        let demo = self.clone();
        Arc::new(move |openids| {
            let stack = demo.0.current.get();
            Box::pin(async move {
                let Some(stack) = stack else { return Vec::new() };
                let told = acts(&stack.app, &openids).await;
                told.unwrap_or_else(|error| {
                    tracing::warn!(%error, "what officers did can't be read for the recording");
                    Vec::new()
                })
            })
        })
    }

    /// Plays transcripts, one at a time.
    pub(super) fn player(&self) -> PlayHook {
        let demo = self.clone();
        Arc::new(move |text| {
            let demo = demo.clone();
            Box::pin(async move { demo.play(&text).await })
        })
    }

    async fn play(&self, text: &str) -> (StatusCode, Value) {
        let Ok(alone) = self.0.playing.clone().try_lock_owned() else {
            let error = "正在重放另一个剧本，等它结束 another transcript is playing: wait until it is over";
            return (StatusCode::CONFLICT, json!({ "error": error }));
        };
        let transcript = match transcript::parse(FILE, text.trim_start_matches('\u{feff}')) {
            Ok(transcript) => transcript,
            Err(errors) => return (StatusCode::BAD_REQUEST, wrong_lines(text, &errors)),
        };
        // A task of its own: who goes away must not leave a reset half done.
        let transport = Here { through: self.transport(), loops: self.0.options.loops };
        let playing = tokio::spawn(async move {
            let played = transcript::play(&transport, &transcript, &mut |_| {}).await;
            drop(alone);
            report(&transcript, played)
        });
        match playing.await {
            Ok(report) => (StatusCode::OK, report),
            Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, json!({ "error": error.to_string() })),
        }
    }
}

/// The demo without a socket; where its loops run, what is due comes by itself.
struct Here {
    through: RouterTransport<Demo>,
    loops: bool,
}

#[async_trait]
impl Transport for Here {
    async fn request(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        bearer: Option<&str>,
    ) -> Result<Answer, TransportError> {
        self.through.request(method, path, body, bearer).await
    }

    async fn settle(&self) {
        if !self.loops {
            self.through.settle().await;
        }
    }

    fn settles(&self) -> bool {
        !self.loops
    }
}

/// One entry a step: `ok` is null for those after the one that failed.
fn report(transcript: &Transcript, played: Result<Played, Box<Failure>>) -> Value {
    let failure = played.as_ref().err();
    let steps = transcript.steps.iter().map(|line| match failure {
        Some(failure) if failure.line == line.number => json!({
            "line": line.number, "text": line.text, "ok": false,
            "expected": failure.expected, "heard": failure.heard,
        }),
        Some(failure) if failure.line < line.number => {
            json!({ "line": line.number, "text": line.text, "ok": null })
        }
        _ => json!({ "line": line.number, "text": line.text, "ok": true }),
    });
    let took_ms =
        played.as_ref().ok().map(|played| u64::try_from(played.took.as_millis()).unwrap_or(u64::MAX));
    json!({
        "title": transcript.title,
        "ok": failure.is_none(),
        "took_ms": took_ms,
        "steps": steps.collect::<Vec<_>>(),
    })
}

fn wrong_lines(text: &str, errors: &[ParseError]) -> Value {
    let lines = errors.iter().map(|error| {
        let written = text.lines().nth(error.line.saturating_sub(1)).unwrap_or_default();
        json!({ "line": error.line, "text": written, "reason": error.reason })
    });
    let count = errors.len();
    json!({
        "error": format!("{count} 行看不懂 {count} lines can't be understood"),
        "lines": lines.collect::<Vec<_>>(),
    })
}

async fn acts(app: &App, openids: &[String]) -> Result<Vec<OfficerAct>, TableError> {
    let mut acts = Vec::new();
    for openid in openids {
        for entry in entries(app, openid).await? {
            let Some(deed) = deed(&entry) else { continue };
            let Some(question) =
                load::<Question>(app.table.as_ref(), &keys::question(&entry.question)).await?
            else {
                continue;
            };
            acts.push(OfficerAct {
                id: entry.id.to_string(),
                at: entry.at,
                login: login(entry.by.as_str()),
                question: question.value.number.to_string(),
                deed,
            });
        }
    }
    Ok(acts)
}

/// Our side of a resident's threads.
async fn entries(app: &App, openid: &str) -> Result<Vec<Entry>, TableError> {
    let partition = keys::follower_partition(&app.key.follower(openid));
    let mut query = Query::partition(TableName::Main, partition, PAGE).prefix("E#");
    let mut entries = Vec::new();
    loop {
        let page = app.table.query(&query).await?;
        for item in &page.items {
            entries.push(rows::parse(item)?.value);
        }
        query.after = page.next;
        if query.after.is_none() {
            return Ok(entries);
        }
    }
}

/// `None` for what officers don't do, or what a transcript has no line for.
fn deed(entry: &Entry) -> Option<Deed> {
    Some(match &entry.body {
        EntryBody::Answer { text, .. } => {
            // A replay signs as the console does.
            let signature = questions::signature(&entry.name);
            Deed::Reply(text.strip_suffix(&signature).unwrap_or(text).to_owned())
        }
        EntryBody::Note { text } => Deed::Note(text.clone()),
        EntryBody::Picture { .. } | EntryBody::Assigned { .. } => return None,
        EntryBody::Change { what } => match what {
            Change::Taken => Deed::Take,
            Change::Released => Deed::Release,
            Change::Ended => Deed::End,
            Change::Resent => Deed::Resend,
            Change::Settled => Deed::Settle,
            Change::Withdrawn => return None,
        },
    })
}

/// Who did it, as a fresh demo knows them: what came by another token is the first officer's.
fn login(login: &str) -> String {
    let known = OFFICERS.iter().any(|(officer, ..)| *officer == login);
    if known { login } else { OFFICERS[0].0 }.to_owned()
}
