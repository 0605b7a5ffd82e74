//! The callback on AWS Lambda, behind an HTTP API or a function URL.

use std::sync::Arc;

use app::settings;
use aws::lambda::{Function, http};
use webhook::{WebhookState, router};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let function = Function::start(&["webhook", "account"]).await?;
    let router = function.rotating(|function, reader| {
        let (app, receiver) = (function.app(reader), settings::receiver(reader));
        Some(router(WebhookState { app: app?, receiver: Arc::new(receiver?) }))
    })?;
    Ok(http::serve(router, |_| {}).await?)
}
