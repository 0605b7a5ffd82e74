//! The demo's settings: as for `serve`, with fixed test secrets where none are set.

use ::platform::{Account, Mode};
use app::settings::Reader;
use wechat::callback;

use crate::settings::{self, Settings};

/// Test secrets, for an account that does not exist.
const TEST_ACCOUNT: [(&str, &str); 5] = [
    ("WENQU_TOKEN", "wenquDemoToken2026"),
    ("WENQU_ENCODING_AES_KEY", "WenquDemoKeyWenquDemoKeyWenquDemoKey2026abC"),
    ("WENQU_APP_ID", "wx0demo0wenqu0000"),
    ("WENQU_APP_SECRET", "d3m0d3m0d3m0d3m0d3m0d3m0d3m0d3m0"),
    ("WENQU_ORIGINAL_ID", "gh_wenqudemo01"),
];

/// What a setting is when it is not set; the API is the simulator at `base`.
#[must_use]
pub fn fallback(setting: &str, base: &str) -> Option<String> {
    if setting == "WENQU_API_BASE" {
        return Some(base.to_owned());
    }
    TEST_ACCOUNT.iter().find(|(name, _)| *name == setting).map(|(_, value)| (*value).to_owned())
}

/// Reads the settings, and the account that the simulator plays from the same values.
pub fn read(reader: &mut Reader<'_>) -> Option<(Settings, Account)> {
    let settings = settings::read(reader)?;
    let text = |setting: &str| reader.text(setting).unwrap_or_default();
    let original_id = settings.original_id.as_ref().map_or(TEST_ACCOUNT[4].1, |id| id.as_str());
    let mut account = Account::new(
        settings.app_id.as_str(),
        text("WENQU_APP_SECRET"),
        text("WENQU_TOKEN"),
        text("WENQU_ENCODING_AES_KEY"),
        original_id,
    );
    account.mode = match settings.receiver.mode {
        callback::Mode::Plain => Mode::Plain,
        callback::Mode::Compatible => Mode::Compatible,
        callback::Mode::Secure => Mode::Secure,
    };
    Some((settings, account))
}
