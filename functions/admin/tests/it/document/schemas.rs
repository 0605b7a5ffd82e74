//! Schemas of the document. A test holds them against what the API really gives.

use serde_json::{Map, Value, json};

/// An object whose properties are all required but those named.
pub(super) fn object(properties: Value, optional: &[&str]) -> Value {
    let names = properties.as_object().map(Map::keys).into_iter().flatten();
    let required: Vec<&String> = names.filter(|name| !optional.contains(&name.as_str())).collect();
    json!({ "type": "object", "required": required, "properties": properties, "additionalProperties": false })
}

pub(super) fn one_of(schema: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{schema}") })
}

pub(super) fn list_of(schema: &str) -> Value {
    json!({ "type": "array", "items": one_of(schema) })
}

pub(super) fn words(list: &[&str]) -> Value {
    json!({ "type": "string", "enum": list })
}

pub(super) fn nullable(kind: &str) -> Value {
    json!({ "type": [kind, "null"] })
}

/// A value in an address, or nothing: a form sends its blank fields too.
pub(super) fn or_blank(schema: &Value) -> Value {
    json!({ "oneOf": [schema, { "const": "" }] })
}

pub(super) fn time() -> Value {
    json!({ "type": "string", "format": "date-time" })
}

pub(super) fn maybe_time() -> Value {
    json!({ "type": ["string", "null"], "format": "date-time" })
}

/// All of them.
pub(super) fn schemas() -> Value {
    let mut thread = question();
    for (name, schema) in [
        (
            "seen",
            json!({ "type": "string", "description": "Send it with an answer: a newer thread refuses it." }),
        ),
        ("messages", list_of("Message")),
        ("entries", list_of("Entry")),
        ("deliveries", list_of("Delivery")),
        ("window", one_of("Window")),
    ] {
        thread[name] = schema;
    }
    json!({
        "State": words(&["waiting", "taken", "answered", "ended", "withdrawn"]),
        "Question": object(question(), &[]),
        "SuggestedTopic": object(json!({
            "category": { "type": "string", "description": "Path of the topic, such as `4.1`." },
            "safe": { "type": "boolean", "description": "So much ahead of the next one that a form is filled in with it." }
        }), &[]),
        "Questions": object(json!({ "items": list_of("Question"), "next": nullable("string") }), &[]),
        "Thread": object(thread, &[]),
        "Message": message(),
        "Entry": entry(),
        "Delivery": delivery(),
        "Window": object(json!({
            "state": words(&["open", "closed", "used_up"]),
            "left": { "type": "integer", "minimum": 0, "description": "Customer-service messages left." },
            "until": maybe_time()
        }), &[]),
        "Created": object(json!({ "id": { "type": "string" } }), &[]),
        "NewAnswer": new_answer(),
        "NewNote": object(json!({ "text": { "type": "string", "minLength": 1, "description": "At most 8,000 bytes." } }), &[]),
        "NewToken": object(json!({
            "name": { "type": "string", "minLength": 1, "description": "What it is for, at most 60 bytes." },
            "login": { "type": "string", "pattern": "^[a-z0-9._-]{2,32}$", "description": "In whose name it acts; \
                one that nobody has becomes an account for programs." },
            "roles": { "type": "array", "items": one_of("Role"), "minItems": 1 },
            "expires_at": maybe_time()
        }), &["expires_at"]),
        "Token": object(json!({
            "token": { "type": "string" }, "name": { "type": "string" }, "login": { "type": "string" },
            "roles": list_of("Role"), "created_at": time(), "expires_at": maybe_time()
        }), &[]),
        "Problem": object(json!({
            "type": { "type": "string", "format": "uri" }, "title": { "type": "string" },
            "status": { "type": "integer" }, "detail": { "type": "string" }, "field": { "type": "string" }
        }), &["field"])
    })
}

/// The properties of a question.
pub(super) fn question() -> Value {
    json!({
        "id": { "type": "string" },
        "number": { "type": "string", "description": "What people say for it: `Q-7F3AK9-X`." },
        "text": { "type": "string", "description": "What was asked, one line a message." },
        "state": one_of("State"),
        "language": words(&["zh", "en"]),
        "asked_at": time(),
        "waiting_seconds": { "type": "integer", "minimum": 0, "description": "0 once it is answered." },
        "promised_at": maybe_time(),
        "answered_at": maybe_time(),
        "ended_at": maybe_time(),
        "attachments": { "type": "integer", "minimum": 0 },
        "urgent": { "type": "boolean", "description": "A word of danger was in it." },
        "assignee": nullable("string"),
        "category": { "type": "string", "description": "Path of the topic, such as `4.1`; empty for none." },
        "suggested": { "oneOf": [one_of("SuggestedTopic"), { "type": "null" }],
            "description": "A topic under which it may belong, while nobody filed it." },
        "follower": { "type": "string" }
    })
}

fn message() -> Value {
    let attachment = json!({
        "state": words(&["pending", "stored", "failed"]),
        "content_type": nullable("string"),
        "bytes": nullable("integer"),
        "why": { "type": ["string", "null"], "description": "Why it can't be had." }
    });
    object(
        json!({
            "id": { "type": "string" },
            "received_at": time(),
            "kind": words(&["text", "image", "voice", "video", "location", "link", "event", "unread", "erased"]),
            "text": { "type": "string", "description": "Words, recognition, place or title." },
            "attachment": { "oneOf": [object(attachment, &[]), { "type": "null" }] },
            "reply": { "type": ["string", "null"], "description": "The automatic reply, as the resident read it." }
        }),
        &[],
    )
}

fn entry() -> Value {
    object(
        json!({
            "id": { "type": "string" },
            "at": time(),
            "by": { "type": "string" },
            "name": { "type": "string" },
            "kind": words(&["answer", "picture", "note", "change", "assigned"]),
            "text": { "type": "string", "description": "Of an answer or a note." },
            "delivery": { "type": "string", "description": "Of an answer or a picture." },
            "change": words(&["taken", "released", "ended", "withdrawn", "resent", "settled"]),
            "to": { "type": "string", "description": "To whom it was given." }
        }),
        &["text", "delivery", "change", "to"],
    )
}

fn delivery() -> Value {
    let outcome = json!({ "code": nullable("integer"), "message": { "type": "string" }, "at": time() });
    object(
        json!({
            "id": { "type": "string" },
            "follower": { "type": "string" },
            "question": nullable("string"),
            "state": words(&["due", "sending", "delivered", "handed_over", "unknown", "failed", "withdrawn"]),
            "kind": words(&["text", "receipt", "picture"]),
            "text": { "type": "string", "description": "As it goes out, but for the mark of a repeat; empty of a picture." },
            "created_at": time(),
            "done_at": maybe_time(),
            "retry_at": maybe_time(),
            "parked": { "type": ["string", "null"],
                "enum": ["window_closed", "used_up", "unfollowed", "not_allowed", "egress_off", null],
                "description": "Why it waits for the resident's next contact." },
            "attempts": { "type": "integer", "minimum": 0 },
            "may_repeat": { "type": "boolean" },
            "outcome": { "oneOf": [object(outcome, &[]), { "type": "null" }] }
        }),
        &[],
    )
}

fn new_answer() -> Value {
    object(
        json!({
            "text": { "type": "string", "minLength": 1, "description": "At most 2,048 bytes of UTF-8, the signature included." },
            "signed": { "type": "boolean", "default": false,
                "description": "Adds a line with the officer's name; else the text goes out as it stands." },
            "end": { "type": "boolean", "default": false, "description": "Ends the question too." },
            "seen": { "type": ["string", "null"], "pattern": "^[0-9]{1,18}\\.[0-9]{1,15}$", "description": "`seen` of the thread as read: 409 when it has moved on." }
        }),
        &["signed", "end", "seen"],
    )
}
