//! Whether one text asks of several matters, a line each.

use crate::matters::Matters;
use crate::normalise;
use crate::question::plain;

/// Lines that are looked at.
const MOST_LINES: usize = 20;

/// Whether lines of a text ask of matters that have nothing to do with each other. A line asks when it has a question mark
/// or a way to ask; what only tells more (`电梯也停了`) belongs to what was asked, and lines that share a matter are one.
#[must_use]
pub fn is_of_several_matters(text: &str) -> bool {
    let mut parts: Vec<(Matters, bool)> = Vec::new();
    for line in text.lines().take(MOST_LINES) {
        let (found, _) = Matters::of(&plain(&normalise(line)));
        let own = found.matters();
        if own.count() == 0 {
            continue;
        }
        let (mut all, mut asks) = (own, line.contains(['?', '？']) || found.ways().count() > 0);
        parts.retain(|(matters, asked)| {
            let apart = matters.common(own).count() == 0;
            if !apart {
                (all, asks) = (all.and(*matters), asks || *asked);
            }
            apart
        });
        parts.push((all, asks));
    }
    parts.iter().filter(|(_, asks)| *asks).count() > 1
}

#[cfg(test)]
mod tests {
    use super::is_of_several_matters;

    #[test]
    fn two_that_are_asked_are_two() {
        for text in [
            "领结婚证要带什么材料？\n老年卡在哪里办理？",
            "停水了什么时候恢复\n公交改线了吗？",
            "你好\n停车费多少钱\n暖气不热怎么办",
            "when will the water be back?\nhow much is the parking fee?",
        ] {
            assert!(is_of_several_matters(text), "{text}");
        }
    }

    #[test]
    fn one_that_is_told_in_several_lines_is_one() {
        for text in [
            "停水了",
            "家里停电了\n电梯也停了",
            "小区停水了\n物业不管",
            "垃圾没人收\n臭死了",
            "工地施工\n半夜吵死了",
            "孩子一年级报名\n要户口本吗",
            "停水了什么时候恢复？\n三农场小区\n几点来水？",
            "停水了什么时候来水？\n停水停电都没通知\n几点来电？",
        ] {
            assert!(!is_of_several_matters(text), "{text}");
        }
    }
}
