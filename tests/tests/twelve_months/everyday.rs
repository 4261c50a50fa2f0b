//! Sheets about every day: people, needs, a healthy life.

use handrail_core::lifestyle::{LifestyleChangeId, LifestyleChangeState, NewLifestyleChange, NewLifestyleEntry};
use handrail_core::needs::{NeedId, NeedState, NewNeed};
use handrail_core::people::contact::{ContactOutcome, ContactPracticeId, NewContactPractice, NewContactTry};
use handrail_core::people::permissions::{NewPermission, PermittedItem};
use handrail_core::people::{NewPerson, PersonId, TakesPart};
use handrail_core::programme::pack::Worksheet;

use handrail_core::progress_check::{CheckAnswer, FilledBy, NewProgressCheck};

use super::{made, mark};
use crate::Mara;

impl Mara {
    pub(super) fn fill_people(&self) {
        let cara = NewPerson {
            name: mark(Worksheet::People).into(),
            relation: "sister".into(),
            closeness: Some(1),
            what_they_give: "a sofa".into(),
            what_i_want: "Sundays".into(),
            phone: "020 7946 0999".into(),
            takes_part: vec![TakesPart::ReadsHandouts, TakesPart::JoinsMeetings],
            help_now: true,
        };
        let cara = PersonId(made(self.h.save_person(&cara), "person"));
        let practice = NewContactPractice {
            person: Some(cara),
            what: "ask her to stay for soup".into(),
            say_first: "I have made too much".into(),
            say_then: "stay a little".into(),
            if_it_is_hard: "I send a message".into(),
        };
        let practice = ContactPracticeId(made(self.h.save_contact_practice(&practice), "contact_practice"));
        for role_play in [true, false] {
            let new =
                NewContactTry { practice, role_play, result: ContactOutcome::Done, how_it_went: "she stayed".into() };
            self.h.record_contact_try(&new).unwrap();
        }
        let permission = NewPermission {
            person: cara,
            item: PermittedItem::Plan,
            from: None,
            until: Some(self.today().plus(180)),
            reason: "should I not ring".into(),
        };
        self.h.give_permission(&permission).unwrap();
    }

    pub(super) fn fill_needs(&self) {
        let offered = self.h.needs().unwrap().offered;
        let listed = NewNeed { list_id: offered[0].list_id.clone(), ..NewNeed::default() };
        self.h.save_need(&listed, NeedState::Used).unwrap();
        let own = NewNeed {
            wording: mark(Worksheet::Needs).into(),
            who_to_ask: "the council".into(),
            phone: "020 7946 0100".into(),
            question: "what do I bring?".into(),
            what_i_say: "I would like to apply".into(),
            appointment: Some(self.today().plus(14)),
            ..NewNeed::default()
        };
        let need = NeedId(made(self.h.save_need(&own, NeedState::Wanted), "need"));
        self.h.set_need_state(need, NeedState::Settled).unwrap();
    }

    pub(super) fn fill_lifestyle(&self) {
        let logs = self.h.lifestyle().unwrap().logs;
        let minutes = logs.iter().find(|log| log.unit == handrail_core::programme::pack::LogUnit::Minutes).unwrap();
        for n in 1..=5 {
            let wording = if n == 1 { mark(Worksheet::Lifestyle) } else { "" };
            let new = NewLifestyleEntry { log: minutes.id.clone(), wording: wording.into(), amount: Some(n * 10) };
            self.h.record_lifestyle(&new).unwrap();
            self.days(1);
        }
        let change =
            NewLifestyleChange { log: minutes.id.clone(), wording: "ten minutes after lunch".into(), started: None };
        let change = LifestyleChangeId(made(self.h.save_lifestyle_change(&change), "lifestyle_change"));
        self.days(1);
        self.h.set_lifestyle_change_state(change, LifestyleChangeState::Kept).unwrap();
    }

    /// Each question at its middle step, by herself; then by Sam with her, who leaves out the last.
    pub(super) fn fill_progress_check(&self) {
        for filled_by in [FilledBy::Client, FilledBy::Practitioner] {
            let form = self.h.progress_check_form(filled_by).unwrap().expect("the programme has a check");
            let left_out = usize::from(filled_by == FilledBy::Practitioner);
            let asked = form.items.iter().take(form.items.len() - left_out);
            let middle = |steps: usize| CheckAnswer::Step(u32::try_from(steps / 2).unwrap());
            let answers = asked.map(|item| (item.id.clone(), middle(item.steps.len()))).collect();
            let note = mark(Worksheet::ProgressCheck).to_owned();
            self.h.record_progress_check(&NewProgressCheck { filled_by, answers, note }).unwrap();
        }
    }
}
