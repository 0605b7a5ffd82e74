//! The console and the staff API on AWS Lambda, behind an HTTP API.

use admin::{API_PER_MINUTE, AdminState, ClientAddress, Settings};
use app::{App, settings};
use aws::lambda::{Function, http};

#[tokio::main(flavor = "current_thread")]
async fn main() -> anyhow::Result<()> {
    let function = Function::start(&["account"]).await?;
    let router = function.rotating(|function, reader| {
        let (app, blobs) = (function.app(reader), function.blobs(reader));
        let origin = reader.optional("WENQU_ORIGIN", settings::origin);
        let console = Settings {
            https: true,
            origin,
            second_factor_required: true,
            api_per_minute: Some(API_PER_MINUTE),
            ..Settings::default()
        };
        let app = App { blobs: blobs?, ..app? };
        Some(admin::router(AdminState::new(app.clone(), console)).merge(admin::health(app)))
    })?;
    let serve = http::serve(router, |request| {
        if let Some(address) = http::client_address(request) {
            request.extensions_mut().insert(ClientAddress(address));
        }
    });
    Ok(serve.await?)
}
