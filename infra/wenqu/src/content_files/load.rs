//! Parsing: each file by itself, so that one broken file does not hide what is wrong in the others.

use serde::de::DeserializeOwned;

use super::{
    Issue, Level, Source,
    model::{AccountFile, CategoryFile, EmergencyFile, HoursFile, KnownFile, MenuFile, RulesFile},
    source::CATEGORIES,
};
use crate::nearest::nearest;

/// The files that a directory must have, or may have.
const FILES: [(&str, bool); 6] = [
    ("account.toml", true),
    ("hours.toml", true),
    ("emergency.toml", true),
    ("rules.toml", false),
    ("menu.toml", false),
    ("known.toml", false),
];

/// What could be parsed.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub(super) account: Option<AccountFile>,
    pub(super) hours: Option<HoursFile>,
    pub(super) emergency: Option<EmergencyFile>,
    pub(super) rules: RulesFile,
    pub(super) menu: MenuFile,
    pub(super) known: KnownFile,
    /// With the names of their files.
    pub(super) categories: Vec<(String, CategoryFile)>,
    /// A file of a topic could not be parsed: what refers to topics can't be judged.
    pub(super) categories_incomplete: bool,
}

pub(super) fn load(source: &Source, issues: &mut Vec<Issue>) -> Loaded {
    missing_and_unknown(source, issues);
    let mut loaded = Loaded {
        account: parse(source, "account.toml", issues),
        hours: parse(source, "hours.toml", issues),
        emergency: parse(source, "emergency.toml", issues),
        rules: parse(source, "rules.toml", issues).unwrap_or_default(),
        menu: parse(source, "menu.toml", issues).unwrap_or_default(),
        known: parse(source, "known.toml", issues).unwrap_or_default(),
        ..Loaded::default()
    };
    for (name, _) in source.iter().filter(|(name, _)| name.starts_with(CATEGORIES)) {
        match parse(source, name, issues) {
            Some(category) => loaded.categories.push((name.to_owned(), category)),
            None => loaded.categories_incomplete = true,
        }
    }
    loaded.categories.sort_by_key(|(_, category)| *category.number.get_ref());
    loaded
}

fn missing_and_unknown(source: &Source, issues: &mut Vec<Issue>) {
    let whole = |file: &str, zh: String, en: String| Issue {
        level: Level::Error,
        file: file.to_owned(),
        line: None,
        key: String::new(),
        zh,
        en,
    };
    for (name, _) in FILES.iter().filter(|(name, needed)| *needed && source.get(name).is_none()) {
        issues.push(whole(
            name,
            "缺少这个文件，可从 `wenqu content export` 的结果里复制一份".into(),
            "is missing; copy it from what `wenqu content export` writes".into(),
        ));
    }
    if !source.iter().any(|(name, _)| name.starts_with(CATEGORIES)) {
        issues.push(whole(
            "categories/",
            "一个栏目也没有，请至少建一个，如 categories/1-today.toml".into(),
            "there is no topic; make at least one, such as categories/1-today.toml".into(),
        ));
    }
    for (name, _) in source.iter().filter(|(name, _)| !name.contains('/')) {
        if !FILES.iter().any(|(known, _)| *known == name) {
            let hint = nearest(name, FILES.iter().map(|(known, _)| *known)).unwrap_or("categories/….toml");
            issues.push(whole(
                name,
                format!("没有叫这个名字的文件，是不是 {hint}？"),
                format!("there is no such file; do you mean {hint}?"),
            ));
        }
    }
}

fn parse<T: DeserializeOwned>(source: &Source, file: &str, issues: &mut Vec<Issue>) -> Option<T> {
    let error = match toml::from_str(source.get(file)?) {
        Ok(parsed) => return Some(parsed),
        Err(error) => error,
    };
    let line = error.span().and_then(|span| source.line(file, span.start));
    issues.push(Issue {
        level: Level::Error,
        file: file.to_owned(),
        line,
        key: String::new(),
        zh: "读不懂这里，请按英文提示改".to_owned(),
        en: error.message().replace('\n', " "),
    });
    None
}
