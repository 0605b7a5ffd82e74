//! A staff member signs in: the password, then the second factor.

use domain::{
    audit::Source,
    ids::Login,
    staff::{StaffMember, is_login},
};
use jiff::{SignedDuration, Timestamp};

use super::{
    SESSION_LIFE, commit_audited,
    failures::{self, Wrong},
    link::{self, ENROL_LIFE},
    password,
    second_factor::{Proof, accept},
    secret,
    throttle::{self, Of},
};
use crate::{
    App, AppError, keys,
    ports::Expect,
    retry::retrying,
    rows::{
        Batch, HalfSignIn, LastSignIn, LinkReason, Row, SecondFactor, Session, SessionPointer, Stored, load,
    },
};

/// How long the second factor may be awaited.
const HALF_LIFE: SignedDuration = SignedDuration::from_mins(10);

/// What somebody typed.
#[derive(Clone, Default)]
pub struct SignIn {
    /// Sign-in name; case and blanks around it don't count.
    pub login: String,
    /// Password.
    pub password: String,
    /// Where the request came from, if known.
    pub address: Option<String>,
    /// Browser and system, as far as the browser says.
    pub device: String,
    /// Whether an account without a second factor has to set one up first: everywhere but in a demo.
    pub second_factor_required: bool,
}

/// A new session.
#[derive(Debug)]
pub struct SignInOk {
    /// For the cookie; it is not stored.
    pub token: String,
    /// The session.
    pub session: Session,
}

/// What follows a right password.
#[derive(Debug)]
pub enum SignInStep {
    /// Nothing more: a session has begun.
    Done(SignInOk),
    /// The second factor, with this token, which is not stored.
    Second(String),
    /// There is no second factor yet: it is set up through a link with this token.
    Enrol(Login, String),
}

/// The second factor of a sign-in.
#[derive(Clone)]
pub struct SecondStep {
    /// [`SignInStep::Second`]'s token.
    pub token: String,
    /// A code, or a recovery code.
    pub code: String,
    /// Where the request came from, if known.
    pub address: Option<String>,
    /// Browser and system, as far as the browser says.
    pub device: String,
}

/// Why nobody was signed in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// Name and password don't belong together (which of them is wrong is not told), or the code is not right.
    #[error("name and password don't belong together, or the code is not right")]
    Wrong,
    /// Too many failures: nothing was looked at.
    #[error("too many attempts; wait until {0}")]
    Wait(Timestamp),
    /// The step before took too long, or its link can't be used: begin again.
    #[error("the step before is over; begin again")]
    Over,
    /// Something failed.
    #[error(transparent)]
    App(#[from] AppError),
}

/// The first step. Takes as long for an unknown name as for a wrong password; after 5 failures of a name (20 of an
/// address) each further attempt has to wait, twice as long each time, at most 15 minutes.
///
/// # Errors
/// Any [`SignInError`] but `Over`.
pub async fn sign_in(app: &App, command: SignIn) -> Result<SignInStep, SignInError> {
    let login = command.login.trim().to_lowercase();
    // A malformed name is nobody's: all of them count as one, so that nobody fills the table with names.
    let name = if is_login(&login) { login.as_str() } else { "?" };
    throttle::count_both(app, Of::Login(name), command.address.as_deref()).await?;
    let login = Login::from(name);
    let found =
        load::<StaffMember>(app.table.as_ref(), &keys::staff(&login)).await.map_err(AppError::from)?;
    let hash = found.as_ref().map(|member| member.value.password_hash.clone());
    let right = password::matches(command.password.clone(), hash).await?;
    let known = found.is_some();
    let Some(member) = found.filter(|member| right && !member.value.disabled) else {
        failures::note(app, name, known, Wrong::Password, command.address.as_deref()).await;
        return Err(SignInError::Wrong);
    };
    retrying(|| first(app, &command, &member)).await?.ok_or(SignInError::Wrong)
}

/// What follows; `None` when the account has changed since the password was looked at.
async fn first(
    app: &App,
    command: &SignIn,
    checked: &Stored<StaffMember>,
) -> Result<Option<SignInStep>, AppError> {
    let (table, login, now) = (app.table.as_ref(), &checked.value.login, app.clock.now());
    let Some(member) = load::<StaffMember>(table, &keys::staff(login)).await? else { return Ok(None) };
    if member.value.disabled || member.value.password_hash != checked.value.password_hash {
        return Ok(None);
    }
    let second = load::<SecondFactor>(table, &keys::second_factor(login)).await?;
    let mut batch = Batch::new();
    batch.unchanged(&member);
    if second.is_some() {
        let token = secret::token()?;
        let token_hash = secret::hash(&token);
        batch.insert(&HalfSignIn { token_hash, login: login.clone(), expires_at: now + HALF_LIFE })?;
        batch.commit(table).await?;
        return Ok(Some(SignInStep::Second(token)));
    }
    if command.second_factor_required {
        let hash = Some(member.value.password_hash.clone());
        let (token, _) = link::put(&mut batch, (login, login), LinkReason::Enrol, (now, ENROL_LIFE), hash)?;
        let entry = (login.as_str(), "began_enrolment", login, String::new());
        commit_audited(app, batch, Source::Admin, now, entry).await?;
        return Ok(Some(SignInStep::Enrol(login.clone(), token)));
    }
    batch.check(keys::second_factor(login), None);
    let done = begin_session(app, &mut batch, login, (command.address.as_deref(), &command.device))?;
    signed_in(app, batch, login, command.address.as_deref(), "").await?;
    Ok(Some(SignInStep::Done(done)))
}

/// The second step. Failures are counted of the account and of the address, as those of the first.
///
/// # Errors
/// Any [`SignInError`].
pub async fn sign_in_second(app: &App, command: SecondStep) -> Result<SignInOk, SignInError> {
    let half = half(app, &command.token).await?.ok_or(SignInError::Over)?;
    throttle::count_both(app, Of::Second(half.login.as_str()), command.address.as_deref()).await?;
    let done = retrying(|| second(app, &command, &half)).await?;
    if done.is_none() {
        failures::note(app, half.login.as_str(), true, Wrong::Code, command.address.as_deref()).await;
    }
    done.ok_or(SignInError::Wrong)
}

/// Whose second factor a token awaits; `None` when it is over.
///
/// # Errors
/// `Table`.
pub async fn half(app: &App, token: &str) -> Result<Option<HalfSignIn>, AppError> {
    let key = keys::half_sign_in(&secret::hash(token));
    let found = load::<HalfSignIn>(app.table.as_ref(), &key).await?.map(|row| row.value);
    Ok(found.filter(|half| half.expires_at > app.clock.now()))
}

async fn second(app: &App, command: &SecondStep, half: &HalfSignIn) -> Result<Option<SignInOk>, AppError> {
    let (table, login) = (app.table.as_ref(), &half.login);
    let Some(member) = load::<StaffMember>(table, &keys::staff(login)).await? else { return Ok(None) };
    let Some(mut row) = load::<SecondFactor>(table, &keys::second_factor(login)).await? else {
        return Ok(None);
    };
    if member.value.disabled {
        return Ok(None);
    }
    let Some(proof) = accept(&app.key, &mut row.value, &command.code, app.clock.now())? else {
        return Ok(None);
    };
    let mut batch = Batch::new();
    batch.unchanged(&member);
    batch.update(&row)?;
    batch.delete(half.key());
    let done = begin_session(app, &mut batch, login, (command.address.as_deref(), &command.device))?;
    let how = if proof == Proof::Recovery { "by a recovery code " } else { "" };
    signed_in(app, batch, login, command.address.as_deref(), how).await?;
    Ok(Some(done))
}

async fn signed_in(
    app: &App,
    batch: Batch,
    login: &Login,
    address: Option<&str>,
    how: &str,
) -> Result<(), AppError> {
    let from = address.map(|address| format!("from {address}")).unwrap_or_default();
    let detail = format!("{how}{from}");
    let now = app.clock.now();
    commit_audited(app, batch, Source::Admin, now, (login.as_str(), "signed_in", login, detail)).await
}

/// Adds a session of [`SESSION_LIFE`] to the batch, and forgets failures.
pub(super) fn begin_session(
    app: &App,
    batch: &mut Batch,
    login: &Login,
    (address, device): (Option<&str>, &str),
) -> Result<SignInOk, AppError> {
    let now = app.clock.now();
    let token = secret::token()?;
    let session = Session {
        token_hash: secret::hash(&token),
        login: login.clone(),
        csrf: secret::token()?,
        created_at: now,
        expires_at: now + SESSION_LIFE,
        address: address.map(str::to_owned),
        device: device.to_owned(),
        last_seen_at: Some(now),
        confirmed_at: Some(now),
    };
    batch.insert(&session)?;
    let (token_hash, expires_at) = (session.token_hash.clone(), session.expires_at);
    batch.insert(&SessionPointer { login: login.clone(), token_hash, expires_at })?;
    let last = LastSignIn { login: login.clone(), at: now };
    batch.put(last.key(), &last, None, Expect::Any)?;
    throttle::clear(batch, login, address);
    Ok(SignInOk { token, session })
}
