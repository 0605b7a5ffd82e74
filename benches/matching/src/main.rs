//! Time and memory of finding similar messages, beside word vectors cut by jieba-rs, on the same texts.
//!
//! `cargo run --release` makes texts; `cargo run --release -- FILE` reads JSON Lines with `title` and `text`, 4,500 of
//! them at most, the first 500 to be looked for. One thread.

mod ours;
mod texts;
mod timing;
mod words;

use std::process::ExitCode;

fn main() -> ExitCode {
    let most = texts::OPEN + texts::ASKED;
    let texts = match std::env::args().nth(1) {
        None => texts::made(most),
        Some(file) => match texts::read(&file, most) {
            Ok(texts) => texts,
            Err(error) => {
                eprintln!("{file}: {error}");
                return ExitCode::FAILURE;
            }
        },
    };
    if texts.len() <= texts::ASKED {
        eprintln!("more than {} texts are needed", texts::ASKED);
        return ExitCode::from(2);
    }
    let (asked, open) = texts.split_at(texts::ASKED);
    println!("{} open texts, {} asked for", open.len(), asked.len());
    let ours = ours::run(open, asked);
    let words = words::run(open, asked);
    println!("\n| | wenqu | jieba-rs TF-IDF | ratio |\n|---|---|---|---|");
    for (ours, words) in ours.rows().iter().zip(words.rows()) {
        println!("| {} | {:.1} | {:.1} | {:.1} × |", ours.0, ours.1, words.1, words.1 / ours.1);
    }
    ExitCode::SUCCESS
}
