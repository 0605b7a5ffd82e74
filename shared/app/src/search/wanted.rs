//! What is searched for.

use domain::{
    ids::{Login, QuestionNumber},
    input::folded,
    staff::{Actor, is_login},
    time::beijing,
};
use jiff::{ToSpan, civil::Date};

use super::{MONTHS, MOST_MONTHS};
use crate::{App, AppError, questions::parse_path, staff};

/// Most words of a search.
const MOST_WORDS: usize = 8;
/// Longest search, in characters.
const MOST_CHARS: usize = 200;

/// What an officer asks for. All of it has to hold.
#[derive(Clone, Debug, Default)]
pub struct Search {
    /// Words, parts of words, numbers, aliases, remarks; `@login` or `@name` is an officer, `分类:4.1` or `topic:4.1` a topic.
    pub words: String,
    /// Who has the question or wrote something to it.
    pub officer: Option<Login>,
    /// Filed under this topic or below it.
    pub category: Option<Vec<u8>>,
    /// Asked on this day in Beijing or later; without it the last twelve months are searched.
    pub from: Option<Date>,
    /// Asked on this day or before.
    pub to: Option<Date>,
    /// Most hits to give.
    pub limit: usize,
    /// [`Found::next`](super::Found::next) of the page before.
    pub cursor: Option<String>,
}

/// The same, ready to be compared.
pub(super) struct Wanted {
    pub(super) terms: Vec<String>,
    pub(super) officer: Option<Login>,
    pub(super) category: Option<Vec<u8>>,
    pub(super) from: Date,
    pub(super) to: Option<Date>,
}

impl Wanted {
    pub(super) async fn of(app: &App, actor: &Actor, search: &Search) -> Result<Self, AppError> {
        let today = beijing(app.clock.now()).date();
        let usual = today.first_of_month().saturating_sub((MONTHS - 1).months());
        let mut wanted = Self {
            terms: Vec::new(),
            officer: search.officer.clone(),
            category: search.category.clone(),
            from: search.from.unwrap_or(usual),
            to: search.to,
        };
        if search.words.chars().count() > MOST_CHARS {
            return Err(wrong(
                &format!("最多 {MOST_CHARS} 个字"),
                &format!("use at most {MOST_CHARS} characters"),
            ));
        }
        for word in search.words.split_whitespace() {
            match word.strip_prefix(['@', '＠']).filter(|name| !name.is_empty()) {
                Some(name) => {
                    let officer = officer(app, actor, name).await?;
                    wanted.only(|wanted| &mut wanted.officer, officer)?;
                }
                None => wanted.take(word)?,
            }
        }
        let asks = !wanted.terms.is_empty() || wanted.officer.is_some() || wanted.category.is_some();
        if !asks && search.from.is_none() && search.to.is_none() {
            return Err(wrong(
                "请写要找的内容，或选一个条件",
                "write what to look for, or choose a condition",
            ));
        }
        if wanted.terms.len() > MOST_WORDS {
            return Err(wrong(
                &format!("最多 {MOST_WORDS} 个词"),
                &format!("use at most {MOST_WORDS} words"),
            ));
        }
        if wanted.from < today.saturating_sub(MOST_MONTHS.months()) {
            return Err(AppError::Input {
                field: "from",
                zh: "最多搜索到 10 年前".to_owned(),
                en: "the search goes back ten years".to_owned(),
            });
        }
        Ok(wanted)
    }

    fn take(&mut self, word: &str) -> Result<(), AppError> {
        let (key, value) = word.split_once([':', '：']).unwrap_or(("", word));
        if matches!(key.to_lowercase().as_str(), "分类" | "栏目" | "topic" | "category") {
            let path = parse_path(value).filter(|path| !path.is_empty());
            let path = path.ok_or_else(|| wrong("栏目请写成 分类:4.1", "write a topic as topic:4.1"))?;
            self.only(|wanted| &mut wanted.category, path)?;
        } else {
            let word = word.trim_start_matches('#');
            // A number as people write it: without dashes, O for 0.
            let number = word.starts_with(['q', 'Q', 'Ｑ']).then(|| QuestionNumber::parse(word)).flatten();
            let term = folded(number.as_ref().map_or(word, QuestionNumber::as_str));
            self.terms.extend(Some(term).filter(|term| !term.is_empty()));
        }
        Ok(())
    }

    /// One condition of a kind: all has to hold, and nothing is of two officers or topics.
    fn only<T: PartialEq>(
        &mut self,
        place: impl Fn(&mut Self) -> &mut Option<T>,
        value: T,
    ) -> Result<(), AppError> {
        let place = place(self);
        if place.as_ref().is_some_and(|before| *before != value) {
            return Err(wrong("同事和栏目各只能写一个", "name one officer and one topic at most"));
        }
        *place = Some(value);
        Ok(())
    }
}

/// An officer by sign-in name, whoever had it, or by name.
async fn officer(app: &App, actor: &Actor, name: &str) -> Result<Login, AppError> {
    let login = name.to_lowercase();
    if is_login(&login) {
        return Ok(Login::from(login));
    }
    let names = staff::names(app, actor).await?;
    names
        .find(name)
        .cloned()
        .ok_or_else(|| wrong(&format!("没有叫“{name}”的同事"), &format!("no colleague is called “{name}”")))
}

fn wrong(zh: &str, en: &str) -> AppError {
    AppError::Input { field: "words", zh: zh.to_owned(), en: en.to_owned() }
}
