//! The sender on AWS Lambda, behind the queue `outbound`.

use std::sync::Arc;

use app::settings::{self, CONSOLE};
use aws::lambda::{Function, queue, setting};
use domain::egress::Egress;
use outbound::{HttpPlatform, TransportSettings};
use sender::{Credentials, Ports, Sender, Way};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let egress: Egress = setting("WENQU_EGRESS").and_then(|word| word.parse().ok()).unwrap_or_default();
    // The AppSecret is there only for a sender that asks for tokens itself.
    let function = Function::start(if egress == Egress::Direct { &["sender"] } else { &[] }).await?;
    let sender = function.rotating(|function, reader| {
        let egress = settings::egress(reader);
        let work = settings::work(reader, egress);
        let app_id = reader.required("WENQU_APP_ID", CONSOLE, settings::app_id);
        let secret = reader.optional("WENQU_APP_SECRET", settings::secret);
        let base = reader.optional("WENQU_API_BASE", settings::api_base);
        let transport = TransportSettings::to(base, reader.optional("WENQU_API_PROXY", settings::proxy));
        let platform = HttpPlatform::new(&transport);
        let platform = platform.map_err(|error| reader.problem("WENQU_API_BASE", error.to_string())).ok();
        let credentials = secret.zip(app_id).map(|(secret, app_id)| Credentials { app_id, secret });
        let way = Way::in_the_cloud(work.egress, credentials, function.reading("courier", "access_token"));
        let way = way.map_err(|error| reader.problem("WENQU_APP_SECRET", error.to_string())).ok();
        let (table, jobs, blobs) = (function.table(), function.jobs(), function.blobs(reader));
        let (platform, clock) = (Arc::new(platform?), function.clock());
        let ports = Ports { table, jobs, blobs: blobs?, platform, clock };
        Some(Sender::new(ports, way?, work.window, || app::random::<1>().map_or(0, |[byte]| byte)))
    })?;
    let work = async |sender: Arc<Sender>, records: Vec<_>| sender.handle_batch(&records).await;
    Ok(queue::run(sender, work).await?)
}
