//! Keyword rules and words of danger.

use std::collections::HashMap;

use super::{Check, MAX_TEXT_BYTES, Place};
use crate::{
    content::{Emergency, Rule, Snapshot, edit::dashed},
    input::normal,
};

pub(super) fn rules(check: &mut Check<'_>, snapshot: &Snapshot, all: bool) {
    let mut seen: HashMap<(String, bool), usize> = HashMap::new();
    for (index, rule) in snapshot.rules.iter().enumerate() {
        let place = Place::Rule(index);
        target(check, &place, rule, snapshot, all);
        usable(check, &place, &rule.words);
        for word in &rule.words {
            let other = seen.insert((normal(word), rule.exact), index);
            if let Some(other) = other.filter(|other| *other != index) {
                let other = other + 1;
                check.error(
                    &place,
                    "words",
                    format!("“{word}” 在第 {other} 条规则里已有，后面的永远用不到，请删掉一处"),
                    format!(
                        "\"{word}\" stands in rule {other} already, so this one is never reached; delete one"
                    ),
                );
            }
        }
    }
}

fn target(check: &mut Check<'_>, place: &Place, rule: &Rule, snapshot: &Snapshot, all: bool) {
    match (rule.reply.is_empty(), rule.category.is_empty()) {
        (true, true) => check.error(
            place,
            "reply",
            "这条规则没有内容，请写回复，或选一个栏目",
            "this rule says nothing; write a reply, or choose a topic",
        ),
        (false, true) => {
            check.text(place, ["reply", "reply.zh", "reply.en"], &rule.reply, MAX_TEXT_BYTES);
        }
        (false, false) => check.error(
            place,
            "category",
            "回复和栏目只能要一个，请删掉其中之一",
            "a rule has either a reply or a category; delete one of them",
        ),
        (true, false) if all && snapshot.category(&rule.category).is_none() => check.error(
            place,
            "category",
            format!("没有编号为 {} 的栏目，请改成有的编号", dashed(&rule.category)),
            format!("there is no topic {}; use the numbers of one that there is", dashed(&rule.category)),
        ),
        (true, false) => {}
    }
}

fn usable(check: &mut Check<'_>, place: &Place, words: &[String]) {
    if words.is_empty() {
        check.error(place, "words", "至少写一个词", "give at least one word");
    }
    for word in words.iter().filter(|word| normal(word).is_empty()) {
        check.error(
            place,
            "words",
            format!("“{word}” 里没有文字或数字，永远不会命中"),
            format!("\"{word}\" has neither letters nor digits and never matches"),
        );
    }
}

pub(super) fn emergency(check: &mut Check<'_>, emergency: &Emergency) {
    let place = Place::Emergency;
    usable(check, &place, &emergency.words);
    check.text(&place, ["reply", "reply.zh", "reply.en"], &emergency.reply, MAX_TEXT_BYTES);
    for number in ["110", "119", "120"] {
        if !emergency.reply.zh.contains(number) {
            check.error(
                &place,
                "reply.zh",
                format!("没有写 {number}：危险时居民首先要看到 110、119、120"),
                format!("{number} is missing: in danger residents must first read 110, 119 and 120"),
            );
        }
    }
}
