//! Homework that a module offers: filled in beforehand, and the person's own to change before it is kept.

use rusqlite::{Connection, params};

use super::pack::Module;
use super::views::HomeworkOptionLine;
use super::{Content, content};
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::homework::{HowOften, NewHomework, Origin};

impl Handrail {
    /// A homework filled in from what a module offers, in the person's language, to be changed and then kept with
    /// [`Handrail::save_homework`]. `origin` is how it comes about. Nothing is written here.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an option that the module does not have in the pack in force.
    pub fn homework_from_option(&self, module: &str, option: &str, origin: Origin) -> Result<NewHomework> {
        self.read(|c| {
            let content = content(c)?;
            let offered = content.pack.module(module).is_some_and(|m| m.homework.iter().any(|h| h == option));
            let there = content.pack.homework_option(option).filter(|_| offered);
            let kept = there.ok_or(Error::NotFound("homework_option"))?;
            Ok(NewHomework {
                title: content.words(&format!("homework.{option}.title")),
                module: content.words(&format!("module.{module}.title")),
                why: String::new(),
                goal: None,
                what_exactly: content.words(&format!("homework.{option}.what")),
                where_words: String::new(),
                with_whom: String::new(),
                worksheet: kept.worksheet.map_or("", super::pack::Worksheet::word).to_owned(),
                origin,
                confidence: None,
                smaller_version: content.words(&format!("homework.{option}.smaller")),
                how_often: HowOften::Once,
                first_day: None,
                by_about: None,
                reminder_time: None,
                module_id: module.to_owned(),
                option_id: option.to_owned(),
            })
        })
    }
}

/// What a module offers.
pub(super) fn of_module(c: &Connection, content: &Content, module: &Module) -> Result<Vec<HomeworkOptionLine>> {
    let mut q = c.prepare_cached(
        "SELECT id FROM homework WHERE option_id = ?1 AND module_id = ?2 ORDER BY first_day DESC, id DESC LIMIT 50",
    )?;
    let mut lines = Vec::new();
    for id in &module.homework {
        let Some(option) = content.pack.homework_option(id) else { continue };
        let taken = q.query_map(params![id, module.id], |r| r.get(0))?.collect::<Result<_, _>>()?;
        lines.push(HomeworkOptionLine {
            id: id.clone(),
            title: content.text(&format!("homework.{id}.title")),
            what: content.text(&format!("homework.{id}.what")),
            smaller: content.text(&format!("homework.{id}.smaller")),
            worksheet: option.worksheet,
            taken,
        });
    }
    Ok(lines)
}
