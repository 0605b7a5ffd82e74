//! The model in use: what the district has learnt, else what is shipped.

use std::sync::{Arc, LazyLock};

use jiff::{SignedDuration, Timestamp};
use matching::{background::Background, category::Classifier};
use tokio::sync::Mutex;

use crate::{App, telemetry::count};

/// Where the district's own model lies in the object store.
pub const OBJECT: &str = "matching/categories";
/// How often a process looks whether there is a new one.
const EVERY: SignedDuration = SignedDuration::from_mins(10);

/// How often words are used; the same for all.
pub(super) static BACKGROUND: LazyLock<Background> = LazyLock::new(Background::shipped);

/// The model that a process has read. One a process.
#[derive(Default)]
pub struct Categories(Mutex<Option<(Timestamp, Arc<Model>)>>);

/// A model, and what its labels are.
#[derive(Clone, Debug)]
pub(super) enum Model {
    /// Usual kinds of messages.
    Shipped(Classifier),
    /// Paths of the district's topics.
    Learnt(Classifier),
}

/// The model in use. One that can't be had or read is no failure: the one known before is used, else the one that is
/// shipped.
pub(super) async fn in_use(app: &App) -> Arc<Model> {
    let mut known = app.categories.0.lock().await;
    let now = app.clock.now();
    if let Some((read_at, model)) = known.as_ref()
        && now < *read_at + EVERY
    {
        return model.clone();
    }
    let before = known.take().map(|(_, model)| model);
    let model = match read(app).await {
        Ok(model) => Arc::new(model.map_or_else(|| Model::Shipped(Classifier::shipped()), Model::Learnt)),
        Err(error) => {
            count("categories", "unreadable");
            tracing::warn!(error, "the learnt model of categories is not used");
            before.unwrap_or_else(|| Arc::new(Model::Shipped(Classifier::shipped())))
        }
    };
    *known = Some((now, model.clone()));
    model
}

async fn read(app: &App) -> Result<Option<Classifier>, String> {
    let blob = app.blobs.get(OBJECT).await.map_err(|error| error.to_string())?;
    blob.map(|blob| Classifier::from_bytes(&blob.bytes).map_err(|error| error.to_string())).transpose()
}
