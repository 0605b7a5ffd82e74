//! One act on several questions.

use serde_json::{Value, json};

use super::{
    paths::{answer, answers, body},
    schemas::{list_of, object, one_of},
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
        "/questions/assign": act("assignMany", "Give several questions to a colleague", "BulkAssignment"),
        "/questions/end": act("endMany", "End several questions", "BulkEnd")
    })
}

/// All schemas.
pub(super) fn schemas() -> Value {
    let questions = || {
        json!({ "type": "array", "minItems": 1, "maxItems": 100, "items": { "type": "string" },
            "description": "Their `id`s." })
    };
    json!({
        "BulkAssignment": object(json!({
            "questions": questions(), "to": { "type": "string", "description": "A colleague's `login`." }
        }), &[]),
        "BulkEnd": object(json!({ "questions": questions() }), &[]),
        "Refusal": object(json!({ "question": { "type": "string" }, "problem": one_of("Problem") }), &[]),
        "Bulk": object(json!({
            "done": { "type": "array", "items": { "type": "string" } }, "refused": list_of("Refusal")
        }), &[])
    })
}
