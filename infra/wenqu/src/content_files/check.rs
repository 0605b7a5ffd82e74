//! What must be true of the content as a whole. Finds everything at once.

mod categories;
mod hours;
mod words;

use domain::content::Bilingual;

use super::{Issue, Level, Source, load::Loaded};

/// Longest text of one language in bytes: below the platform's 2,048, so that source, time and next step fit behind.
pub const MAX_TEXT_BYTES: usize = 1_800;
/// Longest title in bytes: a list of them has to fit into one message.
pub(super) const MAX_TITLE_BYTES: usize = 60;
/// Longest key of a menu button in bytes ("创建接口", field `key`).
pub(super) const MAX_MENU_KEY_BYTES: usize = 128;

/// Reads a directory's files and gives all issues.
#[must_use]
pub fn check(source: &Source) -> Vec<Issue> {
    // The time only fills `updated_at`, on which no rule looks.
    super::read(source, jiff::Timestamp::UNIX_EPOCH).1
}

pub(super) fn check_loaded(source: &Source, loaded: &Loaded, issues: &mut Vec<Issue>) {
    let mut found = Findings { source, issues };
    account(loaded, &mut found);
    hours::check(loaded, &mut found);
    categories::check(loaded, &mut found);
    words::check(loaded, &mut found);
}

fn account(loaded: &Loaded, found: &mut Findings) {
    let Some(account) = &loaded.account else { return };
    let mut at = Place::new("account.toml");
    for (key, text) in [
        ("name", &account.name),
        ("greeting", &account.greeting),
        ("welcome_back", &account.welcome_back),
        ("hours", &account.hours),
    ] {
        at.position = Some(text.span().start);
        found.text(&at, key, text.get_ref(), MAX_TEXT_BYTES);
    }
    at.position = Some(account.promise_minutes.span().start);
    if !(1..=10_000).contains(account.promise_minutes.get_ref()) {
        found.error(
            &at,
            "promise_minutes",
            "请填 1 到 10000 的工作分钟数",
            "give working minutes from 1 to 10,000",
        );
    }
}

/// Where a check looks.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    file: &'a str,
    /// Put before the key, for example `children[2].`.
    prefix: String,
    /// Byte position of the entry.
    position: Option<usize>,
}

impl<'a> Place<'a> {
    pub(super) fn new(file: &'a str) -> Self {
        Self { file, prefix: String::new(), position: None }
    }

    pub(super) fn at(file: &'a str, prefix: String, position: usize) -> Self {
        Self { file, prefix, position: Some(position) }
    }
}

/// Collects issues.
pub(super) struct Findings<'a> {
    source: &'a Source,
    issues: &'a mut Vec<Issue>,
}

impl Findings<'_> {
    pub(super) fn error(&mut self, at: &Place, key: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.push(Level::Error, at, key, zh.into(), en.into());
    }

    pub(super) fn warning(&mut self, at: &Place, key: &str, zh: impl Into<String>, en: impl Into<String>) {
        self.push(Level::Warning, at, key, zh.into(), en.into());
    }

    /// A text that must be there in Chinese, should be there in English, and has a greatest length.
    pub(super) fn text(&mut self, at: &Place, key: &str, text: &Bilingual, max_bytes: usize) {
        if text.zh.trim().is_empty() {
            self.error(at, &format!("{key}.zh"), "缺中文", "the Chinese text is missing");
        }
        if text.en.trim().is_empty() {
            self.warning(
                at,
                &format!("{key}.en"),
                "缺英文，英文用户会看到中文",
                "the English text is missing; English readers will see Chinese",
            );
        }
        for (language, text) in [("zh", &text.zh), ("en", &text.en)] {
            if text.len() > max_bytes {
                let bytes = text.len();
                self.error(
                    at,
                    &format!("{key}.{language}"),
                    format!("太长：{bytes} 字节，最多 {max_bytes}（一个汉字 3 字节），请删减或拆成下级栏目"),
                    format!(
                        "too long: {bytes} bytes, at most {max_bytes}; shorten it or make topics below it"
                    ),
                );
            }
        }
    }

    fn push(&mut self, level: Level, at: &Place, key: &str, zh: String, en: String) {
        let line = at.position.and_then(|position| self.source.line(at.file, position));
        self.issues.push(Issue {
            level,
            file: at.file.to_owned(),
            line,
            key: format!("{}{key}", at.prefix),
            zh,
            en,
        });
    }
}
