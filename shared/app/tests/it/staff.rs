//! Accounts, sign-in, sessions, tokens.

use std::{collections::BTreeSet, time::Instant};

use crate::support::Office;
use app::{
    AppError,
    ports::{Query, TableName},
    staff::{self, Add, IssueToken, SignIn, SignInError, SignInOk, SignInStep},
    testing::PASSWORD,
};
use domain::{
    audit::Source,
    ids::Login,
    staff::{Permission, Role},
};
use jiff::SignedDuration;

fn sign_in(login: &str, password: &str) -> SignIn {
    SignIn {
        login: login.to_owned(),
        password: password.to_owned(),
        address: Some("10.0.0.1".to_owned()),
        ..SignIn::default()
    }
}

/// The session of somebody without a second factor.
async fn signed_in(office: &Office, login: &str) -> SignInOk {
    match staff::sign_in(&office.app, sign_in(login, PASSWORD)).await.unwrap() {
        SignInStep::Done(done) => done,
        other => panic!("{other:?}"),
    }
}

fn new(login: &str) -> Add {
    Add {
        login: login.to_owned(),
        name: "值班员 李".to_owned(),
        password: PASSWORD.to_owned(),
        roles: BTreeSet::from([Role::Officer]),
        source: Source::Cli,
    }
}

#[tokio::test]
async fn an_account_needs_a_good_name_password_and_role() {
    let office = Office::open().await;
    let cli = staff::command_line();
    for (command, wrong) in [
        (new("L"), "login"),
        (new("Li Si"), "login"),
        (Add { password: "123456789".to_owned(), ..new("li") }, "password"),
        (Add { password: "九个字的密码不够长".to_owned(), ..new("li") }, "password"),
        (Add { password: "x".repeat(513), ..new("li") }, "password"),
        (Add { roles: BTreeSet::new(), ..new("li") }, "roles"),
        (Add { name: "一\n二".to_owned(), ..new("li") }, "name"),
        (Add { name: "长".repeat(21), ..new("li") }, "name"),
    ] {
        let error = staff::add(&office.app, &cli, command).await.unwrap_err();
        assert!(matches!(error, AppError::Input { field, .. } if field == wrong), "{wrong}: {error:?}");
    }
    let member = staff::add(&office.app, &cli, new("li")).await.unwrap();
    assert!(member.password_hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    let error = staff::add(&office.app, &cli, new("li")).await.unwrap_err();
    assert!(matches!(error, AppError::Input { field: "login", .. }), "taken: {error:?}");
    assert_eq!(office.audit(Source::Cli).await, ["command-line added_staff staff:li"]);
}

#[tokio::test]
async fn only_administrators_add_staff_and_nobody_gives_more_than_they_have() {
    let office = Office::open().await;
    let officer = office.officer("zhang").await;
    let error = staff::add(&office.app, &officer, new("li")).await.unwrap_err();
    assert!(matches!(error, AppError::Denied(denied) if denied.0 == Permission::ManageStaff));
    let mut half = office.member("half", "", Role::Administrator).await;
    half.permissions.remove(&Permission::ReadAudit);
    let more = Add { roles: BTreeSet::from([Role::Administrator]), ..new("li") };
    assert!(matches!(staff::add(&office.app, &half, more).await, Err(AppError::Denied(_))));
}

#[tokio::test]
async fn a_session_begins_lasts_eight_hours_and_ends() {
    let office = Office::open().await;
    office.officer("zhang").await;
    let done = signed_in(&office, " Zhang ").await;
    let found = staff::session(&office.app, &done.token).await.unwrap().unwrap();
    assert_eq!((found.actor.login.as_str(), found.actor.name.as_str()), ("zhang", "值班员 张"));
    assert!(
        staff::session(&office.app, &done.session.token_hash).await.unwrap().is_none(),
        "the hash is no token"
    );
    office.clock.advance(SignedDuration::from_mins(479));
    assert!(staff::session(&office.app, &done.token).await.unwrap().is_some());
    office.clock.advance(SignedDuration::from_mins(1));
    assert!(staff::session(&office.app, &done.token).await.unwrap().is_none(), "over");

    let again = signed_in(&office, "zhang").await;
    let found = staff::session(&office.app, &again.token).await.unwrap().unwrap();
    staff::sign_out(&office.app, &found).await.unwrap();
    assert!(staff::session(&office.app, &again.token).await.unwrap().is_none());
    let audit = office.audit(Source::Admin).await;
    assert_eq!(
        audit,
        ["zhang signed_in staff:zhang", "zhang signed_in staff:zhang", "zhang signed_out staff:zhang"]
    );
}

#[tokio::test]
async fn the_table_holds_no_secret() {
    let office = Office::open().await;
    office.officer("zhang").await;
    let done = signed_in(&office, "zhang").await;
    let token = staff::issue_token(&office.app, &staff::command_line(), issue("zhang")).await.unwrap().token;
    let partitions = ["STAFF".to_owned(), format!("SESSION#{}", done.session.token_hash)];
    let mut bodies = String::new();
    for partition in partitions {
        let page = office.app.table.query(&Query::partition(TableName::Main, partition, 100)).await.unwrap();
        bodies.extend(page.items.iter().map(|item| item.body.as_str()));
    }
    assert!(bodies.contains("zhang"));
    for secret in [PASSWORD, &done.token, &token] {
        assert!(!bodies.contains(secret));
    }
}

#[tokio::test]
async fn five_failures_make_a_name_wait_longer_and_longer() {
    let office = Office::open().await;
    office.officer("zhang").await;
    for _ in 0..5 {
        let error = staff::sign_in(&office.app, sign_in("zhang", "wrong password")).await.unwrap_err();
        assert_eq!(error, SignInError::Wrong);
    }
    let wait = async |seconds: i64| {
        let error = staff::sign_in(&office.app, sign_in("zhang", PASSWORD)).await.unwrap_err();
        assert_eq!(error, SignInError::Wait(office.app.clock.now() + SignedDuration::from_secs(seconds)));
    };
    wait(15).await;
    office.clock.advance(SignedDuration::from_secs(15));
    let error = staff::sign_in(&office.app, sign_in("zhang", "wrong password")).await.unwrap_err();
    assert_eq!(error, SignInError::Wrong);
    wait(30).await;
    office.clock.advance(SignedDuration::from_secs(30));
    signed_in(&office, "zhang").await;
    for _ in 0..4 {
        let error = staff::sign_in(&office.app, sign_in("zhang", "wrong password")).await.unwrap_err();
        assert_eq!(error, SignInError::Wrong, "success has cleared the count");
    }
    assert!(office.audit(Source::Admin).await.contains(&"system slowed_sign_in staff:zhang".to_owned()));
}

#[tokio::test]
async fn failed_sign_ins_are_audited_once_an_account_and_hour_and_names_of_nobody_together() {
    let office = Office::open().await;
    office.officer("zhang").await;
    let failed = async || {
        let all = office.audit(Source::Admin).await;
        let of = |about: &str| {
            all.iter().filter(|line| *line == &format!("system failed_sign_in staff:{about}")).count()
        };
        (of("zhang"), of("?"), all.iter().filter(|line| line.contains("hunter")).count())
    };
    for login in ["zhang", "zhang", "hunter2hunter2", "hunter.3", "hunter.4", "密码写错了地方"] {
        let error = staff::sign_in(&office.app, sign_in(login, "wrong password")).await.unwrap_err();
        assert_eq!(error, SignInError::Wrong);
    }
    assert_eq!(failed().await, (1, 1, 0), "what was typed as a name may be a password");
    office.clock.advance(SignedDuration::from_hours(1));
    staff::sign_in(&office.app, sign_in("zhang", "wrong password")).await.unwrap_err();
    assert_eq!(failed().await, (2, 1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_guesses_at_once_are_no_more_than_one_after_the_other() {
    let office = Office::open().await;
    office.officer("zhang").await;
    let mut guesses = tokio::task::JoinSet::new();
    for n in 0..12 {
        let (app, command) = (office.app.clone(), sign_in("zhang", &format!("wrong {n}")));
        guesses.spawn(async move { staff::sign_in(&app, command).await.unwrap_err() });
    }
    let wrong = guesses.join_all().await.into_iter().filter(|error| *error == SignInError::Wrong).count();
    assert_eq!(wrong, 5, "the others had to wait");
}

#[tokio::test]
async fn an_address_that_tries_many_names_waits_too() {
    let office = Office::open().await;
    for n in 0..20 {
        let error =
            staff::sign_in(&office.app, sign_in(&format!("name{n}"), "wrong password")).await.unwrap_err();
        assert_eq!(error, SignInError::Wrong);
    }
    let error = staff::sign_in(&office.app, sign_in("another", "wrong password")).await.unwrap_err();
    assert!(matches!(error, SignInError::Wait(_)), "{error:?}");
}

#[tokio::test]
async fn an_address_that_waits_makes_no_name_wait() {
    let office = Office::open().await;
    office.officer("zhang").await;
    for n in 0..40 {
        staff::sign_in(&office.app, sign_in(&format!("name{n}"), "wrong password")).await.unwrap_err();
    }
    for _ in 0..10 {
        let error = staff::sign_in(&office.app, sign_in("zhang", "wrong password")).await.unwrap_err();
        assert!(matches!(error, SignInError::Wait(_)), "{error:?}");
    }
    let elsewhere = SignIn { address: Some("10.0.0.2".to_owned()), ..sign_in("zhang", PASSWORD) };
    assert!(matches!(staff::sign_in(&office.app, elsewhere).await, Ok(SignInStep::Done(_))));
}

#[tokio::test]
async fn right_confirmations_are_no_failures_of_the_address() {
    let office = Office::open().await;
    office.officer("zhang").await;
    let session = signed_in(&office, "zhang").await;
    let mut zhang = staff::session(&office.app, &session.token).await.unwrap().unwrap();
    for _ in 0..30 {
        zhang = staff::confirm(&office.app, &zhang, PASSWORD, Some("10.0.0.1")).await.unwrap();
    }
}

#[tokio::test]
async fn a_removed_account_leaves_no_token_to_its_namesake() {
    let office = Office::open().await;
    let cli = staff::command_line();
    staff::add(&office.app, &cli, new("li")).await.unwrap();
    office.clock.advance(SignedDuration::from_secs(1));
    let token = staff::issue_token(&office.app, &cli, issue("li")).await.unwrap().token;
    assert!(staff::authenticate_token(&office.app, &token).await.unwrap().is_some());
    let li = Login::from("li");
    staff::disable(&office.app, &cli, &li, Source::Cli).await.unwrap();
    staff::remove(&office.app, &cli, &li, Source::Cli).await.unwrap();
    office.clock.advance(SignedDuration::from_secs(1));
    staff::add(&office.app, &cli, new("li")).await.unwrap();
    assert!(staff::authenticate_token(&office.app, &token).await.unwrap().is_none());
}

#[tokio::test]
async fn an_unknown_name_costs_as_much_as_a_wrong_password() {
    let office = Office::open().await;
    office.officer("zhang").await;
    let timed = async |login: &str| {
        let begin = Instant::now();
        assert_eq!(
            staff::sign_in(&office.app, sign_in(login, "wrong password")).await.unwrap_err(),
            SignInError::Wrong
        );
        begin.elapsed()
    };
    let (mut known, mut unknown) = (timed("zhang").await, timed("nobody").await);
    for _ in 0..3 {
        known = known.min(timed("zhang").await);
        unknown = unknown.min(timed("nobody").await);
    }
    let ratio = known.as_secs_f64() / unknown.as_secs_f64();
    assert!((0.33..3.0).contains(&ratio), "{known:?} and {unknown:?}");
}

fn issue(login: &str) -> IssueToken {
    IssueToken {
        name: "接口".to_owned(),
        login: login.to_owned(),
        roles: BTreeSet::from([Role::Officer]),
        expires_at: None,
        source: Source::Cli,
    }
}

#[tokio::test]
async fn a_token_does_what_both_its_roles_and_its_account_permit() {
    let office = Office::open().await;
    office.member("reader", "", Role::Reader).await;
    let cli = staff::command_line();
    let token = staff::issue_token(&office.app, &cli, issue("reader")).await.unwrap().token;
    let actor = staff::authenticate_token(&office.app, &token).await.unwrap().unwrap();
    assert_eq!(actor.permissions, BTreeSet::from([Permission::Read]), "never more than the account");
    let token = staff::issue_token(&office.app, &cli, issue("robot")).await.unwrap().token;
    let actor = staff::authenticate_token(&office.app, &token).await.unwrap().unwrap();
    assert!(actor.require(Permission::Answer).is_ok() && actor.require(Permission::ManageStaff).is_err());
    let error = staff::sign_in(&office.app, sign_in("robot", "!")).await.unwrap_err();
    assert_eq!(error, SignInError::Wrong, "an account for programs can't sign in");
    assert!(staff::authenticate_token(&office.app, "wenqu_no").await.unwrap().is_none());
    let error = staff::issue_token(&office.app, &actor, issue("robot")).await.unwrap_err();
    assert!(matches!(error, AppError::Denied(_)), "only administrators");
}

#[tokio::test]
async fn a_token_ends_when_it_says() {
    let office = Office::open().await;
    let until = office.app.clock.now() + SignedDuration::from_hours(1);
    let command = IssueToken { expires_at: Some(until), ..issue("robot") };
    let token = staff::issue_token(&office.app, &staff::command_line(), command).await.unwrap().token;
    assert!(staff::authenticate_token(&office.app, &token).await.unwrap().is_some());
    office.clock.advance(SignedDuration::from_hours(1));
    assert!(staff::authenticate_token(&office.app, &token).await.unwrap().is_none());
}

#[tokio::test]
async fn the_demos_token_is_the_one_that_was_chosen() {
    let office = Office::open().await;
    let roles = BTreeSet::from([Role::Officer]);
    for _ in 0..2 {
        staff::preset_token(&office.app, "demo-token", "demo-robot", roles.clone()).await.unwrap();
    }
    let actor = staff::authenticate_token(&office.app, "demo-token").await.unwrap().unwrap();
    assert_eq!(actor.login.as_str(), "demo-robot");
    assert!(staff::preset_token(&office.app, " ", "demo-robot", roles).await.is_err());
}
