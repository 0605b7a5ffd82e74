//! The stack of now: a reset puts a fresh one in its place while requests come in.

use std::{
    convert::Infallible,
    sync::{Arc, PoisonError, RwLock},
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

/// Holds the stack; none before the first one is ready.
#[derive(Clone, Default)]
pub(super) struct Current(Arc<RwLock<Option<Arc<Stack>>>>);

impl Current {
    pub(super) fn get(&self) -> Option<Arc<Stack>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn put(&self, stack: Option<Arc<Stack>>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = stack;
    }

    /// Passes every request to the stack of its moment; 503 while there is none.
    pub(super) fn router(&self) -> Router {
        let current = self.clone();
        let service = service_fn(move |request: Request<Body>| {
            let stack = current.get();
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
