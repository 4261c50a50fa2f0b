//! Everything that a person writes, on its way to a backup, to a reader and to a second phone: nobody in between has a word of it.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use handrail_clinic::{AuditFiles, Log};
use handrail_core::clock::Day;
use handrail_core::review::{Category, Choices, PacketWords, Period, Switches};
use handrail_tests::bench::life::{BEGIN_MS, live};
use handrail_tests::demo::search::Search;
use handrail_tests::phone::{self, HandClock, raw};
use handrail_tests::together::{Together, page_code};
use serde_json::json;

/// By then every sheet and every list has its share.
const DAYS: i64 = 43;

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

/// Six weeks with something on every sheet, as an archive.
fn six_weeks(all: &Together) -> Vec<u8> {
    let (clock, folder) = (HandClock::standing_at(BEGIN_MS), all.folder("lived"));
    live(&folder, &clock, DAYS, |_| ()).unwrap();
    let lived = phone::open(&folder, clock).unwrap();
    let mut archive = Vec::new();
    lived.export_all(&mut archive, &mut |_| ControlFlow::Continue(())).unwrap();
    archive
}

#[test]
fn nobody_in_between_has_a_word() {
    let Some(driver) = page_code("words").unwrap() else { return };
    let mut all = Together::new("words").unwrap();
    let (log, began) = (Arc::new(Mutex::new(Vec::new())), std::time::SystemTime::now());
    let audit = all.folder("audit");
    all.stop_relay().unwrap();
    let (kept, files) = (Arc::clone(&log), AuditFiles { folder: audit.clone(), days: 30 });
    all.start_relay_with(move |config| {
        config.log = Log::Kept(kept);
        config.audit = Some(files);
    })
    .unwrap();

    all.line.listen_in();
    let mut sam = all.practitioner(&driver, "Sam").unwrap();
    let mut ana = all.client("ana").unwrap();
    ana.handrail.import(&mut six_weeks(&all).as_slice(), &mut |_| ControlFlow::Continue(())).unwrap();
    let code = ana.turn_backup_on(&all.origin()).unwrap();
    all.pair(&mut ana, "Ana", &mut sam).unwrap();
    let day = |text: &str| serde_json::from_value::<Day>(json!(text)).unwrap();
    let month = Period::FromUntil { from: day("2016-12-01"), until: day("2017-01-01") };
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
    assert!(report.delivered > 0 && report.stopped.is_none(), "{report:?}");
    assert!(sam.take_in().unwrap()["opened"].as_u64() >= Some(1));
    let title = "Walk to the pond behind the library";
    sam.ask("propose", json!({ "client": ana.mailbox, "proposal": { "kind": "homework", "title": title } })).unwrap();
    ana.handrail.add_talk_about("The kettle in the shared kitchen hums at night").unwrap();
    assert!(all.sync(&ana).unwrap().saved > 0);
    let (second, seen) = all.restored("second", &code, false).unwrap();
    assert!(seen.entries > 500 && !seen.some_missing);

    let (mut texts, folder) =
        ana.while_closed(|folder| Ok((texts(&raw(&folder.join("handrail.db"))?), folder.to_owned()))).unwrap();
    texts.push(title.to_owned());
    assert!(texts.len() > 50, "{}", texts.len());
    let search = Search::new(&texts).unwrap();
    // It finds what is there: the words are in an export.
    assert!(search.in_bytes(&ana.exported().unwrap()));
    all.stop_relay().unwrap();
    assert_eq!(
        search.found_in(&all.relay_folder()).unwrap(),
        0,
        "the relay's database, opened as text and value by value"
    );
    // And that would have told: the same files with one word too many, as a value and as a value that is packed.
    let copy = all.folder("copy");
    std::fs::create_dir_all(&copy).unwrap();
    for file in std::fs::read_dir(all.relay_folder()).unwrap().map(|file| file.unwrap().path()) {
        if file.is_file() {
            std::fs::copy(&file, copy.join(file.file_name().unwrap())).unwrap();
        }
    }
    let mut packed = flate2::write::DeflateEncoder::new(vec![9; 1_200], flate2::Compression::default());
    packed.write_all(title.as_bytes()).unwrap();
    let planted = rusqlite::Connection::open(copy.join("relay.sqlite3")).unwrap();
    let changed = planted
        .execute(
            "UPDATE vault_batch SET bytes = ?1 WHERE sequence = (SELECT max(sequence) FROM vault_batch)",
            [packed.finish().unwrap()],
        )
        .unwrap();
    drop(planted);
    assert_eq!((changed > 0, search.found_in(&copy).unwrap()), (true, 1), "a word that is there is found");
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
    // Nor has the folder for what is temporary; other tests run beside this one, so it is this one's own words that are looked for.
    let own = Search::new(&[title.to_owned()]).unwrap();
    for file in std::fs::read_dir(std::env::temp_dir()).unwrap().filter_map(|file| Some(file.ok()?.path())) {
        let newer = file.metadata().and_then(|m| m.modified()).is_ok_and(|at| at >= began);
        let bytes = if newer && file.is_file() { std::fs::read(&file).unwrap_or_default() } else { Vec::new() };
        assert!(!own.in_bytes(&bytes), "{}", file.display());
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
