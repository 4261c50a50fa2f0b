//! The OpenAPI document and the router say the same. That every status an operation answers stands in the document is
//! checked by the client with each answer.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::house::House;

fn document() -> Value {
    serde_json::from_str(handrail_clinic::OPENAPI).unwrap()
}

#[test]
fn every_route_is_in_the_document_and_the_reverse() {
    let document = document();
    let described: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            item.as_object()
                .unwrap()
                .keys()
                .filter(|key| *key != "parameters")
                .map(|key| (key.to_uppercase(), path.clone()))
        })
        .collect();
    let routed: BTreeSet<(String, String)> =
        handrail_clinic::routes().into_iter().map(|(method, path)| (method.to_owned(), path.to_owned())).collect();
    assert_eq!(routed, described);
}

#[test]
fn every_reference_leads_somewhere_and_everything_is_used() {
    let document = document();
    let mut wanted = BTreeSet::new();
    references(&document, &mut wanted);
    for reference in &wanted {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
    for kind in ["schemas", "responses", "parameters"] {
        for name in document["components"][kind].as_object().unwrap().keys() {
            assert!(wanted.contains(&format!("#/components/{kind}/{name}")), "{kind}/{name} is not used");
        }
    }
    let codes = &document["components"]["schemas"]["Problem"]["properties"]["code"]["enum"];
    for code in codes.as_array().unwrap() {
        serde_json::from_value::<handrail_wire::api::ProblemCode>(code.clone()).unwrap();
    }
    assert_eq!(codes.as_array().unwrap().len(), 13);
}

fn references(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value.as_str() {
                    Some(text) if key == "$ref" => drop(into.insert(text.to_owned())),
                    _ => references(value, into),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| references(value, into)),
        _ => {}
    }
}

#[tokio::test]
async fn the_document_is_served() {
    let house = House::open().await;
    let reply = house.client.get("/v1/openapi.json", "").await.is(200);
    assert_eq!(reply.json::<Value>()["openapi"], "3.1.0");
    assert_eq!(reply.header("content-type"), Some("application/json"));
}
