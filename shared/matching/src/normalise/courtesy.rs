//! Phrases of greeting and thanks: they stand in every message and would make strangers alike.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// In normal form. A phrase that may be part of a matter's name doesn't belong here.
const PHRASES: [&str; 34] = [
    "尊敬的各位领导",
    "尊敬的领导",
    "敬爱的领导",
    "尊敬的书记",
    "尊敬的",
    "各位领导",
    "领导您好",
    "领导你好",
    "领导好",
    "书记您好",
    "书记你好",
    "您好",
    "你好",
    "大家好",
    "早上好",
    "下午好",
    "晚上好",
    "打扰了",
    "打扰一下",
    "麻烦问一下",
    "我想问一下",
    "想咨询一下",
    "请问一下",
    "请问",
    "谢谢您",
    "谢谢领导",
    "谢谢",
    "非常感谢",
    "感谢您",
    "不胜感激",
    "盼回复",
    "望回复",
    "此致敬礼",
    "敬礼",
];

static FINDER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(PHRASES).ok());

/// `plain` with each phrase replaced by a border between words.
pub(super) fn without(plain: &str) -> String {
    let Some(finder) = FINDER.as_ref() else {
        return plain.to_owned();
    };
    let mut kept = String::with_capacity(plain.len());
    let mut from = 0;
    for found in finder.find_iter(plain) {
        push_part(&mut kept, &plain[from..found.start()]);
        from = found.end();
    }
    push_part(&mut kept, &plain[from..]);
    kept
}

fn push_part(kept: &mut String, part: &str) {
    let part = part.trim();
    if part.is_empty() {
        return;
    }
    if !kept.is_empty() {
        kept.push(' ');
    }
    kept.push_str(part);
}
