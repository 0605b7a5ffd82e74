//! An officer files a question under a topic.

use domain::{
    ids::QuestionId,
    question::Question,
    staff::{Actor, Permission},
};

use super::act::Act;
use crate::{App, AppError, retry::retrying};

/// Files the question under the topic at this path, ended or not; the empty path takes it out again.
///
/// # Errors
/// `Input` when there is no such topic; `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn categorise(
    app: &App,
    actor: &Actor,
    question: &QuestionId,
    path: Vec<u8>,
) -> Result<Question, AppError> {
    actor.require(Permission::Answer)?;
    if !path.is_empty() && app.content.in_memory().category(&path).is_none() {
        return Err(AppError::Input {
            field: "category",
            zh: "请选择一个栏目".to_owned(),
            en: "choose a topic".to_owned(),
        });
    }
    retrying(|| attempt(app, actor, question, &path)).await
}

async fn attempt(app: &App, actor: &Actor, question: &QuestionId, path: &[u8]) -> Result<Question, AppError> {
    let mut act = Act::begin(app, actor, question).await?;
    act.question.value.category = path.to_vec();
    if act.is_unchanged() {
        return Ok(act.question.value);
    }
    act.commit("categorised", format!("category:{}", path_text(path))).await
}

/// A path as people write it: `4.1`.
#[must_use]
pub fn path_text(path: &[u8]) -> String {
    path.iter().map(u8::to_string).collect::<Vec<_>>().join(".")
}

/// Reads a path; `None` when it is none. Blank is the empty path.
#[must_use]
pub fn parse_path(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    if text.is_empty() { Some(Vec::new()) } else { text.split('.').map(|part| part.parse().ok()).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_as_it_is_written() {
        for path in [vec![], vec![4], vec![4, 1]] {
            assert_eq!(parse_path(&path_text(&path)), Some(path));
        }
        for wrong in ["a", "4.", "300", "-1"] {
            assert_eq!(parse_path(wrong), None, "{wrong}");
        }
    }
}
