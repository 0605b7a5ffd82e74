//! Answers, contacts, sends that end in every way, crashes and ticks in any order: what must hold after each step.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
mod world;

use common::{Does, Write};
use domain::delivery::State;
use proptest::prelude::*;
use world::World;

/// One thing that happens.
#[derive(Clone, Debug)]
enum Step {
    /// An officer answers.
    Answer,
    /// The resident writes; so many waiting answers ride on the reply, and the others get the new window.
    Contact(usize),
    /// The sender gets the job of one of the deliveries.
    Send(usize, Option<Does>, Vec<Write>),
    /// The ticker ticks, and its jobs are lost or done.
    Tick(bool),
    /// Seconds pass.
    Pass(i64),
    /// The sender's process starts anew.
    Restart,
    /// An officer sends an unknown or failed one again.
    Resend(usize),
}

fn does() -> impl Strategy<Value = Option<Does>> {
    let code = prop::sample::select(vec![-1, 40001, 40003, 40164, 43004, 45002, 45009, 45011, 45015, 45047]);
    prop_oneof![
        3 => Just(None),
        3 => code.prop_map(|code| Some(Does::Refuses(code))),
        1 => Just(Some(Does::BusyAfterEffect)),
        1 => Just(Some(Does::NotSent)),
        1 => Just(Some(Does::LostBefore)),
        1 => Just(Some(Does::LostAfter)),
        1 => Just(Some(Does::Status(502))),
        1 => Just(Some(Does::DiesBefore)),
        1 => Just(Some(Does::DiesAfter)),
    ]
}

fn write() -> impl Strategy<Value = Write> {
    prop_oneof![
        6 => Just(Write::Works),
        1 => Just(Write::Unavailable),
        1 => Just(Write::LostBefore),
        1 => Just(Write::LostAfter),
        1 => Just(Write::DiesBefore),
        1 => Just(Write::DiesAfter),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => Just(Step::Answer),
        1 => (0..3usize).prop_map(Step::Contact),
        6 => (any::<usize>(), does(), prop::collection::vec(write(), 0..5))
            .prop_map(|(which, does, writes)| Step::Send(which, does, writes)),
        1 => any::<bool>().prop_map(Step::Tick),
        2 => prop::sample::select(vec![1, 5, 30, 61, 1_000, 50 * 3_600]).prop_map(Step::Pass),
        1 => Just(Step::Restart),
        1 => any::<usize>().prop_map(Step::Resend),
    ]
}

async fn run(steps: Vec<Step>) {
    let mut world = World::new().await;
    for step in steps {
        match step {
            Step::Answer => world.answer().await,
            Step::Contact(ride) => world.contact(ride).await,
            Step::Send(which, does, writes) => world.send(which, does, writes).await,
            Step::Tick(lost) => world.tick(lost).await,
            Step::Pass(seconds) => world.desk.pass(seconds),
            Step::Restart => world.desk.restart(),
            Step::Resend(which) => world.resend(which).await,
        }
        world.check().await;
    }
    world.desk.pass(61);
    world.tick(true).await;
    world.check().await;
    assert!(world.all().await.iter().all(|row| row.state != State::Sending), "sending never survives");
    world.recover().await;
    world.check().await;
    let left: Vec<_> = world.all().await.into_iter().filter(|row| row.state == State::Due).collect();
    assert!(left.is_empty(), "what waits is never lost: {left:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_copy_arrives_twice_unmarked_and_nothing_is_lost(steps in prop::collection::vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(run(steps));
    }
}
