//! Settings: the index leads to what somebody may see.

use crate::support::Console;

#[tokio::test]
async fn the_index_leads_to_what_is_kept_how_long() {
    let console = Console::open().await;
    let zhang = console.officer("zhang", "张").await;
    let inbox = zhang.get("/admin/inbox").await;
    inbox.shows(&["href=\"/admin/settings\""]);
    zhang.get("/admin/settings").await.shows(&["<h1>设置</h1>", "href=\"/admin/settings/retention\""]);
    let page = zhang.get("/admin/settings/retention").await;
    page.shows(&["365 天，不带身份", "WENQU_RETENTION_DAYS", "审计记录"]);
}
