//! Questions that arrive at a steady pace while two workers find their groups, for `benches/groups`:
//! `groups DIR RATE < questions.jsonl` where each line is `{"incident": 1, "text": "…"}`.
//!
//! Both workers take jobs from one queue and write to one store; each knows only what the log of groups says, as two
//! functions would. Then the job runs that puts groups together. Prints one line of JSON: what became of the incidents,
//! and the time from question to group.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for measurements"
)]

use std::{
    collections::{BTreeMap, BTreeSet},
    io::BufRead,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use app::{
    App,
    groups::tend,
    jobs::{Task, Work},
    keys, random,
    rows::{Batch, load, new_job},
    testing::{Bench, asks},
};
use domain::{
    group::Group,
    ids::{GroupId, QuestionId},
    question::Question,
};
use embedded::{MemoryQueue, QueueName, QueueOptions, SqliteTable, SystemClock};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{sync::mpsc, task::JoinSet, time};

const WORKERS: usize = 2;
/// How often the job runs that puts groups together, which is due every ten minutes.
const TENDED: usize = 3;
/// How long a worker waits for a job before it looks whether all is done.
const WAIT: Duration = Duration::from_millis(100);

#[derive(Deserialize)]
struct Row {
    incident: usize,
    text: String,
}

#[tokio::main]
async fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [directory, rate] = &words[..] else { panic!("usage: groups DIR RATE < questions.jsonl") };
    let rows: Vec<Row> =
        std::io::stdin().lock().lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    std::fs::create_dir_all(directory).unwrap();
    let table = SqliteTable::open(&Path::new(directory).join("wenqu.db")).unwrap();
    let queue = Arc::new(MemoryQueue::new(Arc::new(SystemClock), QueueOptions::default()));
    let app =
        App { clock: Arc::new(SystemClock), jobs: queue.clone(), ..Bench::over(Arc::new(table)).await.app };
    let began = Instant::now();
    let (told, mut reports) = mpsc::unbounded_channel();
    let mut workers = JoinSet::new();
    for _ in 0..WORKERS {
        let own = App { open_texts: Arc::default(), ..app.clone() };
        workers.spawn(work(own, queue.clone(), told.clone()));
    }
    let asked = arrive(&app, &rows, rate.parse().unwrap()).await;
    let arrived = began.elapsed();
    let mut found = Vec::with_capacity(asked.len());
    while found.len() < asked.len() {
        found.push(reports.recv().await.unwrap());
    }
    let all = began.elapsed();
    workers.shutdown().await;
    let mut said = report(&app, &rows, &asked, found, arrived, all).await;
    let mut tended = Vec::new();
    for _ in 0..TENDED {
        let began = Instant::now();
        tend(&app).await.unwrap();
        let seconds = began.elapsed().as_secs_f64();
        let became = outcome(&app, &asked).await;
        tended.push(json!({ "seconds": seconds, "incidents_in_one_group": became.whole(), "groups": became.groups() }));
    }
    let last = outcome(&app, &asked).await;
    said["tended"] = json!(tended);
    said["groups_of_several_incidents"] = json!(last.mixed());
    said["questions_with_another_incident"] = json!(last.odd());
    println!("{said}");
}

/// Asks at the pace, each question by a resident of its own; when each was asked.
async fn arrive(app: &App, rows: &[Row], rate: u32) -> BTreeMap<QuestionId, (usize, Instant)> {
    let mut every = time::interval(Duration::from_secs(1) / rate);
    every.set_missed_tick_behavior(time::MissedTickBehavior::Burst);
    let mut asking = JoinSet::new();
    for (number, row) in rows.iter().enumerate() {
        every.tick().await;
        let (app, text, incident) = (app.clone(), row.text.clone(), row.incident);
        asking.spawn(async move {
            let at = Instant::now();
            let question = asks(&app, &format!("oResident{number:019}"), &text).await;
            let job =
                new_job(Work::Similar { question: question.clone() }, app.clock.now(), random().unwrap());
            let mut batch = Batch::new();
            batch.insert(&job).unwrap();
            batch.commit(app.table.as_ref()).await.unwrap();
            app.jobs.enqueue(&job, Duration::ZERO).await.unwrap();
            (question, (incident, at))
        });
    }
    asking.join_all().await.into_iter().collect()
}

/// One worker: a job at a time, as the loops of one computer take them.
async fn work(app: App, queue: Arc<MemoryQueue>, told: mpsc::UnboundedSender<(QuestionId, Instant)>) {
    loop {
        for job in queue.receive(QueueName::Jobs, 1, WAIT).await {
            let Ok(Task::Job(asked)) = Task::parse(&job.body) else { panic!("a job of another kind") };
            let Work::Similar { question } = asked.work.clone() else { panic!("work of another kind") };
            match worker::handle(&app, &asked).await {
                Ok(_) => {
                    queue.delete(&job);
                    told.send((question, Instant::now())).unwrap();
                }
                Err(error) => {
                    eprintln!("{question} again: {error}");
                    queue.give_back(&job, Duration::from_millis(20));
                }
            }
        }
    }
}

async fn report(
    app: &App,
    rows: &[Row],
    asked: &BTreeMap<QuestionId, (usize, Instant)>,
    found: Vec<(QuestionId, Instant)>,
    arrived: Duration,
    all: Duration,
) -> Value {
    let became = outcome(app, asked).await;
    let mut ms: Vec<f64> = found
        .iter()
        .map(|(question, at)| at.duration_since(asked[question].1).as_secs_f64() * 1000.0)
        .collect();
    ms.sort_by(f64::total_cmp);
    let at = |share: f64| ms[((ms.len() as f64 * share).ceil() as usize).max(1) - 1];
    json!({
        "questions": rows.len(), "incidents": became.of_incident.len(),
        "groups": became.groups(), "incidents_in_one_group": became.whole(),
        "arrived_per_s": rows.len() as f64 / arrived.as_secs_f64(),
        "grouped_per_s": rows.len() as f64 / all.as_secs_f64(),
        "p50_ms": at(0.5), "p99_ms": at(0.99), "max_ms": at(1.0)
    })
}

/// What became of the questions.
#[derive(Default)]
struct Outcome {
    of_incident: BTreeMap<usize, BTreeSet<GroupId>>,
    of_group: BTreeMap<GroupId, BTreeMap<usize, usize>>,
}

async fn outcome(app: &App, asked: &BTreeMap<QuestionId, (usize, Instant)>) -> Outcome {
    let mut became = Outcome::default();
    for (question, (incident, _)) in asked {
        let row = load::<Question>(app.table.as_ref(), &keys::question(question)).await.unwrap().unwrap();
        let group = row.value.membership.expect("it has a group").group;
        let group = group_now(app, &group).await;
        became.of_incident.entry(*incident).or_default().insert(group.clone());
        *became.of_group.entry(group).or_default().entry(*incident).or_default() += 1;
    }
    became
}

/// A group, or the one that it was put into.
async fn group_now(app: &App, group: &GroupId) -> GroupId {
    let mut id = group.clone();
    while let Some(next) = load::<Group>(app.table.as_ref(), &keys::group(&id))
        .await
        .unwrap()
        .and_then(|found| found.value.merged_into)
    {
        id = next;
    }
    id
}

impl Outcome {
    fn groups(&self) -> usize {
        self.of_group.len()
    }

    /// Incidents in one group each.
    fn whole(&self) -> usize {
        self.of_incident.values().filter(|groups| groups.len() == 1).count()
    }

    /// Groups of several incidents.
    fn mixed(&self) -> usize {
        self.of_group.values().filter(|incidents| incidents.len() > 1).count()
    }

    /// Questions with another incident than most of their group.
    fn odd(&self) -> usize {
        self.of_group.values().map(|own| own.values().sum::<usize>() - own.values().max().unwrap()).sum()
    }
}
