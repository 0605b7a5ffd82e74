//! Paths and schemas of the content.

use serde_json::{Value, json};

use super::{
    paths::{answer, answers, body, parameter},
    schemas::{list_of, maybe_time, nullable, object, one_of, time, words},
};

const READ: [&str; 2] = ["403", "404"];
const WRITE: [&str; 7] = ["400", "403", "404", "409", "413", "415", "422"];

fn operation(id: &str, summary: &str, description: &str, responses: Value) -> Value {
    json!({ "operationId": id, "tags": ["content"], "summary": summary, "description": description,
        "responses": responses })
}

fn writing(id: &str, summary: &str, description: &str, takes: &str, responses: Value) -> Value {
    let mut operation = operation(id, summary, description, responses);
    operation["requestBody"] = body(takes);
    operation
}

fn state() -> Value {
    answers("200", answer("The content as it is edited.", "Content"), &WRITE)
}

fn version_number() -> Value {
    answers("201", answer("The version that is live from now on.", "ContentLive"), &WRITE)
}

/// All paths.
pub(super) fn paths() -> Value {
    json!({
        "/content": { "get": operation("readContent", "The draft, or what is live",
            "With everything that publishing would change, everything that is wrong, and how fresh each topic is.",
            answers("200", answer("The content.", "Content"), &READ)) },
        "/content/known": { "get": operation("listKnownAnswers", "Known answers, and what should be one",
            "The known answers of the content as it is edited, with how often each was shown, helped, or was followed by a wish for an officer; and what several residents asked that none of them says, the most asked first.",
            answers("200", answer("The known answers.", "ContentKnown"), &["403"])) },
        "/content/edits": { "post": writing("editContent", "Change one part of the draft",
            "Without a draft one is begun. `fingerprint` is what was read of the part; when somebody else has changed it since, nothing is done.",
            "ContentEdit", state()) },
        "/content/draft/submit": { "post": writing("submitContent", "Ask for a review", "`text` is a note to the reviewer.", "ContentDraft", state()) },
        "/content/draft/send-back": { "post": writing("sendContentBack", "Send a submitted draft back", "`text` is the reason.", "ContentDraft", state()) },
        "/content/draft/discard": { "post": writing("discardContent", "Throw the draft away", "As long as it is the one that was read.", "ContentDraft", state()) },
        "/content/draft/publish": { "post": writing("publishContent", "Publish the draft",
            "It is live within 15 seconds. Refused when the draft or the live version has changed since it was read.", "ContentPublish", version_number()) },
        "/content/topics/{topic}/confirm": {
            "parameters": [parameter("topic")],
            "post": operation("confirmTopic", "Checked, nothing changed", "The topic counts as updated now, in a new version.", version_number()) },
        "/content/versions": { "get": versions() },
        "/content/versions/{version}": {
            "parameters": [parameter("version")],
            "get": operation("readVersion", "One version", "As it was published.",
                answers("200", answer("The version.", "ContentVersion"), &READ)) },
        "/content/versions/{version}/restore": {
            "parameters": [parameter("version")],
            "post": writing("restoreVersion", "Go back to a version", "Publishes a new version that is equal to it.", "ContentRestore", version_number()) },
        "/content/try": { "post": writing("tryContent", "What a sentence triggers", "By the callback's own understanding; nothing is changed.",
            "ContentTry", answers("200", answer("What it triggers.", "ContentTried"), &WRITE)) },
        "/content/holidays": { "post": writing("readHolidays", "Read the State Council's notice", "Its pasted text, or CSV, compared with the calendar; nothing is changed.",
            "ContentNotice", answers("200", answer("The days.", "ContentDays"), &WRITE)) },
        "/content/policy": {
            "get": operation("readContentPolicy", "Whether authors may publish", "Off unless somebody turned it on.",
                answers("200", answer("The setting.", "ContentPolicy"), &READ)),
            "put": writing("setContentPolicy", "Set whether authors may publish", "For who may change settings.", "ContentPolicy",
                answers("200", answer("The setting.", "ContentPolicy"), &WRITE)) }
    })
}

fn versions() -> Value {
    let mut versions = operation(
        "listVersions",
        "The versions",
        "The newest first.",
        answers("200", answer("A page.", "ContentVersions"), &["403", "422"]),
    );
    versions["parameters"] = json!([parameter("limit"), parameter("cursor")]);
    versions
}

/// Parts that several operations share.
pub(super) fn parameters() -> Value {
    json!({
        "topic": { "name": "topic", "in": "path", "required": true, "description": "A topic's numbers, such as `4-1`.",
            "schema": { "type": "string", "pattern": "^[0-9]{1,2}(-[0-9]{1,2}){0,3}$" } },
        "version": { "name": "version", "in": "path", "required": true, "description": "A version's number.",
            "schema": { "type": "integer", "minimum": 1 } }
    })
}

/// All schemas. The content itself and an edit are described where they are made: docs.rs of `domain::content`.
pub(super) fn schemas() -> Value {
    let text = json!({ "type": "string" });
    let number = json!({ "type": "integer" });
    json!({
        "Content": object(json!({
            "live": number, "draft": { "oneOf": [one_of("ContentDraftState"), { "type": "null" }] },
            "changes": list_of("ContentChange"), "findings": list_of("ContentFinding"), "topics": list_of("ContentTopic"),
            "fingerprints": object(json!({ "account": text, "rules": text, "emergency": text, "hours": text, "synonyms": text }), &[]),
            "content": { "type": "object" }
        }), &[]),
        "ContentDraftState": object(json!({ "state": text, "authors": { "type": "array", "items": text },
            "changed_at": time(), "submitted": { "type": "boolean" }, "returned": nullable("string") }), &[]),
        "ContentChange": object(json!({ "part": text, "field": text, "before": nullable("string"), "after": nullable("string") }), &[]),
        "ContentFinding": object(json!({ "level": words(&["error", "warning"]), "field": text, "text": text }), &[]),
        "ContentTopic": object(json!({ "topic": text, "title": text, "owner": nullable("string"), "updated_at": time(),
            "fresh_hours": nullable("integer"), "freshness": words(&["fresh", "due", "stale"]),
            "red_line": words(&["far", "near", "crossed"]), "fingerprint": text, "branch": text }), &[]),
        "ContentKnown": object(json!({ "items": list_of("ContentKnownAnswer"), "wanted": list_of("ContentWanted") }), &[]),
        "ContentKnownAnswer": object(json!({ "id": text, "question": text, "owner": nullable("string"), "review_on": text,
            "expires_on": nullable("string"), "review_due": { "type": "boolean" }, "expired": { "type": "boolean" },
            "offered": number, "solved": number, "person": number, "fingerprint": text }), &[]),
        "ContentWanted": object(json!({ "group": text, "title": text, "askers": number, "questions": number }), &[]),
        "ContentEdit": object(json!({ "change": { "type": "object", "required": ["edit"],
            "properties": { "edit": words(&["topic", "add_topic", "move_topic", "remove_topic", "account", "rules", "emergency", "known", "remove_known", "synonyms", "weekly", "year"]) } },
            "fingerprint": nullable("string") }), &["fingerprint"]),
        "ContentDraft": object(json!({ "draft": text, "text": text }), &["text"]),
        "ContentPublish": object(json!({ "live": number, "draft": text, "why": text }), &["why"]),
        "ContentRestore": object(json!({ "live": number, "why": text }), &["why"]),
        "ContentLive": object(json!({ "version": number }), &[]),
        "ContentVersions": object(json!({ "items": list_of("ContentVersionLine"), "next": nullable("string") }), &[]),
        "ContentVersionLine": object(json!({ "version": number, "by": nullable("string"), "at": maybe_time(), "why": nullable("string"),
            "authors": { "type": "array", "items": text }, "restored": nullable("integer"), "confirmed": nullable("string") }), &[]),
        "ContentVersion": object(json!({ "version": number, "content": { "type": "object" } }), &[]),
        "ContentTry": object(json!({ "text": text, "live": { "type": "boolean" } }), &["live"]),
        "ContentTried": object(json!({ "intent": words(&["topic", "list", "no_such_number", "rule", "language", "person", "progress",
            "withdraw", "courtesy", "emergency", "question", "nothing"]), "rule": nullable("integer"),
            "known": object(json!({ "sure": { "type": "boolean" }, "answers": { "type": "array", "items": text } }), &[]),
            "answer": { "oneOf": [object(json!({ "text": text, "card": { "type": "boolean" } }), &[]), { "type": "null" }] } }), &[]),
        "ContentNotice": object(json!({ "year": number, "text": text }), &[]),
        "ContentDays": object(json!({ "holidays": { "type": "array", "items": text }, "make_up_days": { "type": "array", "items": text } }), &[]),
        "ContentPolicy": object(json!({ "four_eyes": { "type": "boolean" } }), &[])
    })
}
