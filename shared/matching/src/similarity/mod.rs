//! Two texts compared: numbers that a few weights turn into how sure it is that both mean the same.

mod table;

use crate::grams::{Gram, gram};
use crate::matters::Matters;
use crate::names::Telling;
use crate::opening::Opening;
use crate::signature::Signature;
use crate::units::Unit;
use table::Table;

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
/// So many are of words; the rest, of matters and names, are for chats.
pub const OF_WORDS: usize = LIKENESS + 1;
/// Of `matter_same`.
pub(crate) const MATTER_SAME: usize = 29;
/// Of `matter_conflict`.
pub(crate) const MATTER_CONFLICT: usize = 30;
/// Of `name`.
pub(crate) const NAME: usize = 36;
/// Of `name_spelt`.
pub(crate) const NAME_SPELT: usize = 38;
/// Less telling weight than this is no name.
const NO_NAME: f32 = 4.0;

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
        f32::from(u8::from(mine.is_short && theirs.is_short))
    }
}

/// A text that others are compared with: what is the same for each of them is made once.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    signature: &'a Signature,
    table: Table,
    /// Of each part of the opening its place in the table, and its weight.
    parts: Vec<(usize, f32)>,
    /// Weight of the whole opening.
    whole: f32,
    names: [Vec<Gram>; 3],
    /// None of a long text: the weights of those leave names out.
    telling: Option<Telling>,
}

/// Measures `mine` (the newer) against `theirs`. For more than one of these see [`Asked`].
#[must_use]
pub fn compare(mine: &Signature, theirs: &Signature) -> Measures {
    Asked::of(mine).compare(theirs)
}

impl<'a> Asked<'a> {
    /// Of the newer text.
    #[must_use]
    pub fn of(signature: &'a Signature) -> Self {
        let opening = &signature.opening;
        let table = Table::of(signature, opening.parts().map(|(gram, _)| gram));
        let parts = opening.parts().map(|(gram, idf)| (table.place(gram), idf)).collect();
        let names = [numbers(opening).collect(), codes(opening).collect(), places(opening).collect()];
        let telling = (signature.is_short || opening.is_words()).then(|| Telling::of(opening));
        Self { signature, table, parts, whole: opening.weight(), names, telling }
    }

    /// Its signature.
    #[must_use]
    pub fn signature(&self) -> &'a Signature {
        self.signature
    }

    /// As [`Signature::nearness`].
    #[must_use]
    pub fn nearness(&self, theirs: &Signature) -> f32 {
        self.table.nearness(theirs)
    }

    /// Measures it against `theirs`.
    #[must_use]
    pub fn compare(&self, theirs: &Signature) -> Measures {
        let mine = self.signature;
        let found = self.table.look(theirs);
        let [title, body] = [found.title[0], found.body[1]];
        let (mut my, mut their) = (Parts::default(), Parts::default());
        self.parts.iter().for_each(|(place, idf)| my.add(*idf, found.seen[*place]));
        theirs.opening.parts().for_each(|(gram, idf)| their.add(idf, self.table.has(gram)));
        let common = mine.opening.common(&theirs.opening);
        let [numbers_mine, codes_mine, places_mine] = &self.names;
        let (number_conflict, number_same) = agreement(numbers_mine, numbers(&theirs.opening));
        let (code_conflict, code_same) = agreement(codes_mine, codes(&theirs.opening));
        let (place_conflict, place_same) = agreement(places_mine, places(&theirs.opening));
        let (matter_same, matter_conflict) = shared(mine.matters.matters(), theirs.matters.matters());
        let (way_same, way_conflict) = shared(mine.matters.ways(), theirs.matters.ways());
        let (kind_same, kind_conflict) = shared(mine.matters.kinds(), theirs.matters.kinds());
        let names = self.telling.as_ref().map(|telling| telling.names(&theirs.opening)).unwrap_or_default();
        let both = |band: usize| 0.1 * (my.both[band] + their.both[band]);
        let one = |band: usize| 0.1 * (my.one[band] + their.one[band]);
        [
            title,
            body,
            title.sqrt(),
            body.sqrt(),
            1.0 - my.missing / self.whole.max(1.0),
            1.0 - their.missing / theirs.opening.weight().max(1.0),
            common.run / 10.0,
            common.second_run / 10.0,
            my.missing / 20.0,
            their.missing / 20.0,
            number_conflict,
            number_same,
            code_conflict,
            code_same,
            place_conflict,
            place_same,
            found.rarest[0],
            found.rarest[1],
            found.title[1].max(found.body[0]),
            my.gap.max(their.gap) / 10.0,
            both(0),
            both(1),
            both(2),
            both(3),
            one(0),
            one(1),
            one(2),
            one(3),
            common.likeness,
            matter_same,
            matter_conflict,
            mine.matters.matters().cosine(theirs.matters.matters()),
            way_same,
            way_conflict,
            kind_same,
            kind_conflict,
            names.name / 10.0,
            names.second_name / 10.0,
            names.spelt,
            names.telling_mine / 20.0,
            names.telling_theirs / 20.0,
            f32::from(u8::from(names.telling_mine < NO_NAME)),
            f32::from(u8::from(names.telling_theirs < NO_NAME)),
            Kind::between(mine, theirs),
        ]
    }
}

/// Do both speak of a matter that is the same? Do both speak of some, but of none that is the same?
fn shared(mine: Matters, theirs: Matters) -> (f32, f32) {
    let common = mine.common(theirs).count();
    let conflict = common == 0 && mine.count() > 0 && theirs.count() > 0;
    (common.min(3) as f32 / 3.0, f32::from(u8::from(conflict)))
}

/// Weights from which pairs count as more telling.
const BANDS: [f32; 4] = [0.0, 3.5, 5.0, 6.5];

/// What of the pairs of an opening the other text has, and what not.
#[derive(Default)]
struct Parts {
    /// Weight of the pairs that it has nowhere.
    missing: f32,
    /// Weight of the longest row of such pairs, and of the one that goes on.
    gap: f32,
    row: f32,
    /// How many of each band it has, and how many not.
    both: [f32; BANDS.len()],
    one: [f32; BANDS.len()],
}

impl Parts {
    fn add(&mut self, idf: f32, there: bool) {
        let band = BANDS[1..].iter().filter(|least| idf >= **least).count();
        if there {
            self.row = 0.0;
            self.both[band] += 1.0;
        } else {
            self.missing += idf;
            self.row += idf;
            self.gap = self.gap.max(self.row);
            self.one[band] += 1.0;
        }
    }
}

/// Do both name something, but nothing that is the same? Do both name the same?
fn agreement(mine: &[Gram], mut theirs: impl Iterator<Item = Gram>) -> (f32, f32) {
    if mine.is_empty() {
        return (0.0, 0.0);
    }
    let Some(first) = theirs.next() else { return (0.0, 0.0) };
    if mine.contains(&first) || theirs.any(|name| mine.contains(&name)) { (0.0, 1.0) } else { (1.0, 0.0) }
}

fn numbers(opening: &Opening) -> impl Iterator<Item = Gram> + '_ {
    opening.units().iter().filter(|unit| unit.is_number()).map(|unit| unit.code())
}

fn codes(opening: &Opening) -> impl Iterator<Item = Gram> + '_ {
    opening.units().iter().filter(|unit| unit.is_code()).map(|unit| unit.code())
}

/// The last three units of each name of a place.
fn places(opening: &Opening) -> impl Iterator<Item = Gram> + '_ {
    opening.units().windows(3).filter(|name| ends_place(name[2]) && !ends_place(name[1])).map(gram)
}

/// Whether names of places end with this character.
fn ends_place(unit: Unit) -> bool {
    matches!(
        unit.character(),
        Some(
            '区' | '县'
                | '镇'
                | '乡'
                | '村'
                | '路'
                | '街'
                | '道'
                | '巷'
                | '苑'
                | '园'
                | '城'
                | '府'
                | '庄'
                | '院'
                | '校'
                | '桥'
                | '站'
                | '湖'
                | '山'
                | '寺'
                | '店'
                | '厂'
                | '场'
                | '馆'
        )
    )
}
