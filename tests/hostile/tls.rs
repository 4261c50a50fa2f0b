//! A line that is not private, or not to the relay of the pairing code.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;

use handrail_core::sync::SyncMessage;
use handrail_core::sync::relay::Stopped;
use handrail_tests::line::read_request;
use handrail_tests::phone;
use handrail_wire::derive::sha256;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::version::{TLS12, TLS13};
use rustls::{ServerConfig, ServerConnection, StreamOwned, SupportedProtocolVersion};

use crate::scene::Scene;

type Certificate = (&'static [u8], &'static [u8]);

/// Self-signed for localhost: nobody vouches for any of them.
const OWN: Certificate = (
    include_bytes!("../../core/src/sync/http/fixture/test-only-certificate.der"),
    include_bytes!("../../core/src/sync/http/fixture/test-only-key.der"),
);
const OTHER: Certificate =
    (include_bytes!("fixture/test-only-other-certificate.der"), include_bytes!("fixture/test-only-other-key.der"));
/// Its time was the year 2020.
const EXPIRED: Certificate =
    (include_bytes!("fixture/test-only-expired-certificate.der"), include_bytes!("fixture/test-only-expired-key.der"));

/// A door with this certificate in front of the line, until the process ends. Gives its port.
fn door(to: SocketAddr, (certificate, key): Certificate, versions: &[&'static SupportedProtocolVersion]) -> u16 {
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(certificate)], PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key)))
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for tcp in listener.incoming().flatten() {
            let config = Arc::clone(&config);
            std::thread::spawn(move || pass(to, config, tcp));
        }
    });
    port
}

fn pass(to: SocketAddr, config: Arc<ServerConfig>, tcp: TcpStream) -> std::io::Result<()> {
    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut client = StreamOwned::new(connection, tcp);
    let Some((_, request)) = read_request(&mut client)? else { return Ok(()) };
    let mut relay = TcpStream::connect(to)?;
    relay.write_all(&request)?;
    let mut answer = Vec::new();
    relay.read_to_end(&mut answer)?;
    client.write_all(&answer)?;
    client.conn.send_close_notify();
    client.flush()
}

/// The relay of Ana's pairing code, and the certificate that stood in it.
fn moves_to(scene: &mut Scene, origin: &str, certificate: Option<Certificate>) {
    let pin = certificate.map(|(certificate, _)| sha256(certificate));
    let moved = scene.ana.while_closed(|folder| {
        let sql = "UPDATE mailbox SET origin = ?1, certificate = ?2";
        Ok(phone::raw(&folder.join("handrail.db"))?.execute(sql, (origin, pin))?)
    });
    assert_eq!(moved.unwrap(), 1);
    scene.all.stop_relay().unwrap();
    scene.all.start_relay_with(|config| config.origin = Some(origin.parse().unwrap())).unwrap();
}

#[test]
fn only_the_relay_of_the_code_is_talked_to_and_only_in_private() {
    let Some(mut scene) = Scene::new("fault-tls") else { return };
    let line = scene.all.line.address();
    let away = (Some(Stopped::Away), &[][..]);
    let not_trusted = (Some(Stopped::NotTrusted), &["not_trusted"][..]);
    let both = [&TLS12, &TLS13];
    for (what, shown, versions, pinned, (stopped, names)) in [
        ("another certificate", OTHER, &both[..], Some(OWN), not_trusted),
        ("one that nobody vouches for", OWN, &both[..], None, not_trusted),
        ("one that is over and nobody vouches for", EXPIRED, &both[..], None, not_trusted),
        ("TLS 1.2 and nothing newer", OWN, &both[..1], Some(OWN), away),
        ("the one of the code", OWN, &both[..], Some(OWN), (None, &[][..])),
        // Two people looked at the code that named it; its dates say nothing more.
        ("the one of the code, past its dates", EXPIRED, &both[1..], Some(EXPIRED), (None, &[][..])),
    ] {
        let origin = format!("https://localhost:{}", door(line, shown, versions));
        moves_to(&mut scene, &origin, pinned);
        scene.shares(what);
        drop(scene.all.line.seen());
        let report = scene.all.sync_in_trouble(&scene.ana).unwrap();
        assert_eq!(report.stopped, stopped, "{what}");
        assert_eq!(report.delivered == 0, stopped.is_some(), "{what}");
        assert_eq!(scene.all.line.seen().is_empty(), stopped.is_some(), "{what}: not a byte got through");
        let status = scene.status();
        assert_eq!(status.refusals, names, "{what}");
        let expected = if stopped.is_some() { SyncMessage::Waiting } else { SyncMessage::AllSent };
        assert_eq!(status.message, expected, "{what}");
        scene.nothing_lost();
    }
    // No TLS at all where there should be.
    moves_to(&mut scene, &format!("https://{line}"), Some(OWN));
    scene.shares("in the clear");
    let report = scene.all.sync_in_trouble(&scene.ana).unwrap();
    assert_eq!((report.stopped, report.delivered), (Some(Stopped::Away), 0));
    scene.undisturbed();

    let origin = scene.all.origin();
    moves_to(&mut scene, &origin, None);
    scene.goes_on();
}
