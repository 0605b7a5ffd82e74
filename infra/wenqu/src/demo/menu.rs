//! The phone's menu bar: three buttons of the account with up to five each. Only what the product can do today.

use app::ports::Platform;
use secrecy::ExposeSecret;
use sender::Credentials;
use wechat::client::{Button, MenuCreate, Request, StableToken};

/// A sub-menu: its name, and the name and key of each button.
type SubMenu = (&'static str, &'static [(&'static str, &'static str)]);

const MENU: [SubMenu; 3] = [
    (
        "今日服务",
        &[
            ("今日提醒", "today"),
            ("办事指南", "guide"),
            ("公交路况", "traffic"),
            ("社保医保", "social"),
            ("入学就业", "school"),
        ],
    ),
    (
        "我要反映",
        &[
            ("投诉建议", "feedback"),
            ("查进度", "progress"),
            ("转人工", "person"),
            ("撤回提问", "withdraw"),
            ("紧急电话", "emergency"),
        ],
    ),
    ("我的", &[("全部栏目", "help"), ("旅游出行", "tour"), ("English", "english"), ("中文", "chinese")]),
];

/// Makes the menu at the platform.
pub(super) async fn create(platform: &dyn Platform, credentials: &Credentials) -> anyhow::Result<()> {
    let token = StableToken {
        app_id: credentials.app_id.clone(),
        secret: credentials.secret.expose_secret().to_owned(),
        force_refresh: false,
    };
    let answer = platform.call(&token.call(), None).await?;
    let token = StableToken::parse(answer.content_type.as_deref(), &answer.body)?.access_token;
    let answer = platform.call(&menu().call(), Some(&token)).await?;
    MenuCreate::parse(answer.content_type.as_deref(), &answer.body)?;
    Ok(())
}

fn menu() -> MenuCreate {
    let leaf = |(name, key): &(&str, &str)| Button {
        kind: Some("click".to_owned()),
        name: (*name).to_owned(),
        key: Some((*key).to_owned()),
        ..Button::default()
    };
    let parent = |(name, leaves): &SubMenu| Button {
        name: (*name).to_owned(),
        sub_button: leaves.iter().map(leaf).collect(),
        ..Button::default()
    };
    MenuCreate { button: MENU.iter().map(parent).collect() }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::content_files;

    #[test]
    fn every_button_fits_and_means_something() {
        let snapshot = content_files::read(&content_files::sample(), Timestamp::UNIX_EPOCH).0.unwrap();
        for (name, leaves) in MENU {
            assert!(name.len() <= 16 && leaves.len() <= 5, "{name}");
            for (name, key) in leaves {
                assert!(name.chars().count() <= 7, "{name}");
                let known =
                    snapshot.menu_category(key).is_some() || snapshot.menu_commands.contains_key(*key);
                assert!(known, "{key}");
            }
        }
    }
}
