//! The draft of a note about a meeting, as practitioners write them: the goal, what was taught,
//! how, the homework. Made of what was ticked and written anyway, as messages with arguments: the
//! screen turns them into lines of the person's language, and a person edits and keeps them with
//! [`Handrail::note_session`]. Nothing is concluded here that nobody wrote.

use rusqlite::{Connection, OptionalExtension as _};

use super::sheet::view;
use super::{SessionHomework, SessionId, SessionSheetView, TeachingStyle};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::homework::{HomeworkId, HomeworkOutcome};
use crate::programme::{Content, content};
use crate::validate::choice;
use crate::words::{Arg, Message};

choice! {
    /// What a line of the draft is about.
    NotePart {
        /// When we met, and who was there.
        Meeting = "meeting",
        /// The goal.
        Goal = "goal",
        /// What was taught.
        Taught = "taught",
        /// How it was taught and practised.
        How = "how",
        /// Homework, talked over and agreed.
        Homework = "homework",
    }
}

/// A line of the draft.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteLine {
    /// What it is about.
    pub part: NotePart,
    /// What it says.
    pub message: Message,
}

/// Goals that are named where a meeting wrote no row of a goal sheet.
const MOST_GOALS: i64 = 3;

impl Handrail {
    /// The draft of a note about a meeting, to be edited before it is kept. Empty lines are left out.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`].
    pub fn note_draft(&self, session: SessionId) -> Result<Vec<NoteLine>> {
        self.read(|c| draft(c, &view(c, session)?))
    }
}

/// The draft about a meeting that was read.
pub(super) fn draft(c: &Connection, view: &SessionSheetView) -> Result<Vec<NoteLine>> {
    let mut draft = Draft(Vec::new());
    meeting(&mut draft, view);
    goals(&mut draft, c, view.session.id)?;
    taught(&mut draft, &content(c)?, view);
    homework(&mut draft, c, view)?;
    Ok(draft.0)
}

struct Draft(Vec<NoteLine>);

impl Draft {
    fn line(&mut self, part: NotePart, message: Message) {
        self.0.push(NoteLine { part, message });
    }

    /// A line around words of a person; none where there are no words.
    fn words(&mut self, part: NotePart, id: &'static str, name: &'static str, words: &str) {
        if !words.is_empty() {
            self.line(part, Message::new(id).with(name, words));
        }
    }
}

fn meeting(draft: &mut Draft, view: &SessionSheetView) {
    let day = Arg::Day(view.session.day);
    draft.line(
        NotePart::Meeting,
        match view.sheet.minutes {
            Some(minutes) => Message::new("note-met-minutes").with("day", day).with("count", minutes),
            None => Message::new("note-met").with("day", day),
        },
    );
    for name in &view.supporter_names {
        draft.words(NotePart::Meeting, "note-present", "who", name);
    }
    draft.words(NotePart::Meeting, "note-present", "who", &view.sheet.others_present);
}

fn goals(draft: &mut Draft, c: &Connection, session: SessionId) -> Result<()> {
    let mut q = c.prepare_cached(
        "SELECT g.title, r.progress, r.what_next FROM goal_review r JOIN long_term_goal g ON g.id = r.goal
          WHERE r.session = ?1 ORDER BY r.id",
    )?;
    let rows: Vec<(String, String, String)> =
        q.query_map([session], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect::<Result<_, _>>()?;
    for (title, progress, next) in &rows {
        let message = Message::new("note-goal-progress").with("goal", title.as_str());
        draft.line(NotePart::Goal, message.with("progress", progress.as_str()));
        draft.words(NotePart::Goal, "note-goal-next", "next", next);
    }
    if rows.is_empty() {
        let mut q = c.prepare_cached("SELECT title FROM long_term_goal WHERE state = 'active' ORDER BY id LIMIT ?1")?;
        for title in q.query_map([MOST_GOALS], |r| r.get::<_, String>(0))? {
            draft.words(NotePart::Goal, "note-goal", "goal", &title?);
        }
    }
    Ok(())
}

fn taught(draft: &mut Draft, content: &Content, view: &SessionSheetView) {
    for module in &view.sheet.modules {
        // A pack may have dropped it since: its id is still better than nothing.
        let title = content.words(&format!("module.{module}.title"));
        draft.words(NotePart::Taught, "note-taught", "module", if title.is_empty() { module } else { &title });
    }
    if view.sheet.modules.is_empty() {
        draft.words(NotePart::Taught, "note-taught", "module", &view.session.module);
    }
    draft.words(NotePart::Taught, "note-topics", "topics", &view.sheet.topics);
    for style in &view.sheet.teaching_styles {
        let id = match style {
            TeachingStyle::Motivational => "note-how-motivational",
            TeachingStyle::Educational => "note-how-educational",
            TeachingStyle::CognitiveBehavioural => "note-how-cognitive-behavioural",
        };
        draft.line(NotePart::How, Message::new(id));
    }
    draft.words(NotePart::How, "note-practised", "what", &view.sheet.practised);
    draft.words(NotePart::How, "note-role-play", "what", &view.sheet.role_play);
}

fn homework(draft: &mut Draft, c: &Connection, view: &SessionSheetView) -> Result<()> {
    for SessionHomework { homework, title } in &view.session.reviewed {
        let id = match newest_answer(c, *homework)? {
            Some(HomeworkOutcome::Done) => "note-homework-done",
            Some(HomeworkOutcome::Partly) => "note-homework-partly",
            Some(HomeworkOutcome::NotYet) => "note-homework-not-yet",
            Some(HomeworkOutcome::NotToday) | None => "note-homework-reviewed",
        };
        draft.words(NotePart::Homework, id, "title", title);
        let mut q = c.prepare_cached(
            "SELECT note FROM homework_review WHERE homework = ?1 AND session = ?2 AND note <> '' ORDER BY id",
        )?;
        for note in q.query_map(rusqlite::params![homework, view.session.id], |r| r.get::<_, String>(0))? {
            draft.words(NotePart::Homework, "note-homework-said", "note", &note?);
        }
    }
    for SessionHomework { title, .. } in &view.session.agreed {
        draft.words(NotePart::Homework, "note-homework-agreed", "title", title);
    }
    Ok(())
}

/// What the person said of it last that says anything.
fn newest_answer(c: &Connection, homework: HomeworkId) -> Result<Option<HomeworkOutcome>> {
    let mut q = c.prepare_cached(
        "SELECT result FROM homework_result WHERE homework = ?1 AND result <> 'not_today'
          ORDER BY occurrence DESC, id DESC LIMIT 1",
    )?;
    Ok(q.query_row([homework], |r| r.get(0)).optional()?)
}
