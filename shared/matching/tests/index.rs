//! The index against comparing with every text, and its snapshot.

#![allow(clippy::unwrap_used)]

use matching::background::Background;
use matching::index::{Index, read_snapshot, write_snapshot};
use matching::signature::Signature;
use proptest::prelude::*;

fn signature(text: &str) -> Signature {
    Signature::of("", text, &Background::shipped())
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec("[停水电路灯公交站小区油烟3a]{2,12}", 1..90)
}

/// The nearness of every text, the nearest first.
fn by_hand(texts: &[String], asked: &str) -> Vec<f32> {
    let asked = signature(asked);
    let mut all: Vec<f32> = texts.iter().map(|text| asked.nearness(&signature(text))).collect();
    all.sort_by(|a, b| b.total_cmp(a));
    all.retain(|nearness| *nearness > 0.0);
    all.truncate(5);
    all
}

fn assert_close(found: &[f32], expected: &[f32]) -> Result<(), TestCaseError> {
    prop_assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        prop_assert!((found - expected).abs() < 1e-4, "{} {}", found, expected);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn finds_what_comparing_with_every_text_finds(texts in texts(), asked in "[停水电路灯公交站]{2,8}", at_once in 0_usize..90) {
        let (early, late) = texts.split_at(at_once.min(texts.len()));
        let mut index = Index::of(early.iter().enumerate().map(|(at, text)| (at, signature(text)))).unwrap();
        for (at, text) in late.iter().enumerate() {
            index.insert(early.len() + at, signature(text)).unwrap();
        }
        let found: Vec<f32> = index.nearest(&signature(&asked), 5).iter().map(|near| near.nearness).collect();
        assert_close(&found, &by_hand(&texts, &asked))?;
    }

    #[test]
    fn what_was_removed_is_not_found(texts in texts(), gone in 0_usize..90) {
        let gone = gone % texts.len();
        let mut index = Index::of(texts.iter().enumerate().map(|(at, text)| (at, signature(text)))).unwrap();
        prop_assert!(index.remove(&gone));
        prop_assert!(!index.remove(&gone));
        prop_assert_eq!(index.len(), texts.len() - 1);
        let near = index.nearest(&signature(&texts[gone]), texts.len());
        prop_assert!(near.iter().all(|near| *near.key != gone));
    }

    #[test]
    fn a_snapshot_gives_the_same_texts(texts in texts(), cut in 1_usize..40) {
        let all: Vec<(String, Signature)> =
            texts.iter().enumerate().map(|(at, text)| (format!("q{at}"), signature(text))).collect();
        let bytes = write_snapshot(all.iter().map(|(key, signature)| (key.as_str(), signature)));
        prop_assert_eq!(&read_snapshot(&bytes).unwrap(), &all);
        let cut_off = read_snapshot(&bytes[..bytes.len() - cut.min(bytes.len())]);
        prop_assert!(cut_off.is_err() || cut_off.unwrap().len() < all.len());
    }
}

#[test]
fn a_snapshot_of_another_version_is_refused() {
    let mut bytes = write_snapshot(std::iter::once(("q", &signature("小区停水"))));
    bytes[3] = b'1';
    assert!(read_snapshot(&bytes).is_err());
}

#[test]
fn among_thousands_that_say_the_same_the_one_that_says_more_is_nearest() {
    let (all, one) = (signature("小区停水什么时候恢复"), signature("凉塘路小区停水什么时候恢复"));
    let texts = (0..20_000).map(|at| (at, if at == 15_000 { one.clone() } else { all.clone() }));
    let index = Index::of(texts).unwrap();
    let near = index.nearest(&one, 3);
    assert_eq!(near.iter().map(|near| *near.key).collect::<Vec<_>>(), [15_000, 0, 1]);
    assert_eq!(index.nearest(&all, 3).len(), 3);
}

#[test]
fn the_same_key_again_replaces() {
    let mut index = Index::default();
    index.insert("q", signature("小区停水")).unwrap();
    index.insert("q", signature("公交站太远")).unwrap();
    assert_eq!(index.len(), 1);
    assert!(index.nearest(&signature("小区停水"), 3).is_empty());
    assert_eq!(*index.nearest(&signature("公交站"), 3)[0].key, "q");
}
