use std::ops::ControlFlow;

use super::super::Progress;
use super::{count, device, exported, full, import, phone, rows};
use crate::Error;
use crate::ids::Id;
use crate::store::kinds::ALL;

#[test]
fn what_is_taken_out_and_brought_back_is_the_same_byte_for_byte() {
    let ana = full();
    let archive = exported(&ana);
    let new_phone = phone();
    let imported = import(&new_phone, &archive).unwrap();
    assert_eq!(exported(&new_phone), archive);
    // One setting, three of every other kind; two are away and one is gone for good.
    assert_eq!(imported.records, 3 * (ALL.len() as u64 - 1) + 1 - 3);
    assert_eq!(imported.unknown, 3);
    assert_eq!(rows(&new_phone), rows(&ana));
}

#[test]
fn the_new_phone_has_its_own_device_and_a_log_of_all_of_it() {
    let ana = full();
    let new_phone = phone();
    import(&new_phone, &exported(&ana)).unwrap();
    assert_ne!(device(&new_phone), device(&ana));
    for table in ["op", "cell", "tombstone", "unknown_field"] {
        let foreign = format!("SELECT count(*) FROM {table} WHERE device <> (SELECT id FROM device)");
        assert_eq!(count(&new_phone, &foreign), 0, "{table}");
    }
    for kind in ALL {
        let unlogged = format!(
            "SELECT count(*) FROM {name} r WHERE NOT EXISTS (SELECT 1 FROM op WHERE record = r.id AND kind = '{name}')",
            name = kind.name
        );
        assert_eq!(count(&new_phone, &unlogged), 0, "{}", kind.name);
    }
    // When something was changed last is known as before, to the cell.
    let stamps =
        "SELECT total(stamp * 1.0) FROM cell c WHERE field <> '+' AND record NOT IN (SELECT record FROM tombstone)
                      AND NOT EXISTS (SELECT 1 FROM unknown_field u WHERE u.record = c.record AND u.field = c.field)";
    let sum = |p: &crate::Handrail| p.read(|c| Ok(c.query_row(stamps, [], |r| r.get::<_, f64>(0))?)).unwrap();
    assert!((sum(&new_phone) - sum(&ana)).abs() < 1.0);
    assert_eq!(count(&new_phone, "SELECT (SELECT max(stamp) FROM op) <= stamp FROM device"), 1);
}

#[test]
fn what_was_taken_away_can_be_put_back_on_the_new_phone_and_what_is_gone_for_good_cannot() {
    let ana = full();
    let new_phone = phone();
    import(&new_phone, &exported(&ana)).unwrap();
    let away = |name: &str| {
        let sql = "SELECT record FROM tombstone WHERE kind = ?1";
        new_phone.read(|c| Ok(c.query_row(sql, [name], |r| r.get(0))?)).unwrap()
    };
    let talk = away("talk_about");
    new_phone.put_back("talk_about", talk).unwrap();
    assert_eq!(rows(&new_phone)["talk_about"].len(), 3);
    assert!(rows(&new_phone)["talk_about"].iter().any(|r| r.contains("and once more")));
    let need = away("need");
    assert!(new_phone.write(|w| w.restore(&crate::store::kinds::NEED, need)).is_err());
}

#[test]
fn an_edit_after_the_import_keeps_what_it_replaces() {
    let ana = full();
    let new_phone = phone();
    import(&new_phone, &exported(&ana)).unwrap();
    let before = count(&new_phone, "SELECT count(*) FROM revision");
    let goal = new_phone.goals().unwrap().goals[0].id;
    let id = goal.0;
    new_phone
        .write(|w| {
            w.update(
                &crate::store::kinds::LONG_TERM_GOAL,
                id,
                &vec![("title", crate::store::kinds::value("now".to_owned()))],
            )
            .map(drop)
        })
        .unwrap();
    assert_eq!(count(&new_phone, "SELECT count(*) FROM revision"), before + 1, "an import is no writing of just now");
}

#[test]
fn an_empty_store_gives_an_archive_too() {
    let archive = exported(&phone());
    let new_phone = phone();
    assert_eq!(import(&new_phone, &archive).unwrap(), super::super::Imported::default());
    assert_eq!(exported(&new_phone), archive);
    // It holds nothing, so the next one may come in.
    import(&new_phone, &exported(&full())).unwrap();
}

#[test]
fn keys_are_sorted_records_stand_by_kind_and_id_and_each_has_a_line() {
    let ana = full();
    let archive = exported(&ana);
    // In the order of the file: a parsed object would be sorted by itself.
    let kinds: Vec<&str> = archive
        .lines()
        .filter_map(|line| line.strip_prefix('"')?.strip_suffix("\":["))
        .filter(|name| ALL.iter().any(|k| k.name == *name))
        .collect();
    assert!(kinds.is_sorted() && kinds.len() == ALL.len(), "{kinds:?}");
    let records: Vec<&str> = archive.lines().filter(|line| line.starts_with("{\"fields\":{")).collect();
    assert_eq!(records.len(), 3 * (ALL.len() - 1) + 1 - 3);
    for record in records {
        let keys: Vec<usize> = ["{\"fields\":", ",\"id\":", ",\"stamp\":"].map(|key| record.find(key).unwrap()).into();
        assert!(keys.is_sorted());
    }
    let json: serde_json::Value = serde_json::from_str(&archive).unwrap();
    let ids: Vec<Id> = json["records"]["homework"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| Id::parse("id", r["id"].as_str().unwrap()).unwrap())
        .collect();
    assert!(ids.len() == 3 && ids.is_sorted());
    // This phone is named only where it is part of a revision's name.
    let (before, _) = archive.split_once("\"revisions\":[").unwrap();
    let (_, after) = archive.split_once("\"tombstones\":[").unwrap();
    assert!(!before.contains(&device(&ana).to_string()) && !after.contains(&device(&ana).to_string()));
}

#[test]
fn nothing_that_belongs_to_one_phone_alone_goes_out() {
    let ana = full();
    ana.write(|w| {
        let id = w.new_id()?;
        w.tx().execute(
            "INSERT INTO mailbox (id, origin, device, identity, roster, keyset) VALUES (?1, 'https://relay.example', ?1, x'51', x'52', x'53')",
            [id],
        )?;
        w.tx().execute("INSERT INTO subkey VALUES (?1, 1, x'54')", [id])?;
        Ok(())
    })
    .unwrap();
    let archive = exported(&ana);
    assert!(!archive.contains("relay.example"));
    let json: serde_json::Value = serde_json::from_str(&archive).unwrap();
    let parts: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        parts,
        ["archive", "content_packs", "instruments", "records", "revisions", "tombstones", "unknown_fields"]
    );
}

#[test]
fn it_says_how_far_it_is_and_stops_when_told_to() {
    let ana = full();
    ana.write(|w| {
        for n in 0..2000 {
            w.insert(
                &crate::store::kinds::COPING_ENTRY,
                w.new_id()?,
                &crate::store::samples::values(&crate::store::kinds::COPING_ENTRY, &format!("try {n}")),
            )?;
        }
        Ok(())
    })
    .unwrap();
    let mut seen: Vec<Progress> = Vec::new();
    let mut archive = Vec::new();
    ana.export_all(&mut archive, &mut |p| {
        seen.push(p);
        ControlFlow::Continue(())
    })
    .unwrap();
    assert!(seen.len() > 8 && seen.windows(2).all(|w| w[0].done < w[1].done));
    let last = seen.last().unwrap();
    assert_eq!(Some(last.done), last.of);

    let mut some = Vec::new();
    let stopped = ana
        .export_all(&mut some, &mut |p| if p.done > 500 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) });
    assert!(matches!(stopped, Err(Error::Cancelled)) && some.len() < archive.len());

    let new_phone = phone();
    let stopped = new_phone.import(&mut archive.as_slice(), &mut |p| {
        assert_eq!(p.of, None);
        if p.done > 500 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(stopped, Err(Error::Cancelled)));
    assert_eq!(count(&new_phone, "SELECT count(*) FROM op"), 0);
    import(&new_phone, &String::from_utf8(archive).unwrap()).unwrap();
}

#[test]
fn a_place_that_takes_no_more_is_told_as_what_it_is() {
    struct Full(usize);
    impl std::io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let ana = full();
    let refused = ana.export_all(&mut Full(9_000), &mut |_| ControlFlow::Continue(()));
    assert!(matches!(refused, Err(Error::StorageFull)));
    assert!(!ana.goals().unwrap().goals.is_empty(), "the store is as it was");
}

#[test]
fn an_installed_programme_comes_along_as_it_was_signed_and_no_other() {
    let ana = full();
    super::install(&ana);
    let archive = exported(&ana);
    let new_phone = phone();
    import(&new_phone, &archive).unwrap();
    assert_eq!(exported(&new_phone), archive);
    assert!(new_phone.packs().unwrap().iter().any(|p| p.id == "wsm" && p.edition == 99 && p.signer.is_some()));
    // One letter of it, its edition, its name, its signer: no longer what somebody signed.
    let json: serde_json::Value = serde_json::from_str(&archive).unwrap();
    let bytes = json["content_packs"][0]["bytes"].as_str().unwrap();
    let (start, end) = bytes.split_at(bytes.len() / 2);
    let other = if end.starts_with('A') { 'B' } else { 'A' };
    let signer = json["content_packs"][0]["signer"].as_str().unwrap();
    for (from, to) in [
        (bytes.to_owned(), format!("{start}{other}{}", &end[1..])),
        (format!("\"signer\":\"{signer}\""), format!("\"signer\":\"{}\"", "A".repeat(43))),
        ("\"edition\":99".to_owned(), "\"edition\":98".to_owned()),
        ("\"id\":\"wsm\",\"installed_ms\"".to_owned(), "\"id\":\"imr\",\"installed_ms\"".to_owned()),
    ] {
        assert!(archive.contains(&from));
        let refused = import(&phone(), &archive.replacen(&from, &to, 1));
        assert!(matches!(refused, Err(Error::Invalid { field: "archive", .. })));
    }
}
