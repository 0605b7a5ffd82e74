//! Accounts, as an administrator, a new colleague and a program meet them.

use crate::support::{
    Browser, Console,
    phone::{self, code, next_code, sign_up},
};
use admin::Settings;
use app::testing::{PASSWORD, asks};
use axum::http::StatusCode;
use domain::staff::Role;
use jiff::SignedDuration;
use serde_json::json;

async fn administrator(console: &Console) -> Browser<'_> {
    console.member("chen", "值班长 陈", Role::Administrator).await;
    console.browser("chen").await
}

const LI: [(&str, &str); 3] = [("login", "li"), ("name", "值班员 李"), ("role.officer", "1")];

#[tokio::test]
async fn an_administrator_invites_a_colleague_who_answers_the_first_question() {
    let console = Console::open().await;
    let question = asks(&console.app, "o1", "老年卡在哪里办？").await;
    let chen = administrator(&console).await;
    chen.get("/admin/users").await.shows(&["值班长 陈", "chen", "管理员", "邀请同事", "正常"]);
    chen.get("/admin/users/new").await.shows(&["登录名", "值班员", "审核"]);
    let made = chen.post("/admin/users/new", &LI).await;
    assert_eq!(made.status, StatusCode::CREATED);
    made.shows(&["链接已生成", "值班员 李", "http://wenqu.test/admin/sign-up/li/", "12月1日 10:10"]);
    chen.get("/admin/users").await.shows(&["已邀请，链接 12月1日 10:10 前有效"]);

    let link = phone::link(&made);
    let stranger = console.stranger();
    stranger.get(&link).await.shows(&[
        "开通账号",
        "值班员 李",
        "登录名 li",
        "由 chen 发出",
        "值班员",
        "至少 10 个字符",
    ]);
    let short = stranger.post(&link, &[("password", "short")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    short.shows(&["密码请用 10 个以上字符", "<title>错误："]);
    let page = stranger.follow(&link, &[("password", PASSWORD)]).await;
    page.shows(&["绑定手机验证码", "<svg class=\"qr\"", "手动输入这个密钥"]);
    let wrong = stranger.post(&format!("{link}/code"), &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(phone::key(&wrong), phone::key(&page), "the same key: it is scanned already");

    let (li, _, codes) = sign_up(&console, &link).await;
    assert_eq!(codes.text().matches("<li><code>").count(), 10, "{}", codes.text());
    assert_eq!(console.stranger().get(&link).await.status, StatusCode::GONE, "used");
    li.get("/admin/inbox").await.shows(&["老年卡在哪里办？"]);
    li.follow(&format!("/admin/questions/{question}/answer"), &[("text", "到便民服务中心")])
        .await
        .shows(&["到便民服务中心\n—值班员 李"]);
    assert_eq!(li.get("/admin/users").await.status, StatusCode::FORBIDDEN);
    li.get("/admin/inbox").await.hides(&["/admin/users"]);
    chen.get("/admin/users").await.shows(&["已绑定"]);
}

#[tokio::test]
async fn the_second_step_takes_the_phones_code_or_a_recovery_code() {
    let console = Console::open().await;
    let chen = administrator(&console).await;
    let link = phone::link(&chen.post("/admin/users/new", &LI).await);
    let (_, key, codes) = sign_up(&console, &link).await;
    let (_, rest) = codes.text().split_once("<li><code>").unwrap();
    let recovery = rest.split('<').next().unwrap().to_owned();

    let begin = async || {
        let mut browser = console.stranger();
        let sign_in = [("login", "li"), ("password", PASSWORD), ("next", "/inbox?state=taken")];
        let half = browser.post("/admin/sign-in", &sign_in).await;
        assert_eq!(half.status, StatusCode::SEE_OTHER);
        assert!(half.header("location").starts_with("/admin/sign-in/code?next="));
        browser.cookie = half.header("set-cookie").split(';').next().unwrap().to_owned();
        assert_eq!(browser.get("/admin/inbox").await.status, StatusCode::SEE_OTHER, "no session yet");
        let form = browser.get(half.header("location")).await;
        form.shows(&["二次验证", "6 位验证码", "autocomplete=\"one-time-code\"", "用恢复码"]);
        browser
    };
    let browser = begin().await;
    let used = code(&console, &key);
    let wrong = browser.post("/admin/sign-in/code", &[("code", &used), ("next", "/inbox")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows(&["等下一个", "value=\"/inbox\""]);
    let fresh = next_code(&console, &key);
    let done = browser.post("/admin/sign-in/code", &[("code", &fresh), ("next", "/inbox?state=taken")]).await;
    assert_eq!((done.status, done.header("location")), (StatusCode::SEE_OTHER, "/admin/inbox?state=taken"));

    let browser = begin().await;
    browser.get("/admin/sign-in/code?next=&recovery=1").await.shows(&["恢复码", "每个只能用一次"]);
    let with = [("code", recovery.as_str()), ("recovery", "1")];
    assert_eq!(browser.post("/admin/sign-in/code", &with).await.status, StatusCode::SEE_OTHER);
    let browser = begin().await;
    let again = browser.post("/admin/sign-in/code", &with).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    again.shows(&["还没有用过的恢复码"]);
    console.clock.advance(SignedDuration::from_mins(10));
    browser.post("/admin/sign-in/code", &with).await.shows(&["两步之间隔得太久"]);
    let to = browser.get("/admin/sign-in/code").await;
    assert_eq!(to.header("location"), "/admin/sign-in");
}

#[tokio::test]
async fn where_it_is_required_an_account_without_a_second_factor_sets_one_up_first() {
    let console = Console::with(Settings { second_factor_required: true, ..Settings::default() }).await;
    console.member("zhang", "", Role::Officer).await;
    let stranger = console.stranger();
    let page = stranger.follow("/admin/sign-in", &[("login", "zhang"), ("password", PASSWORD)]).await;
    page.shows(&["绑定手机验证码"]);
    assert_eq!(stranger.get("/admin/inbox").await.status, StatusCode::SEE_OTHER, "no session");
}

#[tokio::test]
async fn a_dangerous_form_asks_again_and_then_does_what_was_filled_in() {
    let console = Console::open().await;
    let chen = administrator(&console).await;
    console.clock.advance(SignedDuration::from_mins(11));
    let asked = chen.post("/admin/users/new", &LI).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
    asked.shows(&[
        "请再次确认身份",
        "action=\"/admin/users/new\"",
        "name=\"login\" value=\"li\"",
        "value=\"值班员 李\"",
    ]);
    let wrong = chen.post("/admin/users/new", &[&LI[..], &[("step_up", "nope")]].concat()).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows(&["请输入登录密码", "name=\"login\" value=\"li\""]).hides(&["nope"]);
    let done = chen.post("/admin/users/new", &[&LI[..], &[("step_up", PASSWORD)]].concat()).await;
    assert_eq!(done.status, StatusCode::CREATED, "{}", done.text());
    let more = [("login", "wu"), ("role.reader", "1")];
    assert_eq!(chen.post("/admin/users/new", &more).await.status, StatusCode::CREATED, "for ten minutes");
    console.clock.advance(SignedDuration::from_mins(11));
    let page = chen.get("/admin/account/second-factor").await;
    page.shows(&["请再次确认身份", "name=\"next\" value=\"/account/second-factor\""]);
    let next = [("next", "/account/second-factor"), ("step_up", PASSWORD)];
    chen.follow("/admin/step-up", &next).await.shows(&["绑定手机验证码"]);
    for _ in 0..5 {
        chen.post("/admin/step-up", &[("step_up", "nope")]).await;
    }
    let waits = chen.post("/admin/step-up", &[("step_up", PASSWORD)]).await;
    assert_eq!(waits.status, StatusCode::TOO_MANY_REQUESTS, "guesses are slowed down");
}

#[tokio::test]
async fn an_administrator_changes_roles_ends_sessions_disables_and_gives_a_new_link() {
    let console = Console::open().await;
    let chen = administrator(&console).await;
    let zhang = console.officer("zhang", "值班员 张").await;
    let at = "/admin/users/named/zhang";
    chen.get(at).await.shows(&[
        "值班员 张",
        "role.officer\" value=\"1\" checked",
        "结束",
        "停用账号",
        "生成新链接",
    ]);
    let change = [("name", "张"), ("role.reviewer", "1")];
    let check = chen.post(at, &change).await;
    check.shows(&[
        "请核对角色变更",
        "审核",
        "新增权限",
        "发布内容和菜单，审批",
        "失去权限",
        "name=\"name\" value=\"张\"",
    ]);
    chen.get(at).await.shows(&["role.officer\" value=\"1\" checked"]);
    chen.follow(at, &[&change[..], &[("sure", "1")]].concat())
        .await
        .shows(&["已保存", "role.reviewer\" value=\"1\" checked"]);
    let none = chen.post(at, &[("name", "张"), ("sure", "1")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    none.shows(&["请至少选择一个现有的角色"]);

    chen.follow(&format!("{at}/sessions"), &[]).await.shows(&["会话已结束", "现在没有登录"]);
    assert_eq!(zhang.get("/admin/inbox").await.status, StatusCode::SEE_OTHER);
    let zhang = console.browser("zhang").await;
    chen.follow(&format!("{at}/disable"), &[]).await.shows(&["账号已停用", "已停用", "重新启用"]);
    assert_eq!(zhang.get("/admin/inbox").await.status, StatusCode::SEE_OTHER);
    let refused =
        console.stranger().post("/admin/sign-in", &[("login", "zhang"), ("password", PASSWORD)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    chen.follow(&format!("{at}/enable"), &[]).await.shows(&["账号已启用"]);
    let link = phone::link(&chen.post(&format!("{at}/link"), &[]).await);
    console.stranger().get(&link).await.shows(&["重新设置账号"]);
    chen.get("/admin/users").await.shows(&["等待重新设置"]);
    sign_up(&console, &link).await;

    let own = chen.post("/admin/users/named/chen/disable", &[]).await;
    assert_eq!(own.status, StatusCode::CONFLICT);
    own.shows(&["不能停用自己的账号"]);
    chen.get("/admin/users/named/chen").await.shows(&["自己的角色要由另一位管理员来改"]);
    assert_eq!(chen.get("/admin/users/named/nobody").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_role_of_the_district_is_made_given_changed_and_removed() {
    let console = Console::open().await;
    let chen = administrator(&console).await;
    chen.get("/admin/users/roles").await.shows(&["只读", "值班员", "审核", "管理员", "管理用户、角色、令牌"]);
    let empty = chen.post("/admin/users/roles/new", &[("role", "night"), ("zh", "夜班")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    empty.shows(&["value=\"night\"", "value=\"夜班\""]);
    let night =
        [("role", "night"), ("zh", "夜班"), ("en", "Night shift"), ("may.read", "1"), ("may.answer", "1")];
    chen.follow("/admin/users/roles/new", &night).await.shows(&["角色已保存", "夜班"]);
    chen.get("/admin/users/roles?lang=en").await.shows(&["Night shift"]);
    chen.post("/admin/users/new", &[("login", "wu"), ("role.night", "1")]).await.shows(&["链接已生成"]);
    let fewer = [("zh", "夜间"), ("en", "Night"), ("may.read", "1")];
    chen.follow("/admin/users/roles/night", &fewer).await.shows(&["夜间"]);
    let kept = chen.post("/admin/users/roles/night/remove", &[]).await;
    kept.shows(&["还有人担任这个角色"]);
    chen.follow("/admin/users/named/wu/remove", &[]).await.shows(&["账号已删除"]);
    chen.follow("/admin/users/roles/night/remove", &[]).await.shows(&["角色已删除"]).hides(&["夜间"]);
}

#[tokio::test]
async fn a_token_is_issued_shown_once_and_revoked() {
    let console = Console::open().await;
    let chen = administrator(&console).await;
    chen.get("/admin/users/tokens").await.shows(&["没有令牌", "签发令牌"]);
    let fields = [("name", "大屏"), ("login", "screen"), ("days", "x"), ("role.reader", "1")];
    let wrong = chen.post("/admin/users/tokens", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.shows(&["1 至 730 的整数", "value=\"大屏\"", "value=\"screen\""]);
    let fields = [("name", "大屏"), ("login", "screen"), ("days", "30"), ("role.reader", "1")];
    let made = chen.post("/admin/users/tokens", &fields).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let (_, rest) = made.text().split_once("id=\"token\" value=\"").unwrap();
    let token = rest.split('"').next().unwrap().to_owned();
    let program = crate::support::Program::with(&console, token.clone());
    assert_eq!(program.call("GET", "/questions", None).await.status, StatusCode::OK);
    let list = chen.get("/admin/users/tokens").await;
    list.shows(&["大屏", "screen", "12月24日"]).hides(&[&token]);
    let (_, rest) = list.text().split_once("action=\"/admin/users/tokens/").unwrap();
    let revoke = format!("/admin/users/tokens/{}", rest.split('"').next().unwrap());
    chen.follow(&revoke, &[]).await.shows(&["令牌已撤销", "没有令牌"]);
    assert_eq!(program.call("GET", "/questions", None).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn everybody_has_their_own_account_in_hand() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "值班员 张").await;
    console.browser("zhang").await;
    let page = zhang.get("/admin/account").await;
    page.shows(&["我的账号", "还没有绑定", "当前", "结束其他会话", "未知设备"]);
    zhang.follow("/admin/account/sessions", &[]).await.shows(&["会话已结束"]).hides(&["结束其他会话"]);
    let short = zhang.post("/admin/account/password", &[("password", "short")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    let new = "another long password";
    zhang.follow("/admin/account/password", &[("password", new)]).await.shows(&["密码已修改"]);
    let key = phone::key(&zhang.get("/admin/account/second-factor").await);
    let wrong = zhang.post("/admin/account/second-factor", &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("code", &*code(&console, &key))];
    let done = zhang.post("/admin/account/second-factor", &fields).await;
    assert_eq!(done.status, StatusCode::CREATED);
    done.shows(&["请保存恢复码"]);
    zhang.get("/admin/account").await.shows(&["已绑定", "还剩 10 个恢复码"]);
    zhang.post("/admin/account/recovery-codes", &[]).await.shows(&["请保存恢复码"]);
    let half = console.stranger().post("/admin/sign-in", &[("login", "zhang"), ("password", new)]).await;
    assert!(half.header("location").starts_with("/admin/sign-in/code"), "{}", half.header("location"));
}

#[tokio::test]
async fn a_program_manages_people_by_the_same_rules() {
    let console = Console::open().await;
    let program = console.program(Role::Administrator).await;
    let new = json!({ "login": "li", "name": "值班员 李", "roles": ["officer"] });
    let made = program.call("POST", "/users", Some(new.clone())).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    console.stranger().get(made.json()["path"].as_str().unwrap()).await.shows(&["开通账号"]);
    let again = program.call("POST", "/users", Some(new)).await;
    assert_eq!((again.status, &again.json()["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("login")));
    let user = program.call("GET", "/users/li", None).await.json();
    assert_eq!((&user["state"], &user["second_factor"]), (&json!("invited"), &json!(false)));
    let change = json!({ "name": "李", "roles": ["officer", "reviewer"] });
    let user = program.call("POST", "/users/li", Some(change)).await.json();
    assert_eq!((&user["name"], &user["roles"]), (&json!("李"), &json!(["officer", "reviewer"])));
    let role = json!({ "zh": "夜班", "en": "Night", "permissions": ["read"] });
    assert_eq!(program.call("PUT", "/roles/night", Some(role.clone())).await.status, StatusCode::CREATED);
    assert_eq!(program.call("PUT", "/roles/night", Some(role)).await.status, StatusCode::OK);
    assert_eq!(program.call("GET", "/roles", None).await.json()["items"].as_array().unwrap().len(), 5);
    assert_eq!(program.call("DELETE", "/roles/night", None).await.status, StatusCode::NO_CONTENT);
    let state = program.call("POST", "/users/li/disable", None).await.json()["state"].clone();
    assert_eq!(state, json!("disabled"));
    assert_eq!(program.call("DELETE", "/users/li", None).await.status, StatusCode::NO_CONTENT);
    assert_eq!(program.call("GET", "/users/li", None).await.status, StatusCode::NOT_FOUND);
    let officer = console.program(Role::Officer).await;
    for path in ["/users", "/roles", "/tokens", "/users/zhang/sessions"] {
        assert_eq!(officer.call("GET", path, None).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}
