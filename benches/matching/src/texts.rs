//! The texts of both sides: from a file, or made of streets, matters and what residents say around them.

use std::error::Error;
use std::fs;

use serde_json::Value;

/// Texts in the index.
pub const OPEN: usize = 4_000;
/// Texts that are looked for.
pub const ASKED: usize = 500;

const PLACES: [&str; 12] = [
    "三农场",
    "凉塘路",
    "星沙",
    "五一广场",
    "月湖",
    "东塘",
    "梅溪湖",
    "河西",
    "泉塘",
    "松雅湖",
    "黄花",
    "开福",
];
const KINDS: [&str; 8] = ["小区", "社区", "街道", "路口", "中学", "市场", "工地", "公交站"];
const MATTERS: [&str; 16] = [
    "停水",
    "断电",
    "油烟扰民",
    "夜间施工噪音",
    "路灯不亮",
    "垃圾没人清运",
    "公交车不准时",
    "下水道堵塞",
    "乱停车",
    "物业乱收费",
    "房产证办不下来",
    "学位不够",
    "医保报销慢",
    "路面塌陷",
    "电梯故障",
    "燃气没有开通",
];
const AROUND: [&str; 14] = [
    "已经持续了好几天，居民生活受到很大影响。",
    "多次向物业和社区反映，至今没有得到解决。",
    "晚上经常到十二点以后，老人和孩子都无法休息。",
    "打了热线电话，工作人员说会处理，一直没有下文。",
    "请相关部门到现场查看，给出明确的时间安排。",
    "附近几栋楼的住户都遇到了同样的情况。",
    "上下班高峰期这里非常拥挤，存在安全隐患。",
    "去年就说要整改，到现在也没有动工。",
    "希望能够公开处理结果，让大家放心。",
    "开发商交房的时候承诺过，现在却不承认。",
    "孩子每天上学都要经过这里，家长很担心。",
    "下雨天积水很深，行人和电动车都过不去。",
    "听说政策已经调整，不知道我们是否符合条件。",
    "材料交了三个月，窗口每次说法都不一样。",
];

/// A title and a text.
pub struct Text {
    pub title: String,
    pub text: String,
}

/// The first `most` texts of a file of JSON Lines with `title` and `text`, all of them when there are fewer.
pub fn read(file: &str, most: usize) -> Result<Vec<Text>, Box<dyn Error>> {
    let mut texts = Vec::new();
    for line in fs::read_to_string(file)?.lines().take(most) {
        let row: Value = serde_json::from_str(line)?;
        let part = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
        texts.push(Text { title: part("title"), text: part("text") });
    }
    Ok(texts)
}

/// `most` texts of some 120 characters, the same ones each time.
pub fn made(most: usize) -> Vec<Text> {
    let mut state = 7_u64;
    (0..most).map(|_| one(&mut state)).collect()
}

fn one(state: &mut u64) -> Text {
    let place = format!("{}{}号{}", pick(state, &PLACES), 1 + next(state) % 400, pick(state, &KINDS));
    let matter = pick(state, &MATTERS);
    let mut text = format!("{place}{matter}，");
    for _ in 0..3 + next(state) % 4 {
        text.push_str(pick(state, &AROUND));
    }
    Text { title: format!("关于{place}{matter}的问题"), text }
}

fn pick(state: &mut u64, from: &[&'static str]) -> &'static str {
    from[next(state) % from.len()]
}

fn next(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize
}
