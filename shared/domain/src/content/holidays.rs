//! The State Council's days off (国务院办公厅“部分节假日安排的通知”), as its pasted text or as CSV. Weekdays and
//! numbers of days that the text names are checked against the calendar, so that a typing mistake shows.

use std::collections::BTreeSet;

use jiff::civil::Date;

/// What was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DaysOff {
    /// Days off.
    pub holidays: BTreeSet<Date>,
    /// Days of rest that are worked instead.
    pub make_up_days: BTreeSet<Date>,
}

/// A line that can't be read, or that does not agree with the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// The words that it is about.
    pub at: String,
    /// What is wrong, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

impl Doubt {
    fn new(at: &str, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { at: at.trim().to_owned(), zh: zh.into(), en: en.into() }
    }
}

/// Most days of one range: longer is a mistake.
const LONGEST: usize = 31;

/// Reads the days of a year.
///
/// # Errors
/// Everything that is wrong; then nothing is to be used.
pub fn read(year: i16, text: &str) -> Result<DaysOff, Vec<Doubt>> {
    let mut read = Reading { year, found: DaysOff::default(), doubts: Vec::new() };
    let is_csv = text.lines().any(|line| line.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        && text.contains(',')
        && !text.contains('月');
    if is_csv {
        text.lines().map(str::trim).filter(|line| !line.is_empty()).for_each(|line| read.row(line));
    } else {
        text.split(['。', '\n', '；', ';']).for_each(|sentence| read.sentence(sentence));
    }
    for day in read.found.holidays.intersection(&read.found.make_up_days) {
        let (zh, en) = (format!("{day} 既放假又上班"), format!("{day} is both off and worked"));
        read.doubts.push(Doubt::new(&day.to_string(), zh, en));
    }
    if read.found.holidays.is_empty() && read.doubts.is_empty() {
        read.doubts.push(Doubt::new(
            "",
            "没有读到放假日期：请粘贴通知里“1月1日（周五）至3日（周日）放假”这样的句子，或每行“2027-01-01,休”",
            "no day off was found: paste the notice's sentences, or lines such as 2027-01-01,off",
        ));
    }
    if read.doubts.is_empty() { Ok(read.found) } else { Err(read.doubts) }
}

struct Reading {
    year: i16,
    found: DaysOff,
    doubts: Vec<Doubt>,
}

impl Reading {
    /// `2027-01-01,休` or `2027-01-01,2027-01-03,休`; further columns are names.
    fn row(&mut self, line: &str) {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let Some(first) = cells.first().and_then(|cell| cell.parse::<Date>().ok()) else {
            // A heading has no date in it.
            if line.contains(|c: char| c.is_ascii_digit()) {
                self.doubts.push(Doubt::new(line, "日期要写成 2027-01-01", "write dates as 2027-01-01"));
            }
            return;
        };
        let last = cells.get(1).and_then(|cell| cell.parse::<Date>().ok());
        let kind = cells.get(if last.is_some() { 2 } else { 1 }).copied().unwrap_or_default().to_lowercase();
        let is_off = match kind.as_str() {
            "休" | "放假" | "假" | "off" | "holiday" => true,
            "班" | "上班" | "调休" | "work" | "workday" | "make_up" => false,
            _ => {
                let en = "the second column is off or work";
                self.doubts.push(Doubt::new(line, "第二列请写“休”或“班”", en));
                return;
            }
        };
        self.take(line, first, last.unwrap_or(first), is_off);
    }

    /// `10月1日（周四）至7日（周三）放假调休，共7天` or `9月20日（周日）、10月10日（周六）上班`, or both.
    fn sentence(&mut self, sentence: &str) {
        // What is worked stands in its own sentence, or behind the comma.
        for part in sentence.split([',', '，']) {
            let off = part.contains("放假");
            let works = part.contains("上班");
            let spans = self.spans(part);
            if spans.is_empty() {
                self.count(sentence, part);
            } else if off || works {
                spans.into_iter().for_each(|(first, last)| self.take(part, first, last, off));
                self.count(sentence, part);
            } else if !is_date_of_the_notice(part) {
                let en = "it does not say whether these days are off (放假) or worked (上班)";
                self.doubts.push(Doubt::new(part, "没有写明是“放假”还是“上班”", en));
            }
        }
    }

    /// `共7天` must be as many days as the sentence's own spans.
    fn count(&mut self, sentence: &str, part: &str) {
        let Some(said) = part.split_once('共').or_else(|| part.split_once("放假")).and_then(|(_, rest)| {
            let digits: String = rest.trim().chars().take_while(char::is_ascii_digit).collect();
            let behind = rest.trim().get(digits.len()..)?.trim_start().starts_with('天');
            digits.parse::<usize>().ok().filter(|_| behind)
        }) else {
            return;
        };
        let off: Vec<&str> = sentence.split([',', '，']).filter(|part| part.contains("放假")).collect();
        let days: usize = off
            .iter()
            .flat_map(|part| self.spans(part))
            .map(|(first, last)| between(first, last).len())
            .sum();
        if days > 0 && days != said {
            let (zh, en) = (
                format!("写的是 {said} 天，算出来是 {days} 天，请核对日期"),
                format!("it says {said} days, the dates make {days}: compare them"),
            );
            self.doubts.push(Doubt::new(sentence, zh, en));
        }
    }

    fn take(&mut self, at: &str, first: Date, last: Date, is_off: bool) {
        let days = between(first, last);
        if days.is_empty() || days.len() > LONGEST {
            let en = "the end stands before the beginning, or too far behind it";
            self.doubts.push(Doubt::new(at, "结束日期在开始之前，或隔得太远", en));
            return;
        }
        for day in days {
            // A holiday may begin in the last days of the year before.
            if (day.year() - self.year).abs() > 1 {
                let (zh, en) =
                    (format!("{day} 不属于 {} 年", self.year), format!("{day} is not in {}", self.year));
                self.doubts.push(Doubt::new(at, zh, en));
                return;
            }
            let list = if is_off { &mut self.found.holidays } else { &mut self.found.make_up_days };
            list.insert(day);
        }
    }

    /// The dates and ranges of a part; a wrong weekday is a doubt.
    fn spans(&mut self, part: &str) -> Vec<(Date, Date)> {
        let mut spans: Vec<(Date, Date)> = Vec::new();
        let (mut year, mut month, mut number, mut to) = (self.year, None::<i8>, String::new(), false);
        let mut chars = part.chars();
        while let Some(c) = chars.next() {
            match c {
                '0'..='9' => {
                    number.push(c);
                    continue;
                }
                '年' => year = number.parse().unwrap_or(year),
                '月' => month = number.parse().ok(),
                '日' | '号' if month.is_some() && !number.is_empty() => {
                    let date = month.zip(number.parse().ok()).and_then(|(m, d)| Date::new(year, m, d).ok());
                    match (date, spans.last_mut()) {
                        (Some(date), Some(last)) if to => last.1 = date,
                        (Some(date), _) => spans.push((date, date)),
                        (None, _) => {
                            let (zh, en) =
                                (format!("没有 {number} 日这一天"), format!("there is no day {number}"));
                            self.doubts.push(Doubt::new(part, zh, en));
                        }
                    }
                    to = false;
                }
                '至' | '到' | '—' | '–' | '-' | '~' | '～' => to = true,
                '（' | '(' => {
                    let inside: String = chars.by_ref().take_while(|c| !matches!(c, '）' | ')')).collect();
                    self.weekday(part, spans.last().map(|(_, last)| *last), &inside);
                }
                _ => {}
            }
            number.clear();
        }
        spans
    }

    fn weekday(&mut self, part: &str, date: Option<Date>, inside: &str) {
        let Some(date) = date else { return };
        let Some(said) = inside.split_once('周').or_else(|| inside.split_once("星期")) else { return };
        let named = said.1.chars().next().and_then(|c| "一二三四五六日天".chars().position(|day| day == c));
        let Some(named) = named.map(|place| place.min(6)) else { return };
        let real = usize::from(date.weekday().to_monday_zero_offset() as u8);
        let doubt = format!("{date} 不是周{}，请核对", "一二三四五六日".chars().nth(named).unwrap_or('?'));
        if named != real && !self.doubts.iter().any(|known| known.zh == doubt) {
            self.doubts.push(Doubt::new(part, doubt, format!("{date} is another weekday than it says")));
        }
    }
}

/// `2025年11月4日` by itself, as the notice ends.
fn is_date_of_the_notice(part: &str) -> bool {
    let part = part.trim();
    part.ends_with('日') && part.chars().all(|c| c.is_ascii_digit() || matches!(c, '年' | '月' | '日'))
}

fn between(first: Date, last: Date) -> Vec<Date> {
    if last < first {
        return Vec::new();
    }
    first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last).take(LONGEST + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTICE_2026: &str = "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
国务院办公厅
2025年11月4日";

    fn days(texts: &[&str]) -> BTreeSet<Date> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn the_notice_is_read_as_it_is_pasted() {
        let read = read(2026, NOTICE_2026).unwrap();
        assert_eq!(read.holidays.len(), 3 + 9 + 3 + 5 + 3 + 3 + 7);
        let worked = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"];
        assert_eq!(read.make_up_days, days(&worked));
        assert!(read.holidays.contains(&"2026-02-23".parse().unwrap()));
    }

    #[test]
    fn rows_of_a_table_are_read_too() {
        let text = "date,kind\n2027-01-01,2027-01-03,休,元旦\n2027-01-09,班\n";
        let read = read(2027, text).unwrap();
        assert_eq!(read.holidays, days(&["2027-01-01", "2027-01-02", "2027-01-03"]));
        assert_eq!(read.make_up_days, days(&["2027-01-09"]));
    }

    #[test]
    fn what_disagrees_with_the_calendar_is_refused() {
        let doubt = |text: &str| read(2026, text).unwrap_err()[0].zh.clone();
        assert!(doubt("1月1日（周五）放假1天").contains("2026-01-01 不是周五"));
        assert!(doubt("1月1日（周四）至3日（周六）放假，共4天").contains("写的是 4 天，算出来是 3 天"));
        assert!(doubt("2月30日放假").contains("没有 30 日"));
        assert!(doubt("10月1日至10月7日（周三）").contains("没有写明"));
        assert!(doubt("10月7日至10月1日放假").contains("结束日期在开始之前"));
        assert!(doubt("祝大家节日快乐").contains("没有读到放假日期"));
        assert!(doubt("2026-01-01,也许").contains("第二列"));
        assert!(doubt("2026-01-01,休\n2026-01-01,班").contains("既放假又上班"));
    }

    #[test]
    fn one_day_off_without_make_up_days() {
        let read = read(2025, "一、元旦：1月1日（周三）放假1天，不调休。").unwrap();
        assert_eq!(read.holidays, days(&["2025-01-01"]));
        assert!(read.make_up_days.is_empty());
    }
}
