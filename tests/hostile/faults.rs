//! No attack, only trouble: what a relay may rightly refuse, lose or have no room for, and a phone whose date is wrong.

use handrail_core::review::PacketState;
use handrail_core::sync::SyncMessage;
use handrail_core::sync::relay::Stopped;
use handrail_tests::line::{Answer, Fault};
use handrail_tests::together::DAY;
use serde_json::json;

use crate::scene::Scene;

const INBOX: &str = "GET /v1/inbox";
const MESSAGES: &str = "PUT /v1/mailboxes/";

/// The relay's own refusal, not some proxy's.
fn problem(status: u16, code: &str) -> Fault {
    let answer = Answer::json(status, &json!({ "type": "about:blank", "title": "t", "status": status, "code": code }));
    Fault::hand(move |_, _| Ok(answer.clone()))
}

#[test]
fn a_login_that_is_refused_is_tried_again_and_then_said() {
    let Some(mut scene) = Scene::new("fault-401") else { return };
    scene.sends("before");
    // The relay has forgotten its tokens, as after a restart: nobody notices.
    scene.all.stop_relay().unwrap();
    scene.all.start_relay(false).unwrap();
    scene.sends("after a restart");
    scene.undisturbed();
    // It gives tokens and refuses them.
    scene.shares("in vain");
    scene.all.line.put_in(MESSAGES, problem(401, "unauthorised"));
    drop(scene.all.line.seen());
    let report = scene.all.sync_in_trouble(&scene.ana).unwrap();
    assert_eq!((report.stopped, report.delivered), (Some(Stopped::LoginRefused), 0));
    assert!(scene.all.line.seen().len() < 20, "it gives up");
    scene.detected(&["login_refused"], SyncMessage::ShowAtMeeting);
    scene.goes_on();
    scene.undisturbed();
}

#[test]
fn what_the_relay_will_not_take_stays_and_is_offered_again_when_the_app_is_opened_anew() {
    let Some(mut scene) = Scene::new("fault-refused") else { return };
    for (status, code) in [(409, "conflict"), (413, "too_large"), (403, "forbidden"), (400, "bad_request")] {
        let packet = scene.shares(code);
        scene.all.line.put_in(MESSAGES, problem(status, code));
        let report = scene.all.sync(&scene.ana).unwrap();
        assert_eq!((report.stopped, report.delivered), (None, 0), "{code}");
        scene.detected(&["not_taken"], SyncMessage::ShowAtMeeting);
        scene.nothing_lost();
        // Asked again at once it would be refused again, so it is not.
        scene.all.line.mend();
        assert_eq!(scene.all.sync(&scene.ana).unwrap().delivered, 0, "{code}");
        scene.ana.while_closed(|_| Ok(())).unwrap();
        scene.detected(&["not_taken"], SyncMessage::ShowAtMeeting);
        assert_eq!(scene.all.sync(&scene.ana).unwrap().delivered, 1, "{code}");
        scene.undisturbed();
        let packets = scene.ana.handrail.packets().unwrap();
        assert!(packets.iter().any(|p| p.id == packet && p.state == PacketState::Delivered), "{code}");
    }
    let taken = scene.sam.take_in().unwrap();
    assert_eq!((taken["opened"].as_u64(), &taken["clients"][&scene.ana.mailbox]["missing"]), (Some(4), &json!([])));
    scene.goes_on();
}

#[test]
fn an_inbox_that_comes_in_halves_or_not_at_all_comes_whole_the_next_time() {
    let Some(mut scene) = Scene::new("fault-inbox") else { return };
    let half = |answer: &mut Answer| answer.body.truncate(answer.body.len() / 2);
    for (n, (what, fault)) in (1..).zip([
        ("half a body", Fault::AnswerTorn),
        ("no answer", Fault::AnswerLost),
        ("an answer that hangs", Fault::AnswerHeld),
        ("half a body that says it is whole", Fault::changed(move |_, answer| half(answer))),
    ]) {
        scene.suggests(&format!("Suggestion {n}"));
        scene.all.line.put_in(INBOX, fault);
        let report = scene.all.sync_in_trouble(&scene.ana).unwrap();
        assert!(matches!(report.stopped, Some(Stopped::Away | Stopped::NotARelay)), "{what}: {report:?}");
        assert_eq!((report.taken_in, scene.suggested().len()), (0, n - 1), "{what}");
        scene.undisturbed();
        scene.all.line.mend();
        assert_eq!(scene.all.sync(&scene.ana).unwrap().taken_in, 1, "{what}");
        assert_eq!(scene.suggested().len(), n, "{what}");
    }
    scene.goes_on();
}

#[test]
fn an_account_that_the_relay_no_longer_has_is_said_and_everything_stays_here() {
    let Some(mut scene) = Scene::new("fault-removed") else { return };
    scene.sends("it had this");
    let c = scene.all.relay_database().unwrap();
    let mailbox = scene.ana.mailbox_bytes().unwrap();
    for sql in [
        "DELETE FROM login WHERE login = ?1",
        "DELETE FROM mailbox WHERE mailbox = ?1",
        "DELETE FROM reader WHERE mailbox = ?1",
        "DELETE FROM message WHERE mailbox = ?1",
        "DELETE FROM keyset WHERE account = ?1",
    ] {
        c.execute(sql, [mailbox]).unwrap();
    }
    for at in ["with a login that still held", "logged out"] {
        scene.shares(at);
        let report = scene.all.sync(&scene.ana).unwrap();
        assert!(matches!(report.stopped, Some(Stopped::LoginRefused | Stopped::MailboxGone)), "{at}: {report:?}");
        assert_eq!(scene.status().message, SyncMessage::ShowAtMeeting, "{at}");
        assert_eq!(scene.status().refusals.len(), 1, "{at}");
        scene.nothing_lost();
        scene.all.clock.pass(DAY);
    }
    // At the meeting, they pair anew: Sam gets everything that is shared from then on.
    let readers = scene.ana.handrail.readers().unwrap();
    let gone = readers[0].clone();
    scene.ana.handrail.remove_reader(gone.mailbox, gone.account).unwrap();
    scene.all.pair(&mut scene.ana, "Ana", &mut scene.sam).unwrap();
    scene.goes_on();
    scene.undisturbed();
}

#[test]
fn no_more_room_is_said_local_work_goes_on_and_what_waits_goes_when_there_is_room() {
    let Some(mut scene) = Scene::new("fault-quota") else { return };
    scene.all.stop_relay().unwrap();
    scene.all.start_relay_with(|config| config.limits.wire.messages_per_week = 2).unwrap();
    scene.sends("one");
    scene.sends("two");
    for line in ["three", "four"] {
        scene.shares(line);
        let report = scene.all.sync(&scene.ana).unwrap();
        assert_eq!((report.delivered, report.over_quota, report.stopped), (0, true, None));
        scene.detected(&["quota"], SyncMessage::ShowAtMeeting);
        scene.nothing_lost();
    }
    assert_eq!(scene.status().waiting, 2);
    // A week later there is room for two again.
    scene.all.clock.pass(8 * DAY);
    assert_eq!(scene.all.sync(&scene.ana).unwrap().delivered, 2);
    scene.undisturbed();
    assert_eq!(scene.sam.take_in().unwrap()["opened"], 4);
    scene.all.stop_relay().unwrap();
    scene.all.start_relay(false).unwrap();
    scene.goes_on();
}

#[test]
fn a_phone_whose_date_is_ten_years_off_loses_nothing_and_goes_on_when_it_is_right() {
    for years in [-10, 10] {
        let Some(mut scene) = Scene::new(&format!("fault-clock{years}")) else { return };
        scene.sends("the right date");
        assert_eq!(scene.sam.take_in().unwrap()["opened"], 1);
        // On its way while the date is wrong: sealed to this month's key.
        scene.suggests("Sent before");
        scene.ana.clock_is_off_by(years * 365 * DAY);
        scene.shares("a wrong date");
        let report = scene.all.sync(&scene.ana).unwrap();
        assert_eq!((report.stopped, report.not_opened), (None, 0), "{years}");
        assert_eq!(scene.suggested(), ["Sent before"], "{years}");
        scene.suggests("Sent meanwhile");
        scene.ana.clock_is_off_by(0);
        let report = scene.all.sync(&scene.ana).unwrap();
        assert_eq!((report.stopped, report.not_opened), (None, 0), "{years}");
        assert_eq!(scene.suggested(), ["Sent before", "Sent meanwhile"], "{years}");
        scene.goes_on();
        scene.undisturbed();
    }
}
