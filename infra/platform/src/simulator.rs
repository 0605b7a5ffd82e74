//! The simulator: account, clock, state, where callbacks go, and the router that serves it all.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use wechat::envelope::{Crypto, EncodingAesKey};
use wechat::ids::AppId;

use crate::account::{Account, Mode};
use crate::api::{self, Later};
use crate::callback::Callback;
use crate::clock::VirtualClock;
use crate::hooks::{OfficersHook, PlayHook, ResetHook};
use crate::recording::Recording;
use crate::state::State;
use crate::{api::mass, page, sim};

/// How long a mass job takes, real time.
const MASS_JOB: Duration = Duration::from_millis(400);

/// Where callbacks go.
#[derive(Clone, Debug)]
pub enum CallbackTarget {
    /// Over HTTP to this address, path included; a query string is kept.
    Url(String),
    /// In process, to the path `/wechat` of this router.
    Router(Router),
}

struct Core {
    account: Account,
    crypto: Option<Crypto>,
    clock: VirtualClock,
    target: CallbackTarget,
    public_base: String,
    http: reqwest::Client,
    state: Mutex<State>,
    recording: tokio::sync::Mutex<Option<Recording>>,
}

/// A simulated platform for one account. Clones share everything.
#[derive(Clone)]
pub struct Simulator {
    core: Arc<Core>,
    reset_hook: Option<ResetHook>,
    officers_hook: Option<OfficersHook>,
    play_hook: Option<PlayHook>,
}

impl Simulator {
    /// A platform for `account` whose callbacks go to `target`. `public_base` is the address under which
    /// [`Simulator::router`] is served, without a slash at the end: picture and video addresses begin with it.
    ///
    /// An EncodingAESKey that can't be read only shows when a callback must be encrypted with it: acts then
    /// answer with the reason.
    pub fn new(account: Account, clock: VirtualClock, target: CallbackTarget, public_base: String) -> Self {
        let key = EncodingAesKey::parse(&account.encoding_aes_key).ok();
        let crypto = key.map(|key| Crypto { key, app_id: AppId::from(account.app_id.as_str()) });
        let state = Mutex::new(State::new(&account.app_id));
        let public_base = public_base.trim_end_matches('/').to_owned();
        let http = callback_client();
        let recording = tokio::sync::Mutex::default();
        let core = Core { account, crypto, clock, target, public_base, http, state, recording };
        Simulator { core: Arc::new(core), reset_hook: None, officers_hook: None, play_hook: None }
    }

    /// Sets what else is cleared on a reset.
    #[must_use]
    pub fn with_reset_hook(self, hook: ResetHook) -> Self {
        Simulator { reset_hook: Some(hook), ..self }
    }

    /// Sets who tells recordings what officers did; without it a recording says what to add.
    #[must_use]
    pub fn with_officers(self, hook: OfficersHook) -> Self {
        Simulator { officers_hook: Some(hook), ..self }
    }

    /// Sets who plays transcripts; without it the page has no ▶.
    #[must_use]
    pub fn with_player(self, hook: PlayHook) -> Self {
        Simulator { play_hook: Some(hook), ..self }
    }

    /// The page at `/`, the controls at `/_sim/…`, the API at `/cgi-bin/…`.
    pub fn router(&self) -> Router {
        Router::new()
            .merge(page::router())
            .merge(sim::router())
            .route("/cgi-bin/{*path}", axum::routing::any(api::entry))
            .with_state(self.clone())
    }

    /// The residents as JSON, for [`Simulator::resume`] in another run.
    ///
    /// # Errors
    /// When they can't be written as JSON.
    pub fn residents(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(&self.state().keep())
    }

    /// Goes on with the residents of an earlier run.
    ///
    /// # Errors
    /// When the text is not what [`Simulator::residents`] wrote.
    pub fn resume(&self, residents: &str) -> Result<(), serde_json::Error> {
        let kept = serde_json::from_str(residents)?;
        self.state().resume(kept);
        Ok(())
    }

    pub(crate) fn account(&self) -> &Account {
        &self.core.account
    }

    /// The envelope's key; `None` when it isn't needed or can't be read.
    pub(crate) fn crypto(&self) -> Option<&Crypto> {
        self.core.crypto.as_ref().filter(|_| self.core.account.mode != Mode::Plain)
    }

    pub(crate) fn clock(&self) -> &VirtualClock {
        &self.core.clock
    }

    pub(crate) fn target(&self) -> &CallbackTarget {
        &self.core.target
    }

    pub(crate) fn public_base(&self) -> &str {
        &self.core.public_base
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.core.http
    }

    pub(crate) fn reset_hook(&self) -> Option<&ResetHook> {
        self.reset_hook.as_ref()
    }

    pub(crate) fn officers_hook(&self) -> Option<&OfficersHook> {
        self.officers_hook.as_ref()
    }

    pub(crate) fn play_hook(&self) -> Option<&PlayHook> {
        self.play_hook.as_ref()
    }

    /// Where the recording is; [`Simulator::recording`] catches up first.
    pub(crate) fn recording_slot(&self) -> &tokio::sync::Mutex<Option<Recording>> {
        &self.core.recording
    }

    /// The state. Held only between awaits; a panic of another holder does not end the simulation.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.core.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does in the background what goes on after an API answer.
    pub(crate) fn later(&self, work: Later, era: u64) {
        let simulator = self.clone();
        let Later::Mass(delivery) = work;
        tokio::spawn(async move {
            tokio::time::sleep(MASS_JOB).await;
            simulator.finish_mass(&delivery, era).await;
        });
    }

    async fn finish_mass(&self, delivery: &mass::Delivery, era: u64) {
        let now_ms = self.clock().now_ms();
        let callback = {
            let mut state = self.state();
            if state.era != era {
                return;
            }
            let counts = mass::finish(&mut state, self.account().kind, delivery, now_ms);
            Callback::mass_finished(self.account(), delivery.msg_id, counts, now_ms, era)
        };
        self.deliver(callback).await;
    }
}

/// Loopback only, no proxy, no redirects: as the platform's pusher.
fn callback_client() -> reqwest::Client {
    // The client wants to know whose cryptography to use, for plain HTTP too; an error says that one is installed.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .user_agent("Mozilla/4.0");
    builder.build().unwrap_or_default()
}
