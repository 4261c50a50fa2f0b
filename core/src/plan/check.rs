//! What a line of the plan may hold: each part has its own fields.

use rusqlite::Connection;

use super::{NewPlanLine, PlanPart};
use crate::error::{Error, Reason, Result};
use crate::people::{self, PersonId};
use crate::signs::WarningSignId;
use crate::store::kinds::{PERSON, Values, WARNING_SIGN, maybe, value};
use crate::validate;

pub(super) fn line_values(c: &Connection, new: &NewPlanLine) -> Result<Values> {
    use PlanPart::{Contacts, Signs, Triggers, WhatHappened, WhatHelps, WhoHelps};
    let part = new.part;
    let only_in = |field, parts: &[PlanPart], empty: bool| only_where(field, parts.contains(&part), empty);
    let stage = match part {
        WhatHelps => validate::scale("stage", new.stage, 1, 4)?,
        _ => validate::scale("stage", new.stage, 0, 0)?,
    };
    only_in("phone", &[Contacts], new.phone.trim().is_empty())?;
    only_in("action", &[WhatHappened, Triggers], new.action.trim().is_empty())?;
    only_in("what_came_first", &[WhatHappened], new.what_came_first.trim().is_empty())?;
    only_in("when_words", &[WhatHappened], new.when_words.trim().is_empty())?;
    only_in("sign", &[Signs], new.sign.is_none())?;
    only_in("person", &[WhatHelps, WhoHelps, Contacts], new.person.is_none())?;
    only_in("role", &[Contacts], new.role.is_none())?;
    only_in("not_to_be_called", &[WhoHelps], !new.not_to_be_called)?;
    only_where("duty", part == WhoHelps && !new.not_to_be_called, new.duty.trim().is_empty())?;
    if let Some(sign) = new.sign {
        validate::known(c, &WARNING_SIGN, "sign", sign.0)?;
    }
    Ok(vec![
        ("part", part.into()),
        ("stage", value(stage)),
        ("wording", value(wording_or(c, &new.wording, new.sign, new.person)?)),
        ("phone", value(validate::phone("phone", &new.phone)?)),
        ("action", value(validate::text("action", &new.action)?)),
        ("what_came_first", value(validate::text("what_came_first", &new.what_came_first)?)),
        ("when_words", value(validate::optional_line("when_words", &new.when_words)?)),
        ("sign", maybe(new.sign.map(|s| s.0))),
        ("person", maybe(known_person(c, new.person)?)),
        ("duty", value(validate::text("duty", &new.duty)?)),
        ("role", new.role.map_or_else(|| value(String::new()), Into::into)),
        ("not_to_be_called", maybe(new.not_to_be_called.then_some(1_i64))),
    ])
}

/// That a field stays empty where it has no place.
pub(super) fn only_where(field: &'static str, here: bool, empty: bool) -> Result<()> {
    if here || empty { Ok(()) } else { Err(Error::invalid(field, Reason::WrongState)) }
}

pub(super) fn known_person(c: &Connection, person: Option<PersonId>) -> Result<Option<crate::ids::Id>> {
    person.map(|p| validate::known(c, &PERSON, "person", p.0).map(|()| p.0)).transpose()
}

/// The words of a line; where none were given, those of what it points to, so that the line says something
/// by itself, on paper and after that was taken away.
pub(super) fn wording_or(
    c: &Connection,
    words: &str,
    sign: Option<WarningSignId>,
    person: Option<PersonId>,
) -> Result<String> {
    let given = validate::text("wording", words)?;
    match (given.is_empty(), sign, person) {
        (false, ..) => Ok(given),
        (true, Some(sign), _) => {
            Ok(c.prepare_cached("SELECT wording FROM warning_sign WHERE id = ?1")?.query_row([sign], |r| r.get(0))?)
        }
        (true, None, Some(person)) => {
            known_person(c, Some(person))?;
            people::name_of(c, person)
        }
        (true, None, None) => Err(Error::invalid("wording", Reason::Empty)),
    }
}
