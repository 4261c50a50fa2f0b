//! Alcohol and drugs: my reasons, what is good and bad about using and about not using, risky
//! situations and my answer to them, what I do instead, my own plan; and a log, for those who want
//! one. Nothing is asked, counted or judged.
//!
//! Off until opened. Closed, nothing of it is shown, and everything is kept. No notification ever
//! carries a word of it.

use rusqlite::{Connection, Row};

use crate::clock::{Day, Moment};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::{Id, id_type};
use crate::order;
use crate::programme::{self, pack::Worksheet};
use crate::settings;
use crate::store::Changes;
use crate::store::kinds::{SUBSTANCE_ENTRY, SUBSTANCE_LINE, Values, value};
use crate::validate::{self, choice};

/// Setting: whether this person opened the sheet.
pub(crate) const OPENED: &str = "substance_use_opened";

id_type! {
    /// Names a line of the sheet.
    SubstanceLineId
}
id_type! {
    /// Names an entry of the log.
    SubstanceEntryId
}

choice! {
    /// The parts of the sheet, in the order they are gone through.
    SubstancePart {
        /// Why I use.
        Reason = "reason",
        /// What is good about using.
        GoodUsing = "good_using",
        /// What is bad about using.
        BadUsing = "bad_using",
        /// What is good about not using.
        GoodNotUsing = "good_not_using",
        /// What is bad about not using.
        BadNotUsing = "bad_not_using",
        /// A situation that is risky for me, and my answer.
        RiskySituation = "risky_situation",
        /// What I do instead.
        Instead = "instead",
        /// My own plan.
        Plan = "plan",
    }
}

impl SubstancePart {
    /// All parts, in the order they are gone through.
    pub const ALL: [Self; 8] = [
        Self::Reason,
        Self::GoodUsing,
        Self::BadUsing,
        Self::GoodNotUsing,
        Self::BadNotUsing,
        Self::RiskySituation,
        Self::Instead,
        Self::Plan,
    ];

    fn names_people(self) -> bool {
        matches!(self, Self::RiskySituation | Self::Instead | Self::Plan)
    }
}

/// A line as the person wants it. For an edit, every field is the new value.
#[derive(Clone, PartialEq, Eq)]
pub struct NewSubstanceLine {
    /// Which part it belongs to.
    pub part: SubstancePart,
    /// In the person's own words, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub wording: String,
    /// Risky situations: what I do then, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters. Empty in every
    /// other part.
    pub my_answer: String,
    /// Risky situations, what I do instead, my plan: who is with me in it, at most
    /// [`LINE_LIMIT`](validate::LINE_LIMIT) characters. Empty in every other part.
    pub who: String,
}

/// A line, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct SubstanceLineView {
    /// Which.
    pub id: SubstanceLineId,
    /// Which part it belongs to.
    pub part: SubstancePart,
    /// In the person's own words.
    pub wording: String,
    /// What I do then.
    pub my_answer: String,
    /// Who is with me in it.
    pub who: String,
}

/// An entry of the log, as it is written.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct NewSubstanceEntry {
    /// What it was, at most [`LINE_LIMIT`](validate::LINE_LIMIT) characters.
    pub what: String,
    /// How much, in words, at most [`LINE_LIMIT`](validate::LINE_LIMIT) characters.
    pub how_much: String,
    /// What was going on, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub situation: String,
    /// What helped, at most [`TEXT_LIMIT`](validate::TEXT_LIMIT) characters.
    pub what_helped: String,
}

/// An entry of the log, as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct SubstanceEntryView {
    /// Which.
    pub id: SubstanceEntryId,
    /// What it was.
    pub what: String,
    /// How much.
    pub how_much: String,
    /// What was going on.
    pub situation: String,
    /// What helped.
    pub what_helped: String,
    /// The person's day.
    pub day: Day,
    /// When exactly.
    pub made: Moment,
}

/// A part with its lines.
#[derive(Clone, PartialEq, Eq)]
pub struct SubstancePartView {
    /// Which part.
    pub part: SubstancePart,
    /// Its lines, as the person put them.
    pub lines: Vec<SubstanceLineView>,
}

/// The sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct SubstanceUseView {
    /// Whether it was opened. While it is not, nothing else is handed out.
    pub opened: bool,
    /// All eight parts in order, the empty ones too.
    pub parts: Vec<SubstancePartView>,
    /// The log: the newest 50 entries.
    pub recent: Vec<SubstanceEntryView>,
}

impl Handrail {
    /// The sheet.
    pub fn substance_use(&self) -> Result<SubstanceUseView> {
        self.read(|c| {
            let opened = settings::is_on(c, OPENED)?;
            let (lines, recent) = if opened { (lines(c)?, recent(c, None)?) } else { (Vec::new(), Vec::new()) };
            let of = |part| lines.iter().filter(|l| l.part == part).cloned().collect();
            let parts = SubstancePart::ALL.map(|part| SubstancePartView { part, lines: of(part) }).into();
            Ok(SubstanceUseView { opened, parts, recent })
        })
    }

    /// The 50 entries before this one, for scrolling back. None while the sheet is closed.
    pub fn substance_entries_before(&self, entry: SubstanceEntryId) -> Result<Vec<SubstanceEntryView>> {
        self.read(|c| if settings::is_on(c, OPENED)? { recent(c, Some(entry)) } else { Ok(Vec::new()) })
    }

    /// Opens the sheet, or closes it, and with it the parts of the programme that are about it. What is in it is kept
    /// either way.
    pub fn open_substance_use(&self, open: bool) -> Result<Changes> {
        self.write(|w| {
            settings::put(w, OPENED, Some(&open))?;
            programme::parts_follow(w, Worksheet::SubstanceUse, open)
        })
    }

    /// Adds a line at the end of its part.
    ///
    /// # Errors
    /// `substance_use_opened` in the wrong state while the sheet is closed; here and in every write below.
    pub fn add_substance_line(&self, new: &NewSubstanceLine) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), OPENED)?;
            let mut values = line_values(new)?;
            values.push(("position", value(order::behind_last(w.tx(), &SUBSTANCE_LINE, &group(new))?)));
            w.insert(&SUBSTANCE_LINE, w.new_id()?, &values)
        })
    }

    /// Says a line differently, or moves it to another part, where it stands last.
    pub fn edit_substance_line(&self, id: SubstanceLineId, edit: &NewSubstanceLine) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), OPENED)?;
            let mut values = line_values(edit)?;
            order::stay_or_go_last(w.tx(), &SUBSTANCE_LINE, id.0, &group(edit), &mut values)?;
            w.update(&SUBSTANCE_LINE, id.0, &values).map(drop)
        })
    }

    /// Moves a line within its part: `place` counts from 0; beyond the end means last.
    pub fn move_substance_line(&self, id: SubstanceLineId, place: u32) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), OPENED)?;
            order::move_to(w, &SUBSTANCE_LINE, id.0, &["part"], place)
        })
    }

    /// Adds an entry to the log.
    pub fn record_substance_entry(&self, new: &NewSubstanceEntry) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), OPENED)?;
            let mut values = entry_values(new)?;
            values.extend(w.made());
            w.insert(&SUBSTANCE_ENTRY, w.new_id()?, &values)
        })
    }

    /// Changes an entry of the log. The earlier text stays as a revision.
    pub fn edit_substance_entry(&self, id: SubstanceEntryId, edit: &NewSubstanceEntry) -> Result<Changes> {
        self.write(|w| {
            settings::must_be_on(w.tx(), OPENED)?;
            w.update(&SUBSTANCE_ENTRY, id.0, &entry_values(edit)?).map(drop)
        })
    }
}

fn group(new: &NewSubstanceLine) -> Values {
    vec![("part", new.part.into())]
}

fn line_values(new: &NewSubstanceLine) -> Result<Values> {
    if new.part != SubstancePart::RiskySituation && !new.my_answer.trim().is_empty() {
        return Err(Error::invalid("my_answer", Reason::WrongState));
    }
    if !new.part.names_people() && !new.who.trim().is_empty() {
        return Err(Error::invalid("who", Reason::WrongState));
    }
    Ok(vec![
        ("part", new.part.into()),
        ("wording", value(validate::some_text("wording", &new.wording)?)),
        ("my_answer", value(validate::text("my_answer", &new.my_answer)?)),
        ("who", value(validate::optional_line("who", &new.who)?)),
    ])
}

fn entry_values(new: &NewSubstanceEntry) -> Result<Values> {
    Ok(vec![
        ("what", value(validate::line("what", &new.what)?)),
        ("how_much", value(validate::optional_line("how_much", &new.how_much)?)),
        ("situation", value(validate::text("situation", &new.situation)?)),
        ("what_helped", value(validate::text("what_helped", &new.what_helped)?)),
    ])
}

fn lines(c: &Connection) -> Result<Vec<SubstanceLineView>> {
    let mut q =
        c.prepare_cached("SELECT id, part, wording, my_answer, who FROM substance_line ORDER BY position, id")?;
    let rows = q.query_map([], |r| {
        Ok(SubstanceLineView {
            id: r.get(0)?,
            part: r.get(1)?,
            wording: r.get(2)?,
            my_answer: r.get(3)?,
            who: r.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn recent(c: &Connection, before: Option<SubstanceEntryId>) -> Result<Vec<SubstanceEntryView>> {
    let mut q = c.prepare_cached(
        "SELECT id, what, how_much, situation, what_helped, day, made_ms, made_zone, made_offset FROM substance_entry
          WHERE id < ?1 ORDER BY id DESC LIMIT 50",
    )?;
    let rows = q.query_map([Id::before(before.map(|b| b.0))], entry_of_row)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

fn entry_of_row(r: &Row<'_>) -> rusqlite::Result<SubstanceEntryView> {
    Ok(SubstanceEntryView {
        id: r.get(0)?,
        what: r.get(1)?,
        how_much: r.get(2)?,
        situation: r.get(3)?,
        what_helped: r.get(4)?,
        day: r.get(5)?,
        made: Moment { instant_ms: r.get(6)?, zone: r.get(7)?, offset_min: r.get(8)? },
    })
}
