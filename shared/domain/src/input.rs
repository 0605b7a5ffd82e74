//! What a resident's text means before anybody reads it: a number in whatever shape people type it, a command word,
//! or words of their own.

use unicode_normalization::UnicodeNormalization;

/// Normal form for comparing: NFKC, lower case, without white space, punctuation, variation selectors and keycaps.
#[must_use]
pub fn normal(text: &str) -> String {
    text.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A text for finding parts of it: lower case, full-width letters and digits as others.
#[must_use]
pub fn folded(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    };
    text.chars().map(narrow).flat_map(char::to_lowercase).collect()
}

/// What stands between the numbers of a topic and one below it.
const BETWEEN: [char; 10] = ['-', '\u{2010}', '\u{2011}', '–', '—', '−', '.', '。', '·', '_'];

/// Reads a text that is nothing but numbers, as a topic below a topic is written: `2-1`, `2.1`, `第2－1项`.
#[must_use]
pub fn numbers(text: &str) -> Option<Vec<u8>> {
    if text.len() > 48 {
        return None;
    }
    let plain: String = text.chars().map(dingbat).nfkc().collect();
    let parts = plain.split(|c: char| c.is_whitespace() || BETWEEN.contains(&c)).map(normal);
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    let last = parts.len().checked_sub(1).filter(|last| *last > 0)?;
    let bare = |(at, part)| if at == 0 || at == last { strip(part) } else { part };
    parts.iter().map(String::as_str).enumerate().map(bare).map(digits).collect()
}

/// Whether marks part its digits: `2:30` is not 230. What makes a digit a keycap is no such mark.
fn is_parted(text: &str) -> bool {
    let (mut digit, mut parted) = (false, false);
    for c in text.nfkc().filter(|c| !matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{20e3}')) {
        if c.is_ascii_digit() && digit && parted {
            return true;
        }
        (digit, parted) = match c {
            c if c.is_ascii_digit() => (true, false),
            c if c.is_alphanumeric() => (false, false),
            _ => (digit, true),
        };
    }
    false
}

/// Reads a text that is nothing but a number from 0 to 99: `3`, `３`, `三`, `③`, `3️⃣`, `3.`, `3、`, `第3项`, `回复3`,
/// `three`, `Ⅲ`, `no. 3`.
#[must_use]
pub fn number(text: &str) -> Option<u8> {
    // Longer than the longest of these shapes: words of their own.
    if text.len() > 48 {
        return None;
    }
    let mapped: String = text.chars().map(dingbat).collect();
    let text = normal(&mapped);
    let text = strip(&text);
    if is_parted(&mapped) {
        return None;
    }
    digits(text).or_else(|| han(text)).or_else(|| english(text))
}

/// Circled digits that NFKC leaves alone, and Roman numerals that it would spell as letters.
fn dingbat(c: char) -> char {
    let digit = match c {
        '\u{2776}'..='\u{277e}' => c as u32 - 0x2776 + 1,
        '\u{2780}'..='\u{2788}' => c as u32 - 0x2780 + 1,
        '\u{278a}'..='\u{2792}' => c as u32 - 0x278a + 1,
        '\u{24f5}'..='\u{24fd}' => c as u32 - 0x24f5 + 1,
        '\u{2160}'..='\u{2168}' => c as u32 - 0x2160 + 1,
        '\u{2170}'..='\u{2178}' => c as u32 - 0x2170 + 1,
        _ => return c,
    };
    char::from_digit(digit, 10).unwrap_or(c)
}

fn strip(text: &str) -> &str {
    const BEFORE: [&str; 16] = [
        "请回复",
        "我回复",
        "我要看",
        "我想看",
        "我选",
        "回复",
        "发送",
        "选择",
        "输入",
        "查看",
        "第",
        "选",
        "按",
        "reply",
        "number",
        "no",
    ];
    const AFTER: [&str; 7] = ["号", "项", "个", "条", "栏目", "栏", "吧"];
    let text = BEFORE
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(text);
    AFTER.iter().find_map(|word| text.strip_suffix(word)).filter(|rest| !rest.is_empty()).unwrap_or(text)
}

fn digits(text: &str) -> Option<u8> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    let digits = digits.filter(|digits| !digits.is_empty())?;
    let value = digits.iter().try_fold(0u32, |value, digit| value.checked_mul(10)?.checked_add(*digit))?;
    u8::try_from(value).ok().filter(|value| *value <= 99)
}

fn han(text: &str) -> Option<u8> {
    let digit = |c: char| {
        Some(match c {
            '零' | '〇' => 0,
            '一' | '壹' | '幺' => 1,
            '二' | '贰' | '两' | '兩' | '貳' => 2,
            '三' | '叁' | '參' => 3,
            '四' | '肆' => 4,
            '五' | '伍' => 5,
            '六' | '陆' | '陸' => 6,
            '七' | '柒' => 7,
            '八' | '捌' => 8,
            '九' | '玖' => 9,
            _ => return None,
        })
    };
    let chars: Vec<char> = text.chars().collect();
    let is_ten = |c: char| matches!(c, '十' | '拾');
    match chars.as_slice() {
        [one] if is_ten(*one) => Some(10),
        [one] => digit(*one),
        [ten, one] if is_ten(*ten) => digit(*one).map(|one| 10 + one),
        [tens, ten] if is_ten(*ten) => digit(*tens).filter(|tens| *tens > 0).map(|tens| tens * 10),
        [tens, ten, one] if is_ten(*ten) => Some(digit(*tens).filter(|tens| *tens > 0)? * 10 + digit(*one)?),
        _ => None,
    }
}

fn english(text: &str) -> Option<u8> {
    const WORDS: [&str; 11] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    WORDS.iter().position(|word| *word == text).and_then(|place| u8::try_from(place).ok())
}

/// A word that the account understands as an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// The list of topics.
    Help,
    /// One step back in the topics.
    Back,
    /// An officer, please.
    Person,
    /// My open questions.
    Progress,
    /// A question by its number, as typed.
    Query(String),
    /// Answer in English.
    English,
    /// Answer in Chinese.
    Chinese,
    /// Take back the newest question, or the one with this number as typed.
    Withdraw(Option<String>),
    /// Nothing to answer: thanks, good-bye.
    Courtesy,
}

/// The order in a text, if it is one. Person words count anywhere in a short text, the others alone.
#[must_use]
pub fn word(text: &str) -> Option<Word> {
    if text.len() > 64 {
        return None;
    }
    let plain = normal(text);
    Some(match plain.as_str() {
        "" => return None,
        "帮助" | "菜单" | "目录" | "功能" | "help" | "menu" | "list" | "h" => Word::Help,
        "返回" | "上一级" | "返回上一级" | "后退" | "back" => Word::Back,
        "查进度" | "查询进度" | "进度" | "我的问题" | "我的提问" | "progress" | "status" | "mystatus"
        | "myquestions" => Word::Progress,
        "english" | "英文" | "英语" | "inenglish" | "englishplease" => Word::English,
        "中文" | "汉语" | "chinese" | "zhongwen" => Word::Chinese,
        "撤回" | "撤销" | "取消" | "取消提问" | "撤回提问" | "撤回问题" | "withdraw" | "cancel"
        | "cancelmyquestion" => Word::Withdraw(None),
        "谢谢" | "谢谢您" | "谢谢你" | "多谢" | "感谢" | "非常感谢" | "谢谢啦" | "好的" | "好的谢谢"
        | "好的谢谢您" | "收到" | "收到谢谢" | "知道了" | "知道了谢谢" | "明白了" | "嗯" | "ok"
        | "okthanks" | "thanks" | "thankyou" | "thankyouverymuch" | "thx" | "再见" | "bye" => {
            Word::Courtesy
        }
        _ => return with_number(text).or_else(|| person(&plain).then_some(Word::Person)),
    })
}

/// `查 Q-…`, `撤回 Q-…` and the like: an order word followed by a question's number.
fn with_number(text: &str) -> Option<Word> {
    const QUERY: [&str; 6] = ["查询", "查一下", "查", "progress", "status", "query"];
    const WITHDRAW: [&str; 3] = ["撤回", "撤销", "withdraw"];
    let text: String = text.nfkc().collect::<String>().trim().to_lowercase();
    let rest = |words: &[&str]| {
        words.iter().find_map(|word| text.strip_prefix(word)).map(|rest| {
            rest.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '#' | '+')).to_owned()
        })
    };
    let looks_like_one = |rest: &String| {
        let bare = normal(rest);
        (4..=8).contains(&bare.chars().count())
            && bare.bytes().all(|b| b.is_ascii_alphanumeric())
            && (bare.starts_with('q') || bare.bytes().any(|b| b.is_ascii_digit()))
    };
    if let Some(rest) = rest(&WITHDRAW).filter(looks_like_one) {
        return Some(Word::Withdraw(Some(rest)));
    }
    if let Some(rest) = rest(&QUERY).filter(looks_like_one) {
        return Some(Word::Query(rest));
    }
    // A number alone, as copied from a receipt; one that was mistyped is still no question.
    (crate::ids::QuestionNumber::parse(&text).is_some() && normal(&text).starts_with('q')
        || is_written_like_one(&text))
    .then_some(Word::Query(text))
}

/// `q-xxxxxx-x`, as receipts have it.
fn is_written_like_one(text: &str) -> bool {
    let mut parts = text.split('-');
    let is = |part: Option<&str>, length: usize| {
        part.is_some_and(|part| part.len() == length && part.bytes().all(|b| b.is_ascii_alphanumeric()))
    };
    parts.next() == Some("q") && is(parts.next(), 6) && is(parts.next(), 1) && parts.next().is_none()
}

/// Whether somebody only says hello.
#[must_use]
pub fn is_greeting(text: &str) -> bool {
    text.len() <= 48
        && matches!(
            normal(text).as_str(),
            "你好"
                | "您好"
                | "你好呀"
                | "你好啊"
                | "您好呀"
                | "你们好"
                | "大家好"
                | "哈喽"
                | "哈啰"
                | "嗨"
                | "早"
                | "早上好"
                | "上午好"
                | "中午好"
                | "下午好"
                | "晚上好"
                | "hi"
                | "hello"
                | "hey"
                | "hithere"
                | "hellothere"
                | "goodmorning"
                | "goodafternoon"
                | "goodevening"
        )
}

/// Whether somebody only asks whether anybody is there.
#[must_use]
pub fn is_nudge(text: &str) -> bool {
    const NUDGES: [&str; 31] = [
        "在吗",
        "在么",
        "在不在",
        "你好在吗",
        "您好在吗",
        "有人吗",
        "有人么",
        "有人嘛",
        "有人在吗",
        "有没有人",
        "有没有人在",
        "没人吗",
        "没有人吗",
        "人呢",
        "还在吗",
        "怎么没人",
        "怎么没人回",
        "怎么没人回复",
        "怎么没人理",
        "没人回复吗",
        "没有人回复吗",
        "怎么不回",
        "怎么不回复",
        "怎么还不回复",
        "怎么还没回复",
        "请问有人吗",
        "anyonethere",
        "anybodythere",
        "isanyonethere",
        "isanybodythere",
        "helloanyonethere",
    ];
    text.len() <= 64 && NUDGES.contains(&normal(text).as_str())
}

fn person(plain: &str) -> bool {
    const ALONE: [&str; 14] = [
        "人工",
        "转人工",
        "人工服务",
        "人工客服",
        "客服",
        "找人工",
        "找客服",
        "转客服",
        "值班员",
        "human",
        "agent",
        "officer",
        "person",
        "operator",
    ];
    const INSIDE: [&str; 5] = ["转人工", "找人工", "要人工", "人工服务", "人工客服"];
    let short = plain.chars().count() <= 12;
    ALONE.contains(&plain)
        || short && INSIDE.iter().any(|word| plain.contains(word))
        || matches!(
            plain,
            "talktoahuman" | "speaktoahuman" | "realperson" | "talktoaperson" | "humanplease" | "iwantahuman"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_every_shape_that_people_type() {
        for three in [
            "3",
            "３",
            "三",
            "③",
            "3️⃣",
            "3.",
            "3、",
            " 3 ",
            "回复3",
            "回复 3",
            "回复“3”",
            "（3）",
            "⑶",
            "⒊",
            "❸",
            "➌",
            "第3项",
            "第三个",
            "3号",
            "叁",
            "Ⅲ",
            "three",
            "Three.",
            "No.3",
            "#3",
            "3。",
            "3\n",
            "选3",
            "03",
            "㊂",
            "三。",
        ] {
            assert_eq!(number(three), Some(3), "{three}");
        }
        assert_eq!(number("十"), Some(10));
        assert_eq!(number("十二"), Some(12));
        assert_eq!(number("二十一"), Some(21));
        assert_eq!(number("0"), Some(0));
        for text in
            ["", "3路公交", "100", "三农场停水了？", "110", "13800000000", "第", "回复", "no", "3.5元"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn orders_are_understood_alone() {
        assert_eq!(word("帮助"), Some(Word::Help));
        assert_eq!(word("Help!"), Some(Word::Help));
        assert_eq!(word("查进度"), Some(Word::Progress));
        assert_eq!(word("English"), Some(Word::English));
        assert_eq!(word("撤回"), Some(Word::Withdraw(None)));
        assert_eq!(word("谢谢！"), Some(Word::Courtesy));
        for mistyped in ["Q-9PV7VY-7", "q-abcdef-1"] {
            assert!(matches!(word(mistyped), Some(Word::Query(_))), "{mistyped}");
        }
        assert_eq!(
            ["quantity", "QQ123456", "queue 123", "q3 please", "QR-coded", "Q-9PV7VY-7怎么样了"].map(word),
            [const { None }; 6]
        );
        assert!(["你好", "您好！", "Hello", "Good morning!"].iter().all(|text| is_greeting(text)));
        assert!(["你好，停水了", "有人吗", "hello, no water"].iter().all(|text| !is_greeting(text)));
        assert!(["有人吗？", "在吗", "还在吗", "Is anyone there?"].iter().all(|text| is_nudge(text)));
        assert!(["有人吗，停水了", "怎么不回复我上周的问题", "您好"].iter().all(|text| !is_nudge(text)));
        assert_eq!(word("我要找人工"), Some(Word::Person));
        assert_eq!(word("人工"), Some(Word::Person));
        for text in ["人工湖在哪里", "English corner 在哪", "帮助老人办卡", "撤回我的申请要什么材料"]
        {
            assert_eq!(word(text), None, "{text}");
        }
    }

    #[test]
    fn a_question_number_follows_the_order() {
        assert_eq!(word("查 Q-7F3AK9-X"), Some(Word::Query("q-7f3ak9-x".to_owned())));
        assert_eq!(word("查q7f3ak9x"), Some(Word::Query("q7f3ak9x".to_owned())));
        assert_eq!(word("撤回 Q-7F3AK9-X"), Some(Word::Withdraw(Some("q-7f3ak9-x".to_owned()))));
        assert_eq!(word("查公交"), None);
        assert_eq!(word("status"), Some(Word::Progress));
    }
}
