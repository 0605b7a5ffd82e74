//! The worker on AWS Lambda, behind the queue `jobs`.

use std::sync::Arc;

use app::{App, settings};
use aws::lambda::{Function, queue};
use outbound::{OutsideNotifier, PictureHosts};
use webhook::Spills;

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let function = Function::start(&["account"]).await?;
    let made = function.rotating(|function, reader| {
        let (app, blobs) = (function.app(reader), function.blobs(reader));
        let base = reader.optional("WENQU_API_BASE", settings::api_base);
        let pictures = PictureHosts::new(base.as_deref().unwrap_or(settings::API_BASE));
        let pictures = pictures.map_err(|error| reader.problem("WENQU_API_BASE", error.to_string())).ok();
        let app = App { blobs: blobs?, pictures: Arc::new(pictures?), ..app? };
        let notifier = Arc::new(OutsideNotifier::new(app.work.local));
        let app = App { notifier, ..app };
        Some((Spills::new(app.clone()), app))
    })?;
    let work = async |made: Arc<(Spills, App)>, records: Vec<_>| {
        worker::handle_batch(&made.1, &made.0, &records).await
    };
    Ok(queue::run(made, work).await?)
}
