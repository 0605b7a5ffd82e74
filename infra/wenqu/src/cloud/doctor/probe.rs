//! What several checks want to know, asked once.

use std::{collections::BTreeMap, sync::Arc};

use anyhow::anyhow;
use app::{
    App,
    ports::{Clock, Table},
};
use aws::SystemClock;
use jiff::Timestamp;
use secrecy::SecretString;
use tokio::sync::OnceCell;

use crate::{
    cloud::{
        connection::{Cloud, Identity},
        failure::Failure,
        settings::Deployment,
        stacks::{Stacks, State},
        store,
        vault::Vault,
    },
    settings::Wrong,
};

use super::platform::Exchange;

/// What a check may use.
pub(crate) struct Probe {
    /// The deployment, unless region or credentials are missing.
    pub(crate) cloud: Result<Cloud, Failure>,
    /// The settings, or what is wrong with them.
    pub(crate) settings: Result<Deployment, Wrong>,
    /// Another address of the callback than the stack's.
    pub(crate) callback: Option<String>,
    /// An AppSecret that is not in the cloud.
    pub(crate) own_secret: Option<SecretString>,
    /// Whether the platform may be asked.
    pub(crate) live: bool,
    /// Now.
    pub(crate) now: Timestamp,
    identity: OnceCell<Result<Identity, Failure>>,
    state: OnceCell<Option<State>>,
    secrets: OnceCell<BTreeMap<String, SecretString>>,
    exchange: OnceCell<Exchange>,
    app: OnceCell<App>,
}

impl Probe {
    pub(crate) fn new(
        cloud: Result<Cloud, Failure>,
        settings: Result<Deployment, Wrong>,
        callback: Option<String>,
        own_secret: Option<SecretString>,
        live: bool,
    ) -> Self {
        Self {
            cloud,
            settings,
            callback,
            own_secret,
            live,
            now: SystemClock.now(),
            identity: OnceCell::new(),
            state: OnceCell::new(),
            secrets: OnceCell::new(),
            exchange: OnceCell::new(),
            app: OnceCell::new(),
        }
    }

    /// Why nothing can be looked at, if so.
    pub(crate) async fn blind(&self) -> Option<&Failure> {
        let error = match &self.cloud {
            Ok(_) => self.who().await.as_ref().err()?,
            Err(error) => error,
        };
        error.is_blind().then_some(error)
    }

    /// The deployment.
    pub(super) fn cloud(&self) -> anyhow::Result<&Cloud> {
        self.cloud.as_ref().map_err(|error| anyhow!("{error}"))
    }

    async fn who(&self) -> &Result<Identity, Failure> {
        self.identity
            .get_or_init(async || match &self.cloud {
                Ok(cloud) => cloud.identity().await,
                Err(_) => Err(Failure::Region),
            })
            .await
    }

    /// Whose credentials they are.
    pub(super) async fn identity(&self) -> anyhow::Result<&Identity> {
        self.who().await.as_ref().map_err(|error| anyhow!("{error}"))
    }

    /// Whether there is a stack.
    pub(crate) async fn has_stack(&self) -> bool {
        self.state().await.is_ok_and(|state| state.is_some())
    }

    /// The stack, if there is one.
    pub(super) async fn state(&self) -> anyhow::Result<Option<&State>> {
        let state = self
            .state
            .get_or_try_init(async || anyhow::Ok(Stacks::new(self.cloud()?).state().await?))
            .await?;
        Ok(state.as_ref())
    }

    /// A parameter that the stack was deployed with.
    pub(super) async fn parameter(&self, name: &str) -> anyhow::Result<&str> {
        let state = self.state().await?;
        Ok(state.and_then(|state| state.parameters.get(name)).map_or("", String::as_str))
    }

    /// The secrets, by their names below the path.
    pub(super) async fn secrets(&self) -> anyhow::Result<&BTreeMap<String, SecretString>> {
        self.secrets.get_or_try_init(async || Ok(Vault::new(self.cloud()?).load().await?)).await
    }

    /// The store with its content.
    pub(super) async fn app(&self) -> anyhow::Result<&App> {
        let open = async || {
            let app = store::open(self.cloud()?).await?;
            Ok(App { work: self.state().await?.map(State::work).unwrap_or_default(), ..app })
        };
        self.app.get_or_try_init(open).await
    }

    /// The tables.
    pub(super) fn table(&self) -> anyhow::Result<Arc<dyn Table>> {
        Ok(store::table(self.cloud()?))
    }

    /// What the platform says to our credentials; asked once.
    pub(super) async fn exchange(&self) -> anyhow::Result<&Exchange> {
        self.exchange.get_or_try_init(async || super::platform::ask(self).await).await
    }
}
