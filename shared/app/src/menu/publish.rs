//! The draft becomes the account's menu.

use domain::{
    menu::check,
    staff::{Actor, Permission},
};

use super::{
    answered,
    ask::{Ask, enqueue},
    save::explained,
};
use crate::{
    App, AppError,
    jobs::WorkerJob,
    keys,
    retry::retrying,
    rows::{MenuCall, MenuDraft, MenuVersion, PlatformRequest, load},
};

/// Asks the platform to show the draft, which must be complete and still be the one that was seen. It is kept as a
/// version.
///
/// # Errors
/// `Stale` when the draft has changed since `seen`; `Input` with the first thing to mend, while another call is under
/// way, or when nobody calls the platform; `NotFound`, `Denied`,
/// `NotRecent`, `Contended`, `Table`.
pub async fn publish(app: &App, actor: &Actor, seen: Option<u64>) -> Result<(), AppError> {
    actor.require(Permission::Publish)?;
    actor.require_recent(app.clock.now())?;
    let job = retrying(|| attempt(app, actor, seen)).await?;
    enqueue(app, job).await;
    Ok(())
}

async fn attempt(app: &App, actor: &Actor, seen: Option<u64>) -> Result<WorkerJob, AppError> {
    let draft = load::<MenuDraft>(app.table.as_ref(), &keys::menu_draft()).await?;
    let draft = draft.ok_or(AppError::NotFound("menu draft"))?;
    if seen.is_some_and(|seen| seen != draft.value.edition) {
        return Err(AppError::Stale);
    }
    let content = app.content.snapshot().await;
    if let Some(fault) = check(&draft.value.button, &|key| answered(&content, key)).first() {
        let (zh, en) = explained(fault);
        let place = fault.place.map(|place| place.to_string()).unwrap_or_default();
        return Err(AppError::Input {
            field: "menu",
            zh: format!("菜单 {place}：{zh}"),
            en: format!("button {place}: {en}"),
        });
    }
    let mut ask = Ask::begin(app, actor).await?;
    ask.unchanged(&draft);
    let version = ask.next_version();
    let button = draft.value.button;
    ask.keep(&MenuVersion {
        version,
        at: app.clock.now(),
        by: actor.login.clone(),
        button: button.clone(),
        end: None,
    })?;
    ask.commit(MenuCall::Publish { version }, PlatformRequest::PublishMenu { button }, "published_menu").await
}
