//! An officer asks what residents see.

use domain::staff::{Actor, Permission};

use super::ask::{Ask, enqueue};
use crate::{
    App, AppError,
    retry::retrying,
    rows::{MenuCall, PlatformRequest},
};

/// Asks the platform for its menu.
///
/// # Errors
/// `Input` while another call is under way or nobody calls the platform; `Denied`, `Contended`, `Table`.
pub async fn look(app: &App, actor: &Actor) -> Result<(), AppError> {
    actor.require(Permission::EditContent)?;
    let job = retrying(|| async {
        Ask::begin(app, actor).await?.commit(MenuCall::Look, PlatformRequest::GetMenu, "looked_at_menu").await
    })
    .await?;
    enqueue(app, job).await;
    Ok(())
}
