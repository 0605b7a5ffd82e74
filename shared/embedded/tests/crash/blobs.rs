//! Objects under kill -9: a reader gets one put's object, whole, and none older than the last acknowledged.

use std::{collections::BTreeMap, path::Path};

use app::ports::{Blob, Blobs};
use embedded::DirectoryBlobs;

use crate::{
    child::{Child, acknowledge, kill_at_random, role},
    random::Random,
};

const KILLS: u64 = 20;
const KEYS: u64 = 3;
/// Each round's numbers begin a multiple of this.
const ROUND: u64 = 1_000_000;

#[test]
fn objects_are_whole_and_not_older_than_acknowledged_after_kill_9() {
    if let Some((directory, first)) = role() {
        write_until_killed(&directory, first);
    }
    let directory = tempfile::tempdir().unwrap();
    let mut random = Random::new();
    let (mut newest, mut unfinished, mut puts) = (BTreeMap::new(), 0, 0);
    for round in 0..KILLS {
        let child = Child::start(
            "blobs::objects_are_whole_and_not_older_than_acknowledged_after_kill_9",
            directory.path(),
            round * ROUND,
        );
        for number in kill_at_random(child, &mut random) {
            let number: u64 = number.parse().unwrap();
            newest.insert(number % KEYS, number);
            puts += 1;
        }
        unfinished += check(directory.path(), &newest);
    }
    eprintln!("{KILLS} kills, {puts} puts acknowledged, {unfinished} left unfinished and removed");
    assert!(puts > KILLS, "hardly anything was written");
}

fn key(number: u64) -> String {
    format!("photos/2026-11/{}.jpg", number % KEYS)
}

/// An object that tells by itself whether it is whole: number in the type, length and every byte.
fn blob(number: u64) -> Blob {
    let length = usize::try_from(number % 7 * 60_000 + 1).unwrap();
    Blob {
        content_type: format!("image/x-{number}"),
        bytes: vec![u8::try_from(number % 251).unwrap(); length],
    }
}

fn write_until_killed(directory: &Path, first: u64) -> ! {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let blobs = DirectoryBlobs::open(directory).unwrap();
    for number in first.. {
        runtime.block_on(blobs.put(&key(number), blob(number))).unwrap();
        acknowledge(&number.to_string());
    }
    unreachable!("the writer goes on until it is killed")
}

/// Reads every object; gives how many half-written files were removed.
fn check(directory: &Path, newest: &BTreeMap<u64, u64>) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let blobs = DirectoryBlobs::open(directory).unwrap();
    let removed = blobs.remove_unfinished().unwrap();
    for name in 0..KEYS {
        let Some(found) = runtime.block_on(blobs.get(&key(name))).unwrap() else {
            assert!(!newest.contains_key(&name), "an acknowledged object is gone");
            continue;
        };
        let number: u64 = found.content_type.strip_prefix("image/x-").unwrap().parse().unwrap();
        assert_eq!(number % KEYS, name);
        assert!(found == blob(number), "object {number} is torn");
        assert!(newest.get(&name).is_none_or(|newest| number >= *newest), "an older object came back");
    }
    assert_eq!(blobs.remove_unfinished().unwrap(), 0);
    removed
}
