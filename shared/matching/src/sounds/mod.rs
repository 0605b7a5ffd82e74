//! How characters sound, without tones: most misspelt names are other characters of one sound, and in English texts names
//! stand as they sound.

use std::sync::LazyLock;

use crate::units::{Unit, latin};

/// A syllable and its characters a row, those of GB 2312. From pypinyin (MIT): the first reading of each, but for `长`,
/// `厦`, `重` and `行` the one that names have.
const ROWS: &str = include_str!("syllables.txt");
const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;

struct Sounds {
    /// For each character of the block the number of its syllable, from 1; or zero.
    of: Vec<u16>,
    syllables: Vec<&'static str>,
}

static SOUNDS: LazyLock<Sounds> = LazyLock::new(|| {
    let mut of = vec![0; (LAST - FIRST + 1) as usize];
    let mut syllables = Vec::new();
    for row in ROWS.lines() {
        let letters = row.bytes().take_while(u8::is_ascii_lowercase).count();
        let (syllable, characters) = row.split_at(letters);
        syllables.push(syllable);
        let number = u16::try_from(syllables.len()).unwrap_or_default();
        for c in characters.chars() {
            if let Some(place) = of.get_mut((c as u32).wrapping_sub(FIRST) as usize) {
                *place = number;
            }
        }
    }
    Sounds { of, syllables }
});

/// A number that is the same for characters of one sound; for all else the unit's own.
pub(crate) fn sound(unit: Unit) -> u32 {
    match number(unit) {
        0 => unit.code(),
        number => u32::from(number),
    }
}

fn number(unit: Unit) -> u16 {
    let place = if unit.is_latin() { u32::MAX } else { unit.code().wrapping_sub(FIRST) };
    SOUNDS.of.get(place as usize).copied().unwrap_or_default()
}

/// Letters of a word that count (see [`crate::grams::stem`]).
const STEM_LETTERS: usize = 5;

/// The unit of a word that two characters are in letters, as far as its stem goes.
pub(crate) fn spelt(pair: &[Unit]) -> Option<Unit> {
    let mut letters = [0_u8; STEM_LETTERS];
    let mut length = 0;
    for unit in pair {
        let number = usize::from(number(*unit)).checked_sub(1)?;
        for letter in SOUNDS.syllables[number].bytes() {
            if length < STEM_LETTERS {
                letters[length] = letter;
                length += 1;
            }
        }
    }
    std::str::from_utf8(&letters[..length]).ok().map(latin)
}

#[cfg(test)]
mod tests {
    use super::{sound, spelt};
    use crate::grams::stem;
    use crate::units::units;

    #[test]
    fn other_characters_of_one_sound() {
        let [one, other, third] =
            ["枫桥", "风桥", "枫树"].map(|name| units(name).into_iter().map(sound).collect::<Vec<_>>());
        assert_eq!(one, other);
        assert_ne!(one, third);
    }

    #[test]
    fn a_name_in_letters() {
        assert_eq!(spelt(&units("枫桥")), Some(stem("fengqiao")));
        assert_eq!(spelt(&units("滨河")), Some(stem("binhe")));
        assert_eq!(spelt(&units("a7")), None);
    }
}
