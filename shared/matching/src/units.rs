//! A normal text cut into units: a Chinese character, or a run of Latin letters and digits, which counts as one. So
//! `3号线` is not a part of `13号线`, and an English word is a word.

/// One unit: a character, or a hash of a run with three bits that say what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Unit(u32);

const LATIN: u32 = 1 << 31;
const HAS_DIGIT: u32 = 1 << 30;
const LETTER_FIRST: u32 = 1 << 29;

impl Unit {
    pub(crate) fn from_code(code: u32) -> Self {
        Self(code)
    }

    pub(crate) fn code(self) -> u32 {
        self.0
    }

    /// One character of a script that is written without spaces.
    pub(crate) fn character(self) -> Option<char> {
        if self.is_latin() { None } else { char::from_u32(self.0) }
    }

    /// A run of letters, digits or both.
    pub(crate) fn is_latin(self) -> bool {
        self.0 & LATIN != 0
    }

    /// A run of letters alone.
    pub(crate) fn is_word(self) -> bool {
        self.is_latin() && self.0 & HAS_DIGIT == 0
    }

    /// An amount, a house, a line: begins with a digit.
    pub(crate) fn is_number(self) -> bool {
        self.is_latin() && self.0 & (HAS_DIGIT | LETTER_FIRST) == HAS_DIGIT
    }

    /// `a7`, `x205`: the code of a place or a line.
    pub(crate) fn is_code(self) -> bool {
        self.is_latin() && self.0 & (HAS_DIGIT | LETTER_FIRST) == HAS_DIGIT | LETTER_FIRST
    }
}

/// The units of each run of `normal` (see [`crate::normalise`]) that spaces border.
#[cfg(test)]
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
        units.push(if is_latin(first) { latin(unit) } else { Unit(first as u32) });
        rest = after;
    }
    units
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || ('\u{c0}'..='\u{24f}').contains(&c)
}

/// Bytes of the run of letters and digits with which `text` begins.
pub(crate) fn latin_length(text: &str) -> usize {
    text.find(|c| !is_latin(c)).unwrap_or(text.len())
}

/// The unit of a run of letters and digits.
pub(crate) fn latin(run: &str) -> Unit {
    let mut hash =
        run.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash = LATIN | (hash & !(HAS_DIGIT | LETTER_FIRST));
    if run.bytes().any(|b| b.is_ascii_digit()) {
        hash |= HAS_DIGIT;
    }
    if !run.starts_with(|c: char| c.is_ascii_digit()) {
        hash |= LETTER_FIRST;
    }
    Unit(hash)
}

#[cfg(test)]
mod tests {
    use super::{runs, units};

    #[test]
    fn a_number_is_one_unit_and_keeps_its_letters() {
        let line = units("地铁13号线x205路ktv");
        let [metro, thirteen, bus, ktv] = [line[0], line[2], line[5], line[7]];
        assert_eq!(metro.character(), Some('地'));
        assert!(thirteen.is_number() && bus.is_code() && ktv.is_latin());
        assert!(!ktv.is_number() && !ktv.is_code());
        assert_ne!(units("3号线")[0], units("13号线")[0]);
    }

    #[test]
    fn runs_end_where_words_end() {
        assert_eq!(runs("小区 停水 bus").map(|run| run.len()).collect::<Vec<_>>(), [2, 2, 1]);
    }
}
