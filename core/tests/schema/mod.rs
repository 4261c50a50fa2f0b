//! Holds JSON against the published schemas, with exactly the keywords they use. Stricter than the
//! schemas in one way: a field they do not name is an error here.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use serde_json::Value;

pub fn review_packet() -> Value {
    serde_json::from_str(include_str!("../../../docs/schema/review-packet-1.schema.json")).unwrap()
}

pub fn content_pack() -> Value {
    serde_json::from_str(include_str!("../../../docs/schema/content-pack-1.schema.json")).unwrap()
}

/// Every way in which `value` differs from `schema`.
pub fn differences(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(schema, schema, value, "$", &mut found);
    found
}

const KNOWN: &[&str] = &[
    "$schema",
    "$id",
    "$defs",
    "$ref",
    "title",
    "description",
    "type",
    "required",
    "properties",
    "items",
    "enum",
    "const",
    "pattern",
    "minimum",
    "maximum",
    "maxLength",
    "minLength",
    "maxItems",
    "additionalProperties",
];

fn check(root: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    for keyword in schema.as_object().unwrap().keys() {
        assert!(KNOWN.contains(&keyword.as_str()), "the schema uses `{keyword}`, which this check does not know");
    }
    if let Some(name) = schema.get("$ref") {
        let name = name.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
        check(root, &root["$defs"][name], value, at, found);
    }
    let mut expect = |right: bool, what: &str| {
        if !right {
            found.push(format!("{at}: {what}"));
        }
    };
    match schema.get("type") {
        None => {}
        Some(Value::Array(types)) => expect(types.iter().any(|t| is_of(t, value)), "one of the types"),
        Some(of) => expect(is_of(of, value), &format!("of type {of}")),
    }
    if let Some(constant) = schema.get("const") {
        expect(value == constant, "the constant");
    }
    if let Some(choices) = schema.get("enum") {
        expect(choices.as_array().unwrap().contains(value), "one of the choices");
    }
    if let Some(text) = value.as_str() {
        let length = text.chars().count();
        let limit = |name: &str| schema.get(name).and_then(Value::as_u64).map(|n| usize::try_from(n).unwrap());
        expect(limit("maxLength").is_none_or(|n| length <= n), "short enough");
        expect(limit("minLength").is_none_or(|n| length >= n), "long enough");
        if let Some(pattern) = schema.get("pattern") {
            expect(matches(pattern.as_str().unwrap(), text), "of the pattern");
        }
    }
    if let Some(number) = value.as_f64() {
        let limit = |name: &str| schema.get(name).and_then(Value::as_f64);
        expect(limit("minimum").is_none_or(|n| number >= n), "large enough");
        expect(limit("maximum").is_none_or(|n| number <= n), "small enough");
    }
    if let (Some(items), Some(list)) = (schema.get("items"), value.as_array()) {
        let most = schema.get("maxItems").and_then(Value::as_u64);
        expect(most.is_none_or(|n| u64::try_from(list.len()).unwrap() <= n), "few enough");
        for (n, item) in list.iter().enumerate() {
            check(root, items, item, &format!("{at}[{n}]"), found);
        }
    }
    if let (None, Some(other @ Value::Object(_)), Some(object)) =
        (schema.get("properties"), schema.get("additionalProperties"), value.as_object())
    {
        for (name, inner) in object {
            check(root, other, inner, &format!("{at}.{name}"), found);
        }
    }
    if let (Some(properties), Some(object)) = (schema.get("properties"), value.as_object()) {
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
            if !object.contains_key(name.as_str().unwrap()) {
                found.push(format!("{at}: {name} is missing"));
            }
        }
        for (name, inner) in object {
            match properties.get(name) {
                Some(schema) => check(root, schema, inner, &format!("{at}.{name}"), found),
                None => found.push(format!("{at}: {name} is not in the schema")),
            }
        }
    }
}

fn is_of(of: &Value, value: &Value) -> bool {
    match of.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("unknown type {other}"),
    }
}

/// The patterns that the schemas use, written out: anything else in a schema stops the test.
fn matches(pattern: &str, text: &str) -> bool {
    let base64url =
        |n: usize| text.len() == n && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let shaped = |shape: &str| {
        text.len() == shape.len()
            && text.bytes().zip(shape.bytes()).all(|(b, s)| if s == b'9' { b.is_ascii_digit() } else { b == s })
    };
    match pattern {
        "^[A-Za-z0-9_-]{22}$" => base64url(22),
        "^[A-Za-z0-9_-]{43}$" => base64url(43),
        "^[a-z][a-z0-9_]{0,39}$" => {
            (1..=40).contains(&text.len())
                && text.starts_with(|c: char| c.is_ascii_lowercase())
                && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        }
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" => shaped("9999-99-99"),
        "^[0-2][0-9]:[0-5][0-9]$" => {
            shaped("99:99") && text.as_bytes()[0] <= b'2' && (b'0'..=b'5').contains(&text.as_bytes()[3])
        }
        r"^[0-9]{1,13}\.[0-9]{1,5}$" => text.split_once('.').is_some_and(|(ms, counter)| {
            let digits =
                |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            digits(ms, 13) && digits(counter, 5)
        }),
        other => panic!("the schema uses a pattern that this check does not know: {other}"),
    }
}
