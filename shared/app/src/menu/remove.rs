//! The account is to have no menu.

use domain::staff::{Actor, Permission};

use super::ask::{Ask, enqueue};
use crate::{
    App, AppError,
    retry::retrying,
    rows::{MenuCall, MenuVersion, PlatformRequest},
};

/// Asks the platform to take the menu away, with all that it shows to some residents only. The draft stays.
///
/// # Errors
/// `Input` while another call is under way or nobody calls the platform; `Denied`, `NotRecent`, `Contended`,
/// `Table`.
pub async fn remove(app: &App, actor: &Actor) -> Result<(), AppError> {
    actor.require(Permission::Publish)?;
    actor.require_recent(app.clock.now())?;
    let job = retrying(|| async {
        let mut ask = Ask::begin(app, actor).await?;
        let version = ask.next_version();
        let (at, by) = (app.clock.now(), actor.login.clone());
        ask.keep(&MenuVersion { version, at, by, button: Vec::new(), end: None })?;
        ask.commit(MenuCall::Delete { version }, PlatformRequest::DeleteMenu, "deleted_menu").await
    })
    .await?;
    enqueue(app, job).await;
    Ok(())
}
