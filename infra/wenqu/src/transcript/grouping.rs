//! Questions that ask the same, by the staff API.

use std::time::Instant;

use http::Method;
use serde_json::{Value, json};

use super::{
    expect,
    failure::Missed,
    officer::{API, STATE_WITHIN},
    player::{ASK_AGAIN, Player},
    step::GroupCommand,
};

impl Player<'_> {
    /// Path and body of what is done with a question's group.
    pub(super) async fn group_call(
        &mut self,
        id: &str,
        command: &GroupCommand,
        token: &str,
    ) -> Result<(String, Value), Missed> {
        Ok(match command {
            GroupCommand::Join(other) => {
                let other = self.question_id(Some(other), token).await?;
                let group = self.group_of(&other, token).await?;
                (format!("/questions/{id}/group"), json!({ "group": group }))
            }
            GroupCommand::Apart => (format!("/questions/{id}/group"), json!({ "group": null })),
            GroupCommand::Check { text: (zh, en), .. } => {
                (format!("/groups/{}/check", self.group_of(id, token).await?), self.texts(zh, en)?)
            }
            GroupCommand::ReplyAll(zh, en) => {
                (format!("/groups/{}/answers", self.group_of(id, token).await?), self.texts(zh, en)?)
            }
            GroupCommand::TakeBack => {
                let group = self.group_of(id, token).await?;
                let whole = self.read(&format!("/groups/{group}"), token).await?;
                let last = whole["answers"][0]["id"].as_str().unwrap_or_default().replace('#', "%23");
                (format!("/groups/{group}/answers/{last}/take-back"), json!({}))
            }
        })
    }

    fn texts(&self, zh: &str, en: &str) -> Result<Value, Missed> {
        // Variables that are filled in for each resident stand in braces as well: they have no ASCII names.
        let fill = |text: &str| expect::fill(text, &self.variables);
        Ok(json!({ "zh": fill(zh)?, "en": fill(en)? }))
    }

    /// The group of a question; that of itself when nobody else asks it.
    async fn group_of(&self, id: &str, token: &str) -> Result<String, Missed> {
        let alike = self.alike(id, token).await?;
        Ok(alike["group"]["id"].as_str().unwrap_or(id).to_owned())
    }

    /// Who else asks what a question asks.
    pub(super) async fn alike(&self, id: &str, token: &str) -> Result<Value, Missed> {
        self.read(&format!("/questions/{id}/group"), token).await
    }

    async fn read(&self, path: &str, token: &str) -> Result<Value, Missed> {
        let answer = self.ask(Method::GET, &format!("{API}{path}"), None, Some(token)).await?;
        if answer.status == 200 {
            return Ok(answer.json);
        }
        Err(Missed::new(path, format!("status {}: {}", answer.status, answer.json)))
    }

    pub(super) async fn group_has(&mut self, question: Option<&str>, count: u64) -> Result<(), Missed> {
        self.until_alike(question, &format!("{count} in the question's group"), |alike| {
            alike["group"]["questions"].as_u64().unwrap_or(1) == count
        })
        .await
    }

    pub(super) async fn suggested(&mut self, question: Option<&str>, with: &str) -> Result<(), Missed> {
        let token = self.any_token()?;
        let with = self.question_id(Some(with), &token).await?;
        let group = self.group_of(&with, &token).await?;
        self.until_alike(question, &format!("the group {group} is suggested"), |alike| {
            alike["suggested"]["group"].as_str() == Some(&group)
        })
        .await
    }

    /// Looks until it is so: a new question finds its group a little later.
    async fn until_alike(
        &mut self,
        question: Option<&str>,
        expected: &str,
        holds: impl Fn(&Value) -> bool,
    ) -> Result<(), Missed> {
        let token = self.any_token()?;
        let id = self.question_id(question, &token).await?;
        let deadline = Instant::now() + STATE_WITHIN;
        loop {
            self.transport.settle().await;
            let alike = self.alike(&id, &token).await?;
            if holds(&alike) {
                return Ok(());
            }
            if self.transport.settles() || Instant::now() >= deadline {
                return Err(Missed::new(expected, alike.to_string()));
            }
            tokio::time::sleep(ASK_AGAIN).await;
        }
    }
}

/// Whether a check says what is expected: now, later, over.
pub(super) fn reaches(check: &Value, [now, later, over]: [u64; 3]) -> Result<(), Missed> {
    let found = ["now", "later", "over"].map(|name| check[name].as_u64().unwrap_or_default());
    if found == [now, later, over] {
        return Ok(());
    }
    let shown = |[now, later, over]: [u64; 3]| format!("now {now} later {later} over {over}");
    Err(Missed::new(shown([now, later, over]), shown(found)))
}
