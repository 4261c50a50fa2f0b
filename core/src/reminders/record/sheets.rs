//! What the sheets themselves answer: a homework that was done needs no "done" on its reminder. Read for the fold.

use rusqlite::Connection;

use super::facts_of;
use crate::clock::Day;
use crate::error::Result;
use crate::homework::HomeworkId;
use crate::ids::Id;
use crate::reminders::answers::Answers;
use crate::reminders::notification::Reminder;

type OfRecord = fn(Id) -> Reminder;

/// Facts, and what the record itself answers.
pub(in crate::reminders) fn answers(c: &Connection, since: Day) -> Result<Answers> {
    let mut answers = Answers::fold(facts_of(c, None, since)?);
    let by_record: [(&str, OfRecord); 2] = [
        ("SELECT DISTINCT r.homework, r.occurrence FROM homework_result r WHERE r.occurrence >= ?1", |id| {
            Reminder::Homework(HomeworkId(id))
        }),
        ("SELECT medicine, occurrence FROM dose WHERE occurrence >= ?1 AND result <> 'later'", Reminder::Medicine),
    ];
    for (sql, of) in by_record {
        let mut q = c.prepare_cached(sql)?;
        for row in q.query_map([since], |r| Ok((of(r.get(0)?), r.get(1)?)))? {
            let (reminder, day) = row?;
            answers.close_day(reminder, day);
        }
    }
    let mut q = c.prepare_cached(
        "SELECT s.id, s.reminder_day FROM step s WHERE s.state = 'active' AND s.reminder_day >= ?1
            AND EXISTS (SELECT 1 FROM step_result r WHERE r.step = s.id AND r.day >= s.reminder_day)",
    )?;
    for row in q.query_map([since], |r| Ok((r.get(0)?, r.get(1)?)))? {
        let (step, day) = row?;
        answers.close_day(Reminder::Step(step), day);
    }
    for (sql, reminder) in [
        ("SELECT day FROM check_in WHERE day >= ?1", Reminder::CheckIn),
        ("SELECT day FROM plan_event WHERE event = 'reviewed' AND day >= ?1", Reminder::PlanReview),
        ("SELECT day FROM life_area_rating WHERE day >= ?1", Reminder::LifeAreas),
    ] {
        let mut q = c.prepare_cached(sql)?;
        for day in q.query_map([since], |r| r.get(0))? {
            answers.close_day(reminder, day?);
        }
    }
    close_own(c, since, &mut answers)?;
    Ok(answers)
}

/// A reminder of one's own about a sheet is answered by an answer there, on that day.
fn close_own(c: &Connection, since: Day, answers: &mut Answers) -> Result<()> {
    let mut q = c.prepare_cached(
        "SELECT o.id, r.occurrence FROM reminder o JOIN homework_result r ON o.about = 'homework' AND r.homework = o.about_id
          WHERE r.occurrence >= ?1
         UNION SELECT o.id, r.day FROM reminder o JOIN step_result r ON o.about = 'step' AND r.step = o.about_id
          WHERE r.day >= ?1
         UNION SELECT o.id, d.occurrence FROM reminder o JOIN dose d ON o.about = 'medicine' AND d.medicine = o.about_id
          WHERE d.occurrence >= ?1 AND d.result <> 'later'
         UNION SELECT o.id, i.day FROM reminder o JOIN check_in i ON o.about = 'check_in' WHERE i.day >= ?1
         UNION SELECT o.id, e.day FROM reminder o JOIN plan_event e ON o.about = 'plan_review' AND e.event = 'reviewed'
          WHERE e.day >= ?1
         UNION SELECT o.id, l.day FROM reminder o JOIN life_area_rating l ON o.about = 'life_areas' WHERE l.day >= ?1",
    )?;
    for row in q.query_map([since], |r| Ok((Reminder::Own(r.get(0)?), r.get(1)?)))? {
        let (reminder, day) = row?;
        answers.close_day(reminder, day);
    }
    Ok(())
}
