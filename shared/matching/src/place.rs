//! Whether two texts speak of two places. The same trouble elsewhere is another matter, however alike the words are.
//!
//! No list of names: what stands before a word that places end with (`小区`, `花园`, `村`) is a name. Each text must name a
//! place that the other does not mention; a name in one text alone says nothing.

use crate::{opening::Opening, signature::Signature, units::Unit};

/// Words with which names of places end, longer ones first.
const ENDS: [&str; 32] = [
    "小区", "花园", "家园", "新村", "社区", "农场", "新城", "公馆", "雅居", "嘉园", "公寓", "医院", "小学",
    "中学", "广场", "市场", "车站", "码头", "公园", "大厦", "苑", "园", "村", "镇", "乡", "庄", "府", "巷",
    "坊", "湾", "里", "路",
];
/// After `路` it is no road's name: `路灯`, `路面`.
const NO_ROAD: &str = "灯面口上边由";
/// Before `里` it is no lane's name: `家里`, `哪里`.
const NO_LANE: &str = "家哪这那心屋夜手水城区楼店";
/// No name has one of these: `我们小区`, `全小区`.
const NO_NAME: &str = "我你他们这那本该个各全的在住是和与及有没去到从";
/// `三农场`, `二中学`: the number is the name.
const NUMERALS: &str = "一二三四五六七八九十";

/// Whether each names a place that the other does not mention.
#[must_use]
pub fn apart(mine: &Signature, theirs: &Signature) -> bool {
    elsewhere(&mine.opening, &theirs.opening) && elsewhere(&theirs.opening, &mine.opening)
}

/// Whether one text names a place that another does not mention.
fn elsewhere(one: &Opening, other: &Opening) -> bool {
    names(one.units()).any(|name| !other.units().windows(2).any(|pair| pair == name))
}

/// Two units of each name: those before its end, or a number and the end's first.
fn names(units: &[Unit]) -> impl Iterator<Item = &[Unit]> {
    (1..units.len()).filter_map(|at| {
        let end = ENDS.iter().find(|end| begins(&units[at..], end))?;
        let after = units.get(at + end.chars().count()).and_then(|unit| unit.character());
        if *end == "路" && after.is_some_and(|after| NO_ROAD.contains(after)) {
            return None;
        }
        let before = units[at - 1].character();
        if *end == "里" && before.is_some_and(|before| NO_LANE.contains(before)) {
            return None;
        }
        if is_number(units[at - 1]) {
            return Some(&units[at - 1..=at]);
        }
        let name = &units[at.checked_sub(2)?..at];
        name.iter().all(|unit| may_be_of_a_name(*unit)).then_some(name)
    })
}

fn begins(units: &[Unit], word: &str) -> bool {
    let mut units = units.iter();
    word.chars().all(|c| units.next().is_some_and(|unit| unit.character() == Some(c)))
}

fn is_number(unit: Unit) -> bool {
    unit.is_number() || unit.character().is_some_and(|c| NUMERALS.contains(c))
}

fn may_be_of_a_name(unit: Unit) -> bool {
    unit.character().is_none_or(|c| !NO_NAME.contains(c))
}

#[cfg(test)]
mod tests {
    use super::apart;
    use crate::{background::Background, signature::Signature};

    fn are_apart(one: &str, other: &str) -> bool {
        let background = Background::shipped();
        let of = |text: &str| Signature::of("", text, &background);
        apart(&of(one), &of(other))
    }

    #[test]
    fn the_same_trouble_at_two_estates_is_two_matters() {
        for (one, other) in [
            ("三农场小区停水了，什么时候恢复供水？", "滨河花园停水了，什么时候恢复供水？"),
            ("东岭花园门口路灯不亮", "青石苑门口路灯不亮"),
            ("第1农场停水了", "第2农场停水了"),
            ("云杉里停水，家里没法做饭", "梧桐里停水，家里没法做饭"),
            ("中山路封路到几号", "新港路封路到几号"),
        ] {
            assert!(are_apart(one, other) && are_apart(other, one), "{one} {other}");
        }
    }

    #[test]
    fn one_place_in_other_words_or_none_is_no_other_place() {
        for (one, other) in [
            ("三农场小区停水了", "三农场怎么停水了"),
            ("三农场小区3号楼停水了", "请问三农场小区5栋停水，几点来水"),
            ("我们小区停水了", "滨河花园停水了"),
            ("滨河花园停水了，停到几点", "停水了，停到几点"),
            ("滨河花园旁边的路灯不亮", "滨河花园对面的路灯不亮"),
            ("no water in block 5", "三农场小区停水了"),
        ] {
            assert!(!are_apart(one, other) && !are_apart(other, one), "{one} {other}");
        }
    }
}
