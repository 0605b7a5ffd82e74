//! The fuzz corpus, always, and random mutations of it for `WENQU_FUZZ_SECONDS` (2 when unset).
//!
//! The seed is printed and can be given as `WENQU_FUZZ_SEED`; the n-th input depends only on seed and corpus.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods)]

mod common;
#[path = "common/harness.rs"]
mod harness;

use common::{fixture, names};
use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    time::{Duration, Instant},
};

const CORPUS: &str = "fuzz/callback";
const MAX_INPUT_BYTES: usize = 64 * 1024;
/// Far above what is needed (under 100 ms in a debug build): catches what grows with the square.
const MAX_TIME_PER_INPUT: Duration = Duration::from_secs(3);

fn corpus() -> Vec<Vec<u8>> {
    let files = names(CORPUS, "");
    assert!(files.len() >= 40, "the corpus is gone");
    files.iter().map(|name| fs::read(fixture(&format!("{CORPUS}/{name}"))).unwrap()).collect()
}

/// Checks one input, and says which one it was when it fails.
fn run(input: &[u8], label: &str) {
    let start = Instant::now();
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| harness::check(input))) {
        eprintln!("{label}: failing input: b\"{}\"", input.escape_ascii());
        resume_unwind(panic);
    }
    let took = start.elapsed();
    assert!(took < MAX_TIME_PER_INPUT, "{label} took {took:?}: b\"{}\"", input.escape_ascii());
}

#[test]
fn the_corpus_holds() {
    for (number, input) in corpus().iter().enumerate() {
        run(input, &format!("corpus file {number}"));
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        start..start + self.below((length - start).min(200) + 1)
    }
}

/// Pieces that matter to the parsers.
const TOKENS: [&[u8]; 26] = [
    b"<![CDATA[",
    b"]]>",
    b"<xml>",
    b"</xml>",
    b"<",
    b">",
    b"&",
    b"&lt;",
    b"&#x1d;",
    b"&#0;",
    b"&x;",
    b"<!DOCTYPE a [<!ENTITY x 'y'>]>",
    b"<!--",
    b"-->",
    b"<?x?>",
    b"<Encrypt>",
    b"</Encrypt>",
    b"<MsgId>",
    b"\x00",
    b"\xff",
    b"\xef\xbf\xbf",
    b"\"errcode\":",
    b"{",
    b"[",
    b"18446744073709551616",
    b"\xf0\x9f\x98\x80",
];

fn mutate(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(6) {
        let at = random.below(input.len() + 1);
        match random.below(8) {
            0 if at < input.len() => input[at] ^= 1 << random.below(8),
            1 if at < input.len() => input[at] = random.next() as u8,
            2 => drop(input.drain(random.range(input.len()))),
            3 => {
                let piece = input[random.range(input.len())].to_vec();
                input.splice(at..at, piece);
            }
            4 => drop(input.splice(at..at, TOKENS[random.below(TOKENS.len())].iter().copied())),
            5 => {
                let other = &seeds[random.below(seeds.len())];
                let piece = other[random.range(other.len())].to_vec();
                input.splice(at..at, piece);
            }
            6 => input.truncate(at),
            _ => {
                let piece = input[random.range(input.len())].repeat(random.below(40));
                input.splice(at..at, piece);
            }
        }
        input.truncate(MAX_INPUT_BYTES);
    }
    input
}

fn setting(name: &str, default: u64) -> u64 {
    match std::env::var(name) {
        Ok(value) => {
            value.parse().unwrap_or_else(|_| panic!("{name} is \"{value}\", it must be a whole number"))
        }
        Err(_) => default,
    }
}

#[test]
fn mutations_hold() {
    let seconds = setting("WENQU_FUZZ_SECONDS", 2);
    let seed = setting("WENQU_FUZZ_SEED", 20_260_101);
    let seeds = corpus();
    let mut random = Random(seed);
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut inputs = 0;
    while inputs < 100 || Instant::now() < end {
        let input = mutate(&seeds, &mut random);
        run(&input, &format!("seed {seed}, input {inputs}"));
        inputs += 1;
    }
    println!("mutation: seed {seed}, {seconds} s, {inputs} inputs held");
}
