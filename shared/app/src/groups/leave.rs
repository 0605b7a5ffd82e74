//! A question leaves its group.

use domain::{group::Group, question::Question};

use super::{
    read::of,
    rows::{Member, move_line},
};
use crate::{
    App, AppError, keys,
    rows::{Batch, Row, Stored, load},
};

/// Questions that are looked at for the next title.
const HEIRS: usize = 10;

/// Takes a question out of a group. If the title was its words, the opening of the member that came first becomes the
/// title.
pub(super) async fn leave(
    app: &App,
    batch: &mut Batch,
    from: &mut Stored<Group>,
    question: &Question,
) -> Result<(), AppError> {
    let members = of(app, &from.value).await?.0;
    let own = members.iter().filter(|member| member.follower == question.follower).count();
    let before = from.value.clone();
    from.value.leave(question, own <= 1);
    if from.value.titled_by.as_ref() == Some(&question.id) {
        let heir = heir(app, &members, question).await?;
        from.value.retitle(heir.as_ref());
    }
    if let Some(member) = members.iter().find(|member| member.question == question.id) {
        batch.delete(member.key());
    }
    batch.update(from)?;
    Ok(move_line(batch, Some(&before), &from.value)?)
}

async fn heir(app: &App, members: &[Member], leaving: &Question) -> Result<Option<Question>, AppError> {
    let mut others: Vec<&Member> = members.iter().filter(|member| member.question != leaving.id).collect();
    others.sort_by_key(|member| member.joined_at);
    for other in others.into_iter().take(HEIRS) {
        let found = load::<Question>(app.table.as_ref(), &keys::question(&other.question)).await?;
        if let Some(found) = found.filter(|found| !found.value.words().is_empty()) {
            return Ok(Some(found.value));
        }
    }
    Ok(None)
}
