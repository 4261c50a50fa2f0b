//! A copy of reminders for another calendar: what is in the file, what is left out, and what it never says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::{Person, day, made, person, time};
use handrail_core::Reason;
use handrail_core::homework::{HomeworkId, HowOften, NewHomework, Origin};
use handrail_core::ids::Id;
use handrail_core::medication::NewMedicine;
use handrail_core::reminders::{
    AboutKind, AskAgain, CalendarExport, CalendarText, CalendarWish, EditPreferences, Ends, IfMissing, LeftOut,
    NamedTime, NewReminder, QuietHours, Recurrence, Remind, Reminder, ReminderId, Repeats, Schedule, Weekday, When,
    ZonePolicy,
};
use handrail_core::sessions::{NewSession, SessionId, SessionKind};
use handrail_core::settings::{CheckInRhythm, EditSettings, LockScreenWords};
use handrail_core::signs::NewWarningSign;
use handrail_core::words::{Words, languages};

fn at(text: &str) -> When {
    When::At { time: time(text) }
}

fn schedule(from: &str, repeats: Repeats, times: &[&str]) -> Schedule {
    Schedule {
        recurrence: Recurrence::plain(day(from), repeats),
        times: times.iter().map(|t| at(t)).collect(),
        zone: ZonePolicy::Floating,
    }
}

fn daily(from: &str, t: &str) -> Schedule {
    schedule(from, Repeats::EveryDays { every: 1 }, &[t])
}

fn save(p: &Person, new: &NewReminder) -> Reminder {
    Reminder::Own(ReminderId(made(&p.save_reminder(new).unwrap(), "reminder")))
}

fn own(reminder: Reminder) -> ReminderId {
    ReminderId(reminder.id().unwrap())
}

fn wish(reminders: &[Reminder], text: CalendarText) -> CalendarWish {
    CalendarWish { reminders: reminders.to_vec(), text, language: String::new() }
}

fn export(p: &Person, reminders: &[Reminder]) -> CalendarExport {
    p.export_calendar(&wish(reminders, CalendarText::Neutral)).unwrap()
}

/// The lines of a file as they were before they were folded.
fn lines(export: &CalendarExport) -> Vec<String> {
    let file = export.file.as_ref().unwrap();
    assert!(file.ends_with("END:VCALENDAR\r\n") && file.matches('\n').count() == file.matches("\r\n").count());
    file.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

/// The values of a property, parameters before them.
fn all(export: &CalendarExport, name: &str) -> Vec<String> {
    let begins = |line: &String| line.strip_prefix(name).filter(|rest| rest.starts_with([':', ';'])).map(str::to_owned);
    lines(export).iter().filter_map(begins).map(|rest| rest.trim_start_matches(':').to_owned()).collect()
}

fn notes(export: &CalendarExport) -> Vec<&'static str> {
    export.notes.iter().map(|note| note.id).collect()
}

fn walk(reminder: Option<&str>) -> NewHomework {
    NewHomework {
        title: "a walk by the canal".into(),
        module: String::new(),
        why: String::new(),
        goal: None,
        what_exactly: String::new(),
        where_words: String::new(),
        with_whom: String::new(),
        worksheet: String::new(),
        origin: Origin::SelfChosen,
        confidence: None,
        smaller_version: String::new(),
        how_often: HowOften::Daily,
        first_day: None,
        by_about: Some(day("2026-03-20")),
        reminder_time: reminder.map(time),
        module_id: String::new(),
        option_id: String::new(),
    }
}

#[test]
fn a_weekly_reminder_is_one_entry_with_an_alarm() {
    let ana = person("ana");
    let weekly = Repeats::Weekly { every: 2, days: vec![Weekday::Thursday, Weekday::Monday] };
    let new = NewReminder {
        ahead_min: 30,
        again: Some(AskAgain { times: 2, after_min: 45 }),
        ..NewReminder::of("ring Sam", schedule("2026-03-02", weekly, &["09:00"]))
    };
    let export = export(&ana, &[save(&ana, &new)]);
    let uid = all(&export, "UID").remove(0);
    assert_eq!(uid.len(), 36);
    let sequence = all(&export, "SEQUENCE").remove(0);
    let expected = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Handrail//Handrail//EN\r\nCALSCALE:GREGORIAN\r\nBEGIN:VEVENT\r\n\
         UID:{uid}\r\nDTSTAMP:20260302T100000Z\r\nSEQUENCE:{sequence}\r\nDTSTART:20260302T090000\r\n\
         RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=MO,TH\r\nSUMMARY:You have a reminder.\r\nCLASS:PRIVATE\r\n\
         TRANSP:TRANSPARENT\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT30M\r\nDESCRIPTION:You have a reminder.\r\n\
         END:VALARM\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:PT0S\r\nDESCRIPTION:You have a reminder.\r\nREPEAT:2\r\n\
         DURATION:PT45M\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    );
    assert_eq!(export.file.as_deref(), Some(expected.as_str()));
    assert_eq!((export.entries, notes(&export)), (1, vec!["calendar-note-copy"]));
}

/// A person with something of every kind that reminds.
fn everything(p: &Person) -> Vec<Reminder> {
    let own = save(p, &NewReminder::of("ring Sam about the voices", daily("2026-03-02", "18:00")));
    p.save_homework(&walk(Some("17:00"))).unwrap();
    let meeting = NewSession {
        day: day("2026-03-05"),
        time: Some(time("08:30")),
        kind: SessionKind::Individual,
        place: "the clinic".into(),
        module: String::new(),
        agenda: String::new(),
    };
    let meeting = SessionId(made(&p.plan_session(&meeting).unwrap(), "session"));
    p.set_plan_review_on(Some(day("2026-03-06"))).unwrap();
    p.save_settings(&EditSettings { check_in_rhythm: Some(CheckInRhythm::Daily), ..EditSettings::default() }).unwrap();
    let sign = NewWarningSign { wording: "sleeping badly".into(), scale: 3, ..NewWarningSign::default() };
    p.save_warning_sign(&sign).unwrap();
    let on = |t| Some(Remind::At(at(t)));
    let edit = EditPreferences {
        check_in: on("20:00"),
        session_eve: on("19:00"),
        session_day: Some(Remind::At(When::Named { name: NamedTime::OnWaking })),
        plan_review: on("10:00"),
        ..EditPreferences::default()
    };
    p.save_reminder_preferences(&edit).unwrap();
    let chosen: Vec<Reminder> = p.calendar_choices().unwrap().iter().map(|choice| choice.reminder).collect();
    for there in [own, Reminder::CheckIn, Reminder::PlanReview, Reminder::SessionEve(meeting)] {
        assert!(chosen.contains(&there), "{there:?}");
    }
    assert_eq!(chosen.len(), 6);
    chosen
}

#[test]
fn in_no_language_does_a_neutral_file_say_more_than_that_there_is_a_reminder() {
    let ana = person("ana");
    let reminders = everything(&ana);
    // What the locked screen shows has no part in it.
    ana.save_settings(&EditSettings { lock_screen_words: Some(LockScreenWords::Full), ..EditSettings::default() })
        .unwrap();
    let silent = [
        "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "RRULE", "CLASS",
        "TRANSP", "ACTION", "TRIGGER",
    ];
    for tag in languages() {
        let neutral = Words::of(tag).say("reminder-neutral", &[]);
        let wish = CalendarWish { language: tag.into(), ..wish(&reminders, CalendarText::Neutral) };
        let export = ana.export_calendar(&wish).unwrap();
        assert_eq!((export.entries, export.left_out.len()), (6, 0));
        let mut said = 0;
        for line in lines(&export).iter().filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':').unwrap();
            match name {
                // The neutral text of every language is held against lists of words with the notifications.
                "SUMMARY" | "DESCRIPTION" => {
                    assert_eq!(value, neutral.replace(',', "\\,"), "{tag}");
                    said += 1;
                }
                _ => assert!(silent.contains(&name), "{tag}: {line}"),
            }
        }
        assert_eq!(said, 12, "{tag}");
        let file = export.file.unwrap();
        for id in reminders.iter().filter_map(|reminder| reminder.id()) {
            assert!(!file.contains(&id.to_string()), "the names of records stay here");
        }
    }
}

#[test]
fn my_own_words_are_in_the_file_only_where_i_chose_so_for_it_and_survive_the_format() {
    let ana = person("ana");
    let title = "tea, bread; a \\ and \u{1f331} — المشي 一二三四五六七八九十 and a long way round the park with Sam";
    let words = save(&ana, &NewReminder::of(title, daily("2026-03-02", "18:00")));
    let neutral = export(&ana, &[words]);
    assert!(!neutral.file.as_ref().unwrap().contains("tea"));
    let full = ana.export_calendar(&wish(&[words], CalendarText::Full)).unwrap();
    let escaped = title.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;");
    let summary = all(&full, "SUMMARY").remove(0);
    assert_eq!(summary.replace(['\u{2068}', '\u{2069}'], ""), escaped);
    assert_eq!(all(&full, "DESCRIPTION"), [summary]);
    assert!(full.file.as_ref().unwrap().split("\r\n").all(|line| line.len() <= 75));
    assert_eq!(notes(&full), ["calendar-note-copy", "calendar-note-words"]);
    assert!(!format!("{full:?}").contains("tea"));
    assert_eq!(all(&neutral, "UID"), all(&full, "UID"), "the same entry, said differently");
}

#[test]
fn the_plan_and_areas_of_life_have_no_other_text_in_any_file() {
    let ana = person("ana");
    let reminders = everything(&ana);
    let full = ana.export_calendar(&wish(&reminders, CalendarText::Full)).unwrap();
    let said = all(&full, "SUMMARY").join("\n");
    for words in ["ring Sam", "a walk by the canal", "08:30", "check in"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let plan = ana.export_calendar(&wish(&[Reminder::PlanReview], CalendarText::Full)).unwrap();
    assert_eq!(all(&plan, "SUMMARY"), ["You have a reminder."]);
    assert!(!full.file.unwrap().contains("the clinic"));
}

#[test]
fn what_does_not_remind_is_left_out_and_that_is_said() {
    let ana = person("ana");
    let off = save(&ana, &NewReminder::of("tea", daily("2026-03-02", "18:00")));
    ana.set_reminder_on(own(off), false).unwrap();
    let over = save(&ana, &NewReminder::of("bread", schedule("2026-03-03", Repeats::Once, &["18:00"])));
    let homework = HomeworkId(made(&ana.save_homework(&walk(None)).unwrap(), "homework"));
    let homework = Reminder::Homework(homework);
    let stays = save(&ana, &NewReminder::of("water", daily("2026-03-02", "08:00")));
    ana.at("2026-03-04 12:00");
    let export = export(&ana, &[off, over, homework, Reminder::LifeAreas, stays, stays]);
    let expected = [
        (off, LeftOut::Off),
        (homework, LeftOut::Silent),
        (Reminder::LifeAreas, LeftOut::Silent),
        (over, LeftOut::Finished),
    ];
    assert_eq!(export.left_out, expected);
    assert_eq!(all(&export, "DTSTART"), ["20260304T080000"], "from today on, this morning included");
    let nothing = ana.export_calendar(&wish(&[off, over], CalendarText::Neutral)).unwrap();
    assert_eq!((nothing.file, nothing.entries, nothing.notes.len()), (None, 0, 0));
    for why in [LeftOut::Off, LeftOut::Finished, LeftOut::Silent] {
        assert!(!Words::of("en").say(why.message(), &[]).contains('⟨'));
    }
}

#[test]
fn what_is_no_reminder_of_mine_is_refused() {
    let ana = person("ana");
    ana.refuses("reminders", Reason::Empty, |h| h.export_calendar(&wish(&[], CalendarText::Neutral)));
    for reminder in [Reminder::Test, Reminder::KeepGoing] {
        ana.refuses("reminders", Reason::WrongState, |h| h.export_calendar(&wish(&[reminder], CalendarText::Neutral)));
    }
    let nobodys = Reminder::Own(ReminderId(Id::from_bytes([9; 16])));
    assert!(ana.export_calendar(&wish(&[nobodys], CalendarText::Neutral)).is_err());
    assert_eq!(ana.count("setting"), 0, "a file that was not made leaves nothing behind");
}

#[test]
fn an_entry_keeps_its_name_and_two_records_never_share_one() {
    let (ana, ben) = (person("ana"), person("ben"));
    let twice = schedule("2026-03-02", Repeats::EveryDays { every: 1 }, &["08:00", "20:00"]);
    let tea = save(&ana, &NewReminder::of("tea", twice));
    everything(&ben);
    let first = export(&ana, &[tea]);
    let (uids, sequence) = (all(&first, "UID"), all(&first, "SEQUENCE"));
    assert_eq!((first.entries, uids.len()), (2, 2));
    assert_ne!(uids[0], uids[1]);
    ana.at("2026-03-02 11:30");
    let moved = schedule("2026-03-02", Repeats::EveryDays { every: 2 }, &["09:00", "21:00"]);
    ana.edit_reminder(own(tea), &NewReminder::of("coffee", moved)).unwrap();
    let second = export(&ana, &[tea]);
    assert_eq!(all(&second, "UID"), uids);
    let number = |text: &str| text.parse::<i64>().unwrap();
    assert_eq!(number(&all(&second, "SEQUENCE")[0]) - number(&sequence[0]), 90, "a newer file is a newer revision");
    // What has no record of its own is told apart by the secret of the whole record.
    let check_in = |p: &Person| {
        p.save_settings(&EditSettings { check_in_rhythm: Some(CheckInRhythm::Daily), ..EditSettings::default() })
            .unwrap();
        let sign = NewWarningSign { wording: "sleeping badly".into(), scale: 3, ..NewWarningSign::default() };
        p.save_warning_sign(&sign).unwrap();
        let edit = EditPreferences { check_in: Some(Remind::At(at("20:00"))), ..EditPreferences::default() };
        p.save_reminder_preferences(&edit).unwrap();
        all(&export(p, &[Reminder::CheckIn]), "UID")
    };
    assert_ne!(check_in(&ana), check_in(&ben));
}

#[test]
fn a_time_in_one_place_brings_its_clock_changes_and_comes_where_the_clocks_jump() {
    let ana = person("ana");
    let mut night = schedule("2026-03-02", Repeats::EveryDays { every: 1 }, &["01:30"]);
    night.zone = ZonePolicy::Pinned { zone: "Europe/London".into() };
    night.recurrence.ends = Ends::Until { day: day("2026-10-25") };
    night.recurrence.exceptions = vec![day("2026-03-10"), day("2026-12-24")];
    let export = export(&ana, &[save(&ana, &NewReminder::of("stars", night))]);
    assert_eq!(all(&export, "TZID"), ["Europe/London"]);
    // The last one lies in the hour that comes twice: the first time round, and in UTC.
    assert_eq!(all(&export, "RRULE"), ["FREQ=DAILY;UNTIL=20261025T003000Z"]);
    assert_eq!(all(&export, "EXDATE"), [";TZID=Europe/London:20260310T013000"]);
    // On 29 March there is no half past one.
    assert_eq!(all(&export, "RDATE").last().unwrap(), ";TZID=Europe/London:20260329T023000");
    assert!(lines(&export).contains(&"DTSTART;TZID=Europe/London:20260302T013000".to_owned()));
    let summer = "BEGIN:DAYLIGHT\r\nDTSTART:20250330T010000\r\nRDATE:20260329T010000,20270328T010000";
    assert!(export.file.as_ref().unwrap().contains(summer), "{:?}", lines(&export));
    assert_eq!(notes(&export), ["calendar-note-copy", "calendar-note-zones"]);
}

#[test]
fn a_zone_that_nobody_knows_has_the_offset_of_the_phone() {
    let ana = person("ana");
    let at_home = |zone: &str| {
        let mut schedule = daily("2026-03-02", "12:00");
        schedule.zone = ZonePolicy::Pinned { zone: zone.into() };
        save(&ana, &NewReminder::of("home", schedule))
    };
    let export = export(&ana, &[at_home("Mars/Olympus"), at_home("at \"Mum's\"; house")]);
    assert_eq!(all(&export, "TZID"), ["Mars/Olympus", "UTC+0000"]);
    assert_eq!(all(&export, "TZOFFSETTO"), ["+0000", "+0000"]);
    assert!(!export.file.unwrap().contains("Mum"));
}

#[test]
fn every_so_many_hours_is_said_in_utc() {
    let ana = person("ana");
    let mut often = schedule("2026-03-02", Repeats::Once, &["11:00"]);
    often.zone = ZonePolicy::Elapsed { every_hours: 8 };
    let often = save(&ana, &NewReminder::of("water", often));
    ana.at("2026-04-02 12:00");
    let export = export(&ana, &[often]);
    // In British summer time, 03:00, 11:00 and 19:00 UTC: the first one of today.
    assert_eq!(all(&export, "DTSTART"), ["20260402T030000Z"]);
    assert_eq!(all(&export, "RRULE"), ["FREQ=HOURLY;INTERVAL=8"]);
}

#[test]
fn extra_days_before_the_pattern_begins_are_an_entry_of_their_own() {
    let ana = person("ana");
    let monthly = Repeats::MonthlyOnDay { day: 30, if_missing: IfMissing::Clamp };
    let mut rent = schedule("2026-03-02", monthly, &["09:00"]);
    rent.recurrence.extra = vec![day("2026-03-12"), day("2026-03-11"), day("2026-04-15"), day("2026-04-30")];
    rent.recurrence.ends = Ends::After { times: 3 };
    let rent = save(&ana, &NewReminder::of("rent", rent));
    let export = export(&ana, &[rent]);
    assert_eq!(all(&export, "DTSTART"), ["20260311T090000", "20260330T090000"]);
    assert_eq!(all(&export, "RDATE"), ["20260312T090000", "20260415T090000"]);
    assert_eq!(all(&export, "RRULE"), ["FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1;UNTIL=20260530T090000"]);
    let uids = all(&export, "UID");
    assert_ne!(uids[0], uids[1]);
    // When they are over, the pattern keeps its name.
    ana.at("2026-03-13 10:00");
    let later = ana.export_calendar(&wish(&[rent], CalendarText::Neutral)).unwrap();
    assert_eq!(all(&later, "UID"), [uids[1].clone()]);
}

#[test]
fn quiet_hours_stay_behind_and_that_is_said() {
    let ana = person("ana");
    let quiet = QuietHours { from: time("22:00"), until: time("08:00") };
    ana.save_reminder_preferences(&EditPreferences { quiet_hours: Some(Some(quiet)), ..EditPreferences::default() })
        .unwrap();
    let night = save(&ana, &NewReminder::of("stars", daily("2026-03-02", "01:00")));
    let may = NewReminder { in_quiet_hours: true, ..NewReminder::of("moon", daily("2026-03-02", "23:00")) };
    let may = save(&ana, &may);
    let export_of = |reminder| export(&ana, &[reminder]);
    assert_eq!(notes(&export_of(night)), ["calendar-note-copy", "calendar-note-quiet"]);
    assert_eq!(all(&export_of(night), "DTSTART"), ["20260302T010000"], "the civil day, not the person's");
    assert_eq!(notes(&export_of(may)), ["calendar-note-copy"]);
}

#[test]
fn a_named_time_is_where_the_person_has_it() {
    let ana = person("ana");
    let mut after = daily("2026-03-02", "08:00");
    after.times = vec![When::Named { name: NamedTime::AfterBreakfast }];
    let about = NewReminder { about: AboutKind::CheckIn, ..NewReminder::of("", after) };
    let reminder = save(&ana, &about);
    let moved =
        EditPreferences { named: vec![(NamedTime::AfterBreakfast, time("10:15"))], ..EditPreferences::default() };
    ana.save_reminder_preferences(&moved).unwrap();
    assert_eq!(all(&export(&ana, &[reminder]), "DTSTART"), ["20260302T101500"]);
}

#[test]
fn a_medicine_is_named_in_no_file() {
    let finn = person("finn");
    finn.choose_medication(true).unwrap();
    let new = NewMedicine {
        name: "the blue one".into(),
        purpose: "to sleep".into(),
        anchor: "brushing my teeth".into(),
        anchor_time: Some(time("21:30")),
        ..NewMedicine::default()
    };
    let medicine = Reminder::Medicine(made(&finn.save_medicine(&new).unwrap(), "medicine"));
    let about = NewReminder {
        about: AboutKind::Medicine,
        about_id: medicine.id(),
        ..NewReminder::of("blue", daily("2026-03-02", "08:00"))
    };
    let own = save(&finn, &about);
    let full = finn.export_calendar(&wish(&[medicine, own], CalendarText::Full)).unwrap();
    assert_eq!(all(&full, "SUMMARY"), ["You have a reminder.", "You have a reminder."]);
    assert_eq!(all(&full, "DTSTART"), ["20260302T213000", "20260302T080000"]);
    for words in ["blue", "sleep", "teeth"] {
        assert!(!full.file.as_ref().unwrap().contains(words), "{words}");
    }
}
