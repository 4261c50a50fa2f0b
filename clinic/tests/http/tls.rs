//! A relay that speaks TLS itself.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use handrail_clinic::{Relay, StartError, TlsError, TlsFiles};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::house::{self, Folder, House};

fn fixture(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/http/fixture").join(name)
}

/// Puts a certificate and its key where the relay reads them.
fn put(folder: &Path, which: &str, key_of: &str) -> TlsFiles {
    let (certificate, key) = (folder.join("relay.pem"), folder.join("relay-key.pem"));
    std::fs::copy(fixture(&format!("test-only-{which}.pem")), &certificate).unwrap();
    std::fs::copy(fixture(&format!("test-only-{key_of}-key.pem")), &key).unwrap();
    // Copies may fall into one tick of the file system's clock.
    for file in [&certificate, &key] {
        let when = std::time::SystemTime::now() + Duration::from_secs(u64::try_from(which.len() * 60).unwrap());
        std::fs::File::options().write(true).open(file).unwrap().set_modified(when).unwrap();
    }
    TlsFiles { look_every: Duration::ZERO, ..TlsFiles::new(certificate, key) }
}

/// What a client that trusts only this certificate is answered.
async fn ask(
    house: &House,
    trusting: &str,
    versions: &[&'static rustls::SupportedProtocolVersion],
) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(fixture(&format!("test-only-{trusting}.pem"))).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_protocol_versions(versions).unwrap();
    let config = config.with_root_certificates(roots).with_no_client_auth();
    let stream = TcpStream::connect(house.relay.local_addr()).await?;
    let name = ServerName::try_from("localhost").unwrap();
    let mut stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    stream.write_all(b"GET /v1/meta HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

const NEWEST: &[&rustls::SupportedProtocolVersion] = &[&rustls::version::TLS13];

#[tokio::test]
async fn it_answers_over_tls_1_3_and_over_nothing_else() {
    let files = Folder::new();
    let house = House::with(|config| config.tls = Some(put(&files.0, "first", "first"))).await;
    assert_eq!(house.relay.origin().as_str(), format!("https://{}", house.relay.local_addr()));
    let answer = ask(&house, "first", NEWEST).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

    ask(&house, "first", &[&rustls::version::TLS12]).await.unwrap_err();
    ask(&house, "second", NEWEST).await.unwrap_err();
    // Somebody who speaks plain HTTP gets no word of it.
    let mut plain = TcpStream::connect(house.relay.local_addr()).await.unwrap();
    plain.write_all(b"GET /v1/meta HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut said = Vec::new();
    let _ = plain.read_to_end(&mut said).await;
    assert!(!said.starts_with(b"HTTP"), "{}", String::from_utf8_lossy(&said));
    // Somebody who connects and says nothing is let go.
    let mut silent = TcpStream::connect(house.relay.local_addr()).await.unwrap();
    assert_eq!(silent.read(&mut [0; 8]).await.unwrap_or(0), 0);
    house.relay.shutdown().await.unwrap();
}

#[tokio::test]
async fn a_renewed_certificate_is_taken_up_and_one_that_is_wrong_is_not() {
    let files = Folder::new();
    let house = House::with(|config| config.tls = Some(put(&files.0, "first", "first"))).await;
    ask(&house, "first", NEWEST).await.unwrap();
    // Half way through a renewal: the new certificate is there, its key is not.
    put(&files.0, "second", "first");
    ask(&house, "first", NEWEST).await.unwrap();
    let logged = || house.log.lock().unwrap().join("\n");
    assert!(logged().contains("certificate_unusable") && !logged().contains("certificate_renewed"));
    put(&files.0, "second", "second");
    ask(&house, "second", NEWEST).await.unwrap();
    ask(&house, "first", NEWEST).await.unwrap_err();
    assert!(logged().contains("certificate_renewed"), "{}", logged());
    // Gone files are no reason to stop.
    std::fs::remove_file(files.0.join("relay.pem")).unwrap();
    ask(&house, "second", NEWEST).await.unwrap();
    house.relay.shutdown().await.unwrap();
}

#[tokio::test]
async fn it_does_not_start_with_what_cannot_work() {
    let refused = async |change: &dyn Fn(&mut handrail_clinic::RelayConfig)| {
        let folder = Folder::new();
        let mut config = house::config(&folder.0, Arc::default(), Arc::default());
        change(&mut config);
        match Relay::start(config).await {
            Ok(_) => panic!("it started"),
            Err(error) => error,
        }
    };
    let files = Folder::new();
    let other_key = put(&files.0, "first", "second");
    assert!(matches!(refused(&|c| c.tls = Some(other_key.clone())).await, StartError::Tls(TlsError::Pair(_))));
    let nowhere = TlsFiles::new(files.0.join("nowhere.pem"), files.0.join("nowhere.pem"));
    assert!(matches!(refused(&|c| c.tls = Some(nowhere.clone())).await, StartError::Tls(TlsError::File { .. })));
    let swapped = TlsFiles::new(other_key.key.clone(), other_key.certificate.clone());
    assert!(matches!(refused(&|c| c.tls = Some(swapped.clone())).await, StartError::Tls(TlsError::File { .. })));
    let good = put(&files.0, "first", "first");
    let plain = |c: &mut handrail_clinic::RelayConfig| {
        c.tls = Some(good.clone());
        c.origin = Some("http://localhost:8080".parse().unwrap());
    };
    assert!(matches!(refused(&plain).await, StartError::HttpOrigin(_)));
}
