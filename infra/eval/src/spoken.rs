//! Weights for texts without a title. Long ones are learnt from messages cut as if they were typed in a chat, short ones
//! from titles and from questions made up as they are typed.

use matching::{
    background::Background,
    rank::{PRESELECT, Ranker, SUGGEST, Weights},
    similarity::Kind,
};

use crate::{
    folds::{FOLDS, fold},
    predict::{
        attach::{Form, Neighbour, candidates, neighbours},
        chat::Run,
    },
    report::{Neighbours, SURE, Source, learn, thresholds, words},
    rows::{Ignored, Message, Pair},
    score::{
        attach::{Case, Mates, Said, cases},
        share,
    },
};

/// Precision wanted of what is suggested in a chat.
const WORTH_A_LOOK: f64 = 0.8;
/// Steps in which weights are scaled.
const STEPS: usize = 3;
/// The same of titles, which are only somewhat like questions.
const SURE_OF_TITLES: f64 = 0.95;
/// How often each pair of typed questions counts: they are few beside the messages.
const TYPED: usize = 3;
/// Kinds of pairs, each with the file of its weights and the penalty on large ones.
pub const KINDS: [(Kind, &str, f64); 3] =
    [(Kind::Long, "chat.bin", 1.0), (Kind::Short, "short.bin", 6.0), (Kind::Words, "words.bin", 30.0)];

/// What weights for chats are learnt from.
#[derive(Debug)]
pub struct Spoken<'a> {
    messages: &'a [Message],
    ignored: &'a Ignored,
    /// Of messages cut as if they were typed in a chat.
    cut: Neighbours,
    /// Of their titles.
    titles: Neighbours,
    /// Questions as they are typed.
    typed: &'a [Message],
    near: Neighbours,
    none: Ignored,
    /// Pairs in English.
    english: &'a [Pair],
    background: &'a Background,
}

impl<'a> Spoken<'a> {
    /// From rows of all origins.
    #[must_use]
    pub fn of(
        messages: &'a [Message],
        ignored: &'a Ignored,
        typed: &'a [Message],
        english: &'a [Pair],
        background: &'a Background,
    ) -> Self {
        Self {
            messages,
            ignored,
            cut: neighbours(messages, Form::Chat, background),
            titles: neighbours(messages, Form::Short, background),
            typed,
            near: neighbours(typed, Form::Whole, background),
            none: Ignored::default(),
            english,
            background,
        }
    }

    /// Rows of messages for a kind of pairs.
    fn cut(&self, kind: Kind) -> Option<Source<'_>> {
        let near = match kind {
            Kind::Long => &self.cut,
            Kind::Short => &self.titles,
            Kind::Words => return None,
        };
        Some(Source {
            messages: self.messages,
            ignored: self.ignored,
            near,
            kind: None,
            // What is for chats was learnt to no good from messages: it made those of other folds worse.
            is_for_chats: kind != Kind::Long,
            times: 1,
        })
    }

    fn typed(&self, kind: Option<Kind>) -> Source<'_> {
        Source {
            messages: self.typed,
            ignored: &self.none,
            near: &self.near,
            kind,
            is_for_chats: true,
            times: TYPED,
        }
    }

    /// Weights of one kind, from all folds but one, as they are learnt.
    fn weights(&self, kind: Kind, penalty: f64, without: Option<usize>) -> Weights {
        match self.cut(kind) {
            Some(cut) if kind == Kind::Long => learn(&[cut], penalty, without),
            Some(cut) => learn(&[cut, self.typed(Some(kind))], penalty, without),
            None => {
                let placed = learn(&[self.typed(None)], penalty, without).placed;
                Weights { placed, ..words(self.english, self.background, without) }
            }
        }
    }

    /// The weights of each kind without each fold, as they are learnt.
    #[must_use]
    pub fn folds(&self) -> Vec<[Weights; 3]> {
        let without = |held| KINDS.map(|(kind, _, penalty)| self.weights(kind, penalty, Some(held)));
        (0..FOLDS).map(without).collect()
    }

    /// Weights from all folds, scaled by what was best out of fold.
    #[must_use]
    pub fn scaled(&self, folds: &[[Weights; 3]]) -> [Weights; 3] {
        let all = KINDS.map(|(kind, _, penalty)| self.weights(kind, penalty, None));
        scale(all, &self.steps(folds, None))
    }

    /// For each fold the ranker from the others, scaled by what was best there.
    #[must_use]
    pub fn rankers(&self, folds: &[[Weights; 3]]) -> Vec<Ranker> {
        let held = |(held, weights): (usize, &[Weights; 3])| {
            Ranker::by_kind(scale(weights.clone(), &self.steps(folds, Some(held))))
        };
        folds.iter().enumerate().map(held).collect()
    }

    /// How weights are to be scaled, each step for each kind, so that what is wanted is reached by all but one fold: what
    /// joins makes groups, and these what joins next.
    fn steps(&self, folds: &[[Weights; 3]], without: Option<usize>) -> Vec<[[f32; 2]; 3]> {
        let mut steps: Vec<[[f32; 2]; 3]> = Vec::new();
        for _ in 0..STEPS {
            let rankers: Vec<[Weights; 3]> =
                folds.iter().map(|weights| scale(weights.clone(), &steps)).collect();
            let by_kind: Vec<Ranker> = rankers.iter().cloned().map(Ranker::by_kind).collect();
            let run = Run::of(self.typed, self.background, &|place| &by_kind[self.fold(place)], false);
            let kept = |place: usize| Some(self.fold(place)) != without;
            let placed: Vec<_> = (0..self.typed.len())
                .filter(|place| kept(*place))
                .filter_map(|place| run.placed[place].best)
                .collect();
            let mut at = 0;
            steps.push(KINDS.map(|(kind, ..)| {
                let alike: Vec<Ranker> =
                    rankers.iter().map(|weights| Ranker::of(weights[at].clone())).collect();
                at += 1;
                let cut = self.cut(kind).map(|cut| self.cases(&cut, &alike, without));
                if let Some(cut) = cut.as_ref().filter(|_| kind == Kind::Long) {
                    return thresholds(cut);
                }
                let of_kind = || placed.iter().filter(|best| best.2 == kind);
                let said = |counted: &mut dyn Iterator<Item = &(f32, bool, Kind, bool)>| {
                    counted.map(|best| (best.0, best.3)).collect::<Vec<_>>()
                };
                let mut sure = lowest(said(&mut of_kind().filter(|best| !best.1)), SURE);
                let suggest = lowest(said(&mut of_kind()), WORTH_A_LOOK);
                if let Some(cut) = cut {
                    let first = cut.iter().filter_map(|case| case.candidates.first().copied());
                    sure = sure.max(lowest(first.collect(), SURE_OF_TITLES));
                }
                [suggest.min(sure - 0.01), sure]
            }));
        }
        steps
    }

    fn fold(&self, place: usize) -> usize {
        fold(&self.typed[place].group)
    }

    /// What is said of messages by rankers that have not seen them; only of those beside which nothing is held back.
    fn cases(&self, source: &Source<'_>, rankers: &[Ranker], without: Option<usize>) -> Vec<Case> {
        let by_fold: Vec<_> =
            rankers.iter().map(|ranker| candidates(source.messages, source.near, |_| ranker)).collect();
        let said = |(place, message): (usize, &Message)| {
            let found = &by_fold[fold(&message.group)][place];
            let best = found.first()?;
            let held_back = |near: &Neighbour| near.held_back && source.messages[near.place].id == best.id;
            let candidates = found.iter().map(|found| (found.id.clone(), found.score)).collect();
            (!source.near[place].iter().any(held_back)).then(|| (message.id.clone(), Said { candidates }))
        };
        let said = source.messages.iter().enumerate().filter_map(said).collect();
        let cases = cases(source.messages, source.ignored, &said, Mates::All);
        cases.into_iter().filter(|case| Some(fold(&case.group)) != without).collect()
    }
}

/// Each step one after the other.
fn scale(weights: [Weights; 3], steps: &[[[f32; 2]; 3]]) -> [Weights; 3] {
    let mut at = 0;
    weights.map(|Weights { pair, mut placed }| {
        for step in steps {
            placed = placed.scaled(step[at], [SUGGEST, PRESELECT]);
        }
        at += 1;
        Weights { pair, placed }
    })
}

/// The lowest likelihood from which on so many are right.
fn lowest(mut said: Vec<(f32, bool)>, precision: f64) -> f32 {
    said.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let (mut right, mut lowest) = (0, 1.0);
    for (named, (likelihood, is_right)) in (1..).zip(&said) {
        right += usize::from(*is_right);
        if share(right, named) >= precision {
            lowest = *likelihood;
        }
    }
    lowest.clamp(0.02, 0.999)
}
