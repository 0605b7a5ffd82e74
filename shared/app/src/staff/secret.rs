//! Random tokens: 32 bytes, shown once, stored as their SHA-256.

use domain::{audit::hex, ids::base32};
use sha2::{Digest, Sha256};

use crate::{AppError, random};

/// A new token: 52 characters of base 32.
pub(super) fn token() -> Result<String, AppError> {
    Ok(base32(&random::<32>()?))
}

/// What is stored of a token.
pub(super) fn hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}
