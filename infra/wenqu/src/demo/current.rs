//! The stack of now: a reset puts a fresh one in its place while requests come in.

use std::{
    convert::Infallible,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::{
    Json, Router,
    body::Body,
    http::{Request, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::json;
use tower::{ServiceExt, service_fn};

use crate::stack::Stack;

/// Holds the stack; none before the first one.
#[derive(Clone, Default)]
pub(super) struct Current {
    stack: Arc<RwLock<Option<Arc<Stack>>>>,
    /// The start is over: it counts as healthy from then on.
    ready: Arc<AtomicBool>,
}

impl Current {
    pub(super) fn get(&self) -> Option<Arc<Stack>> {
        self.stack.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn put(&self, stack: Option<Arc<Stack>>) {
        *self.stack.write().unwrap_or_else(PoisonError::into_inner) = stack;
    }

    pub(super) fn ready(&self) {
        self.ready.store(true, Ordering::SeqCst);
    }

    /// Passes every request to the stack of its moment; 503 while there is none, and for `/healthz` until the start is
    /// over.
    pub(super) fn router(&self) -> Router {
        let current = self.clone();
        let service = service_fn(move |request: Request<Body>| {
            let early = request.uri().path() == "/healthz" && !current.ready.load(Ordering::SeqCst);
            let stack = current.get().filter(|_| !early);
            async move {
                Ok::<Response, Infallible>(match stack {
                    Some(stack) => match stack.router().oneshot(request).await {
                        Ok(response) => response,
                        Err(never) => match never {},
                    },
                    None => starting(),
                })
            }
        });
        Router::new().fallback_service(service)
    }
}

fn starting() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "starting" }))).into_response()
}
