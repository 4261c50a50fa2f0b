//! Everything that a person writes, on its way to a backup, to a reader and to a second phone: nobody in between has a word of it.

use std::sync::{Arc, Mutex};

use handrail_clinic::{AuditFiles, Log};
use handrail_core::clock::Day;
use handrail_core::review::{Category, Choices, PacketWords, Period, Switches};
use handrail_tests::bench::life::{BEGIN_MS, live};
use handrail_tests::demo::search::Search;
use handrail_tests::phone::{HandClock, raw};
use handrail_tests::together::{DAY, MONDAY, Together, page_code};
use serde_json::json;

/// The person's own texts: whatever has several words, in every table of the record.
fn texts(c: &rusqlite::Connection) -> Vec<String> {
    let tables: Vec<String> = c
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('content_pack', 'instrument', 'packet', 'op')")
        .unwrap()
        .query_map([], |r| r.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut texts = std::collections::BTreeSet::new();
    for table in tables {
        let mut q = c.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let columns = q.column_count();
        let mut rows = q.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                if let Ok(text) = row.get::<_, String>(column) {
                    let of_words = text.split(' ').count() > 2 && text.len() >= 16 && !text.starts_with(['{', '[']);
                    texts.extend(of_words.then_some(text));
                }
            }
        }
    }
    texts.into_iter().collect()
}

#[test]
fn nobody_in_between_has_a_word() {
    let Some(driver) = page_code("words").unwrap() else { return };
    let mut all = Together::new("words").unwrap();
    let log = Arc::new(Mutex::new(Vec::new()));
    let audit = all.folder("audit");
    all.stop_relay().unwrap();
    let (kept, files) = (Arc::clone(&log), AuditFiles { folder: audit.clone(), days: 30 });
    all.start_relay_with(move |config| {
        config.log = Log::Kept(kept);
        config.audit = Some(files);
    })
    .unwrap();

    // A hundred days with something on every sheet, up to now.
    let clock = HandClock::standing_at(BEGIN_MS);
    live(&all.folder("ana"), &clock, 100, |_| ()).unwrap();
    all.clock.move_to(MONDAY.max(BEGIN_MS + 101 * DAY));
    all.line.listen_in();
    let mut sam = all.practitioner(&driver, "Sam").unwrap();
    let mut ana = all.client("ana").unwrap();
    let code = ana.turn_backup_on(&all.origin()).unwrap();
    all.pair(&mut ana, "Ana", &mut sam).unwrap();
    let day = |text: &str| Day::parse("day", text).unwrap();
    let month = Period::FromUntil { from: day("2017-01-20"), until: day("2017-02-20") };
    let review = ana.handrail.review(month, &PacketWords::default()).unwrap();
    let switches = Switches {
        coping_notes: true,
        homework_notes: true,
        sign_notes: true,
        plan: true,
        sheets: Category::ALL.into_iter().collect(),
    };
    let choices = Choices { switches, ..Choices::default() };
    ana.handrail.share(&ana.handrail.preview(&review, &choices).unwrap()).unwrap();
    let report = all.sync(&ana).unwrap();
    assert!(report.saved > 0 && report.delivered > 0 && report.stopped.is_none(), "{report:?}");
    assert!(sam.take_in().unwrap()["opened"].as_u64() >= Some(1));
    let title = "Walk to the pond behind the library";
    sam.ask("propose", json!({ "client": ana.mailbox, "proposal": { "kind": "homework", "title": title } })).unwrap();
    all.sync(&ana).unwrap();
    let (second, seen) = all.restored("second", &code, false).unwrap();
    assert!(seen.entries > 500 && !seen.some_missing);

    let (mut texts, folder) =
        ana.while_closed(|folder| Ok((texts(&raw(&folder.join("handrail.db"))?), folder.to_owned()))).unwrap();
    texts.push(title.to_owned());
    assert!(texts.len() > 80, "{}", texts.len());
    let search = Search::new(&texts).unwrap();
    // It finds what is there: the words are in an export.
    assert!(search.in_bytes(&ana.exported().unwrap()));
    all.stop_relay().unwrap();
    assert_eq!(
        search.found_in(&all.relay_folder()).unwrap(),
        0,
        "the relay's database, opened as text and value by value"
    );
    assert_eq!(search.found_in(&audit).unwrap(), 0, "who asked for what");
    let log = log.lock().unwrap().join("\n");
    assert!(log.lines().count() > 20 && !search.in_bytes(log.as_bytes()), "the relay's log");
    let heard = all.line.heard();
    assert!(heard.len() > 100_000 && !search.in_bytes(&heard), "everything on the line, both ways");
    for phone in [&folder, &second.folder] {
        for file in std::fs::read_dir(phone).unwrap() {
            let file = file.unwrap().path();
            assert!(!file.is_file() || !search.in_bytes(&std::fs::read(&file).unwrap()), "{}", file.display());
        }
    }
    let shown = format!(
        "{:?} {:?} {report:?} {:?} {:?}",
        ana.handrail,
        ana.handrail.sync_status().unwrap(),
        ana.handrail.backup().unwrap(),
        ana.handrail.share(&ana.handrail.preview(&review, &choices).unwrap()),
    );
    assert!(!search.in_bytes(shown.as_bytes()) && !shown.contains("Sam"), "{shown}");
}
