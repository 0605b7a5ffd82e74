//! Help, keys and “more”, in both languages.

use crate::support::{Answer, Console, markup::well_made};
use admin::Settings;
use domain::language::Language;

async fn screens(console: &Console) -> Vec<(&'static str, Answer)> {
    let zhang = console.officer("zhang", "ZHANG").await;
    let mut pages = Vec::new();
    for (name, path) in [
        ("help", "/admin/help"),
        ("help, large", "/admin/help?size=large"),
        ("keys", "/admin/keys"),
        ("keys, off", "/admin/keys?keys=off"),
        ("more", "/admin/more"),
    ] {
        pages.push((name, zhang.get(path).await));
    }
    pages
}

#[tokio::test]
async fn every_screen_is_well_made_in_chinese() {
    let console = Console::with(Settings { demo: true, ..Settings::default() }).await;
    well_made(&screens(&console).await, Language::Chinese);
}

#[tokio::test]
async fn every_screen_is_well_made_in_english() {
    let console = Console::with(Settings { demo: true, ..Settings::default() }).await.in_english();
    well_made(&screens(&console).await, Language::English);
}
