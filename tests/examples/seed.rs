//! Fills an empty stack with what a reset of the demo gives: the sample district's content, confirmed at a given time,
//! and its three officers. Prints `{"officers": [{"login", "name", "role", "token"}]}`.
//!
//! `seed [--at 2026-11-24T10:05+08:00]`, with the names of tables, queues and secrets in the environment, as the
//! template gives them to functions.
#![allow(clippy::print_stdout, reason = "a program for the tests")]

use std::{collections::BTreeSet, sync::Arc};

use anyhow::Context as _;
use app::{
    App,
    content::{self, Content},
    ports::{NoNotifier, NoPictures, Table},
    settings::{Reader, Work},
    staff::{self, Add, IssueToken},
};
use aws::{DynamoTable, Environment, S3Blobs, SqsJobs, SystemClock};
use domain::{audit::Source, ids::AccountKey, staff::Role};
use jiff::Timestamp;
use serde_json::{Value, json};
use wenqu::content_files;

/// Login, name below answers, role: as in the demo.
const OFFICERS: [(&str, &str, Role); 3] = [
    ("zhang", "值班员 张", Role::Officer),
    ("wang", "值班员 王", Role::Reviewer),
    ("chen", "值班长 陈", Role::Administrator),
];
/// The officers' password.
const PASSWORD: &str = "password-of-the-tests";

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let app = open().await?;
    let at = asked_for()?.unwrap_or_else(|| app.clock.now());
    let (snapshot, issues) = content_files::read(&content_files::sample(), at);
    let snapshot = snapshot.with_context(|| format!("the sample content: {issues:?}"))?;
    content::publish(app.table.as_ref(), snapshot).await?;
    let mut officers = Vec::new();
    for officer in OFFICERS {
        officers.push(add(&app, officer).await?);
    }
    println!("{}", json!({ "officers": officers }));
    Ok(())
}

/// The time after `--at`.
fn asked_for() -> anyhow::Result<Option<Timestamp>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => Ok(None),
        ["--at", at] => Ok(Some(at.parse()?)),
        _ => anyhow::bail!("usage: seed [--at TIME]"),
    }
}

#[allow(clippy::disallowed_methods, reason = "the edge at which the environment is read")]
async fn open() -> anyhow::Result<App> {
    let lookup = |name: &str| std::env::var(name).ok();
    let environment = Environment::read(&mut Reader::new(&lookup));
    let config = aws::connect().await;
    let table: Arc<dyn Table> = Arc::new(DynamoTable::new(&config, environment.tables.clone()));
    Ok(App {
        content: Arc::new(Content::open(table.clone()).await?),
        table,
        jobs: Arc::new(SqsJobs::new(&config, environment.queues.clone())),
        blobs: Arc::new(S3Blobs::new(&config, environment.bucket()?)),
        pictures: Arc::new(NoPictures),
        notifier: Arc::new(NoNotifier),
        open_texts: Arc::default(),
        categories: Arc::default(),
        clock: Arc::new(SystemClock),
        // Nothing here makes an id that hangs on it.
        key: AccountKey::new([0; 32]),
        work: Work::default(),
    })
}

async fn add(app: &App, (login, name, role): (&str, &str, Role)) -> anyhow::Result<Value> {
    let by = staff::command_line();
    let roles = BTreeSet::from([role.clone()]);
    let add = Add {
        login: login.to_owned(),
        name: name.to_owned(),
        password: PASSWORD.to_owned(),
        roles: roles.clone(),
        source: Source::Cli,
    };
    staff::add(app, &by, add).await?;
    let token = IssueToken {
        name: "tests".to_owned(),
        login: login.to_owned(),
        roles,
        expires_at: None,
        source: Source::Cli,
    };
    let issued = staff::issue_token(app, &by, token).await?;
    Ok(json!({ "login": login, "name": name, "role": role.as_str(), "token": issued.token }))
}
