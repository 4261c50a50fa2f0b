//! Waking phones: an empty call to the push service that a phone named, and never more than that.

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use handrail_clinic::{PublicOnly, Resolve, Resolved, Waking};
use handrail_wire::api::ProblemCode::{BadRequest, Forbidden, NotFound};
use handrail_wire::api::{Bytes, MetaResponse, WakeRequest, paths};
use handrail_wire::vault::Vector;
use handrail_wire::vault::devices::Signer;
use handrail_wire::vault::exchange::{Knows, Request, ShortBatch};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::house::{DAY, Folder, House, NOON};
use crate::people::{Person, paired, sam};
use crate::vaults::{anna as vault_of_anna, nothing, sync, with_tablet};

fn fixture(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/http/fixture").join(name)
}

/// A push service: what it was asked, and what it answers.
#[derive(Clone)]
struct Service {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    answer: Arc<AtomicU16>,
}

impl Service {
    async fn open() -> Self {
        let certificates = vec![CertificateDer::from_pem_file(fixture("test-only-push.pem")).unwrap()];
        let key = PrivateKeyDer::from_pem_file(fixture("test-only-push-key.pem")).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(certificates, key).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let service = Self {
            address: listener.local_addr().unwrap(),
            asked: Arc::default(),
            answer: Arc::new(AtomicU16::new(201)),
        };
        let this = service.clone();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (this, acceptor) = (this.clone(), acceptor.clone());
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let mut text = Vec::new();
                    while !text.ends_with(b"\r\n\r\n") {
                        let mut byte = [0];
                        if stream.read(&mut byte).await.unwrap_or(0) == 0 {
                            return;
                        }
                        text.push(byte[0]);
                    }
                    this.asked.lock().unwrap().push(String::from_utf8(text).unwrap());
                    let status = this.answer.load(Ordering::SeqCst);
                    let answer =
                        format!("HTTP/1.1 {status} Said\r\nlocation: http://127.0.0.1/\r\ncontent-length: 0\r\n\r\n");
                    let _ = stream.write_all(answer.as_bytes()).await;
                });
            }
        });
        service
    }

    fn count(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    /// Until it was asked so often; then, whether it stays at that.
    async fn asked(&self, count: usize) -> String {
        while self.count() < count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        tokio::time::sleep(Duration::from_millis(150)).await;
        let asked = self.asked.lock().unwrap();
        assert_eq!(asked.len(), count, "{asked:?}");
        asked.last().unwrap().clone()
    }
}

impl Resolve for Service {
    fn resolve<'a>(&'a self, host: &'a str) -> Resolved<'a> {
        Box::pin(async move {
            if host == "push.example" { Ok(vec![self.address]) } else { Err(io::Error::from(io::ErrorKind::NotFound)) }
        })
    }
}

async fn house(service: &Service, every: Duration, files: &Folder) -> House {
    let waking = Waking {
        every,
        resolver: Arc::new(service.clone()),
        authority: Some(fixture("test-only-push.pem")),
        ..Waking::new(files.0.join("wake.key"))
    };
    House::with(|config| config.wake = Some(waking)).await
}

fn at(path: &str) -> WakeRequest {
    WakeRequest { endpoint: format!("https://push.example/{path}") }
}

async fn asks(house: &House, token: &str, path: &str) {
    house.client.put(paths::WAKE, token, &at(path)).await.is(201);
}

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn a_phone_is_called_with_nothing_when_something_comes() {
    let (service, files) = (Service::open().await, Folder::new());
    let house = house(&service, HOUR, &files).await;
    let sam = sam(&house).await;
    let (anna, ben) = (paired(&house, &sam).await, paired(&house, &sam).await);
    asks(&house, &anna.token, "up?id=7").await;
    house.client.put(paths::WAKE, &anna.token, &at("up?id=7")).await.is(200);
    house.client.put(paths::WAKE, &sam.token, &at("sam")).await.refused(403, Forbidden);
    // What Anna sends wakes nobody, and what comes for Ben is not hers.
    anna.send(&house, anna.account, sam.account, 1).await;
    sam.send(&house, ben.account, ben.account, 1).await;
    sam.send(&house, anna.account, anna.account, 1).await;
    let asked = service.asked(1).await;

    let (first, rest) = asked.split_once("\r\n").unwrap();
    assert_eq!(first, "POST /up?id=7 HTTP/1.1");
    let mut headers: Vec<(String, &str)> = rest
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value))
        .collect();
    headers.sort();
    let header = |name: &str| headers.iter().find(|(key, _)| key == name).unwrap().1;
    // These and no others: nothing in it says what came, for whom or from whom.
    let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["authorization", "content-length", "host", "topic", "ttl", "urgency"]);
    assert_eq!(
        ["content-length", "host", "topic", "ttl", "urgency"].map(header),
        ["0", "push.example", "handrail", "86400", "normal"]
    );
    let meta: MetaResponse = house.client.get(paths::META, "").await.is(200).json();
    let (token, key) = header("authorization").strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
    assert_eq!(meta.wake_key.as_deref(), Some(key));
    let bytes = |text: &str| serde_json::from_value::<Bytes>(text.into()).unwrap().0;
    let (signed, signature) = token.rsplit_once('.').unwrap();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, bytes(key)).verify(signed.as_bytes(), &bytes(signature)).unwrap();
    let (head, claims) = signed.split_once('.').unwrap();
    let json = |text: &str| serde_json::from_slice::<Value>(&bytes(text)).unwrap();
    assert_eq!(json(head), serde_json::json!({ "typ": "JWT", "alg": "ES256" }));
    let claims = json(claims);
    assert_eq!(
        (&claims["aud"], &claims["sub"]),
        (&"https://push.example".into(), &house.relay.origin().as_str().into())
    );
    assert_eq!(claims["exp"].as_i64().unwrap(), NOON / 1000 + 12 * 3600);

    // The key stays the relay's: phones would have to ask their push service anew.
    let before = meta.wake_key;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(files.0.join("wake.key")).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let waking = Waking::new(files.0.join("wake.key"));
    let house = house.again(|_| (), |config| config.wake = Some(waking)).await.unwrap();
    let meta: MetaResponse = house.client.get(paths::META, "").await.is(200).json();
    assert_eq!(meta.wake_key, before);
    house.assert_discreet();
}

#[tokio::test]
async fn a_phone_is_woken_once_in_a_while_and_not_forgotten_meanwhile() {
    let (service, files) = (Service::open().await, Folder::new());
    let house = house(&service, Duration::from_millis(400), &files).await;
    let sam = sam(&house).await;
    let anna = paired(&house, &sam).await;
    asks(&house, &anna.token, "anna").await;
    for seq in 1..=5 {
        sam.send(&house, anna.account, anna.account, seq).await;
    }
    // At once for the first; once more, when the time is over, for all the others.
    service.asked(2).await;
    house.client.delete(paths::WAKE, &anna.token).await.is(204);
    house.client.delete(paths::WAKE, &anna.token).await.is(204);
    assert_eq!(house.count("wake"), 0);
    tokio::time::sleep(Duration::from_millis(500)).await;
    sam.send(&house, anna.account, anna.account, 6).await;
    service.asked(2).await;
}

#[tokio::test]
async fn an_address_that_is_gone_is_forgotten_and_one_in_trouble_is_not() {
    let (service, files) = (Service::open().await, Folder::new());
    let house = house(&service, Duration::ZERO, &files).await;
    let sam = sam(&house).await;
    let anna = paired(&house, &sam).await;
    asks(&house, &anna.token, "anna").await;
    let mut calls = 0;
    for status in [500, 429, 302, 410] {
        assert_eq!(house.count("wake"), 1);
        service.answer.store(status, Ordering::SeqCst);
        calls += 1;
        sam.send(&house, anna.account, anna.account, calls).await;
        // No redirect is followed.
        service.asked(usize::try_from(calls).unwrap()).await;
    }
    while house.count("wake") > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // A name that nobody knows, or that leads somewhere private, is called by nobody.
    house
        .client
        .put(paths::WAKE, &anna.token, &WakeRequest { endpoint: "https://else.example/x".into() })
        .await
        .is(201);
    sam.send(&house, anna.account, anna.account, 9).await;
    service.asked(4).await;
    assert_eq!(house.count("wake"), 1);
    // Nobody asked for it again in ninety days.
    house.clock.forward(90 * DAY);
    house.relay.purge().await.unwrap();
    assert_eq!(house.count("wake"), 1);
    house.clock.forward(DAY);
    house.relay.purge().await.unwrap();
    assert_eq!(house.count("wake"), 0);
}

#[tokio::test]
async fn a_vaults_other_devices_are_woken_and_removed_ones_are_not() {
    let (service, files) = (Service::open().await, Folder::new());
    let house = house(&service, Duration::ZERO, &files).await;
    let (mut vault, mut phone) = vault_of_anna(&house).await;
    let tablet = with_tablet(&house, &mut vault, &phone).await;
    asks(&house, &phone.token, "phone").await;
    asks(&house, &tablet.token, "tablet").await;
    let batch = vault.batch(&mut phone, 64);
    let request = Request { batches: vec![ShortBatch::of(&batch)], ..nothing(Knows::Vector(Vector::new())) };
    sync(&house, &vault, &phone.token, &request).await;
    assert!(service.asked(1).await.starts_with("POST /tablet "));
    // The same again brings nothing new.
    sync(&house, &vault, &phone.token, &request).await;
    service.asked(1).await;

    let list = vault.next_list(Signer::Device(phone.id), &phone.key, |devices| {
        devices.iter_mut().find(|device| device.id == tablet.id).unwrap().removed = Some(20_001);
    });
    let body = handrail_wire::api::DevicesBody { list: Bytes(list) };
    house.client.put(&paths::devices(&vault.id), &phone.token, &body).await.is(200);
    let batch = vault.batch(&mut phone, 64);
    let request = Request { batches: vec![ShortBatch::of(&batch)], ..nothing(Knows::Vector(Vector::new())) };
    sync(&house, &vault, &phone.token, &request).await;
    service.asked(1).await;
    house.relay.purge().await.unwrap();
    assert_eq!(house.count("wake"), 1);
}

#[tokio::test]
async fn only_public_https_names_are_taken_and_only_where_the_operator_wants_it() {
    let off = House::open().await;
    let person: Person = {
        let sam = sam(&off).await;
        paired(&off, &sam).await
    };
    off.client.put(paths::WAKE, &person.token, &at("anna")).await.refused(404, NotFound);
    assert_eq!(off.client.get(paths::META, "").await.is(200).json::<MetaResponse>().wake_key, None);

    let (service, files) = (Service::open().await, Folder::new());
    let house = house(&service, HOUR, &files).await;
    let sam = sam(&house).await;
    let anna = paired(&house, &sam).await;
    let before = house.rows();
    let long = format!("https://push.example/{}", "x".repeat(1024));
    for bad in
        ["http://push.example/x", "https://127.0.0.1/x", "https://localhost/x", "https://push.example:444/x", "", &long]
    {
        let request = WakeRequest { endpoint: bad.to_owned() };
        house.client.put(paths::WAKE, &anna.token, &request).await.refused(400, BadRequest);
    }
    assert_eq!(house.rows(), before);
    // What a name leads to is looked at each time, and a name of this machine leads nowhere.
    assert_eq!(PublicOnly.resolve("localhost").await.unwrap_err().kind(), io::ErrorKind::PermissionDenied);
}
