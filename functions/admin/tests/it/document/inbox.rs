//! One act on several questions, and the search.

use serde_json::{Value, json};

use super::{
    paths::{answer, answers, body, parameter},
    schemas::{list_of, nullable, object, one_of, or_blank, question},
};

const WRITE: [&str; 5] = ["400", "403", "413", "415", "422"];

/// All paths.
pub(super) fn paths() -> Value {
    let act = |id: &str, summary: &str, asked: &str| {
        json!({ "post": { "operationId": id, "tags": ["questions"], "summary": summary,
            "description": "Each is handled by itself: what can't be done to one does not keep the others from it.",
            "requestBody": body(asked),
            "responses": answers("200", answer("To which it was done, and to which not and why.", "Bulk"), &WRITE) } })
    };
    json!({
        "/search": { "get": search() },
        "/questions/assign": act("assignMany", "Give several questions to a colleague", "BulkAssignment"),
        "/questions/end": act("endMany", "End several questions", "BulkEnd"),
        "/questions/group": { "post": { "operationId": "groupMany", "tags": ["questions", "groups"],
            "summary": "Put several questions together into one group",
            "description": "Only these are moved, each by itself: what can't be done to one does not keep the others from it. \
                No program moves them from there.",
            "requestBody": body("BulkGroup"),
            "responses": answers("200", answer("Where they are, which were put there, and which not and why.", "BulkGrouped"),
                &["400", "403", "404", "413", "415", "422"]) } }
    })
}

fn search() -> Value {
    let query = |name: &str, description: &str, schema: Value| json!({ "name": name, "in": "query", "description": description, "schema": schema });
    let text = || json!({ "type": "string" });
    let day = || or_blank(&json!({ "type": "string", "format": "date" }));
    json!({ "operationId": "search", "tags": ["questions"], "summary": "Search over all history, the latest question first",
        "description": "Whatever is asked for has to hold. The first search of each hour is audited, without its words.",
        "parameters": [
            query("words", "Words or parts of words of either side, numbers, aliases, remarks; `@login` or `@name`, `topic:4.1`.",
                json!({ "type": "string", "maxLength": 200 })),
            query("assignee", "Who has it or wrote something to it.", text()),
            query("category", "Filed under this topic or below it, such as `4.1`.", text()),
            query("from", "Asked on this day in Beijing or later; without it, the last twelve months.", day()),
            query("to", "Asked on this day or before.", day()),
            parameter("limit"), parameter("cursor")
        ],
        "responses": answers("200", answer("A page.", "Hits"), &["403", "422"]) })
}

/// All schemas.
pub(super) fn schemas() -> Value {
    let mut hit = question();
    hit["elsewhere"] =
        json!({ "type": "boolean", "description": "Found in an answer, a note or the remark." });
    let questions = || {
        json!({ "type": "array", "minItems": 1, "maxItems": 100, "items": { "type": "string" },
            "description": "Their `id`s." })
    };
    json!({
        "BulkAssignment": object(json!({
            "questions": questions(), "to": { "type": "string", "description": "A colleague's `login`." }
        }), &[]),
        "BulkEnd": object(json!({ "questions": questions() }), &[]),
        "BulkGroup": object(json!({ "questions": questions(),
            "group": { "type": ["string", "null"], "description": "A group's `id`, or that of a question that stands by itself; \
                without it the largest group that one of them is in, else a new one: then two are needed." } }), &["group"]),
        "BulkGrouped": object(json!({
            "group": { "type": "string" }, "number": { "type": "string", "description": "What people say for it." },
            "done": { "type": "array", "items": { "type": "string" } }, "refused": list_of("Refusal"),
            "out_of_others": { "type": "array", "items": { "type": "string" },
                "description": "Those that were taken out of another group for it." }
        }), &[]),
        "Refusal": object(json!({ "question": { "type": "string" }, "problem": one_of("Problem") }), &[]),
        "Hit": object(hit, &[]),
        "Hits": object(json!({
            "items": list_of("Hit"), "total": { "type": "integer", "minimum": 0 },
            "since": { "type": "string", "format": "date", "description": "The first day that was searched." },
            "next": nullable("string")
        }), &[]),
        "Bulk": object(json!({
            "done": { "type": "array", "items": { "type": "string" } }, "refused": list_of("Refusal")
        }), &[])
    })
}
