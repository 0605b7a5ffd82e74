//! Hashed n-grams of a normal text. What is stored of a text are hashes only.

use crate::stop::is_common;
use crate::units::{Unit, latin, units};

/// An n-gram's hash.
pub(crate) type Gram = u32;

/// Letters of a word that count as its stem.
const STEM_LETTERS: usize = 5;

/// Hashes of all runs of `shortest..=longest` units of `normal`, in order, repetitions included; of words and
/// numbers also the unit alone, of longer words the stem, and of neighbouring words the pair.
pub(crate) fn grams(normal: &str, shortest: usize, longest: usize) -> Vec<Gram> {
    let mut grams = Vec::with_capacity(normal.len());
    for run in normal.split(' ').filter(|run| !run.is_empty() && !is_common(run)) {
        push_run(&mut grams, &units(run), shortest, longest);
    }
    if normal.bytes().any(|byte| byte.is_ascii_lowercase()) {
        push_words(&mut grams, normal);
    }
    grams
}

/// Hashes of all runs of three units of `normal`, in order, repetitions included.
pub(crate) fn triples(normal: &str) -> Vec<Gram> {
    let mut triples = Vec::with_capacity(normal.len() / 3);
    for run in normal.split(' ').filter(|run| !run.is_empty() && !is_common(run)) {
        triples.extend(units(run).windows(3).map(gram));
    }
    triples
}

fn push_run(grams: &mut Vec<Gram>, run: &[Unit], shortest: usize, longest: usize) {
    for start in 0..run.len() {
        let mut hash = 0;
        for (length, unit) in (1..=longest).zip(&run[start..]) {
            hash = extend(hash, *unit);
            if length >= shortest || (length == 1 && unit.is_latin()) {
                grams.push(hash);
            }
        }
    }
}

/// Stems of single words, and pairs of neighbouring words, which spaces part.
fn push_words(grams: &mut Vec<Gram>, normal: &str) {
    let mut before = None;
    for word in normal.split(' ') {
        if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            before = None;
            continue;
        }
        if word.len() > STEM_LETTERS {
            grams.push(gram(&[stem(word)]));
        }
        let unit = latin(word);
        if let Some(before) = before.replace(unit) {
            grams.push(extend(extend(0, before), unit));
        }
    }
}

/// The unit that stands for a word of letters and for all that begin like it.
pub(crate) fn stem(word: &str) -> Unit {
    latin(word.get(..STEM_LETTERS).unwrap_or(word))
}

/// The hash of the n-gram that is `hash` and one more unit.
pub(crate) fn extend(hash: Gram, unit: Unit) -> Gram {
    let mixed = (hash ^ unit.code().wrapping_mul(0x9e37_79b1)).wrapping_mul(0x85eb_ca6b);
    mixed ^ (mixed >> 15)
}

/// The hash of one n-gram.
pub(crate) fn gram(units: &[Unit]) -> Gram {
    units.iter().fold(0, |hash, unit| extend(hash, *unit))
}

#[cfg(test)]
mod tests {
    use super::{gram, grams};
    use crate::units::units;

    #[test]
    fn runs_of_each_length_in_order() {
        let [a, b, c] = units("停水了")[..] else { panic!("three units") };
        let expected = [gram(&[a, b]), gram(&[a, b, c]), gram(&[b, c])];
        assert_eq!(grams("停水了", 2, 3), expected);
    }

    #[test]
    fn no_gram_spans_a_border_but_pairs_of_words() {
        assert_eq!(grams("停 水", 2, 3), Vec::<u32>::new());
        assert_eq!(grams("school bus", 2, 3).len(), 4);
        assert_eq!(grams("the bus", 2, 3), grams("the bus", 1, 3));
    }

    #[test]
    fn words_of_one_stem_have_it_in_common() {
        let [one, other] = ["vaccinated", "vaccination"].map(|word| grams(word, 2, 2));
        assert!(one.iter().any(|gram| other.contains(gram)));
    }
}
