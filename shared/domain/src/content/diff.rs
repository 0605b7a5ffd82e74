//! What differs between two versions, field by field, with the words that went and came.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{Bilingual, Card, Category, Lapse, Rule, Snapshot, edit::dashed, known::KnownAnswer};
use crate::{time::beijing, working_time::Shift};

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The part: `topic:4-1`, `account`, `rule:3`, `known:senior-card`, `synonyms`, `emergency`, `hours`.
    pub part: String,
    /// The field there, such as `body.zh`.
    pub field: &'static str,
    /// What it was; `None` when it was not there.
    pub before: Option<String>,
    /// What it is; `None` when it is not there any more.
    pub after: Option<String>,
}

/// What became of a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It stayed.
    Same,
    /// It went.
    Gone,
    /// It came.
    New,
}

type Fields = BTreeMap<(String, &'static str), String>;

/// Every field that differs, topics first, in the order of their numbers.
#[must_use]
pub fn diff(before: &Snapshot, after: &Snapshot) -> Vec<Change> {
    let (before, after) = (fields(before), fields(after));
    let mut keys: Vec<_> = before.keys().chain(after.keys()).collect();
    keys.sort();
    keys.dedup();
    let mut changes: Vec<Change> = keys
        .into_iter()
        .filter(|key| before.get(*key) != after.get(*key))
        .map(|key| Change {
            part: key.0.clone(),
            field: key.1,
            before: before.get(key).cloned(),
            after: after.get(key).cloned(),
        })
        .collect();
    changes.sort_by_key(|change| order(&change.part));
    changes
}

/// Topics by their numbers, then rules by theirs, then known answers by their ids, then the rest.
fn order(part: &str) -> (u8, Vec<u32>, String) {
    let (kind, rest) = part.split_once(':').unwrap_or((part, ""));
    let numbers = rest.split('-').filter_map(|number| number.parse().ok()).collect();
    let place = match kind {
        "topic" => 0,
        "rule" => 1,
        "known" => return (2, Vec::new(), rest.to_owned()),
        _ => 3,
    };
    (place, numbers, kind.to_owned())
}

fn fields(snapshot: &Snapshot) -> Fields {
    let mut fields = Fields::new();
    topics(&mut fields, &snapshot.categories, &mut Vec::new());
    for (index, rule) in snapshot.rules.iter().enumerate() {
        self::rule(&mut fields, index, rule);
    }
    for known in &snapshot.known {
        self::known(&mut fields, known);
    }
    let sets: Vec<String> = snapshot.synonyms.iter().map(|set| set.join(" = ")).collect();
    put(&mut fields, "synonyms", "synonyms", &sets.join("\n"));
    let account = "account".to_owned();
    for (names, text) in [
        (["name.zh", "name.en"], &snapshot.name),
        (["greeting.zh", "greeting.en"], &snapshot.greeting),
        (["welcome_back.zh", "welcome_back.en"], &snapshot.welcome_back),
        (["hours.zh", "hours.en"], &snapshot.hours),
    ] {
        both(&mut fields, &account, names, text);
    }
    put(&mut fields, &account, "promise_minutes", &snapshot.promise_minutes.to_string());
    let emergency = "emergency".to_owned();
    put(&mut fields, &emergency, "words", &snapshot.emergency.words.join("\n"));
    both(&mut fields, &emergency, ["reply.zh", "reply.en"], &snapshot.emergency.reply);
    hours(&mut fields, snapshot);
    let menu = snapshot.menu_commands.iter().map(|(key, command)| format!("{key}: {command:?}"));
    put(&mut fields, "menu", "commands", &menu.collect::<Vec<_>>().join("\n"));
    fields
}

fn put(fields: &mut Fields, part: &str, field: &'static str, value: &str) {
    if !value.is_empty() {
        fields.insert((part.to_owned(), field), value.to_owned());
    }
}

fn both(fields: &mut Fields, part: &str, names: [&'static str; 2], text: &Bilingual) {
    put(fields, part, names[0], &text.zh);
    put(fields, part, names[1], &text.en);
}

fn topics(fields: &mut Fields, list: &[Category], path: &mut Vec<u8>) {
    for category in list {
        path.push(category.number);
        let part = format!("topic:{}", dashed(path));
        both(fields, &part, ["title.zh", "title.en"], &category.title);
        both(fields, &part, ["body.zh", "body.en"], &category.body);
        both(fields, &part, ["source.zh", "source.en"], &category.source);
        put(fields, &part, "usual", &category.usual.join(" "));
        put(fields, &part, "owner", category.owner.as_deref().unwrap_or_default());
        put(fields, &part, "menu_keys", &category.menu_keys.join(" "));
        if let Some(hours) = category.fresh_hours {
            put(fields, &part, "fresh_hours", &hours.to_string());
        }
        if let Some(until) = category.valid_until {
            put(fields, &part, "valid_until", &beijing(until).strftime("%Y-%m-%d %H:%M").to_string());
            put(fields, &part, "lapse", if category.lapse == Lapse::Hide { "hide" } else { "mark" });
        }
        card(fields, &part, category.card.as_ref());
        topics(fields, &category.children, path);
        path.pop();
    }
}

fn card(fields: &mut Fields, part: &str, card: Option<&Card>) {
    match card {
        None => {}
        Some(Card::Picture { media_id }) => put(fields, part, "media_id", media_id),
        Some(Card::Article { title, description, url, picture_url }) => {
            both(fields, part, ["card_title.zh", "card_title.en"], title);
            both(fields, part, ["card_description.zh", "card_description.en"], description);
            put(fields, part, "url", url);
            put(fields, part, "picture_url", picture_url);
        }
    }
}

fn rule(fields: &mut Fields, index: usize, rule: &Rule) {
    let part = format!("rule:{}", index + 1);
    put(fields, &part, "words", &rule.words.join("\n"));
    put(fields, &part, "exact", if rule.exact { "exact" } else { "" });
    both(fields, &part, ["reply.zh", "reply.en"], &rule.reply);
    put(fields, &part, "category", &dashed(&rule.category));
}

fn known(fields: &mut Fields, known: &KnownAnswer) {
    let part = format!("known:{}", known.id);
    both(fields, &part, ["question.zh", "question.en"], &known.question);
    put(fields, &part, "variants", &known.variants.join("\n"));
    both(fields, &part, ["answer.zh", "answer.en"], &known.answer);
    put(fields, &part, "owner", known.owner.as_deref().unwrap_or_default());
    put(fields, &part, "review_on", &known.review_on.to_string());
    put(fields, &part, "expires_on", &known.expires_on.map(|day| day.to_string()).unwrap_or_default());
    put(fields, &part, "category", &dashed(&known.category));
}

fn hours(fields: &mut Fields, snapshot: &Snapshot) {
    for (day, shifts) in super::check::DAYS.into_iter().zip(&snapshot.schedule.weekly) {
        let shifts: Vec<String> = shifts.iter().map(|shift: &Shift| String::from(*shift)).collect();
        put(fields, "hours", day, &shifts.join(", "));
    }
    for (field, days) in
        [("holidays", &snapshot.schedule.holidays), ("make_up_days", &snapshot.schedule.make_up_days)]
    {
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        put(fields, "hours", field, &days.join("\n"));
    }
}

/// The pieces of two texts: each Chinese character by itself, other words whole.
#[must_use]
pub fn marked(before: &str, after: &str) -> Vec<(Mark, String)> {
    let (old, new) = (words(before), words(after));
    let mut out: Vec<(Mark, String)> = Vec::new();
    let mut push = |mark: Mark, pieces: &[&str]| {
        let text = pieces.concat();
        match out.last_mut().filter(|(last, _)| *last == mark) {
            Some((_, last)) => last.push_str(&text),
            None if !text.is_empty() => out.push((mark, text)),
            None => {}
        }
    };
    for op in capture_diff_slices(Algorithm::Patience, &old, &new) {
        match op {
            DiffOp::Equal { old_index, len, .. } => push(Mark::Same, &old[old_index..old_index + len]),
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                push(Mark::Gone, &old[op.old_range()]);
                push(Mark::New, &new[op.new_range()]);
            }
        }
    }
    out
}

fn words(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut in_word = false;
    for (at, c) in text.char_indices() {
        let is_word = c.is_ascii_alphanumeric();
        if at > start && !(is_word && in_word) {
            out.push(&text[start..at]);
            start = at;
        }
        in_word = is_word;
    }
    if start < text.len() {
        out.push(&text[start..]);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_went_and_came_are_marked() {
        let pieces = marked("末班车延长到 21:30", "末班车延长到 22:30；注意");
        let said: Vec<_> = pieces.iter().map(|(mark, text)| (*mark, text.as_str())).collect();
        assert_eq!(
            said,
            [
                (Mark::Same, "末班车延长到 "),
                (Mark::Gone, "21"),
                (Mark::New, "22"),
                (Mark::Same, ":30"),
                (Mark::New, "；注意")
            ]
        );
        assert_eq!(marked("the last bus", "the night bus").len(), 4);
        assert_eq!(marked("", ""), []);
    }

    #[test]
    fn a_change_names_its_field_and_topics_come_in_the_order_of_their_numbers() {
        let topic = |number, zh: &str| Category {
            number,
            title: Bilingual { zh: zh.to_owned(), en: String::new() },
            ..Category::default()
        };
        let before = Snapshot { categories: vec![topic(2, "二"), topic(10, "十")], ..Snapshot::default() };
        let mut after = before.clone();
        after.categories[0].title.zh = "贰".to_owned();
        after.categories[1].title.zh = "拾".to_owned();
        after.promise_minutes = 60;
        let parts: Vec<_> = diff(&before, &after).into_iter().map(|c| (c.part, c.field)).collect();
        let expected = [("topic:2", "title.zh"), ("topic:10", "title.zh"), ("account", "promise_minutes")];
        assert_eq!(parts, expected.map(|(part, field)| (part.to_owned(), field)));
        assert_eq!(diff(&before, &before), []);
    }

    #[test]
    fn a_known_answer_is_compared_field_by_field() {
        let known = KnownAnswer { id: "card".to_owned(), ..KnownAnswer::default() };
        let before = Snapshot { known: vec![known.clone()], ..Snapshot::default() };
        let variants = vec!["一".to_owned(), "二".to_owned()];
        let after = Snapshot {
            known: vec![KnownAnswer { variants, ..known }],
            synonyms: vec![vec!["停水".to_owned(), "断水".to_owned()]],
            ..Snapshot::default()
        };
        let changes: Vec<_> = diff(&before, &after).into_iter().map(|c| (c.part, c.field, c.after)).collect();
        let expected = [("known:card", "variants", "一\n二"), ("synonyms", "synonyms", "停水 = 断水")];
        let expected = expected.map(|(part, field, after)| (part.to_owned(), field, Some(after.to_owned())));
        assert_eq!(changes, expected);
    }
}
