//! Reading a questionnaire, element by element, so that nothing is passed over.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use super::{
    Asks, Choice, Condition, Instrument, InstrumentError, InstrumentProblem as Problem, Item, MAX_BYTES, MAX_DEPTH,
    MAX_ITEMS, MAX_LIST, Test,
};
use crate::validate::{LINE_LIMIT, TEXT_LIMIT};

type Found<T> = Result<T, InstrumentError>;

/// What may stand in a questionnaire. What only describes it is passed by; `text` (a narrative) would be HTML and is not shown.
const TOP: [&str; 14] = [
    "resourceType",
    "id",
    "meta",
    "language",
    "url",
    "version",
    "name",
    "title",
    "status",
    "date",
    "publisher",
    "description",
    "copyright",
    "item",
];
const ITEM: [&str; 11] = [
    "linkId",
    "prefix",
    "text",
    "type",
    "required",
    "repeats",
    "maxLength",
    "enableWhen",
    "enableBehavior",
    "answerOption",
    "item",
];

fn wrong<T>(link_id: &str, element: &str, problem: Problem) -> Found<T> {
    Err(InstrumentError { link_id: short(link_id), element: short(element), problem })
}

/// Names out of a file of any size are told only as far as they can be read.
fn short(name: &str) -> String {
    name.chars().take(100).collect()
}

pub(super) fn read(bytes: &[u8]) -> Found<Instrument> {
    if bytes.len() > MAX_BYTES {
        return wrong("", "Questionnaire", Problem::TooMuch(MAX_BYTES));
    }
    let Ok(Json::Object(top)) = serde_json::from_slice(bytes) else {
        return wrong("", "Questionnaire", Problem::Shape);
    };
    only(&top, &TOP, "")?;
    if top.get("resourceType").and_then(Json::as_str) != Some("Questionnaire") {
        return wrong("", "resourceType", Problem::Shape);
    }
    let url = words(&top, "url", "", LINE_LIMIT)?;
    if url.is_empty() {
        return wrong("", "url", Problem::Missing);
    }
    let title = words(&top, "title", "", LINE_LIMIT)?;
    let mut items = Items { seen: BTreeMap::new() };
    let instrument = Instrument {
        version: words(&top, "version", "", LINE_LIMIT)?,
        title: if title.is_empty() { words(&top, "name", "", LINE_LIMIT)? } else { title },
        copyright: words(&top, "copyright", "", TEXT_LIMIT)?,
        items: items.list(&top, "", 1)?,
        url,
    };
    if instrument.items.is_empty() {
        return wrong("", "item", Problem::Missing);
    }
    conditions(&instrument, &items.seen)?;
    Ok(instrument)
}

/// Refuses the first element that is not among those that are read, extensions and modifiers among them.
fn only(object: &Map<String, Json>, known: &[&str], link_id: &str) -> Found<()> {
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => wrong(link_id, key, Problem::NotTaken),
        None => Ok(()),
    }
}

fn words(object: &Map<String, Json>, element: &str, link_id: &str, limit: usize) -> Found<String> {
    match object.get(element) {
        None => Ok(String::new()),
        Some(Json::String(text)) if text.contains('\0') => wrong(link_id, element, Problem::Shape),
        Some(Json::String(text)) if text.chars().count() > limit => wrong(link_id, element, Problem::TooMuch(limit)),
        Some(Json::String(text)) => Ok(text.clone()),
        Some(_) => wrong(link_id, element, Problem::Shape),
    }
}

fn flag(object: &Map<String, Json>, element: &str, link_id: &str) -> Found<bool> {
    match object.get(element) {
        None => Ok(false),
        Some(Json::Bool(set)) => Ok(*set),
        Some(_) => wrong(link_id, element, Problem::Shape),
    }
}

fn list<'a>(
    object: &'a Map<String, Json>,
    element: &str,
    link_id: &str,
    limit: usize,
) -> Found<Vec<&'a Map<String, Json>>> {
    match object.get(element) {
        None => Ok(Vec::new()),
        Some(Json::Array(all)) if all.len() > limit => wrong(link_id, element, Problem::TooMuch(limit)),
        Some(Json::Array(all)) => {
            all.iter().map(|one| one.as_object().map_or_else(|| wrong(link_id, element, Problem::Shape), Ok)).collect()
        }
        Some(_) => wrong(link_id, element, Problem::Shape),
    }
}

/// Where each item stands: what it asks for, by kind of value.
struct Items {
    seen: BTreeMap<String, Option<&'static str>>,
}

impl Items {
    fn list(&mut self, object: &Map<String, Json>, link_id: &str, depth: usize) -> Found<Vec<Item>> {
        let all = list(object, "item", link_id, MAX_ITEMS)?;
        if !all.is_empty() && depth > MAX_DEPTH {
            return wrong(link_id, "item", Problem::TooMuch(MAX_DEPTH));
        }
        all.into_iter().map(|item| self.one(item, link_id, depth)).collect()
    }

    fn one(&mut self, object: &Map<String, Json>, parent: &str, depth: usize) -> Found<Item> {
        let id = words(object, "linkId", parent, LINE_LIMIT)?;
        if id.is_empty() {
            return wrong(parent, "linkId", Problem::Missing);
        }
        only(object, &ITEM, &id)?;
        if self.seen.len() >= MAX_ITEMS {
            return wrong(&id, "item", Problem::TooMuch(MAX_ITEMS));
        }
        if flag(object, "repeats", &id)? {
            return wrong(&id, "repeats", Problem::NotTaken);
        }
        let asks = asks(object, &id)?;
        let kind = match asks {
            Asks::Group => None,
            Asks::Choice(_) => Some("choice"),
            Asks::Integer => Some("valueInteger"),
            Asks::String | Asks::Text => Some("valueString"),
        };
        if self.seen.insert(id.clone(), kind).is_some() {
            return wrong(&id, "linkId", Problem::Twice);
        }
        let conditions: Vec<Condition> = list(object, "enableWhen", &id, MAX_LIST)?
            .into_iter()
            .map(|when| condition(when, &id))
            .collect::<Found<_>>()?;
        let all_conditions = match (words(object, "enableBehavior", &id, LINE_LIMIT)?.as_str(), conditions.len()) {
            ("all", _) | ("", 0 | 1) => true,
            ("any", _) => false,
            // With more than one condition FHIR leaves no default.
            ("", _) => return wrong(&id, "enableBehavior", Problem::Missing),
            _ => return wrong(&id, "enableBehavior", Problem::Shape),
        };
        Ok(Item {
            prefix: words(object, "prefix", &id, LINE_LIMIT)?,
            text: words(object, "text", &id, TEXT_LIMIT)?,
            required: flag(object, "required", &id)?,
            max_length: max_length(object, &id, &asks)?,
            asks,
            conditions,
            all_conditions,
            items: self.list(object, &id, depth + 1)?,
            link_id: id,
        })
    }
}

fn asks(object: &Map<String, Json>, id: &str) -> Found<Asks> {
    let options = list(object, "answerOption", id, MAX_LIST)?;
    let kind = words(object, "type", id, LINE_LIMIT)?;
    if kind != "choice" && !options.is_empty() {
        return wrong(id, "answerOption", Problem::NotTaken);
    }
    Ok(match kind.as_str() {
        "group" => Asks::Group,
        "integer" => Asks::Integer,
        "string" => Asks::String,
        "text" => Asks::Text,
        "choice" if options.is_empty() => return wrong(id, "answerOption", Problem::Missing),
        "choice" => {
            let mut choices: Vec<Choice> = Vec::new();
            for object in options {
                let choice = option(object, id)?;
                if choices
                    .iter()
                    .any(|c| c.value.0 == choice.value.0 && super::same(c.value.0, &c.value.1, &choice.value.1))
                {
                    return wrong(id, "answerOption", Problem::Twice);
                }
                choices.push(choice);
            }
            Asks::Choice(choices)
        }
        "" => return wrong(id, "type", Problem::Missing),
        _ => return wrong(id, "type", Problem::NotTaken),
    })
}

/// One option: exactly one value.
fn option(object: &Map<String, Json>, id: &str) -> Found<Choice> {
    only(object, &["valueCoding", "valueString", "valueInteger"], id)?;
    let mut values = object.iter();
    let (Some((element, value)), None) = (values.next(), values.next()) else {
        return wrong(id, "answerOption", Problem::Shape);
    };
    match (element.as_str(), value) {
        ("valueString", Json::String(words)) if !words.is_empty() && words.chars().count() <= LINE_LIMIT => {
            Ok(Choice { label: words.clone(), value: ("valueString", value.clone()) })
        }
        ("valueInteger", Json::Number(n)) if n.as_i64().is_some_and(|n| i32::try_from(n).is_ok()) => {
            Ok(Choice { label: n.to_string(), value: ("valueInteger", value.clone()) })
        }
        ("valueCoding", Json::Object(coding)) => {
            let (label, code) = (words(coding, "display", id, LINE_LIMIT)?, coding_of(coding, id)?);
            let label = if label.is_empty() { code } else { label };
            Ok(Choice { label, value: ("valueCoding", value.clone()) })
        }
        _ => wrong(id, element, Problem::Shape),
    }
}

/// Checks a coding and gives its code.
fn coding_of(coding: &Map<String, Json>, id: &str) -> Found<String> {
    only(coding, &["system", "version", "code", "display"], id)?;
    for element in ["system", "version"] {
        words(coding, element, id, LINE_LIMIT)?;
    }
    let code = words(coding, "code", id, LINE_LIMIT)?;
    if code.is_empty() { wrong(id, "code", Problem::Missing) } else { Ok(code) }
}

fn max_length(object: &Map<String, Json>, id: &str, asks: &Asks) -> Found<Option<usize>> {
    match object.get("maxLength") {
        None => Ok(None),
        Some(_) if !matches!(asks, Asks::String | Asks::Text) => wrong(id, "maxLength", Problem::NotTaken),
        Some(limit) => match limit.as_u64().and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0) {
            Some(limit) => Ok(Some(limit)),
            None => wrong(id, "maxLength", Problem::Shape),
        },
    }
}

fn condition(object: &Map<String, Json>, id: &str) -> Found<Condition> {
    only(object, &["question", "operator", "answerBoolean", "answerInteger", "answerString", "answerCoding"], id)?;
    let question = words(object, "question", id, LINE_LIMIT)?;
    let operator = words(object, "operator", id, LINE_LIMIT)?;
    let mut answers = object.iter().filter(|(key, _)| key.starts_with("answer"));
    let (Some((element, value)), None) = (answers.next(), answers.next()) else {
        return wrong(id, "enableWhen", Problem::Shape);
    };
    let value = match (element.as_str(), value) {
        ("answerBoolean", Json::Bool(wanted)) if operator == "exists" => {
            return Ok(Condition { question, is: Test::Exists(*wanted) });
        }
        ("answerInteger", Json::Number(n)) if n.is_i64() || n.is_u64() => ("valueInteger", value.clone()),
        ("answerString", Json::String(_)) => ("valueString", value.clone()),
        ("answerCoding", Json::Object(coding)) => {
            coding_of(coding, id)?;
            ("valueCoding", value.clone())
        }
        _ => return wrong(id, element, Problem::Shape),
    };
    let is = match operator.as_str() {
        "=" => Test::Equal(value.0, value.1),
        "!=" => Test::NotEqual(value.0, value.1),
        "" => return wrong(id, "operator", Problem::Missing),
        "exists" => return wrong(id, element, Problem::Shape),
        _ => return wrong(id, "operator", Problem::NotTaken),
    };
    Ok(Condition { question, is })
}

/// Every condition asks about a question, in a way it can be answered, and none comes back to itself.
fn conditions(instrument: &Instrument, seen: &BTreeMap<String, Option<&'static str>>) -> Found<()> {
    // An item hangs on the questions of its conditions and on whatever the item above it hangs on.
    let mut hangs_on: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for item in instrument.all() {
        let on = hangs_on.entry(&item.link_id).or_default();
        for condition in &item.conditions {
            match seen.get(&condition.question) {
                None | Some(None) => return wrong(&item.link_id, "enableWhen", Problem::Unknown),
                Some(Some(kind)) => {
                    let fits = match &condition.is {
                        Test::Exists(_) => true,
                        Test::Equal(of, _) | Test::NotEqual(of, _) => *kind == "choice" || of == kind,
                    };
                    if !fits {
                        return wrong(&item.link_id, "enableWhen", Problem::Shape);
                    }
                }
            }
            on.push(&condition.question);
        }
        for below in &item.items {
            hangs_on.entry(&below.link_id).or_default().push(&item.link_id);
        }
    }
    for id in hangs_on.keys() {
        let (mut reached, mut waiting) = (BTreeSet::new(), hangs_on.get(id).cloned().unwrap_or_default());
        while let Some(on) = waiting.pop() {
            if on == *id {
                return wrong(id, "enableWhen", Problem::Circle);
            }
            if reached.insert(on) {
                waiting.extend(hangs_on.get(on).into_iter().flatten());
            }
        }
    }
    Ok(())
}
