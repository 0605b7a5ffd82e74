//! Asks the platform: the call, the job that brings its end, and who asked, in one transaction.

use domain::{
    audit::{Event, Source},
    staff::Actor,
};

use crate::{
    App, AppError, WayOut,
    jobs::{OutboundJob, Work, WorkerJob},
    keys, random,
    rows::{
        Audit, Batch, MENU_WORTH_ASKING, MenuCall, MenuPending, MenuState, MenuVersion, PlatformRequest,
        RequestRow, Stored, load, new_job,
    },
};

/// A call to be written.
pub(super) struct Ask<'a> {
    pub(super) app: &'a App,
    pub(super) actor: &'a Actor,
    state: Option<Stored<MenuState>>,
    batch: Batch,
}

impl<'a> Ask<'a> {
    /// Reads the state; only one call at a time is under way.
    pub(super) async fn begin(app: &'a App, actor: &'a Actor) -> Result<Self, AppError> {
        if app.way_out().await? == WayOut::Off {
            let zh = "本服务号没有可用的外呼通道，请在公众平台自行设置菜单".to_owned();
            let en = "nobody calls the platform for this account: set the menu on the platform's own page"
                .to_owned();
            return Err(AppError::Input { field: "menu", zh, en });
        }
        let state = load::<MenuState>(app.table.as_ref(), &keys::menu_state()).await?;
        if state.as_ref().is_some_and(|state| state.value.under_way(app.clock.now()).is_some()) {
            let zh = "上一次操作还没有结果，请稍候再试".to_owned();
            let en = "the last call has not ended yet: try again in a moment".to_owned();
            return Err(AppError::Input { field: "menu", zh, en });
        }
        Ok(Self { app, actor, state, batch: Batch::new() })
    }

    /// A row that must not have changed since it was read.
    pub(super) fn unchanged<T: crate::rows::Row>(&mut self, row: &Stored<T>) {
        self.batch.unchanged(row);
    }

    /// The next version's number.
    pub(super) fn next_version(&self) -> u64 {
        self.state.as_ref().map_or(0, |state| state.value.versions) + 1
    }

    /// Keeps a version that is to be live.
    pub(super) fn keep(&mut self, version: &MenuVersion) -> Result<(), AppError> {
        Ok(self.batch.insert(version)?)
    }

    /// Writes it all, audited under `action`; the job is to be enqueued.
    pub(super) async fn commit(
        mut self,
        call: MenuCall,
        request: PlatformRequest,
        action: &str,
    ) -> Result<WorkerJob, AppError> {
        let (table, now) = (self.app.table.as_ref(), self.app.clock.now());
        let job = new_job(Work::Menu, now, random()?);
        let pending = MenuPending { call, job: job.id.clone(), since: now, by: self.actor.login.clone() };
        let changed = |state: &mut MenuState| {
            state.pending = Some(pending);
            state.versions = call.version().unwrap_or(state.versions);
        };
        match self.state {
            None => {
                let mut state = MenuState::default();
                changed(&mut state);
                self.batch.insert(&state)?;
            }
            Some(mut row) => {
                changed(&mut row.value);
                self.batch.update(&row)?;
            }
        }
        self.batch.insert(&job)?;
        self.batch.insert(&RequestRow {
            job: job.id.clone(),
            request,
            outcome: None,
            attempts: 0,
            refused: 0,
            retry_at: None,
            expires_at: now + MENU_WORTH_ASKING,
        })?;
        let event = Event {
            at: now,
            actor: self.actor.login.to_string(),
            action: action.to_owned(),
            object: "menu".to_owned(),
            detail: call.version().map(|version| format!("version:{version}")).unwrap_or_default(),
        };
        Audit::open(table, Source::Admin, now).await?.append(&mut self.batch, [event])?;
        self.batch.commit(table).await?;
        Ok(job)
    }
}

/// Hands the call to the sender, if there is one at work. A queue that fails is no failure: the ticker finds the job.
pub(super) async fn enqueue(app: &App, job: WorkerJob) {
    match app.outbound_is_taken().await {
        Ok(true) => {}
        Ok(false) => return,
        Err(error) => {
            tracing::warn!(%error, "whether a courier is at work is not known; the ticker will ask")
        }
    }
    let job = OutboundJob::Request { follower: OutboundJob::account(), job };
    if let Err(error) = app.jobs.enqueue_outbound(&job).await {
        tracing::warn!(%error, "a call about the menu was not enqueued; the ticker will");
    }
}
