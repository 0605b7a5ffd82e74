//! The HTTP client under all SDK clients: HTTP/1.1, TLS by rustls with ring, one pool.
//!
//! The SDK's own client speaks HTTP/2 too, which no service here needs and which is a fifteenth of a function's size;
//! and it reads the system's root certificates for each client anew.

use std::{
    fmt, io,
    pin::Pin,
    sync::{Arc, LazyLock},
    time::Duration,
};

use aws_smithy_runtime_api::client::{
    http::{
        HttpConnector as SdkConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector,
        http_client_fn,
    },
    orchestrator::{HttpRequest, HttpResponse},
    result::ConnectorError,
};
use aws_smithy_types::body::SdkBody;
use http::Uri;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::{
    client::{
        legacy::{
            Client, Error,
            connect::{Connect, HttpConnector, proxy::Tunnel},
        },
        proxy::matcher::Matcher,
    },
    rt::{TokioExecutor, TokioIo, TokioTimer},
};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use tokio::{net::TcpStream, time::timeout};
use tower::Service;

type Stream = MaybeHttpsStream<TokioIo<TcpStream>>;
type Dialed = Pin<Box<dyn Future<Output = io::Result<Stream>> + Send>>;

/// A client that connects within `most`, TLS included.
pub(crate) fn direct(most: Duration) -> SharedHttpClient {
    client(plain(most))
}

/// As [`direct`], for requests that no SDK client makes.
pub(crate) fn plain(most: Duration) -> SharedHttpConnector {
    dialing(Dial::new(most, TLS.clone()))
}

/// The same through the proxies that `HTTPS_PROXY` and `NO_PROXY` name.
pub(crate) fn through_proxies(most: Duration, proxies: Matcher) -> SharedHttpClient {
    client(proxied(most, proxies))
}

/// As [`through_proxies`], for requests that no SDK client makes.
pub(crate) fn proxied(most: Duration, proxies: Matcher) -> SharedHttpConnector {
    let (dial, proxies) = (Dial::new(most, TLS.clone()), Arc::new(proxies));
    pooled(tower::service_fn(move |uri| dial.clone().through(&proxies, uri)))
}

fn dialing(dial: Dial) -> SharedHttpConnector {
    pooled(tower::service_fn(move |uri| dial.clone().direct(uri)))
}

fn pooled<C: Connect + Clone + Send + Sync + 'static>(connector: C) -> SharedHttpConnector {
    let client = Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(connector);
    SharedHttpConnector::new(Http1(client))
}

fn client(connector: SharedHttpConnector) -> SharedHttpClient {
    http_client_fn(move |_, _| connector.clone())
}

/// With the system's roots, which are read once.
static TLS: LazyLock<Arc<ClientConfig>> = LazyLock::new(|| Arc::new(tls(trusted())));

/// Makes connections.
#[derive(Clone)]
struct Dial {
    tcp: HttpConnector,
    tls: Arc<ClientConfig>,
    most: Duration,
}

impl Dial {
    fn new(most: Duration, tls: Arc<ClientConfig>) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        Self { tcp, tls, most }
    }

    fn direct(self, uri: Uri) -> Dialed {
        within(self.most, HttpsConnector::from((self.tcp, self.tls)).call(uri))
    }

    fn through(self, proxies: &Matcher, uri: Uri) -> Dialed {
        let https = uri.scheme_str() == Some("https");
        let Some(proxy) = proxies.intercept(&uri).filter(|_| https) else { return self.direct(uri) };
        let mut tunnel = Tunnel::new(proxy.uri().clone(), self.tcp);
        if let Some(auth) = proxy.basic_auth() {
            tunnel = tunnel.with_auth(auth.clone());
        }
        within(self.most, HttpsConnector::from((tunnel, self.tls)).call(uri))
    }
}

fn within<F, E>(most: Duration, connecting: F) -> Dialed
where
    F: Future<Output = Result<Stream, E>> + Send + 'static,
    E: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    Box::pin(async move {
        match timeout(most, connecting).await {
            Ok(connected) => connected.map_err(io::Error::other),
            Err(_) => Err(io::Error::new(io::ErrorKind::TimedOut, "no connection in time")),
        }
    })
}

/// Whom the system trusts. Without root certificates only `http` endpoints can be reached.
fn trusted() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
}

#[allow(clippy::expect_used, reason = "ring has the cipher suites of both versions")]
fn tls(roots: RootCertStore) -> ClientConfig {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth()
}

struct Http1<C>(Client<C, SdkBody>);

impl<C> fmt::Debug for Http1<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Http1")
    }
}

impl<C: Connect + Clone + Send + Sync + 'static> SdkConnector for Http1<C> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let request = match request.try_into_http1x() {
            Ok(request) => request,
            Err(error) => return HttpConnectorFuture::ready(Err(ConnectorError::user(error.into()))),
        };
        let answer = self.0.request(request);
        HttpConnectorFuture::new(async move {
            let answer = answer.await.map_err(failed)?.map(SdkBody::from_body_1_x);
            HttpResponse::try_from(answer).map_err(|error| ConnectorError::other(error.into(), None))
        })
    }
}

/// Whatever happens to a connection may pass; whether the request was sent is read from the error itself.
fn failed(error: Error) -> ConnectorError {
    ConnectorError::io(error.into())
}

#[cfg(test)]
mod tests;
