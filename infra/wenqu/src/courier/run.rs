//! Waiting for the lease, working while it is held, and the stop.

use std::{sync::Arc, time::Duration};

use app::rows::CourierLease;
use tokio::{sync::watch, time::sleep};

use super::{
    lease::{Lease, Tried},
    report::{Report, Side},
    tokens::Tokens,
    work::Work,
};

/// How long calls under way have to end: a call's own time-out and the writing of its outcome. systemd gives more.
const PATIENCE: Duration = Duration::from_secs(25);

/// What this courier does while it holds the lease.
pub(crate) enum Duty {
    /// All calls.
    Work(Work),
    /// The access token.
    Tokens(Tokens),
}

/// One courier.
pub(crate) struct Courier {
    pub(crate) duty: Duty,
    pub(crate) lease: Arc<Lease>,
    pub(crate) report: Arc<Report>,
}

impl Courier {
    /// Works until the stop is signalled; waits while another courier holds the lease.
    pub(crate) async fn run(&self, stopped: watch::Receiver<bool>) {
        while self.wait(stopped.clone()).await {
            tracing::info!("工作中：持有租约 / at work: this courier holds the lease");
            let keeping = self.lease.keep();
            let working = async {
                match &self.duty {
                    Duty::Work(work) => work.until(stopped.clone(), PATIENCE).await,
                    Duty::Tokens(tokens) => tokens.until(stopped.clone()).await,
                }
            };
            tokio::pin!(keeping, working);
            // The heartbeats go on while calls under way end; without the lease they end as well.
            tokio::select! {
                () = &mut working => {}
                () = &mut keeping => working.await,
            }
            if !*stopped.borrow() {
                tracing::error!("租约已失：不再调用 / the lease is lost: no call leaves any more");
            }
        }
        self.lease.release().await;
        let (done, _) = self.report.heartbeat();
        tracing::info!(done, "已停止 / stopped");
    }

    /// Whether the lease was taken before the stop.
    async fn wait(&self, mut stopped: watch::Receiver<bool>) -> bool {
        let (mut seen, mut told) = (None, None);
        while !*stopped.borrow() {
            match self.lease.attempt(&mut seen).await {
                Ok(Tried::Taken) => {
                    self.report.fine(Side::Cloud);
                    return true;
                }
                Ok(Tried::HeldBy(other)) => {
                    self.report.fine(Side::Cloud);
                    tell(&other, &mut told);
                }
                Err(error) => self.report.troubled(Side::Cloud, &error.to_string()),
            }
            tokio::select! {
                () = sleep(self.lease.look_every()) => {}
                _ = stopped.wait_for(|stopped| *stopped) => {}
            }
        }
        false
    }
}

/// Says once who else is at work.
fn tell(other: &CourierLease, told: &mut Option<String>) {
    if told.as_deref() != Some(other.holder.as_str()) {
        *told = Some(other.holder.clone());
        tracing::info!(host = other.host, since = %other.since, "等待：另一台在工作 / waiting: another courier is at work");
    }
}
