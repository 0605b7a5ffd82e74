//! TLS and proxies on loopback. (Requests without TLS: the tests of the adapters.)

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::{Credentials, provider::SharedCredentialsProvider};
use aws_smithy_runtime_api::client::http::SharedHttpConnector;
use hyper_util::client::proxy::matcher::Matcher;
use rustls::{
    RootCertStore, ServerConfig,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    time::timeout,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

use super::{Dial, dialing, plain, proxied};
use crate::{Secrets, SecretsError};

const MOST: Duration = Duration::from_millis(500);

async fn listen() -> (TcpListener, u16) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port)
}

/// Asks an endpoint for secrets; how many there were.
async fn ask(connector: SharedHttpConnector, endpoint: String) -> Result<usize, SecretsError> {
    let credentials = Credentials::new("test", "test", None, None, "tests");
    let config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("cn-northwest-1"))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .endpoint_url(endpoint)
        .build();
    Secrets::over(connector, &config).load("/wenqu/w").await.map(|found| found.len())
}

/// A service with a certificate for `name`, and a client that trusts it.
fn certified(name: &str) -> (TlsAcceptor, SharedHttpConnector) {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let server = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .unwrap();
    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    (TlsAcceptor::from(Arc::new(server)), dialing(Dial::new(MOST, Arc::new(super::tls(roots)))))
}

/// Reads a request and finds no secrets.
async fn answer(stream: TlsStream<TcpStream>) {
    let mut stream = BufReader::new(stream);
    let (mut length, mut line) = (0, String::new());
    while stream.read_line(&mut line).await.unwrap() > 2 {
        if let Some(text) = line.to_lowercase().strip_prefix("content-length: ") {
            length = text.trim().parse().unwrap();
        }
        line.clear();
    }
    tokio::io::AsyncReadExt::read_exact(&mut stream, &mut vec![0; length]).await.unwrap();
    let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 17\r\n\r\n{\"Parameters\":[]}";
    stream.write_all(answer).await.unwrap();
}

#[tokio::test]
async fn a_service_is_spoken_to_over_tls() {
    let (acceptor, client) = certified("localhost");
    let (listener, port) = listen().await;
    let serving = async {
        let (stream, _) = listener.accept().await.unwrap();
        answer(acceptor.accept(stream).await.unwrap()).await;
    };
    let (found, ()) = tokio::join!(ask(client, format!("https://localhost:{port}")), serving);
    assert_eq!(found, Ok(0));
}

#[tokio::test]
async fn nobody_else_is_taken_for_the_service() {
    let (acceptor, client) = certified("ssm.invalid");
    let (listener, port) = listen().await;
    let serving = tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            assert!(acceptor.accept(stream).await.is_err(), "a certificate for another name was taken");
        }
    });
    let failure = ask(client, format!("https://localhost:{port}")).await.unwrap_err();
    assert!(matches!(&failure, SecretsError::Unavailable { .. }), "{failure:?}");
    assert!(!serving.is_finished(), "{:?}", serving.await);
    serving.abort();
}

#[tokio::test]
async fn a_handshake_that_never_ends_counts_as_connecting() {
    let (listener, port) = listen().await;
    let started = Instant::now();
    let failure =
        ask(plain(Duration::from_millis(100)), format!("https://127.0.0.1:{port}")).await.unwrap_err();
    assert!(failure.to_string().contains("no connection in time"), "{failure}");
    assert!(started.elapsed() < Duration::from_millis(1_500), "{:?}", started.elapsed());
    drop(listener);
}

/// Asks through a proxy that hangs up; the request line that it saw.
async fn seen_by_proxy(no_proxy: &str) -> Option<String> {
    let (listener, port) = listen().await;
    let proxies = Matcher::builder().https(format!("http://127.0.0.1:{port}")).no(no_proxy).build();
    let asking = tokio::spawn(ask(proxied(MOST, proxies), "https://ssm.invalid".to_owned()));
    let seen = timeout(MOST, async {
        let (stream, _) = listener.accept().await.unwrap();
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).await.unwrap();
        line.trim_end().to_owned()
    });
    let seen = seen.await.ok();
    drop(listener);
    asking.await.unwrap().unwrap_err();
    seen
}

#[tokio::test]
async fn services_are_reached_through_the_proxy_unless_it_is_told_otherwise() {
    assert_eq!(seen_by_proxy("").await.as_deref(), Some("CONNECT ssm.invalid:443 HTTP/1.1"));
    assert_eq!(seen_by_proxy("ssm.invalid").await, None);
}
