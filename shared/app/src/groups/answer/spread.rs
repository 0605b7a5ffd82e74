//! The worker writes an answer to each member of its group.

use domain::{
    audit::Source,
    canned::CannedResponse,
    follower::Follower,
    ids::{GroupId, QuestionId},
    question::{Question, QuestionError},
    staff::{Actor, Confirmed, Permission},
};

use super::{Cursor, GroupAnswer, last};
use crate::{
    App, AppError,
    canned::filled,
    groups::{Member, act::resolved},
    jobs::WorkerJob,
    keys,
    ports::{Query, TableError, TableName},
    questions::{self, Answer},
    rows::{Batch, Row, Stored, load, parse},
};

/// Members between two notes of how far it has come: what a crash repeats, without effect.
const STEP: usize = 20;

/// Whether anything is left to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// All was done, or it was taken back: the job's row is gone.
    Done,
    /// It is held until later; the job stays.
    Held,
}

/// Writes the answer to each member who waits, once each; what is written is sent as any answer is. Safe to repeat, and
/// to be dropped at any point.
///
/// # Errors
/// `Contended`, `Table`, `Queue`.
pub async fn spread(app: &App, job: &WorkerJob, group: &GroupId, answer: &str) -> Result<Spread, AppError> {
    let table = app.table.as_ref();
    let key = keys::group_answer(group, answer);
    loop {
        let found = load::<GroupAnswer>(table, &key).await?;
        let Some(mut found) = found.filter(|found| !found.value.taken_back && !found.value.done) else {
            let mut batch = Batch::new();
            batch.delete(job.key());
            batch.commit(table).await?;
            return Ok(Spread::Done);
        };
        if found.value.hold_until > app.clock.now() {
            return Ok(Spread::Held);
        }
        match step(app, &mut found).await {
            // Taken back, or another worker is at it: see what it is now.
            Err(AppError::Table(TableError::Conflict { .. })) => {}
            done => done?,
        }
    }
}

async fn step(app: &App, found: &mut Stored<GroupAnswer>) -> Result<(), AppError> {
    let group = resolved(app, &found.value.group).await?.value;
    let parts: Vec<&GroupId> = std::iter::once(&group.id).chain(&group.absorbed).collect();
    let (part, after) = match &found.value.reached {
        Some(reached) => (reached.part.clone(), reached.after.clone()),
        None => (group.id.clone(), None),
    };
    let query =
        Query::partition(TableName::Main, keys::group_partition(&part), STEP).prefix("M#").after(after);
    let page = app.table.query(&query).await?;
    for item in &page.items {
        let member = parse::<Member>(item)?.value;
        if write(app, &found.value, &member).await? {
            found.value.written += 1;
        } else {
            found.value.skipped += 1;
        }
    }
    let next = parts.iter().skip_while(|other| ***other != part).nth(1);
    match (page.next, next) {
        (Some(after), _) => found.value.reached = Some(Cursor { part, after: Some(after) }),
        (None, Some(next)) => found.value.reached = Some(Cursor { part: (*next).clone(), after: None }),
        (None, None) => found.value.done = true,
    }
    let mut batch = Batch::new();
    batch.update(found)?;
    Ok(batch.commit(app.table.as_ref()).await?)
}

/// Whether it was written: not to a question that has an answer already, or has ended.
async fn write(app: &App, answer: &GroupAnswer, member: &Member) -> Result<bool, AppError> {
    let table = app.table.as_ref();
    let Some(question) = load::<Question>(table, &keys::question(&member.question)).await? else {
        return Ok(false);
    };
    let follower = load::<Follower>(table, &keys::follower(&member.follower)).await?;
    let text = words(app, answer, &question.value, follower.as_ref().map(|row| &row.value));
    let by = Actor {
        login: answer.by.clone(),
        name: answer.name.clone(),
        permissions: [Permission::Answer].into(),
        confirmed: Confirmed::Always,
    };
    let command = Answer {
        text,
        signed: answer.signed,
        end: answer.end,
        only_unanswered: true,
        idempotency_key: Some(format!("group:{}", answer.id)),
        // The worker has no business with the console's chains.
        source: Source::Worker,
        ..Answer::default()
    };
    match questions::answer(app, &by, &member.question, command).await {
        Ok(_) => Ok(true),
        Err(AppError::Question(QuestionError::Over | QuestionError::AlreadyAnswered)) => Ok(false),
        // The resident was erased.
        Err(AppError::NotFound(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// What the group of a question was last told, as it reads to who asked this one; of a question by itself, what the group
/// that it may belong to was told.
///
/// # Errors
/// `NotFound`, `Denied`, `Table`.
pub async fn for_one(app: &App, actor: &Actor, question: &QuestionId) -> Result<Option<String>, AppError> {
    actor.require(Permission::Read)?;
    let table = app.table.as_ref();
    let question = load::<Question>(table, &keys::question(question)).await?;
    let question = question.ok_or(AppError::NotFound("question"))?.value;
    let Some(membership) = &question.membership else { return Ok(None) };
    let mut answer = last(app, actor, &membership.group).await?;
    if let (None, Some(similar)) = (&answer, &membership.similar) {
        answer = last(app, actor, &similar.group).await?;
    }
    let follower = load::<Follower>(table, &keys::follower(&question.follower)).await?;
    let follower = follower.as_ref().map(|row| &row.value);
    Ok(answer.map(|answer| words(app, &answer, &question, follower)))
}

/// The text for one resident: in their language, or in the one there is.
fn words(app: &App, answer: &GroupAnswer, question: &Question, follower: Option<&Follower>) -> String {
    let text = CannedResponse {
        code: String::new(),
        title: String::new(),
        text: answer.text.clone(),
        category: Vec::new(),
        initials: String::new(),
        used: 0,
    };
    filled(&text, question, follower, &app.content.in_memory(), answer.sent_at)
}
