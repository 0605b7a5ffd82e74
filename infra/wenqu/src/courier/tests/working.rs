//! Mode `courier`: jobs from a FIFO queue to the platform, and what becomes of them when the courier ends.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use app::{
    jobs::OutboundJob,
    ports::{Clock, QueueError},
    rows::{Batch, delivery, put_delivery},
    testing::{MemoryBlobs, MemoryTable, RecordedJobs},
};
use async_trait::async_trait;
use domain::{
    delivery::{Content, Delivery, State},
    ids::{DeliveryId, FollowerId},
    language::Language,
    window::{Contacts, Grant, WindowPolicy},
};
use sender::{Credentials, PlatformTokens, Ports, Sender, Way};
use tokio::{
    sync::watch,
    time::{Instant, sleep},
};

use super::{Api, Computer, Fault};
use crate::courier::{
    guard::Guard,
    lease::Tried,
    queue::{HIDDEN, Message, Outbound},
    run::{Courier, Duty},
    work::Work,
};

/// A FIFO queue: a group with a hidden job hands nothing out.
#[derive(Default)]
struct Fifo {
    jobs: Mutex<VecDeque<(Message, Instant)>>,
    fails: Mutex<bool>,
}

impl Fifo {
    fn put(&self, body: String) {
        let mut jobs = self.jobs.lock().unwrap();
        let receipt = format!("{}-{}", jobs.len(), body.len());
        jobs.push_back((Message { receipt, body }, Instant::now()));
    }

    fn left(&self) -> usize {
        self.jobs.lock().unwrap().len()
    }

    fn take(&self, most: usize) -> Vec<Message> {
        let (now, mut blocked, mut taken) = (Instant::now(), Vec::new(), Vec::new());
        for (message, visible_at) in self.jobs.lock().unwrap().iter_mut() {
            let group = message.group();
            if *visible_at > now {
                blocked.push(group);
            } else if !blocked.contains(&group) && taken.len() < most {
                *visible_at = now + HIDDEN;
                taken.push(message.clone());
            }
        }
        taken
    }
}

#[async_trait]
impl Outbound for Fifo {
    async fn receive(&self, most: usize, wait: Duration) -> Result<Vec<Message>, QueueError> {
        let begun = Instant::now();
        loop {
            if *self.fails.lock().unwrap() {
                return Err(QueueError("no line".to_owned()));
            }
            let taken = self.take(most);
            if !taken.is_empty() || begun.elapsed() >= wait {
                return Ok(taken);
            }
            sleep(Duration::from_millis(100)).await;
        }
    }

    async fn delete(&self, message: &Message) -> Result<(), QueueError> {
        self.jobs.lock().unwrap().retain(|(kept, _)| kept.receipt != message.receipt);
        Ok(())
    }

    async fn hide(&self, message: &Message, time: Duration) -> Result<(), QueueError> {
        for (kept, visible_at) in self.jobs.lock().unwrap().iter_mut() {
            if kept.receipt == message.receipt {
                *visible_at = Instant::now() + time;
            }
        }
        Ok(())
    }
}

/// A queue, rows and a platform that couriers share.
struct Office {
    rows: Arc<MemoryTable>,
    queue: Arc<Fifo>,
    api: Arc<Api>,
    stop: watch::Sender<bool>,
}

impl Office {
    fn new() -> Self {
        let (rows, queue, api) = Default::default();
        Self { rows, queue, api, stop: watch::Sender::new(false) }
    }

    /// An officer has answered a resident who wrote a moment ago.
    async fn answer(&self, resident: &str, text: &str, at: &Computer) -> (FollowerId, DeliveryId) {
        let now = at.clock.now();
        let follower = FollowerId::from(resident);
        let n = u8::try_from(self.queue.left()).unwrap();
        let row = Delivery {
            id: DeliveryId::new(now.as_millisecond() + i64::from(n), [n; 5]),
            follower: follower.clone(),
            openid: Some("oU1".into()),
            question: None,
            number: None,
            entry: "E".into(),
            author: "zhang".into(),
            content: Content::Text { text: text.to_owned() },
            language: Language::Chinese,
            created_at: now,
            state: State::Due,
            hold_until: None,
            retry_at: None,
            parked: None,
            contacts: Contacts::default().with(Grant::Message, now),
            attempts: 0,
            sending_since: None,
            may_repeat: false,
            outcome: None,
            done_at: None,
            handed_over_with: None,
        };
        let mut batch = Batch::new();
        put_delivery(&mut batch, &row, None, None).unwrap();
        batch.commit(self.rows.as_ref()).await.unwrap();
        let job = OutboundJob::Send { follower: follower.clone(), delivery: row.id.clone() };
        self.queue.put(serde_json::to_string(&job).unwrap());
        (follower, row.id)
    }

    async fn state(&self, of: &(FollowerId, DeliveryId)) -> State {
        delivery(self.rows.as_ref(), &of.0, &of.1).await.unwrap().unwrap().value.state
    }

    fn courier(&self, computer: &Computer) -> Courier {
        let (lease, report) = (computer.lease.clone(), computer.report.clone());
        let ports = Ports {
            table: computer.line.clone(),
            jobs: Arc::new(RecordedJobs::default()),
            blobs: Arc::new(MemoryBlobs::default()),
            platform: Arc::new(Guard::new(self.api.clone(), lease.clone(), report.clone())),
            clock: computer.clock.clone(),
        };
        let credentials = Credentials { app_id: "wx1".into(), secret: "s".to_owned().into() };
        let way = Way::Open(Arc::new(PlatformTokens::kept(credentials)));
        let sender = Arc::new(Sender::new(ports, way, WindowPolicy::default(), || 0));
        let queue = self.queue.clone();
        let work = Work { queue, sender, lease: lease.clone(), report: report.clone() };
        Courier { duty: Duty::Work(work), lease, report }
    }

    /// The courier runs for so long and then is gone, as without power.
    async fn runs_and_dies(&self, courier: &Courier, after: Duration) {
        let ended = tokio::time::timeout(after, courier.run(self.stop.subscribe())).await;
        assert!(ended.is_err(), "it does not end by itself");
    }
}

#[tokio::test(start_paused = true)]
async fn jobs_are_done_and_deleted_those_of_one_resident_in_order() {
    let office = Office::new();
    let one = Computer::new("one", &office.rows);
    for (resident, text) in [("A", "一"), ("B", "二"), ("A", "三"), ("A", "四"), ("B", "五")] {
        office.answer(resident, text, &one).await;
    }
    office.api.takes_ms.store(300, std::sync::atomic::Ordering::SeqCst);
    office.runs_and_dies(&office.courier(&one), Duration::from_secs(15)).await;
    assert_eq!(office.queue.left(), 0);
    let made = office.api.made();
    let of = |texts: &[&str]| -> Vec<String> {
        made.iter().filter(|text| texts.contains(&text.as_str())).cloned().collect()
    };
    assert_eq!(of(&["一", "三", "四"]), ["一", "三", "四"]);
    assert_eq!(of(&["二", "五"]), ["二", "五"]);
    assert_eq!(made.len(), 5);
    assert_eq!(one.report.heartbeat(), (5, None));
}

#[tokio::test(start_paused = true)]
async fn what_can_not_be_read_is_dropped_and_holds_nobody_up() {
    let office = Office::new();
    let one = Computer::new("one", &office.rows);
    office.queue.put("not a job".to_owned());
    office.answer("A", "一", &one).await;
    office.runs_and_dies(&office.courier(&one), Duration::from_secs(5)).await;
    assert_eq!((office.queue.left(), office.api.made()), (0, vec!["一".to_owned()]));
}

#[tokio::test(start_paused = true)]
async fn a_table_that_fails_gives_jobs_back_in_their_order() {
    let office = Office::new();
    let one = Computer::new("one", &office.rows);
    for text in ["一", "二", "三"] {
        office.answer("A", text, &one).await;
    }
    let courier = office.courier(&one);
    assert!(matches!(one.lease.attempt(&mut None).await, Ok(Tried::Taken)));
    one.line.now(Fault::Refused);
    let Duty::Work(work) = &courier.duty else { panic!("no work") };
    let _ = tokio::time::timeout(
        Duration::from_secs(3),
        work.until(office.stop.subscribe(), Duration::from_secs(1)),
    )
    .await;
    assert_eq!((office.queue.left(), office.api.made().len()), (3, 0));
    one.line.now(Fault::None);
    office.runs_and_dies(&courier, Duration::from_secs(20)).await;
    assert_eq!(office.api.made(), ["一", "二", "三"]);
}

#[tokio::test(start_paused = true)]
async fn a_queue_that_fails_is_told_and_asked_again() {
    let office = Office::new();
    let one = Computer::new("one", &office.rows);
    *office.queue.fails.lock().unwrap() = true;
    let courier = office.courier(&one);
    office.runs_and_dies(&courier, Duration::from_secs(20)).await;
    assert!(one.report.heartbeat().1.unwrap().contains("no line"));
    *office.queue.fails.lock().unwrap() = false;
    office.answer("A", "一", &one).await;
    office.runs_and_dies(&courier, Duration::from_secs(60)).await;
    assert_eq!(one.report.heartbeat(), (1, None));
}

#[tokio::test(start_paused = true)]
async fn two_couriers_do_each_job_once_and_the_second_goes_on_after_the_first() {
    let office = Office::new();
    let (one, two) = (Computer::new("one", &office.rows), Computer::new("two", &office.rows));
    let (first, second) = (office.courier(&one), office.courier(&two));
    office.answer("A", "一", &one).await;
    let answering = async {
        for n in 0..20 {
            sleep(Duration::from_secs(5)).await;
            office.answer(&format!("R{n}"), &format!("答{n}"), &one).await;
        }
        sleep(Duration::from_secs(30)).await;
    };
    let dies = office.runs_and_dies(&first, Duration::from_secs(42));
    tokio::select! {
        () = async { tokio::join!(dies, second.run(office.stop.subscribe())); } => panic!("the second ended"),
        () = answering => {}
    }
    let mut made = office.api.made();
    made.sort();
    made.dedup();
    assert_eq!((made.len(), office.api.made().len()), (21, 21), "each once");
    let (by_one, by_two) = (one.report.heartbeat().0, two.report.heartbeat().0);
    assert!(by_one > 0 && by_two > 0 && by_one + by_two == 21, "{by_one} + {by_two}");
    assert_eq!(office.queue.left(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_stop_waits_for_the_call_under_way_and_gives_the_lease_up() {
    let office = Office::new();
    let one = Computer::new("one", &office.rows);
    let answer = office.answer("A", "一", &one).await;
    let later = office.answer("A", "二", &one).await;
    office.api.takes_ms.store(9_000, std::sync::atomic::Ordering::SeqCst);
    let courier = office.courier(&one);
    let begun = Instant::now();
    let stops = async {
        sleep(Duration::from_secs(2)).await;
        assert_eq!(office.state(&answer).await, State::Sending);
        office.stop.send_replace(true);
    };
    tokio::join!(courier.run(office.stop.subscribe()), stops);
    assert!((8..12).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
    assert_eq!((office.state(&answer).await, office.queue.left()), (State::Delivered, 1));
    assert_eq!((office.state(&later).await, office.queue.take(9).len()), (State::Due, 1), "given back");
    let two = Computer::new("two", &office.rows);
    assert!(matches!(two.lease.attempt(&mut None).await, Ok(Tried::Taken)));
}

#[tokio::test(start_paused = true)]
async fn a_stop_while_waiting_for_the_lease_ends_at_once() {
    let office = Office::new();
    let (one, two) = (Computer::new("one", &office.rows), Computer::new("two", &office.rows));
    assert!(matches!(one.lease.attempt(&mut None).await, Ok(Tried::Taken)));
    let stops = async {
        sleep(Duration::from_secs(5)).await;
        office.stop.send_replace(true);
    };
    let (begun, waiting) = (Instant::now(), office.courier(&two));
    tokio::join!(waiting.run(office.stop.subscribe()), stops);
    assert!(begun.elapsed() < Duration::from_secs(6));
    assert!(one.lease.holds(), "the other one's lease is left alone");
}

#[tokio::test(start_paused = true)]
async fn without_the_lease_nothing_is_sent_any_more_and_jobs_are_left_to_the_next_one() {
    let office = Office::new();
    let one = Computer::new("one", &office.rows);
    let courier = office.courier(&one);
    let cut = async {
        sleep(Duration::from_secs(3)).await;
        one.line.now(Fault::Refused);
        sleep(Duration::from_secs(31)).await;
        for n in 0..5 {
            office.answer(&format!("R{n}"), "晚", &one).await;
        }
        sleep(Duration::from_secs(60)).await;
    };
    tokio::select! {
        () = courier.run(office.stop.subscribe()) => panic!("it waits for the lease"),
        () = cut => {}
    }
    assert!(office.api.made().is_empty());
    let two = Computer::new("two", &office.rows);
    office.runs_and_dies(&office.courier(&two), Duration::from_secs(200)).await;
    assert_eq!(office.api.made(), ["晚"; 5]);
}
