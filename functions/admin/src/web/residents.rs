//! What was read of residents a moment ago, so that a list that is polled costs little. A page that somebody opens reads
//! it again.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use app::{
    App, AppError,
    questions::{self, Aside},
    rows::InboxLine,
};
use domain::{ids::FollowerId, staff::Actor};
use tokio::time::Instant;

/// How old it may get on a list that is polled.
const FRESH: Duration = Duration::from_secs(60);

/// Asides by their resident, and whether one with an open question was asked for.
type Known = HashMap<(FollowerId, bool), (Instant, Aside)>;

/// What is known. One a process.
#[derive(Debug, Default)]
pub(crate) struct Residents(Mutex<Known>);

impl Residents {
    /// What is to be said of the residents of these lines; a poll is content with what was read before.
    pub(crate) async fn asides(
        &self,
        app: &App,
        actor: &Actor,
        lines: &[InboxLine],
        is_poll: bool,
    ) -> Result<HashMap<FollowerId, Aside>, AppError> {
        let now = Instant::now();
        let (mut found, mut missing) = (HashMap::new(), Vec::new());
        {
            let mut known = self.known();
            known.retain(|_, (until, _)| now < *until);
            for line in lines {
                match known.get(&key(line)).filter(|_| is_poll) {
                    Some((_, aside)) => {
                        found.insert(line.follower.clone(), aside.clone());
                    }
                    None => missing.push(line.clone()),
                }
            }
        }
        let read = questions::asides(app, actor, &missing).await?;
        let mut known = self.known();
        for line in &missing {
            if let Some(aside) = read.get(&line.follower) {
                known.insert(key(line), (now + FRESH, aside.clone()));
            }
        }
        drop(known);
        found.extend(read);
        Ok(found)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(line: &InboxLine) -> (FollowerId, bool) {
    (line.follower.clone(), line.state.is_final())
}
