//! Invitations, second factors, roles, and that an administrator always stays.

use std::collections::BTreeSet;

use crate::support::Office;
use app::{
    AppError, audit, keys, menu,
    ports::{Query, TableName},
    questions,
    staff::{
        self, Change, DefineRole, Enrol, Invite, IssueToken, SecondStep, SignIn, SignInError, SignInStep,
        Standing, Which,
    },
    testing::{PASSWORD, asks},
};
use domain::{
    audit::Source,
    ids::Login,
    staff::{Actor, Confirmed, Permission, Role, RoleName},
};
use jiff::{SignedDuration, Timestamp};

fn invite(login: &str, role: Role) -> Invite {
    Invite {
        login: login.to_owned(),
        name: "值班员 李".to_owned(),
        roles: BTreeSet::from([role]),
        source: Source::Admin,
    }
}

/// What the phone shows at a time, read from the secret as the page shows it.
fn phone(words: &str, at: Timestamp) -> String {
    let secret = totp_rs::Secret::try_from_base32(words.replace(' ', "")).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(at.as_second().unsigned_abs()).to_string()
}

/// A colleague who has signed up: their secret, and their recovery codes.
struct Person {
    secret: String,
    recovery: Vec<String>,
}

async fn sign_up(office: &Office, login: &str, token: &str) -> Person {
    let login = Login::from(login);
    staff::choose_password(&office.app, &login, token, PASSWORD.to_owned()).await.unwrap();
    let secret = staff::secret_of_link(&office.app, &login, token).in_words();
    let code = phone(&secret, office.app.clock.now());
    let command = enrol(&login, token, &code);
    let done = staff::enrol(&office.app, command).await.unwrap();
    Person { secret, recovery: done.recovery_codes }
}

fn enrol(login: &Login, token: &str, code: &str) -> Enrol {
    Enrol {
        login: login.clone(),
        token: token.to_owned(),
        code: code.to_owned(),
        address: Some("10.0.0.1".to_owned()),
        device: "Chrome, Windows".to_owned(),
    }
}

async fn joined(office: &Office, login: &str, role: Role) -> Person {
    let linked = staff::invite(&office.app, &staff::command_line(), invite(login, role)).await.unwrap();
    sign_up(office, login, &linked.token).await
}

async fn half(office: &Office, login: &str) -> String {
    let command = SignIn { login: login.to_owned(), password: PASSWORD.to_owned(), ..SignIn::default() };
    match staff::sign_in(&office.app, command).await.unwrap() {
        SignInStep::Second(token) => token,
        other => panic!("{other:?}"),
    }
}

fn second(token: &str, code: &str) -> SecondStep {
    SecondStep { token: token.to_owned(), code: code.to_owned(), address: None, device: String::new() }
}

fn login(login: &str) -> Login {
    Login::from(login)
}

#[tokio::test]
async fn an_invited_colleague_signs_up_once_and_then_needs_the_phone() {
    let office = Office::open().await;
    let linked =
        staff::invite(&office.app, &staff::command_line(), invite(" Li ", Role::Officer)).await.unwrap();
    let (app, li) = (&office.app, login("li"));
    assert_eq!(linked.expires_at, app.clock.now() + staff::LINK_LIFE);
    let opened = staff::open_link(app, &li, &linked.token).await.unwrap().unwrap();
    assert_eq!((opened.member.name.as_str(), opened.link.by.as_str()), ("值班员 李", "command-line"));
    assert!(staff::open_link(app, &login("zhang"), &linked.token).await.unwrap().is_none(), "another's");
    let error = staff::enrol(app, enrol(&li, &linked.token, "000000")).await.unwrap_err();
    assert_eq!(error, SignInError::Over, "the password comes first");
    let short = staff::choose_password(app, &li, &linked.token, "123456789".to_owned()).await.unwrap_err();
    assert!(matches!(short, AppError::Input { field: "password", .. }));

    let person = sign_up(&office, "li", &linked.token).await;
    assert!(staff::open_link(app, &li, &linked.token).await.unwrap().is_none(), "used");
    assert_eq!(person.recovery.len(), staff::RECOVERY_CODES);
    let token = half(&office, "li").await;
    assert!(staff::session(app, &token).await.unwrap().is_none(), "half a sign-in is none");
    let used = phone(&person.secret, app.clock.now());
    let error = staff::sign_in_second(app, second(&token, &used)).await.unwrap_err();
    assert_eq!(error, SignInError::Wrong, "the code of the enrolment was used");
    office.clock.advance(SignedDuration::from_secs(30));
    let code = phone(&person.secret, app.clock.now());
    let done = staff::sign_in_second(app, second(&token, &code)).await.unwrap();
    assert_eq!(staff::session(app, &done.token).await.unwrap().unwrap().actor.login, li);
    let error = staff::sign_in_second(app, second(&token, &code)).await.unwrap_err();
    assert_eq!(error, SignInError::Over, "a half sign-in is completed once");
    let error = staff::sign_in_second(app, second(&half(&office, "li").await, &code)).await.unwrap_err();
    assert_eq!(error, SignInError::Wrong, "and a code is taken once");
    let audit = office.audit(Source::Admin).await;
    assert!(audit.contains(&"li enrolled staff:li".to_owned()), "{audit:?}");
}

#[tokio::test]
async fn a_link_is_over_after_seven_days_and_a_new_one_replaces_it() {
    let office = Office::open().await;
    let (app, cli, li) = (&office.app, staff::command_line(), login("li"));
    let first = staff::invite(app, &cli, invite("li", Role::Officer)).await.unwrap();
    office.clock.advance(staff::LINK_LIFE);
    assert!(staff::open_link(app, &li, &first.token).await.unwrap().is_none());
    let standing = staff::read_colleague(app, &cli, &li).await.unwrap().standing;
    assert_eq!(standing, Standing::LinkOver);
    let second = staff::new_link(app, &cli, &li, Source::Cli).await.unwrap();
    let third = staff::new_link(app, &cli, &li, Source::Cli).await.unwrap();
    assert!(staff::open_link(app, &li, &second.token).await.unwrap().is_none(), "replaced");
    sign_up(&office, "li", &third.token).await;
    let standing = staff::read_colleague(app, &cli, &li).await.unwrap().standing;
    assert_eq!(standing, Standing::Active);
}

#[tokio::test]
async fn the_tables_hold_neither_link_nor_secret_nor_recovery_code() {
    let office = Office::open().await;
    let cli = staff::command_line();
    let linked = staff::invite(&office.app, &cli, invite("li", Role::Officer)).await.unwrap();
    let mut bodies = String::new();
    let read = async |bodies: &mut String| {
        for partition in [keys::LINK_PARTITION, keys::SECOND_PARTITION, keys::STAFF_PARTITION] {
            let query = Query::partition(TableName::Main, partition, 100);
            let page = office.app.table.query(&query).await.unwrap();
            bodies.extend(page.items.iter().map(|item| item.body.as_str()));
        }
    };
    read(&mut bodies).await;
    let person = sign_up(&office, "li", &linked.token).await;
    read(&mut bodies).await;
    assert!(bodies.contains("sealed"));
    let secret = person.secret.replace(' ', "");
    for kept in [&linked.token, &secret].into_iter().chain(&person.recovery) {
        assert!(!bodies.contains(kept.as_str()));
    }
}

#[tokio::test]
async fn a_recovery_code_works_once_and_guesses_at_the_second_factor_have_to_wait() {
    let office = Office::open().await;
    let person = joined(&office, "li", Role::Officer).await;
    let app = &office.app;
    let code = &person.recovery[3];
    let token = half(&office, "li").await;
    staff::sign_in_second(app, second(&token, &code.to_lowercase())).await.unwrap();
    let token = half(&office, "li").await;
    for guess in [code, "000000", "AAAAA-AAAAA", "", "123 456"] {
        let error = staff::sign_in_second(app, second(&token, guess)).await.unwrap_err();
        assert_eq!(error, SignInError::Wrong, "{guess}");
    }
    let error = staff::sign_in_second(app, second(&token, &person.recovery[4])).await.unwrap_err();
    assert!(matches!(error, SignInError::Wait(_)), "a right one too: {error:?}");
    office.clock.advance(SignedDuration::from_secs(16));
    staff::sign_in_second(app, second(&token, &person.recovery[4])).await.unwrap();
    let left = staff::read_colleague(app, &staff::command_line(), &login("li")).await.unwrap().recovery_left;
    assert_eq!(left, staff::RECOVERY_CODES - 2);
    office.clock.advance(SignedDuration::from_mins(1));
    let token = half(&office, "li").await;
    office.clock.advance(SignedDuration::from_mins(10));
    let error = staff::sign_in_second(app, second(&token, &person.recovery[5])).await.unwrap_err();
    assert_eq!(error, SignInError::Over, "ten minutes between the steps are too many");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_that_send_the_same_code_at_once_one_gets_in() {
    let office = Office::open().await;
    let person = joined(&office, "li", Role::Officer).await;
    office.clock.advance(SignedDuration::from_secs(30));
    let code = phone(&person.secret, office.app.clock.now());
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (app, step) = (office.app.clone(), second(&half(&office, "li").await, &code));
        tries.spawn(async move { staff::sign_in_second(&app, step).await.is_ok() });
    }
    assert_eq!(tries.join_all().await.into_iter().filter(|done| *done).count(), 1);
}

#[tokio::test]
async fn where_a_second_factor_is_required_a_password_alone_only_leads_to_setting_one_up() {
    let office = Office::open().await;
    office.officer("zhang").await;
    let command = SignIn {
        login: "zhang".to_owned(),
        password: PASSWORD.to_owned(),
        second_factor_required: true,
        ..SignIn::default()
    };
    let SignInStep::Enrol(who, token) = staff::sign_in(&office.app, command).await.unwrap() else { panic!() };
    assert!(staff::session(&office.app, &token).await.unwrap().is_none());
    let secret = staff::secret_of_link(&office.app, &who, &token).in_words();
    let code = phone(&secret, office.app.clock.now());
    staff::enrol(&office.app, enrol(&who, &token, &code)).await.unwrap();
    office.clock.advance(SignedDuration::from_secs(30));
    let code = phone(&secret, office.app.clock.now());
    staff::sign_in_second(&office.app, second(&half(&office, "zhang").await, &code)).await.unwrap();
}

#[tokio::test]
async fn a_new_link_voids_password_phone_and_sessions() {
    let office = Office::open().await;
    joined(&office, "chen", Role::Administrator).await;
    let person = joined(&office, "li", Role::Officer).await;
    let (app, chen) = (&office.app, office.member("wang", "", Role::Administrator).await);
    let token = half(&office, "li").await;
    let session = staff::sign_in_second(app, second(&token, &person.recovery[0])).await.unwrap();
    staff::new_link(app, &chen, &login("li"), Source::Admin).await.unwrap();
    assert!(staff::session(app, &session.token).await.unwrap().is_none());
    let command = SignIn { login: "li".to_owned(), password: PASSWORD.to_owned(), ..SignIn::default() };
    assert_eq!(staff::sign_in(app, command).await.unwrap_err(), SignInError::Wrong);
    let refused = staff::new_link(app, &chen, &login("wang"), Source::Admin).await.unwrap_err();
    assert!(matches!(refused, AppError::Refused { .. }), "one's own: {refused:?}");
}

#[tokio::test]
async fn disabling_ends_sessions_and_tokens_and_enabling_brings_nothing_back() {
    let office = Office::open().await;
    let person = joined(&office, "li", Role::Officer).await;
    let (app, chen) = (&office.app, office.member("chen", "", Role::Administrator).await);
    let done =
        staff::sign_in_second(app, second(&half(&office, "li").await, &person.recovery[0])).await.unwrap();
    assert_eq!(staff::sessions(app, &chen, &login("li")).await.unwrap().len(), 2, "of signing up, too");
    staff::disable(app, &chen, &login("li"), Source::Admin).await.unwrap();
    assert!(staff::session(app, &done.token).await.unwrap().is_none());
    assert!(staff::sessions(app, &chen, &login("li")).await.unwrap().is_empty());
    staff::enable(app, &chen, &login("li"), Source::Admin).await.unwrap();
    assert!(staff::session(app, &done.token).await.unwrap().is_none());
    assert!(matches!(
        staff::disable(app, &chen, &login("chen"), Source::Admin).await,
        Err(AppError::Refused { .. })
    ));
}

#[tokio::test]
async fn sessions_are_seen_and_ended_one_by_one_or_all_but_ones_own() {
    let office = Office::open().await;
    office.officer("zhang").await;
    let app = &office.app;
    let mut tokens = Vec::new();
    for _ in 0..3 {
        let command =
            SignIn { login: "zhang".to_owned(), password: PASSWORD.to_owned(), ..SignIn::default() };
        let SignInStep::Done(done) = staff::sign_in(app, command).await.unwrap() else { panic!() };
        tokens.push(done.token);
        office.clock.advance(SignedDuration::from_mins(1));
    }
    office.clock.advance(SignedDuration::from_mins(10));
    let own = staff::session(app, &tokens[0]).await.unwrap().unwrap();
    let (zhang, who) = (&own.actor, login("zhang"));
    let listed = staff::sessions(app, zhang, &who).await.unwrap();
    assert_eq!(listed.len(), 3);
    assert_eq!(listed[2].last_seen_at, Some(app.clock.now()), "the one that asks");
    staff::end_sessions(app, zhang, &who, Which::One(staff::session_id(&listed[0]))).await.unwrap();
    assert!(staff::session(app, &tokens[2]).await.unwrap().is_none());
    staff::end_sessions(app, zhang, &who, Which::AllBut(&own.session.token_hash)).await.unwrap();
    assert!(staff::session(app, &tokens[1]).await.unwrap().is_none());
    assert!(staff::session(app, &tokens[0]).await.unwrap().is_some());
    let li = office.officer("li").await;
    assert!(matches!(staff::sessions(app, &li, &who).await, Err(AppError::Denied(_))));
    assert!(matches!(staff::end_sessions(app, &li, &who, Which::All).await, Err(AppError::Denied(_))));
}

#[tokio::test]
async fn a_dangerous_act_needs_a_confirmation_of_the_last_ten_minutes() {
    let office = Office::open().await;
    office.member("chen", "", Role::Administrator).await;
    let app = &office.app;
    let command = SignIn { login: "chen".to_owned(), password: PASSWORD.to_owned(), ..SignIn::default() };
    let SignInStep::Done(done) = staff::sign_in(app, command).await.unwrap() else { panic!() };
    office.clock.advance(SignedDuration::from_secs(601));
    let signed_in = staff::session(app, &done.token).await.unwrap().unwrap();
    let acts = [
        staff::invite(app, &signed_in.actor, invite("li", Role::Officer)).await.map(drop),
        staff::new_link(app, &signed_in.actor, &login("x"), Source::Admin).await.map(drop),
        staff::disable(app, &signed_in.actor, &login("x"), Source::Admin).await.map(drop),
        staff::issue_token(app, &signed_in.actor, token("robot")).await.map(drop),
        staff::define_role(app, &signed_in.actor, night(&[Permission::Read])).await.map(drop),
        staff::revoke_token(app, &signed_in.actor, "x", Source::Admin).await,
        staff::change_password(app, &signed_in, PASSWORD.to_owned()).await,
        staff::require_recent(app, &signed_in.actor),
        menu::publish(app, &signed_in.actor, None).await,
        menu::remove(app, &signed_in.actor).await,
        audit::export(app, &signed_in.actor, audit::Filter::last(app, 1)).await.map(drop),
    ];
    for act in acts {
        assert!(matches!(act, Err(AppError::NotRecent(_))), "{act:?}");
    }
    let error = staff::confirm(app, &signed_in, "wrong", None).await.unwrap_err();
    assert_eq!(error, SignInError::Wrong);
    let confirmed = staff::confirm(app, &signed_in, PASSWORD, None).await.unwrap();
    staff::invite(app, &confirmed.actor, invite("li", Role::Officer)).await.unwrap();
    let again = staff::session(app, &done.token).await.unwrap().unwrap();
    assert_eq!(again.actor.confirmed, Confirmed::At(app.clock.now()), "it is the session's");
}

fn token(login: &str) -> IssueToken {
    IssueToken {
        name: "大屏".to_owned(),
        login: login.to_owned(),
        roles: BTreeSet::from([Role::Reader]),
        expires_at: None,
        source: Source::Admin,
    }
}

#[tokio::test]
async fn a_code_of_the_phone_confirms_too_and_once() {
    let office = Office::open().await;
    let person = joined(&office, "chen", Role::Administrator).await;
    let app = &office.app;
    let done = staff::sign_in_second(app, second(&half(&office, "chen").await, &person.recovery[0])).await;
    let token = done.unwrap().token;
    office.clock.advance(SignedDuration::from_mins(11));
    let signed_in = staff::session(app, &token).await.unwrap().unwrap();
    let code = phone(&person.secret, app.clock.now());
    assert!(staff::confirm(app, &signed_in, &code, None).await.is_ok());
    assert_eq!(staff::confirm(app, &signed_in, &code, None).await.unwrap_err(), SignInError::Wrong);
}

#[tokio::test]
async fn tokens_are_listed_and_revoked_and_never_act_as_a_colleague() {
    let office = Office::open().await;
    let (app, chen) = (&office.app, office.member("chen", "", Role::Administrator).await);
    office.officer("zhang").await;
    let refused = staff::issue_token(app, &chen, token("zhang")).await.unwrap_err();
    assert!(matches!(refused, AppError::Input { field: "login", .. }), "{refused:?}");
    staff::issue_token(app, &chen, token("chen")).await.unwrap();
    let issued = staff::issue_token(app, &chen, token("robot")).await.unwrap();
    let listed = staff::tokens(app, &chen).await.unwrap();
    assert_eq!(listed.len(), 2);
    assert!(staff::authenticate_token(app, &issued.token).await.unwrap().is_some());
    staff::revoke_token(app, &chen, staff::token_id(&issued.row), Source::Admin).await.unwrap();
    assert!(staff::authenticate_token(app, &issued.token).await.unwrap().is_none());
    assert_eq!(staff::tokens(app, &chen).await.unwrap().len(), 1);
}

fn night(permissions: &[Permission]) -> DefineRole {
    DefineRole {
        name: "night".to_owned(),
        zh: "夜班".to_owned(),
        en: "Night shift".to_owned(),
        permissions: permissions.iter().copied().collect(),
        new: true,
        source: Source::Admin,
    }
}

#[tokio::test]
async fn a_role_of_the_district_permits_what_its_row_says() {
    let office = Office::open().await;
    let (app, chen) = (&office.app, office.member("chen", "", Role::Administrator).await);
    let name = RoleName::parse("night").unwrap();
    let role = Role::Further(name.clone());
    let unknown = staff::invite(app, &chen, invite("li", role.clone())).await.unwrap_err();
    assert!(matches!(unknown, AppError::Input { field: "roles", .. }), "{unknown:?}");
    staff::define_role(app, &chen, night(&[Permission::Read, Permission::Answer])).await.unwrap();
    let taken = staff::define_role(app, &chen, night(&[Permission::Read])).await.unwrap_err();
    assert!(matches!(taken, AppError::Input { field: "role", .. }));
    let linked = staff::invite(app, &chen, invite("li", role)).await.unwrap();
    let person = sign_up(&office, "li", &linked.token).await;
    let done = staff::sign_in_second(app, second(&half(&office, "li").await, &person.recovery[0])).await;
    let token = done.unwrap().token;
    let actor = staff::session(app, &token).await.unwrap().unwrap().actor;
    assert_eq!(actor.permissions, BTreeSet::from([Permission::Read, Permission::Answer]));
    let names = questions::colleagues(app, &chen).await.unwrap();
    assert!(
        names.iter().any(|colleague| colleague.login.as_str() == "li"),
        "who may answer by it is given questions"
    );
    let asked = asks(app, "o1", "停水了").await;
    questions::assign(app, &chen, &asked, &login("li")).await.unwrap();
    let fewer = DefineRole { new: false, ..night(&[Permission::Read]) };
    staff::define_role(app, &chen, fewer).await.unwrap();
    let actor = staff::session(app, &token).await.unwrap().unwrap().actor;
    assert_eq!(actor.permissions, BTreeSet::from([Permission::Read]), "from the next request on");
    let error = staff::remove_role(app, &chen, &name, Source::Admin).await.unwrap_err();
    assert!(matches!(error, AppError::Refused { .. }), "somebody has it: {error:?}");
    let change = Change { name: String::new(), roles: BTreeSet::from([Role::Reader]), source: Source::Admin };
    staff::change(app, &chen, &login("li"), change).await.unwrap();
    staff::remove_role(app, &chen, &name, Source::Admin).await.unwrap();
}

#[tokio::test]
async fn nobody_gives_takes_or_defines_more_than_they_may_nor_changes_their_own_roles() {
    let office = Office::open().await;
    let (app, chen) = (&office.app, office.member("chen", "", Role::Administrator).await);
    office.member("wang", "", Role::Administrator).await;
    let mut clerk = office.member("clerk", "", Role::Officer).await;
    clerk.permissions.insert(Permission::ManageStaff);
    let roles =
        |role: Role| Change { name: String::new(), roles: BTreeSet::from([role]), source: Source::Admin };
    let denied = [
        staff::invite(app, &clerk, invite("li", Role::Administrator)).await.map(drop),
        staff::change(app, &clerk, &login("chen"), roles(Role::Reader)).await.map(drop),
        staff::new_link(app, &clerk, &login("chen"), Source::Admin).await.map(drop),
        staff::disable(app, &clerk, &login("chen"), Source::Admin).await.map(drop),
        staff::define_role(app, &clerk, night(&[Permission::Publish])).await.map(drop),
    ];
    for act in denied {
        assert!(matches!(act, Err(AppError::Denied(_))), "{act:?}");
    }
    let own = staff::change(app, &chen, &login("chen"), roles(Role::Reader)).await.unwrap_err();
    assert!(matches!(own, AppError::Refused { .. }), "{own:?}");
    staff::change(app, &chen, &login("wang"), roles(Role::Reviewer)).await.unwrap();
}

/// Two administrators who do this to each other at once, twenty times: one stays.
async fn one_stays<F, D>(act: F)
where
    F: Fn(app::App, Actor, Login) -> D,
    D: Future<Output = Result<(), AppError>> + Send + 'static,
{
    for round in 0..20 {
        let office = Office::open().await;
        let chen = office.member("chen", "", Role::Administrator).await;
        let wang = office.member("wang", "", Role::Administrator).await;
        let (first, second) = tokio::join!(
            tokio::spawn(act(office.app.clone(), chen.clone(), login("wang"))),
            tokio::spawn(act(office.app.clone(), wang.clone(), login("chen"))),
        );
        let done = [first.unwrap(), second.unwrap()];
        assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "round {round}: {done:?}");
        assert!(done.iter().any(|done| matches!(done, Err(AppError::Refused { .. }))), "{done:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_administrators_who_disable_each_other_leave_one() {
    one_stays(|app, actor, about| async move {
        staff::disable(&app, &actor, &about, Source::Admin).await.map(drop)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_administrators_who_strip_or_reset_each_other_leave_one() {
    one_stays(|app, actor, about| async move {
        if actor.login.as_str() == "chen" {
            let roles = BTreeSet::from([Role::Officer]);
            let change = Change { name: String::new(), roles, source: Source::Admin };
            staff::change(&app, &actor, &about, change).await.map(drop)
        } else {
            staff::new_link(&app, &actor, &about, Source::Admin).await.map(drop)
        }
    })
    .await;
}

#[tokio::test]
async fn the_last_administrator_stays_whoever_asks_but_the_command_line_may_reset_them() {
    let office = Office::open().await;
    let app = &office.app;
    office.member("chen", "", Role::Administrator).await;
    let cli = staff::command_line();
    // Somebody who was invited and never came is no administrator yet.
    staff::invite(app, &cli, invite("wang", Role::Administrator)).await.unwrap();
    let change = Change { name: String::new(), roles: BTreeSet::from([Role::Reader]), source: Source::Cli };
    for act in [
        staff::change(app, &cli, &login("chen"), change).await.map(drop),
        staff::disable(app, &cli, &login("chen"), Source::Cli).await.map(drop),
        staff::remove(app, &cli, &login("chen"), Source::Cli).await,
    ] {
        assert!(matches!(act, Err(AppError::Refused { .. })), "{act:?}");
    }
    let linked = staff::new_link(app, &cli, &login("chen"), Source::Cli).await.unwrap();
    sign_up(&office, "chen", &linked.token).await;
    staff::remove(app, &cli, &login("wang"), Source::Cli).await.unwrap();
    assert!(matches!(staff::read_colleague(app, &cli, &login("wang")).await, Err(AppError::NotFound(_))));
}
