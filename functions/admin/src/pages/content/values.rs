//! Between the fields of forms and the content.

use std::collections::BTreeMap;

use app::AppError;
use domain::{
    content::{
        Bilingual, Card, Emergency, Lapse, Rule, USUAL_KINDS,
        check::DAYS,
        edit::{Account, Topic, dashed, undashed},
        known::KnownAnswer,
    },
    time::{beijing, instant},
    working_time::{Schedule, Shift},
};
use jiff::{SignedDuration, ToSpan, civil::Date};

use crate::view::content::usual_box;

/// Values by the names of fields.
pub(super) type Values = BTreeMap<String, String>;

/// What a browser sent: its line ends made one byte, blank edges cut.
pub(super) fn tidy(values: &Values, name: &str) -> String {
    let text = values.get(name).map_or("", String::as_str);
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

fn both(values: &Values, name: &str) -> Bilingual {
    Bilingual { zh: tidy(values, &format!("{name}.zh")), en: tidy(values, &format!("{name}.en")) }
}

fn put(values: &mut Values, name: &str, value: impl Into<String>) {
    values.insert(name.to_owned(), value.into());
}

fn put_both(values: &mut Values, name: &str, text: &Bilingual) {
    put(values, &format!("{name}.zh"), &text.zh);
    put(values, &format!("{name}.en"), &text.en);
}

pub(super) fn input(field: &'static str, zh: &str, en: &str) -> AppError {
    AppError::Input { field, zh: zh.to_owned(), en: en.to_owned() }
}

/// The fields of a topic.
pub(super) fn of_topic(topic: &Topic) -> Values {
    let mut values = Values::new();
    put_both(&mut values, "title", &topic.title);
    put_both(&mut values, "body", &topic.body);
    put_both(&mut values, "source", &topic.source);
    put(&mut values, "owner", topic.owner.clone().unwrap_or_default());
    for (place, kind) in USUAL_KINDS.iter().enumerate() {
        if topic.usual.iter().flatten().any(|own| own == kind) {
            put(&mut values, &usual_box(place), "1");
        }
    }
    put(&mut values, "fresh_hours", topic.fresh_hours.map(|hours| hours.to_string()).unwrap_or_default());
    let until = topic.valid_until.map(|until| beijing(until - SignedDuration::from_secs(1)).date());
    put(&mut values, "valid_until", until.map(|date| date.to_string()).unwrap_or_default());
    put(&mut values, "lapse", if topic.lapse == Lapse::Hide { "hide" } else { "mark" });
    match &topic.card {
        None => {}
        Some(Card::Picture { media_id }) => {
            put(&mut values, "card", "picture");
            put(&mut values, "media_id", media_id);
        }
        Some(Card::Article { title, description, url, picture_url }) => {
            put(&mut values, "card", "article");
            put_both(&mut values, "card_title", title);
            put_both(&mut values, "card_description", description);
            put(&mut values, "url", url);
            put(&mut values, "picture_url", picture_url);
        }
    }
    values
}

/// The topic of the fields; what can't be read is left out, and said.
pub(super) fn topic(values: &Values) -> (Topic, Option<AppError>) {
    let mut wrong = None;
    let owner = tidy(values, "owner");
    let topic = Topic {
        title: both(values, "title"),
        body: both(values, "body"),
        source: both(values, "source"),
        owner: (!owner.is_empty()).then_some(owner),
        usual: Some(usual(values)),
        fresh_hours: maybe(values, "fresh_hours", &mut wrong, |text| {
            text.parse().map_err(|_| {
                input(
                    "fresh_hours",
                    "请填小时数，如 24，或不填",
                    "give a number of hours, such as 24, or nothing",
                )
            })
        }),
        valid_until: maybe(values, "valid_until", &mut wrong, |text| {
            date(text)
                .map(|date| instant(date.saturating_add(1.day()).to_datetime(jiff::civil::Time::midnight())))
                .ok_or_else(|| {
                    input(
                        "valid_until",
                        "日期要写成 2026-12-31，或不填",
                        "write the date as 2026-12-31, or nothing",
                    )
                })
        }),
        lapse: if tidy(values, "lapse") == "hide" { Lapse::Hide } else { Lapse::Mark },
        card: card(values),
    };
    (topic, wrong)
}

/// The usual kinds whose boxes are ticked.
fn usual(values: &Values) -> Vec<String> {
    let ticked = |place: &usize| values.contains_key(&usual_box(*place));
    let kinds = USUAL_KINDS.iter().enumerate().filter(|(place, _)| ticked(place));
    kinds.map(|(_, kind)| (*kind).to_owned()).collect()
}

fn maybe<T>(
    values: &Values,
    name: &str,
    wrong: &mut Option<AppError>,
    read: impl FnOnce(&str) -> Result<T, AppError>,
) -> Option<T> {
    let text = tidy(values, name);
    if text.is_empty() {
        return None;
    }
    read(&text).map_err(|error| wrong.get_or_insert(error).clone()).ok()
}

fn date(text: &str) -> Option<Date> {
    text.replace(['/', '.'], "-").parse().ok()
}

fn card(values: &Values) -> Option<Card> {
    match tidy(values, "card").as_str() {
        "picture" => Some(Card::Picture { media_id: tidy(values, "media_id") }),
        "article" => Some(Card::Article {
            title: both(values, "card_title"),
            description: both(values, "card_description"),
            url: tidy(values, "url"),
            picture_url: tidy(values, "picture_url"),
        }),
        _ => None,
    }
}

/// A topic's number.
pub(super) fn number(values: &Values) -> Result<u8, AppError> {
    domain::input::number(&tidy(values, "number"))
        .filter(|number| *number > 0)
        .ok_or_else(|| input("number", "请填 1 到 99 的数字", "give a number from 1 to 99"))
}

/// A topic's place.
pub(super) fn parent(values: &Values) -> Result<Vec<u8>, AppError> {
    undashed(&tidy(values, "parent"))
        .ok_or_else(|| input("parent", "请选一个栏目，或“最上层”", "choose a topic, or the top"))
}

/// The fields of greetings and promise.
pub(super) fn of_account(account: &Account) -> Values {
    let mut values = Values::new();
    put_both(&mut values, "name", &account.name);
    put_both(&mut values, "greeting", &account.greeting);
    put_both(&mut values, "welcome_back", &account.welcome_back);
    put_both(&mut values, "hours", &account.hours);
    put(&mut values, "promise_minutes", account.promise_minutes.to_string());
    values
}

/// Greetings and promise of the fields. A promise that is no number is 0, which the rules refuse.
pub(super) fn account(values: &Values) -> Account {
    Account {
        name: both(values, "name"),
        greeting: both(values, "greeting"),
        welcome_back: both(values, "welcome_back"),
        hours: both(values, "hours"),
        promise_minutes: tidy(values, "promise_minutes").parse().unwrap_or(0),
    }
}

/// One a line; blank ones don't count.
fn lines(values: &Values, name: &str) -> Vec<String> {
    tidy(values, name).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The fields of words of danger.
pub(super) fn of_emergency(emergency: &Emergency) -> Values {
    let mut values = Values::new();
    put(&mut values, "words", emergency.words.join("\n"));
    put_both(&mut values, "reply", &emergency.reply);
    values
}

/// Words of danger of the fields.
pub(super) fn emergency(values: &Values) -> Emergency {
    Emergency { words: lines(values, "words"), reply: both(values, "reply") }
}

/// The fields of a rule.
pub(super) fn of_rule(rule: &Rule) -> Values {
    let mut values = Values::new();
    put(&mut values, "words", rule.words.join("\n"));
    put(&mut values, "exact", if rule.exact { "exact" } else { "" });
    put(&mut values, "category", dashed(&rule.category));
    put_both(&mut values, "reply", &rule.reply);
    values
}

/// A rule of the fields.
pub(super) fn rule(values: &Values) -> Result<Rule, AppError> {
    Ok(Rule {
        words: lines(values, "words"),
        exact: tidy(values, "exact") == "exact",
        reply: both(values, "reply"),
        category: path(values)?,
    })
}

/// The numbers of a topic, which may be left out.
fn path(values: &Values) -> Result<Vec<u8>, AppError> {
    undashed(&tidy(values, "category")).ok_or_else(|| {
        input("category", "请填栏目的编号，如 4-1，或不填", "give a topic's numbers, such as 4-1, or nothing")
    })
}

/// The fields of a known answer.
pub(super) fn of_known(known: &KnownAnswer) -> Values {
    let mut values = Values::new();
    put_both(&mut values, "question", &known.question);
    put(&mut values, "variants", known.variants.join("\n"));
    put_both(&mut values, "answer", &known.answer);
    put(&mut values, "owner", known.owner.clone().unwrap_or_default());
    put(&mut values, "review_on", known.review_on.to_string());
    put(&mut values, "expires_on", known.expires_on.map(|day| day.to_string()).unwrap_or_default());
    put(&mut values, "category", dashed(&known.category));
    values
}

/// The known answer of the fields.
pub(super) fn known(id: &str, values: &Values) -> Result<KnownAnswer, AppError> {
    let day = |field: &'static str| {
        date(&tidy(values, field))
            .ok_or_else(|| input(field, "日期要写成 2027-06-30", "write the date as 2027-06-30"))
    };
    let owner = tidy(values, "owner");
    Ok(KnownAnswer {
        id: id.to_owned(),
        question: both(values, "question"),
        variants: lines(values, "variants"),
        answer: both(values, "answer"),
        owner: (!owner.is_empty()).then_some(owner),
        review_on: day("review_on")?,
        expires_on: match tidy(values, "expires_on").as_str() {
            "" => None,
            _ => Some(day("expires_on")?),
        },
        category: path(values)?,
    })
}

/// The fields of words that mean the same.
pub(super) fn of_synonyms(sets: &[Vec<String>]) -> Values {
    let lines: Vec<String> = sets.iter().map(|set| set.join(" = ")).collect();
    Values::from([("synonyms".to_owned(), lines.join("\n"))])
}

/// Words that mean the same of the fields.
pub(super) fn synonyms(values: &Values) -> Vec<Vec<String>> {
    let words = |line: String| line.split(['=', '＝']).map(|word| word.trim().to_owned()).collect();
    lines(values, "synonyms").into_iter().map(words).collect()
}

/// The fields of the week.
pub(super) fn of_week(schedule: &Schedule) -> Values {
    let mut values = Values::new();
    for (day, shifts) in DAYS.into_iter().zip(&schedule.weekly) {
        let shifts: Vec<String> = shifts.iter().map(|shift| String::from(*shift)).collect();
        put(&mut values, day, shifts.join(", "));
    }
    values
}

/// The week of the fields.
pub(super) fn week(values: &Values) -> Result<[Vec<Shift>; 7], AppError> {
    let mut weekly: [Vec<Shift>; 7] = Default::default();
    for (day, shifts) in DAYS.into_iter().zip(&mut weekly) {
        for text in
            tidy(values, day).split([',', '，', '、', ';', '；']).filter(|text| !text.trim().is_empty())
        {
            let plain = text.trim().replace('：', ":");
            shifts.push(Shift::try_from(plain).map_err(|en| AppError::Input {
                field: day,
                zh: format!("“{}” 不是班次：写成 08:30-12:00，开始在结束之前", text.trim()),
                en,
            })?);
        }
    }
    Ok(weekly)
}

/// The fields of one year's days.
pub(super) fn of_year(schedule: &Schedule, year: i16) -> Values {
    let of = |days: &std::collections::BTreeSet<Date>| {
        let days: Vec<String> = days.iter().filter(|day| day.year() == year).map(Date::to_string).collect();
        days.join("\n")
    };
    let mut values = Values::new();
    put(&mut values, "holidays", of(&schedule.holidays));
    put(&mut values, "make_up_days", of(&schedule.make_up_days));
    values
}

/// The days of a field, all in the year.
pub(super) fn days(
    values: &Values,
    name: &'static str,
    year: i16,
) -> Result<std::collections::BTreeSet<Date>, AppError> {
    let read = |line: String| {
        date(&line).filter(|day| day.year() == year).ok_or_else(|| AppError::Input {
            field: name,
            zh: format!("“{line}” 不是 {year} 年的日期：写成 {year}-01-01，每行一个"),
            en: format!("“{line}” is not a date in {year}: write {year}-01-01, one a line"),
        })
    };
    lines(values, name).into_iter().map(read).collect()
}
