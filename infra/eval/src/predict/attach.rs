//! Messages in order of time, each with the earlier ones that it may belong to.

use matching::background::Background;
use matching::candidates::{MORE, is_held_back};
use matching::index::Index;
use matching::rank::{Circumstances, Ranker, Rival};
use matching::signature::Signature;
use matching::similarity::{Asked, Measures};

use super::Candidate;
use crate::rows::Message;

/// Neighbours by the quick measure that are looked at closely.
pub const LOOKED_AT: usize = 16;

/// How the text of a message is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Title and text.
    Whole,
    /// As if it were typed in a chat: the first characters of the text, no title.
    Chat,
    /// As if it were a short question: the title alone.
    Short,
}

/// Characters of a chat-like text.
const CHAT_CHARACTERS: usize = 120;

/// A message and an earlier one.
#[derive(Debug, Clone)]
pub struct Neighbour {
    /// Place of the earlier one in the order of time.
    pub place: usize,
    /// The quick measure.
    pub nearness: f32,
    /// All measures.
    pub measures: Measures,
    /// What is known beside the words.
    pub circumstances: Circumstances,
    /// It is at most suggested in a chat.
    pub held_back: bool,
}

/// The weights that are shipped, for messages with a title and for those without.
#[derive(Debug, Clone)]
pub struct Shipped {
    titled: Ranker,
    chat: Ranker,
}

impl Default for Shipped {
    fn default() -> Self {
        Self { titled: Ranker::titled(), chat: Ranker::chat() }
    }
}

impl Shipped {
    /// Those for a message in a form.
    #[must_use]
    pub fn of(&self, message: &Message, form: Form) -> &Ranker {
        if is_titled(message, form) { &self.titled } else { &self.chat }
    }
}

fn is_titled(message: &Message, form: Form) -> bool {
    form == Form::Whole && !message.title.is_empty()
}

/// For each message, in order of time, its nearest earlier ones.
#[must_use]
pub fn neighbours(messages: &[Message], form: Form, background: &Background) -> Vec<Vec<Neighbour>> {
    let mut index = Index::default();
    let days: Vec<f64> = messages.iter().map(|message| days(&message.time)).collect();
    let mut all = Vec::with_capacity(messages.len());
    for (place, message) in messages.iter().enumerate() {
        let mine = signature(message, form, background);
        let asked = Asked::of(&mine);
        // As the product does, where messages have no title.
        let is_titled = is_titled(message, form);
        let near = index.related_to(&asked, LOOKED_AT, if is_titled { 0 } else { MORE });
        let of = |earlier: usize| Circumstances {
            same_author: messages[earlier].user == message.user,
            days_between: (days[place] - days[earlier]) as f32,
        };
        all.push(
            near.iter()
                .map(|near| Neighbour {
                    place: *near.key,
                    nearness: near.nearness,
                    measures: asked.compare(near.signature),
                    circumstances: of(*near.key),
                    held_back: !is_titled && is_held_back(&mine, near.signature),
                })
                .collect(),
        );
        // 65,536 messages are far more than the rows are.
        let _ = index.insert(place, mine);
    }
    all
}

fn signature(message: &Message, form: Form, background: &Background) -> Signature {
    match form {
        Form::Whole => Signature::of(&message.title, &message.text, background),
        Form::Short => Signature::of("", &message.title, background),
        Form::Chat => {
            let text: String = message.text.chars().take(CHAT_CHARACTERS).collect();
            Signature::of("", &text, background)
        }
    }
}

/// Days since some day, of a time as `2019-07-19T18:19:54+08:00`; offsets are all the same.
#[must_use]
pub fn days(time: &str) -> f64 {
    let number =
        |from: usize, to: usize| time.get(from..to).and_then(|part| part.parse::<i64>().ok()).unwrap_or(0);
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    // Years begin in March, so that the leap day is the last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let date = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day;
    let seconds = number(11, 13) * 3600 + number(14, 16) * 60 + number(17, 19);
    date as f64 + seconds as f64 / 86_400.0
}

/// From this likelihood of a pair by itself on, a message counts to the earlier one's group while others are ranked.
const JOINS: f32 = 0.5;

/// For each message its neighbours with their groups as they are when it comes, as pairs by themselves make them.
#[must_use]
pub fn rivals<'a>(
    neighbours: &'a [Vec<Neighbour>],
    likelihood: impl Fn(usize, &Neighbour) -> f32,
) -> Vec<Vec<(Rival<'a>, f32)>> {
    let mut groups: Vec<usize> = Vec::with_capacity(neighbours.len());
    let mut sizes = vec![0_usize; neighbours.len()];
    let mut all = Vec::with_capacity(neighbours.len());
    for (place, near) in neighbours.iter().enumerate() {
        let of = |neighbour: &'a Neighbour| {
            let group = groups[neighbour.place];
            let rival = Rival {
                measures: &neighbour.measures,
                circumstances: neighbour.circumstances,
                group,
                size: sizes[group],
            };
            (rival, likelihood(place, neighbour))
        };
        let rivals: Vec<(Rival<'a>, f32)> = near.iter().map(of).collect();
        let best = rivals.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let group = best.filter(|(_, likely)| *likely >= JOINS).map_or(place, |(rival, _)| rival.group);
        groups.push(group);
        sizes[group] += 1;
        all.push(rivals);
    }
    all
}

/// For each message its neighbours, the likeliest first; `ranker` is for the message at a place.
#[must_use]
pub fn candidates<'a>(
    messages: &[Message],
    neighbours: &[Vec<Neighbour>],
    ranker: impl Fn(usize) -> &'a Ranker,
) -> Vec<Vec<Candidate>> {
    let all = rivals(neighbours, |place, n| ranker(place).likelihood(&n.measures, n.circumstances));
    let of = |(place, rivals): (usize, Vec<(Rival<'_>, f32)>)| {
        let rivals: Vec<Rival<'_>> = rivals.into_iter().map(|(rival, _)| rival).collect();
        let scores = ranker(place).rank(&rivals);
        let mut candidates: Vec<Candidate> = neighbours[place]
            .iter()
            .zip(scores)
            .map(|(neighbour, score)| Candidate { id: messages[neighbour.place].id.clone(), score })
            .collect();
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        candidates
    };
    all.into_iter().enumerate().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn days_between_times() {
        let between = |a, b| days(b) - days(a);
        assert_eq!(between("2019-02-28T00:00:00+08:00", "2019-03-01T00:00:00+08:00"), 1.0);
        assert_eq!(between("2020-02-28T00:00:00+08:00", "2020-03-01T00:00:00+08:00"), 2.0);
        assert_eq!(between("2019-12-31T12:00:00+08:00", "2020-01-01T00:00:00+08:00"), 0.5);
    }
}
