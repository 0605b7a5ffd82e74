//! Learns what is shipped. What it reaches, out of fold, example `figures` prints.
//!
//!     cargo run --release -p eval --example learn -- DATA shared/matching/src
//!
//! What is written holds counts of hashed n-grams and a few weights: no text can be recovered from it.
#![allow(clippy::print_stdout)]

use std::{error::Error, fs, path::Path};

use eval::{
    predict::{
        attach::{Form, neighbours},
        category::cut_rows,
    },
    report::{TITLED_PENALTY, learn_scaled},
    rows::{Ignored, Message, Pair, Replied, RowsError, chat_messages, messages, read, read_if_there},
    spoken::{KINDS, Spoken},
};
use matching::{
    background::{Background, Counts},
    category::{Example, learn as learn_categories},
};

/// The table of background weights, in bytes.
const TABLE_BYTES: usize = 256 * 1024;
/// N-grams in fewer texts are left out.
const LEAST: u32 = 4;
/// Questions as they are typed in a chat, made up by the project.
const TYPED: &str = "tests/fixtures/groups/dev";
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
    let near = neighbours(&messages, Form::Whole, &background);
    let titled = learn_scaled(&messages, &ignored, &near, TITLED_PENALTY);
    fs::write(out.join("rank/titled.bin"), titled.to_bytes())?;
    let (typed, english) = (chat_messages(Path::new(TYPED))?, read::<Pair>(data, "pairs_en.jsonl")?);
    let spoken = Spoken::of(&messages, &ignored, &typed, &english, &background);
    for ((_, file, _), weights) in KINDS.iter().zip(spoken.scaled(&spoken.folds())) {
        fs::write(out.join("rank").join(file), weights.to_bytes())?;
        println!("{file}");
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
