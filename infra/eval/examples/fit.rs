//! Research: attaching, out of fold.
#![allow(clippy::unwrap_used, clippy::print_stdout)]
use eval::folds::fold;
use eval::predict::attach::{Form, candidates, neighbours};
use eval::report::{MATES, learn, out_of_fold};
use eval::rows::{Ignored, messages};
use eval::score::attach::{Said, cases};
use matching::background::Background;
use std::collections::HashMap;
use std::path::Path;

fn main() {
    let data = Path::new("/work/shared/data");
    let messages = messages(data).unwrap();
    let ignored = Ignored::read(data, "messages_ignore_pairs.jsonl").unwrap();
    let background = Background::read(&std::fs::read("/tmp/match/background.bin").unwrap()).unwrap();
    for form in [Form::Whole, Form::Chat] {
        let near = neighbours(&messages, form, &background);
        let rankers: Vec<_> = (0..5).map(|held| learn(&messages, &ignored, &near, Some(held))).collect();
        for ranked in [false, true] {
            let said: HashMap<String, Said> = messages
                .iter()
                .zip(&near)
                .map(|(message, near)| {
                    let ranker = &rankers[fold(&message.group)];
                    let mut candidates: Vec<(String, f32)> = near
                        .iter()
                        .map(|n| {
                            let score = if ranked {
                                ranker.likelihood(&n.measures, n.circumstances)
                            } else {
                                n.nearness
                            };
                            (messages[n.place].id.clone(), score)
                        })
                        .collect();
                    candidates.sort_by(|a, b| b.1.total_cmp(&a.1));
                    (message.id.clone(), Said { candidates })
                })
                .collect();
            for (name, mates) in MATES {
                let oof = out_of_fold(&cases(&messages, &ignored, &said, mates));
                println!("{form:?} ranked {ranked} {name}: {}; sure {}", oof.best, oof.sure);
            }
        }
        let by_fold: Vec<_> = rankers.iter().map(|ranker| candidates(&messages, &near, ranker)).collect();
        let said: HashMap<String, Said> = messages
            .iter()
            .enumerate()
            .map(|(place, message)| {
                let candidates = &by_fold[fold(&message.group)][place];
                (message.id.clone(), Said { candidates: candidates.iter().map(|c| (c.id.clone(), c.score)).collect() })
            })
            .collect();
        for (name, mates) in MATES {
            let oof = out_of_fold(&cases(&messages, &ignored, &said, mates));
            println!("{form:?} placed {name}: {}; sure {}", oof.best, oof.sure);
        }
        if form == Form::Whole {
            let ranker = &rankers[0];
            for join in [0.3, 0.4, 0.5, 0.6, 0.7] {
                for merge in [0.5, 0.7, 0.8, 0.9, 2.0] {
                    let groups = eval::predict::groups::groups(
                        &near,
                        ranker,
                        eval::predict::groups::Thresholds { join, merge },
                    );
                    let named: HashMap<String, String> =
                        messages.iter().zip(&groups).map(|(m, g)| (m.id.clone(), g.to_string())).collect();
                    let c = eval::score::clusters::score(&messages, &ignored, &named);
                    println!("join {join} merge {merge}: {} / {}", c.all, c.without_large);
                }
            }
        }
    }
}
