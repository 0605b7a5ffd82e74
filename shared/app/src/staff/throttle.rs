//! Slowing down who guesses. An attempt is counted before the password or the code is looked at, so that many at once
//! count too; a sign-in clears the counts.

use std::net::IpAddr;

use domain::{audit::Source, ids::Login};
use jiff::{SignedDuration, Timestamp};

use super::{SignInError, commit_audited};
use crate::{
    App, AppError, keys,
    ports::Expect,
    retry::retrying,
    rows::{Attempts, Batch, Row, load},
};

/// Failures of one name that are free.
pub(super) const FREE_OF_LOGIN: u32 = 5;
/// Failures of one account's second factor that are free.
const FREE_OF_SECOND: u32 = 5;
/// Failures of one address that are free: an office shares one.
const FREE_OF_ADDRESS: u32 = 20;
/// First wait; each further failure doubles it.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(15);
/// Longest wait.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(15);
/// Counts are forgotten after this long without a failure.
const MEMORY: SignedDuration = SignedDuration::from_hours(24);

/// What attempts are counted of.
#[derive(Clone, Copy)]
pub(super) enum Of<'a> {
    Login(&'a str),
    Second(&'a str),
    Address(&'a str),
}

impl Of<'_> {
    fn name(self) -> String {
        match self {
            Self::Login(login) => format!("login:{login}"),
            Self::Second(login) => format!("second:{login}"),
            Self::Address(address) => format!("address:{}", network(address)),
        }
    }

    const fn free(self) -> u32 {
        match self {
            Self::Login(_) => FREE_OF_LOGIN,
            Self::Second(_) => FREE_OF_SECOND,
            Self::Address(_) => FREE_OF_ADDRESS,
        }
    }
}

/// Where an address belongs to: one household or office has 2^64 of the new kind.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>() {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        _ => address.to_owned(),
    }
}

/// Until when the next attempt has to wait after so many failures.
fn blocked_until(attempts: &Attempts, free: u32) -> Option<Timestamp> {
    let over = attempts.failed.checked_sub(free)?;
    let wait = FIRST_WAIT.saturating_mul(1 << over.min(6)).min(LONGEST_WAIT);
    Some(attempts.last_at + wait)
}

/// Counts an attempt: `Err(Some(until))` when it comes too early, and then it is not looked at.
pub(super) async fn count(app: &App, of: Of<'_>) -> Result<Option<Timestamp>, AppError> {
    retrying(|| attempt(app, of)).await
}

async fn attempt(app: &App, of: Of<'_>) -> Result<Option<Timestamp>, AppError> {
    let (name, now) = (of.name(), app.clock.now());
    let stored = load::<Attempts>(app.table.as_ref(), &keys::attempts(&name)).await?;
    let known = stored.as_ref().filter(|row| row.value.expires_at > now);
    let until = known.and_then(|row| blocked_until(&row.value, of.free())).filter(|until| *until > now);
    if until.is_some() {
        return Ok(until);
    }
    let failed = known.map_or(0, |row| row.value.failed) + 1;
    let row = Attempts { of: name, failed, last_at: now, expires_at: now + MEMORY };
    let expect = stored.map_or(Expect::Absent, |row| Expect::Version(row.version));
    let mut batch = Batch::new();
    batch.put(row.key(), &row, Some(row.expires_at), expect)?;
    if let Of::Login(login) | Of::Second(login) = of
        && failed == of.free()
    {
        let about = Login::from(login);
        let entry = ("system", "slowed_sign_in", &about, format!("after {failed} attempts"));
        commit_audited(app, batch, Source::Admin, now, entry).await?;
    } else {
        batch.commit(app.table.as_ref()).await?;
    }
    Ok(None)
}

/// Counts an attempt of the address and of the account: `Wait` when it comes too early. The address comes first, so that
/// one that has to wait itself makes no account wait.
pub(super) async fn count_both(app: &App, of: Of<'_>, address: Option<&str>) -> Result<(), SignInError> {
    for of in [address.map(Of::Address), Some(of)].into_iter().flatten() {
        if let Some(until) = count(app, of).await? {
            return Err(SignInError::Wait(until));
        }
    }
    Ok(())
}

/// Forgets the failures, in the transaction of the sign-in.
pub(super) fn clear(batch: &mut Batch, login: &Login, address: Option<&str>) {
    let login = login.as_str();
    for of in
        [Some(Of::Login(login)), Some(Of::Second(login)), address.map(Of::Address)].into_iter().flatten()
    {
        batch.delete(keys::attempts(&of.name()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_a_network_count_as_one() {
        assert_eq!(network("203.0.113.7"), "203.0.113.7");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(network("2001:db8:1:2::9"), network("2001:db8:1:2:ffff::1"));
    }

    #[test]
    fn the_wait_doubles_up_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (4..14)
            .map(|failed| {
                let now = Timestamp::UNIX_EPOCH;
                let row = Attempts { of: String::new(), failed, last_at: now, expires_at: now };
                blocked_until(&row, FREE_OF_LOGIN).map_or(0, |until| until.as_second())
            })
            .collect();
        assert_eq!(waits, [0, 15, 30, 60, 120, 240, 480, 900, 900, 900]);
    }
}
