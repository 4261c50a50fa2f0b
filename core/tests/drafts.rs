//! What was typed and not saved: there when the app's process died, nowhere else, and gone when it was dropped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod common;
#[path = "support/pages.rs"]
mod pages;

use std::ops::ControlFlow;
use std::sync::Arc;

use common::{Key, Person, day, made, person};
use handrail_core::drafts::{DRAFT_FIELDS, DRAFT_LIMIT, DRAFT_NAME_LIMIT, DRAFT_PLACES};
use handrail_core::goals::{BeginAs, NewLongTermGoal};
use handrail_core::store::StoreConfig;
use handrail_core::{Changes, Handrail, Reason};

/// Words that stand in no other row of these stores.
const WORDS: &str = "what I said at the station";

fn typed(p: &Handrail, place: &str) -> Vec<(String, String)> {
    p.draft(place).unwrap().fields.into_iter().map(|f| (f.field, f.text)).collect()
}

fn field(name: &str, text: &str) -> (String, String) {
    (name.to_owned(), text.to_owned())
}

fn on_pages(p: &Person, words: &str) -> usize {
    let pages = pages::decrypted_pages(&p.folder, &[7; 32]);
    pages.iter().filter(|page| page.windows(words.len()).any(|w| w == words.as_bytes())).count()
}

/// The process ends without a word; the app is started again.
fn killed(p: &mut Person) {
    // The lock goes with the object, and nothing is settled: what was written has to be on the disk already.
    let config = StoreConfig { folder: p.folder.clone(), page_limit: None };
    let copied = p.folder.with_extension("of-the-dead");
    let _ = std::fs::remove_dir_all(&copied);
    std::fs::create_dir_all(&copied).unwrap();
    for entry in std::fs::read_dir(&p.folder).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), copied.join(entry.file_name())).unwrap();
    }
    p.phone.close().unwrap();
    std::fs::remove_dir_all(&p.folder).unwrap();
    std::fs::rename(&copied, &p.folder).unwrap();
    p.phone = Handrail::open(config, Arc::new(Key), p.clock.clone()).unwrap();
}

#[test]
fn what_was_typed_is_there_letter_by_letter_after_the_process_died() {
    let mut ana = person("ana");
    assert!(ana.draft("goal-form").unwrap() == handrail_core::drafts::Draft::default());
    ana.save_draft("goal-form", "title", "Go to the ri").unwrap();
    let changes = ana.save_draft("goal-form", "title", "  Go to the river \u{1f331}\n").unwrap();
    assert_eq!(changes, Changes::default(), "no screen has to be read again");
    ana.save_draft("goal-form", "why", "مع أختي").unwrap();
    ana.save_draft("goal/AViA9q6AKGXq70kxkPwejw", "note", "about this one").unwrap();
    let all = vec![field("title", "  Go to the river \u{1f331}\n"), field("why", "مع أختي")];
    assert_eq!(typed(&ana, "goal-form"), all);
    killed(&mut ana);
    assert_eq!(typed(&ana, "goal-form"), all);
    assert_eq!(ana.draft("goal-form").unwrap().kept_day, Some(day("2026-03-02")));
    assert_eq!(typed(&ana, "goal/AViA9q6AKGXq70kxkPwejw").len(), 1);
    assert_eq!(typed(&ana, "goal"), []);
    // Emptied by the person, and one that nothing was typed in before: so they stay, or what is saved would stand there again.
    ana.save_draft("goal-form", "why", "").unwrap();
    ana.save_draft("goal-form", "when", " \n").unwrap();
    let emptied = vec![all[0].clone(), field("when", " \n"), field("why", "")];
    assert_eq!(typed(&ana, "goal-form"), emptied);
    killed(&mut ana);
    assert_eq!(typed(&ana, "goal-form"), emptied);
    ana.drop_draft("goal-form").unwrap();
    ana.drop_draft("goal-form").unwrap();
    killed(&mut ana);
    assert!(ana.draft("goal-form").unwrap() == handrail_core::drafts::Draft::default());
    assert_eq!(typed(&ana, "goal/AViA9q6AKGXq70kxkPwejw").len(), 1, "the other screen's is its own");
}

#[test]
fn what_was_dropped_is_on_no_page_and_the_rest_is() {
    let ana = person("ana");
    // Rows of every length, so that pages are divided and rows moved about between them.
    for round in 0..3 {
        for place in 0..12 {
            for n in 0..8 {
                let words = format!("{} {WORDS}", "x".repeat((place * 97 + n * 311 + round * 53) % 2600));
                ana.save_draft(&format!("place-{place}"), &format!("f{n}"), &words).unwrap();
            }
        }
    }
    ana.save_draft("kept", "note", "the weather").unwrap();
    assert!(on_pages(&ana, WORDS) > 20, "the search finds it");
    for place in (0..12).rev() {
        for n in 0..4 {
            ana.save_draft(&format!("place-{place}"), &format!("f{}", n * 2), "").unwrap();
        }
        ana.drop_draft(&format!("place-{place}")).unwrap();
    }
    assert_eq!(on_pages(&ana, WORDS), 0);
    assert_eq!(ana.tables_with(WORDS), Vec::<String>::new());
    assert!(on_pages(&ana, "the weather") > 0);
    assert_eq!(ana.tables_with("the weather"), ["draft"], "in no log");
    ana.close().unwrap();
    assert_eq!(on_pages(&ana, WORDS), 0);
}

#[test]
fn drafts_of_an_entry_that_is_removed_for_good_go_with_it() {
    let ana = person("ana");
    let goal = NewLongTermGoal { title: "Sing".into(), ..NewLongTermGoal::default() };
    let id = made(&ana.save_long_term_goal(&goal, BeginAs::Active).unwrap(), "long_term_goal");
    ana.save_draft(&format!("goal/{id}"), "note", WORDS).unwrap();
    ana.save_draft("goals", &format!("{id}:why"), WORDS).unwrap();
    ana.save_draft("goals", "search", "the weather").unwrap();
    ana.remove("long_term_goal", id).unwrap();
    assert_eq!(typed(&ana, &format!("goal/{id}")).len(), 1, "what may come back keeps its draft");
    ana.remove_for_good("long_term_goal", id).unwrap();
    assert_eq!(ana.tables_with(WORDS), Vec::<String>::new());
    assert_eq!(on_pages(&ana, WORDS), 0);
    assert_eq!(typed(&ana, "goals"), [field("search", "the weather")]);
}

#[test]
fn a_draft_is_kept_for_thirty_days_after_something_was_typed() {
    let mut ana = person("ana");
    ana.save_draft("goal-form", "title", WORDS).unwrap();
    ana.at("2026-03-12 10:00").save_draft("step-form", "title", "Ask Sam").unwrap();
    ana.at("2026-04-01 10:00").suspend().unwrap();
    ana.resume().unwrap();
    assert_eq!(typed(&ana, "goal-form").len(), 1, "thirty days");
    ana.at("2026-04-02 10:00");
    killed(&mut ana);
    assert_eq!((typed(&ana, "goal-form").len(), typed(&ana, "step-form").len()), (0, 1));
    assert_eq!(on_pages(&ana, WORDS), 0);
    // With another draft, in an app that stays open.
    ana.at("2026-04-12 10:00").save_draft("plan", "note", "tea").unwrap();
    assert_eq!((typed(&ana, "step-form").len(), typed(&ana, "plan").len()), (0, 1));
    // A clock that was far ahead keeps nothing for longer, and nothing is lost by it.
    ana.at("2031-01-01 10:00").save_draft("plan", "note", "tea with Sam").unwrap();
    ana.at("2026-04-13 10:00").save_draft("goals", "note", "x").unwrap();
    assert_eq!(ana.draft("plan").unwrap().kept_day, Some(day("2026-04-13")));
    ana.at("2026-05-14 10:00").suspend().unwrap();
    ana.resume().unwrap();
    assert_eq!(typed(&ana, "plan"), []);
}

#[test]
fn what_cannot_be_kept_is_refused_and_what_was_kept_stays() {
    let ana = person("ana");
    ana.save_draft("plan", "note", "tea").unwrap();
    let long = "p".repeat(DRAFT_NAME_LIMIT + 1);
    for (place, reason) in [
        ("", Reason::Empty),
        (long.as_str(), Reason::TooLong { limit: DRAFT_NAME_LIMIT }),
        ("my plan", Reason::Malformed),
        ("plän", Reason::Malformed),
        ("plan\0", Reason::Malformed),
    ] {
        ana.refuses("place", reason, |h| h.save_draft(place, "note", "x"));
        ana.refuses("place", reason, |h| h.draft(place).map(drop));
        ana.refuses("place", reason, |h| h.drop_draft(place));
        ana.refuses("field", reason, |h| h.save_draft("plan", place, "x"));
    }
    ana.refuses("text", Reason::TooLong { limit: DRAFT_LIMIT }, |h| {
        h.save_draft("plan", "note", &"🌱".repeat(DRAFT_LIMIT + 1))
    });
    ana.refuses("text", Reason::Malformed, |h| h.save_draft("plan", "note", "te\0a"));
    assert_eq!(typed(&ana, "plan"), [field("note", "tea")]);
    ana.save_draft("plan", "note", &"🌱".repeat(DRAFT_LIMIT)).unwrap();
    for n in 1..DRAFT_FIELDS {
        ana.save_draft("plan", &format!("f{n}"), "x").unwrap();
    }
    ana.refuses("field", Reason::TooMany { limit: DRAFT_FIELDS }, |h| h.save_draft("plan", "more", "x"));
    ana.save_draft("plan", "f1", "still taken").unwrap();
}

#[test]
fn one_place_too_many_takes_the_room_of_that_left_alone_longest() {
    let ana = person("ana");
    for n in 0..DRAFT_PLACES {
        ana.at(&format!("2026-03-02 10:{n:02}")).save_draft(&format!("place-{n}"), "note", WORDS).unwrap();
    }
    ana.at("2026-03-02 11:00").save_draft("place-0", "note", "again").unwrap();
    ana.at("2026-03-02 11:01").save_draft("new", "note", "x").unwrap();
    let left: Vec<usize> = (0..DRAFT_PLACES).filter(|n| typed(&ana, &format!("place-{n}")).is_empty()).collect();
    assert_eq!(left, [1]);
    assert_eq!(typed(&ana, "new").len(), 1);
}

#[test]
fn no_copy_of_the_record_holds_a_draft() {
    let ana = person("ana");
    ana.add_talk_about("the weather").unwrap();
    ana.save_draft("plan", "note", WORDS).unwrap();
    let mut file = Vec::new();
    ana.export_all(&mut file, &mut |_| ControlFlow::Continue(())).unwrap();
    let archive = String::from_utf8(file.clone()).unwrap();
    assert!(archive.contains("the weather") && !archive.contains(WORDS) && !archive.contains("draft"));
    let ben = person("ben");
    ben.import(&mut file.as_slice(), &mut |_| ControlFlow::Continue(())).unwrap();
    assert_eq!(ben.talk_about().unwrap().open.len(), 1);
    assert_eq!(typed(&ben, "plan"), []);
    let rows = ana.rows();
    ana.save_draft("plan", "other", WORDS).unwrap();
    let changed: Vec<_> = ana.rows().into_iter().filter(|(table, n)| rows.get(table) != Some(n)).collect();
    assert_eq!(changed, [("draft".to_owned(), 2)]);
}

#[test]
fn a_damaged_record_keeps_its_drafts_where_they_read() {
    let ana = person("ana");
    ana.save_draft("plan", "note", "tea with Sam").unwrap();
    ana.close().unwrap();
    std::fs::write(ana.folder.join("handrail.damaged"), "").unwrap();
    let config = StoreConfig { folder: ana.folder.clone(), page_limit: None };
    let again = Handrail::open(config, Arc::new(Key), ana.clock.clone()).unwrap();
    assert!(again.salvage().is_some());
    assert_eq!(typed(&again, "plan"), [field("note", "tea with Sam")]);
}
