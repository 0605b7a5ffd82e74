//! Where each row lives. Every key of the store is made here.
//!
//! Within `F#<follower>` sort keys are ordered `E#… < M#… < P`, so that one descending query reads the profile and
//! the newest messages. Times in keys are zero-padded, so that text order is time order.

mod alerts;
mod groups;
mod known;
mod marks;
mod search;

use std::fmt::Display;

use domain::{
    audit::{Chain, Source},
    ids::{DeliveryId, EntryId, FollowerId, JobId, Login, MessageKey, QuestionId, QuestionNumber},
    question::State,
    staff::RoleName,
};
use jiff::{Timestamp, civil::Date};

pub use alerts::{
    alert, alert_last, alert_resting, alert_settings, alert_tested, alert_told, alert_told_partition,
};
pub use groups::{
    GROUP_LOG_PARTITION, GROUPS_PARTITION, group, group_answer, group_head, group_line, group_log,
    group_log_sort, group_member, group_members_of, group_partition, hot_topics,
};
pub use known::{KNOWN_PARTITION, known};
pub use marks::{failed_sign_in, file_read, thread_read};
pub use search::{
    REMARK_PARTITION, month, remark, search_entry, search_partition, search_question, searched,
};

use crate::ports::{Key, TableName};

/// Partitions that an index is spread over, so that none gets hot.
pub const SHARDS: u8 = 4;

const MAIN: TableName = TableName::Main;
const DELIVERY: TableName = TableName::Delivery;

/// Milliseconds since 1970 in 15 digits; earlier than 1970 counts as 1970.
#[must_use]
pub fn millis(at: Timestamp) -> String {
    format!("{:015}", at.as_millisecond().max(0))
}

fn shard(id: &str) -> u8 {
    id.bytes().fold(0u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte)) % SHARDS
}

/// Partition of a follower.
#[must_use]
pub fn follower_partition(follower: &FollowerId) -> String {
    format!("F#{follower}")
}

/// The profile.
#[must_use]
pub fn follower(follower: &FollowerId) -> Key {
    Key::new(MAIN, follower_partition(follower), "P")
}

/// An inbound message.
#[must_use]
pub fn message(follower: &FollowerId, message: &MessageKey) -> Key {
    Key::new(MAIN, follower_partition(follower), format!("M#{message}"))
}

/// The message key of a callback: its `CreateTime` in seconds, and what tells it from others of that second.
#[must_use]
pub fn message_key(create_time: i64, identity: &str) -> MessageKey {
    MessageKey::from(format!("{:012}#{identity}", create_time.max(0)))
}

/// An entry of our side.
#[must_use]
pub fn entry(follower: &FollowerId, entry: &EntryId) -> Key {
    Key::new(MAIN, follower_partition(follower), format!("E#{entry}"))
}

/// A question.
#[must_use]
pub fn question(question: &QuestionId) -> Key {
    Key::new(MAIN, question_partition(question), "Q")
}

/// Partition of a question and of what officers have not sent yet.
#[must_use]
pub fn question_partition(question: &QuestionId) -> String {
    format!("Q#{question}")
}

/// An officer's draft of an answer.
#[must_use]
pub fn draft(question: &QuestionId, login: &Login) -> Key {
    Key::new(MAIN, question_partition(question), format!("DRAFT#{login}"))
}

/// Partition of who has which threads open: a row an officer.
pub const PRESENCE_PARTITION: &str = "PRESENCE";

/// What an officer has open.
#[must_use]
pub fn presence(login: &Login) -> Key {
    Key::new(MAIN, PRESENCE_PARTITION, login.as_str())
}

/// Partition of the canned responses.
pub const CANNED_PARTITION: &str = "CANNED";

/// A canned response.
#[must_use]
pub fn canned(code: &str) -> Key {
    Key::new(MAIN, CANNED_PARTITION, code)
}

/// The question of a number.
#[must_use]
pub fn number(number: &QuestionNumber) -> Key {
    Key::new(MAIN, format!("NUM#{number}"), "N")
}

/// Partition of one shard of one state's inbox.
#[must_use]
pub fn inbox_partition(state: State, shard: u8) -> String {
    format!("INBOX#{}#{shard}", state.as_str())
}

/// A line of the inbox.
#[must_use]
pub fn inbox(state: State, since: Timestamp, question: &QuestionId) -> Key {
    let partition = inbox_partition(state, shard(question.as_str()));
    Key::new(MAIN, partition, format!("{}#{question}", millis(since)))
}

/// Partition of one shard of the worker jobs that are not done.
#[must_use]
pub fn job_partition(shard: u8) -> String {
    format!("JOB#{shard}")
}

/// A worker job that is not done.
#[must_use]
pub fn job(due_ms: i64, job: &JobId) -> Key {
    Key::new(MAIN, job_partition(shard(job.as_str())), format!("{:015}#{job}", due_ms.max(0)))
}

/// Partition of the jobs that were given up.
pub const DEAD_PARTITION: &str = "DEAD";

/// A job that was given up.
#[must_use]
pub fn dead(at: Timestamp, job: &str) -> Key {
    Key::new(MAIN, DEAD_PARTITION, format!("{}#{job}", millis(at)))
}

/// Partition of events that belong to no resident.
pub const EVENTS_PARTITION: &str = "EVENTS";

/// An event of the account: the result of a job of its own, a certificate.
#[must_use]
pub fn account_event(event: &MessageKey) -> Key {
    Key::new(MAIN, EVENTS_PARTITION, event.as_str())
}

/// Partition of genuine callbacks that can't be read.
pub const UNREADABLE_PARTITION: &str = "UNREADABLE";

/// A genuine callback that can't be read, by a hash of it.
#[must_use]
pub fn unreadable(hash: &str) -> Key {
    Key::new(MAIN, UNREADABLE_PARTITION, hash)
}

/// Partition that lists the followers whose erasure is due.
pub const ERASE_PARTITION: &str = "ERASE";

/// A follower whose data is to be erased at `at`.
#[must_use]
pub fn erase(at: Timestamp, follower: &FollowerId) -> Key {
    Key::new(MAIN, ERASE_PARTITION, format!("{}#{follower}", millis(at)))
}

/// Partition of the staff.
pub const STAFF_PARTITION: &str = "STAFF";

/// A staff member.
#[must_use]
pub fn staff(login: &Login) -> Key {
    Key::new(MAIN, STAFF_PARTITION, login.as_str())
}

/// A session, by the SHA-256 of its token in hex.
#[must_use]
pub fn session(token_hash: &str) -> Key {
    Key::new(MAIN, format!("SESSION#{token_hash}"), "S")
}

/// An API token, by its SHA-256 in hex.
#[must_use]
pub fn api_token(token_hash: &str) -> Key {
    Key::new(MAIN, format!("TOKEN#{token_hash}"), "T")
}

/// Sign-in attempts of an account name or an address, for throttling.
#[must_use]
pub fn attempts(of: &str) -> Key {
    Key::new(MAIN, format!("ATTEMPTS#{of}"), "A")
}

/// What came of a request that its sender may repeat, by a hash of whose it is and its key.
#[must_use]
pub fn repeated(of: &str) -> Key {
    Key::new(MAIN, format!("REPEATED#{of}"), "R")
}

/// Partition of the roles that the district has made.
pub const ROLE_PARTITION: &str = "ROLE";

/// A role that the district has made.
#[must_use]
pub fn role(name: &RoleName) -> Key {
    Key::new(MAIN, ROLE_PARTITION, name.as_str())
}

/// What a removal of an administrator's rights goes through, so that two at once can't remove each other.
#[must_use]
pub fn administrators() -> Key {
    Key::new(MAIN, "ADMINISTRATORS", "A")
}

/// Partition of second factors.
pub const SECOND_PARTITION: &str = "SECOND";

/// A staff member's second factor.
#[must_use]
pub fn second_factor(login: &Login) -> Key {
    Key::new(MAIN, SECOND_PARTITION, login.as_str())
}

/// Partition of one-time links.
pub const LINK_PARTITION: &str = "LINK";

/// A staff member's one-time link: there is one at most.
#[must_use]
pub fn link(login: &Login) -> Key {
    Key::new(MAIN, LINK_PARTITION, login.as_str())
}

/// Partition of last sign-ins.
pub const SIGNED_IN_PARTITION: &str = "SIGNED_IN";

/// When a staff member signed in last.
#[must_use]
pub fn last_sign_in(login: &Login) -> Key {
    Key::new(MAIN, SIGNED_IN_PARTITION, login.as_str())
}

/// Partition of the pointers to a staff member's sessions.
#[must_use]
pub fn sessions_partition(login: &Login) -> String {
    format!("SESSIONS#{login}")
}

/// The pointer to a session.
#[must_use]
pub fn session_pointer(login: &Login, token_hash: &str) -> Key {
    Key::new(MAIN, sessions_partition(login), token_hash)
}

/// A sign-in whose second factor is still to come, by the SHA-256 of its token in hex.
#[must_use]
pub fn half_sign_in(token_hash: &str) -> Key {
    Key::new(MAIN, format!("SIGN_IN#{token_hash}"), "S")
}

/// Partition of the pointers to bearer tokens.
pub const TOKENS_PARTITION: &str = "TOKENS";

/// The pointer to a bearer token.
#[must_use]
pub fn token_pointer(token_hash: &str) -> Key {
    Key::new(MAIN, TOKENS_PARTITION, token_hash)
}

/// The account key.
#[must_use]
pub fn account_key() -> Key {
    Key::new(MAIN, "ACCOUNT", "KEY")
}

/// Partition of a follower's deliveries.
#[must_use]
pub fn delivery_partition(follower: &FollowerId) -> String {
    format!("D#{follower}")
}

/// A delivery.
#[must_use]
pub fn delivery(follower: &FollowerId, delivery: &DeliveryId) -> Key {
    Key::new(DELIVERY, delivery_partition(follower), delivery.as_str())
}

/// Sends used in a follower's window.
#[must_use]
pub fn used(follower: &FollowerId) -> Key {
    Key::new(DELIVERY, format!("W#{follower}"), "W")
}

/// Partition of one shard of the pointers to deliveries that are to be tried.
#[must_use]
pub fn due_partition(shard: u8) -> String {
    format!("DUE#{shard}")
}

/// The pointer to a delivery that is to be tried at `at`.
#[must_use]
pub fn due(at: Timestamp, follower: &FollowerId, delivery: &DeliveryId) -> Key {
    Key::new(
        DELIVERY,
        due_partition(shard(follower.as_str())),
        format!("{}#{follower}#{delivery}", millis(at)),
    )
}

/// A call to the platform that a worker job asked for.
#[must_use]
pub fn request(job: &JobId) -> Key {
    Key::new(DELIVERY, format!("O#{job}"), "O")
}

/// The access token.
#[must_use]
pub fn access_token() -> Key {
    Key::new(DELIVERY, "TOKEN", "T")
}

/// The courier at work.
#[must_use]
pub fn courier() -> Key {
    Key::new(DELIVERY, "COURIER", "LEASE")
}

/// Who called the platform when the ticker looked last.
#[must_use]
pub fn egress() -> Key {
    Key::new(DELIVERY, "EGRESS", "MODE")
}

/// Which content version is live.
#[must_use]
pub fn content_current() -> Key {
    Key::new(TableName::Published, "CONTENT", "CURRENT")
}

/// A content snapshot.
#[must_use]
pub fn content(version: u64) -> Key {
    Key::new(TableName::Published, "CONTENT", format!("V#{version:010}"))
}

/// Partition of the account's menu.
pub const MENU_PARTITION: &str = "MENU";

/// The draft of the account's menu.
#[must_use]
pub fn menu_draft() -> Key {
    Key::new(MAIN, MENU_PARTITION, "DRAFT")
}

/// What is known of the menu at the platform, and what is being asked.
#[must_use]
pub fn menu_state() -> Key {
    Key::new(MAIN, MENU_PARTITION, "STATE")
}

/// A menu that was to be published.
#[must_use]
pub fn menu_version(version: u64) -> Key {
    Key::new(MAIN, MENU_PARTITION, format!("V#{version:010}"))
}

/// Partition of what is known of content beside the snapshots.
pub const CONTENT_PARTITION: &str = "CONTENT";

/// The draft of the content's next version.
#[must_use]
pub fn content_draft() -> Key {
    Key::new(MAIN, CONTENT_PARTITION, "DRAFT")
}

/// Who has to look before content is published.
#[must_use]
pub fn content_policy() -> Key {
    Key::new(MAIN, CONTENT_PARTITION, "POLICY")
}

/// Who published a version, when and why.
#[must_use]
pub fn content_publication(version: u64) -> Key {
    Key::new(MAIN, CONTENT_PARTITION, format!("H#{version:010}"))
}

/// Partition of an audit chain.
#[must_use]
pub fn audit_partition(chain: impl Display) -> String {
    format!("A#{chain}")
}

/// An audit entry.
#[must_use]
pub fn audit(chain: &Chain, seq: u64) -> Key {
    Key::new(TableName::Audit, audit_partition(chain), audit_place(seq))
}

/// Sort key of a place in an audit chain.
#[must_use]
pub fn audit_place(seq: u64) -> String {
    format!("{seq:010}")
}

/// Partition of the heads of a writer's chains of a day.
#[must_use]
pub fn audit_heads(date: Date, source: Source) -> String {
    format!("HEAD#{date}#{}", source.as_str())
}

/// The head of an audit chain.
#[must_use]
pub fn audit_head(chain: &Chain) -> Key {
    let part = if chain.part == 0 { "H".to_owned() } else { format!("H{}", chain.part) };
    Key::new(TableName::Audit, audit_heads(chain.date, chain.source), part)
}

/// The hour whose heads were written down last.
#[must_use]
pub fn audit_witnessed() -> Key {
    Key::new(MAIN, "AUDIT", "WITNESSED")
}

/// Partition of one shard of the deliveries that ended unknown or failed.
#[must_use]
pub fn stuck_partition(shard: u8) -> String {
    format!("STUCK#{shard}")
}

/// The pointer to a delivery that ended unknown or failed.
#[must_use]
pub fn stuck(follower: &FollowerId, delivery: &DeliveryId) -> Key {
    Key::new(DELIVERY, stuck_partition(shard(follower.as_str())), format!("{delivery}#{follower}"))
}

/// Partition of one shard of the deliveries that wait for a contact or for the account's settings.
#[must_use]
pub fn parked_partition(shard: u8) -> String {
    format!("PARKED#{shard}")
}

/// The pointer to a delivery that waits for a contact or for the account's settings.
#[must_use]
pub fn parked(follower: &FollowerId, delivery: &DeliveryId) -> Key {
    Key::new(DELIVERY, parked_partition(shard(follower.as_str())), format!("{delivery}#{follower}"))
}

/// Partition of what the sender last found wrong with the account.
pub const ALARM_PARTITION: &str = "ALARM";

/// What the sender last found wrong with the account, of one kind.
#[must_use]
pub fn alarm(kind: &str) -> Key {
    Key::new(DELIVERY, ALARM_PARTITION, kind)
}

/// Partition of the attachments that could not be had.
pub const FAILED_FILES_PARTITION: &str = "FILES";

/// An attachment that could not be had.
#[must_use]
pub fn failed_file(follower: &FollowerId, message: &MessageKey) -> Key {
    Key::new(MAIN, FAILED_FILES_PARTITION, format!("{message}#{follower}"))
}

/// Partition of the shift's notes of a day.
#[must_use]
pub fn shift_partition(date: Date) -> String {
    format!("SHIFT#{date}")
}

/// A note of the shift.
#[must_use]
pub fn shift_note(date: Date, note: &EntryId) -> Key {
    Key::new(MAIN, shift_partition(date), note.as_str())
}
