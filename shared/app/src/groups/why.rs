//! Why a question was found alike: the words that both have.

use std::collections::BTreeMap;

use domain::{
    ids::QuestionId,
    question::Question,
    staff::{Actor, Permission},
};

use crate::{App, AppError, keys, rows::load};

/// The words that each question has in common with the one that it was found alike, the most telling first; none where
/// nothing was alike, or the other was erased.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn why(
    app: &App,
    actor: &Actor,
    questions: &[Question],
) -> Result<BTreeMap<QuestionId, Vec<String>>, AppError> {
    actor.require(Permission::Read)?;
    let mut erased: BTreeMap<&QuestionId, bool> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for question in questions {
        let similar = question.membership.as_ref().and_then(|membership| membership.similar.as_ref());
        let Some(similar) = similar.filter(|similar| !similar.words.is_empty()) else { continue };
        let Some(other) = similar.question.as_ref() else { continue };
        if !erased.contains_key(other) {
            let is_erased = match questions.iter().find(|shown| shown.id == *other) {
                Some(shown) => shown.is_erased(),
                None => {
                    let row = load::<Question>(app.table.as_ref(), &keys::question(other)).await?;
                    row.is_none_or(|row| row.value.is_erased())
                }
            };
            erased.insert(other, is_erased);
        }
        if erased.get(other) == Some(&false) {
            found.insert(question.id.clone(), similar.words.clone());
        }
    }
    Ok(found)
}
