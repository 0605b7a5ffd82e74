//! Topics: numbers, texts, cards, and menu keys, which topics and commands share.

use std::collections::{BTreeMap, HashMap};

use super::{Check, MAX_TEXT_BYTES, MAX_TITLE_BYTES, Place};
use crate::content::{Bilingual, Card, Category, Command};

/// Deepest list of topics: residents get lost below.
const MAX_DEPTH: usize = 4;
/// Longest promise between updates, in hours: a year.
const MAX_FRESH_HOURS: u32 = 8_784;
/// Longest key of a menu button in bytes ("创建接口", field `key`).
const MAX_MENU_KEY_BYTES: usize = 128;
/// Longest title and summary of an article card, in bytes of UTF-8.
const MAX_CARD_BYTES: usize = 600;
/// Longest address.
const MAX_URL_BYTES: usize = 1_000;

/// Who has a number or key already.
type Taken<'a, K> = HashMap<K, &'a Place>;

pub(super) fn check(check: &mut Check<'_>, list: &[Category], commands: &BTreeMap<String, Command>) {
    let mut keys = HashMap::new();
    for key in commands.keys() {
        menu_key(check, &Place::Menu(key.clone()), "commands", key, &mut keys);
    }
    level(check, list, &[], &mut keys);
}

/// One list of topics, and those below.
fn level<'a>(check: &mut Check<'_>, list: &'a [Category], at: &[usize], keys: &mut HashMap<&'a str, Place>) {
    let places: Vec<Place> = (0..list.len()).map(|index| Place::Category([at, &[index]].concat())).collect();
    let mut taken = Taken::new();
    for (index, category) in list.iter().enumerate() {
        let place = &places[index];
        number(check, place, category, &mut taken);
        texts(check, place, category);
        card(check, place, category);
        for key in &category.menu_keys {
            menu_key(check, place, "menu_keys", key, keys);
        }
        if at.len() + 1 == MAX_DEPTH && !category.children.is_empty() {
            check.error(place, "children", "层级太深，最多 4 层", "too deep: at most 4 levels of topics");
        } else {
            level(check, &category.children, &[at, &[index]].concat(), keys);
        }
    }
}

fn number<'a>(check: &mut Check<'_>, place: &'a Place, category: &Category, taken: &mut Taken<'a, u8>) {
    let number = category.number;
    if !(1..=99).contains(&number) {
        check.error(
            place,
            "number",
            format!("编号 {number} 不行，请用 1 到 99（0 是“返回”）"),
            format!("{number} is no topic's number: use 1 to 99 (0 goes back)"),
        );
    }
    if let Some(other) = taken.get(&number) {
        let other = check.called(other);
        check.error(
            place,
            "number",
            format!("编号 {number} 已被 {other} 使用，请换一个"),
            format!("{number} is taken by {other}; choose another one"),
        );
    } else {
        taken.insert(number, place);
    }
}

fn texts(check: &mut Check<'_>, place: &Place, category: &Category) {
    check.text(place, ["title", "title.zh", "title.en"], &category.title, MAX_TITLE_BYTES);
    if !category.source.is_empty() {
        check.text(place, ["source", "source.zh", "source.en"], &category.source, MAX_TITLE_BYTES * 2);
    }
    if category.body.is_empty() && category.children.is_empty() {
        check.error(
            place,
            "body.zh",
            "没有正文也没有下级栏目，居民会看到空白；请写正文，或加下级栏目",
            "neither a text nor topics below it: residents would see nothing; write a text, or add topics below",
        );
    } else if !category.body.is_empty() {
        let titles = |pick: fn(&Category) -> &String| -> usize {
            category.children.iter().map(|child| pick(child).len() + 6).sum()
        };
        let list = titles(|child| &child.title.zh).max(titles(|child| &child.title.en));
        let room = MAX_TEXT_BYTES.saturating_sub(list);
        check.text(place, ["body", "body.zh", "body.en"], &category.body, room);
    }
    if category.fresh_hours.is_some_and(|hours| !(1..=MAX_FRESH_HOURS).contains(&hours)) {
        check.error(
            place,
            "fresh_hours",
            "请填 1 到 8784 小时，或不填",
            "give 1 to 8784 hours, or leave it out",
        );
    }
}

fn card(check: &mut Check<'_>, place: &Place, category: &Category) {
    let Some(card) = &category.card else { return };
    if !category.children.is_empty() {
        check.error(
            place,
            "card",
            "有下级栏目的栏目只能用文字，居民要从列表里选；请去掉卡片",
            "a topic with topics below it is shown as text, with its list to choose from; remove the card",
        );
    }
    match card {
        Card::Picture { media_id } => {
            if media_id.is_empty() || media_id.len() > 200 || !media_id.is_ascii() {
                check.error(
                    place,
                    "media_id",
                    "请填平台素材库里图片的 media_id",
                    "give the picture's media_id from the platform's library",
                );
            }
        }
        Card::Article { title, description, url, picture_url } => {
            check.text(place, ["card_title", "card_title.zh", "card_title.en"], title, MAX_CARD_BYTES);
            if *description != Bilingual::default() {
                let names = ["card_description", "card_description.zh", "card_description.en"];
                check.text(place, names, description, MAX_CARD_BYTES);
            }
            address(check, place, "url", url);
            if !picture_url.is_empty() {
                address(check, place, "picture_url", picture_url);
            }
        }
    }
}

fn address(check: &mut Check<'_>, place: &Place, field: &'static str, url: &str) {
    let plain = url.bytes().all(|byte| byte.is_ascii_graphic());
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    if !plain || url.len() > MAX_URL_BYTES || rest.is_none_or(|rest| rest.is_empty() || rest.starts_with('/'))
    {
        check.error(
            place,
            field,
            "请填完整的网址，如 https://www.example.gov.cn/a.html",
            "give a whole address, such as https://www.example.gov.cn/a.html",
        );
    }
}

fn menu_key<'a>(
    check: &mut Check<'_>,
    place: &Place,
    field: &'static str,
    key: &'a str,
    taken: &mut HashMap<&'a str, Place>,
) {
    if key.is_empty() || key.len() > MAX_MENU_KEY_BYTES {
        check.error(place, field, "菜单 key 要 1 到 128 字节", "a menu key has 1 to 128 bytes");
    }
    match taken.get(key) {
        Some(other) => {
            let other = check.called(other);
            check.error(
                place,
                field,
                format!("菜单 key “{key}” 在 {other} 里已经用过，请只留一处"),
                format!("the menu key \"{key}\" is used in {other} already; keep one of them"),
            );
        }
        None => {
            taken.insert(key, place.clone());
        }
    }
}
