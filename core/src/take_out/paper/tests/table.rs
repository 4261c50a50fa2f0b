//! The table against the kinds of the store and the words of the interface.

use std::collections::BTreeSet;

use super::super::sheets::{NOT_ON_PAPER, Sheet};
use super::super::table::{How, KEEPING, Part};
use super::super::voice::message_of;
use super::on_paper;
use crate::store::kinds::{ALL, Holds, Kind};
use crate::words::{Found, Words};

/// Every part of every sheet, with the kind of the part around it.
fn parts() -> Vec<(Sheet, &'static Part, Option<&'static Kind>)> {
    fn all(
        sheet: Sheet,
        part: &'static Part,
        around: Option<&'static Kind>,
        out: &mut Vec<(Sheet, &'static Part, Option<&'static Kind>)>,
    ) {
        out.push((sheet, part, around));
        part.inside.iter().for_each(|inner| all(sheet, inner, Some(part.kind), out));
    }
    let mut out = Vec::new();
    for sheet in Sheet::ALL {
        sheet.parts().iter().for_each(|part| all(sheet, part, None, &mut out));
    }
    out
}

#[test]
fn every_kind_stands_on_a_sheet_or_says_why_not() {
    let shown: BTreeSet<&str> = parts().iter().map(|(_, part, _)| part.kind.name).collect();
    for kind in ALL {
        let left_out = NOT_ON_PAPER.iter().any(|(name, _)| *name == kind.name);
        assert!(shown.contains(kind.name) != left_out, "{}", kind.name);
    }
    let sheets: BTreeSet<&str> = Sheet::ALL.iter().map(|s| s.word()).collect();
    assert_eq!(sheets.len(), Sheet::ALL.len());
}

#[test]
fn every_field_of_a_kind_stands_on_its_sheet_or_is_left_out_by_name() {
    for (sheet, part, around) in parts() {
        let place = format!("{} / {}", sheet.word(), part.kind.name);
        let mut named: Vec<&str> = part.lines.iter().map(|l| l.field).chain(part.left_out.iter().copied()).collect();
        named.extend(part.by.map(|(field, _)| field));
        if part.under.is_empty() {
            assert!(around.is_none(), "{place}: it stands under something, but by which field?");
        } else {
            assert!(around.is_some(), "{place}");
            named.push(part.under);
        }
        let once: BTreeSet<&str> = named.iter().copied().collect();
        assert_eq!(once.len(), named.len(), "{place}: a field stands there twice");
        for field in part.kind.fields {
            assert!(
                once.contains(field.name) || KEEPING.contains(&field.name),
                "{place}: {} is on no paper",
                field.name
            );
        }
        for name in &once {
            assert!(part.kind.field(name).is_some(), "{place}: there is no field {name}");
        }
        assert!(part.over.is_empty() || part.kind.field("state").is_some(), "{place}: over by which field?");
    }
}

#[test]
fn a_field_is_shown_as_what_it_holds() {
    for (sheet, part, _) in parts() {
        for line in part.lines {
            let holds = part.kind.field(line.field).unwrap().holds;
            let fits = match line.how {
                How::Number | How::Scale(_) | How::Steps(..) | How::PackSteps(_) | How::Yes => holds == Holds::Number,
                How::Linked(to) => {
                    let there =
                        |(kind, field): &(&str, &str)| Kind::named(kind).is_some_and(|k| k.field(field).is_some());
                    holds == Holds::Bytes && to.iter().all(there)
                }
                _ => matches!(holds, Holds::Words | Holds::Text),
            };
            assert!(fits, "{}: {}.{}", sheet.word(), part.kind.name, line.field);
        }
    }
}

#[test]
fn everything_on_a_sheet_has_its_words() {
    let words = Words::of("en");
    let mut missing = BTreeSet::new();
    let mut need = |id: String| {
        if words.found(&id) == Found::Nowhere {
            missing.insert(id);
        }
    };
    for sheet in Sheet::ALL {
        need(format!("sheet-{}", sheet.word().replace('_', "-")));
    }
    for kind in on_paper() {
        need(kind.name.replace('_', "-"));
    }
    for (_, part, _) in parts() {
        if let Some((field, choices)) = part.by {
            for word in choices {
                need(message_of(part.kind, field, word));
            }
        }
        for line in part.lines {
            need(message_of(part.kind, line.field, ""));
            match line.how {
                How::Choice(choices) | How::Choices(choices) => {
                    for word in choices {
                        need(message_of(part.kind, line.field, word));
                    }
                }
                How::Steps(from, to) => {
                    for n in from..=to {
                        need(message_of(part.kind, line.field, &n.to_string()));
                    }
                }
                _ => {}
            }
        }
    }
    for category in crate::review::Category::ALL {
        need(format!("sheet-{}", category.word().replace('_', "-")));
    }
    for item in crate::fidelity::FidelityItem::ALL {
        need(format!("fidelity-{}", item.word().replace('_', "-")));
    }
    assert_eq!(missing, BTreeSet::new());
}
