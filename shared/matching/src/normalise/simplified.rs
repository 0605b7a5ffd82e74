//! Traditional characters to simplified ones, one for one.

use std::sync::LazyLock;

/// Pairs of a traditional character and its simplified one, in one row. From OpenCC's `TSCharacters.txt`
/// (Apache-2.0): its first choice where it has several.
const PAIRS: &str = include_str!("traditional.txt");
const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

/// For each character of the block what it becomes, or zero.
static TABLE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; (LAST - FIRST + 1) as usize];
    let mut pairs = PAIRS.trim_end().chars();
    while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
        let place = (from as u32).checked_sub(FIRST).and_then(|place| table.get_mut(place as usize));
        if let (Some(place), Ok(to)) = (place, u16::try_from(to as u32)) {
            *place = to;
        }
    }
    table
});

/// The simplified form of `c`; any other character is its own.
pub(super) fn of(c: char) -> char {
    let place = (c as u32).wrapping_sub(FIRST) as usize;
    match TABLE.get(place) {
        Some(&to) if to != 0 => char::from_u32(u32::from(to)).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn characters_that_only_one_script_has_change() {
        assert_eq!("電話號碼".chars().map(of).collect::<String>(), "电话号码");
        assert_eq!("电话a1".chars().map(of).collect::<String>(), "电话a1");
    }

    #[test]
    fn what_came_out_stays() {
        for c in '\u{4e00}'..='\u{9fff}' {
            assert_eq!(of(of(c)), of(c), "{c}");
        }
    }
}
