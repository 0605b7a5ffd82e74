//! Research: categories.
#![allow(clippy::unwrap_used, clippy::print_stdout)]
use eval::predict::category::cut_rows;
use eval::rows::{Labelled, read};
use eval::score::category::{Said, score};
use matching::background::{Background, Counts};
use matching::category::{Example, learn};
use std::path::Path;

fn main() {
    let data = Path::new("/work/shared/data");
    let rows = cut_rows(data, "category_seg.jsonl.gz").unwrap();
    let dev: Vec<Labelled> = read(data, "category.jsonl").unwrap();
    let joined = std::env::args().nth(1).is_some_and(|a| a == "joined");
    let texts: Vec<String> = rows
        .iter()
        .map(|row| if joined { row.tokens.replace(' ', "") } else { row.tokens.clone() })
        .collect();
    let mut counts = Counts::default();
    texts.iter().for_each(|text| counts.add(text));
    let background = Background::read(&counts.table(1 << 18, 4)).unwrap();
    let examples: Vec<Example<'_>> =
        texts.iter().zip(&rows).map(|(text, row)| Example { title: "", text, label: &row.label }).collect();
    let model = learn(&examples, &background);
    let said: Vec<Said> = dev
        .iter()
        .map(|row| {
            let all = model.suggest(&row.title, &row.text, &background);
            Said {
                wanted: row.label.clone(),
                margin: all[0].score - all[1].score,
                said: all.into_iter().map(|s| s.label).collect(),
            }
        })
        .collect();
    for margin in [0.0, 0.2, 0.4, 0.6, 0.8, 1.0] {
        println!("{margin} {:?}", score(&said, margin));
    }
}
