//! Whoever has a one-time link sets a password, then a second factor, and is signed in.

use domain::{audit::Source, ids::Login};

use super::{
    SignInError, SignInOk,
    add::check_password,
    begin_session, commit_audited,
    link::usable,
    password,
    second_factor::NewSecret,
    sessions::end_all,
    throttle::{self, Of},
};
use crate::{
    App, AppError,
    ports::Expect,
    retry::retrying,
    rows::{Batch, LinkReason, Row},
};

/// The second step of signing up.
#[derive(Clone)]
pub struct Enrol {
    /// For whom the link is.
    pub login: Login,
    /// The link's secret part.
    pub token: String,
    /// A code, as the phone shows it.
    pub code: String,
    /// Where the request came from, if known.
    pub address: Option<String>,
    /// Browser and system, as far as the browser says.
    pub device: String,
}

/// A colleague who has signed up.
#[derive(Debug)]
pub struct Enrolled {
    /// They are signed in.
    pub signed_in: SignInOk,
    /// Shown this once.
    pub recovery_codes: Vec<String>,
}

/// The first step: the password, which holds once the second step is done.
///
/// # Errors
/// `Input` for a password that is not acceptable; `NotFound` when the link can't be used; `Contended`, `Table`.
pub async fn choose_password(app: &App, login: &Login, token: &str, chosen: String) -> Result<(), AppError> {
    check_password(&chosen)?;
    usable(app, login, token).await?.ok_or(AppError::NotFound("link"))?;
    let hash = password::hash(chosen).await?;
    retrying(|| async {
        let (_, mut link) = usable(app, login, token).await?.ok_or(AppError::NotFound("link"))?;
        link.value.password_hash = Some(hash.clone());
        let mut batch = Batch::new();
        batch.update(&link)?;
        Ok(batch.commit(app.table.as_ref()).await?)
    })
    .await
}

/// The secret that a link's second step sets up.
#[must_use]
pub fn secret_of_link(app: &App, login: &Login, token: &str) -> NewSecret {
    NewSecret::derive(&app.key, login, &["link", token])
}

/// The second step: with a right code password and second factor hold, the link is used up, and a session begins.
///
/// # Errors
/// `Wrong` for a code that is not right, `Wait` after too many, `Over` when the link can't be used or has no password
/// yet.
pub async fn enrol(app: &App, command: Enrol) -> Result<Enrolled, SignInError> {
    let ready = usable(app, &command.login, &command.token).await.map_err(AppError::from)?;
    if ready.is_none_or(|(_, link)| link.value.password_hash.is_none()) {
        return Err(SignInError::Over);
    }
    throttle::count_both(app, Of::Second(command.login.as_str()), command.address.as_deref()).await?;
    let new = secret_of_link(app, &command.login, &command.token);
    let step = new.step(&command.code, app.clock.now())?.ok_or(SignInError::Wrong)?;
    retrying(|| attempt(app, &command, &new, step)).await?.ok_or(SignInError::Over)
}

async fn attempt(
    app: &App,
    command: &Enrol,
    new: &NewSecret,
    step: u64,
) -> Result<Option<Enrolled>, AppError> {
    let login = &command.login;
    let Some((mut member, mut link)) = usable(app, login, &command.token).await? else { return Ok(None) };
    let Some(hash) = link.value.password_hash.take() else { return Ok(None) };
    let now = app.clock.now();
    member.value.password_hash = hash;
    let (second, recovery_codes) = new.enrolled(&app.key, step, now)?;
    let mut batch = Batch::new();
    batch.update(&member)?;
    // Whoever has a second factor has got no link of this kind: it would go round it.
    let expect = if link.value.reason == LinkReason::Enrol { Expect::Absent } else { Expect::Any };
    batch.put(second.key(), &second, None, expect)?;
    batch.delete_unchanged(link.value.key(), link.version);
    end_all(app, &mut batch, login, None).await?;
    let signed_in = begin_session(app, &mut batch, login, (command.address.as_deref(), &command.device))?;
    let detail = command.address.as_deref().map(|address| format!("from {address}")).unwrap_or_default();
    commit_audited(app, batch, Source::Admin, now, (login.as_str(), "enrolled", login, detail)).await?;
    Ok(Some(Enrolled { signed_in, recovery_codes }))
}
