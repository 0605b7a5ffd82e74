//! All texts of an index as one run of bytes: what a function loads when it starts.

use thiserror::Error;

use crate::signature::{Signature, SignatureError};

const MAGIC: [u8; 4] = *b"WQI2";

/// Why bytes are no snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SnapshotError {
    /// Not ours, or of another version.
    #[error("not a snapshot of an index")]
    Format,
    /// The bytes end too early.
    #[error("the snapshot is cut off")]
    CutOff,
    /// A signature can't be read.
    #[error(transparent)]
    Signature(#[from] SignatureError),
}

/// Writes texts with their keys.
#[must_use]
pub fn write_snapshot<'a>(texts: impl Iterator<Item = (&'a str, &'a Signature)>) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    for (key, signature) in texts {
        push_part(&mut bytes, key.as_bytes());
        push_part(&mut bytes, &signature.to_bytes());
    }
    bytes
}

/// Reads what [`write_snapshot`] wrote.
///
/// # Errors
///
/// When `bytes` are no snapshot.
pub fn read_snapshot(bytes: &[u8]) -> Result<Vec<(String, Signature)>, SnapshotError> {
    let mut rest = bytes.strip_prefix(&MAGIC).ok_or(SnapshotError::Format)?;
    let mut texts = Vec::new();
    while !rest.is_empty() {
        let (key, after) = part(rest)?;
        let (signature, after) = part(after)?;
        let key = std::str::from_utf8(key).map_err(|_| SnapshotError::Format)?;
        texts.push((key.to_owned(), Signature::from_bytes(signature)?));
        rest = after;
    }
    Ok(texts)
}

fn push_part(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend((part.len() as u32).to_le_bytes());
    bytes.extend(part);
}

fn part(bytes: &[u8]) -> Result<(&[u8], &[u8]), SnapshotError> {
    let (length, rest) = bytes.split_first_chunk::<4>().ok_or(SnapshotError::CutOff)?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or(SnapshotError::CutOff)
}
