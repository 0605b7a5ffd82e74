//! Where a list by time goes on: the sort key of its last line, a moment and an id.

use crate::AppError;

/// The sort key of the last line, in characters that need no escape in an address.
pub(crate) fn cursor(sort_key: &str) -> String {
    sort_key.replacen('#', "-", 1)
}

/// The sort key of a line that a cursor names.
///
/// # Errors
/// `Input` when it is none.
pub(crate) fn sort_key(cursor: &str) -> Result<String, AppError> {
    let well_formed = |(ms, id): &(&str, &str)| {
        ms.len() == 15
            && ms.bytes().all(|b| b.is_ascii_digit())
            && (1..=32).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    cursor.split_once('-').filter(well_formed).map(|(ms, id)| format!("{ms}#{id}")).ok_or_else(|| {
        AppError::Input {
            field: "cursor",
            zh: "请用上一页给出的 next 值，或去掉它从头开始".to_owned(),
            en: "use the “next” of the page before, or leave it out to begin at the start".to_owned(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_line_and_nowhere_else() {
        let key = "000001700000000#0123456789ABCDEF";
        assert_eq!(sort_key(&cursor(key)), Ok(key.to_owned()));
        for broken in ["", "x", "000001700000000-", "1-A", "000001700000000-A#B", "00000170000000x-A"] {
            assert!(matches!(sort_key(broken), Err(AppError::Input { field: "cursor", .. })), "{broken}");
        }
    }
}
