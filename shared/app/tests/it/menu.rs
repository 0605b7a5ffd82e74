//! The account's menu: who may do what, and in which order.

use std::sync::Arc;

use app::{
    AppError, content,
    jobs::OutboundJob,
    menu,
    ports::TableName,
    rows::{Batch, LiveMenu, MenuState},
    testing::{Bench, MemoryTable},
};
use domain::{
    content::{Command, Snapshot},
    egress::Egress,
    menu::Button,
    staff::Role,
};

fn click(name: &str, key: &str) -> Button {
    Button { kind: Some("click".into()), name: name.into(), key: Some(key.into()), ..Button::default() }
}

fn saved(button: Vec<Button>) -> menu::Save {
    menu::Save { button, seen: None }
}

async fn bench() -> (Bench, Arc<MemoryTable>) {
    let rows = Arc::new(MemoryTable::default());
    let bench = Bench::over(rows.clone()).await;
    let snapshot =
        Snapshot { menu_commands: [("help".to_owned(), Command::Help)].into(), ..Snapshot::default() };
    content::publish(rows.as_ref(), snapshot).await.unwrap();
    bench.app.content.refresh().await.unwrap();
    (bench, rows)
}

#[tokio::test]
async fn an_officer_edits_and_only_a_reviewer_publishes() {
    let (bench, rows) = bench().await;
    let zhang = bench.member("zhang", "张", Role::Officer).await;
    let chen = bench.member("chen", "陈", Role::Reviewer).await;
    let reader = bench.member("reader", "", Role::Reader).await;
    let button = vec![click("全部栏目", "help")];
    let denied = menu::save(&bench.app, &reader, saved(button.clone())).await;
    assert!(matches!(denied, Err(AppError::Denied(_))), "{denied:?}");
    let draft = menu::save(&bench.app, &zhang, saved(button.clone())).await.unwrap();
    assert_eq!((draft.edition, draft.edited_by.as_str()), (1, "zhang"));
    assert!(matches!(menu::publish(&bench.app, &zhang, None).await, Err(AppError::Denied(_))));
    menu::publish(&bench.app, &chen, Some(1)).await.unwrap();
    let job = bench.jobs.outbound().pop().unwrap();
    assert_eq!(job.group(), OutboundJob::account().as_str());
    let view = menu::view(&bench.app, &reader).await.unwrap();
    assert_eq!((view.versions.len(), view.versions[0].by.as_str()), (1, "chen"));
    assert!(view.state.pending.is_some(), "pending until the platform has answered");
    let audited = rows.all(TableName::Audit, "A#");
    assert!(
        audited.iter().any(|entry| entry.body.contains("published_menu") && entry.body.contains("version:1"))
    );
}

#[tokio::test]
async fn one_call_at_a_time_and_none_without_a_way_out() {
    let (mut bench, _) = bench().await;
    let chen = bench.member("chen", "陈", Role::Reviewer).await;
    menu::save(&bench.app, &chen, saved(vec![click("全部栏目", "help")])).await.unwrap();
    menu::look(&bench.app, &chen).await.unwrap();
    let second = menu::publish(&bench.app, &chen, None).await;
    assert!(matches!(&second, Err(AppError::Input { en, .. }) if en.contains("not ended")), "{second:?}");
    bench.clock.advance(jiff::SignedDuration::from_hours(2));
    menu::remove(&bench.app, &chen).await.expect("one that was lost does not block for ever");
    bench.app.work.egress = Egress::None;
    let nobody = menu::look(&bench.app, &chen).await;
    assert!(matches!(&nobody, Err(AppError::Input { en, .. }) if en.contains("nobody calls")), "{nobody:?}");
}

#[tokio::test]
async fn what_is_to_be_mended_is_kept_but_not_published() {
    let (bench, _) = bench().await;
    let chen = bench.member("chen", "陈", Role::Reviewer).await;
    menu::save(&bench.app, &chen, saved(vec![click("六个汉字太长", "help")])).await.unwrap();
    let refused = menu::publish(&bench.app, &chen, None).await;
    assert!(
        matches!(&refused, Err(AppError::Input { en, .. }) if en.contains("18 bytes of at most 16")),
        "{refused:?}"
    );
    menu::save(&bench.app, &chen, saved(vec![click("栏目", "nothing")])).await.unwrap();
    let refused = menu::publish(&bench.app, &chen, None).await;
    assert!(matches!(&refused, Err(AppError::Input { zh, .. }) if zh.contains("没有回答")), "{refused:?}");
    let four = menu::save(&bench.app, &chen, saved(vec![click("a", "help"); 4])).await;
    assert!(matches!(four, Err(AppError::Input { .. })), "{four:?}");
}

#[tokio::test]
async fn nobody_overwrites_what_they_have_not_seen() {
    let (bench, _) = bench().await;
    let chen = bench.member("chen", "陈", Role::Reviewer).await;
    let button = vec![click("全部栏目", "help")];
    menu::save(&bench.app, &chen, menu::Save { button: button.clone(), seen: Some(0) }).await.unwrap();
    let late = menu::save(&bench.app, &chen, menu::Save { button, seen: Some(0) }).await;
    assert_eq!(late, Err(AppError::Stale));
    assert_eq!(menu::publish(&bench.app, &chen, Some(0)).await, Err(AppError::Stale));
}

#[tokio::test]
async fn an_earlier_version_and_what_residents_see_can_become_the_draft() {
    let (bench, rows) = bench().await;
    let chen = bench.member("chen", "陈", Role::Reviewer).await;
    assert!(matches!(menu::adopt(&bench.app, &chen).await, Err(AppError::NotFound(_))));
    let first = vec![click("全部栏目", "help")];
    menu::save(&bench.app, &chen, saved(first.clone())).await.unwrap();
    menu::publish(&bench.app, &chen, None).await.unwrap();
    menu::save(&bench.app, &chen, saved(vec![click("别的", "help")])).await.unwrap();
    let restored = menu::restore(&bench.app, &chen, 1).await.unwrap();
    assert_eq!((restored.button, restored.edition), (first, 3));
    assert!(matches!(menu::restore(&bench.app, &chen, 2).await, Err(AppError::NotFound(_))));
    let live = vec![click("平台上的", "help")];
    let at = bench.app.clock.now();
    let mut batch = Batch::new();
    let state = MenuState { live: Some(LiveMenu { at, button: live.clone() }), ..MenuState::default() };
    batch.replace(&state).unwrap();
    batch.commit(rows.as_ref()).await.unwrap();
    assert_eq!(menu::adopt(&bench.app, &chen).await.unwrap().button, live);
    assert_eq!(menu::view(&bench.app, &chen).await.unwrap().changes(), Some(vec![]));
}
