//! Messages to officers, against a robot and a mail server on loopback.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::{sync::Arc, time::Duration};

use app::ports::{MailSecurity, Notice, Notifier, NotifyError};
use outbound::OutsideNotifier;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Mutex,
};

type Heard = Arc<Mutex<Vec<String>>>;

/// A robot that answers each request with this; gives its port and what it was sent.
async fn robot(status: &'static str, body: &'static str) -> (u16, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Heard::default();
    let kept = heard.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let request = read_request(stream, status, body).await;
            kept.lock().await.push(request);
        }
    });
    (port, heard)
}

async fn read_request(stream: TcpStream, status: &str, body: &str) -> String {
    let mut stream = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.unwrap();
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if line.trim().is_empty() {
            break;
        }
        head.push_str(&line);
    }
    let mut sent = vec![0; length];
    stream.read_exact(&mut sent).await.unwrap();
    let answer =
        format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
    stream.write_all(answer.as_bytes()).await.unwrap();
    head + &String::from_utf8(sent).unwrap()
}

fn to_robot(port: u16) -> Notice {
    Notice::Robot {
        address: format!("http://127.0.0.1:{port}/cgi-bin/webhook/send?key=SECRETKEY"),
        text: "【问渠】新问题 3".to_owned(),
        mentions: vec!["13800000000".to_owned()],
    }
}

#[tokio::test]
async fn a_robot_gets_text_and_whom_to_mention_and_its_answer_is_told() {
    let (port, heard) = robot("200 OK", r#"{"errcode":0,"errmsg":"ok"}"#).await;
    assert_eq!(OutsideNotifier::new(true).notify(&to_robot(port)).await.unwrap(), "0 ok");
    let request = heard.lock().await.pop().unwrap();
    assert!(request.starts_with("POST /cgi-bin/webhook/send?key=SECRETKEY "), "{request}");
    let body: serde_json::Value = serde_json::from_str(&request[request.find('{').unwrap()..]).unwrap();
    assert_eq!(body["msgtype"], "text");
    assert_eq!(body["text"]["content"], "【问渠】新问题 3");
    assert_eq!(body["text"]["mentioned_mobile_list"][0], "13800000000");
}

#[tokio::test]
async fn a_refusal_says_what_the_robot_said_and_no_error_shows_the_key() {
    let (port, _) = robot("200 OK", r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#).await;
    let refused = OutsideNotifier::new(true).notify(&to_robot(port)).await.unwrap_err();
    assert_eq!(refused, NotifyError::Refused("93000 invalid webhook url".to_owned()));
    let (port, _) = robot("502 Bad Gateway", "").await;
    let failed = OutsideNotifier::new(true).notify(&to_robot(port)).await.unwrap_err();
    assert!(matches!(&failed, NotifyError::Unreached(_)), "{failed}");
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let failed = OutsideNotifier::new(true).notify(&to_robot(closed)).await.unwrap_err();
    assert!(
        matches!(&failed, NotifyError::Unreached(_)) && !failed.to_string().contains("SECRETKEY"),
        "{failed}"
    );
}

#[tokio::test]
async fn nothing_goes_to_this_computer_unless_that_is_allowed() {
    let (port, heard) = robot("200 OK", r#"{"errcode":0}"#).await;
    let refused = OutsideNotifier::new(false).notify(&to_robot(port)).await;
    assert!(matches!(refused, Err(NotifyError::Forbidden(_))));
    assert!(heard.lock().await.is_empty());
}

/// A mail server that speaks SMTP; `verdict` is its answer to the message.
async fn mail_server(verdict: &'static str) -> (u16, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Heard::default();
    let kept = heard.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(converse(BufReader::new(stream), verdict, kept.clone()));
        }
    });
    (port, heard)
}

async fn converse(mut stream: BufReader<TcpStream>, verdict: &'static str, heard: Heard) {
    stream.write_all(b"220 mail.test ESMTP\r\n").await.unwrap();
    let mut in_message = false;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        let line = line.trim_end().to_owned();
        heard.lock().await.push(line.clone());
        let answer = match line.split(' ').next().unwrap_or_default() {
            "." if in_message => {
                in_message = false;
                verdict
            }
            _ if in_message => continue,
            "EHLO" => "250-mail.test\r\n250 AUTH PLAIN LOGIN",
            "AUTH" => "235 welcome",
            "DATA" => {
                in_message = true;
                "354 go on"
            }
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
    }
}

fn by_mail(port: u16, security: MailSecurity) -> Notice {
    Notice::Mail {
        host: "127.0.0.1".to_owned(),
        port,
        security,
        login: Some(("wenqu".to_owned(), "PASSWORD".to_owned())),
        from: "wenqu@example.gov.cn".to_owned(),
        to: vec!["a@example.gov.cn".to_owned(), "b@example.gov.cn".to_owned()],
        subject: "[问渠] 新问题".to_owned(),
        text: "Q-7F3AK9-X https://w.example.gov.cn/admin/questions/1".to_owned(),
    }
}

#[tokio::test]
async fn an_e_mail_goes_to_everybody_and_the_servers_answer_is_told() {
    let (port, heard) = mail_server("250 queued as 42").await;
    let said = OutsideNotifier::new(false).notify(&by_mail(port, MailSecurity::None)).await.unwrap();
    assert!(said.starts_with("250 ") && said.contains("queued as 42"), "{said}");
    let heard = heard.lock().await.join("\n");
    for part in [
        "AUTH PLAIN ",
        "MAIL FROM:<wenqu@example.gov.cn>",
        "RCPT TO:<a@example.gov.cn>",
        "RCPT TO:<b@example.gov.cn>",
        "Q-7F3AK9-X",
        "Subject: =?utf-8?",
    ] {
        assert!(heard.contains(part), "{part}: {heard}");
    }
}

#[tokio::test]
async fn what_a_mail_server_refuses_is_refused_and_without_tls_nothing_is_said() {
    let (port, _) = mail_server("550 not from here").await;
    let refused = OutsideNotifier::new(false).notify(&by_mail(port, MailSecurity::None)).await.unwrap_err();
    assert!(matches!(&refused, NotifyError::Refused(why) if why.contains("not from here")), "{refused:?}");
    let (port, heard) = mail_server("250 fine").await;
    let failed = tokio::time::timeout(Duration::from_secs(20), async {
        OutsideNotifier::new(false).notify(&by_mail(port, MailSecurity::StartTls)).await
    });
    let failed = failed.await.unwrap().unwrap_err();
    assert!(!failed.to_string().contains("PASSWORD"));
    assert!(!heard.lock().await.iter().any(|line| line.starts_with("AUTH") || line.starts_with("MAIL")));
}

/// A server that takes connections and never says anything.
async fn silent() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let mut kept = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            kept.push(stream);
        }
    });
    port
}

#[tokio::test]
async fn a_service_that_hangs_holds_up_one_message_and_not_for_long() {
    let port = silent().await;
    let notifier = OutsideNotifier::new(true).within(Duration::from_millis(300));
    let notice = by_mail(port, MailSecurity::None);
    let (first, second) = tokio::join!(notifier.notify(&notice), notifier.notify(&notice));
    assert!(matches!(first, Err(NotifyError::Unreached(_))), "{first:?}");
    assert_eq!(second, Err(NotifyError::Busy));
    assert!(matches!(notifier.notify(&to_robot(port)).await, Err(NotifyError::Unreached(_))));
    let (port, _) = robot("200 OK", r#"{"errcode":0,"errmsg":"ok"}"#).await;
    assert!(notifier.notify(&to_robot(port)).await.is_ok(), "the next is sent");
}
