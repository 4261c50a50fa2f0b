//! The app killed between sealing and sending, and in the middle of sending: sent once, lost never, the same bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use handrail_core::review::PacketState;
use handrail_core::sync::SyncMessage;
use handrail_tests::line::Fault;
use handrail_tests::phone;
use handrail_tests::together::{DAY, Together};
use serde_json::json;

/// The app, run until it says `until`.
fn app(all: &Together, folder: &std::path::Path, what: &str, until: &str) -> (Child, BufReader<ChildStdout>) {
    let mut app = Command::new(env!("CARGO_BIN_EXE_handrail-sharer"))
        .arg(folder)
        .arg(all.clock.now_ms().to_string())
        .arg(what)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(app.stdout.take().unwrap());
    let mut line = String::new();
    while line.trim() != until {
        line.clear();
        assert!(said.read_line(&mut line).unwrap() > 0, "the app ended before it said {until}");
        assert!(!line.starts_with("! error"), "{line}");
    }
    (app, said)
}

fn kill(mut app: Child) {
    app.kill().unwrap();
    let end = app.wait().unwrap();
    assert!(!end.success(), "it was killed and did not end by itself");
}

/// What lies in the outbox: number, state, bytes.
fn outbox(folder: &std::path::Path) -> Vec<(i64, i64, Vec<u8>)> {
    let file = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.extension().is_some_and(|e| e == "db"))
        .expect("a store");
    let c = phone::raw(&file).unwrap();
    let mut q = c.prepare("SELECT sequence, state, message FROM outbox ORDER BY sequence").unwrap();
    q.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).unwrap().map(Result::unwrap).collect()
}

/// Kills the app where `die` says, and sees to it that exactly what was sealed arrives, once.
fn killed_and_sent(name: &str, die: impl FnOnce(&Together, &std::path::Path)) {
    let Some((all, mut ana, mut sam)) = Together::ana_and_sam(name).unwrap() else { return };
    ana.handrail.add_talk_about("Before the night").unwrap();
    all.clock.pass(DAY);

    let sealed = ana
        .while_closed(|folder| {
            die(&all, folder);
            Ok(outbox(folder))
        })
        .unwrap();
    assert_eq!(sealed.len(), 1);
    assert_eq!((sealed[0].0, sealed[0].1), (1, 0), "number 1, and it waits");
    assert_eq!(ana.handrail.packets().unwrap()[0].state, PacketState::Waiting);
    let status = ana.handrail.sync_status().unwrap();
    assert_eq!((status.message, status.waiting), (SyncMessage::Waiting, 1));

    all.line.mend();
    let report = all.sync(&ana).unwrap();
    assert_eq!((report.delivered, report.stopped), (1, None));
    assert_eq!(ana.handrail.packets().unwrap()[0].state, PacketState::Delivered);
    let there = all.at_relay(&ana).unwrap();
    assert_eq!(there, vec![(1, 1, sealed[0].2.clone())], "once, and the very bytes");
    assert_eq!(all.sync(&ana).unwrap().delivered, 0);

    let taken = sam.take_in().unwrap();
    assert_eq!((&taken["opened"], &taken["refused"]), (&json!(1), &json!(0)));
    let opened = sam.open(&ana).unwrap();
    assert_eq!(opened["packets"].as_array().unwrap().len(), 1);
    assert_eq!(opened["packet"]["talk_about"][0]["text"], "Before the night");
    assert_eq!(sam.take_in().unwrap()["opened"], 0);
}

#[test]
fn killed_after_sealing_and_before_sending() {
    killed_and_sent("fault-killed-before", |all, folder| {
        let (app, _said) = app(all, folder, "share", "! shared");
        kill(app);
        assert!(!all.line.seen().iter().any(|r| r.starts_with("PUT") && r.contains("/messages/")));
    });
}

/// Waits until the app's message has come as far as the fault on the line.
fn until_it_hangs(all: &Together) {
    for _ in 0..600 {
        if all.line.hanging() > 0 {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the app never sent its message");
}

#[test]
fn killed_while_sending_and_the_relay_never_had_it() {
    killed_and_sent("fault-killed-sending", |all, folder| {
        all.line.put_in("PUT /v1/mailboxes/", Fault::Stall);
        let (app, _said) = app(all, folder, "sync", "! shared");
        until_it_hangs(all);
        kill(app);
    });
}

#[test]
fn killed_while_sending_and_the_relay_had_stored_it() {
    killed_and_sent("fault-killed-stored", |all, folder| {
        all.line.put_in("PUT /v1/mailboxes/", Fault::AnswerHeld);
        let (app, _said) = app(all, folder, "sync", "! shared");
        until_it_hangs(all);
        kill(app);
        let c = all.relay_database().unwrap();
        let stored: i64 = c.query_row("SELECT count(*) FROM message", [], |r| r.get(0)).unwrap();
        assert_eq!(stored, 1, "the relay has it, and the phone was never told");
    });
}
