//! Giving and filing, drafts, presence, pictures, remarks and canned responses.

use serde_json::{Value, json};

use super::{
    paths::{answer, answers, body, parameter},
    schemas::{list_of, maybe_time, nullable, object},
};

const READ: [&str; 2] = ["403", "404"];
const WRITE: [&str; 7] = ["400", "403", "404", "409", "413", "415", "422"];

fn done(description: &str) -> Value {
    json!({ "description": description })
}

fn in_path(name: &str, description: &str) -> Value {
    json!({ "name": name, "in": "path", "required": true, "description": description,
        "schema": { "type": "string", "minLength": 1, "maxLength": 100 } })
}

fn picture(description: &str) -> Value {
    json!({ "description": description, "content": { "image/jpeg": {} } })
}

/// All paths.
pub(super) fn paths() -> Value {
    json!({
        "/questions/{question}/assign": {
            "parameters": [parameter("question")],
            "post": { "operationId": "assign", "tags": ["questions"], "summary": "Give a question to a colleague",
                "requestBody": body("Assignment"),
                "responses": answers("200", answer("The question afterwards.", "Question"), &WRITE) }
        },
        "/questions/{question}/category": {
            "parameters": [parameter("question")],
            "post": { "operationId": "categorise", "tags": ["questions"], "summary": "File a question under a topic",
                "requestBody": body("Filing"),
                "responses": answers("200", answer("The question afterwards.", "Question"), &WRITE) }
        },
        "/questions/{question}/draft": draft(),
        "/questions/{question}/presence": presence()
    })
}

/// More of them, so that no function is long.
pub(super) fn more_paths() -> Value {
    json!({
        "/questions/{question}/neighbours": {
            "parameters": [parameter("question")],
            "get": { "operationId": "neighbours", "tags": ["questions"],
                "summary": "The questions around this one in its list, and the one that waits longest",
                "responses": answers("200", answer("Their ids.", "Neighbours"), &READ) }
        },
        "/questions/{question}/canned": {
            "parameters": [parameter("question")],
            "get": { "operationId": "listChoices", "tags": ["canned"],
                "summary": "Canned responses, filled in for this question",
                "responses": answers("200", answer("The likeliest first.", "Choices"), &READ) }
        },
        "/questions/{question}/pictures": send_picture(),
        "/questions/{question}/pictures/{entry}": {
            "parameters": [parameter("question"), in_path("entry", "An entry's `id`, percent-encoded.")],
            "get": { "operationId": "readPicture", "tags": ["questions"], "summary": "A picture that was sent",
                "responses": answers("200", picture("As it was sent."), &READ) }
        },
        "/followers/{follower}/remark": {
            "parameters": [parameter("follower")],
            "post": { "operationId": "remark", "tags": ["questions"], "summary": "Name a resident, for officers only",
                "requestBody": body("Remark"), "responses": answers("204", done("It is saved."), &WRITE) }
        },
        "/followers/{follower}/questions": {
            "parameters": [parameter("follower")],
            "get": { "operationId": "listPast", "tags": ["questions"], "summary": "What a resident asked, newest first",
                "responses": answers("200", answer("At most 50.", "PastQuestions"), &["403"]) }
        },
        "/colleagues": {
            "get": { "operationId": "listColleagues", "tags": ["questions"], "summary": "To whom questions can be given",
                "responses": answers("200", answer("By name.", "Colleagues"), &["403"]) }
        },
        "/canned": canned(),
        "/canned/{code}": one_canned()
    })
}

fn draft() -> Value {
    json!({
        "parameters": [parameter("question")],
        "get": { "operationId": "readDraft", "tags": ["questions"], "summary": "One's own draft of an answer",
            "responses": answers("200", answer("Empty text without one.", "Draft"), &["403"]) },
        "put": { "operationId": "saveDraft", "tags": ["questions"], "summary": "Keep a draft for 30 days",
            "description": "A blank text forgets it; so does an answer.", "requestBody": body("NewDraft"),
            "responses": answers("204", done("It is kept."), &WRITE) }
    })
}

fn presence() -> Value {
    json!({
        "parameters": [parameter("question")],
        "get": { "operationId": "listPresent", "tags": ["questions"], "summary": "Who else has the thread open",
            "responses": answers("200", answer("In the last 20 seconds.", "Presence"), &["403"]) },
        "post": { "operationId": "showPresence", "tags": ["questions"],
            "summary": "Tell that one has the thread open, for 20 seconds", "requestBody": body("NewPresence"),
            "responses": answers("200", answer("Who else has.", "Presence"), &WRITE) }
    })
}

fn send_picture() -> Value {
    let file = json!({ "schema": { "type": "string", "format": "binary" } });
    json!({
        "parameters": [parameter("question")],
        "post": { "operationId": "sendPicture", "tags": ["questions"], "summary": "Send the resident a picture",
            "description": "At most 4 MB; it is decoded and encoded again.", "parameters": [parameter("key")],
            "requestBody": { "required": true, "content": { "image/jpeg": file, "image/png": file } },
            "responses": answers("201", answer("The delivery.", "Delivery"), &["403", "404", "409", "413", "422"]) }
    })
}

fn canned() -> Value {
    json!({
        "get": { "operationId": "listCanned", "tags": ["canned"], "summary": "All canned responses",
            "responses": answers("200", answer("By code.", "CannedResponses"), &["403"]) },
        "post": { "operationId": "writeCanned", "tags": ["canned"], "summary": "Write a canned response",
            "requestBody": body("NewCannedResponse"),
            "responses": answers("201", answer("As it is kept.", "CannedResponse"), &WRITE) }
    })
}

fn one_canned() -> Value {
    json!({
        "parameters": [in_path("code", "Its code.")],
        "get": { "operationId": "readCanned", "tags": ["canned"], "summary": "A canned response",
            "responses": answers("200", answer("It.", "CannedResponse"), &READ) },
        "put": { "operationId": "changeCanned", "tags": ["canned"], "summary": "Change a canned response",
            "requestBody": body("NewCannedResponse"),
            "responses": answers("200", answer("As it is kept.", "CannedResponse"), &WRITE) },
        "delete": { "operationId": "removeCanned", "tags": ["canned"], "summary": "Remove a canned response",
            "responses": answers("204", done("It is gone."), &READ) }
    })
}

/// All schemas.
pub(super) fn schemas() -> Value {
    let text = || json!({ "type": "string" });
    let path =
        || json!({ "type": "string", "description": "A topic's path, such as `4.1`; empty for none." });
    let person = json!({ "login": text(), "name": text() });
    json!({
        "Assignment": object(json!({ "to": { "type": "string", "description": "A colleague's `login`." } }), &[]),
        "Filing": object(json!({ "category": path() }), &[]),
        "Draft": object(json!({ "text": text(), "saved_at": maybe_time() }), &[]),
        "NewDraft": object(json!({ "text": { "type": "string", "description": "At most 16,000 bytes." } }), &[]),
        "NewPresence": object(json!({ "writes": { "type": "boolean", "default": false } }), &["writes"]),
        "Present": object(json!({ "login": text(), "name": text(), "writes": { "type": "boolean" } }), &[]),
        "Presence": object(json!({ "items": list_of("Present") }), &[]),
        "Neighbours": object(json!({
            "older": nullable("string"), "newer": nullable("string"), "oldest_waiting": nullable("string")
        }), &[]),
        "Choice": object(json!({ "code": text(), "title": text(), "initials": text(), "text": text() }), &[]),
        "Choices": object(json!({ "items": list_of("Choice") }), &[]),
        "Remark": object(json!({ "remark": { "type": "string", "description": "At most 30 characters; blank takes it away." } }), &[]),
        "PastQuestions": object(json!({ "items": list_of("Question") }), &[]),
        "Colleague": object(person, &[]),
        "Colleagues": object(json!({ "items": list_of("Colleague") }), &[]),
        "CannedResponse": object(json!({
            "code": text(), "title": text(), "zh": text(), "en": text(), "category": path(), "initials": text(),
            "used": { "type": "integer", "minimum": 0 }
        }), &[]),
        "CannedResponses": object(json!({ "items": list_of("CannedResponse") }), &[]),
        "NewCannedResponse": object(json!({
            "code": { "type": "string", "pattern": "^[a-z0-9-]{1,20}$", "description": "Not `new`." },
            "title": { "type": "string", "minLength": 1, "description": "At most 40 characters." },
            "zh": { "type": "string", "description": "At most 1,800 bytes; variables: {称呼} {编号} {工作时间} {期限}." },
            "en": { "type": "string", "description": "The same; Chinese is used when there is none." },
            "category": path(),
            "initials": { "type": "string", "description": "Made from the title when empty." }
        }), &["zh", "en", "category", "initials"])
    })
}
