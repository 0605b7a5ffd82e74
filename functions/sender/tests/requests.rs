//! Calls that worker jobs ask for.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use app::{
    jobs::{OutboundJob, Work, WorkerJob},
    keys,
    ports::Blobs,
    rows::{Batch, PlatformRequest, RequestOutcome, RequestRow, load},
};
use common::{Desk, Does, MEDIA, PROFILE, TOKEN, Write, follower};
use wechat::client::Button;

use sender::Handled;

const OBJECT: &str = "media/f/m/original";

async fn asked(desk: &Desk, request: PlatformRequest) -> OutboundJob {
    let job = WorkerJob { id: "J1".into(), due_ms: 0, work: Work::Profile { follower: follower() } };
    let expires_at = desk.now() + jiff::SignedDuration::from_hours(72);
    let row = RequestRow {
        job: job.id.clone(),
        request,
        outcome: None,
        attempts: 0,
        refused: 0,
        retry_at: None,
        expires_at,
    };
    let mut batch = Batch::new();
    batch.insert(&row).unwrap();
    batch.commit(desk.rows.as_ref()).await.unwrap();
    OutboundJob::Request { follower: follower(), job }
}

fn media() -> PlatformRequest {
    PlatformRequest::FetchMedia { media_id: "M1".to_owned(), object: OBJECT.to_owned() }
}

async fn row(desk: &Desk) -> RequestRow {
    load(desk.rows.as_ref(), &keys::request(&"J1".into())).await.unwrap().unwrap().value
}

#[tokio::test]
async fn a_file_is_put_into_the_object_store_and_the_job_comes_back() {
    let desk = Desk::new();
    let job = asked(&desk, media()).await;
    desk.platform.next(MEDIA, [Does::Answers(b"\xff\xd8\xffJPEG".to_vec())]);
    assert_eq!(desk.sender.handle(&job).await, Handled::Done);
    assert_eq!(desk.blobs.get(OBJECT).await.unwrap().unwrap().bytes, b"\xff\xd8\xffJPEG");
    let bytes = 7;
    let content_type = "application/octet-stream".to_owned();
    assert_eq!(row(&desk).await.outcome, Some(RequestOutcome::Media { content_type, bytes }));
    assert_eq!(desk.jobs.worker().len(), 1);
    assert_eq!(desk.sender.handle(&job).await, Handled::Done);
    assert_eq!(desk.platform.made(MEDIA).len(), 1, "a second time it only brings the job back");
    assert_eq!(desk.jobs.worker().len(), 1);
}

#[tokio::test]
async fn a_film_is_fetched_from_its_address() {
    let desk = Desk::new();
    let job = asked(&desk, media()).await;
    desk.platform.next(MEDIA, [Does::Answers(b"{\"video_url\":\"https://v.qq.com/1\"}".to_vec())]);
    assert_eq!(desk.sender.handle(&job).await, Handled::Done);
    let blob = desk.blobs.get(OBJECT).await.unwrap().unwrap();
    assert_eq!(
        (blob.content_type.as_str(), blob.bytes.as_slice()),
        ("video/mp4", b"https://v.qq.com/1".as_slice())
    );
}

#[tokio::test]
async fn a_file_that_the_platform_does_not_have_fails_with_the_reason() {
    let desk = Desk::new();
    let job = asked(&desk, media()).await;
    desk.platform.next(MEDIA, [Does::Refuses(40007)]);
    assert_eq!(desk.sender.handle(&job).await, Handled::Done);
    let outcome = row(&desk).await.outcome.unwrap();
    assert!(matches!(outcome, RequestOutcome::Failed { code: Some(40007), .. }), "{outcome:?}");
    assert_eq!(desk.jobs.worker().len(), 1);
}

#[tokio::test]
async fn a_busy_platform_is_asked_five_times_with_growing_pauses() {
    let desk = Desk::new();
    let job = asked(&desk, media()).await;
    desk.platform.next(MEDIA, std::iter::repeat_n(Does::Refuses(-1), 5));
    for pause in [1, 3, 10, 30, 60] {
        assert!(row(&desk).await.outcome.is_none());
        assert_eq!(desk.sender.handle(&job).await, Handled::Done);
        assert_eq!(desk.sender.handle(&job).await, Handled::Done);
        assert_eq!(row(&desk).await.retry_at.unwrap().duration_since(desk.now()).as_secs(), pause);
        desk.pass(pause);
    }
    assert!(matches!(row(&desk).await.outcome, Some(RequestOutcome::Failed { .. })));
    assert_eq!(desk.platform.made(MEDIA).len(), 5);
}

#[tokio::test]
async fn an_outage_of_hours_loses_no_file() {
    let desk = Desk::new();
    let job = asked(&desk, media()).await;
    desk.platform.next(MEDIA, (0..20).flat_map(|_| [Does::NotSent, Does::LostBefore, Does::Status(502)]));
    for _ in 0..60 {
        assert_eq!(desk.sender.handle(&job).await, Handled::Done);
        let pause = row(&desk).await.retry_at.unwrap().duration_since(desk.now());
        assert!(pause.as_secs() <= 900);
        desk.pass(pause.as_secs());
    }
    assert!(row(&desk).await.outcome.is_none());
    desk.platform.next(MEDIA, [Does::Answers(b"#!AMR".to_vec())]);
    assert_eq!(desk.sender.handle(&job).await, Handled::Done);
    assert!(matches!(row(&desk).await.outcome, Some(RequestOutcome::Media { .. })));
}

#[tokio::test]
async fn quota_rate_and_settings_are_waited_for() {
    for (path, code, pause) in [(MEDIA, 45011, 60), (MEDIA, 45009, 49_810), (TOKEN, 40164, 900)] {
        let desk = Desk::new();
        let job = asked(&desk, media()).await;
        desk.platform.next(path, [Does::Refuses(code)]);
        assert_eq!(desk.sender.handle(&job).await, Handled::Done);
        let row = row(&desk).await;
        assert!(row.outcome.is_none(), "{code}");
        assert_eq!(row.retry_at.unwrap().duration_since(desk.now()).as_secs(), pause, "{code}");
    }
}

#[tokio::test]
async fn what_is_known_of_a_follower_is_put_into_the_row() {
    let desk = Desk::new();
    let job = asked(&desk, PlatformRequest::FetchProfile { openid: "oU1".into() }).await;
    assert_eq!(desk.sender.handle(&job).await, Handled::Done);
    let Some(RequestOutcome::Profile { subscribe, subscribe_scene, .. }) = row(&desk).await.outcome else {
        panic!("no profile")
    };
    assert_eq!((subscribe, subscribe_scene.as_deref()), (true, Some("ADD_SCENE_SEARCH")));
}

#[tokio::test]
async fn an_account_without_the_permission_fails_at_once() {
    let desk = Desk::new();
    let job = asked(&desk, PlatformRequest::FetchProfile { openid: "oU1".into() }).await;
    desk.platform.next(PROFILE, [Does::Refuses(48001)]);
    assert_eq!(desk.sender.handle(&job).await, Handled::Done);
    assert!(matches!(row(&desk).await.outcome, Some(RequestOutcome::Failed { code: Some(48001), .. })));
}

#[tokio::test]
async fn a_store_that_fails_brings_the_job_back() {
    let desk = Desk::new();
    let job = asked(&desk, media()).await;
    desk.platform.next(MEDIA, [Does::Answers(b"#!AMR".to_vec()), Does::Answers(b"#!AMR".to_vec())]);
    // The token's row and the attempt are written, the outcome is not.
    desk.table.next([Write::Works, Write::Works, Write::Unavailable]);
    assert_eq!(desk.sender.handle(&job).await, Handled::Again);
    assert_eq!((row(&desk).await.attempts, row(&desk).await.outcome), (1, None));
    assert_eq!(desk.sender.handle(&job).await, Handled::Done);
    assert!(row(&desk).await.outcome.is_some());
}

#[tokio::test]
async fn a_job_without_its_row_is_over() {
    let desk = Desk::new();
    let job = WorkerJob { id: "J9".into(), due_ms: 0, work: Work::Profile { follower: follower() } };
    let request = OutboundJob::Request { follower: follower(), job };
    assert_eq!(desk.sender.handle(&request).await, Handled::Done);
    assert!(desk.jobs.worker().is_empty());
}

const SEEN: &str = "/cgi-bin/get_current_selfmenu_info";
const MADE: &str = "/cgi-bin/menu/create";
const GONE: &str = "/cgi-bin/menu/delete";

fn menu() -> Vec<Button> {
    vec![Button {
        kind: Some("click".into()),
        name: "栏目".into(),
        key: Some("help".into()),
        ..Button::default()
    }]
}

#[tokio::test]
async fn the_menu_that_residents_see_is_read_also_when_the_platforms_page_made_it() {
    let desk = Desk::new();
    let job = asked(&desk, PlatformRequest::GetMenu).await;
    let answer = r#"{"is_menu_open":1,"selfmenu_info":{"button":[{"name":"a","sub_button":{"list":[
        {"type":"text","name":"b","value":"c"}]}}]}}"#;
    desk.platform.next(SEEN, [Does::Answers(answer.as_bytes().to_vec())]);
    assert_eq!(desk.sender.handle(&job).await, Handled::Done);
    let Some(RequestOutcome::Menu { is_open: true, button }) = row(&desk).await.outcome else { panic!() };
    assert_eq!(button[0].sub_button[0].kind.as_deref(), Some("text"));
    assert_eq!(desk.jobs.worker().len(), 1);
}

#[tokio::test]
async fn a_menu_is_published_and_taken_away_once() {
    let desk = Desk::new();
    let job = asked(&desk, PlatformRequest::PublishMenu { button: menu() }).await;
    desk.platform.next(MADE, [Does::Answers(br#"{"errcode":0,"errmsg":"ok"}"#.to_vec())]);
    assert_eq!(desk.sender.handle(&job).await, Handled::Done);
    assert_eq!(desk.sender.handle(&job).await, Handled::Done);
    assert_eq!(desk.platform.made(MADE).len(), 1);
    assert_eq!(row(&desk).await.outcome, Some(RequestOutcome::Done));
    let desk = Desk::new();
    let job = asked(&desk, PlatformRequest::DeleteMenu).await;
    desk.platform.next(GONE, [Does::Refuses(46003)]);
    assert_eq!(desk.sender.handle(&job).await, Handled::Done);
    assert_eq!(row(&desk).await.outcome, Some(RequestOutcome::Done), "there was none: it is gone");
}

#[tokio::test]
async fn an_officer_is_told_at_once_why_the_menu_was_refused() {
    for code in [40018, 45009, 48001, 65318] {
        let desk = Desk::new();
        let job = asked(&desk, PlatformRequest::PublishMenu { button: menu() }).await;
        desk.platform.next(MADE, [Does::Refuses(code)]);
        assert_eq!(desk.sender.handle(&job).await, Handled::Done);
        let outcome = row(&desk).await.outcome;
        assert!(
            matches!(outcome, Some(RequestOutcome::Failed { code: Some(told), .. }) if told == code),
            "{outcome:?}"
        );
    }
    let desk = Desk::new();
    let job = asked(&desk, PlatformRequest::PublishMenu { button: menu() }).await;
    desk.platform.next(TOKEN, [Does::Refuses(40164)]);
    assert_eq!(desk.sender.handle(&job).await, Handled::Done);
    let outcome = row(&desk).await.outcome;
    assert!(matches!(outcome, Some(RequestOutcome::Failed { code: Some(40164), .. })), "{outcome:?}");
}
