//! Whether two texts speak of two places. The same trouble elsewhere is another matter, however alike the words are.
//!
//! No list of names: what stands before a word that places end with (`小区`, `花园`, `村`) is a name. Each text must name a
//! place that the other does not mention; a name in one text alone says nothing.

use std::ops::Range;

use crate::{background::Background, opening::Opening, signature::Signature, units::Unit};

/// Words with which names of places end, longer ones first.
const ENDS: [&str; 32] = [
    "小区", "花园", "家园", "新村", "社区", "农场", "新城", "公馆", "雅居", "嘉园", "公寓", "医院", "小学",
    "中学", "广场", "市场", "车站", "码头", "公园", "大厦", "苑", "园", "村", "镇", "乡", "庄", "府", "巷",
    "坊", "湾", "里", "路",
];
/// After `路` it is no road's name: `路灯`, `路面`.
const NO_ROAD: &str = "灯面口上边由";
/// Before `村` or `庄` it is no village's name: `农村`, `村庄`.
const NO_VILLAGE: &str = "农乡山邻外老旧新渔村";
/// Before `里` it is no lane's name: `家里`, `哪里`.
const NO_LANE: &str = "家哪这那心屋夜手水城区楼店";
/// No name has one of these: `我们小区`, `全小区`.
const NO_NAME: &str = "我你他们这那本该个各全的在住是和与及有没去到从";
/// `和` belongs to a name before or behind one of these, `和平路`, `永和家园`; else it is "and".
const HARMONY: [&str; 2] = ["平谐美顺兴泰盛睦安信悦润畅瑞", "永泰祥瑞福中太同万德仁义雍颐兴景云元"];
/// `三农场`, `二中学`: the number is the name.
const NUMERALS: &str = "一二三四五六七八九十";

/// Less of what is said beside the place than this in common, and two texts share but the place.
const SAME_MATTER: f32 = 0.12;

/// Whether each names a place that the other does not mention.
#[must_use]
pub fn apart(mine: &Signature, theirs: &Signature) -> bool {
    elsewhere(&mine.opening, &theirs.opening) && elsewhere(&theirs.opening, &mine.opening)
}

/// Whether both name places and have hardly more in common than those: a lift and a bus stop of one estate.
#[must_use]
pub fn only_the_place(mine: &Signature, theirs: &Signature) -> bool {
    let shares = [(mine, theirs), (theirs, mine)].map(|(one, other)| beside(&one.opening, &other.opening));
    matches!(shares, [Some(mine), Some(theirs)] if mine.max(theirs) < SAME_MATTER)
}

/// Whether one text names a place that another does not mention.
fn elsewhere(one: &Opening, other: &Opening) -> bool {
    let units = one.units();
    names(units).any(|name| !other.units().windows(2).any(|pair| *pair == units[name.start..name.start + 2]))
}

/// Which share of what one text says beside its places another says too, by weight; none when it names none.
fn beside(one: &Opening, other: &Opening) -> Option<f32> {
    let units = one.units();
    let names: Vec<Range<usize>> = names(units).collect();
    if names.is_empty() {
        return None;
    }
    let (mut all, mut common) = (0.0, 0.0);
    for (at, (pair, level)) in units.windows(2).zip(one.levels()).enumerate() {
        if names.iter().any(|name| name.contains(&at) || name.contains(&(at + 1))) {
            continue;
        }
        let weight = Background::weight_of(*level);
        all += weight;
        if other.units().windows(2).any(|theirs| theirs == pair) {
            common += weight;
        }
    }
    (all > 0.0).then(|| common / all)
}

/// Where names stand, with their ends: two units before the end, or a number and the end.
fn names(units: &[Unit]) -> impl Iterator<Item = Range<usize>> {
    (1..units.len()).filter_map(|at| {
        let end = ENDS.iter().find(|end| begins(&units[at..], end))?;
        let behind = at + end.chars().count();
        let after = units.get(behind).and_then(|unit| unit.character());
        if *end == "路" && after.is_some_and(|after| NO_ROAD.contains(after)) {
            return None;
        }
        let before = units[at - 1].character();
        if *end == "里" && before.is_some_and(|before| NO_LANE.contains(before)) {
            return None;
        }
        if is_number(units[at - 1]) || is_village(end, at.checked_sub(2).map(|at| units[at]), before) {
            return Some(at - 1..behind);
        }
        let start = at.checked_sub(2)?;
        is_a_name([units[start], units[start + 1]]).then_some(start..behind)
    })
}

/// Whether a village has a name of one character, with which the text or what is said of it begins: `李庄`, `在王村`.
fn is_village(end: &str, earlier: Option<Unit>, name: Option<char>) -> bool {
    let is_name = |c: char| !NO_NAME.contains(c) && !NO_VILLAGE.contains(c);
    let begins = earlier.is_none_or(|unit| unit.character().is_none_or(|c| NO_NAME.contains(c)));
    ["村", "庄"].contains(&end) && begins && name.is_some_and(is_name)
}

fn begins(units: &[Unit], word: &str) -> bool {
    let mut units = units.iter();
    word.chars().all(|c| units.next().is_some_and(|unit| unit.character() == Some(c)))
}

fn is_number(unit: Unit) -> bool {
    unit.is_number() || unit.character().is_some_and(|c| NUMERALS.contains(c))
}

fn is_a_name(units: [Unit; 2]) -> bool {
    match units.map(Unit::character) {
        [Some('和'), Some(behind)] => HARMONY[0].contains(behind),
        [Some(before), Some('和')] => HARMONY[1].contains(before),
        characters => characters.into_iter().flatten().all(|c| !NO_NAME.contains(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::{apart, only_the_place};
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
            ("和谐小区停水了", "和平小区停水了"),
            ("永和家园停水了", "滨河花园停水了"),
            ("李庄停水了，什么时候来水", "王庄停水了，什么时候来水"),
            ("我们李村停水了", "我们张村停水了"),
        ] {
            assert!(are_apart(one, other) && are_apart(other, one), "{one} {other}");
        }
    }

    #[test]
    fn two_matters_of_one_estate_share_but_the_place() {
        let background = Background::shipped();
        let of = |text: &str| Signature::of("", text, &background);
        for (one, other) in [
            ("白鹭洲小区站公交车改线了吗？等不到车", "白鹭洲小区旁边的工地夜间施工噪音太大，睡不着"),
            ("紫荆小区停电了，什么时候来电？", "紫荆小区垃圾没人清运，太臭了"),
            ("落霞苑停水了，什么时候恢复供水？", "落霞苑停电，几点来电"),
        ] {
            assert!(only_the_place(&of(one), &of(other)), "{one} {other}");
        }
        for (one, other) in [
            ("三农场小区停水了，什么时候恢复供水？", "请问三农场小区停水，几点来水"),
            ("紫荆小区暖气不热，室温只有十五度", "紫荆小区暖气不热怎么办，室温很低"),
            ("望海家园垃圾没人清运，堆了好几天", "望海家园垃圾没人清运，太臭了"),
            ("停水了，什么时候恢复供水？", "老年卡在哪里办？"),
        ] {
            assert!(!only_the_place(&of(one), &of(other)), "{one} {other}");
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
            ("学校和小区都停水了", "滨河花园停水了"),
            ("农村停水了", "滨河花园停水了"),
            ("no water in block 5", "三农场小区停水了"),
        ] {
            assert!(!are_apart(one, other) && !are_apart(other, one), "{one} {other}");
        }
    }
}
