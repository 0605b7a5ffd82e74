//! Two texts compared: numbers that a few weights turn into how sure it is that both mean the same.

use std::collections::HashSet;
use std::hash::Hash;

use crate::grams::{Gram, gram};
use crate::matters::Matters;
use crate::names::Names;
use crate::opening::Opening;
use crate::signature::Signature;
use crate::units::Unit;
use crate::vector::Vector;

/// Names of what [`compare`] measures, in its order.
pub const NAMES: [&str; 43] = [
    "title",
    "body",
    "title_root",
    "body_root",
    "cover_mine",
    "cover_theirs",
    "run",
    "second_run",
    "missing_mine",
    "missing_theirs",
    "number_conflict",
    "number_same",
    "code_conflict",
    "code_same",
    "place_conflict",
    "place_same",
    "rare_title",
    "rare_body",
    "title_in_body",
    "gap",
    "both_1",
    "both_2",
    "both_3",
    "both_4",
    "one_1",
    "one_2",
    "one_3",
    "one_4",
    "likeness",
    "matter_same",
    "matter_conflict",
    "matter_cosine",
    "way_same",
    "way_conflict",
    "kind_same",
    "kind_conflict",
    "name",
    "second_name",
    "name_spelt",
    "telling_mine",
    "telling_theirs",
    "no_name_mine",
    "no_name_theirs",
];

/// Place of `likeness` in [`NAMES`].
pub(crate) const LIKENESS: usize = 28;
/// Of `matter_same`.
pub(crate) const MATTER_SAME: usize = 29;
/// Of `matter_conflict`.
pub(crate) const MATTER_CONFLICT: usize = 30;
/// Of `name`.
pub(crate) const NAME: usize = 36;
/// Of `name_spelt`.
pub(crate) const NAME_SPELT: usize = 38;

/// What is measured of a pair: [`NAMES`], and last its [`Kind`], which is not weighed but says which weights count.
pub type Measures = [f32; NAMES.len() + 1];

/// What kind of texts are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// At least one is longer than a short question.
    Long,
    /// Both are short questions.
    Short,
    /// Both are mostly words of letters.
    Words,
}

impl Kind {
    /// Texts with at most so many n-grams are short: some forty characters.
    const SHORT: usize = 80;

    /// Of which kind a pair is that [`compare`] measured.
    #[must_use]
    pub fn of(measures: &Measures) -> Self {
        match measures[NAMES.len()] {
            kind if kind < 0.5 => Self::Long,
            kind if kind < 1.5 => Self::Short,
            _ => Self::Words,
        }
    }

    fn between(mine: &Signature, theirs: &Signature) -> f32 {
        if mine.opening.is_words() && theirs.opening.is_words() {
            return 2.0;
        }
        let short = |signature: &Signature| signature.body.grams().len() <= Self::SHORT;
        f32::from(u8::from(short(mine) && short(theirs)))
    }
}

/// Measures `mine` (the newer) against `theirs`.
#[must_use]
pub fn compare(mine: &Signature, theirs: &Signature) -> Measures {
    let title = mine.title.cosine(&theirs.title);
    let body = mine.body.cosine(&theirs.body);
    let (missing_mine, gap_mine) = missing(&mine.opening, theirs);
    let (missing_theirs, gap_theirs) = missing(&theirs.opening, mine);
    let (run, second_run) = mine.opening.common_runs(&theirs.opening);
    let [(number_conflict, number_same), (code_conflict, code_same), (place_conflict, place_same)] =
        [numbers, codes, places].map(|names| agreement(&names(&mine.opening), &names(&theirs.opening)));
    let (mut both, mut one) = ([0.0; BANDS.len()], [0.0; BANDS.len()]);
    by_band(&mine.opening, theirs, &mut both, &mut one);
    by_band(&theirs.opening, mine, &mut both, &mut one);
    let (matter_same, matter_conflict) = shared(mine.matters.matters(), theirs.matters.matters());
    let (way_same, way_conflict) = shared(mine.matters.ways(), theirs.matters.ways());
    let (kind_same, kind_conflict) = shared(mine.matters.kinds(), theirs.matters.kinds());
    let names = Names::between(&mine.opening, &theirs.opening);
    let Names { name, second_name, spelt, telling_mine, telling_theirs } = names;
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
        place_conflict,
        place_same,
        rarest(&mine.title, &theirs.title),
        rarest(&mine.body, &theirs.body),
        mine.title.cosine(&theirs.body).max(mine.body.cosine(&theirs.title)),
        gap_mine.max(gap_theirs) / 10.0,
        both[0],
        both[1],
        both[2],
        both[3],
        one[0],
        one[1],
        one[2],
        one[3],
        mine.opening.likeness(&theirs.opening),
        matter_same,
        matter_conflict,
        mine.matters.matters().cosine(theirs.matters.matters()),
        way_same,
        way_conflict,
        kind_same,
        kind_conflict,
        name / 10.0,
        second_name / 10.0,
        spelt,
        telling_mine / 20.0,
        telling_theirs / 20.0,
        f32::from(u8::from(telling_mine < 4.0)),
        f32::from(u8::from(telling_theirs < 4.0)),
        Kind::between(mine, theirs),
    ]
}

/// Do both speak of a matter that is the same? Do both speak of some, but of none that is the same?
fn shared(mine: Matters, theirs: Matters) -> (f32, f32) {
    let common = mine.common(theirs).count();
    let conflict = common == 0 && mine.count() > 0 && theirs.count() > 0;
    (common.min(3) as f32 / 3.0, f32::from(u8::from(conflict)))
}

/// Weight of the pairs of `opening` that `other` has nowhere, and of the longest row of such pairs.
fn missing(opening: &Opening, other: &Signature) -> (f32, f32) {
    let (mut missing, mut row, mut longest) = (0.0, 0.0, 0.0_f32);
    for (gram, idf) in opening.parts() {
        if other.has(gram) {
            row = 0.0;
        } else {
            missing += idf;
            row += idf;
            longest = longest.max(row);
        }
    }
    (missing, longest)
}

/// Weights from which pairs count as more telling.
const BANDS: [f32; 4] = [0.0, 3.5, 5.0, 6.5];

/// Adds up how many pairs of each band `other` has too, and how many not.
fn by_band(opening: &Opening, other: &Signature, both: &mut [f32; 4], one: &mut [f32; 4]) {
    for (gram, idf) in opening.parts() {
        let band = BANDS.iter().rposition(|least| idf >= *least).unwrap_or(0);
        let sums = if other.has(gram) { &mut *both } else { &mut *one };
        sums[band] += 0.1;
    }
}

/// Do both name something, but nothing that is the same? Do both name the same?
fn agreement<T: Eq + Hash>(mine: &HashSet<T>, theirs: &HashSet<T>) -> (f32, f32) {
    if mine.is_empty() || theirs.is_empty() {
        return (0.0, 0.0);
    }
    if mine.is_disjoint(theirs) { (1.0, 0.0) } else { (0.0, 1.0) }
}

fn numbers(opening: &Opening) -> HashSet<Gram> {
    opening.units().iter().filter(|unit| unit.is_number()).map(|unit| unit.code()).collect()
}

fn codes(opening: &Opening) -> HashSet<Gram> {
    opening.units().iter().filter(|unit| unit.is_code()).map(|unit| unit.code()).collect()
}

/// Characters with which names of places end.
const PLACE_ENDS: &str = "区县镇乡村路街道巷苑园城府庄院校桥站湖山寺店厂场馆";

/// The last three units of each name of a place.
fn places(opening: &Opening) -> HashSet<Gram> {
    let is_end = |unit: Unit| unit.character().is_some_and(|c| PLACE_ENDS.contains(c));
    opening.units().windows(3).filter(|name| is_end(name[2]) && !is_end(name[1])).map(gram).collect()
}

/// The five most telling common terms.
fn rarest(mine: &Vector, theirs: &Vector) -> f32 {
    let mut common: Vec<f32> = mine.common(theirs).map(|(mine, theirs)| (mine * theirs).sqrt()).collect();
    common.sort_unstable_by(|a, b| b.total_cmp(a));
    common.iter().take(5).sum()
}
