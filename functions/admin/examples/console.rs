//! The console with a morning's work, seeded through the use cases: `cargo run -p admin --example console`. Prints the
//! address of each state. Sign in as `zhang` with the password of [`app::testing::PASSWORD`]; `empty` as the first
//! argument seeds staff only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

use std::sync::Arc;

use admin::{AdminState, Settings};
use app::{
    ports::Blob,
    questions::{self, Answer},
    testing::{Bench, PASSWORD, asks, attaches, leaves, says_more, settles_at},
};
use domain::{
    delivery::{Delivery, Outcome, Parked},
    ids::QuestionId,
    staff::{Actor, Role},
};
use embedded::SqliteTable;
use jiff::SignedDuration;

const ADDRESS: &str = "127.0.0.1:8650";

#[tokio::main]
async fn main() {
    let directory = tempfile::tempdir().unwrap();
    let table = SqliteTable::open(&directory.path().join("wenqu.db")).unwrap();
    let bench = Bench::over(Arc::new(table)).await;
    let zhang = bench.member("zhang", "值班员 张", Role::Officer).await;
    let li = bench.member("li", "值班员 李", Role::Officer).await;
    bench.member("reader", "督查", Role::Reader).await;
    if std::env::args().nth(1).as_deref() != Some("empty") {
        seed(&bench, &zhang, &li).await;
    }
    let settings = Settings { demo: true, ..Settings::default() };
    let router = admin::router(AdminState::new(bench.app.clone(), settings));
    let listener = tokio::net::TcpListener::bind(ADDRESS).await.unwrap();
    println!("http://{ADDRESS}/admin  zhang / {PASSWORD}");
    axum::serve(listener, router).await.unwrap();
}

async fn seed(bench: &Bench, zhang: &Actor, li: &Actor) {
    waiting(bench, zhang).await;
    for (n, (name, text)) in STATES.iter().enumerate() {
        let question = asks(&bench.app, &format!("oState{n}"), text).await;
        bench.clock.advance(SignedDuration::from_secs(40));
        let row = answered(
            bench,
            zhang,
            &question,
            "您好，请带身份证原件和一寸照片到街道便民服务中心办理，当天可取。",
        )
        .await;
        settles_at(&bench.app, &row.follower, &row.id, |row| become_state(row, name)).await;
        println!("{name}: /admin/questions/{question}");
    }
    leaves(&bench.app, "oState8").await;
    busy_thread(bench, li).await;
    let ended = asks(&bench.app, "oEnded", "龙岛的船周末开吗？").await;
    let end =
        Answer {
            text: "周末照常，9:00 首班。".to_owned(), signed: true, end: true, ..Answer::default()
        };
    questions::answer(&bench.app, zhang, &ended, end).await.unwrap();
    println!("ended: /admin/questions/{ended}");
}

/// Questions that nobody has answered: overdue, due soon, urgent, in English, with a picture.
async fn waiting(bench: &Bench, zhang: &Actor) {
    let texts = [
        "三农场停水了？已经两个小时没有水，家里有老人，什么时候能恢复？",
        "Is the wetland park open tomorrow? We arrive at 9 and would like to see the birds.",
        "楼下有煤气味，找谁？",
        "幼儿园报名需要什么材料？我们是外地户口，孩子今年 9 月满三岁，租房住在唐海镇，有居住证，社保在这里交了两年。",
        "3 路公交改道了吗？",
    ];
    for (n, text) in texts.iter().enumerate() {
        let question = asks(&bench.app, &format!("oWaiting{n}"), text).await;
        bench.clock.advance(SignedDuration::from_secs(20));
        if n == 0 {
            let picture = Blob { content_type: "image/jpeg".to_owned(), bytes: PICTURE.to_vec() };
            attaches(&bench.app, &question, picture, PICTURE.to_vec()).await;
            println!("waiting: /admin/questions/{question}");
        }
        if n == 3 {
            questions::take(&bench.app, zhang, &question).await.unwrap();
        }
        bench.clock.advance(SignedDuration::from_mins(17));
    }
}

/// A thread in which everything happened.
async fn busy_thread(bench: &Bench, li: &Actor) {
    let question = asks(&bench.app, "oBusy", "老年卡在哪里办？").await;
    bench.clock.advance(SignedDuration::from_secs(50));
    says_more(&bench.app, &question, "我 67 岁，户口在外地，可以办吗？").await;
    bench.clock.advance(SignedDuration::from_secs(20));
    let picture = Blob { content_type: "image/jpeg".to_owned(), bytes: PICTURE.to_vec() };
    attaches(&bench.app, &question, picture, PICTURE.to_vec()).await;
    questions::take(&bench.app, li, &question).await.unwrap();
    bench.clock.advance(SignedDuration::from_mins(3));
    questions::note(&bench.app, li, &question, "已问民政局：外地户口凭居住证可以办。").await.unwrap();
    let row =
        answered(bench, li, &question, "可以。请带身份证、居住证和一寸照片到就近的便民服务中心，当天可取。")
            .await;
    settles_at(&bench.app, &row.follower, &row.id, |row| become_state(row, "delivered")).await;
    println!("busy: /admin/questions/{question}");
}

async fn answered(bench: &Bench, by: &Actor, question: &QuestionId, text: &str) -> Delivery {
    let command = Answer { text: text.to_owned(), signed: true, ..Answer::default() };
    questions::answer(&bench.app, by, question, command).await.unwrap().delivery
}

const STATES: [(&str, &str); 9] = [
    ("queued", "垃圾什么时候收？"),
    ("retry", "路灯坏了报哪里？"),
    ("sending", "医保卡丢了怎么补？"),
    ("delivered", "身份证到期怎么换？"),
    ("handed-over", "公园几点关门？"),
    ("parked", "暖气费在哪里交？"),
    ("unknown", "新生儿怎么上户口？"),
    ("failed", "驾驶证年审在哪里？"),
    ("unfollowed", "What time does the market close?"),
];

fn become_state(row: &mut Delivery, name: &str) {
    let now = row.created_at;
    let outcome = |code, message: &str| Outcome { code, message: message.to_owned(), at: now };
    match name {
        "retry" => row.retry(now + SignedDuration::from_mins(90), outcome(Some(45011), "too often")),
        "parked" => row.park(Parked::WindowClosed, Some(outcome(Some(45015), "window closed"))),
        "unfollowed" => row.park(Parked::Unfollowed, None),
        "handed-over" => row.hand_over("000000000001#x".into(), now).unwrap(),
        "queued" => {}
        _ => {
            row.start(now).unwrap();
            match name {
                "delivered" => row.delivered(now + SignedDuration::from_secs(1)),
                "unknown" => row.lost(outcome(None, "timed out")),
                "failed" => row.fail(outcome(Some(40003), "invalid openid")),
                _ => {}
            }
        }
    }
}

/// A small JPEG.
const PICTURE: &[u8] = include_bytes!("street.jpg");
