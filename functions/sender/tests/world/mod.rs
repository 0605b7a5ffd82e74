//! One resident, an officer, the sender, the ticker, and what must hold between them.
#![allow(clippy::unwrap_used, clippy::expect_used, unreachable_pub)]

use std::collections::BTreeSet;

use app::{App, keys::millis, rows, testing::Bench};
use domain::{
    delivery::{Delivery, Parked, SENDING_LIMIT, State, WHEN_THE_WAY_CHANGES},
    ids::DeliveryId,
    window::{Contacts, Grant, WindowPolicy},
};
use ticker::Ticker;

use crate::common::{Desk, Does, SEND, Write, follower};

pub struct World {
    pub desk: Desk,
    app: App,
    ticker: Ticker,
    contacts: Contacts,
    answers: Vec<DeliveryId>,
    /// Sends that had arrived at the last contact.
    arrived_before: usize,
}

impl World {
    pub async fn new() -> Self {
        let desk = Desk::new();
        let mut app = Bench::over(desk.rows.clone()).await.app;
        app.clock = desk.clock.clone();
        app.jobs = desk.jobs.clone();
        let contacts = Contacts::default().with(Grant::Message, desk.now());
        Self { desk, app, ticker: Ticker::new(), contacts, answers: Vec::new(), arrived_before: 0 }
    }

    pub async fn answer(&mut self) {
        if self.answers.len() < 8 {
            let text = format!("答复{}", self.answers.len());
            let contacts = self.contacts;
            self.desk.pass(1);
            self.answers.push(self.desk.due(&text, |delivery| delivery.contacts = contacts).await);
        }
    }

    /// As the webhook and then the worker: some ride, the others get the new window.
    pub async fn contact(&mut self, ride: usize) {
        self.desk.pass(1);
        let now = self.desk.now();
        self.contacts = self.contacts.with(Grant::Message, now);
        self.arrived_before = self.desk.platform.arrived().len();
        let mut left = ride;
        for id in self.answers.clone() {
            let row = self.desk.row(&id).await;
            match row.state {
                State::Due if left > 0 && row.is_ready(now) => {
                    left -= 1;
                    self.desk.change(&id, |row| row.hand_over("M".into(), now).unwrap()).await;
                    self.desk.platform.rode(row.text());
                    self.arrived_before += 1;
                }
                State::Due => {
                    self.desk.change(&id, |row| row.unpark(&"oU1".into(), self.contacts).unwrap()).await
                }
                State::Sending => self.desk.change(&id, |row| row.contacts = self.contacts).await,
                _ => {}
            }
        }
    }

    pub async fn send(&mut self, which: usize, does: Option<Does>, writes: Vec<Write>) {
        if self.answers.is_empty() {
            return;
        }
        let id = self.answers[which % self.answers.len()].clone();
        self.desk.platform.works();
        self.desk.platform.next(SEND, does);
        self.desk.table.next(writes);
        if self.desk.send_or_die(&id).await.is_none() {
            self.desk.restart();
        }
        self.desk.platform.works();
        let _ = self.desk.jobs.outbound();
    }

    pub async fn tick(&mut self, lost: bool) {
        self.ticker.tick(&self.app, SENDING_LIMIT).await.unwrap();
        for job in self.desk.jobs.outbound() {
            if !lost {
                let _ = self.desk.sender.handle(&job).await;
            }
        }
    }

    pub async fn resend(&mut self, which: usize) {
        if self.answers.is_empty() {
            return;
        }
        let id = self.answers[which % self.answers.len()].clone();
        let (now, contacts) = (self.desk.now(), self.contacts);
        if matches!(self.desk.row(&id).await.state, State::Unknown | State::Failed) {
            self.desk
                .change(&id, |row| {
                    row.resend(contacts).unwrap();
                    row.retry_at = Some(now);
                })
                .await;
        }
    }

    /// Everything works again, and the resident writes now and then.
    pub async fn recover(&mut self) {
        self.desk.restart();
        for _ in 0..6 {
            self.contact(0).await;
            for _ in 0..4 {
                self.desk.pass(61);
                self.tick(false).await;
            }
        }
    }

    pub async fn all(&self) -> Vec<Delivery> {
        let rows = rows::deliveries(self.app.table.as_ref(), &follower()).await.unwrap();
        rows.into_iter().map(|row| row.value).collect()
    }

    pub async fn check(&self) {
        let rows = self.all().await;
        assert_eq!(rows.len(), self.answers.len());
        for row in &rows {
            self.check_copies(row);
            explained(row);
        }
        let expected: BTreeSet<String> = rows.iter().filter_map(Delivery::try_at).map(millis).collect();
        let pointers: BTreeSet<String> = self.desk.pointers().into_iter().collect();
        assert_eq!(pointers, expected, "what is to be tried has its pointer, and nothing else has");
        let sent = self.desk.platform.arrived().len() - self.arrived_before;
        assert!(sent <= WindowPolicy::default().message_sends as usize, "{sent} sends in one window");
    }

    fn check_copies(&self, row: &Delivery) {
        let plain = row.content.text();
        let arrived = self.desk.platform.arrived();
        let copies: Vec<&String> = arrived.iter().filter(|text| text.ends_with(plain)).collect();
        let unmarked = copies.iter().filter(|text| text.as_str() == plain).count();
        assert!(unmarked <= 1, "{plain} arrived {unmarked} times unmarked");
        assert!(
            copies.iter().skip(1).all(|text| text.as_str() != plain),
            "an unmarked copy after another: {copies:?}"
        );
        match row.state {
            State::Delivered | State::HandedOver => assert!(!copies.is_empty(), "{row:?} never arrived"),
            State::Due | State::Failed if !row.may_repeat => {
                assert!(copies.is_empty(), "{row:?} has arrived")
            }
            _ => {}
        }
    }
}

/// Every state can be told to an officer.
fn explained(row: &Delivery) {
    match row.state {
        State::Failed => assert!(row.outcome.is_some(), "{row:?}"),
        State::Unknown => {
            let code = row.outcome.as_ref().unwrap().code;
            assert!(code.is_none_or(|code| code == -1), "what was refused is known: {row:?}");
        }
        State::Delivered | State::HandedOver | State::Withdrawn => assert!(row.done_at.is_some(), "{row:?}"),
        State::Due => {
            let settings = matches!(row.parked, Some(Parked::NotAllowed | Parked::EgressOff));
            let waits = row.try_at().is_none_or(|at| at >= WHEN_THE_WAY_CHANGES);
            assert_eq!((row.parked.is_some(), settings), (waits, waits && row.try_at().is_some()), "{row:?}");
        }
        State::Sending => assert!(row.sending_since.is_some(), "{row:?}"),
    }
}
