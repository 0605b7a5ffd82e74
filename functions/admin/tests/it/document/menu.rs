//! The account's menu.

use serde_json::{Value, json};

use super::{
    paths::{answer, answers, body, schema},
    schemas::{list_of, maybe_time, nullable, object, one_of, time, words},
};

/// Its paths.
pub(super) fn paths() -> Value {
    json!({
        "/menu": { "get": { "operationId": "readMenu", "tags": ["menu"],
            "summary": "Draft, the platform's menu as seen last, what is being asked, versions",
            "responses": answers("200", answer("The menu.", "AccountMenu"), &["403"]) } },
        "/menu/draft": { "put": { "operationId": "saveMenu", "tags": ["menu"], "summary": "Save the draft",
            "description": "What is still to be mended is kept and listed in `faults`.",
            "requestBody": body("NewMenu"),
            "responses": answers("200", answer("The menu.", "AccountMenu"), &["400", "403", "409", "413", "415", "422"]) } },
        "/menu/publish": { "post": { "operationId": "publishMenu", "tags": ["menu"],
            "summary": "Ask the platform to show the draft", "requestBody": body("MenuEdition"),
            "description": "`pending` until the platform has answered; then `last` says what came of it.",
            "responses": answers("202", answer("The menu.", "AccountMenu"), &["400", "403", "404", "409", "413", "415", "422"]) } },
        "/menu/restore": { "post": { "operationId": "restoreMenu", "tags": ["menu"],
            "summary": "Make an earlier version the draft", "requestBody": body("MenuNumber"),
            "responses": answers("200", answer("The menu.", "AccountMenu"), &["400", "403", "404", "413", "415", "422"]) } },
        "/menu/look": plain("lookAtMenu", "Ask the platform for its menu", "202", &["403", "422"]),
        "/menu/delete": plain("deleteMenu", "Ask the platform to show no menu", "202", &["403", "422"]),
        "/menu/adopt": plain("adoptMenu", "Make the platform's menu the draft", "200", &["403", "404"])
    })
}

fn plain(operation: &str, summary: &str, status: &str, problems: &[&str]) -> Value {
    json!({ "post": { "operationId": operation, "tags": ["menu"], "summary": summary,
        "responses": answers(status, answer("The menu.", "AccountMenu"), problems) } })
}

/// Its schemas.
pub(super) fn schemas() -> Value {
    let maybe = |name: &str| json!({ "oneOf": [schema(name), { "type": "null" }] });
    let call = object(
        json!({ "call": words(&["look", "publish", "delete"]), "version": { "type": "integer", "minimum": 1 } }),
        &["version"],
    );
    json!({
        "AccountMenu": object(json!({
            "draft": maybe("MenuDraft"), "faults": list_of("MenuFault"), "live": maybe("LiveMenu"),
            "differs": nullable("integer"), "pending": maybe("MenuPending"), "last": maybe("MenuEnd"),
            "versions": list_of("MenuVersion")
        }), &[]),
        "MenuButton": { "type": "object", "required": ["name"], "description": "A button in the platform's form.",
            "properties": {
                "name": { "type": "string", "description": "At most 16 bytes at the top, 60 below." },
                "type": { "type": "string" }, "key": { "type": "string" }, "url": { "type": "string" },
                "appid": { "type": "string" }, "pagepath": { "type": "string" },
                "sub_button": list_of("MenuButton")
            } },
        "MenuDraft": object(json!({
            "edition": { "type": "integer", "minimum": 1 }, "button": list_of("MenuButton"), "edited_at": time(),
            "edited_by": { "type": "string" }
        }), &[]),
        "MenuFault": object(json!({
            "field": { "type": "string", "description": "`name-2-1`: part, column, row." },
            "text": { "type": "string" }
        }), &[]),
        "LiveMenu": object(json!({ "at": time(), "button": list_of("MenuButton") }), &[]),
        "MenuCall": call,
        "MenuPending": object(json!({ "call": one_of("MenuCall"), "since": time(), "by": { "type": "string" } }), &[]),
        "MenuEnd": object(json!({ "call": one_of("MenuCall"), "at": time(), "failure": maybe("MenuFailure") }), &[]),
        "MenuFailure": object(json!({
            "code": nullable("integer"), "why": { "type": "string" }, "advice": { "type": "string" }
        }), &[]),
        "MenuVersion": object(json!({
            "version": { "type": "integer", "minimum": 1 }, "at": maybe_time(), "by": { "type": "string" },
            "button": list_of("MenuButton"), "end": maybe("MenuEnd")
        }), &[]),
        "NewMenu": object(json!({
            "button": list_of("MenuButton"),
            "edition": { "type": ["integer", "null"], "minimum": 0, "description": "The draft's that was read: a newer one refuses it." }
        }), &["edition"]),
        "MenuEdition": object(json!({ "edition": { "type": ["integer", "null"], "minimum": 0 } }), &["edition"]),
        "MenuNumber": object(json!({ "version": { "type": "integer", "minimum": 1 } }), &[])
    })
}
