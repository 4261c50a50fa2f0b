//! What `clinic/deploy` hands out, tried with the programs it is for: systemd takes the units and finds them hardened, their commands
//! run; nginx and Caddy take their files, and phones sync through them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]
#![allow(dead_code, unreachable_pub)] // what is shared has more in it than is used here

#[path = "two_relays/house.rs"]
mod house;
#[path = "deploy/proxy.rs"]
mod proxy;
#[path = "../src/bench/relay/town.rs"]
mod town;
#[path = "../src/bench/relay/wire.rs"]
mod wire;

mod deployed {
    use std::net::{IpAddr, Ipv4Addr, SocketAddr};
    use std::path::Path;
    use std::process::{Command, Stdio};
    use std::sync::Arc;

    use handrail_clinic::store::Store;
    use handrail_clinic::store::sqlite::{Opening, SqliteStore};
    use handrail_tests::phone::TempFolder;
    use handrail_tests::together::{HOUR, Together};
    use handrail_wire::api::{InboxResponse, MAX_WAIT_SECONDS, paths};
    use handrail_wire::outer::SEALED_LEN;
    use handrail_wire::vault::snapshot;

    use crate::house::{Serving, program};
    use crate::proxy::{
        Proxy, ask, caddy, changed, free_port, given, is_taken, is_there, nginx, plain_caddy, plain_nginx,
    };
    use crate::town::{Town, random};
    use crate::wire::Wire;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
    /// The relay's place in the units.
    const INSTALLED: &str = "/usr/local/bin/handrail-clinic";

    /// The value of a unit's `ExecStart` and its like.
    fn command_of(unit: &str, key: &str) -> String {
        let lines: Vec<&str> = unit.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix('=')).collect();
        assert_eq!(lines.len(), 1, "{key}");
        lines[0].to_owned()
    }

    #[test]
    fn systemd_takes_the_units_and_finds_them_hardened() {
        if !is_there("systemd-analyze", "systemd takes the units") {
            return;
        }
        let folder = TempFolder::new("units").unwrap();
        // It wants the program to be there; any will do for reading.
        let files = ["handrail-clinic.service", "handrail-backup.service", "handrail-backup.timer"].map(|name| {
            let text =
                if name.ends_with("timer") { changed(name, &[]) } else { changed(name, &[(INSTALLED, "/bin/true")]) };
            let file = folder.path().join(name);
            std::fs::write(&file, text).unwrap();
            file
        });
        let told = is_taken(Command::new("systemd-analyze").args(["verify", "--man=no"]).args(&files));
        assert_eq!(String::from_utf8(told.stderr).unwrap(), "", "a word about an option is a fault in it");
        for file in &files[..2] {
            // A tenth of what it prints: 1.5 is "OK", and a plain service has 9.6.
            is_taken(Command::new("systemd-analyze").args(["security", "--offline=true", "--threshold=15"]).arg(file));
        }
        let when = command_of(&std::fs::read_to_string(&files[2]).unwrap(), "OnCalendar");
        is_taken(Command::new("systemd-analyze").args(["calendar", &when]));
    }

    #[test]
    fn the_units_commands_run() {
        let Some(program) = program() else {
            is_there("handrail-clinic", "the units' commands run");
            return;
        };
        let folder = TempFolder::new("unit-commands").unwrap();
        let (data, shelf) = (folder.path().join("data"), folder.path().join("backup"));
        std::fs::create_dir_all(&shelf).unwrap();
        let places = [(INSTALLED, program.to_str().unwrap()), ("/var/lib/handrail", data.to_str().unwrap())];
        let serve = command_of(&changed("handrail-clinic.service", &places), "ExecStart");
        let serve = serve.replace("127.0.0.1:8080", "127.0.0.1:0");
        let words: Vec<&str> = serve.split_whitespace().collect();
        let serving = Serving::run(Command::new(words[0]).args(&words[1..]));
        assert_eq!(ask(serving.address, "GET", "/v1/health", "", &[]).0, 200);

        let backup = changed(
            "handrail-backup.service",
            &[&places[..], &[("/backup/handrail", shelf.to_str().unwrap())]].concat(),
        );
        let copies = command_of(&backup, "ExecStart");
        let line = copies.strip_prefix("/bin/sh -c '").unwrap().strip_suffix('\'').unwrap().replace("%%", "%");
        is_taken(Command::new("/bin/sh").args(["-c", &line]));
        let files: Vec<_> = std::fs::read_dir(&shelf).unwrap().map(|e| e.unwrap().path()).collect();
        assert_eq!(files.len(), 1, "{files:?}");
        is_taken(
            Command::new(&program)
                .args(["restore", "--from"])
                .arg(&files[0])
                .arg("--data")
                .arg(folder.path().join("new")),
        );
        // Old ones go, and only these.
        let old = shelf.join("relay-2026-01-01.sqlite3");
        std::fs::write(&old, "old").unwrap();
        is_taken(Command::new("touch").args(["-d", "100 days ago"]).arg(&old));
        let after = command_of(&backup, "ExecStartPost").replace('\'', "");
        let words: Vec<&str> = after.split_whitespace().collect();
        is_taken(Command::new(words[0]).args(&words[1..]));
        assert!(!old.exists() && files[0].exists());
        serving.kill();
    }

    #[test]
    fn nginx_takes_its_file_and_speaks_tls_1_3_alone() {
        let test = "nginx takes its file";
        if !is_there("nginx", test) || !is_there("openssl", test) {
            return;
        }
        let all = Together::new("nginx-tls").unwrap();
        let port = free_port();
        let mut command = nginx(&all.folder("nginx"), all.relay_address().unwrap(), port, &[]);
        let told = is_taken(command.arg("-t"));
        assert!(!String::from_utf8_lossy(&told.stderr).contains("[warn]"), "{told:?}");
        let proxy = Proxy::run(&mut nginx(&all.folder("nginx"), all.relay_address().unwrap(), port, &[]), port);
        let shakes_hands = |version: &str| {
            let mut hello = Command::new("openssl");
            hello.args(["s_client", "-brief", version, "-connect", &proxy.address.to_string()]).stdin(Stdio::null());
            hello.output().unwrap().status.success()
        };
        assert_eq!((shakes_hands("-tls1_3"), shakes_hands("-tls1_2")), (true, false));
        // Everything else of it is tried without TLS; a request for news may wait longer than the proxy does for no answer.
        let site = changed("nginx.conf", &[]);
        let waits: u32 = site.split("proxy_read_timeout ").nth(1).unwrap().split('s').next().unwrap().parse().unwrap();
        assert!(waits > MAX_WAIT_SECONDS + 5);
    }

    #[test]
    fn phones_sync_through_nginx() {
        if is_there("nginx", "phones sync through nginx") {
            through("nginx", plain_nginx);
        }
    }

    #[test]
    fn caddy_takes_its_file_and_phones_sync_through_it() {
        if !is_there("caddy", "phones sync through Caddy") {
            return;
        }
        let folder = TempFolder::new("caddy-reads").unwrap();
        is_taken(caddy(folder.path()).args(["validate", "--adapter", "caddyfile", "--config"]).arg(given("Caddyfile")));
        through("caddy", plain_caddy);
    }

    fn lines(of: &handrail_tests::together::Client) -> usize {
        of.handrail.talk_about().unwrap().open.len()
    }

    /// A relay behind a proxy: phones, a practitioner who waits, bodies of every size, and too many requests.
    fn through(name: &str, start: fn(&Path, SocketAddr) -> Proxy) {
        let mut all = Together::new(&format!("behind-{name}")).unwrap();
        all.stop_relay().unwrap();
        let now_ms = all.clock.now_ms();
        let folder = all.relay_folder();
        let town = all.runtime.block_on(async {
            let store = SqliteStore::open(&folder, Opening::Serve { accept_restore: false }).unwrap();
            let store: Arc<dyn Store> = Arc::new(store);
            let town = Town::settle(&store, 1, 1, now_ms).await.unwrap();
            store.close().await.unwrap();
            town
        });
        all.start_relay_with(|config| config.limits.trusted_proxies = vec![HERE]).unwrap();
        let proxy = start(&all.folder(name), all.relay_address().unwrap());
        all.line.lead_to(proxy.address);
        phones(&all);
        news(&all, &proxy, &town);
        bodies(&proxy);
        drop(proxy);

        all.stop_relay().unwrap();
        all.start_relay_with(|config| {
            config.limits.trusted_proxies = vec![HERE];
            config.limits.wire.requests_per_minute = 20;
        })
        .unwrap();
        let proxy = start(&all.folder(&format!("{name}-again")), all.relay_address().unwrap());
        too_many(&proxy);
    }

    fn phones(all: &Together) {
        let maria = all.client("maria").unwrap();
        let code = maria.turn_backup_on(&all.origin()).unwrap();
        for n in 0..60 {
            maria.handrail.add_talk_about(&format!("Line {n}")).unwrap();
        }
        all.clock.pass(HOUR);
        let report = all.sync(&maria).unwrap();
        assert!(report.stopped.is_none(), "{report:?}");
        let (tablet, seen) = all.restored("tablet", &code, false).unwrap();
        assert_eq!((seen.some_missing, lines(&tablet)), (false, 60));
        tablet.handrail.add_talk_about("On the tablet").unwrap();
        for of in [&tablet, &maria] {
            assert!(all.sync(of).unwrap().stopped.is_none());
        }
        assert!(maria.exported().unwrap() == tablet.exported().unwrap(), "byte by byte");
    }

    /// A request that waits is answered when something comes, and not held back on its way.
    fn news(all: &Together, proxy: &Proxy, town: &Town) {
        let (sam, (ana, _)) = (&town.practitioners[0], &town.clients[0]);
        let origin = all.origin().parse().unwrap();
        let page = all.runtime.block_on(async {
            let mut waits = Wire::to(proxy.address).await.unwrap();
            let token = waits.log_in(&origin, sam.account, &sam.key).await.unwrap();
            let path = paths::inbox_waiting(None, 7, 40);
            let (answer, ()) = tokio::join!(waits.ask("GET", &path, &token, &[]), async {
                let mut wire = Wire::to(proxy.address).await.unwrap();
                let token = wire.log_in(&origin, ana.account, &ana.key).await.unwrap();
                let packet = ana.packet(&random::<SEALED_LEN>().0, 1);
                assert_eq!(wire.put(&ana.slot(sam.account, 1), &token, &packet).await.unwrap(), 201);
            });
            let (status, body) = answer.unwrap();
            assert_eq!(status, 200);
            serde_json::from_slice::<InboxResponse>(&body).unwrap()
        });
        assert_eq!(page.messages.len(), 1);
    }

    /// What the relay would take comes through to it; what nobody takes ends at the proxy.
    fn bodies(proxy: &Proxy) {
        let path = format!("/v1/vaults/{}/snapshots/{}/1", "A".repeat(22), "A".repeat(22));
        let largest = snapshot::MAX_OBJECT;
        let kind = "content-type: application/octet-stream\r\n";
        // Each time, though nobody read what it sent; and a little more than the largest is told so as well.
        for more in [0, 0, 0, 0, 0, 1, 512 * 1024] {
            let (status, head, body) = ask(proxy.address, "PUT", &path, kind, &vec![7; largest + more]);
            assert_eq!((status, head.contains("problem+json")), (401, true), "the relay's own words: {head}");
            assert!(serde_json::from_slice::<serde_json::Value>(&body).unwrap()["code"].is_string());
        }
        let (status, head, _) = ask(proxy.address, "PUT", &path, kind, &vec![7; 12 * 1024 * 1024]);
        assert_eq!(status, 413, "{head}");
    }

    /// An address that asks too often is told when to ask again, and cannot say that it is another.
    fn too_many(proxy: &Proxy) {
        let answers: Vec<_> = (0..30)
            .map(|n| ask(proxy.address, "GET", "/v1/meta", &format!("x-forwarded-for: 192.0.2.{n}\r\n"), &[]))
            .collect();
        let (_, head, _) = answers.iter().find(|(status, ..)| *status == 429).expect("one address for all of them");
        let after = head.lines().find_map(|line| line.strip_prefix("retry-after: ")).expect("when to come again");
        assert!((1..=60).contains(&after.parse::<u32>().unwrap()));
        assert!(answers.iter().filter(|(status, ..)| *status == 200).count() >= 15);
    }
}
