//! Known answers, words that mean the same, and the size of it all.

use std::collections::HashMap;

use super::{Check, Place};
use crate::{
    content::{Snapshot, edit::dashed, known::KnownAnswer},
    input::normal,
};

/// Longest question in bytes of one language: several of them stand in a list to choose from.
pub const MAX_QUESTION_BYTES: usize = 150;
/// Longest answer in bytes of one language: the question, and what the resident may reply, stand around it.
pub const MAX_ANSWER_BYTES: usize = 1_500;
/// Longest other wording in bytes.
pub const MAX_VARIANT_BYTES: usize = 300;
/// Most other wordings of one question.
pub const MAX_VARIANTS: usize = 50;
/// Longest id in bytes.
const MAX_ID_BYTES: usize = 40;
/// Most bytes of the content as one row, in JSON; the row of a draft has a little more to hold.
pub const MAX_SNAPSHOT_BYTES: usize = 370_000;

pub(super) fn known(check: &mut Check<'_>, snapshot: &Snapshot, all: bool) {
    let mut ids: HashMap<&str, usize> = HashMap::new();
    let mut wordings: HashMap<String, usize> = HashMap::new();
    for (index, known) in snapshot.known.iter().enumerate() {
        let place = Place::Known(index);
        id(check, &place, index, known, &mut ids);
        let names = ["question", "question.zh", "question.en"];
        check.text(&place, names, &known.question, MAX_QUESTION_BYTES);
        variants(check, &place, known);
        twice(check, &place, index, known, &mut wordings, &snapshot.known);
        check.text(&place, ["answer", "answer.zh", "answer.en"], &known.answer, MAX_ANSWER_BYTES);
        if all && !known.category.is_empty() && snapshot.category(&known.category).is_none() {
            check.error(
                &place,
                "category",
                format!("没有编号为 {} 的栏目，请改成有的编号，或不填", dashed(&known.category)),
                format!("there is no topic {}; use the numbers of one, or none", dashed(&known.category)),
            );
        }
    }
}

fn id<'a>(
    check: &mut Check<'_>,
    place: &Place,
    index: usize,
    known: &'a KnownAnswer,
    ids: &mut HashMap<&'a str, usize>,
) {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if known.id.is_empty() || known.id.len() > MAX_ID_BYTES || !known.id.chars().all(plain) {
        check.error(
            place,
            "id",
            "id 要 1 到 40 个小写字母、数字或连字符，如 senior-card",
            "an id has 1 to 40 small letters, digits or hyphens, such as senior-card",
        );
    }
    if let Some(other) = ids.insert(&known.id, index) {
        let other = other + 1;
        check.error(
            place,
            "id",
            format!("id “{}” 与第 {other} 条相同，请改一个", known.id),
            format!("number {other} has the id \"{}\" too; change one of them", known.id),
        );
    }
}

fn variants(check: &mut Check<'_>, place: &Place, known: &KnownAnswer) {
    if known.variants.len() > MAX_VARIANTS {
        check.error(
            place,
            "variants",
            format!("其他问法最多 {MAX_VARIANTS} 种，请删掉一些"),
            format!("at most {MAX_VARIANTS} other wordings: delete some"),
        );
    }
    for variant in &known.variants {
        if normal(variant).is_empty() {
            check.error(
                place,
                "variants",
                format!("“{variant}” 里没有文字或数字，请删掉"),
                format!("\"{variant}\" has neither letters nor digits: delete it"),
            );
        }
        if variant.len() > MAX_VARIANT_BYTES {
            check.error(
                place,
                "variants",
                format!("“{variant}” 太长，最多 {MAX_VARIANT_BYTES} 字节（一个汉字 3 字节）"),
                format!("\"{variant}\" is too long: at most {MAX_VARIANT_BYTES} bytes"),
            );
        }
    }
}

/// A wording that belongs to two questions could be answered by either.
fn twice(
    check: &mut Check<'_>,
    place: &Place,
    index: usize,
    known: &KnownAnswer,
    wordings: &mut HashMap<String, usize>,
    all: &[KnownAnswer],
) {
    for wording in known.wordings() {
        let other = *wordings.entry(normal(wording)).or_insert(index);
        if other == index {
            continue;
        }
        let is_main = wording == known.question.zh || wording == known.question.en;
        let field = if is_main { "question.zh" } else { "variants" };
        let theirs = &all[other].question;
        let (zh, en) = (theirs.get(crate::language::Language::Chinese), &theirs.en);
        check.error(
            place,
            field,
            format!("“{wording}” 在“{zh}”里已有，同一种问法只能有一个答案，请删掉一处"),
            format!(
                "\"{wording}\" belongs to \"{}\" already: a wording has one answer, delete one of them",
                if en.is_empty() { zh } else { en }
            ),
        );
    }
}

pub(super) fn synonyms(check: &mut Check<'_>, sets: &[Vec<String>]) {
    let place = Place::Synonyms;
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (index, set) in sets.iter().enumerate() {
        if set.len() < 2 {
            check.error(
                &place,
                "synonyms",
                format!("第 {} 行至少要两个词，用“=”隔开", index + 1),
                format!("line {} needs two words or more, with “=” between them", index + 1),
            );
        }
        for word in set {
            let plain = normal(word);
            if plain.is_empty() {
                check.error(
                    &place,
                    "synonyms",
                    format!("第 {} 行有空的词，请删掉", index + 1),
                    format!("line {} has an empty word: delete it", index + 1),
                );
            } else if seen.insert(plain, index).is_some() {
                check.error(
                    &place,
                    "synonyms",
                    format!("“{word}” 写了两次，一个词只能在一行里"),
                    format!("\"{word}\" stands twice: a word belongs to one line"),
                );
            }
        }
    }
}

/// All of it is one row.
pub(super) fn size(check: &mut Check<'_>, snapshot: &Snapshot) {
    let bytes = serde_json::to_string(snapshot).map_or(0, |json| json.len());
    if bytes > MAX_SNAPSHOT_BYTES {
        check.error(
            &Place::Whole,
            "known",
            format!(
                "全部内容共 {bytes} 字节，最多 {MAX_SNAPSHOT_BYTES}：请删去不用的常见问答，或缩短答案和栏目正文"
            ),
            format!(
                "the whole content has {bytes} bytes, of at most {MAX_SNAPSHOT_BYTES}: delete known answers that nobody needs, or shorten answers and topics"
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::content::{Bilingual, check::check};

    fn known(id: &str, question: &str) -> KnownAnswer {
        KnownAnswer {
            id: id.to_owned(),
            question: Bilingual { zh: question.to_owned(), en: format!("{id}?") },
            answer: Bilingual { zh: "答".to_owned(), en: "yes".to_owned() },
            review_on: date(2027, 1, 1),
            ..KnownAnswer::default()
        }
    }

    fn fields(snapshot: &Snapshot) -> Vec<&'static str> {
        let about = |place: &Place| matches!(place, Place::Known(_) | Place::Synonyms | Place::Whole);
        check(snapshot)
            .into_iter()
            .filter(|finding| about(&finding.place))
            .map(|finding| finding.field)
            .collect()
    }

    #[test]
    fn what_is_wrong_with_known_answers_is_found() {
        let fine = Snapshot { known: vec![known("a", "甲"), known("b", "乙")], ..Snapshot::default() };
        assert_eq!(fields(&fine), [""; 0]);
        let with = |change: fn(&mut KnownAnswer)| {
            let mut snapshot = fine.clone();
            change(&mut snapshot.known[1]);
            fields(&snapshot)
        };
        assert_eq!(with(|one| one.id = "a".to_owned()), ["id"]);
        assert_eq!(with(|one| one.id = "老".to_owned()), ["id"]);
        assert_eq!(with(|one| one.question.zh.clear()), ["question.zh"]);
        assert_eq!(with(|one| one.question.zh = "长".repeat(51)), ["question.zh"]);
        assert_eq!(with(|one| one.answer.en = "x".repeat(1_501)), ["answer.en"]);
        assert_eq!(with(|one| one.variants = vec!["甲？".to_owned()]), ["variants"]);
        assert_eq!(with(|one| one.variants = vec!["？".to_owned()]), ["variants"]);
        assert_eq!(with(|one| one.variants = vec!["乙".to_owned()]), [""; 0], "its own wording again");
        assert_eq!(with(|one| one.category = vec![4]), ["category"]);
    }

    #[test]
    fn words_that_mean_the_same_stand_in_one_line() {
        let found = |sets: &[&[&str]]| {
            let owned = |set: &&[&str]| set.iter().map(|word| (*word).to_owned()).collect();
            fields(&Snapshot { synonyms: sets.iter().map(owned).collect(), ..Snapshot::default() }).len()
        };
        assert_eq!(found(&[&["停水", "断水"], &["停电", "没电"]]), 0);
        assert_eq!(found(&[&["停水", "断水"], &["断水", "没水"]]), 1);
        assert_eq!(found(&[&["停水"]]), 1);
        assert_eq!(found(&[&["停水", "？"]]), 1);
    }

    #[test]
    fn all_of_it_must_fit_into_one_row() {
        let many = (0..240).map(|at| KnownAnswer {
            answer: Bilingual { zh: "答".repeat(500), en: String::new() },
            ..known(&format!("k{at}"), &format!("问题{at}"))
        });
        let snapshot = Snapshot { known: many.collect(), ..Snapshot::default() };
        let errors = check(&snapshot).into_iter().filter(|finding| finding.place == Place::Whole);
        assert_eq!(errors.map(|finding| finding.field).collect::<Vec<_>>(), ["known"]);
    }
}
