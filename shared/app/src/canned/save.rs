//! A canned response is written or changed.

use domain::{
    canned::{CannedResponse, TEXT_LIMIT_BYTES, TITLE_LIMIT_CHARS, is_code, unknown_variable},
    content::Bilingual,
    staff::{Actor, Permission},
};
use pinyin::ToPinyin;

use super::audited;
use crate::{
    App, AppError, keys,
    retry::retrying,
    rows::{Batch, Stored, load},
};

/// Longest initials, in bytes.
const INITIALS_LIMIT_BYTES: usize = 40;

/// What an editor writes.
#[derive(Clone, Debug, Default)]
pub struct Save {
    /// What officers type for it.
    pub code: String,
    /// What it is about.
    pub title: String,
    /// What is said.
    pub text: Bilingual,
    /// Path of the topic; empty for all.
    pub category: Vec<u8>,
    /// Initials to find it by; blank takes those of the title.
    pub initials: String,
    /// The code of the one that is changed; `None` writes a new one.
    pub replaces: Option<String>,
}

/// Keeps it under its code. A change keeps the count of its uses.
///
/// # Errors
/// `Input` when a field is not acceptable or the code is another one's; `NotFound` when what is changed is gone; `Denied`,
/// `Contended`, `Table`.
pub async fn save(app: &App, actor: &Actor, command: Save) -> Result<CannedResponse, AppError> {
    actor.require(Permission::EditContent)?;
    let wanted = checked(app, &command)?;
    retrying(|| attempt(app, actor, &wanted, command.replaces.as_deref())).await
}

async fn attempt(
    app: &App,
    actor: &Actor,
    wanted: &CannedResponse,
    replaces: Option<&str>,
) -> Result<CannedResponse, AppError> {
    let table = app.table.as_ref();
    let mut wanted = wanted.clone();
    let mut batch = Batch::new();
    let replaced = match replaces {
        Some(code) if !code.is_empty() => {
            let found = load::<CannedResponse>(table, &keys::canned(code)).await?;
            Some(found.ok_or(AppError::NotFound("canned response"))?)
        }
        _ => None,
    };
    wanted.used = replaced.as_ref().map_or(0, |row| row.value.used);
    match replaced {
        Some(row) if row.value.code == wanted.code => {
            batch.update(&Stored { value: wanted.clone(), version: row.version })?;
        }
        other => {
            if table.get(&keys::canned(&wanted.code)).await?.is_some() {
                return Err(code_taken());
            }
            batch.insert(&wanted)?;
            if let Some(row) = other {
                batch.delete_unchanged(keys::canned(&row.value.code), row.version);
            }
        }
    }
    audited(table, batch, actor, app.clock.now(), "saved_canned", &wanted.code).await?;
    Ok(wanted)
}

fn checked(app: &App, command: &Save) -> Result<CannedResponse, AppError> {
    let code = command.code.trim().to_lowercase();
    if !is_code(&code) {
        return Err(input(
            "code",
            "代码用 1 至 20 个小写字母、数字或 -",
            "use 1 to 20 of a-z, 0-9 and - for the code",
        ));
    }
    let title = command.title.trim().to_owned();
    if title.is_empty() || title.chars().count() > TITLE_LIMIT_CHARS || title.chars().any(char::is_control) {
        return Err(input(
            "title",
            &format!("标题写一行，最多 {TITLE_LIMIT_CHARS} 个字"),
            &format!("write a title of at most {TITLE_LIMIT_CHARS} characters in one line"),
        ));
    }
    if !command.category.is_empty() && app.content.in_memory().category(&command.category).is_none() {
        return Err(input("category", "请选择一个栏目，或不选", "choose a topic, or none"));
    }
    let text = Bilingual { zh: text("zh", &command.text.zh)?, en: text("en", &command.text.en)? };
    if text.is_empty() {
        return Err(input("zh", "请写下内容", "write the text"));
    }
    let initials = typed_initials(&command.initials, &title)?;
    Ok(CannedResponse { code, title, text, category: command.category.clone(), initials, used: 0 })
}

fn typed_initials(typed: &str, title: &str) -> Result<String, AppError> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return Ok(initials(title));
    }
    if typed.len() > INITIALS_LIMIT_BYTES || !typed.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Err(input(
            "initials",
            "拼音首字母只用字母和数字，最多 40 个；不填则自动生成",
            "use at most 40 letters and digits for the initials, or leave them out",
        ));
    }
    Ok(typed)
}

fn text(field: &'static str, written: &str) -> Result<String, AppError> {
    let text = written.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
    let length = text.len();
    if length > TEXT_LIMIT_BYTES {
        return Err(input(
            field,
            &format!("内容有 {length} 字节，最多 {TEXT_LIMIT_BYTES} 字节（一个汉字 3 字节）：请缩短"),
            &format!("the text has {length} bytes of at most {TEXT_LIMIT_BYTES}: shorten it"),
        ));
    }
    if let Some(unknown) = unknown_variable(&text) {
        return Err(input(
            field,
            &format!("没有“{unknown}”这个变量：可用 {{称呼}} {{编号}} {{工作时间}} {{期限}}"),
            "there is no such variable: use those that are named below the field",
        ));
    }
    Ok(text)
}

fn input(field: &'static str, zh: &str, en: &str) -> AppError {
    AppError::Input { field, zh: zh.to_owned(), en: en.to_owned() }
}

fn code_taken() -> AppError {
    input("code", "这个代码已经有了，请换一个", "this code is in use: choose another")
}

/// First letters as they are typed: of each Han character its pinyin's, of Latin words and numbers all characters.
#[must_use]
pub fn initials(title: &str) -> String {
    let letters = title.chars().filter_map(|c| match c.to_pinyin() {
        Some(pinyin) => pinyin.first_letter().chars().next().filter(char::is_ascii_alphabetic),
        None => c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()),
    });
    letters.take(INITIALS_LIMIT_BYTES).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_found_by_what_one_types_for_it() {
        assert_eq!(initials("老年卡"), "lnk");
        assert_eq!(initials("WiFi 怎么连（2 楼）"), "wifizml2l");
    }
}
