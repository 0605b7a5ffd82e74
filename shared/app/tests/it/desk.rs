//! Officers give and file questions, keep drafts, see who else is there, send pictures, use canned responses.

use crate::support::Office;
use app::{
    AppError, canned, content, drafts, followers, keys, presence,
    questions::{self, Answer, Picture, Towards},
    rows::{Row, Stored, load},
    testing::asks,
};
use domain::{
    audit::Source,
    content::{Bilingual, Category, Snapshot},
    conversation::EntryBody,
    delivery::Content,
    ids::{Login, QuestionId},
    question::{Question, State},
    staff::{Actor, Role},
};
use jiff::{SignedDuration, Timestamp};

async fn question(office: &Office, id: &QuestionId) -> Question {
    let row: Stored<Question> = load(&*office.app.table, &keys::question(id)).await.unwrap().unwrap();
    row.value
}

async fn topics(office: &Office) {
    let category = |number, children| Category {
        number,
        title: Bilingual { zh: format!("栏目{number}"), en: String::new() },
        body: Bilingual::default(),
        source: Bilingual::default(),
        updated_at: Timestamp::UNIX_EPOCH,
        fresh_hours: None,
        owner: None,
        menu_keys: Vec::new(),
        children,
        ..Category::default()
    };
    let snapshot = Snapshot {
        categories: vec![category(4, vec![category(1, vec![])])],
        hours: Bilingual { zh: "周一至周五 8:30–17:30".to_owned(), en: "8:30 to 17:30".to_owned() },
        ..Snapshot::default()
    };
    content::publish(&*office.app.table, snapshot).await.unwrap();
    office.app.content.refresh().await.unwrap();
}

#[tokio::test]
async fn a_question_is_given_to_who_can_answer_and_it_is_written_down() {
    let office = Office::open().await;
    let (zhang, _) = (office.officer("zhang").await, office.officer("li").await);
    let reader = office.member("reader", "督查", Role::Reader).await;
    let id = asks(&office.app, "o1", "停水了？").await;
    let give = |to: &str| (Login::from(to), id.clone());
    let (li, to) = give("li");
    let given = questions::assign(&office.app, &zhang, &to, &li).await.unwrap();
    assert_eq!((given.state, given.assignee), (State::Taken, Some(li.clone())));
    questions::assign(&office.app, &zhang, &id, &li).await.unwrap();
    for nobody in ["reader", "nobody", ""] {
        let error = questions::assign(&office.app, &zhang, &id, &Login::from(nobody)).await;
        assert!(error.is_err(), "{nobody}");
    }
    let denied = questions::assign(&office.app, &reader, &id, &li).await;
    assert!(matches!(denied, Err(AppError::Denied(_))));
    let thread = questions::thread(&office.app, &zhang, &id).await.unwrap();
    assert!(
        matches!(&thread.entries[..], [entry] if matches!(&entry.body, EntryBody::Assigned { to, .. } if *to == li))
    );
    let audit = office.audit(Source::Admin).await;
    assert_eq!(audit.iter().filter(|line| **line == format!("zhang assigned question:{id}")).count(), 1);
    let names: Vec<_> = questions::colleagues(&office.app, &reader).await.unwrap();
    assert_eq!(names.iter().map(|row| row.login.as_str()).collect::<Vec<_>>(), ["li", "zhang"]);
}

#[tokio::test]
async fn a_question_is_filed_under_a_topic_that_exists() {
    let office = Office::open().await;
    topics(&office).await;
    let zhang = office.officer("zhang").await;
    let id = asks(&office.app, "o1", "停水了？").await;
    let filed = questions::categorise(&office.app, &zhang, &id, vec![4, 1]).await.unwrap();
    assert_eq!(filed.category, [4, 1]);
    let wrong = questions::categorise(&office.app, &zhang, &id, vec![9]).await;
    assert!(matches!(wrong, Err(AppError::Input { field: "category", .. })));
    assert!(questions::categorise(&office.app, &zhang, &id, vec![]).await.unwrap().category.is_empty());
    let audit = office.audit(Source::Admin).await;
    assert_eq!(audit.iter().filter(|line| line.contains(" categorised ")).count(), 2);
}

#[tokio::test]
async fn a_remark_is_written_down_without_its_words() {
    let office = Office::open().await;
    let zhang = office.officer("zhang").await;
    let id = asks(&office.app, "o1", "停水了？").await;
    let follower = question(&office, &id).await.follower;
    followers::remark(&office.app, &zhang, &follower, " 王阿姨 ").await.unwrap();
    followers::remark(&office.app, &zhang, &follower, "王阿姨").await.unwrap();
    let thread = questions::thread(&office.app, &zhang, &id).await.unwrap();
    assert_eq!(thread.follower.unwrap().remark.as_deref(), Some("王阿姨"));
    let long = followers::remark(&office.app, &zhang, &follower, &"长".repeat(31)).await;
    assert!(matches!(long, Err(AppError::Input { field: "remark", .. })));
    followers::remark(&office.app, &zhang, &follower, "").await.unwrap();
    let audit = office.audit(Source::Admin).await;
    assert_eq!(audit.iter().filter(|line| line.contains(" remarked ")).count(), 2);
    assert!(!audit.concat().contains("王阿姨"));
    let gone = followers::remark(&office.app, &zhang, &"NOBODY".into(), "x").await;
    assert!(matches!(gone, Err(AppError::NotFound(_))));
}

#[tokio::test]
async fn a_draft_is_ones_own_lasts_thirty_days_and_goes_with_the_answer() {
    let office = Office::open().await;
    let (zhang, li) = (office.officer("zhang").await, office.officer("li").await);
    let id = asks(&office.app, "o1", "停水了？").await;
    drafts::save(&office.app, &zhang, &id, "正在").await.unwrap();
    drafts::save(&office.app, &zhang, &id, "正在查").await.unwrap();
    let text = async |who: &Actor| drafts::find(&office.app, who, &id).await.unwrap().map(|draft| draft.text);
    assert_eq!((text(&zhang).await.as_deref(), text(&li).await), (Some("正在查"), None));
    let row = drafts::find(&office.app, &zhang, &id).await.unwrap().unwrap();
    assert_eq!(row.expires_at(), Some(office.app.clock.now() + SignedDuration::from_hours(720)));
    let answer = Answer { text: "已修好".to_owned(), ..Answer::default() };
    questions::answer(&office.app, &zhang, &id, answer).await.unwrap();
    assert_eq!(text(&zhang).await, None, "sent");
    drafts::save(&office.app, &zhang, &id, "再").await.unwrap();
    office.clock.advance(SignedDuration::from_hours(720));
    assert_eq!(text(&zhang).await, None, "too old, though the row is there");
    drafts::save(&office.app, &zhang, &id, "又").await.unwrap();
    drafts::save(&office.app, &zhang, &id, " ").await.unwrap();
    assert_eq!(text(&zhang).await, None, "forgotten");
    let long = drafts::save(&office.app, &zhang, &id, &"长".repeat(6_000)).await;
    assert!(matches!(long, Err(AppError::Input { field: "text", .. })));
    assert!(drafts::save(&office.app, &zhang, &"NOPE".into(), "x").await.is_err());
}

#[tokio::test]
async fn who_looks_and_who_writes_is_known_for_twenty_seconds() {
    let office = Office::open().await;
    let (zhang, li) = (office.officer("zhang").await, office.officer("li").await);
    let (a, b) = (asks(&office.app, "o1", "一").await, asks(&office.app, "o2", "二").await);
    presence::show(&office.app, &li, &a, false).await.unwrap();
    presence::show(&office.app, &li, &b, true).await.unwrap();
    let seen = async |id: &QuestionId| {
        let others = presence::others(&office.app, &zhang, id).await.unwrap();
        others.iter().map(|other| (other.login.to_string(), other.writes)).collect::<Vec<_>>()
    };
    assert_eq!(seen(&a).await, [("li".to_owned(), false)]);
    assert_eq!(seen(&b).await, [("li".to_owned(), true)]);
    assert_eq!(presence::others(&office.app, &li, &a).await.unwrap(), [], "oneself is not told");
    assert_eq!(presence::everybody(&office.app, &zhang).await.unwrap().len(), 2);
    office.clock.advance(SignedDuration::from_secs(12));
    presence::show(&office.app, &li, &a, true).await.unwrap();
    office.clock.advance(SignedDuration::from_secs(12));
    assert_eq!((seen(&a).await, seen(&b).await), (vec![("li".to_owned(), true)], vec![]));
    office.clock.advance(SignedDuration::from_secs(-3_600));
    assert_eq!(seen(&a).await, [], "a clock that is set back leaves nobody for ever");
}

#[tokio::test]
async fn the_list_leads_on_and_back_and_to_who_waits_longest() {
    let office = Office::open().await;
    let zhang = office.officer("zhang").await;
    let mut ids = Vec::new();
    for n in 0..9 {
        ids.push(asks(&office.app, &format!("o{n}"), "？").await);
        office.clock.advance(SignedDuration::from_secs(3));
    }
    for (n, id) in ids.iter().enumerate() {
        let go = async |towards| questions::neighbour(&office.app, &zhang, id, towards).await.unwrap();
        assert_eq!(go(Towards::Older).await, n.checked_sub(1).map(|n| ids[n].clone()));
        assert_eq!(go(Towards::Newer).await, ids.get(n + 1).cloned());
    }
    let oldest = async |except| questions::oldest_waiting(&office.app, &zhang, except).await.unwrap();
    assert_eq!(oldest(&ids[3]).await, Some(ids[0].clone()));
    assert_eq!(oldest(&ids[0]).await, Some(ids[1].clone()));
}

#[tokio::test]
async fn what_a_resident_asked_before_is_found() {
    let office = Office::open().await;
    let zhang = office.officer("zhang").await;
    let mut ids = Vec::new();
    for text in ["一", "二", "三"] {
        ids.push(asks(&office.app, "o1", text).await);
        office.clock.advance(SignedDuration::from_secs(60));
    }
    asks(&office.app, "o2", "别人").await;
    let follower = question(&office, &ids[2]).await.follower;
    let past = followers::past(&office.app, &zhang, &follower, &ids[2], 8).await.unwrap();
    assert_eq!(past.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(), ["二", "一"]);
}

fn picture() -> Option<Picture> {
    Some(Picture { jpeg: vec![0xff, 0xd8, 0xff, 1] })
}

#[tokio::test]
async fn a_picture_goes_out_behind_its_words_as_a_message_of_its_own() {
    let office = Office::open().await;
    let zhang = office.officer("zhang").await;
    let id = asks(&office.app, "o1", "表怎么填？").await;
    let key = Some("once".to_owned());
    let command =
        Answer { text: "见图".to_owned(), picture: picture(), idempotency_key: key, ..Answer::default() };
    let done = questions::answer(&office.app, &zhang, &id, command.clone()).await.unwrap();
    let sent = done.picture.unwrap();
    assert!(done.delivery.id < sent.id, "in this order");
    assert_eq!(office.jobs.outbound().len(), 2);
    let Content::Picture { object, uploaded: None } = &sent.content else { panic!("{sent:?}") };
    assert_eq!(office.app.blobs.get(object).await.unwrap().unwrap().bytes, picture().unwrap().jpeg);
    let again = questions::answer(&office.app, &zhang, &id, command).await.unwrap();
    assert_eq!(again.delivery.id, done.delivery.id, "pressed twice, sent once");
    let thread = questions::thread(&office.app, &zhang, &id).await.unwrap();
    assert_eq!((thread.entries.len(), thread.deliveries.len()), (2, 2));
    let entry = &thread.entries[1];
    assert!(matches!(&entry.body, EntryBody::Picture { bytes: 4, .. }));
    let shown = questions::sent_picture(&office.app, &zhang, &id, &entry.id).await.unwrap();
    assert_eq!(shown.bytes.len(), 4);
    assert!(questions::sent_picture(&office.app, &zhang, &id, &thread.entries[0].id).await.is_err());

    let alone = Answer { picture: picture(), end: true, ..Answer::default() };
    let done = questions::answer(&office.app, &zhang, &id, alone).await.unwrap();
    assert!(done.picture.is_none() && matches!(done.delivery.content, Content::Picture { .. }));
    let thread = questions::thread(&office.app, &zhang, &id).await.unwrap();
    assert!(matches!(thread.entries[3].body, EntryBody::Change { .. }), "the end stands below the picture");
}

#[tokio::test]
async fn an_account_that_pushes_nothing_sends_no_picture() {
    let office = Office::open().await;
    let zhang = office.officer("zhang").await;
    let id = asks(&office.app, "o1", "表怎么填？").await;
    let mut app = office.app.clone();
    app.work.egress = domain::egress::Egress::None;
    let refused =
        questions::answer(&app, &zhang, &id, Answer { picture: picture(), ..Answer::default() }).await;
    assert!(matches!(refused, Err(AppError::Input { field: "picture", .. })));
}

fn senior_card() -> canned::Save {
    canned::Save {
        code: "LNK".to_owned(),
        title: "老年卡".to_owned(),
        text: Bilingual {
            zh: "{称呼}您好，{编号}：{工作时间}办理，{期限}前答复。".to_owned(),
            en: "Dear {称呼}, {编号}: {工作时间}, by {期限}.".to_owned(),
        },
        ..canned::Save::default()
    }
}

#[tokio::test]
async fn a_canned_response_is_found_by_initials_filled_in_and_counted() {
    let office = Office::open().await;
    topics(&office).await;
    let zhang = office.officer("zhang").await;
    let row = canned::save(&office.app, &zhang, senior_card()).await.unwrap();
    assert_eq!((row.code.as_str(), row.initials.as_str()), ("lnk", "lnk"));
    let id = asks(&office.app, "o1", "老年卡？").await;
    let asked = question(&office, &id).await;
    let content = office.app.content.in_memory();
    let now = office.app.clock.now();
    let follower = questions::thread(&office.app, &zhang, &id).await.unwrap().follower;
    let text = canned::filled(&row, &asked, follower.as_ref(), &content, now);
    let number = asked.number.as_str();
    assert_eq!(text, format!("居民朋友您好，{number}：周一至周五 8:30–17:30办理，今天 11:10前答复。"));
    let late = canned::filled(&row, &asked, None, &Snapshot::default(), now + SignedDuration::from_hours(3));
    assert!(late.ends_with("工作日上班时间办理，尽快前答复。"), "{late}");
    canned::used(&office.app, &zhang, "lnk").await.unwrap();
    canned::used(&office.app, &zhang, "gone").await.unwrap();
    let changed = canned::Save { code: "lnk2".to_owned(), replaces: Some("lnk".to_owned()), ..senior_card() };
    assert_eq!(canned::save(&office.app, &zhang, changed).await.unwrap().used, 1);
    assert!(canned::find(&office.app, &zhang, "lnk").await.is_err(), "it moved");
    assert_eq!(canned::list(&office.app, &zhang).await.unwrap().len(), 1);
    canned::remove(&office.app, &zhang, "lnk2").await.unwrap();
    assert!(canned::remove(&office.app, &zhang, "lnk2").await.is_err());
    let audit = office.audit(Source::Admin).await;
    assert_eq!(audit.iter().filter(|line| line.contains("_canned ")).count(), 3);
}

#[tokio::test]
async fn what_an_editor_has_to_change_is_named() {
    let office = Office::open().await;
    let (zhang, reader) = (office.officer("zhang").await, office.member("reader", "", Role::Reader).await);
    canned::save(&office.app, &zhang, senior_card()).await.unwrap();
    let both = |zh: &str| Bilingual { zh: zh.to_owned(), en: String::new() };
    let cases = [
        ("code", senior_card()),
        ("code", canned::Save { code: "老年卡".to_owned(), ..senior_card() }),
        ("title", canned::Save { code: "a".to_owned(), title: " ".to_owned(), ..senior_card() }),
        ("zh", canned::Save { code: "a".to_owned(), text: both(" "), ..senior_card() }),
        ("zh", canned::Save { code: "a".to_owned(), text: both("{姓名}好"), ..senior_card() }),
        ("zh", canned::Save { code: "a".to_owned(), text: both(&"长".repeat(601)), ..senior_card() }),
        ("category", canned::Save { code: "a".to_owned(), category: vec![7], ..senior_card() }),
        ("initials", canned::Save { code: "a".to_owned(), initials: "老".to_owned(), ..senior_card() }),
    ];
    for (wrong, command) in cases {
        match canned::save(&office.app, &zhang, command).await {
            Err(AppError::Input { field, .. }) => assert_eq!(field, wrong),
            other => panic!("{wrong}: {other:?}"),
        }
    }
    let denied =
        canned::save(&office.app, &reader, canned::Save { code: "a".to_owned(), ..senior_card() }).await;
    assert!(matches!(denied, Err(AppError::Denied(_))));
}
