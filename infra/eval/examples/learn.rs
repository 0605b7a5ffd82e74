//! Learns what is shipped, and prints what it reaches out of fold: five folds by issue, thresholds from the other four.
//!
//!     cargo run --release -p eval --example learn -- DATA shared/matching/src
//!
//! What is written holds counts of hashed n-grams and a few weights: no text can be recovered from it.
#![allow(clippy::print_stdout)]

use std::{collections::HashMap, error::Error, fs, path::Path};

use eval::{
    folds::{FOLDS, fold},
    predict::{
        attach::{Form, Neighbour, candidates, neighbours},
        category::cut_rows,
    },
    report::{MATES, learn, out_of_fold},
    rows::{Ignored, Message, Replied, RowsError, messages, read_if_there},
    score::attach::{Said, cases},
};
use matching::{
    background::{Background, Counts},
    category::{Example, learn as learn_categories},
    rank::Ranker,
};

/// The table of background weights, in bytes.
const TABLE_BYTES: usize = 256 * 1024;
/// N-grams in fewer texts are left out.
const LEAST: u32 = 4;
/// Training rows of categories, their words cut.
const CATEGORIES: &str = "category_seg.jsonl.gz";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [data, out] = &arguments[..] else { return Err("usage: learn DATA OUT".into()) };
    let (data, out) = (Path::new(data), Path::new(out));
    let messages = messages(data)?;
    let table = counts(data, &messages)?.table(TABLE_BYTES, LEAST);
    let background = Background::read(&table)?;
    fs::write(out.join("background/shipped.bin"), &table)?;
    let ignored = Ignored::read(data, "messages_ignore_pairs.jsonl")?;
    for (form, file) in [(Form::Whole, "titled.bin"), (Form::Chat, "chat.bin")] {
        let near = neighbours(&messages, form, &background);
        report(form, &messages, &ignored, &near);
        let ranker = learn(&messages, &ignored, &near, None);
        fs::write(out.join("rank").join(file), ranker.to_bytes())?;
    }
    let rows = cut_rows(data, CATEGORIES)?;
    let texts: Vec<String> = rows.iter().map(|row| row.tokens.replace(' ', "")).collect();
    let examples: Vec<Example<'_>> =
        texts.iter().zip(&rows).map(|(text, row)| Example { title: "", text, label: &row.label }).collect();
    fs::write(out.join("category/shipped.bin"), learn_categories(&examples, &background).to_bytes())?;
    Ok(())
}

/// In how many of the texts each n-gram stands.
fn counts(data: &Path, messages: &[Message]) -> Result<Counts, RowsError> {
    let mut counts = Counts::default();
    for row in messages {
        counts.add(&format!("{} {}", row.title, row.text));
    }
    for row in read_if_there::<Replied>(data, "replies.jsonl")? {
        counts.add(&format!("{} {}", row.title, row.text));
    }
    for row in cut_rows(data, CATEGORIES)? {
        counts.add(&row.tokens.replace(' ', ""));
    }
    Ok(counts)
}

/// What attaching reaches with weights from the other folds.
fn report(form: Form, messages: &[Message], ignored: &Ignored, near: &[Vec<Neighbour>]) {
    let rankers: Vec<Ranker> = (0..FOLDS).map(|held| learn(messages, ignored, near, Some(held))).collect();
    let by_fold: Vec<_> = rankers.iter().map(|ranker| candidates(messages, near, ranker)).collect();
    let said: HashMap<String, Said> = messages
        .iter()
        .enumerate()
        .map(|(place, message)| {
            let found = &by_fold[fold(&message.group)][place];
            let candidates = found.iter().map(|found| (found.id.clone(), found.score)).collect();
            (message.id.clone(), Said { candidates })
        })
        .collect();
    for (name, mates) in MATES {
        let reached = out_of_fold(&cases(messages, ignored, &said, mates));
        println!("{form:?}, {name}: {}; sure {}", reached.best, reached.sure);
    }
}
