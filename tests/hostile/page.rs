//! A relay that keeps a practitioner's sealed objects, and gives back others than it was given.

use handrail_core::sync::SyncMessage;
use handrail_core::sync::relay::Stopped;
use handrail_tests::together::{DAY, Together, page_code};
use handrail_wire::Id;
use serde_json::json;

use crate::keys::Keys;
use crate::scene::Scene;

const BLOB: i64 = 1;
const STATE: i64 = 2;

/// A practitioner's sealed object at the relay: its version and bytes.
fn object(all: &Together, account: &Id, kind: i64) -> (i64, Vec<u8>) {
    let sql = "SELECT version, bytes FROM object WHERE account = ?1 AND kind = ?2";
    let c = all.relay_database().unwrap();
    c.query_row(sql, (account.as_bytes(), kind), |r| Ok((r.get(0)?, r.get(1)?))).unwrap()
}

/// Puts other bytes in its place, as their number says or under another number.
fn put_back(all: &Together, account: &Id, kind: i64, (version, bytes): &(i64, Vec<u8>)) {
    let sql = "UPDATE object SET version = ?3, bytes = ?4 WHERE account = ?1 AND kind = ?2";
    all.relay_database().unwrap().execute(sql, (account.as_bytes(), kind, version, bytes)).unwrap();
}

#[test]
fn h36_relay_challenge() {
    let Some(mut scene) = Scene::new("h36") else { return };
    scene.shares("for the relay that I know");
    // Whoever answers at the phone's relay passes the phone's login on to another relay where the same account is.
    scene.all.stop_relay().unwrap();
    scene.all.start_relay_with(|config| config.origin = Some("http://127.0.0.1:9".parse().unwrap())).unwrap();
    scene.all.clock.pass(DAY);
    let report = scene.all.sync(&scene.ana).unwrap();
    assert_eq!(
        (report.stopped, report.delivered),
        (Some(Stopped::LoginRefused), 0),
        "what it signed holds at its own relay only"
    );
    scene.detected(&["login_refused"], SyncMessage::ShowAtMeeting);
    let page = scene.sam.take_in().unwrap_err().to_string();
    assert!(page.contains("unauthorised"), "{page}");
    scene.nothing_lost();
    scene.all.stop_relay().unwrap();
    scene.all.start_relay(false).unwrap();
    scene.goes_on();
    scene.undisturbed();
}

#[test]
fn h37_old_blob() {
    let Some(mut scene) = Scene::new("h37") else { return };
    let account = Keys::of(&scene.all, &scene.sam).account;
    let old = object(&scene.all, &account, BLOB);
    scene.all.clock.pass(31 * DAY);
    scene.sends("a month later");
    assert_eq!(scene.sam.take_in().unwrap()["opened"], 1);
    let new = object(&scene.all, &account, BLOB);
    assert!(new.0 > old.0, "the new month's keys were written");
    // The blob of last month, under the newest number.
    put_back(&scene.all, &account, BLOB, &(new.0, old.1.clone()));
    let code = scene.sam.codes[0].clone();
    let unlocked = scene.sam.unlock(&code).unwrap();
    assert_eq!(unlocked["notices"], json!(["older_blob"]));
    scene.sam.take_in().unwrap();
    assert_eq!(object(&scene.all, &account, BLOB), (new.0, old.1), "the page writes nothing over the newer one");
    scene.undisturbed();
    put_back(&scene.all, &account, BLOB, &new);
    assert_eq!(scene.sam.unlock(&code).unwrap()["notices"], json!([]));
    scene.goes_on();
}

#[test]
fn h38_swap_blob() {
    let Some(mut scene) = Scene::new("h38") else { return };
    let driver = page_code("h38").unwrap().unwrap();
    let ines = scene.all.practitioner(&driver, "Ines").unwrap();
    let (sams, his) = (Keys::of(&scene.all, &scene.sam).account, Keys::of(&scene.all, &ines).account);
    let own = object(&scene.all, &sams, BLOB);
    let other = object(&scene.all, &his, BLOB);
    put_back(&scene.all, &sams, BLOB, &other);
    for code in scene.sam.codes.clone() {
        let said = scene.sam.unlock(&code).unwrap_err().to_string();
        assert!(said.contains("\"vault\"") && said.contains("\"account\""), "{said}");
    }
    assert_eq!(object(&scene.all, &sams, BLOB), other, "nothing was written over it");
    put_back(&scene.all, &sams, BLOB, &own);
    let code = scene.sam.codes[1].clone();
    assert_eq!(scene.sam.unlock(&code).unwrap()["notices"], json!([]));
    scene.undisturbed();
    scene.goes_on();
}

#[test]
fn h39_old_page_state() {
    let Some(mut scene) = Scene::new("h39") else { return };
    let account = Keys::of(&scene.all, &scene.sam).account;
    let old = object(&scene.all, &account, STATE);
    scene.suggests("Walk to the pond");
    scene.all.sync(&scene.ana).unwrap();
    assert_eq!(scene.suggested(), ["Walk to the pond"]);
    let newest = object(&scene.all, &account, STATE);
    // The state from before the suggestion, under the newest number: the page would use a number twice.
    put_back(&scene.all, &account, STATE, &(newest.0, old.1));
    let code = scene.sam.codes[0].clone();
    scene.sam.unlock(&code).unwrap();
    // Ana's packet echoes the last suggestion she has seen.
    scene.sends("I walked");
    assert_eq!(scene.sam.take_in().unwrap()["opened"], 1);
    let said = scene.suggests_to("Ring the library").unwrap_err().to_string();
    assert!(said.contains("rolled_back"), "{said}");
    assert_eq!(scene.suggested(), ["Walk to the pond"]);
    scene.undisturbed();
    let state = object(&scene.all, &account, STATE).0;
    put_back(&scene.all, &account, STATE, &(state, newest.1));
    scene.sam.unlock(&code).unwrap();
    scene.goes_on();
}
