//! Wenqu's domain: plain types and pure transitions `(state, command, now) -> Result`.
//!
//! Nothing here does I/O, reads the clock, or knows the platform's wire format: `now` and random bytes are
//! arguments, so that every rule can be tested by calling a function.
//!
//! | module | what |
//! |---|---|
//! | [`ids`] | identifiers, made by HMAC from the account key |
//! | [`time`], [`working_time`] | Beijing time; office hours, holidays, make-up days |
//! | [`language`], [`input`] | which language, what number or command word a text means |
//! | [`menu`] | the account's menu: limits, edits, differences |
//! | [`content`] | the published snapshot: categories, greeting, rules, hours; its rules, its drafts |
//! | [`intent`], [`texts`] | what a text asks for; what residents read |
//! | [`follower`], [`window`] | a resident; what the platform lets us send them |
//! | [`egress`] | who calls the platform, if anybody |
//! | [`conversation`] | what both sides said |
//! | [`question`], [`delivery`] | the two state machines that the product is about |
//! | [`group`], [`hot`] | questions that ask the same; which of them rise |
//! | [`canned`] | texts that officers send often, and what varies in them |
//! | [`alert`] | what officers are told outside the console, and when |
//! | [`privacy`] | hiding identity numbers |
//! | [`staff`], [`audit`] | officers, roles, permissions; hash-chained audit entries |
#![warn(missing_docs)]

pub mod alert;
pub mod audit;
pub mod canned;
pub mod content;
pub mod conversation;
pub mod delivery;
pub mod egress;
pub mod follower;
pub mod group;
pub mod hot;
pub mod ids;
pub mod input;
pub mod intent;
pub mod language;
pub mod menu;
pub mod privacy;
pub mod question;
pub mod staff;
pub mod texts;
pub mod time;
pub mod window;
pub mod working_time;
