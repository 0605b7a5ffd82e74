//! What two texts have in common beside everyday words: mostly names, by their sound.

use crate::background::Background;
use crate::opening::Opening;
use crate::sounds::{sound, spelt};
use crate::units::Unit;

/// Part units that are looked at: chat texts have no more.
const MOST: usize = 32;

/// What is measured of names.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Names {
    /// Weight of the heaviest common run of units that are in no everyday word.
    pub(crate) name: f32,
    /// Of the heaviest beside it.
    pub(crate) second_name: f32,
    /// 1 when a name of one text stands in the other in letters.
    pub(crate) spelt: f32,
    /// Weight of all that is telling in mine.
    pub(crate) telling_mine: f32,
    /// The same of theirs.
    pub(crate) telling_theirs: f32,
}

/// A unit that is telling: how it sounds, the weight of it and the next, and whether the next follows it at once.
#[derive(Debug, Clone, Copy, Default)]
struct Part {
    unit: u32,
    sound: u32,
    weight: f32,
    goes_on: bool,
    is_word: bool,
}

/// What is telling in a text, in its order.
#[derive(Debug, Clone)]
pub(crate) struct Telling {
    parts: Vec<Part>,
    weight: f32,
}

impl Telling {
    pub(crate) fn of(opening: &Opening) -> Self {
        let units = opening.units();
        let places = (0..units.len()).filter(|at| opening.is_telling(*at)).take(MOST);
        let part = |at: usize| {
            let unit: Unit = units[at];
            let is_word = unit.is_latin();
            let goes_on = at + 1 < units.len() && opening.is_telling(at + 1);
            let weight = if goes_on || is_word { Background::weight_of(opening.levels()[at]) } else { 0.0 };
            Part { unit: unit.code(), sound: sound(unit), weight, goes_on, is_word }
        };
        let parts: Vec<Part> = places.map(part).collect();
        let weight = parts.iter().map(|part| part.weight).sum();
        Self { parts, weight }
    }

    /// What it has in common with another text.
    pub(crate) fn names(&self, theirs: &Opening) -> Names {
        let theirs = Self::of(theirs);
        let (name, second_name) = runs(&self.parts, &theirs.parts);
        let is_spelt = is_spelt(&self.parts, &theirs.parts) || is_spelt(&theirs.parts, &self.parts);
        Names {
            name,
            second_name,
            spelt: f32::from(u8::from(is_spelt)),
            telling_mine: self.weight,
            telling_theirs: theirs.weight,
        }
    }
}

/// Weights of the heaviest run that both have, and of the heaviest beside it.
fn runs(mine: &[Part], theirs: &[Part]) -> (f32, f32) {
    let (mut best, mut second) = (0.0_f32, 0.0_f32);
    let mut at = 0;
    while at < mine.len() {
        let mut longest = (0.0, 1);
        for from in 0..theirs.len() {
            let (weight, length) = run(&mine[at..], &theirs[from..]);
            if weight > longest.0 {
                longest = (weight, length);
            }
        }
        if longest.0 > best {
            second = best;
            best = longest.0;
        } else {
            second = second.max(longest.0);
        }
        at += longest.1;
    }
    (best, second)
}

/// Weight and length of the run with which both begin.
fn run(mine: &[Part], theirs: &[Part]) -> (f32, usize) {
    let (mut weight, mut length) = (0.0, 0);
    for (one, other) in mine.iter().zip(theirs) {
        if one.sound != other.sound {
            break;
        }
        length += 1;
        if one.is_word {
            weight += one.weight;
        }
        if !(one.goes_on && other.goes_on) {
            break;
        }
        let both = mine.get(length).zip(theirs.get(length));
        if !one.is_word && both.is_some_and(|(one, other)| one.sound == other.sound) {
            weight += one.weight;
        }
    }
    (weight, length.max(1))
}

/// Whether two neighbours of `one` stand in `other` in letters.
fn is_spelt(one: &[Part], other: &[Part]) -> bool {
    if !other.iter().any(|part| part.is_word) {
        return false;
    }
    one.windows(2).filter(|pair| pair[0].goes_on && !pair[0].is_word && !pair[1].is_word).any(|pair| {
        let word = spelt(&[Unit::from_code(pair[0].unit), Unit::from_code(pair[1].unit)]);
        word.is_some_and(|word| other.iter().any(|part| part.unit == word.code()))
    })
}

#[cfg(test)]
mod tests {
    use super::{Names, Telling};
    use crate::background::Background;
    use crate::signature::Signature;

    fn names(one: &str, other: &str) -> Names {
        let [one, other] = [one, other].map(|text| Signature::of("", text, &Background::shipped()));
        Telling::of(&one.opening).names(&other.opening)
    }

    #[test]
    fn a_name_is_the_same_misspelt_and_in_letters() {
        assert!(names("枫桥新村停电了", "风桥新村没电").name > 5.0);
        assert!(names("power outage fengqiao", "枫桥停电").spelt > 0.5);
        assert_eq!(names("停电了怎么办", "怎么停电了").name, 0.0);
        assert!(names("power outage fengqiao", "海棠苑停电").spelt < 0.5);
    }
}
