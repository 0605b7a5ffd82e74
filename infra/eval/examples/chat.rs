//! Prints how questions as they are typed in a chat are put together: with the weights that are shipped, which have seen
//! them, and with those learnt without the fold of each.
//!
//!     cargo run --release -p eval --example chat -- DATA [ROWS] [--rows]
//!
//! With `--rows` each question that was put wrong, or nowhere, is printed too.
#![allow(clippy::print_stdout)]

use std::{collections::BTreeMap, error::Error, path::Path};

use eval::{
    folds::fold,
    predict::chat::Run,
    rows::{Ignored, Message, chat_messages, messages, read},
    spoken::Spoken,
};
use matching::{background::Background, rank::Ranker};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--rows");
    let data = arguments.next().ok_or("usage: chat DATA [ROWS]")?;
    let (data, rows) = (Path::new(&data), arguments.next().unwrap_or("tests/fixtures/groups/dev".to_owned()));
    let background = Background::shipped();
    let typed = chat_messages(Path::new(&rows))?;
    let formal = messages(data)?;
    let ignored = Ignored::read(data, "messages_ignore_pairs.jsonl")?;
    let english = read(data, "pairs_en.jsonl")?;
    let shipped = Ranker::chat();
    tell("shipped", &typed, &background, &|_| &shipped, false);
    let spoken = Spoken::of(&formal, &ignored, &typed, &english, &background);
    let folds = spoken.folds();
    let rankers = spoken.rankers(&folds);
    let ranker = |place: usize| &rankers[fold(&typed[place].group)];
    tell("out of fold", &typed, &background, &ranker, false);
    tell("out of fold, tended", &typed, &background, &ranker, true);
    Ok(())
}

fn tell<'a>(
    name: &str,
    messages: &'a [Message],
    background: &Background,
    ranker: &dyn Fn(usize) -> &'a Ranker,
    tended: bool,
) {
    let run = Run::of(messages, background, ranker, tended);
    let [joined, named] = run.found(|_| true);
    println!("{name}: joined {joined}; suggested or joined {named}");
    let alone = run.found(|message| message.group.starts_with("alone"));
    let count = messages.iter().filter(|message| message.group.starts_with("alone")).count();
    println!("  by themselves: joined {}, named {} of {count}", alone[0].named, alone[1].named);
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    messages.iter().for_each(|message| *sizes.entry(&message.group).or_default() += 1);
    for (label, size) in sizes.iter().filter(|(_, size)| **size > 5) {
        let [joined, named] = run.found(|message| message.group == **label);
        let (together, others) = run.together(label);
        println!(
            "  {label}: joined {}, named {} of {}; together {together} of {size}, others {others}",
            joined.right, named.right, named.wanted
        );
    }
    if std::env::args().any(|argument| argument == "--rows") {
        for ((message, placed), right) in messages.iter().zip(&run.placed).zip(&run.right) {
            let own = sizes[message.group.as_str()];
            match placed.named {
                Some(group) if !right => println!(
                    "  WRONG {} {:.2} {} [{}] <- {} [{}]",
                    if placed.joined.is_some() { "joined" } else { "suggested" },
                    placed.best.map_or(0.0, |best| best.0),
                    message.text,
                    message.group,
                    messages[group].text,
                    messages[group].group
                ),
                None if own > 1 => println!("  MISSED {} [{}]", message.text, message.group),
                _ => {}
            }
        }
    }
}
