//! Why a question was found alike: the words that both have. They are kept nowhere, so none is left when one is erased.

use std::collections::BTreeMap;

use domain::{
    ids::QuestionId,
    question::Question,
    staff::{Actor, Permission},
};
use matching::{explain::explain, signature::Signature};

use super::known::BACKGROUND;
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
    let mut others: BTreeMap<QuestionId, Signature> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for question in questions {
        let similar = question.membership.as_ref().and_then(|membership| membership.similar.as_ref());
        let Some(other) = similar.and_then(|similar| similar.question.as_ref()) else { continue };
        if !others.contains_key(other) {
            let text = match questions.iter().find(|shown| shown.id == *other) {
                Some(shown) => shown.words(),
                None => {
                    let row = load::<Question>(app.table.as_ref(), &keys::question(other)).await?;
                    row.map(|row| row.value.words()).unwrap_or_default()
                }
            };
            others.insert(other.clone(), Signature::of("", &text, &BACKGROUND));
        }
        if let Some(other) = others.get(other) {
            let words = explain("", &question.words(), other, &BACKGROUND);
            found.insert(question.id.clone(), words.into_iter().map(|common| common.words).collect());
        }
    }
    Ok(found)
}
