//! Short questions: the same thing is asked with many words that only ask.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// Words that ask, each with the one that stands for all of its kind; what only politeness adds becomes nothing.
const FORMS: [(&str, &str); 34] = [
    ("怎么样", "怎么"),
    ("怎样", "怎么"),
    ("如何", "怎么"),
    ("咋", "怎么"),
    ("为什么", "为何"),
    ("为啥", "为何"),
    ("什么", "啥"),
    ("哪里", "哪"),
    ("哪儿", "哪"),
    ("哪个", "哪"),
    ("哪些", "哪"),
    ("有没有", "有"),
    ("是不是", "是"),
    ("能不能", "能"),
    ("可不可以", "能"),
    ("可以", "能"),
    ("多少", "几"),
    ("谁知道", ""),
    ("我想知道", ""),
    ("知道", ""),
    ("大家", ""),
    ("请问", ""),
    ("求助", ""),
    ("一下", ""),
    ("吗", ""),
    ("呢", ""),
    ("吧", ""),
    ("啊", ""),
    ("呀", ""),
    ("嘛", ""),
    ("么", ""),
    ("的", ""),
    ("了", ""),
    ("哦", ""),
];

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(FORMS.map(|(form, _)| form)).ok()
});

/// A normal text (see [`crate::normalise()`]) with one word for each way to ask, and without particles.
pub(crate) fn plain(normal: &str) -> String {
    let Some(finder) = FINDER.as_ref() else { return normal.to_owned() };
    finder.replace_all(normal, &FORMS.map(|(_, one)| one))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn ways_to_ask_are_one() {
        assert_eq!(plain("居住证如何办呢"), plain("居住证咋办"));
        assert_eq!(plain("在哪里交水费"), "在哪交水费");
    }
}
