//! The demo: the product beside the simulated platform, with temporary data.
//!
//! It differs from `serve` only by its data, its fixed test secrets, its clock (real time plus an offset) and the
//! simulator. A reset (`POST /_sim/reset`) makes a fresh stack, as a new start would: no state is cleared by hand.
//! Everything is served on loopback: the simulator's controls ask for no password.

mod clock;
mod current;
mod folder;
mod keep;
mod menu;
mod officers;
mod platform;
mod play;
mod reset;
mod seed;
mod settings;
mod wanted;

use std::sync::Arc;

use ::platform::{Account, CallbackTarget, Simulator, VirtualClock};
use anyhow::Context as _;
use app::{ports::Platform, settings::Reader};
use async_trait::async_trait;
use axum::Router;
use embedded::SqliteOptions;
use jiff::Timestamp;
use outbound::PictureHosts;
use sender::Credentials;
use tokio::sync::Mutex;

use self::{
    clock::DemoClock, current::Current, folder::Folder, keep::Residents, officers::Members,
    platform::InProcess, wanted::Wanted,
};
use crate::{
    settings::Settings,
    stack::{Loops, Parts},
    transcript::{RouterTransport, Settle},
};

pub use self::{
    keep::password as kept_password,
    seed::{QUESTIONS, RESIDENTS},
    settings::{fallback, read},
};

/// How a demo is to be.
pub struct Options {
    /// The settings.
    pub settings: Settings,
    /// The account that is simulated.
    pub account: Account,
    /// Where it is served, without a slash at the end.
    pub base: String,
    /// The platform that the product calls; `None` is the simulator, in process.
    pub platform: Option<Arc<dyn Platform>>,
    /// Seed of the sample conversations.
    pub seed: u64,
    /// No sample conversations.
    pub empty: bool,
    /// Where the clock starts; else at real time.
    pub clock: Option<Timestamp>,
    /// The officers' password.
    pub password: String,
    /// A bearer token with an officer's rights, chosen by the user.
    pub token: Option<String>,
    /// Consumers run by themselves; else [`Settle`] drains the queues.
    pub loops: bool,
    /// Data goes here and stays; else into a temporary directory.
    pub keep: Option<std::path::PathBuf>,
}

impl Options {
    /// A demo in process, of the test account whatever is set, without conversations: what transcripts need.
    ///
    /// # Errors
    /// When the system has no random bytes for the password.
    pub fn in_process() -> anyhow::Result<Self> {
        let base = "http://127.0.0.1:8600";
        let lookup = |name: &str| fallback(name, base);
        let (settings, account) = read(&mut Reader::new(&lookup)).context("the test account is wrong")?;
        Ok(Self {
            settings,
            account,
            base: base.to_owned(),
            platform: None,
            seed: 7,
            empty: true,
            clock: None,
            password: crate::password::generate()?,
            token: None,
            loops: false,
            keep: None,
        })
    }
}

/// A running demo. Cheap to clone.
#[derive(Clone)]
pub struct Demo(Arc<Inner>);

struct Inner {
    parts: Parts,
    options: Options,
    folder: Folder,
    clock: VirtualClock,
    simulator: Simulator,
    current: Current,
    running: Mutex<Running>,
    /// Held while a transcript plays.
    playing: Arc<Mutex<()>>,
}

/// What only one reset at a time may touch.
#[derive(Default)]
struct Running {
    loops: Option<Loops>,
    members: Option<Members>,
    residents: Option<Residents>,
}

impl Demo {
    /// Builds a demo; it serves nothing but "starting" until [`Demo::begin`].
    ///
    /// # Errors
    /// When there is no place for its data.
    pub fn new(options: Options) -> anyhow::Result<Self> {
        let folder = Folder::open(options.keep.as_deref())?;
        let clock = VirtualClock::new();
        let current = Current::default();
        let target = CallbackTarget::Router(current.router());
        let simulator = Simulator::new(options.account.clone(), clock.clone(), target, options.base.clone());
        let api: Arc<dyn Platform> = match &options.platform {
            Some(platform) => platform.clone(),
            None => Arc::new(InProcess(simulator.router())),
        };
        let settings = &options.settings;
        let parts = Parts {
            receiver: Arc::new(settings.receiver.clone()),
            credentials: settings
                .app_secret
                .clone()
                .map(|secret| Credentials { app_id: settings.app_id.clone(), secret }),
            platform: api,
            pictures: Arc::new(PictureHosts::new(&settings.api_base)?),
            clock: Arc::new(DemoClock(clock.clone())),
            console: admin::Settings {
                https: false,
                framed: true,
                demo: true,
                second_factor_required: false,
                api_per_minute: None,
                ..settings.console.clone()
            },
            work: settings.work.clone(),
            key: reset::account_key(options.seed),
            // What goes when the demo ends needs no disk.
            database: SqliteOptions { durable: options.keep.is_some(), ..SqliteOptions::default() },
        };
        let (running, playing) = (Mutex::default(), Arc::default());
        Ok(Self(Arc::new(Inner { parts, options, folder, clock, simulator, current, running, playing })))
    }

    /// Makes the data, or goes on with what is kept, and starts to work.
    ///
    /// # Errors
    /// When the data can't be made.
    pub async fn begin(&self) -> anyhow::Result<()> {
        if let Some(start) = self.0.options.clock {
            self.0.clock.set(start);
        }
        let keep = self.0.options.keep.as_deref();
        if self.0.folder.has_data() {
            keep.map(|keep| keep::resume(keep, &self.0.simulator)).transpose()?;
            self.0.go_on().await?;
        } else {
            self.0.fresh(self.0.standard()).await?;
        }
        self.0.running.lock().await.residents = keep.map(|keep| Residents::keep(keep, &self.0.simulator));
        Ok(())
    }

    /// Whether it goes on with the data of an earlier run.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        self.0.folder.has_data()
    }

    /// The start is over: `/healthz` says so.
    pub fn ready(&self) {
        self.0.current.ready();
    }

    /// Everything under one address: page and controls of the simulator, its API, callback, console, health.
    pub fn router(&self) -> Router {
        let demo = self.clone();
        let hook: ::platform::ResetHook = Arc::new(move || {
            let demo = demo.clone();
            // Read here: the future may be polled elsewhere.
            let asked = wanted::asked();
            Box::pin(async move {
                let wanted = asked.unwrap_or_else(|| demo.0.standard());
                demo.0.fresh(wanted).await.map_err(|error| format!("{error:#}"))
            })
        });
        let simulator = self.0.simulator.clone().with_reset_hook(hook);
        let simulator = simulator.with_officers(self.officers()).with_player(self.player());
        wanted::listening(simulator.router()).fallback_service(self.0.current.router())
    }

    /// A player's way to this demo without a socket. Not while its loops run.
    #[must_use]
    pub fn transport(&self) -> RouterTransport<Self> {
        RouterTransport::new(self.router(), self.clone())
    }

    /// Ends the work; what is under way may finish.
    pub async fn end(&self, patience: std::time::Duration) {
        let mut running = self.0.running.lock().await;
        if let Some(loops) = running.loops.take() {
            loops.stop(patience).await;
        }
        if let Some(residents) = running.residents.take() {
            residents.end().await;
        }
        self.0.current.put(None);
    }
}

#[async_trait]
impl Settle for Demo {
    async fn settle(&self) {
        if let Some(stack) = self.0.current.get() {
            stack.drain().await;
        }
    }
}

impl Inner {
    fn standard(&self) -> Wanted {
        if self.options.empty { Wanted::Empty } else { Wanted::Seed }
    }
}

#[cfg(test)]
mod tests;
