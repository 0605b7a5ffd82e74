//! Who has to look before content is published.

use domain::staff::{Actor, Permission};
use serde::{Deserialize, Serialize};

use super::draft::commit;
use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{Batch, load, row},
};

/// The setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Who has edited a draft can't publish it.
    #[serde(default)]
    pub four_eyes: bool,
}

row!(Policy, |_| keys::content_policy());

/// Reads it.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn policy(app: &App, actor: &Actor) -> Result<Policy, AppError> {
    actor.require(Permission::Read)?;
    load_policy(app).await
}

pub(super) async fn load_policy(app: &App) -> Result<Policy, AppError> {
    let row = load::<Policy>(app.table.as_ref(), &keys::content_policy()).await?;
    Ok(row.map(|row| row.value).unwrap_or_default())
}

/// Changes it.
///
/// # Errors
/// `Denied`, `Contended`, `Table`.
pub async fn set_policy(app: &App, actor: &Actor, policy: Policy) -> Result<(), AppError> {
    actor.require(Permission::ManageSettings)?;
    retrying(|| async {
        let mut batch = Batch::new();
        batch.replace(&policy)?;
        let detail = format!("four_eyes={}", policy.four_eyes);
        commit(app, actor, batch, "changed_setting", "policy", detail).await
    })
    .await
}
