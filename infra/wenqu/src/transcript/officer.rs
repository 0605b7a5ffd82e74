//! What officers do and see, by the staff API.

use std::time::{Duration, Instant};

use http::Method;
use serde_json::{Value, json};

use super::{
    expect,
    failure::Missed,
    grouping,
    player::{ASK_AGAIN, Player},
    step::{Command, Condition, GroupCommand},
};

/// How long a state is waited for.
pub(super) const STATE_WITHIN: Duration = Duration::from_secs(15);
const STATES: [&str; 5] = ["waiting", "taken", "answered", "ended", "withdrawn"];
pub(super) const API: &str = "/admin/api/v1";

impl Player<'_> {
    pub(super) async fn officer(
        &mut self,
        login: &str,
        question: Option<&str>,
        command: &Command,
        refused: Option<&str>,
    ) -> Result<(), Missed> {
        let token = self.tokens.get(login).cloned().ok_or_else(|| {
            let known: Vec<_> = self.tokens.keys().map(String::as_str).collect();
            Missed::new(
                format!("an officer {login}"),
                format!("officers since the last reset: {}", known.join(", ")),
            )
        })?;
        let id = self.question_id(question, &token).await?;
        match command {
            Command::Sees(conditions) => return self.sees(&id, false, conditions, &token).await,
            Command::SeesAlike(conditions) => return self.sees(&id, true, conditions, &token).await,
            _ => {}
        }
        if refused.is_none() && matches!(command, Command::Resend | Command::Settle) {
            // A send that broke off is sending until its time is up.
            self.until("the last delivery is unknown or failed", &id, &token, |thread| {
                let state = delivery_state(thread);
                (matches!(state, "unknown" | "failed"), state.to_owned())
            })
            .await?;
        }
        let (path, body) = match command {
            Command::Group(command) => self.group_call(&id, command, &token).await?,
            command => self.call(&id, command, &token).await?,
        };
        let answer = self.ask(Method::POST, &format!("{API}{path}"), Some(body), Some(&token)).await?;
        let shown = format!("status {}: {}", answer.status, answer.json);
        if let (None, Command::Group(GroupCommand::Check { reach, .. }), 200) =
            (refused, command, answer.status)
        {
            return grouping::reaches(&answer.json, *reach);
        }
        match refused {
            None if (200..300).contains(&answer.status) => {
                self.transport.settle().await;
                Ok(())
            }
            Some(reason)
                if (400..500).contains(&answer.status) && answer.json.to_string().contains(reason) =>
            {
                Ok(())
            }
            None => Err(Missed::new("it is done", shown)),
            Some(reason) => Err(Missed::new(format!("it is refused: \"{reason}\""), shown)),
        }
    }

    /// Path and body of a command.
    async fn call(&self, id: &str, command: &Command, token: &str) -> Result<(String, Value), Missed> {
        let text = |text: &str| expect::fill(text, &self.variables).map(|text| json!({ "text": text }));
        Ok(match command {
            Command::Take => (format!("/questions/{id}/take"), json!({})),
            Command::Release => (format!("/questions/{id}/release"), json!({})),
            Command::End => (format!("/questions/{id}/end"), json!({})),
            Command::Reply(words) => {
                // As the console sends it: with the officer's name below.
                let mut body = text(words)?;
                body["signed"] = true.into();
                (format!("/questions/{id}/answers"), body)
            }
            Command::Note(words) => (format!("/questions/{id}/notes"), text(words)?),
            Command::Resend => (self.delivery_path(id, "resend", token).await?, json!({})),
            Command::Settle => (self.delivery_path(id, "settle", token).await?, json!({})),
            Command::Sees(_) | Command::SeesAlike(_) | Command::Group(_) => {
                return Err(Missed::new("a command about one question", "another one"));
            }
        })
    }

    async fn delivery_path(&self, id: &str, verb: &str, token: &str) -> Result<String, Missed> {
        let thread = self.thread(id, token).await?;
        let delivery = last_delivery(&thread);
        if delivery.is_null() {
            return Err(Missed::new("a delivery", "the question has none"));
        }
        let part = |name: &str| delivery[name].as_str().unwrap_or_default().replace('#', "%23");
        Ok(format!("/deliveries/{}/{}/{verb}", part("follower"), part("id")))
    }

    /// Looks until the thread is as written: attachments come a little later.
    async fn sees(
        &mut self,
        id: &str,
        alike: bool,
        conditions: &[Condition],
        token: &str,
    ) -> Result<(), Missed> {
        let deadline = Instant::now() + STATE_WITHIN;
        loop {
            self.transport.settle().await;
            let mut texts = Vec::new();
            let shown = if alike { self.alike(id, token).await? } else { self.thread(id, token).await? };
            collect(&shown, &mut texts);
            let seen = texts.join("\n");
            let Some(missed) = self.not_seen(&seen, conditions)? else { return Ok(()) };
            if self.transport.settles() || Instant::now() >= deadline {
                return Err(Missed::new(missed, seen));
            }
            tokio::time::sleep(ASK_AGAIN).await;
        }
    }

    /// The first condition that does not hold, in words.
    fn not_seen(&mut self, seen: &str, conditions: &[Condition]) -> Result<Option<String>, Missed> {
        for condition in conditions {
            if !expect::test_text(seen, condition, &mut self.variables)? {
                return Ok(Some(expect::describe(condition)));
            }
        }
        Ok(None)
    }

    pub(super) async fn status(&mut self, question: Option<&str>, state: &str) -> Result<(), Missed> {
        let token = self.any_token()?;
        let id = self.question_id(question, &token).await?;
        self.until(&format!("the question is {state}"), &id, &token, |thread| {
            let found = thread["question"]["state"].as_str().or(thread["state"].as_str()).unwrap_or("?");
            (found == state, found.to_owned())
        })
        .await
    }

    pub(super) async fn delivery(&mut self, state: &str) -> Result<(), Missed> {
        let token = self.any_token()?;
        let id = self.question_id(None, &token).await?;
        self.until(&format!("the last delivery is {state}"), &id, &token, |thread| {
            let found = delivery_state(thread);
            (found == state, format!("{found} {}", last_delivery(thread)["outcome"]))
        })
        .await
    }

    async fn until(
        &self,
        expected: &str,
        id: &str,
        token: &str,
        look: impl Fn(&Value) -> (bool, String),
    ) -> Result<(), Missed> {
        let deadline = Instant::now() + STATE_WITHIN;
        loop {
            self.transport.settle().await;
            let (holds, found) = look(&self.thread(id, token).await?);
            if holds {
                return Ok(());
            }
            if self.transport.settles() || Instant::now() >= deadline {
                return Err(Missed::new(expected, found));
            }
            tokio::time::sleep(ASK_AGAIN).await;
        }
    }

    pub(super) async fn waiting(&self, count: usize) -> Result<(), Missed> {
        let token = self.any_token()?;
        let found = self.list("waiting", &token).await?.len();
        if found == count {
            Ok(())
        } else {
            Err(Missed::new(format!("{count} questions wait"), format!("{found} do")))
        }
    }

    pub(super) fn any_token(&self) -> Result<String, Missed> {
        let token = self.tokens.values().next().cloned();
        token.ok_or_else(|| Missed::new("an officer", "begin the transcript with `reset`"))
    }

    async fn thread(&self, id: &str, token: &str) -> Result<Value, Missed> {
        let answer = self.ask(Method::GET, &format!("{API}/questions/{id}"), None, Some(token)).await?;
        if answer.status == 200 {
            return Ok(answer.json);
        }
        Err(Missed::new("the question's thread", format!("status {}: {}", answer.status, answer.json)))
    }

    /// The id of a question's number; without one, of the last question that anybody was told.
    pub(super) async fn question_id(
        &mut self,
        question: Option<&str>,
        token: &str,
    ) -> Result<String, Missed> {
        let number = match question {
            Some(text) => expect::fill(text, &self.variables)?,
            None => self.question.clone().ok_or_else(|| {
                Missed::new("a question that somebody was given a number for", "nobody was, before this line")
            })?,
        };
        for state in STATES {
            if let Some(id) = self.ids.get(&number) {
                return Ok(id.clone());
            }
            for item in self.list(state, token).await? {
                if let (Some(number), Some(id)) = (item["number"].as_str(), item["id"].as_str()) {
                    self.ids.insert(number.to_owned(), id.to_owned());
                }
            }
        }
        let found = self.ids.get(&number).cloned();
        found.ok_or_else(|| {
            Missed::new(format!("the question {number}"), "the staff API lists no such question")
        })
    }

    async fn list(&self, state: &str, token: &str) -> Result<Vec<Value>, Missed> {
        let (mut items, mut after) = (Vec::new(), String::new());
        loop {
            let path = format!("{API}/questions?state={state}{after}");
            let answer = self.ask(Method::GET, &path, None, Some(token)).await?;
            if answer.status != 200 {
                return Err(Missed::new(
                    "the list of questions",
                    format!("status {}: {}", answer.status, answer.json),
                ));
            }
            items.extend(answer.json["items"].as_array().cloned().unwrap_or_default());
            match answer.json["next"].as_str() {
                Some(next) => after = format!("&cursor={}", next.replace('#', "%23")),
                None => return Ok(items),
            }
        }
    }
}

/// The last delivery of a thread, null when it has none.
fn last_delivery(thread: &Value) -> &Value {
    thread["deliveries"].as_array().and_then(|all| all.last()).unwrap_or(&Value::Null)
}

fn delivery_state(thread: &Value) -> &str {
    last_delivery(thread)["state"].as_str().unwrap_or("no delivery")
}

/// All texts in a JSON value.
fn collect(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        Value::Object(fields) => fields.values().for_each(|field| collect(field, texts)),
        _ => {}
    }
}
