//! The API's OpenAPI 3.1 document, written as a file for each area. The function serves it as the file
//! `src/assets/openapi.json`.

mod audit;
mod content;
mod desk;
mod groups;
mod inbox;
mod menu;
mod paths;
mod people;
mod schemas;
mod settings;

use serde_json::{Value, json};

/// The whole document.
pub(crate) fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Wenqu staff API",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "What officers do in the console, for programs.",
            "description": "Times are RFC 3339 in UTC. Errors are `application/problem+json` in the language of \
                `Accept-Language` (Chinese unless English is asked for). Ids in paths are percent-encoded: a \
                delivery's id contains `#`. A token has 120 requests a minute unless the deployment says otherwise; what is \
                more is 429 with `Retry-After`.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" }
        },
        "servers": [{ "url": "/admin/api/v1" }],
        "security": [{ "bearer": [] }],
        "tags": [
            { "name": "questions", "description": "The inbox, threads, and what an officer does with a question." },
            { "name": "groups", "description": "Questions that ask the same, and one answer to all of them." },
            { "name": "deliveries", "description": "Answers on their way whose end an officer decides." },
            { "name": "canned", "description": "Texts that are sent often." },
            { "name": "settings", "description": "Alert channels, retention, health; administrators only." },
            { "name": "menu", "description": "The account's menu: draft, publishing, versions." },
            { "name": "audit", "description": "Who did what, and whether the record is whole; administrators only." },
            { "name": "stuck", "description": "What waits for somebody besides questions, and the shift's hand-over." },
            { "name": "content", "description": "What automatic replies are made of: draft, versions, freshness." },
            { "name": "users", "description": "Accounts and their sessions; administrators only." },
            { "name": "roles", "description": "Sets of permissions; administrators only." },
            { "name": "tokens", "description": "Bearer tokens; administrators only." }
        ],
        "paths": everywhere(merged([paths::paths(), inbox::paths(), groups::paths(), desk::paths(), desk::more_paths(), menu::paths(), audit::paths(), audit::stuck_paths(), content::paths(), people::paths(), settings::paths()])),
        "components": {
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer", "description": "Issued by an administrator." }
            },
            "parameters": merged([paths::parameters(), content::parameters(), groups::parameters()]),
            "responses": paths::responses(),
            "schemas": merged([schemas::schemas(), inbox::schemas(), groups::schemas(), desk::schemas(), menu::schemas(), audit::schemas(), content::schemas(), people::schemas(), settings::schemas()])
        }
    })
}

/// What holds of every operation: a path may be unreadable or lead nowhere; whoever changes something may send a key,
/// and may meet these problems.
fn everywhere(mut paths: Value) -> Value {
    for (path, item) in paths.as_object_mut().into_iter().flatten() {
        let places: &[&str] = if path.contains('{') { &["400", "404"] } else { &[] };
        if let Some(operation) = item.get_mut("get") {
            may_meet(operation, places);
        }
        for method in ["post", "put", "patch", "delete"] {
            let Some(operation) = item.get_mut(method) else { continue };
            may_meet(operation, places);
            may_meet(operation, &["400", "409", "413", "422"]);
            let key = paths::parameter("key");
            match operation["parameters"].as_array_mut() {
                Some(parameters) if parameters.contains(&key) => {}
                Some(parameters) => parameters.push(key),
                None => operation["parameters"] = json!([key]),
            }
        }
    }
    paths
}

/// Adds the problems that an operation does not name itself.
fn may_meet(operation: &mut Value, statuses: &[&str]) {
    for status in statuses {
        let known = &mut operation["responses"][*status];
        if known.is_null() {
            *known = json!({ "$ref": format!("#/components/responses/{status}") });
        }
    }
}

/// The objects of all areas as one. An area of the API adds its own.
fn merged<const N: usize>(areas: [Value; N]) -> Value {
    let objects = areas.into_iter().filter_map(|area| match area {
        Value::Object(object) => Some(object),
        _ => None,
    });
    Value::Object(objects.flatten().collect())
}
