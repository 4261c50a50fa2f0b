//! Mara takes part in the programme for twelve months: on trial at first, then module by module as the pack has
//! them. She fills every sheet when its module comes, looks back on each of them months later, finishes, and
//! takes everything with her. Nothing here knows a module by name: the pack says what comes and which sheets it opens.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stdout, missing_docs)]

mod twelve_months;

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use handrail_core::Handrail;
use handrail_core::clock::Day;
use handrail_core::fidelity::FidelityItem;
use handrail_core::goals::GoalState;
use handrail_core::homework::{
    HomeworkId, HomeworkOutcome, HomeworkState, NewHomeworkResult, NewHomeworkReview, Obstacle, Origin,
};
use handrail_core::programme::pack::Worksheet;
use handrail_core::programme::{EnrolmentId, EnrolmentState, HandoutHow, ModuleState, NewEnrolment, ProgrammeFormat};
use handrail_core::recovery::NewRecoveryMeaning;
use handrail_core::review::{Choices, PacketWords, Period};
use handrail_core::sessions::{
    AgendaPart, NewSession, SessionId, SessionKind, SessionPart, SessionSheet, TeachingStyle,
};
use handrail_core::take_out::paper::Form;
use handrail_tests::phone::{self, HandClock, TempFolder};

const DAY_MS: i64 = 86_400_000;
/// Monday, 5 January 2026, 10:00 UTC.
const BEGIN_MS: i64 = 1_767_607_200_000;
/// Meetings of the trial.
const TRIAL: i64 = 4;

/// Mara, her phone and its clock.
struct Mara {
    h: Handrail,
    clock: Arc<HandClock>,
}

impl Mara {
    fn days(&self, days: i64) {
        self.clock.pass(days * DAY_MS);
    }

    fn today(&self) -> Day {
        self.h.this_day().unwrap()
    }

    /// A meeting, planned, held and noted; the homework of the last one is talked over, the next one agreed.
    fn meet(&self, module: &str, agreed: Option<HomeworkId>, reviewed: Option<HomeworkId>) -> SessionId {
        let new = NewSession {
            day: self.today(),
            time: None,
            kind: SessionKind::Individual,
            place: "the library".into(),
            module: String::new(),
            agenda: "the bus, the kitchen".into(),
        };
        let met = SessionId(self.h.plan_session(&new).unwrap().id_of("session").unwrap());
        self.h.mark_session_held(met).unwrap();
        let sheet = SessionSheet {
            modules: vec![module.to_owned()],
            topics: "what the handout says".into(),
            minutes: Some(50),
            agenda_done: AgendaPart::ALL.into(),
            teaching_styles: vec![TeachingStyle::Motivational, TeachingStyle::Educational],
            practised: "saying it out loud".into(),
            role_play: "ringing the café".into(),
            supporters: self.h.people().unwrap().people.first().map(|p| p.id).into_iter().collect(),
            others_present: String::new(),
        };
        self.h.fill_session(met, &sheet).unwrap();
        if let Some(homework) = reviewed {
            let talk = NewHomeworkReview {
                homework,
                session: Some(met),
                with_whom: "Sam".into(),
                note: "mornings are better".into(),
            };
            self.h.record_homework_review(&talk).unwrap();
        }
        if let Some(homework) = agreed {
            self.h.add_session_homework(met, homework, SessionPart::Agreed).unwrap();
        }
        self.talk_goal_over(met);
        assert!(self.h.note_draft(met).unwrap().len() >= 7);
        self.h.note_session(met, "as we said").unwrap();
        met
    }

    /// A homework of the module, made her own, tried, and partly done.
    fn do_homework(&self, module: &str, option: &str) -> HomeworkId {
        let mut new = self.h.homework_from_option(module, option, Origin::Agreed).unwrap();
        new.with_whom = "Cara".into();
        new.confidence = Some(6);
        let id = HomeworkId(self.h.save_homework(&new).unwrap().id_of("homework").unwrap());
        assert!(self.h.homework().unwrap().due.iter().any(|item| item.id == id && item.suggest_smaller));
        for (result, obstacle) in [
            (HomeworkOutcome::NotYet, Some(Obstacle::Symptoms)),
            (HomeworkOutcome::NotYet, Some(Obstacle::TooBig)),
            (HomeworkOutcome::Done, None),
        ] {
            self.days(1);
            let new = NewHomeworkResult {
                homework: id,
                occurrence: self.today(),
                result,
                smaller: result == HomeworkOutcome::Done,
                obstacle,
                note: String::new(),
                helpfulness: Some(3),
            };
            self.h.record_homework(&new).unwrap();
        }
        let past = self.h.homework().unwrap().past;
        assert!(past.iter().any(|item| item.id == id && item.state == HomeworkState::Finished));
        id
    }
}

fn enrolled(trial: Option<i64>, repeat_of: Option<EnrolmentId>) -> NewEnrolment {
    NewEnrolment {
        programme: "imr".into(),
        format: ProgrammeFormat::Individual,
        group_size: None,
        started: None,
        planned_meetings: Some(40),
        trial_meetings: trial,
        booster: repeat_of.is_some(),
        repeat_of,
    }
}

#[test]
fn a_course_of_twelve_months_from_the_trial_to_the_paper_in_her_bag() {
    let folder = TempFolder::new("twelve-months").unwrap();
    let clock = HandClock::standing_at(BEGIN_MS);
    let mara = Mara { h: phone::open(folder.path(), clock.clone()).unwrap(), clock };
    let first_day = mara.today();

    // A way in without a promise: four meetings, then she decides.
    let enrolment = EnrolmentId(mara.h.enrol(&enrolled(Some(TRIAL), None)).unwrap().id_of("enrolment").unwrap());
    for _ in 0..TRIAL {
        let module = mara.h.programme().unwrap().modules[0].id.clone();
        mara.meet(&module, None, None);
        mara.days(7);
    }
    assert!(mara.h.programme().unwrap().enrolment.unwrap().decide_now);
    mara.h.set_enrolment_state(enrolment, EnrolmentState::Active).unwrap();
    let programme = mara.h.programme().unwrap();
    mara.h.choose_diagnoses(&[programme.diagnoses[0].id.clone()]).unwrap();
    for choice in &programme.choices {
        mara.h.choose_part(&choice.id, true).unwrap();
    }

    // Module by module, each with its handouts, a question, a homework and its sheets.
    let mine: Vec<String> = mara.h.programme().unwrap().modules.into_iter().filter(|m| m.mine).map(|m| m.id).collect();
    assert!(mine.len() >= 9, "{} modules", mine.len());
    let share = 330 / i64::try_from(mine.len()).unwrap();
    let mut filled: BTreeSet<Worksheet> = BTreeSet::new();
    let mut reviewed = None;
    for (n, id) in mine.iter().enumerate() {
        let begins = mara.today();
        mara.h.set_module_state(id, ModuleState::Current).unwrap();
        let module = mara.h.module(id).unwrap();
        for handout in &module.handouts {
            assert!(!mara.h.handout(id, &handout.id).unwrap().blocks.is_empty());
            mara.h.note_handout(id, &handout.id, HandoutHow::ReadTogether, "Cara").unwrap();
        }
        if let Some(question) = module.questions.first() {
            mara.h.answer_question(id, &question.id, "what I think of it").unwrap();
        }
        let options = module.homework.iter().map(|option| option.id.as_str());
        let homework = options.clone().next().map(|option| mara.do_homework(id, option));
        for sheet in module.worksheets.iter().filter(|sheet| filled.insert(**sheet)) {
            mara.fill(*sheet);
        }
        mara.meet(id, homework, reviewed);
        reviewed = homework;
        mara.h.set_module_state(id, ModuleState::Done).unwrap();
        // Time goes by until the next one, with a meeting each week.
        while mara.today().number() - begins.number() < share {
            mara.days(7);
            mara.meet(id, None, None);
        }
        assert_eq!(
            mara.h.programme().unwrap().modules.iter().filter(|m| m.progress.state == ModuleState::Done).count(),
            n + 1
        );
    }
    // What no module opens is there all the same.
    for sheet in twelve_months::ALL.into_iter().filter(|sheet| filled.insert(*sheet)) {
        mara.fill(sheet);
    }

    let months = (mara.today().number() - first_day.number()) / 30;
    assert!((11..=14).contains(&months), "{months} months");
    look_back(&mara, &mine);
    leave(&mara, enrolment, &folder);
}

fn look_back(mara: &Mara, mine: &[String]) {
    for sheet in twelve_months::ALL {
        mara.look_back(sheet);
    }
    // What recovery means has changed; what it meant can be read.
    let now = NewRecoveryMeaning { meaning: "four plates on a Sunday".into(), ..NewRecoveryMeaning::default() };
    mara.h.save_recovery_meaning(&now).unwrap();
    mara.look_back(Worksheet::RecoveryMeaning);
    assert!(mara.h.life_areas().unwrap().offer_again, "every three months, as she decided");

    // Every meeting of the year can be read back, page by page, with what was done there.
    let mut page = mara.h.sessions().unwrap().history;
    let mut met = 0;
    while let Some(last) = page.last().map(|s| s.id) {
        met += page.len();
        page = mara.h.sessions_before(last).unwrap();
    }
    assert!(met >= 40, "{met} meetings");
    for id in mine {
        let module = mara.h.module(id).unwrap();
        assert!(module.handouts.iter().all(|handout| handout.last_used.is_some()));
        let answered = module.questions.iter().map(|q| q.answers.len()).sum::<usize>();
        assert_eq!(answered, module.questions.len().min(1));
        assert_eq!(module.homework.iter().map(|o| o.taken.len()).sum::<usize>(), module.homework.len().min(1));
    }
    let taken = mara.h.homework().unwrap().past;
    assert!(taken.iter().filter(|item| item.reviewed_on.is_some()).count() >= mine.len() - 1);
    assert!(mara.h.homework_results(taken[0].id).unwrap().len() == 3);

    // The evidence is counts, and there is no verdict in it.
    let evidence = mara.h.fidelity().unwrap().unwrap();
    let item = |item| evidence.items.iter().find(|e| e.item == item).unwrap();
    assert_eq!(item(FidelityItem::Handouts).band, Some(5));
    assert!(item(FidelityItem::LengthAndRhythm).percent.is_some_and(|percent| percent >= 70));
    for ticked in [FidelityItem::Motivational, FidelityItem::Educational] {
        assert!(item(ticked).facts.iter().any(|f| f.id == "meetings_ticked" && f.count >= 40));
    }
    assert!(item(FidelityItem::CognitiveBehavioural).facts.iter().any(|f| f.id == "meetings_ticked" && f.count == 0));

    // On a hard day: her people, her plan, the lines of the place; and what helped her before.
    let help = mara.h.help_now("en").unwrap();
    assert!(help.people[0].name == twelve_months::mark(Worksheet::People) && help.safety_plan);
    assert!(!help.lines.is_empty() && !help.plan.is_empty());
    assert!(!mara.h.quick_help().unwrap().strategies.is_empty());

    // The week's page for the next meeting.
    mara.days(1);
    let review = mara.h.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    let preview = mara.h.preview(&review, &Choices::default()).unwrap();
    assert!(preview.packets.iter().any(|packet| contains(packet.content(), twelve_months::mark(Worksheet::Goal))));
    mara.h.today().unwrap();
}

fn leave(mara: &Mara, enrolment: EnrolmentId, folder: &TempFolder) {
    let goal =
        mara.h.goals().unwrap().goals.into_iter().find(|g| g.title == twelve_months::mark(Worksheet::Goal)).unwrap();
    mara.h.set_long_term_goal_state(goal.id, GoalState::Reached).unwrap();
    mara.h.set_enrolment_state(enrolment, EnrolmentState::Graduated).unwrap();
    for sheet in twelve_months::ALL {
        mara.look_back(sheet);
    }
    // Everything in one file, brought back on another phone, byte for byte.
    let archive = archive_of(&mara.h);
    for sheet in twelve_months::ALL {
        assert!(contains(&archive, twelve_months::mark(sheet)), "the archive holds {}", sheet.word());
    }
    // The paper in her bag: every sheet she filled, in either language; and blank ones for a place that takes phones away.
    for language in ["en", "es"] {
        let (filled, blank) = (paper_of(&mara.h, Form::Filled, language), paper_of(&mara.h, Form::Blank, language));
        for sheet in twelve_months::ALL {
            let words = twelve_months::mark(sheet);
            assert!(contains(&filled, words), "the paper in {language} holds {}", sheet.word());
            assert!(!contains(&blank, words), "a blank {} holds nothing of hers", sheet.word());
        }
        assert!(blank.len() > 10_000, "blank sheets have their lines and lists");
        keep_for_a_look(language, &filled, &blank);
    }
    let other = TempFolder::within(folder.path(), "new-phone").unwrap();
    let again = phone::open(other.path(), mara.clock.clone()).unwrap();
    again.import(&mut archive.as_slice(), &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(archive_of(&again) == archive, "the same, byte for byte");
    let again = Mara { h: again, clock: mara.clock.clone() };
    for sheet in twelve_months::ALL {
        again.look_back(sheet);
    }
    // A booster after finishing: the course is there to be taken once more.
    again.h.enrol(&enrolled(None, Some(enrolment))).unwrap();
    assert!(again.h.programme().unwrap().enrolment.unwrap().booster);
}

fn archive_of(h: &Handrail) -> Vec<u8> {
    let mut archive = Vec::new();
    h.export_all(&mut archive, &mut |_| ControlFlow::Continue(())).unwrap();
    archive
}

fn paper_of(h: &Handrail, form: Form, language: &str) -> Vec<u8> {
    let mut paper = Vec::new();
    h.print_all(form, language, &mut paper).unwrap();
    paper
}

/// The pages lie in the target folder's `paper`, for anybody who wants to see them as they print.
fn keep_for_a_look(language: &str, filled: &[u8], blank: &[u8]) {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("paper");
    std::fs::create_dir_all(&folder).unwrap();
    for (form, page) in [("filled", filled), ("blank", blank)] {
        let file = folder.join(format!("mara-{form}-{language}.html"));
        std::fs::write(&file, page).unwrap();
        println!("paper twin: {}", file.display());
    }
}

fn contains(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}
