//! What a demo client does with the programme: takes part, reads, answers, goes from module to module.

use handrail_core::Error;
use handrail_core::homework::Origin;
use handrail_core::programme::{
    EnrolmentState, HandoutHow, ModuleLine, ModuleState, NewEnrolment, ProgrammeFormat, ProgrammeView,
};
use handrail_core::sessions::{AgendaPart, SessionId, SessionSheet, TeachingStyle};

use super::phone::Phone;

impl Phone {
    /// Takes part from today on, in the order that was chosen together. How many things that wrote down.
    pub(super) fn enrol(&self) -> Result<u64, Error> {
        let (h, course) = (&self.handrail, &self.person.course);
        h.enrol(&NewEnrolment {
            programme: course.pack.clone(),
            format: ProgrammeFormat::parse("format", &course.format)?,
            group_size: None,
            started: None,
            planned_meetings: Some(40),
            trial_meetings: course.trial,
            booster: false,
            repeat_of: None,
        })?;
        h.choose_diagnoses(&course.diagnoses)?;
        for part in &course.parts {
            h.choose_part(part, true)?;
        }
        h.order_modules(&course.modules)?;
        Ok(1 + self.begin_next_module()?)
    }

    /// The module they are working on.
    pub fn module_now(&self) -> Result<Option<ModuleLine>, Error> {
        Ok(self.programme()?.modules.into_iter().find(|m| m.progress.state == ModuleState::Current))
    }

    /// The programme as they see it.
    pub fn programme(&self) -> Result<ProgrammeView, Error> {
        self.handrail.programme()
    }

    /// At a meeting: what it was about, a section read together, a question answered. A module that has had its
    /// meetings makes room for the next, and a trial that is over is decided. How many things that wrote down.
    pub(super) fn work_on_the_module(&mut self, session: SessionId) -> Result<u64, Error> {
        let Some(line) = self.module_now()? else { return Ok(0) };
        let h = &self.handrail;
        let module = h.module(&line.id)?;
        let topics: Vec<&str> = module.topics.iter().map(|t| t.name.text.as_str()).collect();
        h.fill_session(
            session,
            &SessionSheet {
                modules: vec![line.id.clone()],
                topics: topics.join("; "),
                minutes: Some(50),
                agenda_done: AgendaPart::ALL.to_vec(),
                teaching_styles: vec![TeachingStyle::Motivational, TeachingStyle::Educational],
                ..SessionSheet::default()
            },
        )?;
        let mut entries = 1;
        if let Some(unread) = module.handouts.iter().find(|s| s.last_used.is_none()) {
            h.note_handout(&line.id, &unread.id, HandoutHow::ReadTogether, super::living::PRACTITIONER)?;
            entries += 1;
        }
        if let Some(open) = module.questions.iter().find(|q| q.answers.is_empty()) {
            h.answer_question(&line.id, &open.id, self.chance.one_of(&self.person.notes))?;
            entries += 1;
        }
        if let Some(now) = h.programme()?.enrolment.filter(|e| e.decide_now) {
            h.set_enrolment_state(now.id, EnrolmentState::Active)?;
        }
        if line.sessions.is_some_and(|planned| line.progress.meetings + 1 >= i64::from(planned)) {
            h.set_module_state(&line.id, ModuleState::Done)?;
            entries += self.begin_next_module()?;
        }
        Ok(entries)
    }

    /// The first module that is mine and not begun yet, with the first of the homework it offers.
    fn begin_next_module(&self) -> Result<u64, Error> {
        let h = &self.handrail;
        let next =
            self.programme()?.modules.into_iter().find(|m| m.mine && m.progress.state == ModuleState::NotStarted);
        let Some(next) = next else { return Ok(0) };
        h.set_module_state(&next.id, ModuleState::Current)?;
        if let Some(option) = h.module(&next.id)?.homework.first() {
            h.save_homework(&h.homework_from_option(&next.id, &option.id, Origin::Agreed)?)?;
        }
        Ok(2)
    }
}
