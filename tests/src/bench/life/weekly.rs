//! What a week, a month and a quarter bring.

use handrail_core::goals::{Company, GoalState, NewGoalReview};
use handrail_core::homework::{HomeworkId, HomeworkState, HowOften, NewHomeworkReview};
use handrail_core::life_areas::{NewLifeAreaRating, WishToChange};
use handrail_core::lifestyle::{LifestyleChangeId, LifestyleChangeState, NewLifestyleChange};
use handrail_core::medication::notes::{MedicineNotePart, NewMedicineNote};
use handrail_core::needs::{NeedState, NewNeed};
use handrail_core::people::contact::{ContactOutcome, NewContactTry};
use handrail_core::people::permissions::{NewPermission, PermittedItem};
use handrail_core::plan::keeping::{NewPlanEvent, PlanEventKind};
use handrail_core::plan::{NewPlanLine, PlanPart};
use handrail_core::problem_solving::{
    NewProblem, NewProblemIdea, NewProblemReview, ProblemId, ProblemNext, ProblemState,
};
use handrail_core::programme::{EnrolmentState, HandoutHow, ModuleState};
use handrail_core::progress_check::instrument::Answer;
use handrail_core::progress_check::{CheckAnswer, FilledBy, NewInstrumentAnswers, NewProgressCheck};
use handrail_core::proposals::ProposalEdit;
use handrail_core::recovery::{NewRecoveryMeaning, RecoveryMeaningId};
use handrail_core::review::{Choices, PacketWords, Period};
use handrail_core::sessions::{AgendaPart, NewSession, SessionId, SessionKind, SessionPart, SessionSheet};
use handrail_core::signs::{NoticeAnswer, UsualEvent};
use handrail_core::talk_about::{TalkAboutId, TalkAboutState};

use super::sheets::{QUESTIONNAIRE, homework};
use super::{Living, at};
use crate::bench::Trouble;

impl Living<'_> {
    /// The meeting, what it was about and what came of it.
    pub(super) fn a_week(&mut self, week: i64) -> Result<(), Trouble> {
        let today = self.ana.this_day()?;
        let talk = TalkAboutId(self.made(self.ana.add_talk_about("the forms for the flat"), "talk_about")?);
        let session = SessionId(self.made(
            self.ana.plan_session(&NewSession {
                day: today,
                time: None,
                kind: SessionKind::Individual,
                place: "The clinic".into(),
                module: "Coping with problems".into(),
                agenda: String::new(),
            }),
            "session",
        )?);
        self.life.session = Some(session);
        self.wrote(self.ana.mark_session_held(session))?;
        let sheet = SessionSheet {
            modules: at(&self.life.words.modules, week / 4).into_iter().collect(),
            topics: "What I do when the bus is full".into(),
            minutes: Some(50),
            agenda_done: AgendaPart::ALL.to_vec(),
            ..SessionSheet::default()
        };
        self.wrote(self.ana.fill_session(session, &sheet))?;
        self.wrote(self.ana.note_session(session, "We went through the week and laughed about the pond."))?;
        self.wrote(self.ana.set_talk_about_state(talk, TalkAboutState::Talked))?;

        if let Some(last) = self.life.this_week.take() {
            let review = NewHomeworkReview {
                homework: last,
                session: Some(session),
                with_whom: "Sam".into(),
                note: "Half".into(),
            };
            self.wrote(self.ana.record_homework_review(&review))?;
            self.wrote(self.ana.add_session_homework(session, last, SessionPart::Reviewed))?;
            self.wrote(self.ana.set_homework_state(last, HomeworkState::Finished))?;
        }
        let next = if week % 2 == 0 {
            let proposal = self.sam.suggests(self.ana, &format!("Ring the allotment, week {week}"), today)?;
            self.made(self.ana.accept_proposal(proposal, &ProposalEdit::default()), "homework")?
        } else {
            let proposal = self.sam.suggests(self.ana, "Count the ducks", today)?;
            self.wrote(self.ana.decline_proposal(proposal))?;
            let new = homework(&format!("Draw the pond, week {week}"), HowOften::Weekly);
            self.made(self.ana.save_homework(&new), "homework")?
        };
        self.life.this_week = Some(HomeworkId(next));
        self.wrote(self.ana.add_session_homework(session, HomeworkId(next), SessionPart::Agreed))?;
        if let Some(goal) = self.life.goal {
            let row = NewGoalReview {
                goal,
                session: Some(session),
                progress: "a little further".into(),
                rating: Some(5),
                what_next: "the next small thing".into(),
            };
            self.wrote(self.ana.record_goal_sheet_row(&row, &Company::default()))?;
        }
        if let Some(practice) = self.life.practice {
            let (result, how_it_went) = (ContactOutcome::Done, "she stayed".into());
            let new = NewContactTry { practice, role_play: week % 2 == 0, result, how_it_went };
            self.wrote(self.ana.record_contact_try(&new))?;
        }
        if let Some(notice) = self.ana.signs()?.notice {
            self.wrote(self.ana.record_notice_answer(notice.opened, NoticeAnswer::Helpful))?;
        }
        let listed = &self.life.words;
        if let (Some(module), Some(section)) = (at(&listed.modules, 0), at(&listed.sections, week)) {
            self.wrote(self.ana.note_handout(&module, &section, HandoutHow::ReadTogether, "Sam"))?;
        }
        Ok(())
    }

    /// A module begins, a problem is worked on, the plan is used, a packet is shared.
    pub(super) fn a_month(&mut self, month: i64) -> Result<(), Trouble> {
        let today = self.ana.this_day()?;
        if let Some(step) = self.life.step {
            self.wrote(self.ana.set_step_state(step, GoalState::Reached))?;
        }
        self.next_step(&format!("Take bus {month} there once"))?;
        let listed = &self.life.words;
        if let (Some(module), Some(question)) = (at(&listed.modules, 0), at(&listed.questions, month)) {
            self.wrote(self.ana.answer_question(&module, &question, "My garden and my sister"))?;
        }
        if let Some(module) = at(&self.life.words.modules, month) {
            self.wrote(self.ana.set_module_state(&module, ModuleState::Done))?;
        }
        self.a_problem(month)?;
        self.wrote(self.ana.use_plan("it was a loud week"))?;
        self.wrote(self.ana.end_plan_use(""))?;
        let (event, with_whom) = (PlanEventKind::CopyGiven, "Cara".into());
        let event = NewPlanEvent { event, person: None, with_whom, note: String::new() };
        self.wrote(self.ana.record_plan_event(&event))?;
        if let Some(line) = self.life.plan_line {
            let new = NewPlanLine::new(PlanPart::Wishes, 0, format!("no ward with a television ({month})"));
            self.wrote(self.ana.edit_plan_line(line, &new))?;
        }
        let part = [MedicineNotePart::GoodSide, MedicineNotePart::SideEffect, MedicineNotePart::Question];
        let note = NewMedicineNote {
            medicine: self.life.medicine,
            part: at(&part, month).unwrap_or(MedicineNotePart::Question),
            wording: "slow mornings".into(),
            how_bad: None,
            since: None,
            answer: String::new(),
        };
        self.wrote(self.ana.add_medicine_note(&note))?;
        let period = Period::FromUntil { from: today.plus(-6), until: today };
        let review = self.ana.review(period, &PacketWords::default())?;
        let preview = self.ana.preview(&review, &Choices::default())?;
        let packet = self.made(self.ana.share(&preview), "packet")?;
        self.sam.saw(self.ana, packet, today)
    }

    fn a_problem(&mut self, month: i64) -> Result<(), Trouble> {
        let new =
            NewProblem { problem: format!("bus {month} is too full for me"), step: self.life.step, homework: None };
        let problem = ProblemId(self.made(self.ana.start_problem(&new), "problem")?);
        for idea in ["walk", "a later bus", "go with Cara"] {
            let new = NewProblemIdea { idea: idea.into(), ..NewProblemIdea::default() };
            self.wrote(self.ana.add_problem_idea(problem, &new))?;
        }
        let what_worked = "the headphones".into();
        let back = NewProblemReview { problem, what_worked, next: ProblemNext::Keep, note: String::new() };
        self.wrote(self.ana.record_problem_review(&back))?;
        if let Some(last) = self.life.problem.replace(problem) {
            self.wrote(self.ana.set_problem_state(last, ProblemState::Solved))?;
        }
        Ok(())
    }

    /// The wheel of life, a progress check, a nearer goal, what recovery means by now.
    pub(super) fn a_quarter(&mut self, quarter: i64) -> Result<(), Trouble> {
        let today = self.ana.this_day()?;
        let rate = |(n, area): (i64, handrail_core::life_areas::LifeAreaView)| NewLifeAreaRating {
            area: area.area,
            rating: Some((n + quarter) % 3),
            wish_to_change: Some(WishToChange::NotNow),
            note: "quieter than before".into(),
        };
        let ratings: Vec<_> = (0..).zip(self.ana.life_areas()?.areas).map(rate).collect();
        self.wrote(self.ana.rate_life_areas(None, &ratings))?;
        for filled_by in [FilledBy::Client, FilledBy::Practitioner] {
            let Some(form) = self.ana.progress_check_form(filled_by)? else { continue };
            let middle = |steps: usize| Ok::<_, Trouble>(CheckAnswer::Step(u32::try_from(steps / 2)?));
            let answers = form
                .items
                .iter()
                .map(|i| Ok((i.id.clone(), middle(i.steps.len())?)))
                .collect::<Result<_, Trouble>>()?;
            let note = "further than last winter".into();
            self.wrote(self.ana.record_progress_check(&NewProgressCheck { filled_by, answers, note }))?;
        }
        let answers = [("how".to_owned(), Answer::Choice(0)), ("hours".to_owned(), Answer::Integer(7))];
        self.wrote(self.ana.record_instrument(&NewInstrumentAnswers {
            url: QUESTIONNAIRE.0.into(),
            version: QUESTIONNAIRE.1.into(),
            filled_by: FilledBy::Client,
            answers: answers.into_iter().collect(),
            note: String::new(),
        }))?;
        let new = NewRecoveryMeaning { meaning: format!("my own key ({quarter})"), ..NewRecoveryMeaning::default() };
        self.life.recovery =
            Some(RecoveryMeaningId(self.made(self.ana.save_recovery_meaning(&new), "recovery_meaning")?));
        if let Some(nearer) = self.life.nearer {
            self.wrote(self.ana.set_short_term_goal_state(nearer, GoalState::Reached))?;
        }
        self.nearer(&format!("Plant bed {quarter}"))?;
        let new = NewNeed { wording: "a bus pass for the year".into(), ..NewNeed::default() };
        self.wrote(self.ana.save_need(&new, NeedState::Settled))?;
        let log = at(&self.life.words.logs, quarter).unwrap_or_default();
        let new = NewLifestyleChange { log, wording: "ten minutes after lunch".into(), started: None };
        let change = LifestyleChangeId(self.made(self.ana.save_lifestyle_change(&new), "lifestyle_change")?);
        self.wrote(self.ana.set_lifestyle_change_state(change, LifestyleChangeState::Kept))?;
        if let Some(person) = self.life.person {
            let (item, reason) = (PermittedItem::Plan, "should I not ring".into());
            let until = Some(today.plus(60));
            self.wrote(self.ana.give_permission(&NewPermission { person, item, from: None, until, reason }))?;
        }
        if quarter % 4 == 1 {
            self.a_year()?;
        }
        Ok(())
    }

    /// The usual is set anew; the programme is finished, and taken up again.
    fn a_year(&mut self) -> Result<(), Trouble> {
        self.wrote(self.ana.record_usual_event(UsualEvent::Reset))?;
        if let Some(now) = self.ana.programme()?.enrolment {
            self.wrote(self.ana.set_enrolment_state(now.id, EnrolmentState::Graduated))?;
        }
        self.enrol(true)
    }
}
