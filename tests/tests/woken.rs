//! A phone that asks to be woken: told to each relay with every login it has there, called with nothing when something comes, and
//! taken back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use handrail_clinic::{Resolve, Resolved, Waking};
use handrail_core::error::Reason;
use handrail_core::sync::WakeUp;
use handrail_core::sync::http::CancelToken;
use handrail_core::sync::relay::Stopped;
use handrail_core::{Error, Handrail};
use handrail_tests::phone;
use handrail_tests::together::{Client, DAY, HOUR, Together};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::json;

fn fixture(name: &str) -> PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../clinic/tests/http/fixture").join(name)
}

/// A push service: everything that it was asked, until the process ends.
#[derive(Clone)]
struct Service {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Service {
    fn open() -> Self {
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![CertificateDer::from_pem_file(fixture("test-only-push.pem")).unwrap()],
                PrivateKeyDer::from_pem_file(fixture("test-only-push-key.pem")).unwrap(),
            )
            .unwrap();
        let config = Arc::new(config);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let service = Self { address: listener.local_addr().unwrap(), asked: Arc::default() };
        let asked = Arc::clone(&service.asked);
        std::thread::spawn(move || {
            for tcp in listener.incoming().flatten() {
                let _ = answer(&asked, &config, tcp);
            }
        });
        service
    }

    /// It was asked this often, and not once more. Gives the calls since the last look.
    fn asked(&self, count: usize) -> Vec<String> {
        for _ in 0..2_000 {
            if self.asked.lock().unwrap().len() >= count {
                break;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        // Time for one too many.
        std::thread::sleep(Duration::from_millis(200));
        let asked = std::mem::take(&mut *self.asked.lock().unwrap());
        assert_eq!(asked.len(), count, "{asked:?}");
        asked
    }
}

fn answer(asked: &Mutex<Vec<String>>, config: &Arc<ServerConfig>, tcp: TcpStream) -> io::Result<()> {
    let connection = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
    let mut relay = StreamOwned::new(connection, tcp);
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        relay.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    asked.lock().unwrap().push(String::from_utf8_lossy(&head).into_owned());
    relay.write_all(b"HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n")?;
    relay.conn.send_close_notify();
    relay.flush()
}

impl Resolve for Service {
    fn resolve<'a>(&'a self, host: &'a str) -> Resolved<'a> {
        Box::pin(async move {
            if host == "push.example" { Ok(vec![self.address]) } else { Err(io::ErrorKind::NotFound.into()) }
        })
    }
}

/// The relay wakes phones from now on, each as often as something comes.
fn wakes(all: &mut Together, service: &Service) {
    let waking = Waking {
        every: Duration::ZERO,
        resolver: Arc::new(service.clone()),
        authority: Some(fixture("test-only-push.pem")),
        ..Waking::new(all.folder("wake.key"))
    };
    all.stop_relay().unwrap();
    all.start_relay_with(move |config| config.wake = Some(waking)).unwrap();
}

fn at_relay(all: &Together) -> i64 {
    all.relay_database().unwrap().query_row("SELECT count(*) FROM wake", [], |r| r.get(0)).unwrap()
}

fn told(all: &Together) -> usize {
    all.line.seen().iter().filter(|asked| asked.ends_with("/v1/wake")).count()
}

fn state(phone: &Handrail) -> (bool, bool) {
    let wakes: Vec<WakeUp> = phone.wake_ups().unwrap();
    assert_eq!(wakes.len(), 1, "one relay, whatever is there");
    (wakes[0].wanted, wakes[0].told)
}

/// What the phone keeps of what the relay was told.
fn kept(client: &mut Client) -> i64 {
    client
        .while_closed(|folder| {
            let c = phone::raw(&folder.join("handrail.db"))?;
            Ok(c.query_row("SELECT count(*) FROM wake_told", [], |r| r.get(0))?)
        })
        .unwrap()
}

const UP: &str = "https://push.example/up?id=7";

#[test]
fn a_suggestion_wakes_the_phone_with_nothing_in_it_until_that_is_taken_back() {
    let Some((mut all, ana, mut sam)) = Together::ana_and_sam("woken").unwrap() else { return };
    let service = Service::open();
    wakes(&mut all, &service);
    let (relay, cancel) = (all.origin(), CancelToken::new());
    let key = all.runtime.block_on(ana.handrail.wake_key(&relay, &cancel)).unwrap().expect("it wakes phones");
    assert_eq!(key.len(), 87, "65 bytes in base64url");
    assert_eq!(state(&ana.handrail), (false, false));

    let before = ana.exported().unwrap();
    ana.handrail.wake_up_at(&relay, UP).unwrap();
    assert_eq!((state(&ana.handrail), at_relay(&all)), ((true, false), 0), "nobody was told yet");
    drop(all.line.seen());
    all.sync(&ana).unwrap();
    assert_eq!((state(&ana.handrail), at_relay(&all), told(&all)), ((true, true), 1, 1));
    assert!(ana.exported().unwrap() == before, "it is no part of the record");
    all.sync(&ana).unwrap();
    assert_eq!(told(&all), 0, "once is enough");

    // Something comes, and the phone is called: with nothing of it, and not for what it sends itself.
    ana.handrail.add_talk_about("The kettle in the shared kitchen hums").unwrap();
    ana.share().unwrap();
    all.sync(&ana).unwrap();
    assert!(service.asked(0).is_empty());
    let suggest = |sam: &mut handrail_tests::together::Practitioner, title: &str| {
        let proposal = json!({ "kind": "homework", "title": title });
        sam.ask("propose", json!({ "client": ana.mailbox, "proposal": proposal })).unwrap();
    };
    suggest(&mut sam, "Walk to the pond");
    let call = service.asked(1).remove(0);
    assert!(call.starts_with("POST /up?id=7 HTTP/1.1\r\n") && call.contains("content-length: 0\r\n"), "{call}");
    for secret in ["pond", "Walk", "Sam", "kettle", &ana.mailbox, "homework", "proposal"] {
        assert!(!call.contains(secret), "{call}");
    }
    assert_eq!(all.sync(&ana).unwrap().taken_in, 1);

    // Told again after a week, since relays forget; and at once where the push service gave another address.
    drop(all.line.seen());
    all.clock.pass(8 * DAY);
    all.sync(&ana).unwrap();
    assert_eq!(told(&all), 1);
    ana.handrail.wake_up_at(&relay, "https://push.example/other").unwrap();
    assert_eq!(state(&ana.handrail), (true, false));
    all.sync(&ana).unwrap();
    assert_eq!((at_relay(&all), told(&all)), (1, 1));
    suggest(&mut sam, "Water the plant");
    assert!(service.asked(1)[0].starts_with("POST /other "));

    // Off: the relay forgets it with the next sync, the app opened anew or not.
    ana.handrail.wake_up_no_more().unwrap();
    assert_eq!(state(&ana.handrail), (false, false));
    let mut ana = ana;
    ana.while_closed(|_| Ok(())).unwrap();
    all.sync(&ana).unwrap();
    assert_eq!((at_relay(&all), kept(&mut ana)), (0, 0));
    sam.ask("propose", json!({ "client": ana.mailbox, "proposal": { "kind": "homework", "title": "Tea" } })).unwrap();
    assert!(service.asked(0).is_empty());
}

#[test]
fn another_phone_of_the_same_person_wakes_this_one_and_a_backup_turned_off_does_not() {
    let Some((mut all, mut ana, _sam)) = Together::ana_and_sam("woken-vault").unwrap() else { return };
    let service = Service::open();
    wakes(&mut all, &service);
    let relay = all.origin();
    let code = ana.turn_backup_on(&relay).unwrap();
    ana.handrail.wake_up_at(&relay, UP).unwrap();
    all.sync(&ana).unwrap();
    assert_eq!((state(&ana.handrail), at_relay(&all)), ((true, true), 2), "for the mailbox and for the backup");
    let (tablet, _) = all.restored("tablet", &code, false).unwrap();
    all.sync(&tablet).unwrap();
    all.sync(&ana).unwrap();
    drop(service.asked.lock().unwrap().drain(..));
    all.clock.pass(HOUR);
    tablet.handrail.add_talk_about("Written on the tablet").unwrap();
    all.sync(&tablet).unwrap();
    assert!(service.asked(1)[0].starts_with("POST /up?id=7 "));
    all.sync(&ana).unwrap();
    assert_eq!(ana.handrail.talk_about().unwrap().open.len(), 1);

    // The backup is turned off here: the relay is told so with the login that it had, and then that login goes too.
    ana.handrail.turn_off_backup().unwrap();
    assert_eq!(kept(&mut ana), 2);
    // A relay that is away is asked the next time, and nobody hears of it.
    all.line.put_in("DELETE /v1/wake", handrail_tests::line::Fault::AnswerLost);
    assert_eq!(all.sync(&ana).unwrap().stopped, None);
    assert_eq!(kept(&mut ana), 2);
    all.line.mend();
    all.sync(&ana).unwrap();
    assert_eq!((at_relay(&all), kept(&mut ana)), (1, 1));
    tablet.handrail.add_talk_about("And once more").unwrap();
    all.sync(&tablet).unwrap();
    assert!(service.asked(0).is_empty());

    // Nobody reads any more: nothing can come, and nobody is to be woken.
    let reader = ana.handrail.readers().unwrap().remove(0);
    ana.handrail.remove_reader(reader.mailbox, reader.account).unwrap();
    all.sync(&ana).unwrap();
    assert_eq!((at_relay(&all), kept(&mut ana)), (0, 0));
    assert_eq!(ana.handrail.wake_ups().unwrap(), [], "no relay is used");
}

#[test]
fn a_relay_that_wakes_nobody_is_no_trouble_and_is_not_asked_each_time() {
    let Some((all, ana, _sam)) = Together::ana_and_sam("woken-by-nobody").unwrap() else { return };
    let (relay, cancel) = (all.origin(), CancelToken::new());
    assert_eq!(all.runtime.block_on(ana.handrail.wake_key(&relay, &cancel)).unwrap(), None);
    let elsewhere = ana.handrail.wake_up_at("https://clinic.example", UP);
    assert!(matches!(elsewhere, Err(Error::NotFound("relay"))), "{elsewhere:?}");
    let unknown = all.runtime.block_on(ana.handrail.wake_key("https://clinic.example", &cancel));
    assert!(matches!(unknown, Err(Error::NotFound("relay"))), "{unknown:?}");
    for bad in ["http://push.example/up", "https://127.0.0.1/up", "https://push.example:8443/up", "up", ""] {
        let refused = ana.handrail.wake_up_at(&relay, bad);
        assert!(matches!(refused, Err(Error::Invalid { field: "endpoint", reason: Reason::Malformed })), "{refused:?}");
    }
    assert_eq!(state(&ana.handrail), (false, false));

    ana.handrail.wake_up_at(&relay, UP).unwrap();
    drop(all.line.seen());
    for _ in 0..3 {
        all.clock.pass(HOUR);
        let report = all.sync(&ana).unwrap();
        assert_eq!((report.stopped, report.retry_at_ms), (None, None));
    }
    assert_eq!((told(&all), state(&ana.handrail)), (1, (true, false)));
    assert!(ana.handrail.sync_status().unwrap().refusals.is_empty());
    all.clock.pass(DAY);
    all.sync(&ana).unwrap();
    assert_eq!(told(&all), 1);

    // Where the relay cannot be asked for its key, that is said; the sync says its own.
    all.line.put_in("", handrail_tests::line::Fault::AnswerLost);
    let away = all.runtime.block_on(ana.handrail.wake_key(&relay, &cancel));
    assert!(matches!(away, Err(Error::Offline)), "{away:?}");
    assert_eq!(all.sync_in_trouble(&ana).unwrap().stopped, Some(Stopped::Away));
}
