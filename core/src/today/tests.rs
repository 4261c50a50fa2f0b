//! What the today screen costs after ten years of use, in steps of SQLite's machine: those are
//! the same on every computer, where milliseconds are not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::{StatementStatus, Transaction, params};

use super::*;
use crate::clock::{Clock, TimeOfDay};
use crate::goals::{
    BeginAs, Horizon, LongTermGoalId, NewLongTermGoal, NewShortTermGoal, NewStep, ShortTermGoalId, StepId,
};
use crate::homework::{HomeworkId, HowOften, NewHomework, Origin};
use crate::ids::Id;
use crate::sessions::{NewSession, SessionKind};
use crate::settings::EditSettings;
use crate::signs::{NewCheckIn, NewOwnRule, NewWarningSign, RuleCondition, WarningSignId};
use crate::store::{KeyProvider, StoreConfig};

/// Monday 2 March 2026, 10:00 in London.
const NOW_MS: i64 = 1_772_445_600_000;
const BOUNDARY: i64 = 180;

struct Still;
impl Clock for Still {
    fn now(&self) -> Option<Moment> {
        Some(Moment { instant_ms: NOW_MS, zone: "Europe/London".into(), offset_min: 0 })
    }
}

struct Key;
impl KeyProvider for Key {
    fn database_key(&self) -> Option<Vec<u8>> {
        Some(vec![7; 32])
    }

    fn forget(&self) -> bool {
        false
    }
}

struct Folder(PathBuf);
impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A person with something of everything going on now, and `years` of use behind them.
fn person(name: &str, years: i64) -> (Handrail, Folder) {
    let folder = std::env::temp_dir().join(format!("handrail-today-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let config = StoreConfig { folder: folder.clone(), page_limit: None };
    let phone = Handrail::open(config, Arc::new(Key), Arc::new(Still)).unwrap();
    let running = going_on(&phone);
    let write = |w: &crate::store::Write<'_>| {
        past(w.tx(), &running, years);
        Ok(())
    };
    phone.store.write(&Still.now().unwrap(), write).unwrap();
    (phone, Folder(folder))
}

struct Running {
    goal: LongTermGoalId,
    part: ShortTermGoalId,
    step: StepId,
    homework: Vec<HomeworkId>,
    signs: Vec<WarningSignId>,
}

fn going_on(phone: &Handrail) -> Running {
    let own = NewLongTermGoal { title: "a flat of my own".into(), ..NewLongTermGoal::default() };
    let goal = LongTermGoalId(phone.save_long_term_goal(&own, BeginAs::Active).unwrap().records[0].id);
    let part = NewShortTermGoal {
        goal,
        title: "know what it costs".into(),
        how_will_we_know: String::new(),
        strengths: String::new(),
        obstacles: String::new(),
        who_can_help: String::new(),
        started: None,
        by_about: Horizon::Suggested,
    };
    let part = ShortTermGoalId(phone.save_short_term_goal(&part, BeginAs::Active).unwrap().records[0].id);
    let step = NewStep {
        goal: part,
        title: "ask at the office".into(),
        who: String::new(),
        when_words: String::new(),
        where_words: String::new(),
        how: String::new(),
        how_will_we_know: String::new(),
        by_about: Horizon::Suggested,
        reminder_day: None,
        reminder_time: None,
    };
    let step = StepId(phone.save_step(&step).unwrap().records[0].id);
    let homework = [HowOften::Daily, HowOften::Weekly, HowOften::Once].map(|how_often| {
        let new = NewHomework {
            title: "a walk".into(),
            module: String::new(),
            why: String::new(),
            goal: Some(goal.0),
            what_exactly: "ten minutes".into(),
            where_words: String::new(),
            with_whom: String::new(),
            worksheet: String::new(),
            origin: Origin::Agreed,
            confidence: Some(5),
            smaller_version: String::new(),
            how_often,
            first_day: Some(Day::parse("day", "2017-01-02").unwrap()),
            by_about: None,
            reminder_time: Some(TimeOfDay::parse("time", "09:00").unwrap()),
            module_id: String::new(),
            option_id: String::new(),
        };
        HomeworkId(phone.save_homework(&new).unwrap().records[0].id)
    });
    let signs: Vec<WarningSignId> = (0..4)
        .map(|n| {
            let new = NewWarningSign {
                wording: format!("sign {n}"),
                who_may_notice: String::new(),
                scale: 3,
                key_sign: n == 0,
                emergency: n == 3,
                ..NewWarningSign::default()
            };
            WarningSignId(phone.save_warning_sign(&new).unwrap().records[0].id)
        })
        .collect();
    for sign in &signs {
        let rule = NewOwnRule {
            sign: *sign,
            condition: RuleCondition::OfLast,
            level: 2,
            count: 3,
            out_of: 7,
            action: "call Sam".into(),
        };
        phone.save_own_rule(&rule).unwrap();
    }
    let meeting = NewSession {
        day: Day::parse("day", "2026-03-05").unwrap(),
        time: None,
        kind: SessionKind::Group,
        place: String::new(),
        module: String::new(),
        agenda: String::new(),
    };
    phone.plan_session(&meeting).unwrap();
    let rhythm = EditSettings { check_in_rhythm: Some(CheckInRhythm::Daily), ..EditSettings::default() };
    phone.save_settings(&rhythm).unwrap();
    Running { goal, part, step, homework: homework.into(), signs }
}

/// Years of entries, about 4,000 a year, put straight into the tables.
fn past(tx: &Transaction<'_>, running: &Running, years: i64) {
    let mut ids = (1_u128..).map(|n| Id::from_bytes((n << 8).to_be_bytes()));
    let mut id = || ids.next().unwrap();
    let text = "what I thought about it, in a sentence or two as people write them";
    let cell = |id: Id| {
        tx.prepare_cached(
            "INSERT INTO cell (record, field, stamp, device, value_hash) VALUES (?1, '', 1, x'00', x'00')",
        )
        .unwrap()
        .execute([id])
        .unwrap();
    };
    let days = years * 365;
    let today = Still.now().unwrap().day(BOUNDARY);
    let put = |sql: &str, values: &[&dyn rusqlite::ToSql]| {
        tx.prepare_cached(sql).unwrap().execute(values).unwrap();
    };
    for back in (1..=days).rev() {
        let (day, ms) = (today.plus(-back), NOW_MS - back * 86_400_000);
        let ratings: Vec<String> =
            running.signs.iter().map(|s| format!("\"{s}\":{}", (back + i64::from(s.0.as_bytes()[15])) % 3)).collect();
        let (check_in, ratings) = (id(), format!("{{{}}}", ratings.join(",")));
        put(
            "INSERT INTO check_in VALUES (?1, ?2, ?3, ?4, 'Europe/London', 0, ?5)",
            params![check_in, ratings, text, ms, day],
        );
        cell(check_in);
        for homework in &running.homework {
            let result = id();
            put(
                "INSERT INTO homework_result VALUES (?1, ?2, ?3, 'partly', 0, 'forgot', ?4, 2, ?5, 'Europe/London', 0, ?3)",
                params![result, homework, day, text, ms],
            );
            cell(result);
        }
        for _ in 0..5 {
            let entry = id();
            put(
                "INSERT INTO coping_entry (id, strategy, situation, helped, before, after, note, made_ms, made_zone, made_offset, day)
                 VALUES (?1, x'01', ?2, 'a_lot', 5, 3, ?2, ?3, 'Europe/London', 0, ?4)",
                params![entry, text, ms, day],
            );
            cell(entry);
        }
        let result = id();
        put(
            "INSERT INTO step_result VALUES (?1, ?2, 'partly', ?3, ?3, ?3, ?4, 'Europe/London', 0, ?5)",
            params![result, running.step, text, ms, day],
        );
        cell(result);
        if back % 7 != 0 {
            continue;
        }
        // Once a week: a meeting, its homework, a step that is done, a review, a suggestion, a line to talk about.
        let (session, homework) = (id(), id());
        put(
            "INSERT INTO session (id, day, time, kind, place, module, agenda, note, state, held_ms)
             VALUES (?1, ?2, NULL, 'individual', '', '', '', ?3, 'held', ?4)",
            params![session, day, text, ms],
        );
        put("INSERT INTO session_homework VALUES (?1, ?2, ?3, 'reviewed')", params![id(), session, homework]);
        put(
            "INSERT INTO homework (id, title, module, why, goal, what_exactly, where_words, with_whom, worksheet, origin, proposal,
               confidence, smaller_version, how_often, first_day, by_about, reminder_time, state)
             VALUES (?1, 'x', '', ?2, NULL, ?2, '', '', '', 'agreed', NULL, 8, '', 'once', ?3, NULL, NULL, 'finished')",
            params![homework, text, day],
        );
        put(
            "INSERT INTO step VALUES (?1, ?2, 'x', '', '', '', ?3, '', NULL, NULL, NULL, 'reached', NULL)",
            params![id(), ShortTermGoalId(Id::from_bytes([1; 16])), text],
        );
        put(
            "INSERT INTO goal_review (id, goal, session, progress, rating, what_next, made_ms, made_zone, made_offset, day)
             VALUES (?1, ?2, ?3, ?4, 5, ?4, ?5, 'Europe/London', 0, ?6)",
            params![id(), running.goal, session, text, ms, day],
        );
        put(
            "INSERT INTO proposal VALUES (?1, x'01', x'02', 'homework', ?2, 'accepted', NULL, NULL, ?3)",
            params![id(), text, ms],
        );
        put("INSERT INTO talk_about VALUES (?1, ?2, ?3, 'talked')", params![id(), text, day]);
        put(
            "INSERT INTO rule_opening SELECT ?1, id, ?2, 'Europe/London', 0, ?3 FROM own_rule LIMIT 1",
            params![id(), ms, day],
        );
    }
    assert!(running.part.0 != running.goal.0);
}

/// Runs the screen on a second connection and gives each statement's text with its steps: all
/// of the machine's, and those that walked along a table from row to row.
fn statements(folder: &Folder) -> BTreeMap<String, (i32, i32)> {
    let mut c = Connection::open(folder.0.join("handrail.db")).unwrap();
    c.pragma_update(None, "key", format!("x'{}'", "07".repeat(32))).unwrap();
    let seen = Arc::new(Mutex::new(BTreeMap::new()));
    let into = Arc::clone(&seen);
    let note = move |event: TraceEvent<'_>| {
        if let TraceEvent::Profile(statement, _) = event {
            // Both count up over the life of a kept statement, so the last word is the sum.
            let steps =
                (statement.get_status(StatementStatus::VmStep), statement.get_status(StatementStatus::FullscanStep));
            into.lock().unwrap().insert(statement.sql().into_owned(), steps);
        }
    };
    c.trace_v2(TraceEventCodes::SQLITE_TRACE_PROFILE, Some(note)).unwrap();
    c.set_prepared_statement_cache_capacity(96);
    let view = today_of(&c, &Still.now().unwrap(), BOUNDARY, None).unwrap();
    assert!(view.homework.len() == 2 && view.steps.len() == 1 && view.next_meeting.is_some() && view.check_in_due);
    c.trace_v2(TraceEventCodes::empty(), None::<fn(TraceEvent<'_>)>).unwrap();
    drop(c);
    std::mem::take(&mut seen.lock().unwrap())
}

/// Tables that grow with every day of use.
const ENTRIES: [&str; 12] = [
    "step_result",
    "goal_review",
    "homework_result",
    "coping_entry",
    "check_in",
    "rule_opening",
    "usual_event",
    "session_homework",
    "op",
    "cell",
    "revision",
    "tombstone",
];

/// The table that a name in a query plan stands for.
fn table_of<'a>(sql: &'a str, name: &'a str) -> &'a str {
    let words: Vec<&str> = sql.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
    words
        .windows(2)
        .find(|pair| {
            pair[1] == name && ["FROM", "JOIN"].iter().any(|k| sql.contains(&format!("{k} {} {name}", pair[0])))
        })
        .map_or(name, |pair| pair[0])
}

/// What a statement walks along: as such, or to build an index of its own for the moment.
fn scans(c: &Connection, sql: &str) -> Vec<String> {
    let mut q = c.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let details: Vec<String> = q.raw_query().mapped(|r| r.get(3)).map(Result::unwrap).collect();
    details
        .iter()
        .filter_map(|d| {
            d.strip_prefix("SCAN ").or_else(|| d.strip_prefix("SEARCH ").filter(|d| d.contains("AUTOMATIC")))
        })
        .map(|rest| table_of(sql, rest.split(' ').next().unwrap()).to_owned())
        .collect()
}

#[test]
fn today_walks_along_no_table_of_entries() {
    let (phone, folder) = person("plans", 1);
    let seen = statements(&folder);
    assert!(seen.len() > 12, "the trace saw the screen's statements");
    phone
        .read(|c| {
            for sql in seen.keys() {
                for table in scans(c, sql) {
                    assert!(!ENTRIES.contains(&table.as_str()), "{table} is walked along by: {sql}");
                }
            }
            // The test can fail: these walk, under their own name and under another.
            for bad in [
                "SELECT note FROM coping_entry",
                "SELECT count(*) FROM own_rule o JOIN coping_entry e ON e.note = o.action",
            ] {
                assert!(scans(c, bad).contains(&"coping_entry".to_owned()), "{bad}");
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn ten_years_of_use_cost_today_no_more_than_one() {
    let ((one, one_folder), (ten, ten_folder)) = (person("one", 1), person("ten", 10));
    let entries: i64 = ten
        .read(|c| {
            let sum =
                ENTRIES[..7].iter().map(|t| format!("(SELECT count(*) FROM {t})")).collect::<Vec<_>>().join(" + ");
            Ok(c.query_row(&format!("SELECT {sum}"), [], |r| r.get(0))?)
        })
        .unwrap();
    assert!(entries >= 36_500, "{entries} entries");
    let (first, tenth) = (statements(&one_folder), statements(&ten_folder));
    let sum = |all: &BTreeMap<String, (i32, i32)>| all.values().map(|s| s.0).sum::<i32>();
    for (sql, (steps, walked)) in &tenth {
        assert!(*walked <= 40, "{walked} rows walked along by: {sql}");
        assert!(f64::from(*steps) <= 1.2 * f64::from(first[sql].0) + 50.0, "{steps} against {}: {sql}", first[sql].0);
    }
    assert!(f64::from(sum(&tenth)) <= 1.2 * f64::from(sum(&first)), "{} against {}", sum(&tenth), sum(&first));
    for (name, phone) in [("one year", &one), ("ten years", &ten)] {
        phone.today().unwrap();
        let begun = std::time::Instant::now();
        for _ in 0..50 {
            phone.today().unwrap();
        }
        println!("today() after {name}: {:?}, {entries} entries in ten years", begun.elapsed() / 50);
    }
}

#[test]
fn a_check_in_of_today_is_seen_and_the_rule_it_opens_comes_first() {
    let (phone, _folder) = person("rules", 1);
    assert!(matches!(phone.today().unwrap().now, OneThing::Homework(_)));
    let signs = phone.signs().unwrap().signs;
    let help = signs.iter().find(|s| s.emergency).unwrap().id;
    phone.record_check_in(&NewCheckIn { ratings: vec![(help, 1)], note: String::new() }).unwrap();
    let view = phone.today().unwrap();
    assert!(view.now == OneThing::HelpNow && !view.check_in_due && view.homework.len() == 3);
}
