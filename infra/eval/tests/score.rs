//! The measures, on rows so few that they can be counted by hand.
#![allow(clippy::unwrap_used, clippy::float_cmp)]

use std::collections::{HashMap, HashSet};

use eval::rows::{Ignored, Message, Unsure};
use eval::score::attach::{self, Mates};
use eval::score::retrieval::Looked;
use eval::score::{Found, category, clusters, hot, retrieval};

fn message(id: &str, user: &str, group: &str) -> Message {
    let [id, user, group] = [id, user, group].map(str::to_owned);
    Message { time: id.clone(), title: String::new(), text: String::new(), id, user, group }
}

/// Three of one issue, the second by the same resident as the first, then one of another issue.
fn messages() -> Vec<Message> {
    vec![message("1", "u", "g"), message("2", "u", "g"), message("3", "v", "g"), message("4", "w", "h")]
}

fn unsure(a: &str, b: &str) -> Ignored {
    Ignored::of([Unsure { a: a.to_owned(), b: b.to_owned() }])
}

fn said(candidates: &[(&str, &[(&str, f32)])]) -> HashMap<String, attach::Said> {
    let of = |named: &[(&str, f32)]| named.iter().map(|(id, score)| ((*id).to_owned(), *score)).collect();
    candidates.iter().map(|(id, named)| ((*id).to_owned(), attach::Said { candidates: of(named) })).collect()
}

#[test]
fn attached_messages_count_by_their_best_candidate() {
    let said = said(&[("2", &[("1", 0.9)]), ("3", &[("1", 0.4), ("2", 0.3)]), ("4", &[("2", 0.6)])]);
    let cases = attach::cases(&messages(), &Ignored::default(), &said, Mates::All);
    let strict = attach::score(&cases, 0.5);
    assert_eq!(strict.found, Found { right: 1, named: 2, wanted: 2 });
    assert_eq!((strict.found.precision(), strict.found.recall(), strict.found.f1()), (0.5, 0.5, 0.5));
    assert_eq!(strict.top_3, 1.0, "the threshold does not matter");
    assert_eq!(strict.false_rate, 0.5, "the first and the last have no mate, the last was attached");
    assert_eq!(attach::score(&cases, 0.35).found, Found { right: 2, named: 3, wanted: 2 });
}

#[test]
fn mates_of_the_same_resident_and_unsure_pairs_do_not_count() {
    let said = said(&[("2", &[("1", 0.9)]), ("3", &[("1", 0.9)]), ("4", &[("3", 0.9)])]);
    let cases = attach::cases(&messages(), &unsure("4", "3"), &said, Mates::OtherAskers);
    let scored = attach::score(&cases, 0.5);
    assert_eq!(scored.found, Found { right: 1, named: 1, wanted: 1 });
    assert_eq!(scored.false_rate, 0.0);
}

#[test]
fn groups_are_compared_pair_by_pair() {
    let named = |groups: [&str; 4]| -> HashMap<String, String> {
        ["1", "2", "3", "4"]
            .into_iter()
            .zip(groups)
            .map(|(id, group)| (id.to_owned(), group.to_owned()))
            .collect()
    };
    let whole = clusters::score(&messages(), &Ignored::default(), &named(["a", "a", "a", "b"]));
    assert_eq!(whole.all, Found { right: 3, named: 3, wanted: 3 });
    let mixed = clusters::score(&messages(), &Ignored::default(), &named(["a", "a", "b", "b"]));
    assert_eq!(mixed.all, Found { right: 1, named: 2, wanted: 3 });
    let unsure = clusters::score(&messages(), &unsure("3", "4"), &named(["a", "a", "b", "b"]));
    assert_eq!(unsure.all, Found { right: 1, named: 1, wanted: 3 });
}

#[test]
fn large_groups_are_left_out_of_the_second_measure() {
    let mut messages: Vec<Message> =
        (0..=clusters::LARGE).map(|number| message(&format!("l{number}"), "u", "large")).collect();
    messages.extend([message("a", "u", "small"), message("b", "v", "small")]);
    let all = messages.iter().map(|message| (message.id.clone(), "one".to_owned())).collect();
    let scored = clusters::score(&messages, &Ignored::default(), &all);
    assert_eq!(scored.all, Found { right: 79, named: 105, wanted: 79 });
    assert_eq!(scored.without_large, Found { right: 1, named: 1, wanted: 1 });
}

#[test]
fn a_topic_is_hot_with_four_askers_and_found_when_half_is_shared() {
    let asked: Vec<Message> = (0..5)
        .map(|number| message(&format!("{number}"), &format!("u{number}"), "hot"))
        .chain((5..9).map(|number| message(&format!("{number}"), "u", "one asker")))
        .collect();
    let topic = |ids: &[&str]| -> HashSet<String> { ids.iter().map(|id| (*id).to_owned()).collect() };
    let found = hot::score(&asked, &[topic(&["0", "1", "2", "9"]), topic(&["5", "6", "7", "8"])]);
    assert_eq!(found, Found { right: 1, named: 2, wanted: 1 }, "three of six");
    assert_eq!(hot::score(&asked, &[topic(&["0", "1", "8", "9"])]).right, 0, "two of seven");
}

#[test]
fn known_answers_count_by_rank_and_by_what_was_offered() {
    let looked = |kind: &str, right: &[bool], offered: bool| Looked {
        kind: kind.to_owned(),
        right: right.to_vec(),
        offered,
    };
    let scored = retrieval::score(&[
        looked("positive", &[true, false], true),
        looked("positive", &[false, true], true),
        looked("positive", &[false, false, false, true], false),
        looked("positive", &[], false),
        looked("negative_hard", &[false], true),
        looked("negative_hard", &[false], false),
        looked("negative_other_domain", &[], false),
    ]);
    assert_eq!((scored.positives, scored.top_1, scored.top_3), (4, 0.25, 0.5));
    assert_eq!(scored.reciprocal_rank, (1.0 + 0.5 + 0.25) / 4.0);
    assert_eq!((scored.offered_right, scored.offered_wrong), (0.25, 0.25));
    assert_eq!(scored.false_offers["negative_hard"], 0.5);
    assert_eq!(scored.false_offers["negative_other_domain"], 0.0);
}

#[test]
fn categories_count_by_label_and_by_margin() {
    let said = |wanted: &str, said: &[&str], margin: f32| category::Said {
        wanted: wanted.to_owned(),
        said: said.iter().map(|label| (*label).to_owned()).collect(),
        margin,
    };
    let scored = category::score(
        &[
            said("a", &["a", "b"], 0.9),
            said("a", &["b", "a"], 0.6),
            said("b", &["b", "c"], 0.2),
            said("c", &[], 0.0),
        ],
        0.5,
    );
    assert_eq!((scored.accuracy, scored.top_2), (0.5, 0.75));
    let f1: f64 = [2.0 / 3.0, 2.0 / 3.0, 0.0].into_iter().sum();
    assert_eq!(scored.macro_f1, f1 / 3.0);
    assert_eq!(scored.at_margin, (0.5, 0.5));
}

#[test]
fn nothing_named_and_nothing_wanted_is_zero() {
    let none = Found::default();
    assert_eq!((none.precision(), none.recall(), none.f1()), (0.0, 0.0, 0.0));
}
