//! What stands around every page: choices that are remembered, help, keys, whose account it is, and what it weighs.

use std::io::Read;

use crate::support::{Answer, Console};
use app::{content::publish, testing::asks};
use axum::http::StatusCode;
use domain::content::{Bilingual, Snapshot};
use flate2::read::GzDecoder;

/// Most bytes of a first visit, compressed, and most requests.
const FIRST_LOAD: (usize, usize) = (60_000, 12);

fn unpacked(answer: &Answer) -> Vec<u8> {
    assert_eq!(answer.header("content-encoding"), "gzip");
    let mut plain = Vec::new();
    GzDecoder::new(answer.bytes.as_slice()).read_to_end(&mut plain).unwrap();
    plain
}

#[tokio::test]
async fn large_type_is_chosen_by_a_link_and_remembered() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    zhang
        .get("/admin/inbox?state=taken")
        .await
        .shows(&["<html lang=\"zh-CN\">", "href=\"/admin/inbox?state=taken&amp;size=large\">大字"]);
    let page = zhang.get("/admin/inbox?size=large").await;
    page.shows(&["<html lang=\"zh-CN\" class=\"large\">", "href=\"/admin/inbox?size=normal\">标准字号"]);
    assert!(page.header("set-cookie").starts_with("wenqu_size=large; Path=/; Max-Age=31536000"));
    let cookie = [("cookie", &*format!("{}; wenqu_size=large", zhang.cookie))];
    zhang.get_with("/admin/help", &cookie).await.shows(&["class=\"large\""]);
    let back = zhang.get_with("/admin/inbox?size=normal", &cookie).await;
    back.shows(&["<html lang=\"zh-CN\">"]);
    assert!(back.header("set-cookie").starts_with("wenqu_size=normal"));
}

#[tokio::test]
async fn single_keys_can_be_turned_off_for_good() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    zhang.get("/admin/keys").await.shows(&[
        "<kbd>?</kbd>",
        "<kbd>g</kbd> <kbd>i</kbd>",
        "到“收件箱”",
        "data-keys=\"on\"",
        "href=\"/admin/keys?keys=off\"",
    ]);
    let off = zhang.get("/admin/keys?keys=off").await;
    off.shows(&["data-keys=\"off\"", "单键快捷键已关闭", "href=\"/admin/keys?keys=on\""]);
    assert!(off.header("set-cookie").starts_with("wenqu_keys=off"));
    let cookie = [("cookie", &*format!("{}; wenqu_keys=off", zhang.cookie))];
    zhang.get_with("/admin/inbox", &cookie).await.shows(&["data-keys=\"off\""]);
    let part = zhang.get("/admin/keys?part=1").await;
    part.shows(&["<kbd>j</kbd>"]).hides(&["<main", "<html"]);
}

#[tokio::test]
async fn every_page_says_whose_account_it_is() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    zhang.get("/admin/inbox").await.hides(&["本系统由"]);
    let name = Bilingual { zh: "海州区<服务号>".to_owned(), en: "Haizhou Service Account".to_owned() };
    publish(console.app.table.as_ref(), Snapshot { name, ..Snapshot::default() }).await.unwrap();
    console.app.content.refresh().await.unwrap();
    for path in ["/admin/inbox", "/admin/help", "/admin/nope"] {
        zhang.get(path).await.shows(&["本系统由", "海州区&lt;服务号&gt;", "运营"]);
    }
    let english = zhang.get_with("/admin/sign-in", &[("accept-language", "en")]).await;
    english.shows(&["Operated by", "Haizhou Service Account"]);
}

#[tokio::test]
async fn help_stands_at_the_same_place_on_every_page() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    let question = asks(&console.app, "o1", "停水了？").await;
    for path in ["/admin/inbox", &format!("/admin/questions/{question}"), "/admin/help", "/admin/more"] {
        let page = zhang.get(path).await;
        let tools = page.text().split_once("<nav class=\"tools\"").unwrap().1.split_once("</nav>").unwrap().0;
        let links: Vec<_> = tools
            .split("<a ")
            .skip(1)
            .map(|link| link.split_once('>').unwrap().1.split('<').next().unwrap())
            .collect();
        assert_eq!(links, ["English", "大字", "帮助", "张"], "{path}");
    }
    zhang.get("/admin/more").await.shows(&[
        "href=\"/admin/inbox\"",
        "登录名 zhang",
        "action=\"/admin/sign-out\"",
    ]);
}

#[tokio::test]
async fn text_goes_out_compressed_to_who_takes_it() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    let (gzip, none) = ([("accept-encoding", "gzip, deflate, br")], [("accept-encoding", "gzip;q=0, br")]);
    let plain = zhang.get_with("/admin/help", &none).await;
    assert_eq!((plain.header("content-encoding"), plain.header("vary")), ("", "Accept-Encoding"));
    let packed = zhang.get_with("/admin/help", &gzip).await;
    assert_eq!(unpacked(&packed).len(), plain.bytes.len());
    assert!(
        packed.bytes.len() * 3 < plain.bytes.len() * 2,
        "{} of {}",
        packed.bytes.len(),
        plain.bytes.len()
    );
    let small = zhang.get_with("/admin/static/none", &gzip).await;
    assert_eq!((small.status, small.header("content-encoding")), (StatusCode::NOT_FOUND, ""));
}

#[tokio::test]
async fn a_first_visit_is_light() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    for n in 0..60 {
        asks(&console.app, &format!("o{n}"), &format!("第 {n} 位居民问：三农场停水了，什么时候恢复？")).await;
    }
    let question = asks(&console.app, "oOther", "老年卡在哪里办？").await;
    let gzip = [("accept-encoding", "gzip")];
    for path in ["/admin/inbox", &format!("/admin/questions/{question}"), "/admin/help"] {
        let page = zhang.get_with(path, &gzip).await;
        let text = String::from_utf8(unpacked(&page)).unwrap();
        let mut files: Vec<_> = text
            .split("=\"/admin/static/")
            .skip(1)
            .map(|rest| rest.split(['"', '#']).next().unwrap().to_owned())
            .collect();
        files.sort();
        files.dedup();
        assert!(files.len() >= 4, "{files:?}");
        let (mut bytes, requests) = (page.bytes.len(), files.len() + 1);
        for file in &files {
            let asset = zhang.get_with(&format!("/admin/static/{file}"), &gzip).await;
            assert_eq!(asset.status, StatusCode::OK, "{file}");
            assert_eq!(asset.header("cache-control"), "public, max-age=31536000, immutable");
            bytes += asset.bytes.len();
        }
        assert!(
            bytes <= FIRST_LOAD.0 && requests <= FIRST_LOAD.1,
            "{path}: {bytes} bytes, {requests} requests"
        );
    }
}
