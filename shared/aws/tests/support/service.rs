//! A service on loopback that does what a script says, one entry a request, and refuses connections behind its end.

use std::{
    collections::HashMap,
    io,
    sync::{Arc, Mutex},
};

use aws_config::{Region, SdkConfig};
use aws_credential_types::Credentials;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) line: String,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// The operation, for example `PutItem`.
    pub(crate) fn operation(&self) -> &str {
        self.headers["x-amz-target"].rsplit('.').next().unwrap()
    }

    /// The body.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// What the service does with a request.
pub(crate) enum Does {
    /// Answers with a status and JSON.
    Answers(u16, Value),
    /// Answers with what follows from the request.
    Finds(fn(&Request) -> (u16, Value)),
    /// Answers with a status and text of a type.
    Says(u16, &'static str, &'static str),
    /// Closes the connection without an answer.
    Cuts,
    /// Never answers.
    Stalls,
}

/// A success without content.
pub(crate) fn done() -> Does {
    Does::Answers(200, json!({}))
}

/// An error as DynamoDB, SQS and SSM word it.
pub(crate) fn error(status: u16, code: &str) -> Does {
    Does::Answers(
        status,
        json!({"__type": format!("com.amazonaws.service#{code}"), "message": "a private text"}),
    )
}

/// The service.
pub(crate) struct Service {
    pub(crate) config: SdkConfig,
    requests: Arc<Mutex<Vec<Request>>>,
    task: JoinHandle<()>,
}

impl Service {
    /// Starts it.
    pub(crate) async fn new(script: impl IntoIterator<Item = Does>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let script: Vec<Does> = script.into_iter().collect();
        let task = tokio::spawn(serve(listener, script, requests.clone()));
        let config = aws::loader()
            .endpoint_url(endpoint)
            .region(Region::new("cn-northwest-1"))
            .credentials_provider(Credentials::new("test", "test", None, None, "tests"))
            .load()
            .await;
        Self { config, requests, task }
    }

    /// What came, in order.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    /// The operations that came, in order.
    pub(crate) fn operations(&self) -> Vec<String> {
        self.requests().iter().map(|request| request.operation().to_owned()).collect()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, script: Vec<Does>, requests: Arc<Mutex<Vec<Request>>>) {
    let mut script = script.into_iter().peekable();
    while script.peek().is_some() {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        while script.peek().is_some() {
            let Ok(Some(request)) = read(&mut stream).await else { break };
            requests.lock().unwrap().push(request.clone());
            let (status, kind, text) = match script.next() {
                Some(Does::Answers(status, value)) => {
                    (status, "application/x-amz-json-1.0", value.to_string())
                }
                Some(Does::Finds(find)) => {
                    let (status, value) = find(&request);
                    (status, "application/x-amz-json-1.0", value.to_string())
                }
                Some(Does::Says(status, kind, text)) => (status, kind, text.to_owned()),
                Some(Does::Cuts) | None => break,
                Some(Does::Stalls) => {
                    // Until the client hangs up.
                    let _ = stream.read_u8().await;
                    break;
                }
            };
            let head = format!(
                "HTTP/1.1 {status} status\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n",
                text.len()
            );
            stream.write_all((head + &text).as_bytes()).await.unwrap();
        }
    }
}

/// The next request; none when the client hangs up.
async fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Option<Request>> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Ok(None);
    }
    let mut headers = HashMap::new();
    loop {
        let mut header = String::new();
        stream.read_line(&mut header).await?;
        let Some((name, value)) = header.trim_end().split_once(": ") else { break };
        headers.insert(name.to_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await?;
    Ok(Some(Request { line: line.trim_end().to_owned(), headers, body }))
}
