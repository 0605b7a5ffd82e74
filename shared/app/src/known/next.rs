//! The list of next content: what several residents asked and no known answer says.

use domain::{
    content::Snapshot,
    group::Group,
    staff::{Actor, Permission},
};
use matching::rank::OFFER;

use crate::{App, AppError, content::Bank, groups};

/// Groups that are looked through, those that grew last first.
const LOOKED_THROUGH: usize = 100;
/// Most of them in the list.
const MOST: usize = 20;
/// Residents who must have asked.
const ASKERS: u32 = 2;

/// Groups of two residents or more that no known answer of `content` covers, the one with the most residents first.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn next(app: &App, actor: &Actor, content: &Snapshot) -> Result<Vec<Group>, AppError> {
    actor.require(Permission::Read)?;
    let (groups, _) = groups::list(app, actor, LOOKED_THROUGH, None).await?;
    let bank = Bank::of(content);
    let now = app.clock.now();
    let covered = |title: &str| {
        bank.look(title, content, now).first().is_some_and(|(_, likelihood)| *likelihood >= OFFER)
    };
    let mut wanted: Vec<Group> = groups
        .into_iter()
        .filter(|group| group.askers >= ASKERS && !group.title.is_empty() && !covered(&group.title))
        .collect();
    wanted.sort_by(|a, b| b.askers.cmp(&a.askers).then_with(|| b.joined_at.cmp(&a.joined_at)));
    wanted.truncate(MOST);
    Ok(wanted)
}
