//! How sure it is that two messages are about one issue: what was measured of them, weighed.

mod weights;

pub use weights::{Linear, Weights, WeightsError};

use crate::similarity::{
    Kind, LIKENESS, MATTER_CONFLICT, MATTER_SAME, Measures, NAME, NAME_SPELT, NAMES, OF_WORDS,
};

/// What is known beside the words.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Circumstances {
    /// Both are by the same resident.
    pub same_author: bool,
    /// Days between them.
    pub days_between: f32,
}

impl Circumstances {
    /// Of a question and a known answer: nothing is known beside the words, and no time lies between that says anything.
    pub const NONE: Self = Self { same_author: false, days_between: 30.0 };
}

/// Names of what circumstances add to the measures of the words.
pub const CIRCUMSTANCES: [&str; 8] = [
    "same_author",
    "time",
    "within_half_an_hour",
    "same_author_time",
    "lately",
    "matter_lately",
    "name_lately",
    "matter_and_name",
];

/// All that is weighed of a pair: the measures, the circumstances, and those of words again for the same author, who
/// repeats words where others would not.
pub const WEIGHED: usize = NAMES.len() + CIRCUMSTANCES.len() + OF_WORDS;

/// Names of what is known of a candidate's group besides.
pub const STANDING: [&str; 14] = [
    "own",
    "best",
    "best_elsewhere",
    "second",
    "mean",
    "size",
    "share",
    "group_matter",
    "group_matter_conflict",
    "group_name",
    "group_lately",
    "group_crowd",
    "group_matter_lately",
    "group_matter_and_name",
];

/// All that is weighed of a pair within its group.
pub const PLACED: usize = STANDING.len() + WEIGHED;

/// The first so many [`STANDING`] and [`CIRCUMSTANCES`] are for all messages; the rest, as the measures behind
/// [`OF_WORDS`], are for chats.
const STANDING_FOR_ALL: usize = 7;
const CIRCUMSTANCES_FOR_ALL: usize = 4;

/// Leaves out of what is weighed of a pair, by itself or within its group, what is for chats.
pub fn without_chats(row: &mut [f32]) {
    let standing = row.len() - WEIGHED;
    let circumstances = standing + NAMES.len();
    for part in [
        STANDING_FOR_ALL.min(standing)..standing,
        standing + OF_WORDS..circumstances,
        circumstances + CIRCUMSTANCES_FOR_ALL..circumstances + CIRCUMSTANCES.len(),
    ] {
        row[part].fill(0.0);
    }
}

/// What is weighed of a pair: [`NAMES`], then [`CIRCUMSTANCES`], then the first [`OF_WORDS`] of [`NAMES`] for the same author.
#[must_use]
pub fn weighed(measures: &Measures, circumstances: Circumstances) -> [f32; WEIGHED] {
    let mut weighed = [0.0; WEIGHED];
    let days = circumstances.days_between.max(0.0);
    let same_author = f32::from(u8::from(circumstances.same_author));
    let soon = f32::from(u8::from(days < 0.5 / 24.0));
    let lately = lately(days);
    let matter = f32::from(u8::from(measures[MATTER_SAME] > 0.0));
    let name = measures[NAME].min(1.0).max(measures[NAME_SPELT]);
    let more = [
        same_author,
        days.ln_1p(),
        soon,
        same_author * days.ln_1p(),
        lately,
        matter * lately,
        name * lately,
        matter * name,
    ];
    let measures = &measures[..NAMES.len()];
    let of_author = measures[..OF_WORDS].iter().map(|measure| measure * same_author);
    weighed
        .iter_mut()
        .zip(measures.iter().copied().chain(more).chain(of_author))
        .for_each(|(place, value)| *place = value);
    weighed
}

/// An earlier message, as it is ranked.
#[derive(Debug, Clone, Copy)]
pub struct Rival<'a> {
    /// What was measured of the words.
    pub measures: &'a Measures,
    /// What is known beside them.
    pub circumstances: Circumstances,
    /// Its group; any number that is the same for the same group.
    pub group: usize,
    /// Messages of that group.
    pub size: usize,
}

/// 1 for what came just now, a half for what came three hours ago.
fn lately(days: f32) -> f32 {
    1.0 / (1.0 + 8.0 * days)
}

/// What those of a group that are near say together: one may name the place, another the matter.
fn pooled(mates: &[&Rival<'_>]) -> [f32; 7] {
    let count = mates.len().max(1) as f32;
    let most = |of: &dyn Fn(&Rival<'_>) -> f32| mates.iter().map(|mate| of(mate)).fold(0.0, f32::max);
    let mean = |of: &dyn Fn(&Rival<'_>) -> f32| mates.iter().map(|mate| of(mate)).sum::<f32>() / count;
    let matter = mean(&|mate| f32::from(u8::from(mate.measures[MATTER_SAME] > 0.0)));
    let name = most(&|mate| mate.measures[NAME].min(1.0).max(mate.measures[NAME_SPELT]));
    let lately = most(&|mate| lately(mate.circumstances.days_between.max(0.0)));
    let crowd = mates.iter().filter(|mate| mate.circumstances.days_between < 1.0).count() as f32;
    [
        matter,
        mean(&|mate| mate.measures[MATTER_CONFLICT]),
        name,
        lately,
        crowd.ln_1p(),
        matter * lately,
        matter * name,
    ]
}

/// What is weighed of each rival within its group, given the likelihoods of all.
#[must_use]
pub fn placed(rivals: &[Rival<'_>], likelihoods: &[f32]) -> Vec<[f32; PLACED]> {
    let mut best_first: Vec<(usize, f32)> =
        rivals.iter().map(|rival| rival.group).zip(likelihoods.iter().copied()).collect();
    best_first.sort_by(|a, b| b.1.total_cmp(&a.1));
    let of = |(rival, own): (&Rival<'_>, &f32)| {
        let mates: Vec<f32> =
            best_first.iter().filter(|(group, _)| *group == rival.group).map(|(_, likely)| *likely).collect();
        let elsewhere =
            best_first.iter().find(|(group, _)| *group != rival.group).map_or(0.0, |(_, likely)| *likely);
        let count = mates.len() as f32;
        let near: Vec<&Rival<'_>> = rivals.iter().filter(|other| other.group == rival.group).collect();
        let standing = [
            logit(*own),
            logit(mates.first().copied().unwrap_or_default()),
            logit(elsewhere),
            logit(mates.get(1).copied().unwrap_or_default()),
            mates.iter().sum::<f32>() / count.max(1.0),
            (rival.size as f32).ln_1p(),
            count / rival.size.clamp(1, rivals.len()) as f32,
        ];
        let mut placed = [0.0; PLACED];
        placed
            .iter_mut()
            .zip(
                standing.into_iter().chain(pooled(&near)).chain(weighed(rival.measures, rival.circumstances)),
            )
            .for_each(|(place, value)| *place = value);
        placed
    };
    rivals.iter().zip(likelihoods).map(of).collect()
}

fn logit(likelihood: f32) -> f32 {
    ((likelihood + 1e-4) / (1.0 - likelihood + 1e-4)).ln()
}

/// From here on a message's group is selected beforehand; the officer may change it. The weights are scaled so that
/// of messages at or above it 97 in 100 belong where they are put.
pub const PRESELECT: f32 = 0.8;
/// From here on a group is suggested. The weights are scaled so that wrong suggestions and missing ones are balanced.
pub const SUGGEST: f32 = 0.5;
/// From this [`Ranker::same_question`] on a known answer is offered as the one: one unknown message in a hundred is
/// offered something.
pub const OFFER: f32 = 0.695;
/// From here on it is listed among up to three to choose from: about one unknown message in twenty.
pub const LIST: f32 = 0.2;
/// From this [`Ranker::same_question`] on two short questions ask the same.
pub const SAME_QUESTION: f32 = 0.47;

/// Weights learnt from labelled pairs of each [`Kind`].
#[derive(Debug, Clone, PartialEq)]
pub struct Ranker {
    long: Weights,
    short: Weights,
    words: Weights,
}

impl Ranker {
    /// Weights for messages with a title.
    #[must_use]
    pub fn titled() -> Self {
        Self::shipped(include_bytes!("titled.bin"))
    }

    /// Weights for messages as they are typed in a chat, and for short questions.
    #[must_use]
    pub fn chat() -> Self {
        Self::shipped(include_bytes!("chat.bin"))
    }

    fn shipped(long: &[u8]) -> Self {
        // A test reads them; without weights nothing is like anything.
        let read = |bytes: &[u8]| Weights::from_bytes(bytes).unwrap_or(Weights::NOTHING);
        let (short, words) = (include_bytes!("short.bin"), include_bytes!("words.bin"));
        Self { long: read(long), short: read(short), words: read(words) }
    }

    /// The same weights for every kind.
    #[must_use]
    pub fn of(weights: Weights) -> Self {
        Self { long: weights.clone(), short: weights.clone(), words: weights }
    }

    /// Weights of their own for long texts, for short ones, and for words of letters.
    #[must_use]
    pub fn by_kind([long, short, words]: [Weights; 3]) -> Self {
        Self { long, short, words }
    }

    fn weights(&self, measures: &Measures) -> &Weights {
        match Kind::of(measures) {
            Kind::Long => &self.long,
            Kind::Short => &self.short,
            Kind::Words => &self.words,
        }
    }

    /// From 0 (surely another issue) to 1, of a pair by itself.
    #[must_use]
    pub fn likelihood(&self, measures: &Measures, circumstances: Circumstances) -> f32 {
        self.weights(measures).pair.likelihood(&weighed(measures, circumstances))
    }

    /// From 0 to 1, whether a known answer's question is the one asked: for known answers, where [`Self::likelihood`]
    /// is for issues. Of short Chinese questions the characters count alone, as often as they stand there; of English
    /// ones the words; of messages what is learnt.
    #[must_use]
    pub fn same_question(&self, measures: &Measures) -> f32 {
        match Kind::of(measures) {
            Kind::Short => measures[LIKENESS].powi(5),
            Kind::Words => (0.5 * (measures[0] + measures[1])).powi(2),
            Kind::Long => self.likelihood(measures, Circumstances::NONE),
        }
    }

    /// The same of each rival, now that the groups of all are known: one that has several likely ones is likelier.
    #[must_use]
    pub fn rank(&self, rivals: &[Rival<'_>]) -> Vec<f32> {
        let likelihoods: Vec<f32> =
            rivals.iter().map(|rival| self.likelihood(rival.measures, rival.circumstances)).collect();
        let placed = placed(rivals, &likelihoods);
        rivals
            .iter()
            .zip(&placed)
            .map(|(rival, placed)| self.weights(rival.measures).placed.likelihood(placed))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::background::Background;
    use crate::signature::Signature;
    use crate::similarity::compare;

    #[test]
    fn what_is_shipped_can_be_read() {
        let shipped: [&[u8]; 4] = [
            include_bytes!("titled.bin"),
            include_bytes!("chat.bin"),
            include_bytes!("short.bin"),
            include_bytes!("words.bin"),
        ];
        for bytes in shipped {
            assert_eq!(Weights::from_bytes(bytes).unwrap().to_bytes(), bytes);
        }
        assert_eq!(Weights::from_bytes(b"WQR1"), Err(WeightsError));
    }

    fn likely(mine: &str, theirs: &str) -> f32 {
        let background = Background::shipped();
        let [mine, theirs] = [mine, theirs].map(|text| Signature::of("", text, &background));
        let measures = compare(&mine, &theirs);
        let circumstances = Circumstances { same_author: false, days_between: 0.1 };
        let rival = Rival { measures: &measures, circumstances, group: 0, size: 1 };
        Ranker::chat().rank(&[rival])[0]
    }

    #[test]
    fn the_same_place_and_matter_in_few_words() {
        assert!(likely("三农场停水了？", "三农场怎么停水了") >= PRESELECT);
        assert!(likely("三农场停水了？", "五一广场油烟太大") < SUGGEST);
    }
}
