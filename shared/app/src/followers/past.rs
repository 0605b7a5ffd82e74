//! What a resident asked before.

use std::collections::BTreeSet;

use domain::{
    conversation::InboundMessage,
    ids::{FollowerId, QuestionId},
    question::Question,
    staff::{Actor, Permission},
};

use crate::{
    App, AppError, keys,
    ports::{Query, TableName},
    rows::{load, parse},
};

/// Newest messages that are looked through.
const MESSAGES: usize = 200;

/// The resident's questions but `except`, newest first, at most `limit`, as far as their newest messages lead to them.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn past(
    app: &App,
    actor: &Actor,
    follower: &FollowerId,
    except: &QuestionId,
    limit: usize,
) -> Result<Vec<Question>, AppError> {
    actor.require(Permission::Read)?;
    let table = app.table.as_ref();
    let query = Query::partition(TableName::Main, keys::follower_partition(follower), MESSAGES)
        .prefix("M#")
        .descending();
    let (mut seen, mut found) = (BTreeSet::from([except.clone()]), Vec::new());
    for item in &table.query(&query).await?.items {
        let Some(question) = parse::<InboundMessage>(item)?.value.question else { continue };
        if !seen.insert(question.clone()) {
            continue;
        }
        found.extend(load::<Question>(table, &keys::question(&question)).await?.map(|row| row.value));
        if found.len() == limit {
            break;
        }
    }
    Ok(found)
}
