//! The tests of this crate from outside, as one program: each program more would be linked anew.
#![allow(clippy::expect_used, clippy::print_stdout, clippy::unwrap_used)]

mod alerts;
mod answers;
mod audit;
mod categories;
mod content;
mod desk;
mod groups;
mod groups_snapshot;
mod groups_tend;
mod groups_together;
mod health;
mod known;
mod lists;
mod memory_table;
mod menu;
mod people;
mod questions;
mod races;
mod repeats;
mod search;
mod staff;
mod stuck;
mod support;
