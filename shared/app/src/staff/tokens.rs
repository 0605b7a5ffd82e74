//! Bearer tokens are listed and revoked.

use domain::{
    audit::Source,
    staff::{Actor, Permission},
};

use super::{commit_audited, members::whole};
use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{ApiToken, Batch, TokenPointer, load},
};

/// Characters of a token's hash that name it.
const ID_CHARS: usize = 16;

/// What names a token in lists and addresses.
#[must_use]
pub fn token_id(token: &ApiToken) -> &str {
    token.token_hash.get(..ID_CHARS).unwrap_or(&token.token_hash)
}

/// All tokens that are not over, the latest first.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn tokens(app: &App, actor: &Actor) -> Result<Vec<ApiToken>, AppError> {
    actor.require(Permission::ManageStaff)?;
    let now = app.clock.now();
    let mut found = Vec::new();
    for pointer in whole::<TokenPointer>(app, keys::TOKENS_PARTITION).await? {
        let row = load::<ApiToken>(app.table.as_ref(), &keys::api_token(&pointer.value.token_hash)).await?;
        let live = |token: &ApiToken| token.expires_at.is_none_or(|at| at > now);
        found.extend(row.map(|row| row.value).filter(live));
    }
    found.sort_by_key(|token| std::cmp::Reverse(token.created_at));
    Ok(found)
}

/// Revokes a token, by its [`token_id`]: it opens nothing from now on.
///
/// # Errors
/// `NotFound`, `Denied`, `NotRecent`, `Contended`, `Table`.
pub async fn revoke_token(app: &App, actor: &Actor, id: &str, source: Source) -> Result<(), AppError> {
    actor.require_recent(app.clock.now())?;
    let found = tokens(app, actor).await?.into_iter().find(|token| token_id(token) == id);
    let token = found.ok_or(AppError::NotFound("token"))?;
    retrying(|| async {
        let mut batch = Batch::new();
        batch.delete(keys::api_token(&token.token_hash));
        batch.delete(keys::token_pointer(&token.token_hash));
        let entry = (actor.login.as_str(), "revoked_token", &token.login, token.name.clone());
        commit_audited(app, batch, source, app.clock.now(), entry).await
    })
    .await
}
