//! Time-based codes (RFC 6238: SHA-1, 6 digits, 30 s, one step either way) and recovery codes.
//!
//! The secret stands in its row encrypted under a key of the account key, which on AWS is not in the tables: whoever
//! reads the tables alone can make no code. The same holds for guessing recovery codes from their hashes.

use std::collections::BTreeSet;

use domain::{
    audit::hex,
    ids::{AccountKey, Login, base32},
};
use jiff::Timestamp;
use subtle::ConstantTimeEq;
use totp_rs::{Builder, Secret, Totp};
use wechat::envelope::{Crypto, EncodingAesKey};

use crate::{AppError, ports::TableError, random, rows::SecondFactor};

/// Recovery codes of an account.
pub const RECOVERY_CODES: usize = 10;
/// Who the code is for, in the app on the phone.
const ISSUER: &str = "Wenqu";

/// A secret that is being set up: shown as a QR code and as text.
#[derive(Clone)]
pub struct NewSecret {
    bytes: [u8; 20],
    login: Login,
}

impl NewSecret {
    /// The secret of one setting up: `of` is the one-time link's or the session's secret, so that nothing has to be
    /// stored until the first code is right, and a page that is loaded again shows the same.
    pub(super) fn derive(key: &AccountKey, login: &Login, of: &[&str]) -> Self {
        let mac = key.mac(&[&["second factor, new", login.as_str()], of].concat());
        let mut bytes = [0; 20];
        bytes.copy_from_slice(&mac[..20]);
        Self { bytes, login: login.clone() }
    }

    /// The secret in base 32, in groups of four, to be typed.
    #[must_use]
    pub fn in_words(&self) -> String {
        let text = self.base32();
        let groups: Vec<_> = text.as_bytes().chunks(4).map(String::from_utf8_lossy).collect();
        groups.join(" ")
    }

    /// What the QR code says: `otpauth://totp/…`.
    #[must_use]
    pub fn address(&self) -> String {
        let (login, secret) = (&self.login, self.base32());
        format!("otpauth://totp/{ISSUER}:{login}?secret={secret}&issuer={ISSUER}")
    }

    fn base32(&self) -> String {
        Secret::new_stack(self.bytes).to_base32()
    }

    /// The step of a code that is right now.
    pub(super) fn step(&self, code: &str, now: Timestamp) -> Result<Option<u64>, AppError> {
        Ok(totp(self.bytes)?.check(&digits(code), seconds(now)))
    }

    /// The row, and the recovery codes to show this once.
    pub(super) fn enrolled(
        &self,
        key: &AccountKey,
        step: u64,
        now: Timestamp,
    ) -> Result<(SecondFactor, Vec<String>), AppError> {
        let (codes, recovery) = recovery_codes(key, &self.login)?;
        let sealed = crypto(key).encrypt(&hex(&self.bytes), random()?);
        let mac = mac(key, &self.login, &sealed);
        let login = self.login.clone();
        Ok((SecondFactor { login, sealed, mac, last_step: step, recovery, enrolled_at: now }, codes))
    }
}

/// What somebody proved themselves by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    Code,
    Recovery,
}

/// Uses a code or a recovery code up, in the row; `None` when it is not right or was used before.
pub(super) fn accept(
    key: &AccountKey,
    row: &mut SecondFactor,
    typed: &str,
    now: Timestamp,
) -> Result<Option<Proof>, AppError> {
    let code = digits(typed);
    if code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        let step = totp(open(key, row)?)?.check(&code, seconds(now));
        let Some(step) = step.filter(|step| *step > row.last_step) else { return Ok(None) };
        row.last_step = step;
        return Ok(Some(Proof::Code));
    }
    let used = row.recovery.remove(&recovery_hash(key, &row.login, typed));
    Ok(used.then_some(Proof::Recovery))
}

/// New recovery codes: to show, and to store.
pub(super) fn recovery_codes(
    key: &AccountKey,
    login: &Login,
) -> Result<(Vec<String>, BTreeSet<String>), AppError> {
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let text = base32(&random::<7>()?);
        codes.push(format!("{}-{}", &text[..5], &text[5..10]));
    }
    let hashes = codes.iter().map(|code| recovery_hash(key, login, code)).collect();
    Ok((codes, hashes))
}

/// Blanks and dashes don't count, nor case, nor letters that look like digits.
fn recovery_hash(key: &AccountKey, login: &Login, typed: &str) -> String {
    let letters = typed.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    });
    hex(&key.mac(&["recovery code", login.as_str(), &letters.collect::<String>()]))
}

fn digits(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace()).collect()
}

fn seconds(now: Timestamp) -> u64 {
    now.as_second().unsigned_abs()
}

fn totp(secret: [u8; 20]) -> Result<Totp, AppError> {
    Builder::new().with_secret(Secret::new_stack(secret)).build().map_err(|error| broken(&error))
}

fn broken(error: &dyn std::fmt::Display) -> AppError {
    AppError::Table(TableError::Invalid(format!("second factor: {error}")))
}

fn crypto(key: &AccountKey) -> Crypto {
    Crypto { key: EncodingAesKey::new(key.mac(&["second factor, key"])), app_id: "wenqu".into() }
}

fn mac(key: &AccountKey, login: &Login, sealed: &str) -> String {
    hex(&key.mac(&["second factor, mac", login.as_str(), sealed]))
}

fn open(key: &AccountKey, row: &SecondFactor) -> Result<[u8; 20], AppError> {
    if !bool::from(mac(key, &row.login, &row.sealed).as_bytes().ct_eq(row.mac.as_bytes())) {
        return Err(broken(&"the secret was not sealed under this account key for this account"));
    }
    let text = crypto(key).decrypt(&row.sealed).map_err(|error| broken(&error))?;
    let mut bytes = [0; 20];
    for (n, byte) in bytes.iter_mut().enumerate() {
        let pair = text.get(2 * n..2 * n + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        *byte = pair.ok_or_else(|| broken(&"the secret is not what is sealed"))?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn enrolled(key: &AccountKey, login: &str) -> (NewSecret, SecondFactor, Vec<String>) {
        let new = NewSecret::derive(key, &Login::from(login), &["link"]);
        let (row, codes) = new.enrolled(key, 0, at(0)).unwrap();
        (new, row, codes)
    }

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        let mut secret = [0; 20];
        secret.copy_from_slice(b"12345678901234567890");
        for (time, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert_eq!(totp(secret).unwrap().generate(time).to_string(), code);
        }
        let new = NewSecret { bytes: secret, login: Login::from("zhang") };
        assert_eq!(new.in_words(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }

    #[test]
    fn a_code_is_taken_once_and_none_before_it() {
        let key = AccountKey::new([7; 32]);
        let (new, mut row, _) = enrolled(&key, "zhang");
        let code = |time| totp(new.bytes).unwrap().generate(time).to_string();
        let now = at(1_000_000);
        assert_eq!(accept(&key, &mut row, &code(1_000_060), now).unwrap(), None, "two steps ahead");
        let spaced = format!(" {} {}", &code(1_000_000)[..3], &code(1_000_000)[3..]);
        assert_eq!(accept(&key, &mut row, &spaced, now).unwrap(), Some(Proof::Code));
        assert_eq!(accept(&key, &mut row, &code(1_000_000), now).unwrap(), None, "again");
        assert_eq!(accept(&key, &mut row, &code(999_970), now).unwrap(), None, "the step before");
        assert_eq!(accept(&key, &mut row, &code(1_000_030), at(1_000_030)).unwrap(), Some(Proof::Code));
    }

    #[test]
    fn each_recovery_code_is_taken_once_however_it_is_typed() {
        let key = AccountKey::new([7; 32]);
        let (_, mut row, codes) = enrolled(&key, "zhang");
        assert_eq!((codes.len(), row.recovery.len()), (RECOVERY_CODES, RECOVERY_CODES));
        for code in codes {
            let typed = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            assert_eq!(accept(&key, &mut row, &typed, at(0)).unwrap(), Some(Proof::Recovery));
            assert_eq!(accept(&key, &mut row, &code, at(0)).unwrap(), None, "again");
        }
        assert_eq!(accept(&key, &mut row, "", at(0)).unwrap(), None);
    }

    #[test]
    fn a_row_opens_under_its_key_and_for_its_login_only() {
        let key = AccountKey::new([7; 32]);
        let (new, row, codes) = enrolled(&key, "zhang");
        assert_eq!(open(&key, &row).unwrap(), new.bytes);
        assert!(open(&AccountKey::new([8; 32]), &row).is_err());
        assert!(open(&key, &SecondFactor { login: Login::from("li"), ..row.clone() }).is_err());
        let stored = serde_json::to_string(&row).unwrap();
        assert!(!stored.contains(&hex(&new.bytes)) && !codes.iter().any(|code| stored.contains(code)));
    }
}
