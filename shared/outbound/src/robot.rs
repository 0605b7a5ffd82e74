//! WeCom's group robots.

use std::time::Duration;

use app::ports::NotifyError;
use reqwest::{Certificate, Client, redirect::Policy};
use serde::Deserialize;
use serde_json::json;

use crate::{answer::read, failure::failure, install_tls};

/// Longest call.
const TIMEOUT: Duration = Duration::from_secs(10);
/// Largest answer.
const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// What a robot answers.
#[derive(Deserialize)]
struct Answer {
    errcode: i64,
    #[serde(default)]
    errmsg: String,
}

pub(crate) async fn send(
    address: &str,
    text: &str,
    mentions: &[String],
    local: bool,
) -> Result<String, NotifyError> {
    if !domain::alert::is_robot(address, local) {
        return Err(NotifyError::Forbidden("this is not the address of a WeCom group robot"));
    }
    install_tls();
    let mut builder = Client::builder()
        .user_agent(concat!("wenqu/", env!("CARGO_PKG_VERSION")))
        .timeout(TIMEOUT)
        .redirect(Policy::none())
        .no_proxy();
    if address.starts_with("http://") {
        builder = builder.tls_certs_only(std::iter::empty::<Certificate>());
    }
    let client = builder.build().map_err(|error| NotifyError::Unreached(error.without_url().to_string()))?;
    let body = json!({ "msgtype": "text", "text": { "content": text, "mentioned_mobile_list": mentions } });
    // Errors of the client show the address: `failure` drops it.
    let unreached = |error: app::ports::CallError| NotifyError::Unreached(error.to_string());
    let response =
        client.post(address).json(&body).send().await.map_err(|error| unreached(failure(error)))?;
    let answer = read(response, MAX_ANSWER_BYTES).await.map_err(unreached)?;
    let answer: Answer = serde_json::from_slice(&answer.body)
        .map_err(|_| NotifyError::Refused("its answer is not a robot's".to_owned()))?;
    let said: String = answer.errmsg.chars().take(200).collect();
    let said = format!("{} {said}", answer.errcode);
    if answer.errcode == 0 { Ok(said) } else { Err(NotifyError::Refused(said)) }
}
