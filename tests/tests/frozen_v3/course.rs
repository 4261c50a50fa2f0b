//! What Mara's phone went through before it was frozen.

use chrono::NaiveDateTime;
use handrail_core::homework::{
    HomeworkId, HomeworkOutcome, HowOften, NewHomework, NewHomeworkResult, NewHomeworkReview, Obstacle, Origin,
};
use handrail_core::ids::Id;
use handrail_core::programme::{HandoutHow, NewEnrolment, ProgrammeFormat};
use handrail_core::reminders::{
    AboutKind, AskAgain, EditPreferences, Ends, Exactness, Held, IfMissing, Importance, NamedTime, NewReminder,
    NotificationFact, NotificationId, Nth, PhoneFacts, PhoneKind, QuietHours, Recurrence, Remind, Reminder, ReminderId,
    Repeats, Schedule, Weekday, When, ZonePolicy,
};
use handrail_core::review::{Choices, PacketWords, Period};
use handrail_core::sessions::{NewSession, SessionId, SessionKind, SessionPart};
use handrail_core::settings::{CheckInRhythm, EditSettings, LockScreenWords};
use handrail_core::signs::{NewCheckIn, NewWarningSign, NoticeAnswer, UsualEvent, WarningSignId};
use handrail_wire::outer::Purpose;
use rusqlite::params;
use serde_json::json;

use crate::Mara;
use crate::common::{Person, day, made, time};
use crate::pack::{CLINIC, files, key, signed};
use crate::practitioner::{Practitioner, pair, sam};

/// The reminder that has something of everything.
pub(crate) const PLANTS: &str = "Water the plants \u{1f331}";
/// How many she has.
pub(crate) const REMINDERS: usize = 9;
/// What Sam suggested, and she has not answered.
pub(crate) const SUGGESTED: &str = "a line a day in the notebook";
/// To when she put one off.
pub(crate) const PUT_OFF_TO: &str = "2026-09-03 12:30:00";
/// When the phone was last used.
pub(crate) const LAST: &str = "2026-09-01 19:00";

const QUESTIONNAIRE: &str = r#"{"resourceType":"Questionnaire","url":"https://clinic.example/week","version":"3","title":"The week",
  "status":"active","item":[{"linkId":"1","text":"How was the week?","type":"text"}]}"#;

pub(crate) fn phone_facts() -> PhoneFacts {
    PhoneFacts {
        kind: PhoneKind::WakesTheApp,
        notifications_allowed: Some(true),
        channels_off: Vec::new(),
        exact_allowed: Some(true),
        battery_restricted: Some(false),
        last_boot_ms: None,
    }
}

pub(crate) fn live(mara: &Mara) {
    let sam = sam();
    with_sam(mara, &sam);
    alone(mara);
}

/// The same, and nobody was at the table.
pub(crate) fn alone(mara: &Mara) {
    begin(mara);
    for sheet in crate::twelve_months::ALL {
        mara.fill(sheet);
    }
    meet(mara);
    her_usual(mara);
    mara.h.at("2026-08-27 10:00");
    said_differently_and_taken_away(mara);
    reminders(mara);
    mara.h.at(LAST);
}

/// A page to Sam, what came back, and what could not be opened.
fn with_sam(mara: &Mara, sam: &Practitioner) {
    let mut client = pair(&mara.h, &[sam]);
    mara.h.add_talk_about("the new tablets \u{2014} \u{0623}\u{0633}\u{0626}\u{0644}\u{0629}").unwrap();
    let review = mara.h.review(Period::SinceLastMeeting, &PacketWords::default()).unwrap();
    let shared = mara.h.preview(&review, &Choices::default()).unwrap();
    mara.h.share(&shared).unwrap();
    let seen = json!({"type": "proposal", "version": 1, "kind": "seen", "made_day": "2026-03-03", "from_name": "Sam",
        "packet": shared.packets[0].id().to_string(), "text": "Good that you wrote."});
    for body in [seen, sam.homework("walk to the shop"), sam.homework(SUGGESTED)] {
        sam.seal(&mut client, Purpose::Proposal, &body).arrives(&mara.h);
    }
    let mut torn = sam.seal(&mut client, Purpose::Proposal, &sam.homework("nobody reads this"));
    torn.message[100] ^= 1;
    torn.arrives(&mara.h);
    let first = mara.h.proposals().unwrap().waiting.iter().find(|p| p.title != SUGGESTED).unwrap().id;
    mara.h.accept_proposal(first, &handrail_core::proposals::ProposalEdit::default()).unwrap();
}

/// A programme, a clinic's own pack and questionnaire, a handout, a question.
fn begin(mara: &Mara) {
    mara.h.install_pack(&signed(&files(1), &CLINIC), &[key(&CLINIC)]).unwrap();
    mara.h.install_instrument(QUESTIONNAIRE.as_bytes()).unwrap();
    let new = NewEnrolment {
        programme: "imr".into(),
        format: ProgrammeFormat::Individual,
        group_size: None,
        started: None,
        planned_meetings: Some(40),
        trial_meetings: None,
        booster: false,
        repeat_of: None,
    };
    mara.h.enrol(&new).unwrap();
    let programme = mara.h.programme().unwrap();
    for choice in &programme.choices {
        mara.h.choose_part(&choice.id, true).unwrap();
    }
    let modules = mara.h.programme().unwrap().modules;
    let module = mara.h.module(&modules[0].id).unwrap();
    mara.h.note_handout(&modules[0].id, &module.handouts[0].id, HandoutHow::ReadTogether, "Cara").unwrap();
    mara.h.answer_question(&modules[0].id, &module.questions[0].id, "what I think of it").unwrap();
    mara.h.set_module_state(&modules[0].id, handrail_core::programme::ModuleState::Current).unwrap();
}

/// A meeting, with a homework that was agreed, tried and talked over.
fn meet(mara: &Mara) {
    let new = NewSession {
        day: mara.today(),
        time: None,
        kind: SessionKind::Individual,
        place: "the library".into(),
        module: String::new(),
        agenda: "the bus, the kitchen".into(),
    };
    let met = SessionId(made(&mara.h.plan_session(&new).unwrap(), "session"));
    mara.h.mark_session_held(met).unwrap();
    let homework = HomeworkId(made(&mara.h.save_homework(&soup(mara)).unwrap(), "homework"));
    mara.h.add_session_homework(met, homework, SessionPart::Agreed).unwrap();
    mara.days(1);
    let not_yet = NewHomeworkResult {
        homework,
        occurrence: mara.today(),
        result: HomeworkOutcome::NotYet,
        smaller: false,
        obstacle: Some(Obstacle::Forgot),
        note: String::new(),
        helpfulness: None,
    };
    mara.h.record_homework(&not_yet).unwrap();
    let talk = NewHomeworkReview { homework, session: Some(met), with_whom: "Sam".into(), note: "mornings".into() };
    mara.h.record_homework_review(&talk).unwrap();
    mara.talk_goal_over(met);
    mara.h.note_session(met, "as we said").unwrap();
}

fn soup(mara: &Mara) -> NewHomework {
    NewHomework {
        title: "soup for two".into(),
        module: String::new(),
        why: "I like to see people eat".into(),
        goal: None,
        what_exactly: "one pot".into(),
        where_words: "my kitchen".into(),
        with_whom: "Cara".into(),
        worksheet: String::new(),
        origin: Origin::Agreed,
        confidence: Some(6),
        smaller_version: "soup for one".into(),
        how_often: HowOften::Weekly,
        first_day: Some(mara.today()),
        by_about: None,
        reminder_time: Some(time("16:00")),
        module_id: String::new(),
        option_id: String::new(),
    }
}

/// A month of calm, some days that are not, the notice, and what she said of it.
fn her_usual(mara: &Mara) {
    let on =
        EditSettings { usual_on: Some(true), check_in_rhythm: Some(CheckInRhythm::Daily), ..EditSettings::default() };
    mara.h.save_settings(&on).unwrap();
    let sign = |wording: &str| {
        let new = NewWarningSign { wording: wording.into(), ..NewWarningSign::default() };
        WarningSignId(made(&mara.h.save_warning_sign(&new).unwrap(), "warning_sign"))
    };
    let hers = mara.h.signs().unwrap().signs[0].id;
    let signs = [hers, sign("lying awake"), sign("not answering the phone")];
    let rate = |levels: [i64; 3]| {
        mara.days(1);
        let ratings = signs.iter().copied().zip(levels).collect();
        mara.h.record_check_in(&NewCheckIn { ratings, note: String::new() }).unwrap();
    };
    for _ in 0..28 {
        rate([0, 0, 0]);
    }
    for _ in 0..3 {
        rate([2, 3, 2]);
    }
    let notice = mara.h.signs().unwrap().notice.expect("a notice");
    mara.h.record_notice_answer(notice.opened, NoticeAnswer::PlanOpened).unwrap();
    mara.h.record_usual_event(UsualEvent::NewUsualNo).unwrap();
}

fn said_differently_and_taken_away(mara: &Mara) {
    let goal = mara.h.recovery().unwrap().newest.unwrap();
    let talk =
        ["the rent", "the garden", "the cat"].map(|words| made(&mara.h.add_talk_about(words).unwrap(), "talk_about"));
    mara.h.remove("talk_about", talk[0]).unwrap();
    mara.h.remove("talk_about", talk[1]).unwrap();
    mara.h.put_back("talk_about", talk[1]).unwrap();
    mara.h.remove_for_good("talk_about", talk[2]).unwrap();
    // Something that a newer version sent, and something to tell the relay: nothing without a relay writes them.
    let c = mara.h.under();
    c.execute("INSERT INTO ack_due (mailbox, number, cursor) SELECT id, 7, 'epoch:7' FROM mailbox", []).unwrap();
    c.execute(
        "INSERT INTO unknown_field (record, kind, field, stamp, device, value) VALUES (?1, 'recovery_meaning', 'colour', 1, ?2, '3')",
        params![goal.id.0, talk[0]],
    )
    .unwrap();
}

/// What was taken away in the file and not put back.
pub(crate) fn taken_away(p: &Person) -> Id {
    let sql = "SELECT record FROM tombstone WHERE kind = 'talk_about' AND for_good = 0";
    p.under().query_row(sql, [], |r| r.get(0)).unwrap()
}

/// One of every kind of recurrence and of place.
fn own_reminders(mara: &Mara) -> [NewReminder; REMINDERS] {
    let of = |repeats, ends| Recurrence { ends, ..Recurrence::plain(day("2026-08-27"), repeats) };
    let schedule = |recurrence, times: &[&str], zone| Schedule {
        recurrence,
        times: times.iter().map(|t| When::At { time: time(t) }).collect(),
        zone,
    };
    let home = || ZonePolicy::Pinned { zone: "Africa/Casablanca".into() };
    let weekly = Repeats::Weekly { every: 2, days: vec![Weekday::Tuesday, Weekday::Saturday] };
    let plants = NewReminder {
        importance: Importance::High,
        exactness: Exactness::Exact,
        ahead_min: 30,
        again: Some(AskAgain { times: 2, after_min: 45 }),
        in_quiet_hours: true,
        ..NewReminder::of(
            PLANTS,
            schedule(of(Repeats::EveryDays { every: 1 }, Ends::Never), &["18:00"], ZonePolicy::Floating),
        )
    };
    let homework = mara.h.homework().unwrap().due.iter().find(|h| h.title == "soup for two").unwrap().id;
    let about = |about, about_id, s| NewReminder { about, about_id, ..NewReminder::of("", s) };
    let first = |days: i64| day("2026-08-27").plus(days);
    [
        plants,
        NewReminder::of("ring home", schedule(of(weekly, Ends::After { times: 12 }), &["20:00"], home())),
        NewReminder::of(
            "rent",
            schedule(
                of(Repeats::MonthlyOnDay { day: 31, if_missing: IfMissing::Clamp }, Ends::Never),
                &["10:00"],
                ZonePolicy::Floating,
            ),
        ),
        NewReminder::of(
            "choir",
            schedule(
                of(
                    Repeats::MonthlyOnWeekday { nth: Nth::Last, weekday: Weekday::Thursday },
                    Ends::Until { day: day("2027-06-30") },
                ),
                &["17:30"],
                ZonePolicy::Floating,
            ),
        ),
        NewReminder::of(
            "Leo's birthday",
            schedule(
                of(Repeats::Yearly { month: 2, day: 29, if_missing: IfMissing::Skip }, Ends::Never),
                &["09:00"],
                ZonePolicy::Floating,
            ),
        ),
        NewReminder::of(
            "drink something",
            schedule(of(Repeats::Once, Ends::Never), &["08:00"], ZonePolicy::Elapsed { every_hours: 8 }),
        ),
        about(
            AboutKind::Homework,
            Some(homework.0),
            Schedule {
                times: vec![When::Named { name: NamedTime::AfterBreakfast }],
                ..schedule(
                    Recurrence {
                        exceptions: vec![first(2)],
                        extra: vec![first(3)],
                        ..of(Repeats::EveryDays { every: 2 }, Ends::Never)
                    },
                    &[],
                    ZonePolicy::Floating,
                )
            },
        ),
        about(
            AboutKind::LifeAreas,
            None,
            schedule(Recurrence::once(first(9)), &["11:00", "15:00"], ZonePolicy::Floating),
        ),
        NewReminder::of(
            "the other bus",
            schedule(of(Repeats::EveryDays { every: 1 }, Ends::Never), &["07:00"], ZonePolicy::Floating),
        ),
    ]
}

fn reminders(mara: &Mara) {
    let ids: Vec<ReminderId> = own_reminders(mara)
        .iter()
        .map(|new| ReminderId(made(&mara.h.save_reminder(new).unwrap(), "reminder")))
        .collect();
    mara.h.set_reminder_on(ids[8], false).unwrap();
    let at = |t: &str| Some(Remind::At(When::At { time: time(t) }));
    let prefer = EditPreferences {
        quiet_hours: Some(Some(QuietHours { from: time("22:30"), until: time("07:30") })),
        named: vec![(NamedTime::AfterBreakfast, time("09:15"))],
        check_in: at("20:00"),
        session_eve: at("19:00"),
        session_day: Some(Remind::At(When::Named { name: NamedTime::OnWaking })),
        plan_review: at("10:30"),
        life_areas: at("10:45"),
        medicine: Some(true),
    };
    mara.h.save_reminder_preferences(&prefer).unwrap();
    let full = EditSettings { lock_screen_words: Some(LockScreenWords::Full), ..EditSettings::default() };
    mara.h.save_settings(&full).unwrap();
    evenings(mara, ids[0]);
}

/// Some evenings: what her phone was given, when it came, and what she said.
fn evenings(mara: &Mara, plants: ReminderId) {
    let id = |on: &str| {
        let plan = mara.h.plan_notifications(60, &[]).unwrap();
        let held: Vec<Held> = plan.set.iter().map(Held::from).collect();
        mara.h.notifications_held(&held, &[]).unwrap();
        let of = |reminder: Reminder| reminder == Reminder::Own(plants);
        let found = plan.set.iter().find(|p| of(p.reminder) && p.civil.to_string().starts_with(on));
        found.map_or_else(|| NotificationId::parse(&format!("r:{}:{}", plants.0, &on[..10])).unwrap(), |p| p.id.clone())
    };
    let says = |clock: &str, id: &NotificationId, fact, later: Option<&str>| {
        let later = later.map(|l| NaiveDateTime::parse_from_str(l, "%Y-%m-%d %H:%M:%S").unwrap());
        mara.h.at(clock).notification_fact(id, fact, later).unwrap();
    };
    let shown = id("2026-08-27 18:00");
    says("2026-08-27 18:41", &shown, NotificationFact::Shown, None);
    says("2026-08-27 18:42", &shown, NotificationFact::Done, None);
    mara.h.at("2026-08-28 10:00");
    let put_aside = id("2026-08-28 18:00");
    says("2026-08-28 18:02", &put_aside, NotificationFact::Shown, None);
    says("2026-08-28 18:03", &put_aside, NotificationFact::NotToday, None);
    mara.h.at("2026-08-29 10:00");
    let refused = id("2026-08-29 18:00");
    says("2026-08-29 10:01", &refused, NotificationFact::CouldNotBeSet, None);
    mara.h.at("2026-08-31 10:00");
    let later = id("2026-08-31 18:00");
    says("2026-08-31 18:20", &later, NotificationFact::Shown, None);
    says("2026-08-31 18:21", &later, NotificationFact::Later, Some(PUT_OFF_TO));
}
