//! Prints how questions as they are typed in a chat are put together: with the weights that are shipped, which have seen
//! them, and with those learnt without the fold of each.
//!
//!     cargo run --release -p eval --example chat -- DATA [ROWS]
#![allow(clippy::print_stdout)]

use std::{collections::BTreeMap, error::Error, path::Path};

use eval::{
    folds::fold,
    predict::chat::Run,
    rows::{Message, chat_messages},
};
use matching::{background::Background, rank::Ranker};

fn main() -> Result<(), Box<dyn Error>> {
    let rows = std::env::args().nth(2).unwrap_or("tests/fixtures/groups/dev".to_owned());
    let background = Background::shipped();
    let messages = chat_messages(Path::new(&rows))?;
    let shipped = Ranker::chat();
    tell("shipped", &messages, &background, &|_| &shipped, false);
    tell("shipped, tended", &messages, &background, &|_| &shipped, true);
    let _ = fold("");
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
    if std::env::var_os("WRONG").is_some() {
        for ((message, placed), right) in messages.iter().zip(&run.placed).zip(&run.right) {
            let own = sizes[message.group.as_str()];
            match placed.named {
                Some(group) if !right => println!(
                    "  WRONG {} {:.2} {} [{}] <- {} [{}]",
                    if placed.joined.is_some() { "joined" } else { "suggested" },
                    placed.likelihood,
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
