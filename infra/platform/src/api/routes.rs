//! The calls that are simulated: verb, right, quota and handler of each.
//!
//! Quotas are the defaults of new accounts and of test accounts ("接口调用频次限制").

use super::{Context, Right, custom, mass, media, menu, platform, tags, token, users};
use crate::api::answer::{Answer, Refusal};
use crate::api::call::Call;
use crate::state::quota::Limits;

/// What runs when all general checks are passed.
pub(crate) type Handler = fn(&mut Context<'_>, &Call) -> Result<Answer, Refusal>;

/// What a call's body must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    Nothing,
    Json,
    /// JSON in which `\uXXXX` is refused with 40033.
    RawJson,
    Form,
}

/// How a call must be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Get,
    Post,
}

/// One call.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) path: &'static str,
    pub(crate) verb: Verb,
    /// Whether an access_token is needed.
    pub(crate) token: bool,
    pub(crate) right: Right,
    pub(crate) body: Body,
    /// Calls a day: an ordinary account's, a test account's.
    day: (Option<u32>, Option<u32>),
    per_minute: Option<u32>,
    pub(crate) handler: Handler,
}

impl Route {
    pub(crate) fn limits(&self, test_account: bool) -> Limits {
        Limits { per_day: if test_account { self.day.1 } else { self.day.0 }, per_minute: self.per_minute }
    }
}

/// The route of a path.
pub(crate) fn find(path: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.path == path)
}

const fn get(path: &'static str, right: Right, handler: Handler) -> Route {
    let (day, per_minute) = ((None, None), None);
    Route { path, verb: Verb::Get, token: true, right, body: Body::Nothing, day, per_minute, handler }
}

const fn post(path: &'static str, right: Right, body: Body, handler: Handler) -> Route {
    let (day, per_minute) = ((None, None), None);
    Route { path, verb: Verb::Post, token: true, right, body, day, per_minute, handler }
}

impl Route {
    const fn daily(self, ordinary: u32, test: u32) -> Self {
        Route { day: (Some(ordinary), Some(test)), ..self }
    }

    const fn minutely(self, limit: u32) -> Self {
        Route { per_minute: Some(limit), ..self }
    }

    const fn open(self) -> Self {
        Route { token: false, ..self }
    }
}

use Body::{Form, Json, RawJson};
use Right::{Everyone, Menu, Verified, VerifiedService};

static ROUTES: [Route; 34] = [
    get("/cgi-bin/token", Everyone, token::classic).open().daily(2_000, 200),
    post("/cgi-bin/stable_token", Everyone, Json, token::stable)
        .open()
        .daily(500_000, 500_000)
        .minutely(10_000),
    get("/cgi-bin/getcallbackip", Everyone, platform::callback_ip),
    get("/cgi-bin/get_api_domain_ip", Everyone, platform::callback_ip),
    post("/cgi-bin/callback/check", Everyone, Json, platform::callback_check),
    post("/cgi-bin/clear_quota", Everyone, Json, platform::clear_quota),
    post("/cgi-bin/openapi/quota/get", Everyone, Json, platform::quota),
    post("/cgi-bin/openapi/rid/get", Everyone, Json, platform::rid),
    post("/cgi-bin/message/custom/send", Verified, RawJson, custom::send).daily(500_000, 50_000),
    post("/cgi-bin/message/custom/typing", Verified, Json, custom::typing),
    post("/cgi-bin/media/upload", Verified, Form, media::upload).daily(100_000, 500),
    get("/cgi-bin/media/get", Verified, media::get).daily(200_000, 1_000),
    post("/cgi-bin/media/uploadimg", Verified, Form, media::upload_image),
    post("/cgi-bin/material/add_material", Verified, Form, media::add_material),
    post("/cgi-bin/menu/create", Menu, RawJson, menu::create).daily(1_000, 100),
    get("/cgi-bin/menu/get", Menu, menu::get).daily(10_000, 1_000),
    get("/cgi-bin/menu/delete", Menu, menu::delete).daily(1_000, 100),
    get("/cgi-bin/get_current_selfmenu_info", Menu, menu::current).daily(10_000, 1_000),
    get("/cgi-bin/user/get", Verified, users::list).daily(500, 100),
    get("/cgi-bin/user/info", Verified, users::info).daily(5_000_000, 500_000),
    post("/cgi-bin/user/info/batchget", Verified, Json, users::batch).daily(5_000_000, 500_000),
    post("/cgi-bin/user/info/updateremark", Verified, RawJson, users::remark).daily(10_000, 10_000),
    post("/cgi-bin/tags/create", Verified, RawJson, tags::create),
    get("/cgi-bin/tags/get", Verified, tags::get),
    post("/cgi-bin/tags/members/batchtagging", Verified, Json, tags::tag),
    post("/cgi-bin/tags/members/batchuntagging", Verified, Json, tags::untag),
    post("/cgi-bin/tags/getidlist", Verified, Json, tags::of_follower),
    post("/cgi-bin/user/tag/get", Verified, Json, tags::followers),
    post("/cgi-bin/message/mass/sendall", Verified, RawJson, mass::send_all).daily(100, 100).minutely(60),
    post("/cgi-bin/message/mass/send", VerifiedService, RawJson, mass::send).daily(100, 100).minutely(60),
    post("/cgi-bin/message/mass/preview", Verified, RawJson, mass::preview).minutely(60),
    post("/cgi-bin/message/mass/get", Verified, Json, mass::get).minutely(60),
    post("/cgi-bin/qrcode/create", VerifiedService, Json, platform::qr_code).daily(100_000, 10_000),
    post("/cgi-bin/clear_quota/v2", Everyone, Json, platform::clear_quota_by_secret).open(),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_there_once() {
        for (index, route) in ROUTES.iter().enumerate() {
            assert!(ROUTES[..index].iter().all(|earlier| earlier.path != route.path), "{}", route.path);
        }
    }

    #[test]
    fn only_credential_calls_go_without_a_token() {
        let open: Vec<_> = ROUTES.iter().filter(|route| !route.token).map(|route| route.path).collect();
        assert_eq!(open, ["/cgi-bin/token", "/cgi-bin/stable_token", "/cgi-bin/clear_quota/v2"]);
    }
}
