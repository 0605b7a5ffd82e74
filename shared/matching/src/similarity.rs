//! Two texts compared: numbers that a few weights turn into how sure it is that both mean the same.

use std::collections::HashSet;

use crate::opening::Opening;
use crate::signature::Signature;
use crate::vector::Vector;

/// Names of what [`compare`] measures.
pub const NAMES: [&str; 20] = [
    "title", "body", "title_root", "body_root", "cover_mine", "cover_theirs", "run", "second_run", "missing_mine",
    "missing_theirs", "number_conflict", "number_same", "code_conflict", "code_same", "place_same", "place_conflict",
    "rare_title", "rare_body", "title_in_body", "gap_run",
];

/// What is measured of a pair.
pub type Measures = [f32; NAMES.len()];

/// Measures `mine` (the newer) against `theirs`.
#[must_use]
pub fn compare(mine: &Signature, theirs: &Signature) -> Measures {
    let title = mine.title.cosine(&theirs.title);
    let body = mine.body.cosine(&theirs.body);
    let (missing_mine, gap_mine) = missing(&mine.opening, theirs);
    let (missing_theirs, gap_theirs) = missing(&theirs.opening, mine);
    let (run, second_run) = mine.opening.common_runs(&theirs.opening);
    let (number_conflict, number_same) = numbers(&mine.opening, &theirs.opening, false);
    let (code_conflict, code_same) = numbers(&mine.opening, &theirs.opening, true);
    let (place_same, place_conflict) = places(&mine.opening, &theirs.opening);
    let whole = |opening: &Opening| opening.weight().max(1.0);
    [
        title,
        body,
        title.sqrt(),
        body.sqrt(),
        1.0 - missing_mine / whole(&mine.opening),
        1.0 - missing_theirs / whole(&theirs.opening),
        run / 10.0,
        second_run / 10.0,
        missing_mine / 20.0,
        missing_theirs / 20.0,
        number_conflict,
        number_same,
        code_conflict,
        code_same,
        place_same,
        place_conflict,
        rare(&mine.title, &theirs.title),
        rare(&mine.body, &theirs.body),
        mine.title.cosine(&theirs.body).max(mine.body.cosine(&theirs.title)),
        gap_mine.max(gap_theirs) / 10.0,
    ]
}

/// Weight of the pairs of `opening` that `other` has nowhere, and of the longest row of such pairs.
fn missing(opening: &Opening, other: &Signature) -> (f32, f32) {
    let (mut missing, mut row, mut longest) = (0.0, 0.0, 0.0_f32);
    for pair in &opening.pairs {
        if other.title.has(pair.gram) || other.body.has(pair.gram) {
            row = 0.0;
        } else {
            missing += pair.idf;
            row += pair.idf;
            longest = longest.max(row);
        }
    }
    (missing, longest)
}

/// Do both have numbers, none of them equal; have both the same one? `codes`: of numbers that begin with a letter.
fn numbers(mine: &Opening, theirs: &Opening, codes: bool) -> (f32, f32) {
    let of = |opening: &Opening| -> HashSet<u32> {
        let wanted = |code: &u32| opening.units.iter().any(|unit| unit.code == *code && unit.letter_first == codes);
        opening.numbers().map(|(number, _)| number).filter(wanted).collect()
    };
    sets(&of(mine), &of(theirs))
}

fn sets(mine: &HashSet<u32>, theirs: &HashSet<u32>) -> (f32, f32) {
    if mine.is_empty() || theirs.is_empty() {
        return (0.0, 0.0);
    }
    let same = mine.intersection(theirs).count();
    if same == 0 { (1.0, 0.0) } else { (0.0, 1.0) }
}

const PLACE_ENDS: &str = "区县镇乡村路街道巷苑园城府庄院校桥站湖山寺店厂场馆";

fn places(mine: &Opening, theirs: &Opening) -> (f32, f32) {
    let (conflict, same) = sets(&place_names(mine), &place_names(theirs));
    (same, conflict)
}

/// The last three units of each name of a place.
fn place_names(opening: &Opening) -> HashSet<u32> {
    let is_end = |code: u32| char::from_u32(code).is_some_and(|c| PLACE_ENDS.contains(c));
    opening
        .units
        .windows(3)
        .filter(|name| is_end(name[2].code) && !is_end(name[1].code))
        .map(|name| crate::grams::extend(crate::grams::extend(crate::grams::extend(0, name[0].code), name[1].code), name[2].code))
        .collect()
}

/// The five heaviest common terms, weighed as in the shorter.
fn rare(mine: &Vector, theirs: &Vector) -> f32 {
    let mut common: Vec<f32> = mine.common(theirs).map(|(a, b)| (a.weight * b.weight).sqrt()).collect();
    common.sort_unstable_by(|a, b| b.total_cmp(a));
    common.iter().take(5).sum()
}
