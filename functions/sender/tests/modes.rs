//! The modes of egress, and changing from each to each other: what was written arrives once, or waits for the contact
//! that carries it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
mod district;

use common::{Does, SEND};
use district::District;
use domain::{
    delivery::{Parked, State},
    egress::Egress,
};

/// Every pair of two different modes.
fn changes() -> impl Iterator<Item = (Egress, Egress)> {
    let pairs = Egress::ALL.into_iter().flat_map(|from| Egress::ALL.map(|to| (from, to)));
    pairs.filter(|(from, to)| from != to)
}

#[tokio::test]
async fn each_mode_pushes_or_says_that_nobody_does() {
    for mode in Egress::ALL {
        let district = District::new().await;
        let answer = district.answers(mode, "请带身份证。").await;
        district.works(mode).await;
        let row = district.row(&answer).await;
        if mode.calls() {
            assert_eq!((row.state, row.attempts), (State::Delivered, 1), "{mode}");
            assert_eq!(district.arrived(), ["请带身份证。"], "{mode}");
        } else {
            assert_eq!((row.state, row.parked, row.attempts), (State::Due, Some(Parked::EgressOff), 0));
            assert!(row.outcome.is_none(), "it was never tried");
            assert_eq!(district.calls(), 0, "nobody is called");
            assert!(district.desk.jobs.outbound().is_empty(), "and nothing is enqueued");
        }
    }
}

#[tokio::test]
async fn what_was_written_before_a_change_arrives_once_after_it_or_waits() {
    for (from, to) in changes() {
        let district = District::new().await;
        let handled = district.answers(from, "一").await;
        district.works(from).await;
        let fresh = district.answers(from, "二").await;
        let told = district.desk.jobs.outbound();
        let late = district.answers(to, "三").await;
        district.takes(to, told).await;
        // A courier that has yet to bring a token is looked for again in half a minute.
        district.desk.pass(31);
        district.works(to).await;
        for id in [&handled, &fresh, &late] {
            let row = district.row(id).await;
            let pushed = to.calls() || id == &handled && from.calls();
            let expected =
                if pushed { (State::Delivered, None) } else { (State::Due, Some(Parked::EgressOff)) };
            assert_eq!((row.state, row.parked), expected, "{from} → {to}: {}", row.text());
        }
        district.contact_carries_all().await;
        let mut arrived = district.arrived();
        if from.calls() || to.calls() {
            assert_eq!(arrived, ["一", "二", "三"], "{from} → {to}: in the order in which they were written");
        }
        arrived.sort();
        assert_eq!(arrived, ["一", "三", "二"], "{from} → {to}: each once");
    }
}

#[tokio::test]
async fn a_change_back_and_forth_sets_free_what_waits_each_time() {
    let district = District::new().await;
    let mut ids = Vec::new();
    for (text, mode) in [("一", Egress::None), ("二", Egress::Courier), ("三", Egress::None)] {
        ids.push(district.answers(mode, text).await);
        district.works(mode).await;
    }
    assert_eq!(district.arrived(), ["一", "二"]);
    assert_eq!(district.row(&ids[2]).await.parked, Some(Parked::EgressOff));
    district.works(Egress::Direct).await;
    assert_eq!(district.arrived(), ["一", "二", "三"]);
}

#[tokio::test]
async fn what_a_wrong_address_kept_back_is_tried_when_the_way_out_is_another_one() {
    let district = District::new().await;
    district.works(Egress::Direct).await;
    district.desk.platform.next(SEND, [Does::Refuses(40164), Does::Refuses(40164)]);
    let ids = [district.answers(Egress::Direct, "一").await, district.answers(Egress::Direct, "二").await];
    district.works(Egress::Direct).await;
    for id in &ids {
        assert_eq!(district.row(id).await.parked, Some(Parked::NotAllowed));
    }
    district.works(Egress::Direct).await;
    assert!(district.arrived().is_empty(), "as long as nothing changes, it is not asked again");
    district.works(Egress::Courier).await;
    assert_eq!(district.arrived(), ["一", "二"]);
}

#[tokio::test]
async fn an_earlier_answer_that_nobody_could_send_goes_first() {
    let district = District::new().await;
    let early = district.answers(Egress::None, "一").await;
    let late = district.answers(Egress::Direct, "二").await;
    let told = district.desk.jobs.outbound();
    district.takes(Egress::Direct, told).await;
    assert_eq!(district.arrived(), ["一", "二"], "before the ticker has looked");
    for id in [&early, &late] {
        assert_eq!(district.row(id).await.state, State::Delivered);
    }
}

#[tokio::test]
async fn without_a_courier_at_work_nothing_is_enqueued_again_and_again() {
    let district = District::new().await;
    let answer = district.answers(Egress::Courier, "一").await;
    let _ = district.desk.jobs.outbound();
    for _ in 0..3 {
        district.desk.pass(120);
        let ticked = district.tick(Egress::Courier).await;
        assert_eq!((ticked.untaken, ticked.sends), (1, 0));
        assert!(district.desk.jobs.outbound().is_empty());
    }
    let row = district.row(&answer).await;
    assert_eq!((row.state, row.parked), (State::Due, None), "it is due, and rides on the next reply");
    district.works(Egress::Courier).await;
    assert_eq!(district.arrived(), ["一"]);
}

#[tokio::test]
async fn what_is_under_way_at_a_change_is_unknown_or_done_and_never_twice() {
    for (from, to) in changes().filter(|(from, _)| from.calls()) {
        for does in [Does::DiesBefore, Does::DiesAfter] {
            let district = District::new().await;
            district.works(from).await;
            let answer = district.answers(from, "一").await;
            let told = district.desk.jobs.outbound();
            let arrives = matches!(does, Does::DiesAfter);
            district.desk.platform.next(SEND, [does]);
            district.dies(from, told).await;
            assert_eq!(district.row(&answer).await.state, State::Sending);
            district.works(to).await;
            district.desk.pass(60);
            district.works(to).await;
            assert_eq!(district.row(&answer).await.state, State::Unknown, "{from} → {to}");
            assert_eq!(district.arrived().len(), usize::from(arrives), "{from} → {to}");
        }
    }
}
