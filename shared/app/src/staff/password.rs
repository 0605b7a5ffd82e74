//! Password hashing: Argon2id, 19 MiB, 2 passes, 1 lane (OWASP Password Storage Cheat Sheet).
//!
//! It lives here and not in the console, so that no caller can store a password any other way; the linker leaves it
//! out of functions that don't sign anybody in. It takes tens of milliseconds of a core: it runs beside the
//! callbacks, two at a time at most.

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::{sync::Semaphore, task};

use crate::{AppError, ports::TableError, random};

/// What no password matches: accounts of programs have it.
pub(super) const NONE: &str = "!";
/// Hash of a password that nobody knows, so that an unknown name costs as much as a known one.
const DUMMY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$qXJ2oVnYl8h8mvy3d7o1Jm3xqj2bJm8w0Zr1b5mJ9pY";
/// Hashes computed at once, in this process.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

fn argon2() -> Result<Argon2<'static>, AppError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| broken(&error))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn broken(error: &dyn std::fmt::Display) -> AppError {
    AppError::Table(TableError::Invalid(format!("password hashing: {error}")))
}

/// The hash in PHC form.
pub(super) async fn hash(password: String) -> Result<String, AppError> {
    let salt = random::<16>()?;
    aside(move || {
        let hash: PasswordHash =
            argon2()?.hash_password_with_salt(password.as_bytes(), &salt).map_err(|error| broken(&error))?;
        Ok(hash.to_string())
    })
    .await
}

/// Whether the password belongs to the hash. Without a hash it takes as long and is never right.
pub(super) async fn matches(password: String, hash: Option<String>) -> Result<bool, AppError> {
    aside(move || {
        let usable = hash.as_deref().and_then(|hash| PasswordHash::new(hash).ok());
        let known = usable.is_some();
        let hash = match usable {
            Some(hash) => hash,
            None => PasswordHash::new(DUMMY).map_err(|error| broken(&error))?,
        };
        Ok(argon2()?.verify_password(password.as_bytes(), &hash).is_ok() && known)
    })
    .await
}

async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    let _permit = AT_ONCE.acquire().await.map_err(|error| broken(&error))?;
    task::spawn_blocking(work).await.map_err(|error| broken(&error))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_hash_only() {
        let stored = hash("correct horse".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(matches("correct horse".to_owned(), Some(stored.clone())).await.unwrap());
        assert!(!matches("correct horsf".to_owned(), Some(stored.clone())).await.unwrap());
        assert_ne!(stored, hash("correct horse".to_owned()).await.unwrap(), "salted");
    }

    #[tokio::test]
    async fn nothing_matches_without_a_hash_and_it_costs_as_much() {
        assert!(PasswordHash::new(DUMMY).is_ok(), "the stand-in is computed with");
        for hash in [None, Some(NONE.to_owned())] {
            assert!(!matches("anything".to_owned(), hash).await.unwrap());
        }
    }
}
