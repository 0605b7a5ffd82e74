//! Topics: numbers, texts, and menu keys, which topics and commands share.

use std::collections::HashMap;

use super::{Findings, MAX_MENU_KEY_BYTES, MAX_TEXT_BYTES, MAX_TITLE_BYTES, Place};
use crate::content_files::{load::Loaded, model::CategoryFile};

/// Deepest list of topics: residents get lost below.
const MAX_DEPTH: usize = 4;
/// Longest promise between updates, in hours: a year.
const MAX_FRESH_HOURS: u32 = 8_784;

/// Who has a number or key already.
type Taken<'a> = HashMap<&'a str, String>;

pub(super) fn check(loaded: &Loaded, found: &mut Findings) {
    let mut keys = Taken::new();
    for key in loaded.menu.commands.keys() {
        menu_key(&Place::new("menu.toml"), &format!("commands.{key}"), key, "menu.toml", &mut keys, found);
    }
    let mut numbers: HashMap<u8, String> = HashMap::new();
    for (file, category) in &loaded.categories {
        let at = Place::at(file, String::new(), category.number.span().start);
        number(&at, category, &mut numbers, file.clone(), found);
        one(file, String::new(), category, 1, &mut keys, found);
    }
}

fn one<'a>(
    file: &'a str,
    prefix: String,
    category: &'a CategoryFile,
    depth: usize,
    keys: &mut Taken<'a>,
    found: &mut Findings,
) {
    let at = Place::at(file, prefix.clone(), category.number.span().start);
    texts(&at, category, found);
    for key in &category.menu_keys {
        menu_key(&at, "menu_keys", key, file, keys, found);
    }
    if depth == MAX_DEPTH && !category.children.is_empty() {
        found.error(&at, "children", "层级太深，最多 4 层", "too deep: at most 4 levels of topics");
        return;
    }
    let mut numbers = HashMap::new();
    for (index, child) in category.children.iter().enumerate() {
        let prefix = format!("{prefix}children[{}].", index + 1);
        let here = Place::at(file, prefix.clone(), child.number.span().start);
        number(&here, child, &mut numbers, format!("children[{}]", index + 1), found);
        one(file, prefix, child, depth + 1, keys, found);
    }
}

fn texts(at: &Place, category: &CategoryFile, found: &mut Findings) {
    found.text(at, "title", &category.title, MAX_TITLE_BYTES);
    if !category.source.is_empty() {
        found.text(at, "source", &category.source, MAX_TITLE_BYTES * 2);
    }
    if category.body.is_empty() && category.children.is_empty() {
        found.error(
            at,
            "body",
            "没有正文也没有下级栏目，居民会看到空白；请写 body.zh 或加 [[children]]",
            "neither a text nor topics below it: residents would see nothing; write body.zh or add [[children]]",
        );
    } else if !category.body.is_empty() {
        let titles = |pick: fn(&CategoryFile) -> &String| -> usize {
            category.children.iter().map(|child| pick(child).len() + 6).sum()
        };
        let list = titles(|child| &child.title.zh).max(titles(|child| &child.title.en));
        found.text(at, "body", &category.body, MAX_TEXT_BYTES.saturating_sub(list));
    }
    if category.fresh_hours.is_some_and(|hours| !(1..=MAX_FRESH_HOURS).contains(&hours)) {
        found.error(
            at,
            "fresh_hours",
            "请填 1 到 8784 小时，或删掉这一行",
            "give 1 to 8784 hours, or leave it out",
        );
    }
}

fn number(
    at: &Place,
    category: &CategoryFile,
    taken: &mut HashMap<u8, String>,
    name: String,
    found: &mut Findings,
) {
    let number = *category.number.get_ref();
    if !(1..=99).contains(&number) {
        found.error(
            at,
            "number",
            format!("编号 {number} 不行，请用 1 到 99（0 是“返回”）"),
            format!("{number} is no topic's number: use 1 to 99 (0 goes back)"),
        );
    }
    if let Some(other) = taken.get(&number) {
        found.error(
            at,
            "number",
            format!("编号 {number} 已被 {other} 使用，请换一个"),
            format!("{number} is taken by {other}; choose another one"),
        );
    } else {
        taken.insert(number, name);
    }
}

fn menu_key<'a>(
    at: &Place,
    name: &str,
    key: &'a str,
    owner: &str,
    taken: &mut Taken<'a>,
    found: &mut Findings,
) {
    if key.is_empty() || key.len() > MAX_MENU_KEY_BYTES {
        found.error(at, name, "菜单 key 要 1 到 128 字节", "a menu key has 1 to 128 bytes");
    }
    match taken.get(key) {
        Some(other) => found.error(
            at,
            name,
            format!("菜单 key “{key}” 在 {other} 里已经用过，请只留一处"),
            format!("the menu key \"{key}\" is used in {other} already; keep one of them"),
        ),
        None => {
            taken.insert(key, owner.to_owned());
        }
    }
}
