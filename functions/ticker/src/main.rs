//! The ticker on AWS Lambda, once a minute.

use std::sync::Arc;

use app::{App, telemetry::count};
use aws::lambda::{Function, schedule};
use domain::delivery::SENDING_LIMIT;
use ticker::Ticker;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let function = Function::start(&["account"]).await?;
    let made = function.rotating(|function, reader| {
        let (app, blobs) = (function.app(reader), function.blobs(reader));
        Some((Ticker::new(), App { blobs: blobs?, ..app? }))
    })?;
    let tick = async |made: Arc<(Ticker, App)>| {
        made.0.tick(&made.1, SENDING_LIMIT).await.map(|_| count("ticked", "whole"))
    };
    Ok(schedule::run(made, tick).await?)
}
