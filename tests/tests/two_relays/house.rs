//! Two relays' processes on one database, and what stands before them: it gives each connection to the next of them that answers,
//! as a clinic's proxy does.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::net::{TcpListener, TcpStream};

/// The relay's own program, where it is named or lies beside this test's.
pub(crate) fn program() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("HANDRAIL_RELAY_PROGRAM") {
        return Some(named.into());
    }
    let beside = std::env::current_exe().ok()?.parent()?.parent()?.join("handrail-clinic");
    beside.is_file().then_some(beside)
}

/// A relay's process. It is killed, never stopped.
pub(crate) struct Serving {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Serving {
    pub(crate) fn start(program: &Path, database: &str, origin: &str) -> Self {
        let mut command = Command::new(program);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--origin", origin, "--open-vaults-per-day", "1000"])
            .args(["--requests-per-minute", "1000000", "--challenges-per-minute", "1000000"])
            .env("DATABASE_URL", database);
        Self::run(&mut command)
    }

    /// Runs it until it listens.
    pub(crate) fn run(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Listening on ").expect("it starts").parse().unwrap();
        // Its other lines go on being read, so that it never waits for somebody to read them.
        std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
        Self { child, address }
    }

    /// SIGKILL.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What stands before the relays.
#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) address: SocketAddr,
    relays: Arc<Mutex<[SocketAddr; 2]>>,
    /// Connections that each was given.
    pub(crate) given: Arc<[AtomicUsize; 2]>,
}

impl Door {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let door = Self { address, relays: Arc::new(Mutex::new([address; 2])), given: Arc::default() };
        let (here, turn) = (door.clone(), AtomicUsize::new(0));
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let (here, first) = (here.clone(), turn.fetch_add(1, Ordering::SeqCst));
                tokio::spawn(async move {
                    for place in [first % 2, (first + 1) % 2] {
                        let to = here.relays.lock().unwrap()[place];
                        if let Ok(mut relay) = TcpStream::connect(to).await {
                            here.given[place].fetch_add(1, Ordering::SeqCst);
                            let _ = tokio::io::copy_bidirectional(&mut client, &mut relay).await;
                            return;
                        }
                    }
                });
            }
        });
        door
    }

    pub(crate) fn leads_to(&self, place: usize, relay: SocketAddr) {
        self.relays.lock().unwrap()[place] = relay;
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }
}
