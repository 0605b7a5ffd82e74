//! Groups of questions that ask the same.

use serde_json::{Value, json};

use super::{
    paths::{answer, answers, body, parameter},
    schemas::{list_of, nullable, object, time},
};

const WRITE: [&str; 6] = ["400", "403", "409", "413", "415", "422"];

fn writing(id: &str, summary: &str, asked: Option<&str>, gives: &str) -> Value {
    let mut operation = json!({ "operationId": id, "tags": ["groups"], "summary": summary,
        "responses": answers("200", answer("As it is now.", gives), &WRITE) });
    if let Some(asked) = asked {
        operation["requestBody"] = body(asked);
    }
    operation
}

/// All paths.
pub(super) fn paths() -> Value {
    let group = || json!([parameter("group")]);
    json!({
        "/groups": { "get": { "operationId": "listGroups", "tags": ["groups"],
            "summary": "Groups of two questions or more, the one that grew last first",
            "parameters": [parameter("limit"), parameter("cursor")],
            "responses": answers("200", answer("A page.", "Groups"), &["403", "422"]) } },
        "/groups/hot": { "get": { "operationId": "listHotTopics", "tags": ["groups"],
            "summary": "Groups that many residents ask about, more than before; found every ten minutes",
            "responses": answers("200", answer("The hot topics, the one that most ask first.", "HotTopics"), &["403"]) } },
        "/groups/{group}": { "parameters": group(),
            "get": { "operationId": "readGroup", "tags": ["groups"], "summary": "A group with its questions and answers",
                "responses": answers("200", answer("The group.", "WholeGroup"), &["403", "404"]) },
            "patch": writing("changeGroup", "Name a group, or close it to what comes", Some("GroupChange"), "Group") },
        "/groups/{group}/merge": { "parameters": group(),
            "post": writing("mergeGroups", "Put all of a group into another", Some("GroupMerge"), "Group") },
        "/groups/{group}/check": { "parameters": group(),
            "post": writing("checkGroupAnswer", "Whom an answer to all would reach", Some("NewGroupAnswer"), "Reach") },
        "/groups/{group}/answers": { "parameters": group(),
            "post": writing("answerGroup", "Answer everybody in a group who waits", Some("NewGroupAnswer"), "GroupAnswer") },
        "/groups/{group}/answers/{answer}/take-back": { "parameters": [parameter("group"), parameter("answer")],
            "post": writing("takeBackGroupAnswer", "Take an answer to all back, within ten seconds", None, "GroupAnswer") },
        "/questions/{question}/group": { "parameters": [parameter("question")],
            "get": { "operationId": "readAlike", "tags": ["groups"],
                "summary": "Who else asks what a question asks, and what they were told",
                "responses": answers("200", answer("What is known of others.", "Alike"), &["403", "404"]) },
            "post": writing("groupQuestion", "Put a question into a group, or by itself", Some("Placement"), "Placed") }
    })
}

/// Parameters of paths.
pub(super) fn parameters() -> Value {
    let path = |name: &str, description: &str| {
        json!({ "name": name, "in": "path", "required": true, "description": description,
            "schema": { "type": "string", "minLength": 1, "maxLength": 100 } })
    };
    json!({ "group": path("group", "A group's `id`."), "answer": path("answer", "An answer's `id`, percent-encoded.") })
}

fn group() -> Value {
    let count = || json!({ "type": "integer", "minimum": 0 });
    json!({
        "id": { "type": "string" }, "number": { "type": "string", "description": "What people say for it." },
        "title": { "type": "string" }, "opened_at": time(), "joined_at": time(), "questions": count(),
        "askers": { "type": "integer", "minimum": 0, "description": "Residents who asked." },
        "chinese": { "type": "integer", "minimum": 0, "description": "Questions to be answered in Chinese." },
        "locked": { "type": "boolean", "description": "Nothing joins by itself." }
    })
}

/// All schemas.
pub(super) fn schemas() -> Value {
    let count = || json!({ "type": "integer", "minimum": 0 });
    let text = || json!({ "type": "string" });
    let mut whole = group();
    whole["members"] =
        json!({ "type": "array", "items": { "type": "string" }, "description": "`id`s of its questions." });
    whole["answers"] = list_of("GroupAnswer");
    let mut hot = group();
    hot["lately"] =
        json!({ "type": "integer", "minimum": 0, "description": "Residents who asked within 24 hours." });
    hot["past"] = json!({ "type": "integer", "minimum": 0, "description": "Residents a day of the seven days before, added up." });
    json!({
        "Group": object(group(), &[]),
        "Groups": object(json!({ "items": list_of("Group"), "next": nullable("string") }), &[]),
        "HotTopic": object(hot, &[]),
        "HotTopics": object(json!({ "items": list_of("HotTopic") }), &[]),
        "WholeGroup": object(whole, &[]),
        "GroupChange": object(json!({ "title": { "type": "string", "maxLength": 60 }, "locked": { "type": "boolean" } }), &["title", "locked"]),
        "GroupMerge": object(json!({ "into": text() }), &[]),
        "Placement": object(json!({ "group": { "type": ["string", "null"], "description": "None: by itself." } }), &["group"]),
        "Alike": object(json!({
            "question": text(),
            "compared": { "type": "boolean", "description": "It was compared with the open questions: before that nothing is known." },
            "group": { "oneOf": [{ "$ref": "#/components/schemas/Group" }, { "type": "null" }],
                "description": "The group of several that it is in." },
            "suggested": { "oneOf": [{ "$ref": "#/components/schemas/Suggested" }, { "type": "null" }],
                "description": "A group that it may belong to." },
            "answer": { "type": ["string", "null"],
                "description": "What that group was last told, as it reads to who asked this one." }
        }), &[]),
        "Suggested": object(json!({
            "group": text(), "number": text(),
            "percent": { "type": "integer", "minimum": 0, "maximum": 100, "description": "How sure." },
            "words": { "type": "array", "items": { "type": "string" }, "description": "Words that both have." }
        }), &[]),
        "Placed": object(json!({ "question": text(), "group": nullable("string") }), &[]),
        "NewGroupAnswer": object(json!({
            "zh": { "type": "string", "description": "With `{称呼}`, `{编号}`, `{工作时间}`, `{期限}` filled in for each." },
            "en": text(), "signed": { "type": "boolean" }, "end": { "type": "boolean" },
            "seen": { "type": "integer", "minimum": 0, "description": "`recipients` of a check: more than that refuses it." }
        }), &["zh", "en", "signed", "end", "seen"]),
        "Reach": object(json!({ "now": count(), "later": count(), "over": count(), "unseen": count(), "recipients": count() }), &[]),
        "GroupAnswer": object(json!({
            "id": text(), "by": text(), "text": object(json!({ "zh": text(), "en": text() }), &[]), "sent_at": time(),
            "hold_until": time(), "taken_back": { "type": "boolean" }, "written": count(), "skipped": count(),
            "done": { "type": "boolean" }
        }), &[])
    })
}
