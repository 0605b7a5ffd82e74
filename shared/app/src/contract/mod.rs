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
