//! Removal of the characters that XML 1.0 forbids: C0 controls except tab, line feed and carriage return,
//! and U+FFFE and U+FFFF. The platform sends such controls raw inside `Content`, and a strict parser would
//! make the account "out of service" for that resident.

use std::borrow::Cow;

pub(crate) fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// The text without characters that XML 1.0 forbids; borrowed when there are none.
pub fn strip_forbidden(text: &str) -> Cow<'_, str> {
    if clean(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| !is_forbidden(*c)).collect())
}

/// A cheap test over bytes; a false alarm (0xEF begins many full-width characters) is settled by its follower.
fn clean(bytes: &[u8]) -> bool {
    let suspicious = |(at, byte): (usize, &u8)| match byte {
        0xef => matches!(bytes.get(at + 1..at + 3), Some([0xbf, 0xbe | 0xbf])),
        b'\t' | b'\n' | b'\r' => false,
        byte => *byte < 0x20,
    };
    !bytes.iter().enumerate().any(suspicious)
}
