//! One-time links: made for one account, used once, over after seven days.

use domain::{
    audit::Source,
    ids::Login,
    staff::{Actor, StaffMember},
};
use jiff::{SignedDuration, Timestamp};
use subtle::ConstantTimeEq;

use super::secret;
use crate::{
    App, AppError, keys,
    ports::{Expect, TableError},
    rows::{Batch, Link, LinkReason, Row, Stored, load},
};

/// How long a link can be used.
pub const LINK_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// How long a link that follows a right password can be used.
pub(super) const ENROL_LIFE: SignedDuration = SignedDuration::from_mins(30);

/// A link that was made: its token is shown this once.
#[derive(Debug)]
pub struct Linked {
    /// Whose account it opens.
    pub member: StaffMember,
    /// Its secret part.
    pub token: String,
    /// When it is over.
    pub expires_at: Timestamp,
}

impl Linked {
    /// The link's address below the console's origin.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/admin/sign-up/{}/{}", self.member.login, self.token)
    }
}

/// What a link opens.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The account.
    pub member: StaffMember,
    /// The link's row.
    pub link: Link,
}

/// Adds a link to the batch, in place of any that there is.
pub(super) fn put(
    batch: &mut Batch,
    (login, by): (&Login, &Login),
    reason: LinkReason,
    (now, life): (Timestamp, SignedDuration),
    password_hash: Option<String>,
) -> Result<(String, Timestamp), AppError> {
    let token = secret::token()?;
    let link = Link {
        login: login.clone(),
        token_hash: secret::hash(&token),
        reason,
        by: by.clone(),
        created_at: now,
        expires_at: now + life,
        password_hash,
    };
    batch.put(link.key(), &link, None, Expect::Any)?;
    Ok((token, link.expires_at))
}

/// The rows of a link that can still be used.
pub(super) async fn usable(
    app: &App,
    login: &Login,
    token: &str,
) -> Result<Option<(Stored<StaffMember>, Stored<Link>)>, TableError> {
    let table = app.table.as_ref();
    let Some(link) = load::<Link>(table, &keys::link(login)).await? else { return Ok(None) };
    let same: bool = link.value.token_hash.as_bytes().ct_eq(secret::hash(token).as_bytes()).into();
    if !same || link.value.expires_at <= app.clock.now() {
        return Ok(None);
    }
    let member = load::<StaffMember>(table, &keys::staff(login)).await?;
    Ok(member.filter(|member| !member.value.disabled).map(|member| (member, link)))
}

/// What a link opens; `None` when there is no such link, it was used, replaced or is over, or the account is disabled.
///
/// # Errors
/// `Table`.
pub async fn open_link(app: &App, login: &Login, token: &str) -> Result<Option<Opened>, AppError> {
    let found = usable(app, login, token).await?;
    Ok(found.map(|(member, link)| Opened { member: member.value, link: link.value }))
}

/// The chain that an act of this actor belongs to.
pub(super) fn by_command_line(actor: &Actor, source: Source) -> bool {
    source == Source::Cli && *actor == super::command_line()
}
