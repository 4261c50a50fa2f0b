//! The published schema of the archive and the archive itself.

use serde_json::{Value as Json, json};

use super::{exported, full, phone, schema};
use crate::store::kinds::{ALL, Class, Holds};

fn published() -> Json {
    serde_json::from_str(include_str!("../../../../docs/schema/archive-1.schema.json")).unwrap()
}

#[test]
fn every_archive_fits_the_published_schema() {
    for from in [full(), phone()] {
        let archive: Json = serde_json::from_str(&exported(&from)).unwrap();
        assert_eq!(schema::differences(&published(), &archive), Vec::<String>::new());
    }
}

#[test]
fn the_published_schema_names_every_kind_with_every_field() {
    let kinds = &published()["properties"]["records"]["properties"];
    let expected: serde_json::Map<String, Json> = ALL
        .iter()
        .map(|kind| {
            let fields: serde_json::Map<String, Json> = kind
                .fields
                .iter()
                .map(|f| {
                    let of = match f.holds {
                        Holds::Words | Holds::Text => "text",
                        Holds::Number => "number",
                        Holds::Bytes => "id_or_none",
                    };
                    (f.name.to_owned(), json!({ "$ref": format!("#/$defs/{of}") }))
                })
                .collect();
            let stamps =
                if kind.class == Class::Living { Some(("stamps", json!({ "$ref": "#/$defs/stamps" }))) } else { None };
            let mut properties = json!({
                "fields": { "type": "object", "properties": fields },
                "id": { "$ref": "#/$defs/id" },
                "stamp": { "$ref": "#/$defs/stamp" },
            });
            if let Some((name, of)) = stamps {
                properties[name] = of;
            }
            let record = json!({ "type": "object", "required": ["fields", "id", "stamp"], "properties": properties });
            (kind.name.to_owned(), json!({ "type": "array", "items": record }))
        })
        .collect();
    let expected = Json::Object(expected);
    if *kinds != expected {
        let place = std::env::temp_dir().join("archive-records.json");
        std::fs::write(&place, serde_json::to_string(&expected).unwrap()).unwrap();
        panic!(
            "docs/schema/archive-1.schema.json is of other kinds; what its `records` should hold is in {}",
            place.display()
        );
    }
}
