//! Who else asks the same, beside one question.

use domain::{
    group::{Group, Similar},
    ids::QuestionId,
    question::Question,
    staff::{Actor, Permission},
};

use super::{
    answer::{GroupAnswer, last},
    read, why,
};
use crate::{App, AppError, keys, rows::load};

/// What is known of others who ask the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alike {
    /// It was compared with the open texts, or an officer decided; before that nothing is known.
    pub compared: bool,
    /// The question's group, when it has one of several.
    pub group: Option<Group>,
    /// A group that it may belong to: none once it has one, or an officer decided.
    pub maybe: Option<Similar>,
    /// The words that it has in common with that group.
    pub words: Vec<String>,
    /// What its group, or the one it may belong to, was last told.
    pub answer: Option<GroupAnswer>,
}

/// Looks at the group of a question, and at the one that is suggested for it.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn alike(app: &App, actor: &Actor, question: &Question) -> Result<Alike, AppError> {
    actor.require(Permission::Read)?;
    let Some(membership) = &question.membership else { return Ok(Alike::default()) };
    let group = match read(app, actor, &membership.group).await {
        Ok(group) => Some(group).filter(|group| group.questions > 1),
        Err(AppError::NotFound(_)) => None,
        Err(error) => return Err(error),
    };
    let maybe = membership.similar.clone().filter(|_| group.is_none() && !membership.settled);
    let maybe = match maybe {
        Some(maybe) if is_gone(app, actor, &maybe).await? => None,
        maybe => maybe,
    };
    let words = match maybe {
        Some(_) => why(app, actor, std::slice::from_ref(question)).await?.remove(&question.id),
        None => None,
    };
    let of = group.as_ref().map(|group| &group.id).or(maybe.as_ref().map(|maybe| &maybe.group));
    let answer = match of {
        Some(of) => last(app, actor, of).await?,
        None => None,
    };
    Ok(Alike { compared: true, group, maybe, words: words.unwrap_or_default(), answer })
}

/// Whether all that a group asked was erased.
async fn is_gone(app: &App, actor: &Actor, maybe: &Similar) -> Result<bool, AppError> {
    match read(app, actor, &maybe.group).await {
        Ok(group) => Ok(group.questions == 0),
        // One that nobody else asks has no row.
        Err(AppError::NotFound(_)) => {
            let key = keys::question(&QuestionId::from(maybe.group.as_str()));
            let first = load::<Question>(app.table.as_ref(), &key).await?;
            Ok(first.is_none_or(|first| first.value.is_erased()))
        }
        Err(error) => Err(error),
    }
}
