//! Sheets about staying well: the plans, medicine, alcohol and drugs, stress, coping, signs.

use handrail_core::clock::TimeOfDay;
use handrail_core::coping::{CopingStrategyId, Helped, NewCopingEntry, NewCopingStrategy, NewCopingWait};
use handrail_core::medication::doses::{DoseResult, NewDose};
use handrail_core::medication::notes::{MedicineNotePart, NewMedicineNote};
use handrail_core::medication::{MedicineId, NewMedicine};
use handrail_core::plan::keeping::{NewPlanEvent, PlanEventKind};
use handrail_core::plan::safety::{NewSafetyLine, SafetyPart};
use handrail_core::plan::{NewPlanLine, PlanPart};
use handrail_core::programme::pack::Worksheet;
use handrail_core::signs::{NewCheckIn, NewOwnRule, NewWarningSign, RuleCondition, WarningSignId};
use handrail_core::stress::{NewStressLine, StressPart, StressSphere};
use handrail_core::substance_use::{NewSubstanceEntry, NewSubstanceLine, SubstancePart};

use super::{made, mark};
use crate::Mara;

impl Mara {
    pub(super) fn fill_plan(&self) {
        let line = |part, stage, wording: &str| NewPlanLine::new(part, stage, wording);
        let happened = NewPlanLine {
            what_came_first: mark(Worksheet::Plan).into(),
            when_words: "two winters ago".into(),
            action: "my sister's sofa".into(),
            ..line(PlanPart::WhatHappened, 0, "the hospital in town")
        };
        let trigger = NewPlanLine { action: "bed by ten".into(), ..line(PlanPart::Triggers, 0, "too little sleep") };
        for new in [
            happened,
            trigger,
            line(PlanPart::Signs, 0, "I stop eating with others"),
            line(PlanPart::WhatHelps, 1, "the radio off, soup on"),
            line(PlanPart::WhatHelps, 2, "sleep at Cara's"),
            line(PlanPart::WhatHelps, 3, "ring the clinic"),
            line(PlanPart::WhatHelps, 4, "the emergency number"),
            line(PlanPart::WhoHelps, 0, "Leo feeds the cat"),
            NewPlanLine { phone: "020 7946 0018".into(), ..line(PlanPart::Contacts, 0, "Sam at the clinic") },
            line(PlanPart::Wishes, 0, "no ward with a television"),
        ] {
            self.h.add_plan_line(&new).unwrap();
        }
        let event = |event| NewPlanEvent { event, person: None, with_whom: "Cara".into(), note: String::new() };
        self.h.record_plan_event(&event(PlanEventKind::CopyGiven)).unwrap();
        self.h.record_plan_event(&event(PlanEventKind::Rehearsed)).unwrap();
        self.h.set_plan_review_on(Some(self.today().plus(90))).unwrap();
    }

    pub(super) fn fill_safety_plan(&self) {
        self.h.open_safety_plan(true).unwrap();
        for part in SafetyPart::ALL {
            let wording =
                if part == SafetyPart::ASafePlace { mark(Worksheet::SafetyPlan) } else { "what I wrote here" };
            let new = NewSafetyLine { part, wording: wording.into(), phone: String::new(), person: None };
            self.h.add_safety_line(&new).unwrap();
        }
    }

    pub(super) fn fill_medication(&self) {
        self.h.choose_medication(true).unwrap();
        let new = NewMedicine {
            name: mark(Worksheet::Medication).into(),
            purpose: "quieter nights".into(),
            schedule: "one in the evening".into(),
            anchor: "brushing my teeth".into(),
            anchor_time: Some(TimeOfDay::parse("time", "21:30").unwrap()),
            place: "beside the glass".into(),
            cue: "the box with days".into(),
            ..NewMedicine::default()
        };
        let medicine = MedicineId(made(self.h.save_medicine(&new), "medicine"));
        for (part, wording) in [
            (MedicineNotePart::GoodSide, "I sleep"),
            (MedicineNotePart::BadSide, "dry mouth"),
            (MedicineNotePart::SideEffect, "slow mornings"),
            (MedicineNotePart::Question, "can it be a smaller one?"),
        ] {
            let side_effect = part == MedicineNotePart::SideEffect;
            let note = NewMedicineNote {
                medicine: Some(medicine),
                part,
                wording: wording.into(),
                how_bad: side_effect.then_some(1),
                since: side_effect.then(|| self.today().plus(-20)),
                answer: String::new(),
            };
            self.h.add_medicine_note(&note).unwrap();
        }
        for result in [DoseResult::Taken, DoseResult::Skipped, DoseResult::Later] {
            let dose = NewDose { medicine, occurrence: self.today(), result, note: String::new() };
            self.h.record_dose(&dose).unwrap();
            self.days(1);
        }
    }

    pub(super) fn fill_substance_use(&self) {
        self.h.open_substance_use(true).unwrap();
        for part in SubstancePart::ALL {
            let risky = part == SubstancePart::RiskySituation;
            let new = NewSubstanceLine {
                part,
                wording: if risky { mark(Worksheet::SubstanceUse) } else { "my own words" }.into(),
                my_answer: if risky { "I take the other street" } else { "" }.into(),
                who: if risky { "Leo" } else { "" }.into(),
            };
            self.h.add_substance_line(&new).unwrap();
        }
        let entry = NewSubstanceEntry {
            what: "beer".into(),
            how_much: "two".into(),
            situation: "after the letter".into(),
            what_helped: "going home".into(),
        };
        self.h.record_substance_entry(&entry).unwrap();
    }

    pub(super) fn fill_stress(&self) {
        let view = self.h.stress().unwrap();
        for part in &view.parts {
            if let Some(offer) = part.offered.first() {
                self.h.add_stress_line(&NewStressLine::tick(part.part, offer.sphere, offer.list_id.clone())).unwrap();
            }
        }
        self.h.add_stress_line(&NewStressLine::own(StressPart::Hassle, mark(Worksheet::Stress))).unwrap();
        let sign =
            NewStressLine { sphere: Some(StressSphere::Body), ..NewStressLine::own(StressPart::Sign, "tight jaw") };
        self.h.add_stress_line(&sign).unwrap();
        let plan = NewStressLine {
            who: "Leo".into(),
            when_words: "Fridays".into(),
            ..NewStressLine::own(StressPart::Plan, "open the post together")
        };
        self.h.add_stress_line(&plan).unwrap();
    }

    pub(super) fn fill_coping(&self) {
        let library = self.h.coping_library().unwrap().troubles;
        let trouble = library.iter().find(|t| t.strategies.iter().any(|s| s.guided)).expect("a guided practice");
        let guided = trouble.strategies.iter().find(|s| s.guided).unwrap();
        let practice = self.h.guided_practice(&guided.id).unwrap();
        assert!(practice.steps.len() == guided.steps.len() && practice.seconds > 0);
        let taken = self.h.add_coping_from_library(&guided.id, &trouble.id);
        let taken = CopingStrategyId(made(taken, "coping_strategy"));
        self.h.set_coping_practised(taken, Some(self.today())).unwrap();
        self.h.record_coping(&NewCopingEntry { helped: Some(Helped::ALot), ..NewCopingEntry::of(taken) }).unwrap();

        let strategy = NewCopingStrategy {
            name: mark(Worksheet::Coping).into(),
            how: "quietly, until it boils".into(),
            trouble: trouble.id.clone(),
            adapted: "only the low notes".into(),
        };
        let strategy = CopingStrategyId(made(self.h.save_coping_strategy(&strategy), "coping_strategy"));
        for n in 0..12_i64 {
            let entry = NewCopingEntry {
                situation: "before sleep".into(),
                helped: Some(if n % 4 == 0 { Helped::Not } else { Helped::ALittle }),
                before: Some(7),
                after: Some(4),
                place: "the kitchen".into(),
                trouble: trouble.id.clone(),
                ..NewCopingEntry::of(strategy)
            };
            self.h.record_coping(&entry).unwrap();
            self.days(1);
        }
        let wait = NewCopingWait { trouble: trouble.id.clone(), before: 6, after: 5 };
        self.h.record_coping_wait(&wait).unwrap();
        assert_eq!(self.h.coping_suggestions(&trouble.id).unwrap().mine.len(), 2);
    }

    pub(super) fn fill_signs(&self) {
        let sign = NewWarningSign {
            wording: mark(Worksheet::Signs).into(),
            who_may_notice: "Leo".into(),
            key_sign: true,
            days_before: "about a week".into(),
            how_to_check: "Leo hears the same news".into(),
            ..NewWarningSign::default()
        };
        let sign = WarningSignId(made(self.h.save_warning_sign(&sign), "warning_sign"));
        let rule = NewOwnRule {
            sign,
            condition: RuleCondition::InARow,
            level: 2,
            count: 2,
            out_of: 2,
            action: "ring Cara".into(),
        };
        self.h.save_own_rule(&rule).unwrap();
        for level in [1, 2, 2] {
            self.h.record_check_in(&NewCheckIn { ratings: vec![(sign, level)], note: String::new() }).unwrap();
            self.days(1);
        }
        assert!(self.h.signs().unwrap().rules.iter().any(|rule| rule.open_since.is_some()), "her own rule opened");
        // Three good weeks, agreed at the meeting.
        self.h.save_good_time(self.today().plus(-40), self.today().plus(-20)).unwrap();
    }
}
