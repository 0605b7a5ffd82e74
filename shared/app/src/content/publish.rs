//! The draft becomes the next version.

use domain::{
    content::{check::Level, edit::stamp},
    staff::{Actor, Permission},
};

use super::{
    draft::{commit, expected, load_working},
    edit::refusal,
    policy::load_policy,
    put_next,
    review::{input, within},
    versions::Publication,
};
use crate::{App, AppError, keys, retry::retrying, rows::Batch};

/// What somebody had before their eyes who publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The live version that the draft was compared with.
    pub live: u64,
    /// The state of the draft.
    pub draft: String,
}

/// Publishes the draft as it was read, compared with the live version that was read; gives the new version. Topics that
/// say something new count as updated now.
///
/// # Errors
/// `Overtaken` when the draft or the live version has changed since; `Input` for a rule that the draft breaks, for a
/// draft without changes, and for authors where somebody else has to publish; `NotFound`, `Denied`, `Contended`,
/// `Table`.
pub async fn publish_draft(app: &App, actor: &Actor, seen: Seen, why: &str) -> Result<u64, AppError> {
    actor.require(Permission::Publish)?;
    let why = within("why", why)?;
    retrying(|| attempt(app, actor, &seen, &why)).await
}

async fn attempt(app: &App, actor: &Actor, seen: &Seen, why: &str) -> Result<u64, AppError> {
    let mut working = load_working(app).await?;
    if working.live.version != seen.live {
        return Err(AppError::Overtaken);
    }
    if working.changes().is_empty() {
        return Err(input("why", "草稿与已发布的内容相同，不用发布", "the draft is what is live already"));
    }
    if let Some(broken) = working.findings().into_iter().find(|finding| finding.level == Level::Error) {
        return Err(refusal(broken));
    }
    let draft = expected(&mut working, &seen.draft)?;
    if load_policy(app).await?.four_eyes && draft.value.authors.contains(&actor.login) {
        return Err(input(
            "why",
            "这份草稿有您的修改，按设置须由另一位审核人发布；请提交审核",
            "you have edited this draft, and by the settings somebody else has to publish it: submit it for review",
        ));
    }
    let mut snapshot = draft.value.snapshot;
    stamp(&mut snapshot, &working.live, app.clock.now());
    let mut batch = Batch::new();
    put_next(&mut batch, &mut snapshot, working.live.version, working.current)?;
    batch.insert(&Publication {
        version: snapshot.version,
        by: actor.login.clone(),
        name: actor.name.clone(),
        at: app.clock.now(),
        why: why.to_owned(),
        authors: draft.value.authors,
        restored: None,
        confirmed: None,
    })?;
    batch.delete_unchanged(keys::content_draft(), draft.version);
    let version = snapshot.version;
    commit(app, actor, batch, "published_content", &format!("v{version}"), String::new()).await?;
    Ok(version)
}
