//! A small district's content.

use std::collections::BTreeMap;

use domain::{
    content::{Bilingual, Category, Command, Emergency, Rule, Snapshot},
    working_time::{Schedule, Shift},
};
use jiff::Timestamp;

fn both(zh: &str, en: &str) -> Bilingual {
    Bilingual { zh: zh.to_owned(), en: en.to_owned() }
}

fn category(number: u8, zh: &str, en: &str, now: Timestamp) -> Category {
    Category {
        number,
        title: both(zh, en),
        body: both(&format!("{zh}的内容"), if number == 6 { "" } else { en }),
        source: both("区交通局", "Transport bureau"),
        updated_at: now,
        fresh_hours: Some(24),
        menu_keys: vec![format!("topic{number}")],
        ..Category::default()
    }
}

pub fn sample(now: Timestamp) -> Snapshot {
    let mut categories: Vec<Category> = [
        (1, "今日提醒", "Today"),
        (2, "办事指南", "Services"),
        (3, "公交路况", "Buses & roads"),
        (4, "社保医保", "Insurance"),
        (5, "入学就业", "School and work"),
        (6, "旅游出行", "Visiting"),
    ]
    .map(|(number, zh, en)| category(number, zh, en, now))
    .into();
    categories[1].children = vec![
        category(1, "身份证", "Identity card", now),
        Category {
            children: vec![category(1, "结婚", "Marriage", now)],
            ..category(2, "户口", "Household register", now)
        },
    ];
    categories[1].children.iter_mut().for_each(|child| child.menu_keys = vec![]);
    let shift = |text: &str| Shift::try_from(text.to_owned()).unwrap();
    let mut schedule = Schedule::default();
    schedule.weekly[..5].fill(vec![shift("08:30-12:00"), shift("14:00-17:30")]);
    Snapshot {
        version: 0,
        name: both("海州区问渠服务号", "Haizhou service account"),
        greeting: both(
            "您好，这里是海州区问渠服务号。",
            "Hello, this is the Haizhou district service account.",
        ),
        welcome_back: both("欢迎回来。", "Welcome back."),
        hours: both("周一至周五 8:30–12:00，14:00–17:30", "Mon–Fri 8:30–12:00, 14:00–17:30"),
        categories,
        rules: vec![
            Rule {
                words: vec!["电话".to_owned()],
                exact: true,
                reply: both("总机 0518-12345", "Call 0518-12345"),
                category: vec![],
            },
            Rule {
                words: vec!["公交".to_owned()],
                exact: false,
                reply: Bilingual::default(),
                category: vec![3],
            },
        ],
        emergency: Emergency {
            words: vec!["煤气泄漏".to_owned(), "着火".to_owned(), "gas leak".to_owned()],
            reply: both(
                "紧急情况请立即拨打 110 / 119 / 120，其他诉求 12345。",
                "In an emergency call 110 / 119 / 120 now; other matters 12345.",
            ),
        },
        menu_commands: BTreeMap::from([
            ("person".to_owned(), Command::Person),
            ("progress".to_owned(), Command::Progress),
        ]),
        schedule,
        promise_minutes: 60,
        ..Snapshot::default()
    }
}
