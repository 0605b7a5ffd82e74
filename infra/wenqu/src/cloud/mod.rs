//! A deployment on AWS, as the IT person's commands see it. With the feature `cloud`.
//!
//! | module | what |
//! |---|---|
//! | [`settings`], [`names`] | what a deployment is: keys of wenqu.toml, names of its parts |
//! | [`connection`], [`failure`] | region, credentials, and what a failed call means |
//! | [`ask`], [`config_text`] | questions at the terminal, changes to wenqu.toml |
//! | [`build`], [`package`], [`template`], [`cost`] | what is deployed, and what it costs |
//! | [`stacks`], [`events`], [`remains`] | CloudFormation: plan, execute, follow, delete |
//! | [`buckets`], [`record`], [`handover`] | zips, what was deployed last, what to enter where |
//! | [`vault`] | secrets |
//! | [`store`], [`observe`], [`redrive`], [`export`] | the data beside the running functions |
//! | [`doctor`] | checks |
//!
//! The verbs themselves are in `command`, one file each.

pub(crate) mod ask;
pub(crate) mod buckets;
pub(crate) mod build;
pub(crate) mod config_text;
pub(crate) mod connection;
pub(crate) mod cost;
pub(crate) mod doctor;
pub(crate) mod duration;
pub(crate) mod events;
pub(crate) mod export;
pub(crate) mod failure;
pub(crate) mod handover;
pub(crate) mod names;
pub(crate) mod observe;
pub(crate) mod package;
pub(crate) mod record;
pub(crate) mod redrive;
pub(crate) mod remains;
pub(crate) mod settings;
pub(crate) mod stacks;
pub(crate) mod store;
pub(crate) mod template;
pub(crate) mod vault;
