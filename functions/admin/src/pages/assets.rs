//! Static files, built in, named by a hash of their content, so that browsers may keep them for good.

use std::sync::LazyLock;

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

/// The style sheet, a file for each area.
pub(crate) static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    let content = concat!(
        include_str!("../assets/css/base.css"),
        include_str!("../assets/css/frame.css"),
        include_str!("../assets/css/inbox.css"),
        include_str!("../assets/css/thread.css"),
        include_str!("../assets/css/audit.css"),
        include_str!("../assets/css/menu.css"),
        include_str!("../assets/css/content.css"),
        include_str!("../assets/css/people.css"),
        include_str!("../assets/css/settings.css"),
        include_str!("../assets/css/groups.css"),
    );
    asset("app", "css", "text/css; charset=utf-8", content)
});
/// The script, a file for each area: without it everything works, with it lists stay fresh.
pub(crate) static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let content = concat!(
        include_str!("../assets/js/base.js"),
        include_str!("../assets/js/keys.js"),
        include_str!("../assets/js/inbox.js"),
        include_str!("../assets/js/thread.js"),
        include_str!("../assets/js/menu.js"),
        include_str!("../assets/js/content.js"),
    );
    asset("app", "js", "text/javascript; charset=utf-8", content)
});
/// Symbols of the areas.
pub(crate) static ICONS: LazyLock<Asset> =
    LazyLock::new(|| asset("icons", "svg", "image/svg+xml", include_str!("../assets/icons.svg")));
/// The mark.
pub(crate) static ICON: LazyLock<Asset> =
    LazyLock::new(|| asset("mark", "svg", "image/svg+xml", include_str!("../assets/mark.svg")));

/// One file.
pub(crate) struct Asset {
    name: String,
    content_type: &'static str,
    content: &'static str,
}

impl Asset {
    /// Its address.
    pub(crate) fn address(&self) -> String {
        format!("/admin/static/{}", self.name)
    }
}

fn asset(stem: &str, extension: &str, content_type: &'static str, content: &'static str) -> Asset {
    let hash = domain::audit::hex(&Sha256::digest(content.as_bytes())[..6]);
    Asset { name: format!("{stem}-{hash}.{extension}"), content_type, content }
}

/// Gives a file by its name.
pub(crate) async fn serve(Path(name): Path<String>) -> Response {
    match [&STYLE, &SCRIPT, &ICONS, &ICON].into_iter().find(|asset| asset.name == name) {
        Some(asset) => {
            let headers = [
                (header::CONTENT_TYPE, asset.content_type),
                (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            ];
            (headers, asset.content).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
