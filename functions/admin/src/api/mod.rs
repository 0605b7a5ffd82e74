//! The staff API under `/admin/api/v1`: the same use cases as JSON, for programs with a bearer token.

mod audit;
mod bearer;
mod body;
mod bulk;
mod canned;
mod content;
mod deliveries;
mod desk;
mod groups;
mod json;
mod known;
mod menu;
mod once;
mod pace;
mod people;
mod problem;
mod questions;
mod search;
mod settings;
mod stuck;
mod tokens;
mod uniform;

pub(crate) use pace::Pace;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::header,
    middleware,
    response::{IntoResponse, Response},
    routing::{MethodRouter, delete, get, patch, post, put},
};

use crate::{AdminState, picture::FILE_LIMIT_BYTES, web};

/// One operation: method, path below `/admin/api/v1` as the document writes it, handler.
pub(crate) type Operation = (&'static str, &'static str, MethodRouter<AdminState>);

/// All operations.
pub(crate) fn operations() -> Vec<Operation> {
    vec![
        ("get", "/questions", get(questions::list)),
        ("get", "/search", get(search::search)),
        ("post", "/questions/assign", post(bulk::assign)),
        ("post", "/questions/end", post(bulk::end)),
        ("post", "/questions/group", post(bulk::group)),
        ("get", "/questions/{question}", get(questions::thread)),
        ("post", "/questions/{question}/answers", post(questions::answer)),
        ("post", "/questions/{question}/take", post(questions::take)),
        ("post", "/questions/{question}/release", post(questions::release)),
        ("post", "/questions/{question}/notes", post(questions::note)),
        ("post", "/questions/{question}/end", post(questions::end)),
        ("post", "/questions/{question}/assign", post(desk::assign)),
        ("post", "/questions/{question}/category", post(desk::categorise)),
        ("get", "/questions/{question}/group", get(groups::alike)),
        ("post", "/questions/{question}/group", post(groups::place)),
        ("get", "/groups", get(groups::list)),
        ("get", "/groups/hot", get(groups::hot)),
        ("get", "/groups/{group}", get(groups::one)),
        ("patch", "/groups/{group}", patch(groups::change)),
        ("post", "/groups/{group}/merge", post(groups::merge)),
        ("post", "/groups/{group}/check", post(groups::check)),
        ("post", "/groups/{group}/answers", post(groups::send)),
        ("post", "/groups/{group}/answers/{answer}/take-back", post(groups::take_back)),
        ("get", "/questions/{question}/draft", get(desk::draft)),
        ("put", "/questions/{question}/draft", put(desk::save_draft)),
        ("get", "/questions/{question}/presence", get(desk::present)),
        ("post", "/questions/{question}/presence", post(desk::show)),
        ("get", "/questions/{question}/neighbours", get(desk::neighbours)),
        ("get", "/questions/{question}/canned", get(canned::choices)),
        (
            "post",
            "/questions/{question}/pictures",
            post(desk::send_picture).layer(DefaultBodyLimit::max(FILE_LIMIT_BYTES)),
        ),
        ("get", "/questions/{question}/pictures/{entry}", get(desk::picture)),
        ("post", "/followers/{follower}/remark", post(desk::remark)),
        ("get", "/followers/{follower}/questions", get(desk::past)),
        ("get", "/colleagues", get(desk::colleagues)),
        ("get", "/canned", get(canned::list)),
        ("post", "/canned", post(canned::write)),
        ("get", "/canned/{code}", get(canned::find)),
        ("put", "/canned/{code}", put(canned::change)),
        ("delete", "/canned/{code}", delete(canned::remove)),
        ("post", "/deliveries/{follower}/{delivery}/resend", post(deliveries::resend)),
        ("post", "/deliveries/{follower}/{delivery}/settle", post(deliveries::settle)),
        ("get", "/content", get(content::read)),
        ("get", "/content/known", get(known::list)),
        ("post", "/content/edits", post(content::edit)),
        ("post", "/content/draft/submit", post(content::submit)),
        ("post", "/content/draft/send-back", post(content::send_back)),
        ("post", "/content/draft/discard", post(content::discard)),
        ("post", "/content/draft/publish", post(content::publish)),
        ("post", "/content/topics/{topic}/confirm", post(content::confirm)),
        ("get", "/content/versions", get(content::versions)),
        ("get", "/content/versions/{version}", get(content::version)),
        ("post", "/content/versions/{version}/restore", post(content::restore)),
        ("post", "/content/try", post(content::try_out)),
        ("post", "/content/holidays", post(content::days_off)),
        ("get", "/content/policy", get(content::policy)),
        ("put", "/content/policy", put(content::set_policy)),
        ("get", "/settings/alerts", get(settings::read_alerts)),
        ("post", "/settings/alerts/robot", post(settings::set_robot)),
        ("post", "/settings/alerts/mail", post(settings::set_mail)),
        ("post", "/settings/alerts/when", post(settings::set_when)),
        ("post", "/settings/alerts/{channel}/forget", post(settings::forget)),
        ("get", "/settings/alerts/{channel}/test", get(settings::tested)),
        ("post", "/settings/alerts/{channel}/test", post(settings::test)),
        ("get", "/settings/retention", get(settings::retention)),
        ("get", "/settings/health", get(settings::read_health)),
        ("get", "/menu", get(menu::read)),
        ("put", "/menu/draft", put(menu::save)),
        ("post", "/menu/publish", post(menu::publish)),
        ("post", "/menu/look", post(menu::look)),
        ("post", "/menu/delete", post(menu::delete)),
        ("post", "/menu/adopt", post(menu::adopt)),
        ("post", "/menu/restore", post(menu::restore)),
        ("get", "/audit", get(audit::list)),
        ("get", "/audit/verification", get(audit::verify)),
        ("get", "/stuck", get(stuck::overview)),
        ("post", "/stuck/release", post(stuck::release)),
        ("post", "/stuck/deliveries/{follower}/{delivery}/resend", post(stuck::resend)),
        ("post", "/stuck/deliveries/{follower}/{delivery}/settle", post(stuck::settle)),
        ("post", "/stuck/jobs/{at_ms}/{job}/rerun", post(stuck::rerun)),
        ("post", "/stuck/jobs/{at_ms}/{job}/forget", post(stuck::forget)),
        ("post", "/stuck/files/{follower}/{message}/fetch", post(stuck::fetch)),
        ("post", "/stuck/files/{follower}/{message}/forget", post(stuck::let_be)),
        ("get", "/stuck/callbacks/{kind}/{callback}", get(stuck::callback)),
        ("post", "/stuck/callbacks/{kind}/{callback}/dismiss", post(stuck::dismiss)),
        ("get", "/hand-over", get(stuck::hand_over)),
        ("post", "/hand-over/notes", post(stuck::write_note)),
        ("get", "/users", get(people::users)),
        ("post", "/users", post(people::invite)),
        ("get", "/users/{login}", get(people::user)),
        ("post", "/users/{login}", post(people::change)),
        ("delete", "/users/{login}", delete(people::remove)),
        ("post", "/users/{login}/link", post(people::link)),
        ("post", "/users/{login}/disable", post(people::disable)),
        ("post", "/users/{login}/enable", post(people::enable)),
        ("get", "/users/{login}/sessions", get(people::sessions)),
        ("delete", "/users/{login}/sessions", delete(people::end_sessions)),
        ("delete", "/users/{login}/sessions/{session}", delete(people::end_session)),
        ("get", "/roles", get(people::roles)),
        ("put", "/roles/{role}", put(people::define_role)),
        ("delete", "/roles/{role}", delete(people::remove_role)),
        ("get", "/tokens", get(tokens::list)),
        ("post", "/tokens", post(tokens::issue)),
        ("delete", "/tokens/{token}", delete(tokens::revoke)),
        ("get", "/openapi.json", get(document)),
    ]
}

/// The OpenAPI document. `tests/it/document` writes it, a file for each area.
const DOCUMENT: &str = include_str!("../assets/openapi.json");

async fn document() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT).into_response()
}

/// The API's routes; all of them, what does not exist too, need a token.
pub(crate) fn router(state: AdminState) -> Router {
    let operations = operations()
        .into_iter()
        .fold(Router::new(), |router, (_, path, handler)| router.route(path, handler))
        .fallback(problem::not_found)
        .method_not_allowed_fallback(problem::wrong_method)
        .with_state(state.clone());
    web::as_one(operations)
        .layer(middleware::from_fn_with_state(state.clone(), once::once))
        .layer(middleware::from_fn_with_state(state, bearer::require))
        .layer(middleware::from_fn(uniform::problems))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn every_operation_is_described_and_no_other() {
        let document: Value = serde_json::from_str(DOCUMENT).unwrap();
        for (method, path, _) in operations() {
            assert!(document["paths"][path].get(method).is_some(), "{method} {path}");
        }
        let methods = ["get", "post", "put", "patch", "delete"];
        let paths = document["paths"].as_object().unwrap().values();
        let described: usize =
            paths.map(|item| methods.iter().filter(|method| item.get(**method).is_some()).count()).sum();
        assert_eq!(described, operations().len());
    }
}
