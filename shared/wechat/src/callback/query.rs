//! The query string of a callback.

use std::fmt;

/// Longest query string that is looked at, in bytes. The platform's has about 250.
pub const MAX_QUERY_BYTES: usize = 4096;

/// The platform's parameters, URL-decoded. Only the signatures authenticate anything, and none of them
/// covers `openid`: never decide by it.
/// `Debug` shows neither the openid nor the signatures.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Over token, timestamp and nonce.
    pub signature: Option<String>,
    /// Unix seconds, in decimal.
    pub timestamp: Option<String>,
    /// A random number, in decimal.
    pub nonce: Option<String>,
    /// The follower, unauthenticated.
    pub openid: Option<String>,
    /// `aes` when the body is encrypted; absent or `raw` otherwise.
    pub encrypt_type: Option<String>,
    /// Over token, timestamp, nonce and the body's `Encrypt`.
    pub msg_signature: Option<String>,
    /// What a verification of the URL wants back.
    pub echostr: Option<String>,
}

impl Query {
    /// Parses a raw query string, without its `?`. Unknown parameters are ignored. When one repeats the last
    /// counts, because the platform appends its own to those of the configured URL. A query longer than
    /// [`MAX_QUERY_BYTES`] gives an empty `Query`, which every check refuses.
    pub fn parse(raw: &str) -> Self {
        let mut query = Self::default();
        if raw.len() > MAX_QUERY_BYTES {
            return query;
        }
        for pair in raw.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let place = match name {
                "signature" => &mut query.signature,
                "timestamp" => &mut query.timestamp,
                "nonce" => &mut query.nonce,
                "openid" => &mut query.openid,
                "encrypt_type" => &mut query.encrypt_type,
                "msg_signature" => &mut query.msg_signature,
                "echostr" => &mut query.echostr,
                _ => continue,
            };
            *place = Some(decode(value));
        }
        query
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("timestamp", &self.timestamp)
            .field("nonce", &self.nonce)
            .field("encrypt_type", &self.encrypt_type)
            .finish_non_exhaustive()
    }
}

/// Percent-decoding as forms do it; a stray `%` stays, bytes that are no UTF-8 become U+FFFD.
fn decode(value: &str) -> String {
    if !value.contains(['%', '+']) {
        return value.to_owned();
    }
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (*first, after) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, tail @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                bytes.push(nibble(*high) << 4 | nibble(*low));
                rest = tail;
            }
            (byte, _) => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn nibble(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => (digit | 0x20) - b'a' + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_come_in_any_order_and_url_encoded() {
        let q = Query::parse("nonce=1&x=2&echostr=a%2Bb%2f+%E4%BD%A0&timestamp=3&signature=");
        assert_eq!(q.nonce.as_deref(), Some("1"));
        assert_eq!(q.echostr.as_deref(), Some("a+b/ 你"));
        assert_eq!(q.signature.as_deref(), Some(""));
        assert_eq!(q.msg_signature, None);
    }

    #[test]
    fn the_last_of_a_repeated_parameter_counts_and_stray_percents_stay() {
        let q = Query::parse("nonce=1&nonce=2&echostr=%&openid=%zz%4");
        assert_eq!(q.nonce.as_deref(), Some("2"));
        assert_eq!(q.echostr.as_deref(), Some("%"));
        assert_eq!(q.openid.as_deref(), Some("%zz%4"));
    }

    #[test]
    fn an_endless_query_is_not_read() {
        let long = format!("nonce=1&echostr={}", "a".repeat(MAX_QUERY_BYTES));
        assert_eq!(Query::parse(&long), Query::default());
    }
}
