//! The OpenAPI document says what the API does.

use crate::document::document;
use crate::support::Console;
use app::ports::Blob;
use app::testing::{asks, attaches};
use axum::http::StatusCode;
use domain::staff::Role;
use serde_json::{Value, json};

/// Follows a `$ref`.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => {
            document.pointer(&reference[1..]).unwrap_or_else(|| panic!("{reference} leads nowhere"))
        }
        None => value,
    }
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|value| references(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

/// What a value breaks of a schema: types, required, no others, enumerations, alternatives.
fn breaks(document: &Value, schema: &Value, value: &Value, path: &str) -> Vec<String> {
    let schema = resolved(document, schema);
    if let Some(list) = schema.get("oneOf").and_then(Value::as_array) {
        let fits = list.iter().filter(|schema| breaks(document, schema, value, path).is_empty()).count();
        return if fits == 1 { Vec::new() } else { vec![format!("{path}: {fits} of oneOf fit")] };
    }
    let mut broken = Vec::new();
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let types = &schema["type"];
    if *types != json!(kind) && !types.as_array().is_some_and(|types| types.contains(&json!(kind))) {
        broken.push(format!("{path}: {kind} is not {types}"));
    }
    if schema.get("enum").is_some_and(|list| !list.as_array().unwrap().contains(value)) {
        broken.push(format!("{path}: {value} is not listed"));
    }
    if let Value::Array(items) = value {
        broken.extend(
            items.iter().flat_map(|item| breaks(document, &schema["items"], item, &format!("{path}[]"))),
        );
    }
    if let (Value::Object(fields), Some(properties)) = (value, schema.get("properties")) {
        for name in schema["required"].as_array().unwrap() {
            if !fields.contains_key(name.as_str().unwrap()) {
                broken.push(format!("{path}: {name} is missing"));
            }
        }
        for (name, value) in fields {
            match properties.get(name) {
                Some(schema) => broken.extend(breaks(document, schema, value, &format!("{path}.{name}"))),
                None => broken.push(format!("{path}: {name} is not described")),
            }
        }
    }
    broken
}

#[test]
fn what_is_served_is_the_document() {
    let served: Value = serde_json::from_str(include_str!("../../src/assets/openapi.json")).unwrap();
    let hint =
        "write it anew: cargo run -p admin --example openapi > functions/admin/src/assets/openapi.json";
    assert!(served == document(), "{hint}");
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 50);
    for reference in found {
        assert!(document.pointer(&reference[1..]).is_some(), "{reference}");
    }
}

#[test]
fn the_document_is_whole() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut ids = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let shared = item["parameters"].as_array().cloned().unwrap_or_default();
        let named: Vec<_> =
            shared.iter().map(|p| resolved(&document, p)["name"].as_str().unwrap().to_owned()).collect();
        for part in path.split('/').filter_map(|part| part.strip_prefix('{')) {
            assert!(named.contains(&part.trim_end_matches('}').to_owned()), "{path}");
        }
        for method in ["get", "post", "put"].iter().filter_map(|method| item.get(*method)) {
            ids.push(method["operationId"].as_str().unwrap().to_owned());
            assert!(!method["summary"].as_str().unwrap().is_empty());
            assert!(
                method["responses"].get("401").is_some() && method["responses"].get("503").is_some(),
                "{path}"
            );
        }
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "operationIds are unique");
}

#[test]
fn whoever_changes_something_may_repeat_it_under_a_key() {
    let document = document();
    let key = json!({ "$ref": "#/components/parameters/key" });
    let mut found = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for operation in ["post", "put", "patch", "delete"].iter().filter_map(|method| item.get(*method)) {
            assert!(operation["parameters"].as_array().unwrap().contains(&key), "{path}");
            for status in ["400", "409", "413", "422"] {
                assert!(operation["responses"].get(status).is_some(), "{path} {status}");
            }
            found += 1;
        }
    }
    assert!(found >= 8);
}

#[test]
fn pages_of_lists_are_asked_for_alike() {
    let document = document();
    let shared = ["limit", "cursor"].map(|name| json!({ "$ref": format!("#/components/parameters/{name}") }));
    let mut found = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let Some(schema) = item.pointer("/get/responses/200/content/application~1json/schema") else {
            continue;
        };
        let parameters = item["get"]["parameters"].as_array().cloned().unwrap_or_default();
        let pages = resolved(&document, schema).pointer("/properties/next").is_some();
        for parameter in &shared {
            assert_eq!(parameters.contains(parameter), pages, "{path}: limit and cursor go with next");
        }
        found += usize::from(pages);
    }
    assert!(found > 0);
}

#[tokio::test]
async fn what_the_api_gives_is_what_the_document_says() {
    let console = Console::open().await;
    let program = console.program(Role::Administrator).await;
    let document = program.call("GET", "/openapi.json", None).await.json();
    let question = asks(&console.app, "o1", "停水了？").await;
    let blob = Blob { content_type: "image/png".to_owned(), bytes: vec![1] };
    attaches(&console.app, &question, blob, vec![2]).await;
    let at = |rest: &str| format!("/questions/{question}{rest}");
    let calls = [
        ("get", "/questions", "/questions".to_owned(), None),
        ("post", "/questions/{question}/take", at("/take"), None),
        ("post", "/questions/{question}/notes", at("/notes"), Some(json!({ "text": "x" }))),
        ("post", "/questions/{question}/release", at("/release"), None),
        ("post", "/questions/{question}/answers", at("/answers"), Some(json!({ "text": "x" }))),
        ("get", "/questions/{question}", at(""), None),
        ("get", "/search", "/search?words=%E5%81%9C%E6%B0%B4".to_owned(), None),
        ("get", "/search", "/search".to_owned(), None),
        ("get", "/questions", "/questions?state=open&due_by=2026-11-24T04:00:00Z".to_owned(), None),
        (
            "post",
            "/questions/assign",
            "/questions/assign".to_owned(),
            Some(json!({ "questions": [&question, "NOPE"], "to": "program-administrator" })),
        ),
        ("post", "/questions/{question}/end", at("/end"), None),
        ("post", "/questions/{question}/end", at("/end"), None),
        ("post", "/questions/end", "/questions/end".to_owned(), Some(json!({ "questions": [&question] }))),
        ("post", "/questions/end", "/questions/end".to_owned(), Some(json!({ "questions": [] }))),
        ("post", "/questions/{question}/answers", at("/answers"), Some(json!({ "text": "" }))),
        (
            "post",
            "/tokens",
            "/tokens".to_owned(),
            Some(json!({ "name": "x", "login": "xy", "roles": ["reader"] })),
        ),
        ("get", "/menu", "/menu".to_owned(), None),
        (
            "put",
            "/menu/draft",
            "/menu/draft".to_owned(),
            Some(json!({ "button": [{ "type": "view", "name": "x", "url": "https://a.gov.cn" }] })),
        ),
        ("post", "/menu/publish", "/menu/publish".to_owned(), Some(json!({}))),
        ("post", "/menu/restore", "/menu/restore".to_owned(), Some(json!({ "version": 1 }))),
        ("post", "/menu/look", "/menu/look".to_owned(), None),
        ("post", "/menu/delete", "/menu/delete".to_owned(), None),
        ("post", "/menu/adopt", "/menu/adopt".to_owned(), None),
        ("post", "/deliveries/{follower}/{delivery}/settle", "/deliveries/F/D/settle".to_owned(), None),
        ("post", "/deliveries/{follower}/{delivery}/resend", "/deliveries/F/D/resend".to_owned(), None),
    ];
    for (method, template, path, body) in calls {
        let answer = program.call(&method.to_uppercase(), &path, body).await;
        let status = answer.status.as_u16().to_string();
        let described = document["paths"][template][method]["responses"].get(&status);
        let described = resolved(&document, described.unwrap_or_else(|| panic!("{method} {path}: {status}")));
        let content = &described["content"][answer.header("content-type")];
        assert!(content.is_object(), "{method} {path}: {}", answer.header("content-type"));
        let broken = breaks(&document, &content["schema"], &answer.json(), template);
        assert!(broken.is_empty(), "{broken:#?}");
    }
}

#[tokio::test]
async fn every_described_operation_exists() {
    let console = Console::open().await;
    let program = console.program(Role::Administrator).await;
    for (path, item) in document()["paths"].as_object().unwrap() {
        let real = path.replace("{question}", "Q").replace("{follower}", "F").replace("{delivery}", "D");
        for method in ["get", "post", "put", "patch", "delete"] {
            let answer = program.call(&method.to_uppercase(), &real, None).await;
            let exists = answer.status != StatusCode::METHOD_NOT_ALLOWED;
            assert_eq!(exists, item.get(method).is_some(), "{method} {path}: {}", answer.status);
        }
    }
}
