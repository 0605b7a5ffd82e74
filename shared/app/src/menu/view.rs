//! The menu as its page shows it.

use domain::{
    content::Snapshot,
    menu::{Button, Change, Fault, check, diff},
    staff::{Actor, Permission},
};

use crate::{
    App, AppError, WayOut, keys,
    ports::{Query, TableError, TableName},
    rows::{MenuDraft, MenuState, MenuVersion, load, parse},
};

/// Most versions that are shown.
const VERSIONS: usize = 50;

/// Everything about the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuView {
    /// The draft; `None`: nobody has begun one.
    pub draft: Option<MenuDraft>,
    /// What is known of the platform's.
    pub state: MenuState,
    /// What was published, the newest first.
    pub versions: Vec<MenuVersion>,
    /// What has to be mended in the draft.
    pub faults: Vec<Fault>,
    /// Whether anybody asks the platform.
    pub way_out: WayOut,
}

impl MenuView {
    /// The draft's buttons.
    #[must_use]
    pub fn button(&self) -> &[Button] {
        self.draft.as_ref().map_or(&[], |draft| &draft.button)
    }

    /// Names the draft that an editor has seen.
    #[must_use]
    pub fn edition(&self) -> u64 {
        self.draft.as_ref().map_or(0, |draft| draft.edition)
    }

    /// How the draft differs from what residents see; `None` while that is not known.
    #[must_use]
    pub fn changes(&self) -> Option<Vec<Change>> {
        self.state.live.as_ref().map(|live| diff(&live.button, self.button()))
    }
}

/// Whether a button with this key is answered by a topic or a command.
#[must_use]
pub fn answered(content: &Snapshot, key: &str) -> bool {
    content.menu_category(key).is_some() || content.menu_commands.contains_key(key)
}

/// Draft, platform's menu and versions.
///
/// # Errors
/// `Denied`, `Table`.
pub async fn view(app: &App, actor: &Actor) -> Result<MenuView, AppError> {
    actor.require(Permission::Read)?;
    let table = app.table.as_ref();
    let draft = load::<MenuDraft>(table, &keys::menu_draft()).await?.map(|row| row.value);
    let state = load::<MenuState>(table, &keys::menu_state()).await?.map(|row| row.value).unwrap_or_default();
    let query =
        Query::partition(TableName::Main, keys::MENU_PARTITION, VERSIONS).between("V#", "V#~").descending();
    let page = table.query(&query).await?;
    let versions = page.items.iter().map(|item| Ok(parse(item)?.value));
    let versions = versions.collect::<Result<Vec<MenuVersion>, TableError>>()?;
    let content = app.content.snapshot().await;
    let button: &[Button] = draft.as_ref().map_or(&[], |draft| &draft.button);
    let faults = check(button, &|key| answered(&content, key));
    Ok(MenuView { draft, state, versions, faults, way_out: app.way_out().await? })
}
