//! Maria's backup over real HTTP at a real relay: a lost phone, a full vault, a relay in trouble, two phones at once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use std::path::Path;

use handrail_core::Error;
use handrail_core::backup::{BackupPlace, BackupState, CodeCheck, RestoreFrom};
use handrail_core::sync::SyncMessage;
use handrail_core::sync::http::CancelToken;
use handrail_core::sync::relay::Stopped;
use handrail_tests::line::Fault;
use handrail_tests::together::{Client, DAY, HOUR, Together};

/// Maria, whose backup is on, with a few things written.
fn maria(name: &str) -> (Together, Client, String) {
    let all = Together::new(name).unwrap();
    let maria = all.client("maria").unwrap();
    let code = maria.turn_backup_on(&all.origin()).unwrap();
    for line in ["The bus is late again", "Ask about the new tablets", "Slept better this week"] {
        maria.handrail.add_talk_about(line).unwrap();
        all.clock.pass(HOUR);
    }
    (all, maria, code)
}

fn lines(of: &Client) -> Vec<String> {
    let mut lines: Vec<String> = of.handrail.talk_about().unwrap().open.into_iter().map(|line| line.wording).collect();
    lines.sort();
    lines
}

fn message(of: &Client) -> SyncMessage {
    of.handrail.sync_status().unwrap().message
}

fn at_relay(all: &Together, table: &str) -> i64 {
    all.relay_database().unwrap().query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0)).unwrap()
}

fn typed(all: &Together, code: &str) -> RestoreFrom {
    RestoreFrom::Typed { code: code.to_owned().into(), relay: all.origin() }
}

#[test]
fn a_phone_is_lost_the_code_is_typed_with_a_slip_and_everything_is_there() {
    let all = Together::new("backup-lost").unwrap();
    let maria = all.client("maria").unwrap();
    assert_eq!(
        (maria.handrail.backup().unwrap().state, message(&maria)),
        (BackupState::Off, SyncMessage::NobodyPaired)
    );
    maria.handrail.add_talk_about("The bus is late again").unwrap();

    // Before the code was typed in once, nothing is uploaded.
    let sheet = maria.handrail.create_recovery_code(&BackupPlace::At(all.origin())).unwrap();
    assert_eq!(sheet.relay, all.origin());
    assert_eq!(all.sync(&maria).unwrap().bytes_sent, 0);
    assert_eq!((at_relay(&all, "vault"), message(&maria)), (0, SyncMessage::BackupCode));
    let slip =
        sheet.code.replacen(sheet.code.as_bytes()[0] as char, if sheet.code.starts_with('7') { "8" } else { "7" }, 1);
    assert_eq!(maria.handrail.verify_recovery_code(&slip).unwrap(), CodeCheck::Differs(vec![1]));
    assert_eq!(maria.handrail.recovery_sheet().unwrap().unwrap(), sheet, "it can be looked at again");
    let as_people_type = sheet.code.to_lowercase().replace('-', " ");
    assert_eq!(maria.handrail.verify_recovery_code(&as_people_type).unwrap(), CodeCheck::Right);
    assert!(maria.handrail.recovery_sheet().unwrap().is_none(), "from now on it is on paper alone");

    all.clock.pass(3 * DAY);
    maria.handrail.add_talk_about("Slept better this week").unwrap();
    let report = all.sync(&maria).unwrap();
    assert!(report.saved > 0 && report.bytes_sent > 0 && report.bytes_received > 0 && report.stopped.is_none());
    let status = maria.handrail.sync_status().unwrap();
    assert_eq!((status.message, status.backed_up_ms), (SyncMessage::BackedUp, Some(all.clock.now_ms())));
    let view = maria.handrail.backup().unwrap();
    assert_eq!((view.state, view.waiting, view.findings.len()), (BackupState::On, 0, 0));
    let before = maria.exported().unwrap();

    // Another day, a new phone. The code with a slip first.
    all.clock.pass(DAY);
    let new = all.client("new").unwrap();
    let mut groups: Vec<String> = sheet.code.split('-').map(str::to_owned).collect();
    // One character: that is always found. A group turned round is the right one now and then.
    let other = if groups[4].starts_with('7') { "8" } else { "7" };
    groups[4].replace_range(..1, other);
    let slip = groups.join("-");
    assert_eq!(new.handrail.begin_restore(&typed(&all, &slip), true, false).unwrap(), CodeCheck::Differs(vec![5]));
    assert_eq!(
        new.handrail.begin_restore(&typed(&all, slip.get(..20).unwrap()), true, false).unwrap(),
        CodeCheck::Differs(vec![4])
    );
    assert_eq!(new.handrail.begin_restore(&typed(&all, &as_people_type), true, false).unwrap(), CodeCheck::Right);
    let cancel = CancelToken::new();
    let mut steps = Vec::new();
    let seen = all.runtime.block_on(new.handrail.fetch_restore(&cancel, &mut |step| steps.push(step))).unwrap();
    assert_eq!((seen.entries, seen.some_missing, seen.here), (2, false, 0));
    assert_eq!(seen.last_entry.unwrap().to_string(), "2026-09-17");
    assert!(steps.len() >= 3 && steps.iter().all(|step| step.received > 0) && steps.last().unwrap().pieces > 0);
    // Until she says that it is hers, nothing is in the record and the old phone is on the list.
    assert_eq!((lines(&new).len(), new.handrail.backup().unwrap().restoring), (0, true));
    assert!(all.sync(&maria).unwrap().stopped.is_none());
    let report = all.runtime.block_on(new.handrail.confirm_restore(&cancel)).unwrap();
    assert!(report.stopped.is_none());
    assert!(new.exported().unwrap() == before, "byte by byte");
    assert_eq!(new.handrail.backup().unwrap().state, BackupState::On);

    // The new phone goes on; the lost one is out.
    new.handrail.add_talk_about("A new phone").unwrap();
    assert!(all.sync(&new).unwrap().saved > 0);
    all.clock.pass(HOUR);
    maria.handrail.add_talk_about("Whoever found it").unwrap();
    assert_eq!(all.sync(&maria).unwrap().stopped, Some(Stopped::LoginRefused));
    assert_eq!((message(&maria), lines(&maria).len()), (SyncMessage::BackupGone, 3));
    all.sync(&new).unwrap();
    assert_eq!(lines(&new), ["A new phone", "Slept better this week", "The bus is late again"]);
    let devices = new.handrail.backup_devices().unwrap();
    assert_eq!((devices.len(), devices[0].this_phone, devices[1].removed.is_some()), (2, true, true));
    new.handrail.name_backup_device(devices[1].id, "My old phone").unwrap();
    assert_eq!(new.handrail.backup_devices().unwrap()[1].name.as_deref(), Some("My old phone"));
}

#[test]
fn the_sheet_is_scanned_and_an_interrupted_restore_goes_on_where_it_was() {
    let mut all = Together::new("backup-resumed").unwrap();
    let maria = all.client("maria").unwrap();
    let sheet = maria.handrail.create_recovery_code(&BackupPlace::At(all.origin())).unwrap();
    maria.handrail.verify_recovery_code(&sheet.code).unwrap();
    // Several answers' worth of words that do not shrink.
    for n in 0..60_u32 {
        let noise: String = (0..200_u32)
            .map(|at| char::from_u32(0x4e00 + (n * 7919 + at * 104_729 + at * at * 31) % 20_000).unwrap())
            .collect();
        maria.handrail.add_talk_about(&noise).unwrap();
        if n % 20 == 19 {
            all.sync(&maria).unwrap();
        }
    }
    let mut new = all.client("new").unwrap();
    let from = RestoreFrom::Square(sheet.square.clone());
    assert_eq!(new.handrail.begin_restore(&from, false, false).unwrap(), CodeCheck::Right);
    for fault in [Fault::Stall, Fault::AnswerTorn, Fault::AnswerLost] {
        all.line.put_in("POST /v1/vaults/", fault);
        let cancel = CancelToken::new();
        let stop = cancel.clone();
        let mut ignore = |_| ();
        let phone = async {
            tokio::join!(new.handrail.fetch_restore(&cancel, &mut ignore), async {
                tokio::time::sleep(std::time::Duration::from_millis(700)).await;
                stop.cancel();
            })
            .0
        };
        assert!(matches!(all.runtime.block_on(phone), Err(Error::Cancelled)));
        all.line.mend();
        // The app is closed in between, too.
        new.while_closed(|_| Ok(())).unwrap();
    }
    let cancel = CancelToken::new();
    let seen = all.runtime.block_on(new.handrail.fetch_restore(&cancel, &mut |_| ())).unwrap();
    assert_eq!((seen.entries, seen.some_missing), (60, false));
    // She says yes, and the network is gone: what came is hers at once; joining waits.
    all.line.close_port();
    let report = all.runtime.block_on(async {
        let cancel = CancelToken::new();
        let stop = cancel.clone();
        tokio::join!(new.handrail.confirm_restore(&cancel), async {
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            stop.cancel();
        })
        .0
    });
    assert!(matches!(report, Err(Error::Cancelled)));
    assert_eq!(lines(&new).len(), 60);
    all.line.open_port().unwrap();
    new.while_closed(|_| Ok(())).unwrap();
    assert!(all.sync(&new).unwrap().stopped.is_none());
    assert_eq!(new.handrail.backup().unwrap().state, BackupState::On);
    assert!(new.exported().unwrap() == maria.exported().unwrap());
    // Both go on, each seeing the other's.
    new.handrail.add_talk_about("on the new one").unwrap();
    all.sync(&new).unwrap();
    assert!(all.sync(&maria).unwrap().from_own_phones > 0);
    assert!(lines(&maria).contains(&"on the new one".to_owned()));
}

#[test]
fn a_restore_that_is_not_hers_or_not_agreed_to_leaves_the_phone_as_it_was() {
    let (all, maria, code) = maria("backup-declined");
    all.sync(&maria).unwrap();
    let ben = all.client("ben").unwrap();
    ben.handrail.add_talk_about("Ben's own").unwrap();
    let before = ben.exported().unwrap();
    let refused = ben.handrail.begin_restore(&typed(&all, &code), false, false);
    assert!(matches!(refused, Err(Error::Invalid { field: "beside_what_is_here", .. })), "{refused:?}");
    assert_eq!(ben.handrail.begin_restore(&typed(&all, &code), false, true).unwrap(), CodeCheck::Right);
    let cancel = CancelToken::new();
    let seen = all.runtime.block_on(ben.handrail.fetch_restore(&cancel, &mut |_| ())).unwrap();
    assert_eq!((seen.entries, seen.here), (3, 1));
    ben.handrail.decline_restore().unwrap();
    assert!(ben.exported().unwrap() == before);
    assert!(!ben.handrail.backup().unwrap().restoring);
    assert!(matches!(all.runtime.block_on(ben.handrail.fetch_restore(&cancel, &mut |_| ())), Err(Error::NotFound(_))));

    // A code that opens nothing.
    let other = all.client("other").unwrap();
    let sheet = other.handrail.create_recovery_code(&BackupPlace::At(all.origin())).unwrap();
    assert_eq!(ben.handrail.begin_restore(&typed(&all, &sheet.code), false, true).unwrap(), CodeCheck::Right);
    let none = all.runtime.block_on(ben.handrail.fetch_restore(&cancel, &mut |_| ()));
    assert!(matches!(none, Err(Error::Refused(_))), "{none:?}");

    // Agreed to, what was there stays, and goes into the backup too.
    assert_eq!(ben.handrail.begin_restore(&typed(&all, &code), false, true).unwrap(), CodeCheck::Right);
    all.runtime.block_on(ben.handrail.fetch_restore(&cancel, &mut |_| ())).unwrap();
    all.runtime.block_on(ben.handrail.confirm_restore(&cancel)).unwrap();
    all.sync(&ben).unwrap();
    all.sync(&maria).unwrap();
    assert_eq!(lines(&ben).len(), 4);
    assert_eq!(lines(&ben), lines(&maria));
}

#[test]
fn restored_on_two_phones_at_once_both_work() {
    let (all, maria, code) = maria("backup-twice");
    all.sync(&maria).unwrap();
    let phones = [all.client("one").unwrap(), all.client("two").unwrap()];
    let cancel = CancelToken::new();
    for phone in &phones {
        phone.handrail.begin_restore(&typed(&all, &code), true, false).unwrap();
        all.runtime.block_on(phone.handrail.fetch_restore(&cancel, &mut |_| ())).unwrap();
    }
    // Both say that the old phone is lost; neither means the other new one.
    let (one, two) = all.runtime.block_on(async {
        tokio::join!(phones[0].handrail.confirm_restore(&cancel), phones[1].handrail.confirm_restore(&cancel))
    });
    assert!(one.unwrap().stopped.is_none() && two.unwrap().stopped.is_none());
    for (n, phone) in phones.iter().enumerate() {
        phone.handrail.add_talk_about(&format!("on phone {n}")).unwrap();
    }
    for _ in 0..3 {
        for phone in &phones {
            assert_eq!(all.sync(phone).unwrap().stopped, None);
        }
    }
    assert_eq!(lines(&phones[0]).len(), 5);
    assert!(phones[0].exported().unwrap() == phones[1].exported().unwrap());
    for phone in &phones {
        assert_eq!(message(phone), SyncMessage::BackedUp);
        let live = phone.handrail.backup_devices().unwrap().into_iter().filter(|device| device.removed.is_none());
        assert_eq!(live.count(), 2);
    }
}

#[test]
fn a_full_backup_is_told_and_local_work_goes_on() {
    let (mut all, maria, _) = maria("backup-full");
    all.sync(&maria).unwrap();
    all.stop_relay().unwrap();
    all.vault_bytes = 2_000;
    all.start_relay(false).unwrap();
    let long = "Walked to the park and back, met somebody from the group, talked about the summer. ".repeat(3);
    for n in 0..20 {
        maria.handrail.add_talk_about(&format!("{n} {long}")).unwrap();
        all.sync(&maria).unwrap();
    }
    assert_eq!(message(&maria), SyncMessage::BackupFull);
    let view = maria.handrail.backup().unwrap();
    assert!(view.state == BackupState::Full && view.waiting > 0, "{view:?}");
    assert_eq!(lines(&maria).len(), 23, "everything is here");
    all.stop_relay().unwrap();
    all.vault_bytes = 1 << 20;
    all.start_relay(false).unwrap();
    assert!(all.sync(&maria).unwrap().saved > 0);
    assert_eq!((message(&maria), maria.handrail.backup().unwrap().waiting), (SyncMessage::BackedUp, 0));
}

#[test]
fn erased_at_the_relay_it_is_told_everything_is_here_and_it_can_be_turned_on_again() {
    let (all, maria, code) = maria("backup-erased");
    all.sync(&maria).unwrap();
    let (tablet, _) = all.restored("tablet", &code, false).unwrap();
    all.sync(&tablet).unwrap();
    all.runtime.block_on(maria.handrail.erase_backup(&CancelToken::new())).unwrap();
    for table in ["vault", "batch", "vault_device"] {
        if let Ok(left) = all
            .relay_database()
            .unwrap()
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get::<_, i64>(0))
        {
            assert_eq!(left, 0, "{table}");
        }
    }
    assert_eq!((maria.handrail.backup().unwrap().state, lines(&maria).len()), (BackupState::Off, 3));

    all.clock.pass(HOUR);
    tablet.handrail.add_talk_about("Written afterwards").unwrap();
    let report = all.sync(&tablet).unwrap();
    assert!(report.stopped.is_some());
    assert_eq!((message(&tablet), lines(&tablet).len()), (SyncMessage::BackupGone, 4));
    // Turned off and on again: another vault, another code, everything goes up once more.
    tablet.handrail.turn_off_backup().unwrap();
    let code = tablet.turn_backup_on(&all.origin()).unwrap();
    all.sync(&tablet).unwrap();
    assert_eq!(message(&tablet), SyncMessage::BackedUp);
    let (third, seen) = all.restored("third", &code, false).unwrap();
    assert_eq!(seen.entries, 4);
    assert!(third.exported().unwrap() == tablet.exported().unwrap());
}

#[test]
fn a_tablet_that_was_given_away_is_taken_off_and_reads_nothing_more() {
    let (all, maria, code) = maria("backup-removed");
    all.sync(&maria).unwrap();
    let (tablet, _) = all.restored("tablet", &code, false).unwrap();
    for phone in [&tablet, &maria, &tablet, &maria] {
        assert_eq!(all.sync(phone).unwrap().stopped, None);
    }
    let devices = maria.handrail.backup_devices().unwrap();
    assert_eq!(devices.len(), 2);
    let own = maria.handrail.remove_backup_device(devices[0].id);
    assert!(matches!(own, Err(Error::Invalid { field: "device", .. })));
    maria.handrail.remove_backup_device(devices[1].id).unwrap();
    all.sync(&maria).unwrap();
    assert!(maria.handrail.backup_devices().unwrap()[1].removed.is_some());
    maria.handrail.add_talk_about("Not for the tablet").unwrap();
    assert_eq!(all.sync(&maria).unwrap().stopped, None);
    assert_eq!(all.sync(&tablet).unwrap().stopped, Some(Stopped::LoginRefused));
    assert_eq!((lines(&tablet).len(), message(&tablet)), (3, SyncMessage::BackupGone));
}

#[test]
fn a_relay_in_trouble_loses_nothing_of_the_backup() {
    let (mut all, maria, code) = maria("backup-trouble");
    all.sync(&maria).unwrap();
    let html = "<!doctype html><title>Guest network</title><p>Please accept the terms.";
    let page = |status: &str| Fault::other(status, "content-type: text/html\r\n", html);
    let problem = |status: &str, code: &str| {
        let number = status.split(' ').next().unwrap();
        let body = format!("{{\"type\":\"about:blank\",\"title\":\"no\",\"status\":{number},\"code\":\"{code}\"}}");
        Fault::other(status, "content-type: application/problem+json\r\n", &body)
    };
    let troubles: Vec<(&str, Fault, &[Stopped])> = vec![
        ("a captive portal", page("200 OK"), &[Stopped::NotARelay]),
        ("a proxy without its relay", page("502 Bad Gateway"), &[Stopped::Busy]),
        ("trouble of its own", Fault::other("500 Internal Server Error", "", ""), &[Stopped::Busy]),
        ("too many", Fault::other("429 Too Many Requests", "retry-after: 600\r\n", ""), &[Stopped::Busy]),
        (
            "a login it forgot",
            problem("401 Unauthorized", "unauthorised"),
            &[Stopped::LoginRefused, Stopped::NotARelay],
        ),
        ("a redirect", Fault::other("302 Found", "location: https://example.org/\r\n", ""), &[Stopped::NotARelay]),
        ("it says that this makes no sense", problem("400 Bad Request", "bad_request"), &[Stopped::NotARelay]),
        ("it says no", problem("403 Forbidden", "forbidden"), &[Stopped::LoginRefused, Stopped::NotARelay]),
        ("a filter on the way", page("403 Forbidden"), &[Stopped::NotARelay]),
        ("a filter that speaks of a conflict", page("409 Conflict"), &[Stopped::NotARelay]),
        ("too large for it", problem("413 Content Too Large", "too_large"), &[Stopped::NotARelay]),
        ("too large for somebody", page("413 Content Too Large"), &[Stopped::NotARelay]),
        ("half an answer", Fault::AnswerTorn, &[Stopped::Away]),
        ("no answer", Fault::AnswerLost, &[Stopped::Away]),
        ("silence", Fault::Stall, &[Stopped::Away]),
    ];
    for (n, (what, fault, stopped)) in troubles.into_iter().enumerate() {
        for on in ["POST /v1/vaults/", ""] {
            all.clock.pass(HOUR);
            maria.handrail.add_talk_about(&format!("{n} {what} {on}")).unwrap();
            all.line.put_in(on, fault.clone());
            let report = all.sync_in_trouble(&maria).unwrap();
            assert!(report.stopped.is_some_and(|why| stopped.contains(&why)), "{what} on {on:?}: {:?}", report.stopped);
            let said = message(&maria);
            let calm = [SyncMessage::BackupWaiting, SyncMessage::BackupGone];
            assert!(calm.contains(&said), "{what} on {on:?}: {said:?}");
            let named = match report.stopped {
                Some(Stopped::NotARelay) => Some("backup_not_a_relay"),
                Some(Stopped::LoginRefused) => Some("backup_login_refused"),
                _ => None,
            };
            let refusals = maria.handrail.sync_status().unwrap().refusals;
            assert!(named.is_none_or(|name| refusals.iter().any(|n| n == name)), "{what} on {on:?}: {refusals:?}");
            all.line.mend();
            all.clock.pass(HOUR); // as long as a relay may ask to be left alone
            let report = all.sync(&maria).unwrap();
            assert_eq!((report.stopped, message(&maria)), (None, SyncMessage::BackedUp), "{what} on {on:?}");
            assert_eq!(maria.handrail.sync_status().unwrap().refusals, [""; 0], "{what} on {on:?}: it is over");
        }
    }
    all.line.close_port();
    maria.handrail.add_talk_about("The port is closed").unwrap();
    assert_eq!(all.sync_in_trouble(&maria).unwrap().stopped, Some(Stopped::Away));
    all.line.open_port().unwrap();
    all.sync(&maria).unwrap();
    let (new, _) = all.restored("new", &code, true).unwrap();
    assert!(new.exported().unwrap() == maria.exported().unwrap());
}

#[test]
fn a_phone_that_came_out_of_a_copy_joins_by_itself_and_neither_loses_a_word() {
    let (all, mut maria, code) = maria("backup-copied");
    all.sync(&maria).unwrap();
    maria.handrail.add_talk_about("On both, and in no batch yet").unwrap();
    let twin_folder = all.folder("twin");
    maria
        .while_closed(|folder| {
            std::fs::create_dir_all(&twin_folder)?;
            for file in std::fs::read_dir(folder)? {
                let file = file?.path();
                std::fs::copy(&file, twin_folder.join(file.file_name().unwrap()))?;
            }
            Ok(())
        })
        .unwrap();
    let twin = all.client("twin").unwrap();
    for n in 0..3 {
        maria.handrail.add_talk_about(&format!("phone {n}")).unwrap();
        twin.handrail.add_talk_about(&format!("twin {n}")).unwrap();
    }
    for _ in 0..3 {
        assert_eq!(all.sync(&maria).unwrap().stopped, None);
        assert_eq!(all.sync(&twin).unwrap().stopped, None);
    }
    assert_eq!(lines(&maria).len(), 10);
    assert!(maria.exported().unwrap() == twin.exported().unwrap());
    assert_eq!((message(&maria), message(&twin)), (SyncMessage::BackedUp, SyncMessage::BackedUp));
    assert_eq!(maria.handrail.backup_devices().unwrap().len(), 2);
    let (new, seen) = all.restored("new", &code, true).unwrap();
    assert_eq!((seen.entries, seen.some_missing), (10, false));
    assert!(new.exported().unwrap() == maria.exported().unwrap());
}

#[test]
fn a_salvaged_phone_joins_by_itself_and_goes_on() {
    let (all, mut maria, code) = maria("backup-salvaged");
    all.sync(&maria).unwrap();
    maria.handrail.add_talk_about("In no batch yet").unwrap();
    maria.while_closed(|folder| Ok(std::fs::write(folder.join("handrail.damaged"), b"")?)).unwrap();
    assert!(maria.handrail.salvage().is_some());
    maria.handrail.add_talk_about("After the salvage").unwrap();
    assert_eq!(all.sync(&maria).unwrap().stopped, None);
    assert_eq!(all.sync(&maria).unwrap().stopped, None);
    assert_eq!(message(&maria), SyncMessage::BackedUp);
    let (new, seen) = all.restored("new", &code, true).unwrap();
    assert_eq!((seen.entries, seen.some_missing), (5, false));
    assert_eq!(lines(&new), lines(&maria));
}

/// The relay's database, put back to what it was before `meanwhile`.
fn put_back(all: &mut Together, meanwhile: impl FnOnce(&Together)) {
    let (database, copy) = (all.relay_folder().join("relay.sqlite3"), all.folder("backup.sqlite3"));
    all.stop_relay().unwrap();
    std::fs::copy(&database, &copy).unwrap();
    all.start_relay(false).unwrap();
    meanwhile(all);
    all.stop_relay().unwrap();
    for beside in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(Path::new(&format!("{}{beside}", database.display())));
    }
    std::fs::copy(copy, database).unwrap();
    all.start_relay(true).unwrap();
}

#[test]
fn a_relay_put_back_to_an_older_copy_gets_everything_again() {
    let (mut all, maria, code) = maria("backup-relay-restored");
    all.sync(&maria).unwrap();
    put_back(&mut all, |all| {
        for n in 0..3 {
            maria.handrail.add_talk_about(&format!("after the copy {n}")).unwrap();
            all.sync(&maria).unwrap();
        }
    });
    let report = all.sync(&maria).unwrap();
    assert_eq!((report.saved, report.stopped), (3, None), "exactly what is missing");
    all.sync(&maria).unwrap();
    assert_eq!(message(&maria), SyncMessage::BackedUp);
    let (new, seen) = all.restored("new", &code, true).unwrap();
    assert_eq!((seen.entries, seen.some_missing), (6, false));
    assert!(new.exported().unwrap() == maria.exported().unwrap());
}

#[test]
fn what_was_removed_for_good_and_forgotten_by_the_relay_does_not_stop_the_backup() {
    let (mut all, maria, code) = maria("backup-emptied");
    all.sync(&maria).unwrap();
    put_back(&mut all, |all| {
        maria.handrail.add_talk_about("Not for keeping").unwrap();
        maria.handrail.add_talk_about("In the same batch").unwrap();
        all.sync(&maria).unwrap();
        let lines = maria.handrail.talk_about().unwrap().open;
        let gone = lines.iter().find(|line| line.wording == "Not for keeping").unwrap().id;
        maria.handrail.remove_for_good("talk_about", gone.0).unwrap();
        all.sync(&maria).unwrap();
    });
    // The relay is given the new key that came with the removal once more. That batch it cannot be given again, as it was:
    // the phone goes on under another name, by itself.
    for _ in 0..2 {
        assert_eq!(all.sync(&maria).unwrap().stopped, None);
        assert_eq!((message(&maria), maria.handrail.backup().unwrap().waiting), (SyncMessage::BackedUp, 0));
    }
    assert_eq!((lines(&maria).len(), maria.handrail.backup_devices().unwrap().len()), (4, 2));
    let (new, seen) = all.restored("new", &code, true).unwrap();
    assert_eq!((seen.entries, seen.some_missing), (4, false));
    assert!(new.exported().unwrap() == maria.exported().unwrap());
}

#[test]
fn a_relay_put_back_to_before_a_tablet_came_or_went_is_given_the_list_and_the_keys_again() {
    let (mut all, maria, code) = maria("backup-list-again");
    all.sync(&maria).unwrap();
    let mut tablet = None;
    put_back(&mut all, |all| {
        let (restored, _) = all.restored("tablet", &code, false).unwrap();
        restored.handrail.add_talk_about("On the tablet").unwrap();
        for phone in [&restored, &maria, &restored, &maria] {
            assert_eq!(all.sync(phone).unwrap().stopped, None);
        }
        tablet = Some(restored);
    });
    let tablet = tablet.unwrap();
    let day = |phones: &[&Client]| {
        all.clock.pass(DAY);
        for phone in phones {
            assert_eq!(all.sync(phone).unwrap().stopped, None);
        }
    };
    assert_eq!(all.sync(&tablet).unwrap().stopped, Some(Stopped::LoginRefused), "the relay does not know it");
    day(&[&maria, &tablet, &maria, &tablet, &maria]);
    for phone in [&maria, &tablet] {
        assert_eq!((message(phone), lines(phone).len()), (SyncMessage::BackedUp, 4));
    }

    put_back(&mut all, |all| {
        let devices = maria.handrail.backup_devices().unwrap();
        maria.handrail.remove_backup_device(devices[1].id).unwrap();
        all.sync(&maria).unwrap();
        assert!(maria.handrail.backup_devices().unwrap()[1].removed.is_some());
    });
    all.clock.pass(DAY);
    maria.handrail.add_talk_about("Not for the tablet").unwrap();
    for _ in 0..2 {
        assert_eq!(all.sync(&maria).unwrap().stopped, None);
    }
    assert_eq!(message(&maria), SyncMessage::BackedUp);
    assert_eq!(all.sync(&tablet).unwrap().stopped, Some(Stopped::LoginRefused));
    assert_eq!(lines(&tablet).len(), 4);
    let (new, seen) = all.restored("new", &code, true).unwrap();
    assert_eq!((seen.entries, seen.some_missing), (5, false));
    assert!(new.exported().unwrap() == maria.exported().unwrap());
}

#[test]
fn a_relay_put_back_to_before_the_backup_says_so_and_it_can_be_turned_on_again() {
    let (mut all, maria, code) = maria("backup-before");
    put_back(&mut all, |all| assert!(all.sync(&maria).unwrap().saved > 0));
    all.sync(&maria).unwrap();
    assert_eq!((message(&maria), lines(&maria).len()), (SyncMessage::BackupGone, 3));
    assert!(all.restored("new", &code, true).is_err());
    maria.handrail.turn_off_backup().unwrap();
    let code = maria.turn_backup_on(&all.origin()).unwrap();
    all.sync(&maria).unwrap();
    assert_eq!(all.restored("newer", &code, true).unwrap().1.entries, 3);
}

#[test]
fn nothing_that_a_person_wrote_is_readable_at_the_relay_or_in_a_log() {
    let (mut all, maria, code) = maria("backup-unreadable");
    all.sync(&maria).unwrap();
    all.stop_relay().unwrap();
    let mut looked = 0;
    for file in std::fs::read_dir(all.relay_folder()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        looked += bytes.len();
        for words in ["The bus is late", "new tablets", "Slept better", code.as_str()] {
            assert!(!bytes.windows(words.len()).any(|window| window == words.as_bytes()), "{words}");
        }
    }
    assert!(looked > 10_000);
}
