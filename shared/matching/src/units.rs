//! A normal text cut into units: a Chinese character, or a run of Latin letters and digits, which counts as one. So
//! `3号线` is not a part of `13号线`, and an English word is a word.

/// One unit: its characters hashed, and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) code: u32,
    pub(crate) kind: Kind,
    /// `a7`, `x205`: the code of a place or a line rather than an amount.
    pub(crate) letter_first: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One character of a script that is written without spaces.
    Character,
    /// Letters only.
    Word,
    /// A run with a digit in it: a number, a line, a building.
    Number,
}

/// The units of `normal` (see [`crate::normalise`]), one list for each run that spaces border.
pub(crate) fn runs(normal: &str) -> impl Iterator<Item = Vec<Unit>> + '_ {
    normal.split(' ').filter(|run| !run.is_empty()).map(units)
}

/// The units of one run.
pub(crate) fn units(run: &str) -> Vec<Unit> {
    let mut units = Vec::with_capacity(run.len() / 3 + 1);
    let mut rest = run;
    while let Some(first) = rest.chars().next() {
        let length = if is_latin(first) { latin_length(rest) } else { first.len_utf8() };
        let (unit, after) = rest.split_at(length);
        units.push(if is_latin(first) { latin(unit) } else { character(first) });
        rest = after;
    }
    units
}

/// The first units of a text, runs joined.
pub(crate) fn first(normal: &str, most: usize) -> Vec<Unit> {
    runs(normal).flatten().take(most).collect()
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{c0}'..='\u{24f}').contains(&c)
}

fn latin_length(text: &str) -> usize {
    text.find(|c| !is_latin(c)).unwrap_or(text.len())
}

fn character(c: char) -> Unit {
    Unit { code: c as u32, kind: Kind::Character, letter_first: false }
}

fn latin(run: &str) -> Unit {
    let kind = if run.bytes().any(|b| b.is_ascii_digit()) { Kind::Number } else { Kind::Word };
    Unit { code: word_code(run), kind, letter_first: !run.starts_with(|c: char| c.is_ascii_digit()) }
}

/// Above all characters' codes, so that a word is never taken for one.
pub(crate) fn word_code(word: &str) -> u32 {
    let hash = word.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash | 0x8000_0000
}

#[cfg(test)]
mod tests {
    use super::{Kind, first, units};

    #[test]
    fn a_number_is_one_unit_and_keeps_its_letters() {
        let kinds: Vec<Kind> = units("地铁13号线x205路ktv").into_iter().map(|unit| unit.kind).collect();
        use Kind::{Character as C, Number as N, Word as W};
        assert_eq!(kinds, [C, C, N, C, C, N, C, W]);
        assert_ne!(units("3号线")[0], units("13号线")[0]);
    }

    #[test]
    fn as_many_as_asked() {
        assert_eq!(first("小区 停水 三天", 5).len(), 5);
    }
}
