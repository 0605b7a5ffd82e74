//! `GET /healthz`: 200 only while the store answers.

use std::time::Duration;

use app::{App, keys};
use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use serde_json::{Value, json};

/// A store that takes longer is not healthy.
const WITHIN: Duration = Duration::from_secs(2);

/// The route, outside `/admin`: it shows nothing of what is stored.
pub fn health(app: App) -> Router {
    Router::new().route("/healthz", get(look)).with_state(app)
}

async fn look(State(app): State<App>) -> (StatusCode, Json<Value>) {
    let looked = tokio::time::timeout(WITHIN, app.table.get(&keys::account_key())).await;
    let fine = matches!(looked, Ok(Ok(_)));
    let status = if fine { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let word = if fine { "ok" } else { "store does not answer" };
    (status, Json(json!({ "status": word, "version": env!("CARGO_PKG_VERSION") })))
}
