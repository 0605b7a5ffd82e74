//! The audit is read over days, taken out, held against its hashes, and stands many who act at once.

use std::time::Instant;

use crate::support::Office;
use app::{
    App, AppError,
    audit::{self, Filter, Found, List, MAX_PAGE},
    keys,
    ports::{Blob, Expect, Op, Query, TableName},
    questions,
    rows::{Audit, Batch},
    testing::asks,
};
use domain::{
    audit::{Chain, Entry, Event, Fault, Head, Source},
    staff::{Actor, Permission, Role},
    time::beijing,
};
use jiff::SignedDuration;

async fn write(app: &App, source: Source, actor: &str, action: &str, object: &str) {
    app::retrying(|| async {
        let now = app.clock.now();
        let event = Event {
            at: now,
            actor: actor.to_owned(),
            action: action.to_owned(),
            object: object.to_owned(),
            detail: String::new(),
        };
        let mut batch = Batch::new();
        Audit::open(app.table.as_ref(), source, now).await?.append(&mut batch, [event])?;
        Ok(batch.commit(app.table.as_ref()).await?)
    })
    .await
    .unwrap();
}

async fn all(app: &App, actor: &Actor, filter: Filter, limit: usize) -> Vec<String> {
    let (mut found, mut cursor) = (Vec::new(), None);
    loop {
        let list = List { filter: filter.clone(), limit, cursor };
        let page: Found = audit::list(app, actor, list).await.unwrap();
        assert!(page.entries.len() <= limit);
        found.extend(page.entries.into_iter().map(|listed| {
            let event = listed.entry.event;
            format!("{} {} {}", event.actor, event.action, event.object)
        }));
        cursor = page.next;
        if cursor.is_none() {
            return found;
        }
    }
}

/// Three days of acts, one a minute, by several writers; newest first.
async fn three_days(office: &Office) -> Vec<String> {
    let mut written = Vec::new();
    for day in 0..3 {
        for n in 0..40 {
            let actor = ["zhang", "li", "wang"][n % 3];
            let source = if n % 10 == 9 { Source::Cli } else { Source::Admin };
            let object = format!("question:{day}-{n}");
            write(&office.app, source, actor, "took", &object).await;
            written.insert(0, format!("{actor} took {object}"));
            office.clock.advance(SignedDuration::from_mins(1));
        }
        office.clock.advance(SignedDuration::from_hours(24) - SignedDuration::from_mins(40));
    }
    office.clock.advance(-SignedDuration::from_hours(24));
    written
}

#[tokio::test]
async fn pages_lead_over_days_and_chains_from_the_newest_to_the_oldest() {
    let office = Office::open().await;
    let reader = office.member("root", "", Role::Administrator).await;
    let written = three_days(&office).await;
    let mut filter = Filter::last(&office.app, 3);
    filter.action = "took".to_owned();
    for limit in [1, 7, 50, MAX_PAGE] {
        assert_eq!(all(&office.app, &reader, filter.clone(), limit).await, written, "pages of {limit}");
    }
    let today = Filter { from: filter.to, ..filter.clone() };
    assert_eq!(all(&office.app, &reader, today, 50).await, written[..40]);
}

#[tokio::test]
async fn who_what_and_which_object_narrow_it_down() {
    let office = Office::open().await;
    let reader = office.member("root", "", Role::Administrator).await;
    let written = three_days(&office).await;
    let filter = Filter::last(&office.app, 3);
    let of_li: Vec<_> = written.iter().filter(|line| line.starts_with("li ")).cloned().collect();
    let who = Filter { who: " Li ".to_owned(), ..filter.clone() };
    assert_eq!(all(&office.app, &reader, who, 6).await, of_li);
    let object = Filter { object: "question:1-7".to_owned(), ..filter.clone() };
    assert_eq!(all(&office.app, &reader, object, 6).await, ["li took question:1-7"]);
    let action = Filter { action: "added_staff".to_owned(), ..filter.clone() };
    assert_eq!(all(&office.app, &reader, action, 6).await, ["command-line added_staff staff:root"]);

    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    let officer = office.officer("zhang").await;
    let thread = questions::thread(&office.app, &officer, &question).await.unwrap();
    let mut batch = Batch::new();
    batch.put(keys::number(&thread.question.number), &question, None, Expect::Absent).unwrap();
    batch.commit(office.app.table.as_ref()).await.unwrap();
    let number =
        Filter { object: thread.question.number.to_string().to_lowercase(), ..Filter::last(&office.app, 3) };
    assert_eq!(
        all(&office.app, &reader, number, 6).await,
        [format!("zhang read_thread question:{question}")]
    );
}

#[tokio::test]
async fn only_who_may_read_the_audit_does_and_taking_it_out_is_audited() {
    let office = Office::open().await;
    let root = office.member("root", "", Role::Administrator).await;
    let today = Filter::last(&office.app, 1);
    for role in [Role::Reader, Role::Officer, Role::Reviewer] {
        let other = office.member(role.as_str(), "", role.clone()).await;
        let list = List { filter: today.clone(), limit: 10, cursor: None };
        let denied = audit::list(&office.app, &other, list).await.unwrap_err();
        assert!(matches!(denied, AppError::Denied(denied) if denied.0 == Permission::ReadAudit));
        assert!(audit::export(&office.app, &other, today.clone()).await.is_err());
        assert!(audit::verify(&office.app, &other, today.from, today.to).await.is_err());
    }
    let who = Filter { who: "command-line".to_owned(), ..today.clone() };
    assert_eq!(audit::export(&office.app, &root, who).await.unwrap().len(), 4);
    let exported = all(&office.app, &root, Filter { who: "root".to_owned(), ..today.clone() }, 10).await;
    assert_eq!(exported, [format!("root exported_audit audit:{0}..{0}", today.to)]);
    let wrong = [
        Filter { from: today.to, to: today.to - jiff::Span::new().days(1), ..today.clone() },
        Filter { from: today.to - jiff::Span::new().days(400), ..today },
    ];
    for filter in wrong {
        let error = audit::export(&office.app, &root, filter).await.unwrap_err();
        assert!(matches!(error, AppError::Input { field: "from", .. }), "{error:?}");
    }
}

#[tokio::test]
async fn nothing_in_the_audit_ever_expires() {
    let office = Office::open().await;
    three_days(&office).await;
    let date = beijing(office.app.clock.now()).date();
    let mut rows = 0;
    for chain in Chain::all(date) {
        for partition in [keys::audit_partition(chain), keys::audit_heads(date, chain.source)] {
            let page =
                office.app.table.query(&Query::partition(TableName::Audit, partition, 500)).await.unwrap();
            rows += page.items.len();
            assert!(page.items.iter().all(|item| item.expires_at.is_none()));
        }
    }
    assert!(rows > 40, "{rows}");
}

/// Overwrites a row as somebody with the console's rights could.
async fn overwrite(app: &App, key: app::ports::Key, row: &impl serde::Serialize) {
    let body = serde_json::to_string(row).unwrap();
    app.table.transact(vec![Op::Put { key, body, expires_at: None, expect: Expect::Any }]).await.unwrap();
}

#[tokio::test]
async fn a_changed_entry_is_found_and_named() {
    let office = Office::open().await;
    let root = office.member("root", "", Role::Administrator).await;
    three_days(&office).await;
    let days = Filter::last(&office.app, 3);
    let report = audit::verify(&office.app, &root, days.from, days.to).await.unwrap();
    assert!(report.is_whole() && report.entries() == 121, "{report:?}");
    let chain = Chain::of(days.to, Source::Admin, "li");
    let item = office.app.table.get(&keys::audit(&chain, 3)).await.unwrap().unwrap();
    let mut entry: Entry = serde_json::from_str(&item.body).unwrap();
    entry.event.object = "question:other".to_owned();
    overwrite(&office.app, keys::audit(&chain, 3), &entry).await;
    let report = audit::verify(&office.app, &root, days.from, days.to).await.unwrap();
    let broken: Vec<_> = report.broken().map(|broken| (broken.chain, broken.fault)).collect();
    assert_eq!(broken, [(chain, Some(Fault::Changed { seq: 3 }))]);
    overwrite(&office.app, keys::audit(&chain, 3), &"not an entry").await;
    let report = audit::verify(&office.app, &root, days.from, days.to).await.unwrap();
    assert_eq!(report.broken().next().unwrap().fault, Some(Fault::Changed { seq: 3 }));
    let read = all(&office.app, &root, Filter { who: "li".to_owned(), ..days }, 50).await;
    assert_eq!(read.len(), 39 - 1, "what can be read is still shown");
}

#[tokio::test]
async fn a_chain_that_was_written_anew_with_its_head_is_found_by_the_hourly_witness() {
    let office = Office::open().await;
    let root = office.member("root", "", Role::Administrator).await;
    for action in ["took", "answered", "ended"] {
        write(&office.app, Source::Admin, "li", action, "question:1").await;
    }
    let date = beijing(office.app.clock.now()).date();
    assert_eq!(audit::witness(&office.app, office.app.clock.now()).await.unwrap(), 2);
    write(&office.app, Source::Admin, "li", "noted", "question:1").await;
    let report = audit::verify(&office.app, &root, date, date).await.unwrap();
    assert!(report.is_whole() && report.last_witness.is_some());
    assert_eq!((report.entries(), report.witnessed()), (5, 4), "one more than was written down");

    let chain = Chain::of(date, Source::Admin, "li");
    let mut head = Head::first(&chain.to_string());
    for (seq, action) in (1..).zip(["took", "deleted", "ended", "noted"]) {
        let item = office.app.table.get(&keys::audit(&chain, seq)).await.unwrap().unwrap();
        let mut entry: Entry = serde_json::from_str(&item.body).unwrap();
        entry.event.action = action.to_owned();
        let (entry, next) = head.append(entry.event);
        overwrite(&office.app, keys::audit(&chain, seq), &entry).await;
        head = next;
    }
    overwrite(&office.app, keys::audit_head(&chain), &head).await;
    let report = audit::verify(&office.app, &root, date, date).await.unwrap();
    let fault = report.broken().next().unwrap().fault;
    assert!(matches!(fault, Some(Fault::Replaced { seq: 3, .. })), "{report:?}");

    let blob = Blob { content_type: "application/json".to_owned(), bytes: b"[".to_vec() };
    office.app.blobs.put(&format!("audit-heads/{date}/09.json"), blob).await.unwrap();
    let report = audit::verify(&office.app, &root, date, date).await.unwrap();
    assert_eq!(report.unreadable, [format!("audit-heads/{date}/09.json")]);
}

#[tokio::test]
async fn yesterdays_last_entries_are_witnessed_after_midnight() {
    let office = Office::open().await;
    let root = office.member("root", "", Role::Administrator).await;
    write(&office.app, Source::Admin, "li", "took", "question:1").await;
    let date = beijing(office.app.clock.now()).date();
    office.clock.advance(SignedDuration::from_hours(14));
    audit::witness(&office.app, office.app.clock.now()).await.unwrap();
    let report = audit::verify(&office.app, &root, date, date).await.unwrap();
    assert_eq!((report.entries(), report.witnessed()), (2, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_acts_of_ten_officers_at_once_all_get_through_and_so_do_those_of_one() {
    let office = Office::open().await;
    let root = office.member("root", "", Role::Administrator).await;
    for (officers, round) in [(10, "ten"), (1, "one")] {
        let mut actors = Vec::new();
        for n in 0..officers {
            actors.push(office.member(&format!("{round}-{n}"), "", Role::Officer).await);
        }
        let mut acts = tokio::task::JoinSet::new();
        let began = Instant::now();
        for n in 0..200 {
            let question = asks(&office.app, &format!("{round}-{n}"), "老年卡在哪里办？").await;
            let (app, officer) = (office.app.clone(), actors[n % officers].clone());
            acts.spawn(async move { questions::take(&app, &officer, &question).await });
        }
        let done = acts.join_all().await;
        let failed: Vec<_> = done.into_iter().filter_map(Result::err).collect();
        assert_eq!(failed, [], "by {round}");
        println!("200 acts at once by {round} of the officers: {} ms", began.elapsed().as_millis());
    }
    let date = beijing(office.app.clock.now()).date();
    let report = audit::verify(&office.app, &root, date, date).await.unwrap();
    assert!(report.is_whole(), "{report:?}");
    let took = Filter { action: "took".to_owned(), ..Filter::days(date, date) };
    assert_eq!(all(&office.app, &root, took, MAX_PAGE).await.len(), 400);
}

/// What the issue names: who read, wrote, sent, exported. Signing in and out stand in `staff.rs`.
#[tokio::test]
async fn what_officers_do_is_there_and_never_a_residents_words() {
    let office = Office::open().await;
    let root = office.member("root", "", Role::Administrator).await;
    let officer = office.officer("zhang").await;
    let question = asks(&office.app, "o1", "老年卡在哪里办？").await;
    questions::thread(&office.app, &officer, &question).await.unwrap();
    questions::note(&office.app, &officer, &question, "已问民政局").await.unwrap();
    let answer = questions::Answer { text: "在便民服务中心。".to_owned(), ..Default::default() };
    questions::answer(&office.app, &officer, &question, answer).await.unwrap();
    questions::end(&office.app, &officer, &question).await.unwrap();
    audit::export(&office.app, &root, Filter::last(&office.app, 1)).await.unwrap();
    let entries = audit::export(&office.app, &root, Filter::last(&office.app, 1)).await.unwrap();
    let actions: Vec<_> = entries.iter().map(|listed| listed.entry.event.action.as_str()).collect();
    for wanted in ["read_thread", "noted", "answered", "ended", "exported_audit", "added_staff"] {
        assert!(actions.contains(&wanted), "{wanted}: {actions:?}");
    }
    let text = format!("{entries:?}");
    assert!(!text.contains("老年卡") && !text.contains("民政局") && !text.contains("便民"), "{text}");
}
