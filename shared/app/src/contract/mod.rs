//! What every adapter of a port must do, as tests: one function a rule, run unchanged against each adapter.
//!
//! It stands beside the ports, behind the feature `contract`, so that an adapter's tests need this crate and nothing
//! else (a package of shared tests would pull every function into each of them). An adapter's test file says
//! `app::table_contract!(make)`, likewise `queue_contract!` and `blob_contract!`; each rule then shows by name. `make`
//! is an async function without arguments that gives an [`UnderTest`] with an empty store. Stores may be shared by rules
//! that run at once when making one is slow: no rule touches another's keys. (Queues may not.)
//! A rule panics where an adapter breaks it.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "these are tests")]

use std::{any::Any, sync::Arc};

pub mod blobs;
pub mod queue;
pub mod table;

/// An adapter, and what has to live as long as it (a temporary directory, say).
pub struct UnderTest<P: ?Sized> {
    /// The adapter.
    pub port: Arc<P>,
    /// Dropped after the rule.
    pub keep: Box<dyn Any + Send>,
}

impl<P: ?Sized> UnderTest<P> {
    /// An adapter that needs `keep` to live.
    pub fn new(port: Arc<P>, keep: impl Any + Send) -> Self {
        Self { port, keep: Box::new(keep) }
    }
}

/// One `#[tokio::test]` a rule; used by the contracts' own macros.
#[doc(hidden)]
#[macro_export]
macro_rules! contract_rules {
    ($make:expr, $contract:ident, $($group:ident: [$($rule:ident),+ $(,)?])+) => {
        $(mod $group {
            #[allow(unused_imports, reason = "the factory's path may be absolute")]
            use super::*;
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $rule() {
                    let under_test = $make().await;
                    $crate::contract::$contract::$group::$rule(under_test.port.clone()).await;
                    drop(under_test);
                }
            )+
        })+
    };
}

#[cfg(test)]
mod tests {
    /// A rule that a list leaves out would run nowhere and be missed by nobody.
    #[test]
    fn every_rule_is_in_its_contracts_list() {
        let table = include_str!("table/mod.rs");
        let queue = include_str!("queue/mod.rs");
        let blobs = include_str!("blobs.rs");
        let sources = [
            (table, include_str!("table/row.rs")),
            (table, include_str!("table/transact.rs")),
            (table, include_str!("table/query.rs")),
            (table, include_str!("table/paging.rs")),
            (table, include_str!("table/limits.rs")),
            (table, include_str!("table/concurrency.rs")),
            (queue, include_str!("queue/unordered.rs")),
            (queue, include_str!("queue/outbound.rs")),
            (blobs, blobs),
        ];
        let mut rules = 0;
        for (list, source) in sources {
            for line in source.lines() {
                let Some((name, _)) =
                    line.trim_start().strip_prefix("pub async fn ").and_then(|rest| rest.split_once('('))
                else {
                    continue;
                };
                let entry = format!("{name},");
                assert!(list.lines().any(|line| line.trim() == entry), "{name} is in no list");
                rules += 1;
            }
        }
        assert!(rules > 70, "{rules} rules found");
    }
}
