//! Hashed n-grams of a normal text. What is stored of a text are hashes only.

use crate::units::{Kind, Unit, runs, word_code};

/// An n-gram's hash.
pub type Gram = u32;

/// Letters of a word that count as its stem.
const STEM_LETTERS: usize = 5;

/// Hashes of all runs of `shortest..=longest` units of `normal`, in order, repetitions included; of words and
/// numbers also the unit alone, and of longer words the stem.
pub(crate) fn grams(normal: &str, shortest: usize, longest: usize) -> Vec<Gram> {
    let mut grams = Vec::with_capacity(normal.len());
    for run in runs(normal) {
        push_run(&mut grams, &run, shortest, longest);
    }
    push_words(&mut grams, normal);
    grams
}

fn push_run(grams: &mut Vec<Gram>, run: &[Unit], shortest: usize, longest: usize) {
    for start in 0..run.len() {
        let mut hash = 0;
        for (length, unit) in (1..=longest).zip(&run[start..]) {
            hash = extend(hash, unit.code);
            if length >= shortest || (length == 1 && unit.kind != Kind::Character) {
                grams.push(hash);
            }
        }
    }
}

/// Stems of single words, and pairs of neighbouring words, which spaces part.
fn push_words(grams: &mut Vec<Gram>, normal: &str) {
    let mut before = None;
    for word in normal.split(' ') {
        if !word.bytes().all(|b| b.is_ascii_alphabetic()) || word.is_empty() {
            before = None;
            continue;
        }
        if word.len() > STEM_LETTERS {
            grams.push(extend(STEM, word_code(&word[..STEM_LETTERS])));
        }
        let code = word_code(word);
        if let Some(before) = before {
            grams.push(extend(extend(0, before), code));
        }
        before = Some(code);
    }
}

/// Start of a stem's hash, so that it differs from the word of the same letters.
const STEM: Gram = 0x5bd1_e995;

/// The hash of the n-gram that is `hash` and one more unit.
pub(crate) fn extend(hash: Gram, code: u32) -> Gram {
    let mixed = (hash ^ code.wrapping_mul(0x9e37_79b1)).wrapping_mul(0x85eb_ca6b);
    mixed ^ (mixed >> 15)
}
