//! Random values: tokens, ids, nonces. Nothing here is a secret worth more than a trial.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Random bytes from the system; zeros if it has none, which only makes ids alike.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Err(error) = getrandom::fill(&mut bytes) {
        tracing::error!(%error, "the system gives no random bytes");
    }
    bytes
}

pub(crate) fn access_token() -> String {
    format!("SIM_{}", URL_SAFE_NO_PAD.encode(bytes::<96>()))
}

pub(crate) fn media_id() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<48>())
}

/// Nine to ten digits, as the platform's.
pub(crate) fn nonce() -> String {
    (u64::from(u32::from_be_bytes(bytes())) + 100_000_000).to_string()
}

/// `%08x-%08x-%08x`
pub(crate) fn rid(now_ms: i64) -> String {
    let word = || u32::from_be_bytes(bytes());
    format!("{:08x}-{:08x}-{:08x}", now_ms / 1_000, word(), word())
}
