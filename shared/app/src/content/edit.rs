//! An officer changes one part of the draft; without a draft, one is begun from what is live.

use std::collections::BTreeSet;

use domain::{
    content::{
        check::Finding,
        edit::{Edit, EditError},
    },
    staff::{Actor, Permission},
};

use super::draft::{Draft, commit, load_working};
use crate::{
    App, AppError,
    retry::retrying,
    rows::{Batch, Stored},
};

/// Makes one change. `seen` is the fingerprint of the part as the officer read it; another one means that somebody else
/// was faster, and then nothing is written.
///
/// # Errors
/// `Overtaken` when the part has changed since it was read; `Input` for the first rule that the change breaks;
/// `NotFound`, `Denied`, `Contended`, `Table`.
pub async fn edit(app: &App, actor: &Actor, edit: Edit, seen: Option<&str>) -> Result<(), AppError> {
    actor.require(Permission::EditContent)?;
    retrying(|| attempt(app, actor, edit.clone(), seen)).await
}

async fn attempt(app: &App, actor: &Actor, edit: Edit, seen: Option<&str>) -> Result<(), AppError> {
    let working = load_working(app).await?;
    if let (Some(section), Some(seen)) = (edit.section(), seen)
        && section.fingerprint(working.snapshot()) != seen
    {
        return Err(AppError::Overtaken);
    }
    let detail = edit.describe();
    let mut snapshot = working.snapshot().clone();
    edit.apply(&mut snapshot).map_err(refused)?;
    if snapshot == *working.snapshot() {
        return Ok(());
    }
    let mut batch = Batch::new();
    match working.draft {
        Some(Stored { value, version }) => {
            batch.update(&Stored { value: changed(app, actor, value, snapshot), version })?;
        }
        None => {
            let begun = Draft {
                base: working.live.version,
                snapshot: working.live,
                authors: BTreeSet::new(),
                changed_at: app.clock.now(),
                changed_by: actor.login.clone(),
                submitted: None,
                returned: None,
            };
            batch.insert(&changed(app, actor, begun, snapshot))?;
        }
    }
    commit(app, actor, batch, "edited_content", "draft", detail).await
}

fn changed(app: &App, actor: &Actor, draft: Draft, snapshot: domain::content::Snapshot) -> Draft {
    let mut authors = draft.authors;
    authors.insert(actor.login.clone());
    Draft {
        snapshot,
        authors,
        changed_at: app.clock.now(),
        changed_by: actor.login.clone(),
        // What a reviewer has been shown is not what it is now.
        submitted: None,
        ..draft
    }
}

fn refused(error: EditError) -> AppError {
    match error {
        EditError::NoTopic => AppError::NotFound("topic"),
        EditError::NoKnown => AppError::NotFound("known answer"),
        EditError::BelowItself => AppError::Input {
            field: "parent",
            zh: "不能移到它自己的下级，请选别的位置".to_owned(),
            en: "a topic can't go below itself: choose another place".to_owned(),
        },
        EditError::Broken(found) => found.into_iter().next().map_or(AppError::Contended, refusal),
    }
}

/// A finding as the error of a field.
#[must_use]
pub fn refusal(finding: Finding) -> AppError {
    AppError::Input { field: finding.field, zh: finding.zh, en: finding.en }
}
