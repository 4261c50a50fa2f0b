//! A store of version 11, kept as it was written: Mara's phone of version 10 after the update, and what she had typed on two
//! screens and not saved. `frozen/README.md` says how it was made, and that it is never made again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, dead_code, missing_docs)]

mod old_store;

use handrail_core::Handrail;
use handrail_tests::phone::{self, HandClock, TempFolder};
use handrail_tests::together::{DAY, MONDAY};
use old_store::{frozen, lost, rows, schema, sha256};

/// The newest version of a phone's store that lies in `frozen/`.
const NEWEST: i64 = 11;
/// A day after all that version 10 knew.
const THEN: i64 = MONDAY + 41 * DAY;

/// What was typed: the place, the field, and the words.
const TYPED: [[&str; 3]; 3] = [
    ["goal-form", "title", "Sing with the others on Thurs"],
    ["goal-form", "why", "مع أختي 🌱\n"],
    ["homework-result/AViA9q6AKGXq70kxkPwejw", "note", "Only as far as the "],
];

fn of(folder: &TempFolder, file: &str, at: i64) -> Handrail {
    std::fs::copy(frozen(file), folder.path().join("handrail.db")).unwrap();
    phone::open(folder.path(), HandClock::standing_at(at)).unwrap()
}

/// Makes the file once, where that was asked for and it is not there; then holds that nobody changed it.
fn file() -> &'static str {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        if std::env::var_os("HANDRAIL_BLESS").is_some() && !frozen("v11.db").exists() {
            make();
        }
        let kept = std::fs::read_to_string(frozen("v11.sha256")).unwrap();
        assert_eq!(kept, format!("{}  v11.db\n", sha256(&frozen("v11.db"))), "v11.db has been changed");
    });
    "v11.db"
}

fn make() {
    let folder = TempFolder::new("freezing-v11").unwrap();
    let mara = of(&folder, "v10.db", THEN);
    for [place, field, words] in TYPED {
        mara.save_draft(place, field, words).unwrap();
    }
    mara.close().unwrap();
    let file = folder.path().join("handrail.db");
    let c = phone::raw(&file).unwrap();
    c.execute_batch("VACUUM").unwrap();
    c.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    drop(c);
    std::fs::copy(file, frozen("v11.db")).unwrap();
    std::fs::write(frozen("v11.sha256"), format!("{}  v11.db\n", sha256(&frozen("v11.db")))).unwrap();
}

#[test]
fn a_phone_of_version_11_opens_with_every_row_and_what_was_typed() {
    let folder = TempFolder::new("frozen-v11").unwrap();
    let old_file = folder.path().join("old.db");
    std::fs::copy(frozen(file()), &old_file).unwrap();
    let old = phone::raw(&old_file).unwrap();
    assert_eq!(old.query_row("PRAGMA user_version", [], |r| r.get::<_, i64>(0)).unwrap(), 11);
    let mara = of(&folder, file(), THEN + DAY);
    assert!(mara.salvage().is_none());
    for [place, field, words] in TYPED {
        let draft = mara.draft(place).unwrap();
        assert!(draft.fields.iter().any(|f| f.field == field && f.text == words), "{place}, {field}");
    }
    mara.drop_draft("goal-form").unwrap();
    mara.close().unwrap();
    let now = phone::raw(&folder.path().join("handrail.db")).unwrap();
    let gone = lost(&old, &now);
    assert!(gone.len() == 2 && gone.iter().all(|row| row.starts_with("draft: ")), "{gone:?}");
    assert_eq!(rows(&now)["draft"].len(), 1);

    let fresh = TempFolder::new("fresh-v11").unwrap();
    phone::open(fresh.path(), HandClock::standing_at(THEN)).unwrap().close().unwrap();
    let fresh = phone::raw(&fresh.path().join("handrail.db")).unwrap();
    assert_eq!(schema(&now), schema(&fresh), "the shape of a fresh store");
    let newest = fresh.query_row("PRAGMA user_version", [], |r| r.get::<_, i64>(0)).unwrap();
    assert_eq!(newest, NEWEST, "a newer version wants a frozen file of its own: frozen/README.md");
}
