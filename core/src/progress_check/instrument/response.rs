//! Answers as a FHIR R4 `QuestionnaireResponse`, for the clinic's own system.

use serde_json::{Map, Value as Json, json};

use super::{Answers, Asks, Instrument, Item};

/// The response. `authored` is the moment of filling in, with its offset (RFC 3339).
pub(in crate::progress_check) fn as_fhir(instrument: &Instrument, answers: &Answers, authored: &str) -> Json {
    let questionnaire = if instrument.version.is_empty() {
        instrument.url.clone()
    } else {
        format!("{}|{}", instrument.url, instrument.version)
    };
    let status = if instrument.is_complete(answers) { "completed" } else { "in-progress" };
    let mut response = json!({
        "resourceType": "QuestionnaireResponse",
        "questionnaire": questionnaire,
        "status": status,
        "authored": authored,
    });
    let items = items(&instrument.items, answers);
    if let (Json::Object(response), false) = (&mut response, items.is_empty()) {
        response.insert("item".into(), Json::Array(items));
    }
    response
}

/// Items that were answered, and those that hold them: FHIR wants the order and the nesting of the questionnaire.
fn items(all: &[Item], answers: &Answers) -> Vec<Json> {
    all.iter().filter_map(|item| one(item, answers)).collect()
}

fn one(item: &Item, answers: &Answers) -> Option<Json> {
    let answer = answers.get(&item.link_id).and_then(|answer| item.kept(answer));
    let below = items(&item.items, answers);
    if answer.is_none() && below.is_empty() {
        return None;
    }
    let mut out = Map::new();
    out.insert("linkId".into(), Json::from(item.link_id.as_str()));
    if !item.text.is_empty() {
        out.insert("text".into(), Json::from(item.text.as_str()));
    }
    match answer {
        // What stands under a question that was answered goes under its answer.
        Some(Json::Object(mut answer)) if item.asks != Asks::Group => {
            if !below.is_empty() {
                answer.insert("item".into(), Json::Array(below));
            }
            out.insert("answer".into(), Json::Array(vec![Json::Object(answer)]));
        }
        _ => drop(out.insert("item".into(), Json::Array(below))),
    }
    Some(Json::Object(out))
}
