//! A fresh stack: at the start and after each reset.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use app::{App, content, ports::Platform, staff};
use axum::Router;
use domain::{
    ids::AccountKey,
    staff::Role,
    time::{beijing, instant},
};
use jiff::{SignedDuration, Timestamp, civil::time};
use serde_json::{Value, json};

use super::{InProcess, Inner, Running, Wanted, menu, officers, seed};
use crate::{
    content_files,
    stack::{Loops, Stack},
    transcript::{RouterTransport, Settle},
};

/// How long jobs of the stack before have to finish.
const PATIENCE: Duration = Duration::from_secs(1);
/// Who the chosen token acts for.
const TOKEN_LOGIN: &str = "demo";
/// How long before the end the sample conversations begin: the content is older than all of them.
const SEED_SPAN: SignedDuration = SignedDuration::from_hours(72);

/// The account key of a seed: the same questions get the same numbers.
pub(super) fn account_key(seed: u64) -> [u8; 32] {
    AccountKey::new([0x5e; 32]).mac(&["demo", &seed.to_string()])
}

impl Inner {
    /// Replaces the stack by a fresh one; gives what scripts need to sign in.
    pub(super) async fn fresh(&self, wanted: Wanted) -> anyhow::Result<Value> {
        let mut running = self.running.lock().await;
        self.stop(&mut running).await;
        let stack = Arc::new(Stack::open(&self.folder.next(), &self.parts).await?);
        let end = self.clock.now();
        let begin = if wanted == Wanted::Seed { end - SEED_SPAN } else { end };
        publish(&stack.app, begin).await?;
        let members = officers::add(&stack.app, &self.options.password, running.members.as_ref()).await?;
        running.members = Some(members);
        let answer = self.sign_in(&stack.app).await?;
        self.current.put(Some(stack.clone()));
        self.menu(&stack.app).await?;
        if wanted == Wanted::Seed {
            menu::draft(&stack.app).await?;
            self.converse(&stack, end, &answer).await?;
        }
        self.start(&mut running, &stack).await?;
        self.folder.tidy();
        Ok(answer)
    }

    /// Goes on with the data of an earlier run.
    pub(super) async fn go_on(&self) -> anyhow::Result<()> {
        let mut running = self.running.lock().await;
        let stack = Arc::new(Stack::open(&self.folder.current(), &self.parts).await?);
        self.sign_in(&stack.app).await?;
        self.current.put(Some(stack.clone()));
        self.menu(&stack.app).await?;
        self.start(&mut running, &stack).await
    }

    /// Makes the phone's menu at the simulator; a demo without an AppSecret has none.
    async fn menu(&self, app: &App) -> anyhow::Result<()> {
        let Some(credentials) = &self.parts.credentials else { return Ok(()) };
        menu::create(app, &InProcess(self.simulator.router()) as &dyn Platform, credentials).await
    }

    async fn stop(&self, running: &mut Running) {
        if let Some(loops) = running.loops.take() {
            loops.stop(PATIENCE).await;
        }
        self.current.put(None);
    }

    async fn start(&self, running: &mut Running, stack: &Arc<Stack>) -> anyhow::Result<()> {
        if self.options.loops {
            running.loops = Some(Loops::start(stack).await?);
        }
        Ok(())
    }

    /// Issues the tokens; `token` is the chosen one, else the first officer's.
    async fn sign_in(&self, app: &App) -> anyhow::Result<Value> {
        let tokens = officers::tokens(app).await?;
        let chosen = match &self.options.token {
            Some(token) => {
                staff::preset_token(app, token, TOKEN_LOGIN, BTreeSet::from([Role::Officer])).await?;
                Some(token)
            }
            None => tokens.get(officers::OFFICERS[0].0),
        };
        let list: Vec<_> = officers::OFFICERS
            .iter()
            .map(|(login, name, role)| {
                json!({ "login": login, "name": name, "role": role.as_str(), "token": tokens.get(*login) })
            })
            .collect();
        Ok(json!({ "token": chosen, "officers": list }))
    }

    /// Plays the sample conversations, then lets the clock run from where it was.
    async fn converse(&self, stack: &Arc<Stack>, end: Timestamp, answer: &Value) -> anyhow::Result<()> {
        let offset_ms = self.clock.offset_ms();
        let tokens = answer["officers"].as_array().into_iter().flatten().filter_map(|officer| {
            Some((officer["login"].as_str()?.to_owned(), officer["token"].as_str()?.to_owned()))
        });
        let router: Router = self.simulator.router().fallback_service(self.current.router());
        let transport = RouterTransport::new(router, Draining(stack.clone()));
        let played = seed::play(&transport, &tokens.collect(), self.options.seed, end).await;
        self.clock.advance(offset_ms - self.clock.offset_ms());
        played?;
        // Today's edition: the topics have been looked after this morning.
        publish(&stack.app, morning(end)).await
    }
}

/// Publishes the sample district's content as confirmed at `at`.
async fn publish(app: &App, at: Timestamp) -> anyhow::Result<()> {
    let (snapshot, issues) = content_files::read(&content_files::sample(), at);
    let Some(snapshot) = snapshot else { anyhow::bail!("the sample content has errors: {issues:?}") };
    content::publish(app.table.as_ref(), snapshot).await?;
    app.content.refresh().await?;
    Ok(())
}

/// The last ten to eight in the morning before `at`, in Beijing.
fn morning(at: Timestamp) -> Timestamp {
    let today = instant(beijing(at).date().to_datetime(time(7, 50, 0, 0)));
    if today <= at { today } else { today - SignedDuration::from_hours(24) }
}

/// Works one stack's queues off, whichever is the current one. What only the ticker would find can wait for the loops.
struct Draining(Arc<Stack>);

#[async_trait::async_trait]
impl Settle for Draining {
    async fn settle(&self) {
        self.0.drain_queues().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_topics_were_looked_after_this_morning() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(morning(at("2026-11-24T10:00:00+08:00")), at("2026-11-24T07:50:00+08:00"));
        assert_eq!(morning(at("2026-11-24T04:00:00+08:00")), at("2026-11-23T07:50:00+08:00"));
        assert_ne!(account_key(7), account_key(8));
    }
}
