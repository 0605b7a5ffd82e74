//! Accounts, roles, sessions and tokens in the document.

use domain::staff::Permission;
use serde_json::{Value, json};

use super::{
    paths::{answer, answers, body},
    schemas::{list_of, maybe_time, object, one_of, time, words},
};

const READ: [&str; 2] = ["403", "404"];
const WRITE: [&str; 7] = ["400", "403", "404", "409", "413", "415", "422"];

fn named(name: &str, description: &str) -> Value {
    json!({ "name": name, "in": "path", "required": true, "description": description,
        "schema": { "type": "string", "minLength": 1, "maxLength": 100 } })
}

fn get(id: &str, tag: &str, summary: &str, schema: &str) -> Value {
    json!({ "operationId": id, "tags": [tag], "summary": summary,
        "responses": answers("200", answer("What there is.", schema), &READ) })
}

fn act(id: &str, summary: &str, status: &str, schema: &str) -> Value {
    json!({ "operationId": id, "tags": ["users"], "summary": summary,
        "responses": answers(status, answer("Afterwards.", schema), &["403", "404", "409"]) })
}

fn delete(id: &str, tag: &str, summary: &str) -> Value {
    json!({ "operationId": id, "tags": [tag], "summary": summary,
        "responses": answers("204", json!({ "description": "It is gone." }), &["403", "404", "409"]) })
}

/// The paths.
pub(super) fn paths() -> Value {
    let login = || named("login", "A sign-in name.");
    let mut define = answers("200", answer("The role, changed.", "RoleDefinition"), &WRITE);
    define["201"] = answer("The role, new.", "RoleDefinition");
    json!({
        "/users": {
            "get": get("listUsers", "users", "All accounts", "Users"),
            "post": { "operationId": "invite", "tags": ["users"], "summary": "Invite a colleague",
                "description": "The link's path is shown this once; it works for seven days, once.",
                "requestBody": body("NewUser"), "responses": answers("201", answer("The link.", "Link"), &WRITE) }
        },
        "/users/{login}": {
            "parameters": [login()],
            "get": get("readUser", "users", "One account", "User"),
            "post": { "operationId": "changeUser", "tags": ["users"], "summary": "Change name and roles",
                "requestBody": body("UserChange"),
                "responses": answers("200", answer("The account afterwards.", "User"), &WRITE) },
            "delete": delete("removeUser", "users", "Remove an account that is disabled or was never opened")
        },
        "/users/{login}/link": {
            "parameters": [login()],
            "post": act("newLink", "Make a new one-time link; password, second factor and sessions end", "201", "Link")
        },
        "/users/{login}/disable": {
            "parameters": [login()],
            "post": act("disableUser", "Disable an account; its sessions end", "200", "User")
        },
        "/users/{login}/enable": {
            "parameters": [login()],
            "post": act("enableUser", "Enable an account again", "200", "User")
        },
        "/users/{login}/sessions": {
            "parameters": [login()],
            "get": get("listSessions", "users", "An account's sessions", "Sessions"),
            "delete": delete("endSessions", "users", "End all sessions of an account")
        },
        "/users/{login}/sessions/{session}": {
            "parameters": [login(), named("session", "A session's `id`.")],
            "delete": delete("endSession", "users", "End a session")
        },
        "/roles": { "get": get("listRoles", "roles", "All roles, the built-in ones first", "Roles") },
        "/roles/{role}": {
            "parameters": [named("role", "A role's `name`.")],
            "put": { "operationId": "defineRole", "tags": ["roles"], "summary": "Make or change a role of the district",
                "requestBody": body("RoleChange"), "responses": define },
            "delete": delete("removeRole", "roles", "Remove a role that nobody has")
        },
        "/tokens": {
            "get": get("listTokens", "tokens", "All bearer tokens", "Tokens"),
            "post": { "operationId": "issueToken", "tags": ["tokens"], "summary": "Issue a bearer token",
                "description": "The token is shown this once. It acts in one's own name or in a program's.",
                "requestBody": body("NewToken"),
                "responses": answers("201", answer("The token.", "Token"), &["400", "403", "413", "415", "422"]) }
        },
        "/tokens/{token}": {
            "parameters": [named("token", "A token's `id`.")],
            "delete": delete("revokeToken", "tokens", "Revoke a bearer token")
        }
    })
}

/// The schemas.
pub(super) fn schemas() -> Value {
    let permissions: Vec<_> = Permission::ALL.iter().map(|permission| permission.as_str()).collect();
    let text = || json!({ "type": "string" });
    let some_text = || json!({ "type": ["string", "null"] });
    let roles = || json!({ "type": "array", "items": one_of("Role"), "minItems": 1 });
    let rights = || json!({ "type": "array", "items": words(&permissions), "minItems": 1 });
    json!({
        "Role": { "type": "string", "pattern": "^[a-z0-9_-]{2,24}$",
            "description": "`reader`, `officer`, `reviewer`, `administrator`, or one that the district has made." },
        "User": object(json!({
            "login": text(), "name": text(), "roles": list_of("Role"),
            "state": words(&["active", "invited", "to_be_reset", "link_over", "disabled", "program"]),
            "link_expires_at": maybe_time(), "second_factor": { "type": "boolean" },
            "last_sign_in_at": maybe_time(), "created_at": time()
        }), &[]),
        "Users": object(json!({ "items": list_of("User") }), &[]),
        "NewUser": object(json!({
            "login": { "type": "string", "pattern": "^[a-z0-9._-]{2,32}$" },
            "name": { "type": "string", "description": "As residents read it below an answer, at most 60 bytes." },
            "roles": roles()
        }), &["name"]),
        "UserChange": object(json!({ "name": text(), "roles": roles() }), &[]),
        "Link": object(json!({
            "login": text(), "path": { "type": "string", "description": "Below the console's origin; a secret." },
            "expires_at": time()
        }), &[]),
        "Session": object(json!({
            "id": text(), "created_at": time(), "expires_at": time(), "last_seen_at": maybe_time(),
            "device": text(), "address": some_text()
        }), &[]),
        "Sessions": object(json!({ "items": list_of("Session") }), &[]),
        "RoleDefinition": object(json!({
            "name": one_of("Role"), "zh": text(), "en": text(), "permissions": rights(),
            "built_in": { "type": "boolean" }
        }), &[]),
        "Roles": object(json!({ "items": list_of("RoleDefinition") }), &[]),
        "RoleChange": object(json!({
            "zh": { "type": "string", "minLength": 1 }, "en": { "type": "string", "minLength": 1 },
            "permissions": rights()
        }), &[]),
        "ListedToken": object(json!({
            "id": text(), "name": text(), "login": text(), "roles": list_of("Role"), "created_at": time(),
            "expires_at": maybe_time()
        }), &[]),
        "Tokens": object(json!({ "items": list_of("ListedToken") }), &[])
    })
}
