//! A server of a few lines that answers what a test wants and keeps what it was asked.
#![allow(clippy::unwrap_used, clippy::expect_used, unreachable_pub, dead_code)]

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use outbound::{HttpPlatform, TransportSettings};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// What the server does with each connection.
#[derive(Clone)]
pub enum Does {
    /// Answers these bytes and closes.
    Answers(Vec<u8>),
    /// Reads the request and closes.
    Closes,
    /// Reads the request and is silent.
    Hangs,
}

/// A server on a free loopback port.
pub struct Server {
    pub port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub async fn start(does: Does) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = asked.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (does, log) = (does.clone(), log.clone());
                tokio::spawn(async move {
                    let request = read_request(&mut stream).await;
                    log.lock().unwrap().push(request);
                    match does {
                        Does::Answers(bytes) => {
                            let _ = stream.write_all(&bytes).await;
                            let _ = stream.shutdown().await;
                        }
                        Does::Closes => {}
                        Does::Hangs => tokio::time::sleep(Duration::from_secs(30)).await,
                    }
                });
            }
        });
        Self { port, asked }
    }

    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

/// Head and body, as far as the head announces one.
async fn read_request(stream: &mut tokio::net::TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned)
                })
                .map_or(0, |length| length.parse().unwrap());
            if body.len() >= length {
                return text;
            }
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return text,
            Ok(n) => bytes.extend_from_slice(&buffer[..n]),
        }
    }
}

/// An HTTP answer.
pub fn http(status: &str, body: &str) -> Does {
    let length = body.len();
    Does::Answers(
        format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json; encoding=utf-8\r\ncontent-length: {length}\r\n\r\n{body}"
        )
        .into_bytes(),
    )
}

/// A port on which nobody listens.
pub async fn dead_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port()
}

pub fn settings(base: &str) -> TransportSettings {
    TransportSettings {
        base: base.to_owned(),
        fallbacks: Vec::new(),
        proxy: None,
        call_timeout: Duration::from_millis(400),
    }
}

pub fn platform(base: &str) -> HttpPlatform {
    HttpPlatform::new(&settings(base)).unwrap()
}
