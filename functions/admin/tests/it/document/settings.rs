//! Settings in the document.

use domain::alert::Kind;
use serde_json::{Value, json};

use super::{
    paths::{answer, answers, body},
    schemas::{nullable, object, one_of, time, words},
};

/// Paths.
pub(super) fn paths() -> Value {
    let change = |id: &str, summary: &str, schema: &str| {
        json!({ "post": { "operationId": id, "tags": ["settings"], "summary": summary,
            "requestBody": body(schema),
            "responses": answers("200", answer("Where alerts go now.", "Alerts"), &["400", "403", "409", "413", "415", "422"]) } })
    };
    let channel = json!([{ "name": "channel", "in": "path", "required": true, "description": "Which channel.",
        "schema": words(&["robot", "mail"]) }]);
    json!({
        "/settings/alerts": { "get": { "operationId": "readAlerts", "tags": ["settings"],
            "summary": "Where alerts go, without what is secret",
            "responses": answers("200", answer("Where alerts go.", "Alerts"), &["403"]) } },
        "/settings/alerts/robot": change("setAlertRobot", "Set the WeCom group robot", "NewRobot"),
        "/settings/alerts/mail": change("setAlertMail", "Set the e-mail account", "NewMail"),
        "/settings/alerts/when": change("setAlertKinds", "Set quiet hours and kinds", "NewWhen"),
        "/settings/alerts/{channel}/forget": { "parameters": channel,
            "post": { "operationId": "forgetAlertChannel", "tags": ["settings"], "summary": "Take a channel away",
                "responses": answers("200", answer("Where alerts go now.", "Alerts"), &["403", "404", "409"]) } },
        "/settings/alerts/{channel}/test": { "parameters": channel,
            "get": { "operationId": "readAlertTest", "tags": ["settings"], "summary": "The last test of a channel",
                "responses": answers("200", answer("The test.", "AlertTest"), &["403", "404"]) },
            "post": { "operationId": "testAlertChannel", "tags": ["settings"], "summary": "Send a test message",
                "description": "The answer is `pending`: read the test for its outcome.",
                "responses": answers("202", answer("The test.", "AlertTest"), &["403", "404", "409"]) } },
        "/settings/retention": { "get": { "operationId": "readRetention", "tags": ["settings"],
            "summary": "How long what residents who left had asked is kept",
            "responses": answers("200", answer("Retention.", "Retention"), &["403"]) } },
        "/settings/health": { "get": { "operationId": "readHealth", "tags": ["settings"], "summary": "The checks of the health page",
            "responses": answers("200", answer("The checks.", "Health"), &["403"]) } }
    })
}

/// Schemas.
pub(super) fn schemas() -> Value {
    let text = || json!({ "type": "string" });
    let texts = || json!({ "type": "array", "items": text() });
    let port = || json!({ "type": "integer", "minimum": 0, "maximum": 65535 });
    let security = || words(&["tls", "start_tls", "none"]);
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.as_str()).collect();
    let kinds = || json!({ "type": "array", "items": words(&kinds) });
    let or_null = |schema: Value| json!({ "oneOf": [schema, { "type": "null" }] });
    let mail = || json!({ "host": text(), "port": port(), "security": security(), "user": text(), "from": text(), "to": texts() });
    let mut new_mail = mail();
    new_mail["password"] = text();
    json!({
        "Alerts": object(json!({
            "robot": or_null(object(json!({ "ends": text(), "mentions": texts() }), &[])),
            "mail": or_null(object(mail(), &[])),
            "quiet": or_null(one_of("Quiet")),
            "kinds": kinds(), "origin": text()
        }), &[]),
        "Quiet": object(json!({ "from": text(), "to": text() }), &[]),
        "NewRobot": object(json!({ "address": text(), "mentions": texts() }), &["address", "mentions"]),
        "NewMail": object(new_mail, &["user", "password"]),
        "NewWhen": object(json!({ "quiet": or_null(one_of("Quiet")), "kinds": kinds() }), &["quiet"]),
        "AlertTest": object(json!({
            "channel": words(&["robot", "mail"]), "at": time(),
            "state": words(&["pending", "taken", "failed"]), "answer": nullable("string")
        }), &[]),
        "Retention": object(json!({ "days_after_leaving": { "type": "integer" }, "set_by": text() }), &[]),
        "Check": object(json!({ "id": text(), "status": words(&["ok", "warn", "fail", "skip"]) }), &[]),
        "Health": object(json!({ "version": text(), "checks": { "type": "array", "items": one_of("Check") } }), &[])
    })
}
