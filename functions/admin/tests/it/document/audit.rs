//! The audit, what is stuck, the hand-over.

use serde_json::{Value, json};

use super::{
    paths::{answer, answers, body, parameter},
    schemas::{list_of, maybe_time, nullable, object, time, words},
};

const ACT: [&str; 3] = ["403", "404", "409"];

fn text() -> Value {
    json!({ "type": "string" })
}

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn truth() -> Value {
    json!({ "type": "boolean" })
}

fn date() -> Value {
    json!({ "type": "string", "format": "date" })
}

fn in_path(name: &str, description: &str) -> Value {
    json!({ "name": name, "in": "path", "required": true, "description": description,
        "schema": { "type": "string", "minLength": 1, "maxLength": 200 } })
}

fn query(name: &str, description: &str, schema: Value) -> Value {
    json!({ "name": name, "in": "query", "description": description, "schema": schema })
}

/// An act without an answer.
fn act(id: &str, summary: &str, parameters: Value) -> Value {
    json!({ "parameters": parameters, "post": { "operationId": id, "tags": ["stuck"], "summary": summary,
        "responses": answers("204", json!({ "description": "It is done." }), &[&ACT[..], &["422"]].concat()) } })
}

fn decide(id: &str, summary: &str) -> Value {
    json!({ "parameters": [parameter("follower"), parameter("delivery")],
        "post": { "operationId": id, "tags": ["stuck"], "summary": summary,
            "responses": answers("200", answer("The delivery afterwards.", "Delivery"), &ACT) } })
}

fn days() -> [Value; 2] {
    [
        query("from", "First day in Beijing; six days before the last unless given.", date()),
        query("to", "Last day, included; today unless given.", date()),
    ]
}

/// Paths of the audit and the hand-over.
pub(super) fn paths() -> Value {
    let narrow = [
        query("who", "Sign-in name.", text()),
        query("action", "The act's word.", text()),
        query("object", "A part of the object, or a question's number.", text()),
        parameter("limit"),
        parameter("cursor"),
    ];
    let parameters = [&days()[..], &narrow].concat();
    json!({
        "/audit": { "get": { "operationId": "listAudit", "tags": ["audit"], "summary": "Entries of the audit, newest first",
            "description": "A page may hold fewer entries than asked for, even none, while there is a `next`.",
            "parameters": parameters,
            "responses": answers("200", answer("A page.", "AuditPage"), &["403", "422"]) } },
        "/audit/verification": { "get": { "operationId": "verifyAudit", "tags": ["audit"],
            "summary": "Whether the entries of at most 31 days are as they were written", "parameters": days(),
            "responses": answers("200", answer("What was found.", "Verification"), &["403", "422"]) } },
        "/hand-over": { "get": { "operationId": "handOver", "tags": ["stuck"], "summary": "What one shift leaves to the next",
            "parameters": [
                query("who", "Whose questions.", words(&["everyone", "me"])),
                query("day", "Whose notes; today's unless given.", date())
            ],
            "responses": answers("200", answer("It.", "HandOver"), &["403", "422"]) } },
        "/hand-over/notes": { "post": { "operationId": "writeShiftNote", "tags": ["stuck"], "summary": "Leave a note to the next shift",
            "requestBody": body("NewNote"),
            "responses": answers("201", answer("The note.", "ShiftNote"), &["400", "403", "413", "415", "422"]) } }
    })
}

/// Paths of what is stuck.
pub(super) fn stuck_paths() -> Value {
    let job = || json!([in_path("at_ms", "A job's `at_ms`."), in_path("job", "Its `id`.")]);
    let file = || json!([parameter("follower"), in_path("message", "A file's `message`, percent-encoded.")]);
    let callback = || {
        json!([
            in_path("kind", "`unreadable` or `event`."),
            in_path("callback", "Its `id`, percent-encoded.")
        ])
    };
    json!({
        "/stuck": { "get": { "operationId": "listStuck", "tags": ["stuck"], "summary": "What is stuck, at most 50 of a kind",
            "responses": answers("200", answer("It.", "Stuck"), &["403"]) } },
        "/stuck/release": { "post": { "operationId": "releaseDeliveries", "tags": ["stuck"],
            "summary": "Try again what waits for the account's settings",
            "responses": answers("200", answer("How many.", "Released"), &["403"]) } },
        "/stuck/deliveries/{follower}/{delivery}/resend": decide("resendStuck", "Send one again, without a question too"),
        "/stuck/deliveries/{follower}/{delivery}/settle": decide("settleStuck", "Settle one, without a question too"),
        "/stuck/jobs/{at_ms}/{job}/rerun": act("rerunJob", "Run a job again", job()),
        "/stuck/jobs/{at_ms}/{job}/forget": act("forgetJob", "Remove a job that can't be read", job()),
        "/stuck/files/{follower}/{message}/fetch": act("fetchFile", "Fetch a file once more", file()),
        "/stuck/files/{follower}/{message}/forget": act("forgetFile", "Let a file be", file()),
        "/stuck/callbacks/{kind}/{callback}": { "parameters": callback(),
            "get": { "operationId": "readCallback", "tags": ["stuck"], "summary": "A callback as it came",
                "description": "Each reading is audited.",
                "responses": answers("200", answer("It.", "RawCallback"), &["403", "404"]) } },
        "/stuck/callbacks/{kind}/{callback}/dismiss": act("dismissCallback", "Take a callback off the list", callback())
    })
}

/// All schemas.
pub(super) fn schemas() -> Value {
    let kept = || json!({ "kind": words(&["unreadable", "event"]), "id": text(), "received_at": time(), "about": text() });
    let mut raw = kept();
    raw["raw"] = text();
    let line = json!({ "question": text(), "number": text(), "state": { "$ref": "#/components/schemas/State" },
        "since": time(), "preview": text(), "promised_at": maybe_time(), "assignee": nullable("string") });
    json!({
        "AuditEntry": object(json!({ "chain": text(), "seq": count(), "at": time(), "actor": text(), "action": text(),
            "object": text(), "detail": text(), "hash": text() }), &[]),
        "AuditPage": object(json!({ "items": list_of("AuditEntry"), "next": nullable("string") }), &[]),
        "BrokenChain": object(json!({ "chain": text(), "entries": count() }), &[]),
        "Verification": object(json!({ "whole": truth(), "from": date(), "to": date(), "entries": count(),
            "witnessed": count(), "last_witness": maybe_time(), "broken": list_of("BrokenChain"),
            "unreadable": { "type": "array", "items": text() } }), &[]),
        "KeptCallback": object(kept(), &[]),
        "RawCallback": object(raw, &[]),
        "DeadJob": object(json!({ "id": text(), "at_ms": { "type": "integer" }, "at": time(), "work": nullable("string"), "why": text() }), &[]),
        "FailedFile": object(json!({ "follower": text(), "message": text(), "at": time(), "why": text(), "until": time() }), &[]),
        "Alarm": object(json!({ "kind": text(), "reason": text(), "at": time() }), &[]),
        "Stuck": object(json!({ "deliveries": list_of("Delivery"), "more_deliveries": truth(), "jobs": list_of("DeadJob"),
            "files": list_of("FailedFile"), "callbacks": list_of("KeptCallback"), "alarms": list_of("Alarm"),
            "held_back": count(), "courier_silent": truth() }), &[]),
        "Released": object(json!({ "released": count() }), &[]),
        "HandOverLine": object(line, &[]),
        "ShiftNote": object(json!({ "id": text(), "at": time(), "by": text(), "name": text(), "text": text() }), &[]),
        "HandOver": object(json!({ "overdue": list_of("HandOverLine"), "today": list_of("HandOverLine"),
            "later": list_of("HandOverLine"), "unpromised": list_of("HandOverLine"), "answered": list_of("HandOverLine"),
            "awaiting": list_of("Delivery"), "more": truth(), "stuck": count(), "notes": list_of("ShiftNote") }), &[])
    })
}
