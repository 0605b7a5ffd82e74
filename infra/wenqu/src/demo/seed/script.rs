//! Writes the transcript of a seed.

use std::fmt::Write;

use jiff::{SignedDuration, Timestamp};

use super::{
    questions::{QUESTIONS, SMALL_TALK},
    random::Random,
};

/// How far back the first conversation lies, in minutes.
const SPAN_MINUTES: u64 = 70 * 60;
/// Residents who only look things up.
pub(super) const READERS: usize = 12;
const OFFICERS: [&str; 3] = ["zhang", "wang", "chen"];

/// What becomes of a question.
#[derive(Clone, Copy)]
enum Fate {
    Waiting,
    Taken,
    Answered,
    Ended,
    Withdrawn,
    /// Answered after the resident left: waits for their return.
    Due,
    /// Answered after they left, and handed over when they came back.
    HandedOver,
    /// The platform cut the connection: nobody knows.
    Unknown,
}

/// So many questions of each fate; together as many as there are questions.
const FATES: [(Fate, usize); 8] = [
    (Fate::Waiting, 11),
    (Fate::Taken, 4),
    (Fate::Answered, 6),
    (Fate::Ended, 7),
    (Fate::Withdrawn, 2),
    (Fate::Due, 1),
    (Fate::HandedOver, 2),
    (Fate::Unknown, 1),
];

/// Something that happens so many minutes before the end.
struct Event {
    minutes: u64,
    steps: String,
}

/// The transcript of `seed` that ends shortly before `end`.
pub(super) fn write(seed: u64, end: Timestamp) -> String {
    let mut random = Random::new(seed);
    let mut events: Vec<Event> = (0..READERS).map(|reader| reads(reader, &mut random)).collect();
    let mut order: Vec<usize> = (0..QUESTIONS.len()).collect();
    random.shuffle(&mut order);
    let fates = FATES.iter().flat_map(|(fate, count)| std::iter::repeat_n(*fate, *count));
    for (resident, (question, fate)) in order.into_iter().zip(fates).enumerate() {
        asks(resident, question, fate, &mut random, &mut events);
    }
    // A stable sort: what happens in the same minute stays in the order in which it was written.
    events.sort_by_key(|event| std::cmp::Reverse(event.minutes));
    let mut text = String::from("# 示例对话\n");
    for event in events {
        let at = end - SignedDuration::from_mins(i64::try_from(event.minutes).unwrap_or(0));
        // Writing to a String can't fail.
        let _ = write!(text, "clock {at}\n{}", event.steps);
    }
    text
}

fn reads(reader: usize, random: &mut Random) -> Event {
    let who = format!("v{:02}", reader + 1);
    let mut steps = format!("{who}> follow\n");
    for _ in 0..1 + random.below(2) {
        let what = SMALL_TALK[random.below(SMALL_TALK.len() as u64) as usize];
        let _ = writeln!(steps, "{who}> {what}");
    }
    Event { minutes: 10 + random.below(SPAN_MINUTES), steps }
}

fn asks(resident: usize, question: usize, fate: Fate, random: &mut Random, events: &mut Vec<Event>) {
    let (asked, answer) = QUESTIONS[question];
    let (who, number) = (format!("r{:02}", resident + 1), format!("q{:02}", resident + 1));
    let officer = OFFICERS[random.below(OFFICERS.len() as u64) as usize];
    // Those who still wait asked within the last hours, the others before.
    let minutes = match fate {
        Fate::Waiting => 3 + random.below(6 * 60),
        Fate::Taken => 10 + random.below(8 * 60),
        _ => 12 * 60 + random.below(SPAN_MINUTES - 12 * 60),
    };
    let mut push = |minutes: u64, steps: String| events.push(Event { minutes, steps });
    let attached = if random.below(5) == 0 { format!("{who}> photo exif\n") } else { String::new() };
    push(
        minutes,
        format!(
            "{who}> follow\n{who}> text {asked}\nacct< matches /(?<{number}>Q-\\w{{6}}-\\w)/\n{attached}"
        ),
    );
    let later = |after: u64| minutes.saturating_sub(after);
    let reply = format!("officer {officer}> on {{{number}}} reply \"{answer}\"\n");
    let wait = 4 + random.below(40);
    match fate {
        Fate::Waiting => {}
        Fate::Taken => push(later(2), format!("officer {officer}> on {{{number}}} take\n")),
        Fate::Answered => push(later(wait), reply),
        Fate::Ended => {
            push(later(wait), format!("officer {officer}> on {{{number}}} note \"已电话核实\"\n{reply}"));
            push(later(wait + 60), format!("officer {officer}> on {{{number}}} end\n"));
        }
        Fate::Withdrawn => push(later(wait), format!("{who}> text 撤回\n")),
        Fate::Due => push(later(wait), format!("{who}> unfollow\n{reply}")),
        Fate::HandedOver => {
            push(later(wait), format!("{who}> unfollow\n{reply}"));
            push(later(wait + 200), format!("{who}> follow\n"));
        }
        Fate::Unknown => {
            push(later(wait), format!("fault http_502 times 1 route custom/send\n{reply}fault clear\n"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript;

    #[test]
    fn a_seed_always_writes_the_same_and_another_one_something_else() {
        let end: Timestamp = "2026-11-24T10:00:00+08:00".parse().unwrap();
        assert_eq!(write(7, end), write(7, end));
        assert_ne!(write(7, end), write(8, end));
    }

    #[test]
    fn every_seed_writes_a_transcript_that_is_understood() {
        assert_eq!(FATES.iter().map(|(_, count)| count).sum::<usize>(), QUESTIONS.len());
        let end: Timestamp = "2026-11-24T10:00:00+08:00".parse().unwrap();
        for seed in 0..20 {
            let text = write(seed, end);
            let parsed = transcript::parse("seed.chat", &text).unwrap();
            assert!(parsed.steps.len() > 150, "{}", parsed.steps.len());
        }
    }
}
