//! Keyword rules and words of danger.

use std::collections::HashMap;

use domain::input::normal;

use super::{Findings, MAX_TEXT_BYTES, Place};
use crate::content_files::{
    load::Loaded,
    model::{CategoryFile, RuleEntry},
};

pub(super) fn check(loaded: &Loaded, found: &mut Findings) {
    let mut seen: HashMap<(String, bool), usize> = HashMap::new();
    for (index, rule) in loaded.rules.rules.iter().enumerate() {
        let place = index + 1;
        let at = Place::at("rules.toml", format!("rules[{place}]."), rule.words.span().start);
        target(&at, rule, loaded, found);
        usable(&at, rule.words.get_ref(), found);
        for word in rule.words.get_ref() {
            if let Some(other) =
                seen.insert((normal(word), rule.exact), place).filter(|other| *other != place)
            {
                found.error(
                    &at,
                    "words",
                    format!("“{word}” 在第 {other} 条规则里已有，后面的永远用不到，请删掉一处"),
                    format!(
                        "\"{word}\" stands in rule {other} already, so this one is never reached; delete one"
                    ),
                );
            }
        }
    }
    emergency(loaded, found);
}

fn target(at: &Place, rule: &RuleEntry, loaded: &Loaded, found: &mut Findings) {
    match (rule.reply.is_empty(), rule.category.is_empty()) {
        (true, true) => found.error(
            at,
            "reply",
            "这条规则没有内容，请写 reply.zh 或 category",
            "this rule says nothing; write reply.zh or category",
        ),
        (false, true) => found.text(at, "reply", &rule.reply, MAX_TEXT_BYTES),
        (false, false) => found.error(
            at,
            "category",
            "reply 和 category 只能要一个，请删掉其中之一",
            "a rule has either a reply or a category; delete one of them",
        ),
        (true, false) if !loaded.categories_incomplete && !exists(loaded, &rule.category) => found.error(
            at,
            "category",
            format!("没有编号为 {:?} 的栏目，请对照 categories/ 改", rule.category),
            format!("there is no topic {:?}; compare with categories/", rule.category),
        ),
        (true, false) => {}
    }
}

fn exists(loaded: &Loaded, path: &[u8]) -> bool {
    let Some((first, rest)) = path.split_first() else { return false };
    let top =
        loaded.categories.iter().map(|(_, category)| category).find(|top| *top.number.get_ref() == *first);
    rest.iter()
        .try_fold(top, |at, number| {
            let children: &[CategoryFile] = at.map_or(&[], |at| &at.children);
            children.iter().find(|child| child.number.get_ref() == number).map(Some)
        })
        .flatten()
        .is_some()
}

fn usable(at: &Place, words: &[String], found: &mut Findings) {
    if words.is_empty() {
        found.error(at, "words", "至少写一个词", "give at least one word");
    }
    for word in words.iter().filter(|word| normal(word).is_empty()) {
        found.error(
            at,
            "words",
            format!("“{word}” 里没有文字或数字，永远不会命中"),
            format!("\"{word}\" has neither letters nor digits and never matches"),
        );
    }
}

fn emergency(loaded: &Loaded, found: &mut Findings) {
    let Some(emergency) = &loaded.emergency else { return };
    let at = Place::at("emergency.toml", String::new(), emergency.words.span().start);
    usable(&at, emergency.words.get_ref(), found);
    found.text(&at, "reply", &emergency.reply, MAX_TEXT_BYTES);
    for number in ["110", "119", "120"] {
        if !emergency.reply.zh.contains(number) {
            found.error(
                &at,
                "reply.zh",
                format!("没有写 {number}：危险时居民首先要看到 110、119、120"),
                format!("{number} is missing: in danger residents must first read 110, 119 and 120"),
            );
        }
    }
}
