//! Erasing what a resident said, what was answered, their files and their profile.
//!
//! Everything up to the job's time goes; what they say after coming back stays. Each row is erased in place, by its
//! own transaction: that something was said, and when, stays. Doing it again finds nothing to do, so it may die
//! anywhere. The last transaction erases the profile, writes the audit entry and deletes the job's row.

mod rows;

use std::collections::BTreeSet;

use app::{
    App, AppError, groups,
    jobs::WorkerJob,
    keys, retrying,
    rows::{Audit, Batch, load, put_remark},
};
use domain::{
    audit::{Event, Source},
    follower::Follower,
    ids::{FollowerId, QuestionId},
};
use jiff::Timestamp;

use crate::handle::{Worked, finish};

/// What belongs to an erasure.
#[derive(Debug, Default)]
struct Found {
    messages: usize,
    entries: usize,
    deliveries: usize,
    questions: BTreeSet<QuestionId>,
    /// They have written since.
    returned: bool,
}

pub(crate) async fn erase(app: &App, job: &WorkerJob, follower: &FollowerId) -> Result<Worked, AppError> {
    let cutoff = job.due_ms;
    let mut found = Found::default();
    rows::messages(app, follower, cutoff, &mut found).await?;
    rows::entries(app, follower, cutoff, &mut found).await?;
    rows::deliveries(app, follower, cutoff, &mut found).await?;
    rows::questions(app, cutoff, &mut found).await?;
    if !found.questions.is_empty() {
        groups::keep_snapshot(app).await?;
    }
    retrying(|| close(app, job, follower, &found)).await
}

/// Whether something happened up to the job's time.
fn is_before(at: Timestamp, cutoff: i64) -> bool {
    at.as_millisecond() <= cutoff
}

async fn close(app: &App, job: &WorkerJob, follower: &FollowerId, found: &Found) -> Result<Worked, AppError> {
    let (table, now) = (app.table.as_ref(), app.clock.now());
    let mut batch = Batch::new();
    if let Some(mut profile) = load::<Follower>(table, &keys::follower(follower)).await? {
        let remark = profile.value.remark.clone();
        // Whoever wrote since the messages were read has changed the profile, or will make this commit conflict.
        if found.returned || rows::wrote_after(app, follower, job.due_ms).await? {
            forget_past(&mut profile.value, found);
        } else {
            profile.value.erase();
            batch.delete(keys::used(follower));
        }
        put_remark(&mut batch, remark.as_deref(), &profile.value)?;
        batch.update(&profile)?;
    }
    let event = Event {
        at: now,
        actor: "system".to_owned(),
        action: "erased".to_owned(),
        object: format!("follower:{follower}"),
        detail: format!(
            "messages:{} entries:{} deliveries:{} questions:{}",
            found.messages,
            found.entries,
            found.deliveries,
            found.questions.len()
        ),
    };
    Audit::open(table, Source::Worker, now).await?.append(&mut batch, [event])?;
    finish(table, batch, job).await
}

/// They are here again: their address and what they do now stay.
fn forget_past(profile: &mut Follower, found: &Found) {
    profile.scene = None;
    profile.subscribe_scene = None;
    profile.remark = None;
    profile.open_questions.retain(|open| !found.questions.contains(&open.id));
}
