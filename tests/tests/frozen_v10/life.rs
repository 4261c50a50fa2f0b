//! What Mara's phones and her relay went through before they were frozen: the half year of version 3, then sharing and a
//! backup, with all that a backup can go through.

use std::path::Path;

use handrail_clinic::store::sqlite;
use handrail_core::backup::{BackupPlace, CodeCheck};
use handrail_core::talk_about::TalkAboutId;
use handrail_tests::phone;
use handrail_tests::together::{Client, DAY, HOUR, Together, page_code};
use rusqlite::Connection;
use serde_json::json;

use super::{BUS, PHONE, RELAY, TABLET, write_archive};
use crate::Mara;
use crate::common::person;
use crate::old_store::{frozen, sha256};
use crate::{course, in_archive, without_packs};

fn line(of: &Client, wording: &str) -> handrail_core::ids::Id {
    of.handrail.talk_about().unwrap().open.into_iter().find(|l| l.wording == wording).unwrap().id.0
}

fn well(all: &Together, of: &Client) {
    all.clock.pass(HOUR);
    let report = all.sync(of).unwrap();
    assert!(report.stopped.is_none(), "{report:?}");
}

/// Mara as she was at the end of the summer, with the key and the clock of these tests.
fn mara(all: &Together) -> Client {
    let mara = Mara { h: person("mara") };
    course::alone(&mara);
    mara.h.phone.suspend().unwrap();
    {
        let c = mara.h.under();
        // A field of a newer version, put in there past the core: no stamp and no sum knows of it, and `v3.db` holds it.
        c.execute("DELETE FROM unknown_field", []).unwrap();
        c.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
        c.pragma_update(None, "rekey", phone::key_pragma()).unwrap();
    }
    let folder = all.folder("mara");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(mara.h.folder.join("handrail.db"), folder.join("handrail.db")).unwrap();
    all.client("mara").unwrap()
}

/// Makes all of it. The page's code has to be built: Sam and Kim are people at their pages.
pub(crate) fn make() {
    let driver = page_code("freezing version 10").unwrap().expect("the page's code");
    let mut all = Together::new("freeze-v10").unwrap();
    let mut mara = mara(&all);
    let [mut sam, mut kim] = ["Sam", "Kim"].map(|name| all.practitioner(&driver, name).unwrap());

    // Sharing: two readers, a page that was opened, one that lies at the relay, a suggestion that waits.
    all.pair(&mut mara, "Mara", &mut sam).unwrap();
    mara.share().unwrap();
    well(&all, &mara);
    sam.take_in().unwrap();
    sam.open(&mara).unwrap();
    all.introduce(&mara, &mut sam, &mut kim).unwrap();
    let suggestion = json!({ "kind": "homework", "title": "Walk to the lock" });
    sam.ask("propose", json!({ "client": mara.mailbox, "proposal": suggestion })).unwrap();
    mara.handrail.wake_up_at(&all.origin(), "https://push.example/mara").unwrap();
    well(&all, &mara);
    all.clock.pass(DAY);
    mara.share().unwrap();

    // The backup, by the word of the pairing; the summer is more than 500 changes, so a snapshot is made of it.
    let mailbox = mara.handrail.readers().unwrap()[0].mailbox;
    let sheet = mara.handrail.create_recovery_code(&BackupPlace::WithReader(mailbox)).unwrap();
    assert_eq!(mara.handrail.verify_recovery_code(&sheet.code).unwrap(), CodeCheck::Right);
    let code = sheet.code.to_string();
    well(&all, &mara);
    all.clock.pass(DAY);
    well(&all, &mara);

    // A second phone that stays, and a third that is taken off the list: another key from then on.
    let (tablet, _) = all.restored("tablet", &code, false).unwrap();
    tablet.handrail.add_talk_about(TABLET[0]).unwrap();
    tablet.handrail.add_talk_about("Not for keeping").unwrap();
    well(&all, &tablet);
    let (old, _) = all.restored("old", &code, false).unwrap();
    old.handrail.add_talk_about("From the phone with the cracked glass").unwrap();
    well(&all, &old);
    well(&all, &mara);
    let devices = mara.handrail.backup_devices().unwrap();
    let mut others = devices.iter().filter(|d| !d.this_phone);
    let (second, third) = (others.next().unwrap().id, others.next().unwrap().id);
    mara.handrail.name_backup_device(second, "Tablet").unwrap();
    mara.handrail.remove_backup_device(third).unwrap();
    well(&all, &mara);
    well(&all, &tablet);

    // Taken away, and removed for good: yet another key, and snapshots that do not have it.
    mara.handrail.remove("talk_about", line(&mara, "From the phone with the cracked glass")).unwrap();
    mara.handrail.remove_for_good("talk_about", line(&mara, "Not for keeping")).unwrap();
    for of in [&mara, &tablet, &mara, &tablet] {
        well(&all, of);
    }

    // And after it, on both, offline and in opposite ways.
    mara.handrail.add_talk_about(BUS[0]).unwrap();
    for of in [&mara, &tablet] {
        well(&all, of);
    }
    let bus = line(&mara, BUS[0]);
    mara.handrail.edit_talk_about(TalkAboutId(bus), BUS[1]).unwrap();
    mara.handrail.add_talk_about(PHONE[0]).unwrap();
    all.clock.pass(HOUR);
    tablet.handrail.edit_talk_about(TalkAboutId(bus), BUS[2]).unwrap();
    tablet.handrail.add_talk_about(TABLET[1]).unwrap();
    for of in [&mara, &tablet, &mara, &tablet] {
        well(&all, of);
    }
    let at_relay = tablet.exported().unwrap();
    assert!(without_packs(&at_relay) == without_packs(&mara.exported().unwrap()), "both have the same");
    for of in [&mara, &tablet] {
        let backup = of.handrail.backup().unwrap();
        assert!(backup.findings.is_empty(), "{:?}", backup.findings);
    }
    // Written and shared since, and not sent.
    all.clock.pass(DAY);
    mara.handrail.add_talk_about(PHONE[1]).unwrap();
    mara.share().unwrap();
    let at_phone = mara.exported().unwrap();

    freeze_phone(&mut mara);
    all.stop_relay().unwrap();
    freeze_relay(&all);
    write_archive("v10.relay.archive.gz", &at_relay);
    write_archive("v10.archive.gz", &at_phone);
    std::fs::write(frozen("v10.code"), format!("{code}\n")).unwrap();
    let names = ["v10.db", "v10.relay.db", "v10.relay.sql.gz", "v10.relay.archive.gz", "v10.archive.gz", "v10.code"];
    let hashes = names.map(|name| format!("{}  {name}", sha256(&frozen(name)))).join("\n");
    std::fs::write(frozen("v10.sha256"), hashes + "\n").unwrap();
    assert!(in_archive(&at_relay, &at_phone).len() > 100);
}

fn freeze_phone(mara: &mut Client) {
    mara.while_closed(|folder: &Path| {
        let file = folder.join("handrail.db");
        {
            let c = phone::raw(&file)?;
            c.execute_batch("VACUUM")?;
            c.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        }
        std::fs::copy(file, frozen("v10.db"))?;
        Ok(())
    })
    .unwrap();
}

/// The relay's database, and the same on PostgreSQL as its own tool writes it out.
fn freeze_relay(all: &Together) {
    let c = Connection::open(all.relay_folder().join(sqlite::DATABASE)).unwrap();
    c.execute("VACUUM INTO ?1", [frozen(RELAY).to_str().unwrap()]).unwrap();
    super::on_postgres::freeze(&all.relay_folder(), &all.folder("relay.jsonl"));
}
