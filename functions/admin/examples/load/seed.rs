//! A year of a busy district: conversations written through the repositories, as a callback and officers leave them.

use app::{
    keys,
    ports::Expect,
    rows::{Batch, Remark, SearchEntry, move_inbox, put_delivery},
    testing::Bench,
};
use domain::{
    conversation::{Entry, EntryBody, InboundMessage, Reply, Said},
    delivery::{Content, Delivery, State as Sent},
    follower::{Follower, OpenQuestion},
    ids::{DeliveryId, EntryId, Login, QuestionNumber},
    language::Language,
    question::{Question, State},
    staff::Role,
    window::{Contacts, Grant},
};
use jiff::{SignedDuration, Timestamp};
use tokio::task::JoinSet;

/// Conversations of one transaction.
const TOGETHER: usize = 8;
/// Transactions at a time; the store commits them together.
const AT_ONCE: usize = 64;
/// How far back the first was asked.
const DAYS: i64 = 364;
const OFFICERS: [&str; 4] = ["zhang", "li", "wang", "chen"];
const PLACES: [&str; 12] = [
    "三农场",
    "唐海镇",
    "五农场",
    "湿地公园",
    "渤海大道",
    "新城小区",
    "十一农场",
    "龙岛码头",
    "开发区",
    "老干部局家属院",
    "光明里",
    "垦丰大街",
];
const TOPICS: [(&str, &str); 10] = [
    ("停水了，什么时候来水？", "管道抢修，预计晚上八点恢复。"),
    ("老年卡在哪里办？要带什么材料？", "带身份证和一寸照片到便民服务中心，当天可取。"),
    ("公交改道了吗？等了四十分钟没有车", "因道路施工临时改道，施工到月底。"),
    ("路灯坏了三天，晚上很黑", "已通知养护单位，两个工作日内修好。"),
    ("幼儿园报名需要什么？我们是外地户口", "带户口簿、居住证和接种证，八月十五日起报名。"),
    ("有人在楼下烧垃圾，烟很大", "执法队员已到现场制止。"),
    ("居住证到期了怎么签注？", "到居住地派出所签注，带身份证和居住证。"),
    ("噪声扰民，工地夜里还在施工", "已责令夜间停工，如再发生请来信。"),
    ("社保卡丢了怎么补？", "带身份证到合作银行网点当场补办。"),
    ("医保异地备案怎么办理？", "可在手机上办理，也可到服务大厅三号窗口。"),
];

/// One conversation and what belongs to it.
struct Conversation {
    n: usize,
    asked_at: Timestamp,
    state: State,
}

/// Officers, and `count` conversations over a year: 2 % wait, 1 % are in hand, 3 % answered, the others have ended.
pub(crate) async fn conversations(bench: &Bench, count: usize) {
    for login in OFFICERS {
        bench.member(login, &format!("值班员 {login}"), Role::Officer).await;
    }
    let now = bench.app.clock.now();
    let mut writes = JoinSet::new();
    for first in (0..count).step_by(TOGETHER) {
        let mut batch = Batch::new();
        for n in first..count.min(first + TOGETHER) {
            let seconds = DAYS * 86_400 * n as i64 / count as i64;
            let asked_at = now - SignedDuration::from_secs(DAYS * 86_400 - seconds);
            write(bench, &mut batch, &Conversation { n, asked_at, state: state(n, count) });
        }
        if writes.len() == AT_ONCE {
            writes.join_next().await.unwrap().unwrap();
        }
        let table = bench.app.table.clone();
        writes.spawn(async move { batch.commit(table.as_ref()).await.unwrap() });
    }
    writes.join_all().await;
}

/// The latest tenth holds what is open.
fn state(n: usize, count: usize) -> State {
    if n < count - count / 10 {
        return State::Ended;
    }
    match n % 10 {
        0 | 1 => State::Waiting,
        2 => State::Taken,
        3..=5 => State::Answered,
        _ => State::Ended,
    }
}

fn write(bench: &Bench, batch: &mut Batch, of: &Conversation) {
    let openid = format!("oLoad{}", of.n);
    let (asked, answer) = TOPICS[of.n % TOPICS.len()];
    let text = format!("{}{asked}（{}）", PLACES[of.n / 7 % PLACES.len()], of.n);
    let id = bench.app.key.question(&openid, "load");
    let follower_id = bench.app.key.follower(&openid);
    let number = QuestionNumber::candidate(&id, 0);
    let message = message(bench, of, &openid, &text, &number);
    let officer = OFFICERS[of.n % OFFICERS.len()];
    let answered = matches!(of.state, State::Answered | State::Ended);
    let question = Question {
        id: id.clone(),
        number: number.clone(),
        follower: follower_id.clone(),
        language: Language::Chinese,
        state: of.state,
        text,
        messages: vec![message.key.clone()],
        attachments: u32::from(of.n.is_multiple_of(9)),
        urgent: false,
        asked_at: of.asked_at,
        last_message_at: of.asked_at,
        promised_at: Some(of.asked_at + SignedDuration::from_hours(8)),
        answered_at: answered.then(|| of.asked_at + SignedDuration::from_mins(40)),
        ended_at: (of.state == State::Ended).then(|| of.asked_at + SignedDuration::from_hours(2)),
        assignee: (of.state != State::Waiting).then(|| Login::from(officer)),
        category: if of.n.is_multiple_of(3) { vec![4] } else { Vec::new() },
        suggested: None,
        membership: None,
    };
    let mut follower = Follower::new(follower_id, openid.as_str().into(), of.asked_at);
    if of.n.is_multiple_of(50) {
        follower.remark = Some(format!("{}网格员", PLACES[of.n % PLACES.len()]));
        let remark = follower.remark.clone().unwrap();
        batch.insert(&Remark { follower: follower.id.clone(), remark }).unwrap();
    }
    if of.state != State::Ended {
        follower.opened(OpenQuestion { id: id.clone(), number: number.clone() });
    }
    batch.insert(&follower).unwrap();
    batch.insert(&message).unwrap();
    batch.insert(&question).unwrap();
    batch.put(keys::number(&number), &id, None, Expect::Any).unwrap();
    move_inbox(batch, None, &question).unwrap();
    if answered {
        entry(batch, &question, &follower, officer, answer, message.contacts);
    }
}

fn message(
    bench: &Bench,
    of: &Conversation,
    openid: &str,
    text: &str,
    number: &QuestionNumber,
) -> InboundMessage {
    InboundMessage {
        key: keys::message_key(of.asked_at.as_second(), &of.n.to_string()),
        follower: bench.app.key.follower(openid),
        received_at: of.asked_at,
        said: Said::Text { text: text.to_owned() },
        question: Some(bench.app.key.question(openid, "load")),
        attachment: None,
        reply: Some(Reply {
            text: format!("已收到，编号 {number}"),
            create_time: of.asked_at.as_second(),
            own: None,
            card: None,
        }),
        handed_over: Vec::new(),
        menu: Default::default(),
        contacts: Contacts::default().with(Grant::Message, of.asked_at),
        rate: Default::default(),
    }
}

/// The answer, delivered.
fn entry(
    batch: &mut Batch,
    question: &Question,
    follower: &Follower,
    officer: &str,
    text: &str,
    contacts: Contacts,
) {
    let at = question.answered_at.unwrap();
    let entry_id = EntryId::new(at.as_millisecond(), [1; 5]);
    let delivery = Delivery {
        id: DeliveryId::new(at.as_millisecond(), [1; 5]),
        follower: follower.id.clone(),
        openid: follower.openid.clone(),
        question: Some(question.id.clone()),
        number: Some(question.number.clone()),
        entry: entry_id.clone(),
        author: Login::from(officer),
        content: Content::Text { text: text.to_owned() },
        language: question.language,
        created_at: at,
        state: Sent::Delivered,
        hold_until: None,
        retry_at: None,
        parked: None,
        contacts,
        attempts: 1,
        sending_since: None,
        may_repeat: false,
        outcome: None,
        done_at: Some(at),
        handed_over_with: None,
    };
    let entry = Entry {
        id: entry_id,
        follower: follower.id.clone(),
        question: question.id.clone(),
        at,
        by: Login::from(officer),
        name: format!("值班员 {officer}"),
        body: EntryBody::Answer { text: text.to_owned(), delivery: delivery.id.clone() },
    };
    put_delivery(batch, &delivery, None, None).unwrap();
    batch.insert(&SearchEntry::of(&entry).unwrap()).unwrap();
    batch.insert(&entry).unwrap();
}
