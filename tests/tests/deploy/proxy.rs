//! A proxy's own program with the configuration that is handed out, changed only where a test cannot do otherwise: names, ports,
//! places of files.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

pub(crate) fn given(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../clinic/deploy").join(name)
}

/// The text with each of these put in another's place. All of them have to be in it: what is tried is what is handed out.
pub(crate) fn changed(name: &str, changes: &[(&str, &str)]) -> String {
    let mut text = std::fs::read_to_string(given(name)).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{name} does not say {from:?} any more");
        text = text.replace(from, to);
    }
    text
}

/// Whether a program is there; where it is not, a word about it, which counts where everything is required.
pub(crate) fn is_there(program: &str, test: &str) -> bool {
    let there = Command::new(program).arg("-h").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !there {
        let line = format!("not run: {test} ({program} is not installed)\n");
        std::io::stdout().write_all(line.as_bytes()).unwrap();
    }
    there
}

/// Ends well and has nothing to say against it.
pub(crate) fn is_taken(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?}: {words}");
    output
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A proxy that runs until it is dropped.
pub(crate) struct Proxy {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Proxy {
    /// Runs it until it listens there.
    pub(crate) fn run(command: &mut Command, port: u16) -> Self {
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut proxy = Self { child, address: SocketAddr::from(([127, 0, 0, 1], port)) };
        for _ in 0..600 {
            if TcpStream::connect(proxy.address).is_ok() {
                return proxy;
            }
            assert!(proxy.child.try_wait().unwrap().is_none(), "{command:?} ended");
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("{command:?} does not listen");
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // Told to end and not killed: nginx has a second process, which would stay.
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }
}

/// nginx in a folder, with the site as it is handed out but for `changes`. Gives the command that runs it.
pub(crate) fn nginx(folder: &Path, relay: SocketAddr, port: u16, changes: &[(&str, &str)]) -> Command {
    let certificates = concat!(env!("CARGO_MANIFEST_DIR"), "/../clinic/tests/http/fixture");
    let place = folder.to_str().unwrap();
    let site = changed(
        "nginx.conf",
        &[
            &[
                ("listen 80;", format!("listen 127.0.0.1:{};", free_port()).as_str()),
                ("listen 443 ssl;", &format!("listen 127.0.0.1:{port} ssl;")),
                (
                    "/etc/letsencrypt/live/relay.clinic.example/fullchain.pem",
                    &format!("{certificates}/test-only-first.pem"),
                ),
                (
                    "/etc/letsencrypt/live/relay.clinic.example/privkey.pem",
                    &format!("{certificates}/test-only-first-key.pem"),
                ),
                ("/var/log/nginx/", &format!("{place}/")),
                ("http://127.0.0.1:8080", &format!("http://{relay}")),
            ],
            changes,
        ]
        .concat(),
    );
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("site.conf"), site).unwrap();
    let root = String::from_utf8(Command::new("id").arg("-u").output().unwrap().stdout).unwrap().trim() == "0";
    let user = if root { "user root;" } else { "" };
    let temp: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {place}/{name};\n"))
        .concat();
    let around = format!(
        "daemon off;\n{user}\npid {place}/pid;\nerror_log {place}/error.log;\nevents {{ worker_connections 512; }}\n\
         http {{\n{temp}include {place}/site.conf;\n}}\n"
    );
    std::fs::write(folder.join("nginx.conf"), around).unwrap();
    let mut command = Command::new("nginx");
    command.arg("-p").arg(folder).arg("-e").arg(folder.join("error.log")).arg("-c").arg(folder.join("nginx.conf"));
    command
}

/// The site without TLS, since a phone would have to trust a certificate made for a test; the rest as it is handed out.
pub(crate) fn plain_nginx(folder: &Path, relay: SocketAddr) -> Proxy {
    let port = free_port();
    let without = [
        (" ssl;", ";"),
        ("    ssl_certificate     ", "    # "),
        ("    ssl_certificate_key ", "    # "),
        ("    ssl_protocols ", "    # "),
    ];
    Proxy::run(&mut nginx(folder, relay, port, &without), port)
}

/// Caddy's command, with a home of its own.
pub(crate) fn caddy(folder: &Path) -> Command {
    std::fs::create_dir_all(folder).unwrap();
    let mut command = Command::new("caddy");
    command.env("HOME", folder).env("XDG_DATA_HOME", folder).env("XDG_CONFIG_HOME", folder);
    command
}

/// The same without TLS.
pub(crate) fn plain_caddy(folder: &Path, relay: SocketAddr) -> Proxy {
    let port = free_port();
    let site = changed(
        "Caddyfile",
        &[
            ("relay.clinic.example {", &format!("http://:{port} {{\n\tbind 127.0.0.1")),
            ("\ttls {\n\t\tprotocols tls1.3\n\t}\n", ""),
            ("127.0.0.1:8080", &relay.to_string()),
        ],
    );
    let mut command = caddy(folder);
    std::fs::write(folder.join("Caddyfile"), format!("{{\n\tadmin off\n}}\n{site}")).unwrap();
    Proxy::run(command.args(["run", "--adapter", "caddyfile", "--config"]).arg(folder.join("Caddyfile")), port)
}

/// One request on a connection of its own: status, head in lower case, body.
pub(crate) fn ask(to: SocketAddr, method: &str, path: &str, more: &str, body: &[u8]) -> (u16, String, Vec<u8>) {
    let mut stream = TcpStream::connect(to).unwrap();
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: 127.0.0.1:{}\r\n{more}connection: close\r\ncontent-length: {length}\r\n\r\n",
        to.port()
    );
    stream.write_all(head.as_bytes()).unwrap();
    // Whoever refuses a body need not read all of it.
    let _ = stream.write_all(body);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer");
    let head = String::from_utf8(answer[..end].to_vec()).unwrap().to_lowercase();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), head, answer[end + 4..].to_vec())
}
