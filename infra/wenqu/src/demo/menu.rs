//! The phone's menu bar: three buttons of the account with up to five each. Only what the product can do today.

use app::{
    App, keys,
    menu::{self, Save},
    ports::Platform,
    rows::{MenuState, load},
    staff,
};
use domain::menu::Button;
use secrecy::ExposeSecret;
use sender::Credentials;
use wechat::client::{MenuCreate, Request, StableToken};

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

/// Makes the menu at the platform: the one that was live when the data was left, or the first one.
pub(super) async fn create(
    app: &App,
    platform: &dyn Platform,
    credentials: &Credentials,
) -> anyhow::Result<()> {
    let token = StableToken {
        app_id: credentials.app_id.clone(),
        secret: credentials.secret.expose_secret().to_owned(),
        force_refresh: false,
    };
    let answer = platform.call(&token.call(), None).await?;
    let token = StableToken::parse(answer.content_type.as_deref(), &answer.body)?.access_token;
    let state = load::<MenuState>(app.table.as_ref(), &keys::menu_state()).await?;
    let live = state.and_then(|state| state.value.live).filter(|live| !live.button.is_empty());
    let request = MenuCreate { button: live.map_or_else(first, |live| live.button) };
    let answer = platform.call(&request.call(), Some(&token)).await?;
    MenuCreate::parse(answer.content_type.as_deref(), &answer.body)?;
    Ok(())
}

/// Makes the same menu the draft.
pub(super) async fn draft(app: &App) -> anyhow::Result<()> {
    menu::save(app, &staff::command_line(), Save { button: first(), seen: None }).await?;
    Ok(())
}

fn first() -> Vec<Button> {
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
    MENU.iter().map(parent).collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::content_files;

    #[test]
    fn every_button_fits_and_means_something() {
        let snapshot = content_files::read(&content_files::sample(), Timestamp::UNIX_EPOCH).0.unwrap();
        let faults = domain::menu::check(&first(), &|key| menu::answered(&snapshot, key));
        assert_eq!(faults, [], "a draft that can be published");
    }
}
