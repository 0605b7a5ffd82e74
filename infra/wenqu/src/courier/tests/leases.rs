//! Never two at once, whatever fails; and never long without one.

use std::{sync::Arc, time::Duration};

use app::{
    keys,
    ports::{CallError, Platform},
    rows::{CourierLease, load},
    testing::MemoryTable,
};
use proptest::prelude::*;
use tokio::time::{Instant, advance, sleep};
use wechat::client::{Request, UserInfo};

use super::{Api, Computer, Fault, Wall};
use crate::courier::{guard::Guard, lease::Tried};

async fn row(rows: &Arc<MemoryTable>) -> CourierLease {
    load(rows.as_ref(), &keys::courier()).await.unwrap().unwrap().value
}

/// Seconds until it has taken the lease, at most 120.
async fn takes_over(computer: &Computer) -> Option<u64> {
    let begun = Instant::now();
    let mut seen = None;
    while begun.elapsed() < Duration::from_secs(120) {
        if let Ok(Tried::Taken) = computer.lease.attempt(&mut seen).await {
            return Some(begun.elapsed().as_secs());
        }
        sleep(computer.lease.look_every()).await;
    }
    None
}

#[tokio::test(start_paused = true)]
async fn whoever_comes_second_waits_until_the_heartbeats_have_stopped_for_the_leases_length() {
    let rows = Arc::new(MemoryTable::default());
    let (one, two) = (Computer::new("one", &rows), Computer::new("two", &rows));
    assert!(matches!(one.lease.attempt(&mut None).await, Ok(Tried::Taken)));
    assert!(one.lease.holds());
    let beats = tokio::time::timeout(Duration::from_secs(300), one.lease.keep());
    let (kept, taken) = tokio::join!(beats, takes_over(&two));
    assert!(kept.is_err(), "it is kept for as long as it beats");
    assert_eq!(taken, None);
    assert!(one.lease.holds() && !two.lease.holds());

    // It beats no more: no power.
    let taken = takes_over(&two).await.unwrap();
    assert!((30..=34).contains(&taken), "{taken}");
    assert!(two.lease.holds() && !one.lease.holds());
    assert_eq!(row(&rows).await.holder, "two");
}

#[tokio::test(start_paused = true)]
async fn after_an_orderly_stop_the_next_one_begins_at_once() {
    let rows = Arc::new(MemoryTable::default());
    let (one, two) = (Computer::new("one", &rows), Computer::new("two", &rows));
    assert_eq!(takes_over(&one).await, Some(0));
    one.report.did();
    one.lease.release().await;
    assert!(!one.lease.holds());
    let left = row(&rows).await;
    assert!(left.until <= left.heartbeat && left.done == 1 && !left.is_live(left.heartbeat));
    assert_eq!(takes_over(&two).await, Some(0));
}

#[tokio::test(start_paused = true)]
async fn no_clock_is_compared_with_another_but_after_very_long() {
    for off in [-3_600, -300, 300, 600] {
        let rows = Arc::new(MemoryTable::default());
        let one = Computer::new("one", &rows);
        let two = Computer::with_clock("two", &rows, Wall::off_by(off));
        assert_eq!(takes_over(&one).await, Some(0));
        let taken = takes_over(&two).await.unwrap();
        assert!((30..=34).contains(&taken), "{off}: {taken}");
    }
    let rows = Arc::new(MemoryTable::default());
    let (one, two) = (Computer::new("one", &rows), Computer::new("two", &rows));
    assert_eq!(takes_over(&one).await, Some(0));
    advance(Duration::from_secs(3_600)).await;
    assert_eq!(takes_over(&two).await, Some(0), "it ended an hour ago");
}

#[tokio::test(start_paused = true)]
async fn without_a_line_it_stops_before_another_one_begins() {
    let rows = Arc::new(MemoryTable::default());
    let (one, two) = (Computer::new("one", &rows), Computer::new("two", &rows));
    assert_eq!(takes_over(&one).await, Some(0));
    one.line.now(Fault::Refused);
    let begun = Instant::now();
    let lost = async {
        one.lease.keep().await;
        begun.elapsed().as_secs()
    };
    let (lost, taken) = tokio::join!(lost, takes_over(&two));
    assert!((25..30).contains(&lost), "{lost}");
    assert!(taken.unwrap() >= 30);
}

#[tokio::test(start_paused = true)]
async fn a_heartbeat_whose_answer_was_lost_is_found_again() {
    let rows = Arc::new(MemoryTable::default());
    let one = Computer::new("one", &rows);
    one.line.now(Fault::LostAfter);
    assert!(one.lease.attempt(&mut None).await.is_err());
    one.line.now(Fault::None);
    assert_eq!(takes_over(&one).await, Some(0), "its own row does not keep it waiting");
    one.line.now(Fault::LostAfter);
    let beats = one.lease.keep();
    let mended = async {
        sleep(Duration::from_secs(11)).await;
        one.line.now(Fault::None);
        sleep(Duration::from_secs(60)).await;
    };
    tokio::select! {
        () = beats => panic!("the lease was not lost"),
        () = mended => {}
    }
    assert!(one.lease.holds());
}

#[tokio::test(start_paused = true)]
async fn a_lease_is_given_up_although_the_last_heartbeat_was_cut_off() {
    let rows = Arc::new(MemoryTable::default());
    let (one, two) = (Computer::new("one", &rows), Computer::new("two", &rows));
    assert_eq!(takes_over(&one).await, Some(0));
    one.line.now(Fault::LostAfter);
    let _ = tokio::time::timeout(Duration::from_millis(10_500), one.lease.keep()).await;
    one.line.now(Fault::None);
    one.lease.release().await;
    assert_eq!(takes_over(&two).await, Some(0));
}

#[tokio::test(start_paused = true)]
async fn a_computer_that_has_slept_does_not_hold_it_any_more() {
    let rows = Arc::new(MemoryTable::default());
    let one = Computer::new("one", &rows);
    assert_eq!(takes_over(&one).await, Some(0));
    one.clock.jump(60);
    assert!(!one.lease.holds());
}

#[tokio::test(start_paused = true)]
async fn no_call_leaves_without_the_lease() {
    let rows = Arc::new(MemoryTable::default());
    let one = Computer::new("one", &rows);
    let api = Arc::new(Api::default());
    let guard = Guard::new(api.clone(), one.lease.clone(), one.report.clone());
    let call = UserInfo { openid: "oU1".into() }.call();
    assert!(matches!(guard.call(&call, Some("T")).await, Err(CallError::NotSent(_))));
    assert!(matches!(guard.download("https://v", 9).await, Err(CallError::NotSent(_))));
    assert_eq!(takes_over(&one).await, Some(0));
    assert!(guard.call(&call, Some("T")).await.is_ok());
    advance(Duration::from_secs(25)).await;
    assert!(matches!(guard.call(&call, Some("T")).await, Err(CallError::NotSent(_))));
}

#[tokio::test(start_paused = true)]
async fn what_the_platform_refuses_is_told_until_it_works_again() {
    let rows = Arc::new(MemoryTable::default());
    let one = Computer::new("one", &rows);
    assert_eq!(takes_over(&one).await, Some(0));
    let api = Arc::new(Api::default());
    let guard = Guard::new(api.clone(), one.lease.clone(), one.report.clone());
    let call = UserInfo { openid: "oU1".into() }.call();
    api.answers("{\"errcode\":40164,\"errmsg\":\"invalid ip 1.2.3.4, not in whitelist\"}");
    assert!(guard.call(&call, Some("T")).await.is_ok());
    assert!(one.report.heartbeat().1.unwrap().contains("add 1.2.3.4"));
    assert!(guard.call(&call, Some("T")).await.is_ok());
    assert_eq!(one.report.heartbeat().1, None);
}

/// A computer that takes the lease whenever it can and keeps it, for ever.
async fn lives(computer: &Computer) {
    loop {
        if let Some(_taken) = takes_over(computer).await {
            computer.lease.keep().await;
        }
    }
}

async fn never_two(faults: Vec<(bool, Fault, u64)>) -> Result<(), TestCaseError> {
    let rows = Arc::new(MemoryTable::default());
    let one = Computer::with_clock("one", &rows, Wall::off_by(-240));
    let two = Computer::with_clock("two", &rows, Wall::off_by(240));
    let watched = async {
        for (first, fault, seconds) in faults {
            let line = if first { &one.line } else { &two.line };
            line.now(fault);
            for _ in 0..seconds * 4 {
                sleep(Duration::from_millis(250)).await;
                let holders = u32::from(one.lease.holds()) + u32::from(two.lease.holds());
                prop_assert!(holders <= 1, "both hold the lease");
            }
        }
        one.line.now(Fault::None);
        two.line.now(Fault::None);
        sleep(Duration::from_secs(70)).await;
        prop_assert!(one.lease.holds() || two.lease.holds(), "nobody takes it when all is well");
        Ok(())
    };
    tokio::select! {
        () = lives(&one) => unreachable!("it lives for ever"),
        () = lives(&two) => unreachable!("it lives for ever"),
        done = watched => done,
    }
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![Just(Fault::None), Just(Fault::Refused), Just(Fault::LostBefore), Just(Fault::LostAfter)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn never_two_at_once(faults in prop::collection::vec((any::<bool>(), fault(), 1..50u64), 1..20)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.unwrap().block_on(never_two(faults))?;
    }
}
