use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::*;

const REAL: &str = "https://api.weixin.qq.com";

fn asked(url: &str, local: bool) -> Option<String> {
    address(url, local).map(|url| url.to_string())
}

#[test]
fn only_the_platforms_picture_hosts_are_asked_and_only_over_tls() {
    for host in ["mmbiz.qpic.cn", "qpic.cn", "mmecoa.qpic.cn", "a.b.qpic.cn", "MMBIZ.QPIC.CN"] {
        let wanted = format!("https://{}/mmbiz_jpg/x/0", host.to_lowercase());
        for scheme in ["http", "https"] {
            assert_eq!(
                asked(&format!("{scheme}://{host}/mmbiz_jpg/x/0"), false).as_ref(),
                Some(&wanted),
                "{host}"
            );
        }
    }
    for foreign in [
        "",
        "mmbiz.qpic.cn/x",
        "ftp://mmbiz.qpic.cn/x",
        "file:///etc/passwd",
        "https://evilqpic.cn/x",
        "https://qpic.cn.evil.example/x",
        "https://mmbiz.qpic.cn@evil.example/x",
        "https://evil.example#mmbiz.qpic.cn",
        "https://user@mmbiz.qpic.cn/x",
        "https://mmbiz.qpic.cn:8443/x",
        "https://127.0.0.1/x",
        "http://127.0.0.1:9000/x",
        "http://localhost/x",
        "http://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
    ] {
        assert_eq!(asked(foreign, false), None, "{foreign}");
    }
}

#[test]
fn a_simulated_platforms_pictures_lie_on_this_computer() {
    let picture = "http://127.0.0.1:8600/_sim/media/1.jpg";
    assert_eq!(asked(picture, true).as_deref(), Some(picture));
    assert_eq!(asked("http://10.0.0.1/x", true), None);
    assert_eq!(asked("file:///etc/passwd", true), None);
}

/// Names that all lead to these addresses.
struct Leads(Vec<SocketAddr>, Arc<AtomicUsize>);

impl Resolve for Leads {
    fn resolve(&self, _: Name) -> Resolving {
        self.1.fetch_add(1, Ordering::SeqCst);
        let addresses = self.0.clone();
        Box::pin(async move { Ok(Box::new(addresses.into_iter()) as Addrs) })
    }
}

#[tokio::test]
async fn a_name_that_leads_inside_is_not_followed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let looked_up = Arc::new(AtomicUsize::new(0));
    let inside = [listener.local_addr().unwrap(), "10.0.0.1:443".parse().unwrap()].to_vec();
    let names = PublicOnly(Arc::new(Leads(inside, looked_up.clone())));
    let pictures = PictureHosts::over(REAL, names).unwrap();
    let refused = pictures.fetch("http://mmbiz.qpic.cn/x/0", 1_000).await;
    assert_eq!(refused, Err(PictureError::Unreached("the name has no public address".to_owned())));
    assert_eq!(looked_up.load(Ordering::SeqCst), 1);
    let connected = tokio::time::timeout(Duration::from_millis(100), listener.accept()).await;
    assert!(connected.is_err(), "nobody connects");
}

#[tokio::test]
async fn what_is_not_a_picture_host_is_not_even_looked_up() {
    let looked_up = Arc::new(AtomicUsize::new(0));
    let names = Leads(vec!["1.1.1.1:443".parse().unwrap()], looked_up.clone());
    let pictures = PictureHosts::over(REAL, names).unwrap();
    let refused = pictures.fetch("https://evil.example/x", 1_000).await;
    assert!(matches!(refused, Err(PictureError::Forbidden(_))), "{refused:?}");
    assert_eq!(looked_up.load(Ordering::SeqCst), 0);
}

/// A host on this computer that answers each connection with the next of these.
async fn host(answers: Vec<String>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = asked.clone();
    tokio::spawn(async move {
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut buffer = [0; 4096];
            let length = stream.read(&mut buffer).await.unwrap();
            let request = String::from_utf8_lossy(&buffer[..length]).into_owned();
            log.lock().unwrap().push(request.lines().next().unwrap_or_default().to_owned());
            stream.write_all(answer.as_bytes()).await.unwrap();
            stream.shutdown().await.unwrap();
        }
    });
    (base, asked)
}

fn http(status: &str, header: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{header}content-length: {}\r\n\r\n{body}", body.len())
}

#[tokio::test]
async fn a_picture_is_read_up_to_its_limit() {
    let picture = http("200 OK", "content-type: image/jpeg\r\n", "JPEG");
    let (base, _) = host(vec![picture.clone(), picture]).await;
    let pictures = PictureHosts::new(&base).unwrap();
    let answer = pictures.fetch(&format!("{base}/1.jpg"), 4).await.unwrap();
    assert_eq!((answer.body.as_slice(), answer.content_type.as_deref()), (&b"JPEG"[..], Some("image/jpeg")));
    assert_eq!(pictures.fetch(&format!("{base}/1.jpg"), 3).await, Err(PictureError::TooLarge(3)));
}

#[tokio::test]
async fn redirects_lead_nowhere_else() {
    let away = http("302 Found", "location: http://example.com/x\r\n", "");
    let (base, asked) = host(vec![away]).await;
    let pictures = PictureHosts::new(&base).unwrap();
    assert_eq!(pictures.fetch(&format!("{base}/1.jpg"), 9).await, Err(PictureError::Status(302)));
    assert_eq!(asked.lock().unwrap().len(), 1);

    let near = http("302 Found", "location: /2.jpg\r\n", "");
    let (base, asked) = host(vec![near, http("200 OK", "", "JPEG")]).await;
    let pictures = PictureHosts::new(&base).unwrap();
    assert_eq!(pictures.fetch(&format!("{base}/1.jpg"), 9).await.unwrap().body, b"JPEG");
    assert_eq!(*asked.lock().unwrap(), ["GET /1.jpg HTTP/1.1", "GET /2.jpg HTTP/1.1"]);
}

#[tokio::test]
async fn what_may_work_later_is_told_from_what_never_will() {
    for (status, later) in [
        ("500 Oops", true),
        ("503 Busy", true),
        ("408 Late", true),
        ("429 Slow down", true),
        ("404 Gone", false),
        ("403 No", false),
    ] {
        let (base, _) = host(vec![http(status, "", "")]).await;
        let error = PictureHosts::new(&base).unwrap().fetch(&base, 9).await.unwrap_err();
        assert_eq!(matches!(error, PictureError::Unreached(_)), later, "{status}: {error:?}");
    }
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let base = format!("http://{free}");
    let error = PictureHosts::new(&base).unwrap().fetch(&base, 9).await.unwrap_err();
    assert!(matches!(error, PictureError::Unreached(_)), "{error:?}");
}
