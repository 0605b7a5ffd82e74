//! Requests to one bucket, signed (AWS: "Signature Version 4"), tried again where that may help.
//!
//! Three operations of S3 need no SDK: with its endpoint rules and encodings it would be a third of a function.

use std::{
    error::Error,
    time::{Duration, SystemTime},
};

use app::ports::Clock;
use aws_config::SdkConfig;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use aws_sigv4::{
    http_request::{
        PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
        UriPathNormalizationMode, sign,
    },
    sign::v4::SigningParams,
};
use aws_smithy_runtime_api::client::{
    http::{HttpConnector, SharedHttpConnector},
    orchestrator::HttpRequest,
};
use aws_smithy_types::body::SdkBody;
use aws_types::service_config::ServiceConfigKey;
use http::{HeaderValue, Method, Request, header};
use tokio::time::{sleep, timeout};

use crate::SystemClock;

/// Longest try.
const A_TRY: Duration = Duration::from_secs(20);
/// Longest wait for all tries.
const ALL_TRIES: Duration = Duration::from_secs(45);
/// Pauses before the second and the third try.
const PAUSES: [Duration; 2] = [Duration::from_millis(50), Duration::from_millis(200)];

/// What came back.
pub(super) struct Answer {
    /// HTTP status.
    pub(super) status: u16,
    /// Media type, if told.
    pub(super) content_type: Option<String>,
    /// The object, or an error in XML.
    pub(super) bytes: Vec<u8>,
}

impl Answer {
    /// S3's word for an error; empty without one.
    pub(super) fn code(&self) -> String {
        let text = String::from_utf8_lossy(&self.bytes);
        let code = text.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>"));
        code.map(|(code, _)| code.to_owned()).unwrap_or_default()
    }

    /// For people: S3 quotes what it refuses, so its own text is left out.
    pub(super) fn text(&self) -> String {
        format!("{} (HTTP status {})", self.code(), self.status)
    }

    fn is_passing(&self) -> bool {
        matches!(self.status, 429 | 500..) || ["SlowDown", "RequestTimeout"].contains(&self.code().as_str())
    }
}

/// A bucket's address and who asks there.
#[derive(Clone, Debug)]
pub(super) struct Bucket {
    connector: SharedHttpConnector,
    credentials: Option<SharedCredentialsProvider>,
    region: String,
    /// Without a slash at its end.
    base: String,
}

impl Bucket {
    pub(super) fn new(connector: SharedHttpConnector, config: &SdkConfig, bucket: &str) -> Self {
        let region = config.region().map(ToString::to_string).unwrap_or_default();
        let suffix = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
        let base = match endpoint(config) {
            Some(endpoint) => format!("{}/{bucket}", endpoint.trim_end_matches('/')),
            None => format!("https://{bucket}.s3.{region}.{suffix}"),
        };
        Self { connector, credentials: config.credentials_provider(), region, base }
    }

    /// Makes a request about an object; an error is one of the way there.
    pub(super) async fn ask(
        &self,
        method: Method,
        key: &str,
        put: Option<(&str, &[u8])>,
    ) -> Result<Answer, String> {
        let all = async {
            let mut pauses = PAUSES.iter();
            loop {
                let answer = match timeout(A_TRY, self.once(&method, key, put)).await {
                    Ok(answer) => answer.map_err(|error| innermost(error.as_ref())),
                    Err(_) => Err("no answer in time".to_owned()),
                };
                match (&answer, pauses.next()) {
                    (Ok(found), _) if !found.is_passing() => return answer,
                    (_, Some(pause)) => sleep(*pause).await,
                    (_, None) => return answer,
                }
            }
        };
        timeout(ALL_TRIES, all).await.unwrap_or_else(|_| Err("no answer in time".to_owned()))
    }

    async fn once(
        &self,
        method: &Method,
        key: &str,
        put: Option<(&str, &[u8])>,
    ) -> Result<Answer, Box<dyn Error + Send + Sync>> {
        let (content_type, bytes) = put.unzip();
        let bytes = bytes.unwrap_or_default();
        let mut request = Request::builder().method(method).uri(format!("{}/{key}", self.base));
        if let Some(content_type) = content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        let mut request = request.body(SdkBody::from(bytes))?;
        self.sign(&mut request, bytes).await?;
        let mut answer = self.connector.call(HttpRequest::try_from(request)?).await?;
        let content_type = answer.headers().get("content-type").map(ToOwned::to_owned);
        let bytes =
            aws_smithy_types::byte_stream::ByteStream::new(answer.take_body()).collect().await?.to_vec();
        Ok(Answer { status: answer.status().as_u16(), content_type, bytes })
    }

    async fn sign(
        &self,
        request: &mut Request<SdkBody>,
        bytes: &[u8],
    ) -> Result<(), Box<dyn Error + Send + Sync>> {
        let provider = self.credentials.as_ref().ok_or("no credentials")?;
        let identity = provider.provide_credentials().await?.into();
        let mut settings = SigningSettings::default();
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        let params = SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name("s3")
            .time(now())
            .settings(settings)
            .build()?
            .into();
        let (method, uri) = (request.method().to_string(), request.uri().to_string());
        let headers = request.headers().iter();
        let headers: Vec<_> =
            headers.filter_map(|(name, value)| Some((name.as_str(), text(value)?))).collect();
        let signable = SignableRequest::new(&method, uri, headers.into_iter(), SignableBody::Bytes(bytes))?;
        let (instructions, _) = sign(signable, &params)?.into_parts();
        instructions.apply_to_request_http1x(request);
        Ok(())
    }
}

fn text(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok()
}

/// An emulator or a proxy, if one is named for S3 or for everything.
fn endpoint(config: &SdkConfig) -> Option<String> {
    let key = ServiceConfigKey::builder().service_id("S3").env("AWS_ENDPOINT_URL").profile("endpoint_url");
    let own = key.build().ok().and_then(|key| config.service_config()?.load_config(key));
    own.or_else(|| config.endpoint_url().map(str::to_owned))
}

fn now() -> SystemTime {
    let ms = u64::try_from(SystemClock.now().as_millisecond()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_millis(ms)
}

/// The text of the last cause.
fn innermost(error: &(dyn Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |&error| error.source());
    causes.last().map_or_else(String::new, ToString::to_string)
}
