//! Requests that no SDK makes, signed (AWS: "Signature Version 4"), tried again where that may help.
//!
//! A few operations of S3 and SSM need none: an SDK's endpoint rules and encodings would be a third of a function, and
//! most of the time that it takes to build.

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
use aws_smithy_types::{body::SdkBody, byte_stream::ByteStream};
use aws_types::service_config::ServiceConfigKey;
use http::{HeaderName, HeaderValue, Method, Request};
use hyper_util::client::proxy::matcher::Matcher;
use tokio::time::{sleep, timeout};

use crate::{SystemClock, connector};

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_millis(500);
/// The same from an office.
const CONNECT_FROM_AFAR: Duration = Duration::from_secs(5);
/// Pauses before the second and the third try.
const PAUSES: [Duration; 2] = [Duration::from_millis(50), Duration::from_millis(200)];

/// A connector for a function.
pub(crate) fn near() -> SharedHttpConnector {
    connector::plain(CONNECT)
}

/// A connector for a program outside AWS, through the proxy that `HTTPS_PROXY` names.
pub(crate) fn from_afar() -> SharedHttpConnector {
    connector::proxied(CONNECT_FROM_AFAR, Matcher::from_env())
}

/// What came back.
pub(crate) struct Answer {
    /// HTTP status.
    pub(crate) status: u16,
    /// The service's word for an error; empty without one.
    pub(crate) code: String,
    /// Media type, if told.
    pub(crate) content_type: Option<String>,
    /// Object, values, or an error's text.
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    /// For people: services quote what they refuse, so their own text is left out.
    pub(crate) fn text(&self) -> String {
        format!("{} (HTTP status {})", self.code, self.status)
    }

    /// Whether the service asks to slow down.
    fn is_throttling(&self) -> bool {
        self.status == 429 || ["SlowDown", "Throttl"].iter().any(|part| self.code.contains(part))
    }

    /// Whether it may be otherwise in a moment.
    pub(crate) fn is_passing(&self) -> bool {
        self.status >= 500 || self.is_throttling() || self.code == "RequestTimeout"
    }
}

/// A service: how it is named, and how long one waits for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Service {
    /// In signatures and host names.
    pub(crate) name: &'static str,
    /// In settings of endpoints.
    pub(crate) id: &'static str,
    /// Longest try.
    pub(crate) a_try: Duration,
    /// Longest wait for all tries.
    pub(crate) all_tries: Duration,
    /// Finds the service's word for an error in its answer.
    pub(crate) code: fn(&[u8]) -> String,
}

/// A service's address and who asks there.
#[derive(Clone, Debug)]
pub(crate) struct Signed {
    service: Service,
    connector: SharedHttpConnector,
    credentials: Option<SharedCredentialsProvider>,
    region: String,
    /// Without a slash at its end.
    base: String,
}

impl Signed {
    /// At an emulator's or proxy's address if one is set, `bucket` being part of the path; else at the service's own, where
    /// `bucket` is part of the host's name.
    pub(crate) fn new(
        service: Service,
        connector: SharedHttpConnector,
        config: &SdkConfig,
        bucket: Option<&str>,
    ) -> Self {
        let region = config.region().map(ToString::to_string).unwrap_or_default();
        let suffix = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
        let bucket = bucket.unwrap_or_default();
        let base = match endpoint(config, service.id) {
            Some(endpoint) => format!("{}/{bucket}", endpoint.trim_end_matches('/')),
            None if bucket.is_empty() => format!("https://{}.{region}.{suffix}", service.name),
            None => format!("https://{bucket}.{}.{region}.{suffix}", service.name),
        };
        let base = base.trim_end_matches('/').to_owned();
        Self { service, connector, credentials: config.credentials_provider(), region, base }
    }

    /// Makes a request to `path` below the address; an error is one of the way there.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(HeaderName, &str)],
        bytes: &[u8],
    ) -> Result<Answer, String> {
        let all = async {
            let mut pauses = PAUSES.iter();
            loop {
                let answer = match timeout(self.service.a_try, self.once(&method, path, headers, bytes)).await
                {
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
        timeout(self.service.all_tries, all).await.unwrap_or_else(|_| Err("no answer in time".to_owned()))
    }

    async fn once(
        &self,
        method: &Method,
        path: &str,
        headers: &[(HeaderName, &str)],
        bytes: &[u8],
    ) -> Result<Answer, Box<dyn Error + Send + Sync>> {
        let mut request = Request::builder().method(method).uri(format!("{}/{path}", self.base));
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let mut request = request.body(SdkBody::from(bytes))?;
        self.sign(&mut request, bytes).await?;
        let mut answer = self.connector.call(HttpRequest::try_from(request)?).await?;
        let content_type = answer.headers().get("content-type").map(ToOwned::to_owned);
        let bytes = ByteStream::new(answer.take_body()).collect().await?.to_vec();
        let status = answer.status().as_u16();
        let code = if status < 300 { String::new() } else { (self.service.code)(&bytes) };
        Ok(Answer { status, code, content_type, bytes })
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
            .name(self.service.name)
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

/// An emulator or a proxy, if one is named for this service or for everything.
fn endpoint(config: &SdkConfig, id: &str) -> Option<String> {
    let key = ServiceConfigKey::builder().service_id(id).env("AWS_ENDPOINT_URL").profile("endpoint_url");
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
