//! TLS of the relay itself, for a clinic without a proxy. TLS 1.3 only.
//!
//! Certificates are renewed every few weeks by another program, which writes the same files anew. They are looked at again
//! with a new connection, at most every ten seconds; a pair that cannot be used leaves the one before in force, and the log says so.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;

/// Where certificate and key lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The relay's certificate and those between it and its authority, PEM.
    pub certificate: PathBuf,
    /// Its private key, PEM.
    pub key: PathBuf,
    /// They are looked at again no sooner than this.
    pub look_every: Duration,
}

impl TlsFiles {
    /// These files, looked at every ten seconds at most.
    #[must_use]
    pub fn new(certificate: PathBuf, key: PathBuf) -> Self {
        Self { certificate, key, look_every: Duration::from_secs(10) }
    }
}

/// Why certificate and key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read, or holds none.
    #[error("{path}: {why}")]
    File {
        /// Which.
        path: PathBuf,
        /// What is wrong, without anything of its content.
        why: &'static str,
    },
    /// They do not go together, or the certificate is none for a server.
    #[error("certificate and key cannot be used together: {0}")]
    Pair(rustls::Error),
}

/// Accepts TLS connections.
pub(crate) struct Tls {
    files: TlsFiles,
    current: Mutex<Current>,
}

struct Current {
    config: Arc<ServerConfig>,
    /// When the files were written that it was read from.
    written: [Option<SystemTime>; 2],
    looked: Instant,
}

/// What came of looking at the files again.
#[derive(Debug)]
pub(crate) enum Looked {
    /// They are as they were, or it is too early to look.
    Same,
    /// New ones are in force.
    Renewed,
    /// There are new ones that cannot be used.
    Unusable(TlsError),
}

impl Tls {
    /// Reads the files.
    pub(crate) fn open(files: TlsFiles) -> Result<Self, TlsError> {
        let written = written(&files);
        let config = read(&files)?;
        Ok(Self { files, current: Mutex::new(Current { config, written, looked: Instant::now() }) })
    }

    /// For one connection, and whether the certificate is a new one.
    pub(crate) fn acceptor(&self) -> (TlsAcceptor, Looked) {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        let looked =
            if current.looked.elapsed() < self.files.look_every { Looked::Same } else { self.look(&mut current) };
        (TlsAcceptor::from(current.config.clone()), looked)
    }

    fn look(&self, current: &mut Current) -> Looked {
        current.looked = Instant::now();
        let written = written(&self.files);
        if written == current.written {
            return Looked::Same;
        }
        match read(&self.files) {
            Ok(config) => {
                // Only now: a pair that is half written is looked at again.
                current.written = written;
                current.config = config;
                Looked::Renewed
            }
            Err(error) => Looked::Unusable(error),
        }
    }
}

fn written(files: &TlsFiles) -> [Option<SystemTime>; 2] {
    [&files.certificate, &files.key].map(|path| std::fs::metadata(path).and_then(|m| m.modified()).ok())
}

fn read(files: &TlsFiles) -> Result<Arc<ServerConfig>, TlsError> {
    let wrong = |path: &Path, why| TlsError::File { path: path.to_owned(), why };
    let unreadable = |path: &Path| wrong(path, "cannot be read as PEM");
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect)
        .map_err(|_| unreadable(&files.certificate))?;
    if chain.is_empty() {
        return Err(wrong(&files.certificate, "holds no certificate"));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|_| unreadable(&files.key))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .and_then(|config| config.with_no_client_auth().with_single_cert(chain, key))
        .map_err(TlsError::Pair)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
