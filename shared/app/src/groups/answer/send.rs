//! An officer answers all of a group.

use std::time::Duration;

use domain::{
    canned::unknown_variable,
    content::Bilingual,
    group::Group,
    ids::{EntryId, GroupId},
    language::Language,
    staff::{Actor, Permission},
};

use super::{GroupAnswer, HELD_FOR, Reach, reach};
use crate::{
    App, AppError,
    groups::act::{commit, resolved},
    jobs::Work,
    questions::{ANSWER_LIMIT_BYTES, signature},
    random,
    retry::retrying,
    rows::{Batch, new_job},
};

/// Room for what is filled in, in bytes.
const FILLED_BYTES: usize = 200;

/// What an officer writes.
#[derive(Clone, Debug, Default)]
pub struct ToAll {
    /// The text in each language that is needed, variables in braces.
    pub text: Bilingual,
    /// Adds the officer's name below.
    pub signed: bool,
    /// Ends each question too.
    pub end: bool,
    /// The questions that the officer saw it would be written to; more than that refuses it. `None` sends in any case.
    pub seen: Option<usize>,
}

/// Whom an answer would reach, once there is nothing to mend in it.
///
/// # Errors
/// As [`send`].
pub async fn check(
    app: &App,
    actor: &Actor,
    group: &GroupId,
    command: &ToAll,
) -> Result<(Group, Reach), AppError> {
    actor.require(Permission::Answer)?;
    let found = resolved(app, group).await?.value;
    let reach = reach(app, actor, &found).await?;
    fits(command, &reach, actor)?;
    Ok((found, reach))
}

/// Makes the answer due for everybody in the group who waits; nothing is written before [`HELD_FOR`] is over.
///
/// # Errors
/// `Input` when a text is missing, too long, or has an unknown variable; `Stale` when more ask now than the officer saw;
/// `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn send(
    app: &App,
    actor: &Actor,
    group: &GroupId,
    command: &ToAll,
) -> Result<GroupAnswer, AppError> {
    actor.require(Permission::Answer)?;
    let (answer, job) = retrying(|| async {
        let (found, _) = check(app, actor, group, command).await?;
        let now = app.clock.now();
        let answer = GroupAnswer {
            group: found.id.clone(),
            id: EntryId::new(now.as_millisecond(), random()?).to_string(),
            by: actor.login.clone(),
            name: actor.name.clone(),
            text: command.text.clone(),
            signed: command.signed,
            end: command.end,
            sent_at: now,
            hold_until: now + HELD_FOR,
            taken_back: false,
            reached: None,
            written: 0,
            skipped: 0,
            done: false,
        };
        let work = Work::GroupAnswer { group: answer.group.clone(), answer: answer.id.clone() };
        let job = new_job(work, answer.hold_until, random()?);
        let mut batch = Batch::new();
        batch.insert(&answer)?;
        batch.insert(&job)?;
        let object = format!("group:{}", answer.group);
        commit(app, actor, batch, None, ("answered_all", object, format!("answer:{}", answer.id))).await?;
        Ok((answer, job))
    })
    .await?;
    let delay = Duration::try_from(HELD_FOR).unwrap_or_default();
    if let Err(error) = app.jobs.enqueue(&job, delay).await {
        tracing::warn!(%error, job = %job.id, "an answer to all was not enqueued; the ticker will");
    }
    Ok(answer)
}

fn fits(command: &ToAll, reach: &Reach, actor: &Actor) -> Result<(), AppError> {
    if command.seen.is_some_and(|seen| seen < reach.recipients()) {
        return Err(AppError::Stale);
    }
    if reach.recipients() == 0 {
        return Err(AppError::Refused {
            zh: "这一组的问题都已答复或结束：没有人在等这条答复",
            en: "every question of this group has an answer or has ended: nobody waits for this one",
        });
    }
    for (language, field) in [(Language::Chinese, "zh"), (Language::English, "en")] {
        let text = command.text.only(language).trim();
        if text.is_empty() && reach.needs(language) {
            return Err(AppError::Input {
                field,
                zh: format!("组里有人用{}提问：请写下{0}的答复", language.pick("中文", "英文")),
                en: format!(
                    "somebody asks in {}: write the answer in it",
                    language.pick("Chinese", "English")
                ),
            });
        }
        if let Some(unknown) = unknown_variable(text) {
            return Err(AppError::Input {
                field,
                zh: format!("没有 {unknown} 这个变量：可用 {{称呼}} {{编号}} {{工作时间}} {{期限}}"),
                en: format!("there is no variable {unknown}: use {{称呼}} {{编号}} {{工作时间}} {{期限}}"),
            });
        }
        let signed = if command.signed { signature(&actor.name).len() } else { 0 };
        let most = ANSWER_LIMIT_BYTES - FILLED_BYTES - signed;
        if text.len() > most {
            return Err(AppError::Input {
                field,
                zh: format!("这段共 {} 字节，最多 {most} 字节（一个汉字 3 字节）：请删短", text.len()),
                en: format!("this has {} bytes, of at most {most}: make it shorter", text.len()),
            });
        }
    }
    Ok(())
}
