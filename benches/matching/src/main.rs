//! Time and memory of finding similar messages, beside word vectors cut by jieba-rs, on the same texts.
//!
//! `cargo run --release -- DIR` reads messages and replies in the form of docs/matching.md from DIR. One thread.

mod ours;
mod texts;
mod timing;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: matching-bench DIR");
        return ExitCode::from(2);
    };
    let texts = match texts::read(&folder, texts::OPEN + texts::ASKED) {
        Ok(texts) => texts,
        Err(error) => {
            eprintln!("{folder}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let asked = texts.len().min(texts::ASKED);
    let (asked, open) = texts.split_at(asked);
    println!("{} open texts, {} asked for", open.len(), asked.len());
    let ours = ours::run(open, asked);
    let words = words::run(open, asked);
    println!("\n| | wenqu | jieba-rs TF-IDF | ratio |\n|---|---|---|---|");
    for (ours, words) in ours.rows().iter().zip(words.rows()) {
        println!("| {} | {:.1} | {:.1} | {:.1} × |", ours.0, ours.1, words.1, words.1 / ours.1);
    }
    ExitCode::SUCCESS
}
