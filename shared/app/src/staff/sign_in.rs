//! A staff member signs in.

use domain::{
    audit::Source,
    ids::Login,
    staff::{StaffMember, is_login},
};
use jiff::Timestamp;

use super::{
    SESSION_LIFE, commit_audited, password, secret,
    throttle::{self, Of},
};
use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{Batch, Session, load},
};

/// What somebody typed.
#[derive(Clone)]
pub struct SignIn {
    /// Sign-in name; case and blanks around it don't count.
    pub login: String,
    /// Password.
    pub password: String,
    /// Where the request came from, if known.
    pub address: Option<String>,
}

/// A new session.
#[derive(Debug)]
pub struct SignInOk {
    /// For the cookie; it is not stored.
    pub token: String,
    /// The session.
    pub session: Session,
}

/// Why nobody was signed in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// Name and password don't belong together; which of them is wrong is not told.
    #[error("name and password don't belong together")]
    Wrong,
    /// Too many failures: nothing was looked at.
    #[error("too many attempts; wait until {0}")]
    Wait(Timestamp),
    /// Something failed.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Begins a session of [`SESSION_LIFE`]. Takes as long for an unknown name as for a wrong password; after 5 failures
/// of a name (20 of an address) each further attempt has to wait, twice as long each time, at most 15 minutes.
///
/// # Errors
/// Any [`SignInError`].
pub async fn sign_in(app: &App, command: SignIn) -> Result<SignInOk, SignInError> {
    let login = command.login.trim().to_lowercase();
    // A malformed name is nobody's: all of them count as one, so that nobody fills the table with names.
    let name = if is_login(&login) { login.as_str() } else { "?" };
    for of in [Some(Of::Login(name)), command.address.as_deref().map(Of::Address)].into_iter().flatten() {
        if let Some(until) = throttle::count(app, of).await? {
            return Err(SignInError::Wait(until));
        }
    }
    let login = Login::from(name);
    let found =
        load::<StaffMember>(app.table.as_ref(), &keys::staff(&login)).await.map_err(AppError::from)?;
    let hash = found.as_ref().map(|member| member.value.password_hash.clone());
    let right = password::matches(command.password.clone(), hash).await?;
    if !right || found.is_none_or(|member| member.value.disabled) {
        return Err(SignInError::Wrong);
    }
    Ok(retrying(|| begin(app, &login, command.address.as_deref())).await?)
}

async fn begin(app: &App, login: &Login, address: Option<&str>) -> Result<SignInOk, AppError> {
    let now = app.clock.now();
    let token = secret::token()?;
    let session = Session {
        token_hash: secret::hash(&token),
        login: login.clone(),
        csrf: secret::token()?,
        created_at: now,
        expires_at: now + SESSION_LIFE,
    };
    let mut batch = Batch::new();
    batch.insert(&session)?;
    throttle::clear(&mut batch, Of::Login(login.as_str()));
    if let Some(address) = address {
        throttle::clear(&mut batch, Of::Address(address));
    }
    let detail = address.map(|address| format!("from {address}")).unwrap_or_default();
    commit_audited(app, batch, Source::Admin, now, (login.as_str(), "signed_in", login, detail)).await?;
    Ok(SignInOk { token, session })
}
