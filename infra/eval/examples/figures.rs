//! Prints what is reached out of fold, beside TF-IDF of n-grams with the cosine and a threshold ("baseline"): five
//! folds by issue, weights and thresholds always from the other four.
//!
//!     cargo run --release -p eval --example figures -- DATA [attach|known|pairs|category ...]
#![allow(clippy::print_stdout)]

use std::{
    collections::{HashMap, HashSet},
    error::Error,
    path::Path,
};

use eval::{
    folds::{FOLDS, best_threshold, fold},
    predict::{
        attach::{Form, neighbours},
        category::cut_rows,
        groups::{SHIPPED, Thresholds, groups},
        known::question,
        pairs::scores,
    },
    report::{
        MATES, Neighbours, TITLED_PENALTY, learn_folds, nearness_said, out_of_fold, out_of_fold_said, words,
    },
    rows::{
        Ignored, Known, KnownEnglish, Labelled, Message, Pair, Query, Replied, Role, chat_messages, messages,
        read,
    },
    score::{attach::cases, category, clusters, hot, share},
    spoken::Spoken,
};
use matching::{
    background::Background,
    category::{Example, learn as learn_categories},
    index::Index,
    rank::{Circumstances, OFFER, Ranker},
    signature::Signature,
    similarity::compare,
};

/// Questions as they are typed in a chat, made up by the project.
const TYPED: &str = "tests/fixtures/groups/dev";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let data = arguments.next().ok_or("usage: figures DATA [attach|known|pairs|category ...]")?;
    let data = Path::new(&data);
    let parts: Vec<String> = arguments.collect();
    let wanted = |part: &str| parts.is_empty() || parts.iter().any(|wanted| wanted == part);
    let background = Background::shipped();
    if wanted("attach") {
        attached(data, &background)?;
    }
    if wanted("known") {
        known(data, &background)?;
    }
    if wanted("pairs") {
        for file in ["pairs_lcqmc.jsonl", "pairs_bq.jsonl", "pairs_afqmc.jsonl"] {
            pairs(data, file, &background)?;
        }
    }
    if wanted("category") {
        categories(data, &background)?;
    }
    Ok(())
}

/// Attaching in each form, groups and hot topics.
fn attached(data: &Path, background: &Background) -> Result<(), Box<dyn Error>> {
    let messages = messages(data)?;
    let ignored = Ignored::read(data, "messages_ignore_pairs.jsonl")?;
    let (typed, english) = (chat_messages(Path::new(TYPED))?, read::<Pair>(data, "pairs_en.jsonl")?);
    let spoken = Spoken::of(&messages, &ignored, &typed, &english, background).folds();
    for (at, form) in [Form::Whole, Form::Chat, Form::Short].into_iter().enumerate() {
        let near = neighbours(&messages, form, background);
        let rankers = match at.checked_sub(1) {
            None => learn_folds(&messages, &ignored, &near, TITLED_PENALTY),
            Some(kind) => spoken.iter().map(|weights| Ranker::of(weights[kind].clone())).collect(),
        };
        for (name, mates) in MATES {
            let baseline = out_of_fold(&cases(&messages, &ignored, &nearness_said(&messages, &near), mates));
            println!("{form:?}, {name}: baseline {}; sure {}", baseline.best, baseline.sure);
            let said = out_of_fold_said(&messages, &near, &rankers);
            let ours = out_of_fold(&cases(&messages, &ignored, &said, mates));
            println!("{form:?}, {name}: ours {}; sure {}", ours.best, ours.sure);
        }
        if at == 0 {
            grouped(&messages, &ignored, &near, &rankers);
        }
    }
    Ok(())
}

/// Groups and hot topics; each message with the weights of its fold. Thresholds are those of the best F1 of groups on
/// the other folds.
fn grouped(messages: &[Message], ignored: &Ignored, near: &Neighbours, rankers: &[Ranker]) {
    let fold_of = |place: usize| fold(&messages[place].group);
    for join in [0.7, 0.8, 0.85, 0.9, 0.95] {
        for merge in [2.0, SHIPPED.merge] {
            let found = groups(
                near,
                |place, near| rankers[fold_of(place)].likelihood(&near.measures, near.circumstances),
                Thresholds { join, merge },
            );
            tell(&format!("ours, join {join}, merge {merge}"), messages, ignored, &found);
        }
    }
    for join in [0.2, 0.25, 0.3, 0.35] {
        let found = groups(near, |_, near| near.nearness, Thresholds { join, merge: 2.0 });
        tell(&format!("baseline, join {join}"), messages, ignored, &found);
    }
}

fn tell(name: &str, messages: &[Message], ignored: &Ignored, groups: &[usize]) {
    let named: HashMap<String, String> = messages
        .iter()
        .zip(groups)
        .map(|(message, first)| (message.id.clone(), messages[*first].id.clone()))
        .collect();
    let found = clusters::score(messages, ignored, &named);
    let mut topics: HashMap<&str, Vec<&Message>> = HashMap::new();
    for message in messages {
        topics.entry(&named[&message.id]).or_default().push(message);
    }
    let askers =
        |members: &[&Message]| members.iter().map(|message| &message.user).collect::<HashSet<_>>().len();
    let topics: Vec<HashSet<String>> = topics
        .into_values()
        .filter(|members| askers(members) >= hot::HOT_ASKERS)
        .map(|members| members.into_iter().map(|message| message.id.clone()).collect())
        .collect();
    let hot = hot::score(messages, &topics);
    println!("groups, {name}: {}; without large {}; hot {hot}", found.all, found.without_large);
}

/// Pairs: the threshold from the other folds, by the first text.
fn pairs(data: &Path, file: &str, background: &Background) -> Result<(), Box<dyn Error>> {
    let pairs: Vec<Pair> = read(data, file)?;
    let signature = |text: &str| question(text, background);
    let nearness: Vec<f32> =
        pairs.iter().map(|pair| signature(&pair.a).nearness(&signature(&pair.b))).collect();
    for (name, scores) in [("baseline", nearness), ("ours", scores(&pairs, background, &Ranker::chat()))] {
        let right = |threshold: f32, in_fold: &dyn Fn(usize) -> bool| {
            let is_right = |(pair, score): &(&Pair, &f32)| (pair.label == 1) == (**score >= threshold);
            pairs.iter().zip(&scores).filter(|row| in_fold(fold(&row.0.a))).filter(is_right).count()
        };
        let mut total = 0;
        let mut chosen = Vec::new();
        for held in 0..FOLDS {
            let steps: Vec<f32> = (1..200_u8).map(|step| f32::from(step) / 200.0).collect();
            let threshold =
                best_threshold(steps, |threshold| share(right(threshold, &|fold| fold != held), pairs.len()));
            total += right(threshold, &|fold| fold == held);
            chosen.push(threshold);
        }
        println!("{file}, {name}: {:.4}; thresholds {chosen:?}", share(total, pairs.len()));
    }
    Ok(())
}

/// A question that is asked, and the known one that is its answer.
struct Asked {
    signature: Signature,
    answer: Option<String>,
    kind: String,
}

/// Known answers: official ones, everyday questions, English ones. Nothing is learnt from the first two.
fn known(data: &Path, background: &Background) -> Result<(), Box<dyn Error>> {
    let roles: Vec<Role> = read(data, "gov_faq_roles.jsonl")?;
    let replied: Vec<Replied> = read(data, "replies.jsonl")?;
    let ignored = Ignored::read(data, "replies_ignore_pairs.jsonl")?;
    let by_id: HashMap<&str, &Replied> = replied.iter().map(|row| (row.id.as_str(), row)).collect();
    let signature = |row: &Replied| Signature::of(&row.title, &row.text, background);
    let rows = |bank: bool| {
        roles.iter().filter(move |role| (role.role == "bank") == bank).map(|role| by_id[role.id.as_str()])
    };
    let bank: Vec<(String, Signature)> =
        rows(true).map(|row| (row.answer_group.clone(), signature(row))).collect();
    let known: HashSet<&str> = bank.iter().map(|(answer, _)| answer.as_str()).collect();
    let unsure = |row: &Replied| rows(true).any(|known| ignored.has(&row.id, &known.id));
    let asked: Vec<Asked> = rows(false)
        .map(|row| (row, known.contains(row.answer_group.as_str())))
        .filter(|(row, positive)| *positive || !unsure(row))
        .map(|(row, positive)| Asked {
            signature: signature(row),
            answer: positive.then(|| row.answer_group.clone()),
            kind: "unknown".to_owned(),
        })
        .collect();
    looked_up("official", &bank, &asked, &|_| Ranker::titled())?;
    let ways: Vec<Known> = read(data, "faq_bank.jsonl")?;
    let bank: Vec<(String, Signature)> = ways
        .iter()
        .flat_map(|known| known.questions.iter().map(|way| (known.faq_id.clone(), question(way, background))))
        .collect();
    let queries: Vec<Query> = read(data, "faq_queries.jsonl")?;
    let asked: Vec<Asked> = queries
        .into_iter()
        .map(|query| Asked {
            signature: question(&query.query, background),
            answer: query.faq_id.filter(|_| query.kind == "positive"),
            kind: query.kind,
        })
        .collect();
    looked_up("everyday", &bank, &asked, &|_| Ranker::chat())?;
    let known: Vec<KnownEnglish> = read(data, "faq_en.jsonl")?;
    let pairs: Vec<Pair> = read(data, "pairs_en.jsonl")?;
    let bank: Vec<(String, Signature)> = known
        .iter()
        .map(|row| (row.question.clone(), Signature::of(&row.question, &row.answer, background)))
        .collect();
    let asked: Vec<Asked> = pairs
        .iter()
        .filter(|pair| pair.label == 1 && known.iter().any(|row| row.question == pair.a))
        .map(|pair| Asked {
            signature: question(&pair.b, background),
            answer: Some(pair.a.clone()),
            kind: String::new(),
        })
        .collect();
    let folds: Vec<Ranker> =
        (0..FOLDS).map(|held| Ranker::of(words(&pairs, background, Some(held)))).collect();
    looked_up("English", &bank, &asked, &|asked| {
        folds[fold(asked.answer.as_deref().unwrap_or_default())].clone()
    })
}

/// By each measure: the share whose answer is first, is among three, and is offered where one unknown question of the
/// last kind in a hundred is offered something; and the threshold for that.
fn looked_up(
    name: &str,
    bank: &[(String, Signature)],
    asked: &[Asked],
    ranker: &dyn Fn(&Asked) -> Ranker,
) -> Result<(), Box<dyn Error>> {
    let index = Index::of(bank.iter().enumerate().map(|(at, (_, signature))| (at, signature.clone())))?;
    for measure in ["baseline", "likelihood", "same question", "mean"] {
        let mut known: Vec<(f32, Option<usize>)> = Vec::new();
        let mut unknown: HashMap<&str, Vec<f32>> = HashMap::new();
        for one in asked {
            let ranker = ranker(one);
            let mut found: Vec<(f32, &str)> = index
                .nearest(&one.signature, 16)
                .iter()
                .map(|near| {
                    let measures = compare(&one.signature, near.signature);
                    let score = match measure {
                        "baseline" => near.nearness,
                        "likelihood" => ranker.likelihood(&measures, Circumstances::NONE),
                        "same question" => ranker.same_question(&measures),
                        _ => 0.5 * (near.nearness + ranker.likelihood(&measures, Circumstances::NONE)),
                    };
                    (score, bank[*near.key].0.as_str())
                })
                .collect();
            found.sort_by(|a, b| b.0.total_cmp(&a.0));
            let best = found.first().map_or(0.0, |found| found.0);
            let mut answers: Vec<&str> = Vec::new();
            found.iter().for_each(|(_, answer)| {
                if !answers.contains(answer) {
                    answers.push(answer)
                }
            });
            match &one.answer {
                Some(answer) => known.push((best, answers.iter().position(|found| found == answer))),
                None => unknown.entry(&one.kind).or_default().push(best),
            }
        }
        let rank = |most: usize| {
            share(known.iter().filter(|(_, rank)| rank.is_some_and(|rank| rank < most)).count(), known.len())
        };
        println!("{name}, {measure}: top-1 {:.3}; top-3 {:.3} of {}", rank(1), rank(3), known.len());
        for (kind, scores) in unknown.iter().filter(|_| measure == "same question") {
            let right = known.iter().filter(|(score, rank)| *score >= OFFER && *rank == Some(0)).count();
            let offered = scores.iter().filter(|score| **score >= OFFER).count();
            println!(
                "  at OFFER: right {:.3}; offered of {kind}: {:.4} of {}",
                share(right, known.len()),
                share(offered, scores.len()),
                scores.len()
            );
        }
        for allowed in [0.01, 0.05] {
            for (kind, scores) in &mut unknown {
                scores.sort_by(|a, b| b.total_cmp(a));
                let threshold = scores[(scores.len() as f64 * allowed) as usize];
                let offered = |right: bool| {
                    share(
                        known
                            .iter()
                            .filter(|(score, rank)| *score > threshold && (*rank == Some(0)) == right)
                            .count(),
                        known.len(),
                    )
                };
                println!(
                    "  {allowed} of {kind}: right {:.3}, wrong {:.3}; threshold {threshold:.3}",
                    offered(true),
                    offered(false)
                );
            }
        }
    }
    Ok(())
}

/// Categories: near-equal messages in one fold.
fn categories(data: &Path, background: &Background) -> Result<(), Box<dyn Error>> {
    let cut = cut_rows(data, "category_seg.jsonl.gz")?;
    let raw: Vec<Labelled> = read(data, "category.jsonl")?;
    let mut texts: Vec<(String, String, &str)> =
        cut.iter().map(|row| (String::new(), row.tokens.replace(' ', ""), row.label.as_str())).collect();
    texts.extend(raw.iter().map(|row| (row.title.clone(), row.text.clone(), row.label.as_str())));
    let issues = issues(&texts, background)?;
    let mut said = [Vec::new(), Vec::new()];
    for held in 0..FOLDS {
        let is_held = |at: usize| fold(&issues[at].to_string()) == held;
        let examples: Vec<Example<'_>> = (0..cut.len())
            .filter(|at| !is_held(*at))
            .map(|at| Example { title: &texts[at].0, text: &texts[at].1, label: texts[at].2 })
            .collect();
        let model = learn_categories(&examples, background);
        for at in (0..texts.len()).filter(|at| is_held(*at)) {
            let (title, text, label) = &texts[at];
            let suggestions = model.suggest(title, text, background);
            let margin = suggestions[0].score - suggestions[1].score;
            let labels = suggestions.into_iter().map(|suggestion| suggestion.label).collect();
            said[usize::from(at >= cut.len())].push(category::Said {
                wanted: (*label).to_owned(),
                margin,
                said: labels,
            });
        }
    }
    for (name, said) in ["cut texts", "whole texts"].iter().zip(&said) {
        for margin in [0.3, 0.5, 0.7, 0.9] {
            let scored = category::score(said, margin);
            println!(
                "category, {name}: accuracy {:.4}; macro-F1 {:.4}; top-2 {:.4}; at margin {margin}: {:.3} of them, {:.4} right",
                scored.accuracy, scored.macro_f1, scored.top_2, scored.at_margin.0, scored.at_margin.1
            );
        }
    }
    Ok(())
}

/// Texts nearer than this are of one issue.
const NEAR: f32 = 0.4;

/// For each text the first one of its issue.
fn issues(texts: &[(String, String, &str)], background: &Background) -> Result<Vec<usize>, Box<dyn Error>> {
    let signature =
        |text: &(String, String, &str)| Signature::of("", &format!("{} {}", text.0, text.1), background);
    let index = Index::of(texts.iter().enumerate().map(|(at, text)| (at, signature(text))))?;
    let mut first: Vec<usize> = Vec::with_capacity(texts.len());
    for (at, text) in texts.iter().enumerate() {
        let near = index.nearest(&signature(text), 8);
        let earlier = near.iter().find(|near| *near.key < at && near.nearness >= NEAR);
        first.push(earlier.map_or(at, |near| first[*near.key]));
    }
    Ok(first)
}
