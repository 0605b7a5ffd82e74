//! What a heard message is expected to be: the beginning of its first line, which carries the meaning, not all of it.

use super::Heard;
use super::numbers::{self, Numbers};
use super::quote::{has_variable, literally, quoted};
use crate::phone::{self, Part};

/// Longest piece of a line that is expected.
const MOST_CHARS: usize = 40;
/// Kinds of message that a condition has a word for.
const KINDS: [&str; 4] = ["image", "voice", "video", "news"];

/// The conditions of a line, numbers that are new in it captured.
pub(super) fn conditions(heard: &Heard, numbers: &mut Numbers) -> String {
    let mut conditions = Vec::new();
    if KINDS.contains(&heard.msgtype.as_str()) {
        conditions.push(heard.msgtype.clone());
    }
    let piece = piece(&heard.text);
    if !piece.is_empty() && heard.msgtype != "image" {
        conditions.push(reads(piece, numbers));
    }
    for (before, range) in numbers::found(&heard.text).into_iter().enumerate() {
        let number = &heard.text[range];
        if numbers.name(number).is_none() {
            let skipped = format!("{}[\\s\\S]*?", numbers::ANY).repeat(before);
            let name = numbers.capture(number);
            conditions.push(format!("matches /{skipped}(?<{name}>{})/", numbers::ANY));
        }
    }
    conditions.push(format!("via {}", heard.via));
    conditions.join(" ")
}

/// The beginning of the first line that says something besides its links.
fn piece(text: &str) -> &str {
    let plain = text.lines().find_map(|line| {
        phone::parts(line).into_iter().find_map(|part| match part {
            Part::Text { text } if text.trim().chars().count() > 1 => {
                line.find(text.trim()).map(|at| &line[at..at + text.trim().len()])
            }
            _ => None,
        })
    });
    cut(plain.unwrap_or_else(|| text.lines().next().unwrap_or_default().trim()))
}

fn cut(line: &str) -> &str {
    let Some((end, _)) = line.char_indices().nth(MOST_CHARS) else { return line };
    if let Some(at) = line[..end].rfind(['。', '！', '？']) {
        return &line[..at];
    }
    // A number is kept whole: half of one would be another one's next time.
    let number = numbers::found(line).into_iter().find(|range| range.start < end && end < range.end);
    &line[..number.map_or(end, |range| range.end)]
}

fn reads(piece: &str, numbers: &mut Numbers) -> String {
    let ranges = numbers::found(piece);
    let fresh = ranges.iter().any(|range| numbers.name(&piece[range.clone()]).is_none());
    if !fresh && !has_variable(piece) {
        return format!("contains {}", quoted(&numbers.named(piece)));
    }
    let (mut pattern, mut done) = (String::new(), 0);
    for range in ranges {
        let number = &piece[range.clone()];
        pattern.push_str(&literally(&piece[done..range.start]));
        match numbers.name(number) {
            // A pattern can't ask for a captured value, only for the form.
            Some(_) => pattern.push_str(numbers::ANY),
            None => pattern.push_str(&format!("(?<{}>{})", numbers.capture(number), numbers::ANY)),
        }
        done = range.end;
    }
    pattern.push_str(&literally(&piece[done..]));
    format!("matches /{pattern}/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(msgtype: &str, text: &str, numbers: &mut Numbers) -> String {
        let heard = Heard {
            persona: "li".to_owned(),
            via: "passive",
            msgtype: msgtype.to_owned(),
            text: text.to_owned(),
        };
        conditions(&heard, numbers)
    }

    #[test]
    fn a_number_is_captured_once_and_asked_for_from_then_on() {
        let mut numbers = Numbers::default();
        let receipt = "已收到，编号 Q-7F3AK9-X。值班员会在今天 11:05 前回复您。补充请直接发送。";
        assert_eq!(
            told("text", receipt, &mut numbers),
            r"matches /已收到，编号 (?<q>Q-\w{6}-\w)。值班员会在今天 11:05 前回复您/ via passive"
        );
        assert_eq!(
            told("text", "您的问题 Q-7F3AK9-X 的答复：\n当天可取。", &mut numbers),
            "contains \"您的问题 {q} 的答复：\" via passive"
        );
        assert_eq!(
            told("text", "您有 2 个问题：\nQ-7F3AK9-X · 已答复\nQ-000000-A · 等待", &mut numbers),
            r#"contains "您有 2 个问题：" matches /Q-\w{6}-\w[\s\S]*?(?<q2>Q-\w{6}-\w)/ via passive"#
        );
    }

    #[test]
    fn the_first_line_that_says_something_is_expected() {
        let mut numbers = Numbers::default();
        let link = r#"<a href="weixin://bizmsgmenu?msgmenucontent=1&msgmenuid=1">1</a> 今日提醒"#;
        assert_eq!(told("text", link, &mut numbers), "contains \"今日提醒\" via passive");
        assert_eq!(told("text", "好", &mut numbers), "contains \"好\" via passive");
        assert_eq!(told("image", "[图片]", &mut numbers), "image via passive");
        assert_eq!(told("news", "停水通知", &mut numbers), "news contains \"停水通知\" via passive");
        assert_eq!(
            told("text", "见 {表1} 和 {a}", &mut numbers),
            r"matches /见 \{表1\} 和 \{a\}/ via passive"
        );
        let long = "长".repeat(60);
        assert_eq!(
            told("text", &long, &mut numbers),
            format!("contains \"{}\" via passive", "长".repeat(40))
        );
    }
}
