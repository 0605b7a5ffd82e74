//! Paths, parameters and answers of the document.

use serde_json::{Value, json};

use super::schemas::{or_blank, time};

pub(super) fn schema(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

pub(super) fn parameter(name: &str) -> Value {
    json!({ "$ref": format!("#/components/parameters/{name}") })
}

pub(super) fn answer(description: &str, name: &str) -> Value {
    json!({ "description": description, "content": { "application/json": { "schema": schema(name) } } })
}

pub(super) fn body(name: &str) -> Value {
    json!({ "required": true, "content": { "application/json": { "schema": schema(name) } } })
}

/// The answers of an operation: its own, and the problems that it may meet by their names below.
pub(super) fn answers(status: &str, own: Value, problems: &[&str]) -> Value {
    let mut all = json!({ status: own });
    for problem in ["401", "429", "503"].iter().chain(problems) {
        all[*problem] = json!({ "$ref": format!("#/components/responses/{problem}") });
    }
    all
}

/// Parts that several operations share.
pub(super) fn parameters() -> Value {
    let path = |name: &str, description: &str| {
        json!({ "name": name, "in": "path", "required": true, "description": description,
            "schema": { "type": "string", "minLength": 1, "maxLength": 100 } })
    };
    json!({
        "question": path("question", "A question's `id`."),
        "follower": path("follower", "A delivery's `follower`."),
        "delivery": path("delivery", "A delivery's `id`, percent-encoded."),
        "key": { "name": "Idempotency-Key", "in": "header",
            "description": "The same request under the same key is done once and answered the same for a day; another \
                request under it is refused. Keys of different tokens are different keys.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$" } },
        "limit": { "name": "limit", "in": "query", "description": "Items on a page.",
            "schema": { "type": "integer", "minimum": 1, "maximum": 200, "default": 50 } },
        "cursor": { "name": "cursor", "in": "query", "description": "`next` of the page before.",
            "schema": { "type": "string", "minLength": 1, "maxLength": 500 } }
    })
}

/// The problems, by status.
pub(super) fn responses() -> Value {
    let problem = |description: &str| {
        json!({ "description": description,
            "content": { "application/problem+json": { "schema": schema("Problem") } } })
    };
    let mut unauthenticated = problem("No token, or none that is valid.");
    unauthenticated["headers"] = json!({ "WWW-Authenticate": { "schema": { "type": "string" } } });
    let mut busy = problem("Nothing was changed: try again.");
    busy["headers"] = json!({ "Retry-After": { "schema": { "type": "integer" } } });
    let mut too_many = problem("Too many requests of this token within a minute.");
    too_many["headers"] = busy["headers"].clone();
    json!({
        "400": problem("The body is not JSON."),
        "401": unauthenticated,
        "403": problem("The token lacks a permission."),
        "404": problem("There is no such thing."),
        "409": problem("The state does not allow it: somebody else has it, it is over, the thread has moved on."),
        "413": problem("The body is too large."),
        "415": problem("The body is not application/json."),
        "422": problem("A field has to be changed; `field` names it."),
        "429": too_many,
        "503": busy
    })
}

const READ: [&str; 2] = ["403", "404"];
const ACT: [&str; 3] = ["403", "404", "409"];
const WRITE: [&str; 7] = ["400", "403", "404", "409", "413", "415", "422"];

/// All paths.
pub(super) fn paths() -> Value {
    json!({
        "/questions": { "get": list() },
        "/questions/{question}": {
            "parameters": [parameter("question")],
            "get": { "operationId": "readThread", "tags": ["questions"], "summary": "A question's thread",
                "description": "The first read of each hour is audited.",
                "responses": answers("200", answer("The thread.", "Thread"), &READ) }
        },
        "/questions/{question}/answers": {
            "parameters": [parameter("question")],
            "post": { "operationId": "answer", "tags": ["questions"], "summary": "Answer the resident",
                "description": "The answer is due at once; what can't be pushed goes out with the reply to the \
                    resident's next message. It assigns the question when nobody has it.",
                "parameters": [parameter("key")], "requestBody": body("NewAnswer"),
                "responses": answers("201", answer("The delivery.", "Delivery"), &WRITE) }
        },
        "/questions/{question}/take": act("take", "Take a question"),
        "/questions/{question}/release": act("release", "Give a question back"),
        "/questions/{question}/end": act("end", "End a question"),
        "/questions/{question}/notes": {
            "parameters": [parameter("question")],
            "post": { "operationId": "note", "tags": ["questions"], "summary": "Write an internal note",
                "requestBody": body("NewNote"),
                "responses": answers("201", answer("The entry's id.", "Created"), &WRITE) }
        },
        "/deliveries/{follower}/{delivery}/resend":
            decide("resend", "Send an unknown or failed delivery again", "From `unknown`, every further copy is marked."),
        "/deliveries/{follower}/{delivery}/settle":
            decide("settle", "Settle an unknown or failed delivery", "`unknown` becomes `delivered`, `failed` becomes `withdrawn`."),
        "/openapi.json": {
            "get": { "operationId": "document", "summary": "This document",
                "responses": answers("200", json!({ "description": "OpenAPI 3.1.",
                    "content": { "application/json": { "schema": { "type": "object" } } } }), &[]) }
        }
    })
}

fn list() -> Value {
    let query = |name: &str, description: &str, schema: Value| json!({ "name": name, "in": "query", "description": description, "schema": schema });
    json!({ "operationId": "listQuestions", "tags": ["questions"], "summary": "Questions of one state, by page",
        "parameters": [
            query("state", "In which state; `open` is whatever has not ended.", json!({ "type": "string",
                "enum": ["waiting", "taken", "answered", "ended", "withdrawn", "open"], "default": "waiting" })),
            query("order", "Which end comes first, by the time since when they are in the state.",
                json!({ "type": "string", "enum": ["oldest", "newest"], "default": "oldest" })),
            query("category", "Filed under this topic or below it, such as `4.1`.", json!({ "type": "string" })),
            query("language", "To be answered in this language.", json!({ "type": "string", "enum": ["zh", "en"] })),
            query("attachments", "Only with attachments.", json!({ "type": "boolean" })),
            query("assignee", "Whose.", json!({ "type": "string" })),
            query("from", "First day, in Beijing, of the time that the list is sorted by.", or_blank(&json!({ "type": "string", "format": "date" }))),
            query("to", "Last day.", or_blank(&json!({ "type": "string", "format": "date" }))),
            query("due_by", "Not answered, and promised for this moment or before.", or_blank(&time())),
            parameter("limit"), parameter("cursor")
        ],
        "responses": answers("200", answer("A page; with a filter it may hold fewer than `limit`, or none, and still have a `next`.", "Questions"), &["403", "422"]) })
}

fn act(verb: &str, summary: &str) -> Value {
    json!({
        "parameters": [parameter("question")],
        "post": { "operationId": verb, "tags": ["questions"], "summary": summary,
            "responses": answers("200", answer("The question afterwards.", "Question"), &ACT) }
    })
}

fn decide(verb: &str, summary: &str, description: &str) -> Value {
    let problems = ["403", "404", "409", "422"];
    json!({
        "parameters": [parameter("follower"), parameter("delivery")],
        "post": { "operationId": verb, "tags": ["deliveries"], "summary": summary, "description": description,
            "responses": answers("200", answer("The delivery afterwards.", "Delivery"), &problems) }
    })
}
