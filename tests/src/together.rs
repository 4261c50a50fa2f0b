//! A client, a practitioner and a relay in one test: real stores, the real relay, the page's own code in Node, one clock.

#![allow(clippy::indexing_slicing, reason = "looking into a JSON value gives null where nothing is")]

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use handrail_clinic::{Relay, RelayConfig, RelayLimits, RunningRelay};
use handrail_core::Handrail;
use handrail_core::backup::{BackupPlace, CodeCheck, RestoreFrom, RestoreView};
use handrail_core::clock::{Clock, Moment};
use handrail_core::ids::Id;
use handrail_core::review::{Choices, PacketWords, Period};
use handrail_core::sync::SyncReport;
use handrail_core::sync::http::{CancelToken, Patience};
use rusqlite::Connection;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::demo::clock::{DemoClock, moment};
use crate::demo::page::{Page, PageError};
use crate::line::Line;
use crate::phone::{self, TempFolder};

/// Whatever went wrong; a test only reports it.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Monday, 14 September 2026, 08:00 UTC: where these tests begin.
pub const MONDAY: i64 = 1_789_372_800_000;
/// An hour of the clock.
pub const HOUR: i64 = 3_600_000;
/// A day of the clock.
pub const DAY: i64 = 24 * HOUR;

/// The page's code as built by `cargo xtask web`, and Node to run it. Without them `test` is not run, and says so; where everything
/// is required (`HANDRAIL_REQUIRE_ALL=1`) that is an error.
///
/// # Errors
/// Something that is required is not there.
pub fn page_code(test: &str) -> Outcome<Option<PathBuf>> {
    let driver = Path::new(env!("CARGO_MANIFEST_DIR")).join("../clinic/web/dist-node/driver.js");
    let node = std::process::Command::new("node").arg("--version").output().is_ok_and(|o| o.status.success());
    let why = match (node, driver.is_file()) {
        (true, true) => return Ok(Some(driver)),
        (false, _) => "Node is not installed",
        (true, false) => "the page is not built: cargo xtask web",
    };
    if std::env::var("HANDRAIL_REQUIRE_ALL").is_ok_and(|v| v == "1") {
        return Err(format!("{test} cannot run: {why}").into());
    }
    // Not by `println!`, which the test harness keeps to itself where a test passes: whoever reads the log has to know.
    writeln!(std::io::stdout(), "not run: {test} ({why})")?;
    Ok(None)
}

/// A phone's clock: the one that all share. While it hurries, each look at it is ten seconds on, so that nobody
/// waits for a phone's patience.
#[derive(Debug)]
pub struct PhoneClock {
    shared: Arc<DemoClock>,
    hurries: AtomicBool,
    off_by: AtomicI64,
}

impl PhoneClock {
    /// A clock that is `shared`.
    #[must_use]
    pub fn of(shared: &Arc<DemoClock>) -> Arc<Self> {
        Arc::new(Self { shared: Arc::clone(shared), hurries: AtomicBool::new(false), off_by: AtomicI64::new(0) })
    }
}

impl Clock for PhoneClock {
    fn now(&self) -> Option<Moment> {
        if self.hurries.load(Ordering::SeqCst) {
            self.shared.pass(10_000);
        }
        Some(moment(self.shared.now_ms() + self.off_by.load(Ordering::SeqCst)))
    }

    fn running_ms(&self) -> u64 {
        self.shared.now_ms().unsigned_abs()
    }
}

/// A relay behind its line, and the clock of everybody.
pub struct Together {
    /// Everybody's clock.
    pub clock: Arc<DemoClock>,
    /// The way to the relay.
    pub line: Line,
    /// Runs the relay, and what phones do.
    pub runtime: Runtime,
    /// Bytes that a vault may hold at the relay, from its next start on.
    pub vault_bytes: u32,
    relay: Option<RunningRelay>,
    folder: TempFolder,
}

impl std::fmt::Debug for Together {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Together(..)")
    }
}

impl Together {
    /// A fresh relay; `name` is the test's.
    ///
    /// # Errors
    /// Where it does not start.
    pub fn new(name: &str) -> Outcome<Self> {
        let mut all = Self {
            clock: Arc::new(DemoClock::standing_at(MONDAY)),
            line: Line::open()?,
            runtime: tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?,
            vault_bytes: RelayLimits::default().wire.vault_bytes,
            relay: None,
            folder: TempFolder::new(name)?,
        };
        all.start_relay(false)?;
        Ok(all)
    }

    /// The same with Ana and Sam, who have paired; none where the page's code cannot run.
    ///
    /// # Errors
    /// As for [`page_code`], [`Together::new`] and [`Together::pair`].
    pub fn ana_and_sam(name: &str) -> Outcome<Option<(Self, Client, Practitioner)>> {
        let Some(driver) = page_code(name)? else { return Ok(None) };
        let all = Self::new(name)?;
        let mut sam = all.practitioner(&driver, "Sam")?;
        let mut ana = all.client("ana")?;
        all.pair(&mut ana, "Ana", &mut sam)?;
        Ok(Some((all, ana, sam)))
    }

    /// The relay's address, as everybody reaches it.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.line.address())
    }

    /// Starts the relay; with `accept_restore` also on an older database.
    ///
    /// # Errors
    /// Where it does not start.
    pub fn start_relay(&mut self, accept_restore: bool) -> Outcome<()> {
        self.start_relay_with(|config| config.accept_restore = accept_restore)
    }

    /// The same with something set otherwise: its limits, or the origin for which it checks logins, wherever it is reached.
    ///
    /// # Errors
    /// As for [`Together::start_relay`].
    pub fn start_relay_with(&mut self, change: impl FnOnce(&mut RelayConfig)) -> Outcome<()> {
        let mut config = RelayConfig::new(self.relay_folder());
        config.origin = Some(self.origin().parse()?);
        config.clock = self.clock.clone();
        // The clock stands for most of a test, so a minute's allowance must do for all of it.
        config.limits.wire.requests_per_minute = 100_000;
        config.limits.wire.challenges_per_minute = 10_000;
        config.limits.wire.open_vaults_per_day = 1_000;
        config.limits.wire.vault_bytes = self.vault_bytes;
        change(&mut config);
        let relay = self.runtime.block_on(Relay::start(config))?;
        self.line.lead_to(relay.local_addr());
        self.relay = Some(relay);
        Ok(())
    }

    /// Stops the relay.
    ///
    /// # Errors
    /// Where it cannot end well.
    pub fn stop_relay(&mut self) -> Outcome<()> {
        match self.relay.take() {
            Some(relay) => Ok(self.runtime.block_on(relay.shutdown())?),
            None => Ok(()),
        }
    }

    /// Where the relay itself listens, without the line before it; none while it is stopped.
    #[must_use]
    pub fn relay_address(&self) -> Option<std::net::SocketAddr> {
        self.relay.as_ref().map(RunningRelay::local_addr)
    }

    /// A folder of this test's own.
    #[must_use]
    pub fn folder(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Where the relay has its files.
    #[must_use]
    pub fn relay_folder(&self) -> PathBuf {
        self.folder("relay")
    }

    /// The relay's own database, past the relay: for looking, and for damaging.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn relay_database(&self) -> Outcome<Connection> {
        let file = std::fs::read_dir(self.relay_folder())?
            .filter_map(|e| e.ok().map(|e| e.path()))
            .find(|p| p.extension().is_some_and(|e| e == "sqlite3"))
            .ok_or("the relay has no database")?;
        let c = Connection::open(file)?;
        c.busy_timeout(Duration::from_secs(5))?;
        Ok(c)
    }

    /// The messages that the relay holds for or from a mailbox, as `(purpose, sequence, bytes)`.
    ///
    /// # Errors
    /// Where its database cannot be read.
    pub fn at_relay(&self, client: &Client) -> Outcome<Vec<(i64, i64, Vec<u8>)>> {
        let c = self.relay_database()?;
        let mut q = c.prepare("SELECT purpose, seq, bytes FROM message WHERE mailbox = ?1 ORDER BY purpose, seq")?;
        let rows = q.query_map([client.mailbox_bytes()?], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A client with an empty phone.
    ///
    /// # Errors
    /// Those of the core.
    pub fn client(&self, name: &str) -> Outcome<Client> {
        let clock = PhoneClock::of(&self.clock);
        let folder = self.folder(name);
        let handrail = phone::open(&folder, clock.clone())?;
        Ok(Client { handrail, folder, clock, mailbox: String::new() })
    }

    /// Something with the bytes of one message at the relay, as a damaged disk or a dishonest relay would: the purpose (1 review,
    /// 2 proposal, 3 receipt) and the number name it. Gives the bytes as they were.
    ///
    /// # Errors
    /// Where there is no such message.
    pub fn meddle(
        &self,
        client: &Client,
        (purpose, sequence): (i64, i64),
        with: impl FnOnce(&mut Vec<u8>),
    ) -> Outcome<Vec<u8>> {
        let c = self.relay_database()?;
        let mailbox = client.mailbox_bytes()?;
        let (id, was): (i64, Vec<u8>) = c.query_row(
            "SELECT id, bytes FROM message WHERE mailbox = ?1 AND purpose = ?2 AND seq = ?3",
            (mailbox, purpose, sequence),
            |r| Ok((r.get(0)?, r.get(1)?)),
        )?;
        let mut now = was.clone();
        with(&mut now);
        c.execute("UPDATE message SET bytes = ?2 WHERE id = ?1", (id, &now))?;
        Ok(was)
    }

    /// A new phone on which a backup comes back with its code, as far as looking at it and saying yes.
    ///
    /// # Errors
    /// Those of the core.
    pub fn restored(&self, name: &str, code: &str, old_phone_is_lost: bool) -> Outcome<(Client, RestoreView)> {
        let new = self.client(name)?;
        let from = RestoreFrom::Typed { code: code.to_owned().into(), relay: self.origin() };
        if new.handrail.begin_restore(&from, old_phone_is_lost, false)? != CodeCheck::Right {
            return Err("the code was not taken".into());
        }
        let cancel = CancelToken::new();
        let seen = self.runtime.block_on(new.handrail.fetch_restore(&cancel, &mut |_| ()))?;
        self.runtime.block_on(new.handrail.confirm_restore(&cancel))?;
        Ok((new, seen))
    }

    /// A practitioner at a page that is open.
    ///
    /// # Errors
    /// Where the page's code cannot do it.
    pub fn practitioner(&self, driver: &Path, name: &str) -> Outcome<Practitioner> {
        let relay = self.relay.as_ref().ok_or("no relay runs")?;
        let enrolment_code = self.runtime.block_on(relay.enrol())?;
        let page = Page::start(driver)?;
        let mut sam = Practitioner { page, clock: Arc::clone(&self.clock), origin: self.origin(), codes: Vec::new() };
        let arguments = json!({ "origin": sam.origin, "enrolment_code": enrolment_code, "display_name": name });
        let enrolled = sam.ask("enrol", arguments)?;
        let codes = enrolled["codes"].as_array().map(Vec::as_slice).unwrap_or_default();
        sam.codes.extend(codes.iter().filter_map(Value::as_str).map(str::to_owned));
        Ok(sam)
    }

    /// Both at one table: the page shows a code, the phone scans it, both compare four words and say "same".
    ///
    /// # Errors
    /// Where they do not come together.
    pub fn pair(&self, client: &mut Client, name: &str, sam: &mut Practitioner) -> Outcome<()> {
        let shown = sam.ask("invite", json!({ "name": name }))?;
        let mut under_way = client.handrail.scan_invite(shown["qr"].as_str().ok_or("no code")?)?;
        let cancel = CancelToken::new();
        let phone = &client.handrail;
        let words = self.beside(phone.pair(&mut under_way, &cancel), sam, "pair_poll")??;
        let theirs = sam.ask("pair_poll", json!({}))?["words"].clone();
        if theirs != json!(words) {
            return Err("the two screens show different words".into());
        }
        sam.ask("pair_confirm", json!({}))?;
        self.beside(phone.confirm_pairing(&mut under_way, true, &cancel), sam, "pair_poll")??;
        self.sync(client)?;
        let paired = sam.ask("pair_await_roster", json!({}))?;
        let mailbox = paired["client"].as_str().ok_or("the page did not see the client's yes")?;
        mailbox.clone_into(&mut client.mailbox);
        Ok(())
    }

    /// A reader introduces a colleague by the colleague's card, and the client says yes. Gives care relationship and account.
    ///
    /// # Errors
    /// Where nobody is asked, or the yes does not arrive.
    pub fn introduce(
        &self,
        client: &Client,
        reader: &mut Practitioner,
        colleague: &mut Practitioner,
    ) -> Outcome<(Id, Id)> {
        let card = colleague.ask("card", json!({}))?["card"].clone();
        reader.ask("introduce", json!({ "client": client.mailbox, "card": card }))?;
        self.sync(client)?;
        let asked = client.handrail.introductions()?.pop().ok_or("nobody is asked")?;
        self.clock.pass(1_000);
        client.handrail.accept_introduction(asked.mailbox, asked.account)?;
        self.clock.pass(1_000);
        self.sync(client)?;
        Ok((asked.mailbox, asked.account))
    }

    /// Runs what the phone does to its end; the page asks the relay in between, and the clock goes on.
    ///
    /// # Errors
    /// Where the page's code cannot do it.
    pub fn beside<T>(&self, phone: impl Future<Output = T>, sam: &mut Practitioner, ask: &str) -> Outcome<T> {
        self.runtime.block_on(async {
            let mut phone = std::pin::pin!(phone);
            loop {
                tokio::select! {
                    biased;
                    done = &mut phone => return Ok(done),
                    () = tokio::time::sleep(Duration::from_millis(20)) => {
                        self.clock.pass(2_000);
                        sam.ask(ask, json!({}))?;
                    }
                }
            }
        })
    }

    /// A second phone scans the code of the first, both find the same four words, and it has what the first has.
    ///
    /// # Errors
    /// Where they do not come together.
    pub fn join(&self, first: &Client, second: &Client) -> Outcome<()> {
        let cancel = CancelToken::new();
        let (here, there) = (&first.handrail, &second.handrail);
        let work = async {
            let mut shows = here.show_code_for_second_phone("en", &cancel).await?;
            let mut scanned = there.scan_code_of_first_phone(shows.square(), false)?;
            let (words, theirs) = tokio::join!(
                here.words_for_second_phone(&mut shows, &cancel),
                there.words_of_first_phone(&mut scanned, &cancel),
            );
            if words? != theirs? {
                return Err("the two screens show different words".into());
            }
            let (added, joined) = tokio::join!(
                here.confirm_second_phone(&mut shows, true, "", &cancel),
                there.join_first_phone(&mut scanned, true, &cancel),
            );
            added?;
            joined?;
            Ok(())
        };
        self.runtime.block_on(async {
            let mut work = std::pin::pin!(work);
            loop {
                tokio::select! {
                    biased;
                    done = &mut work => return done,
                    () = tokio::time::sleep(Duration::from_millis(20)) => self.clock.pass(2_000),
                }
            }
        })
    }

    /// The phone sends and fetches.
    ///
    /// # Errors
    /// Those of the core.
    pub fn sync(&self, client: &Client) -> Outcome<SyncReport> {
        Ok(self.runtime.block_on(client.handrail.sync(&CancelToken::new()))?)
    }

    /// The same with trouble on the line: the phone's clock hurries through its waits, and it waits half a second for an answer.
    ///
    /// # Errors
    /// Those of the core.
    pub fn sync_in_trouble(&self, client: &Client) -> Outcome<SyncReport> {
        let short = Duration::from_millis(500);
        let patience = Patience { connect: short, whole: short, next_bytes: short };
        client.clock.hurries.store(true, Ordering::SeqCst);
        let report = self.runtime.block_on(client.handrail.sync_with(patience, &CancelToken::new()));
        client.clock.hurries.store(false, Ordering::SeqCst);
        Ok(report?)
    }
}

/// A client with a phone.
pub struct Client {
    /// Their record.
    pub handrail: Handrail,
    /// Where it is.
    pub folder: PathBuf,
    /// Once paired: the care relationship, as the page writes it.
    pub mailbox: String,
    clock: Arc<PhoneClock>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Client(..)")
    }
}

impl Client {
    /// The mailbox's id.
    ///
    /// # Errors
    /// Where there is none.
    pub fn mailbox_bytes(&self) -> Outcome<[u8; 16]> {
        let id: handrail_wire::Id = self.mailbox.parse()?;
        Ok(id.0)
    }

    /// From now on this phone's date is so many milliseconds from everybody's.
    pub fn clock_is_off_by(&self, ms: i64) {
        self.clock.off_by.store(ms, Ordering::SeqCst);
    }

    /// Turns the backup on at this relay, types the code in again, and gives it.
    ///
    /// # Errors
    /// Those of the core.
    pub fn turn_backup_on(&self, relay: &str) -> Outcome<String> {
        let sheet = self.handrail.create_recovery_code(&BackupPlace::At(relay.to_owned()))?;
        match self.handrail.verify_recovery_code(&sheet.code)? {
            CodeCheck::Right => Ok(sheet.code.to_string()),
            other => Err(format!("the code just made: {other:?}").into()),
        }
    }

    /// The whole record, as an archive.
    ///
    /// # Errors
    /// Those of the core.
    pub fn exported(&self) -> Outcome<Vec<u8>> {
        let mut archive = Vec::new();
        self.handrail.export_all(&mut archive, &mut |_| ControlFlow::Continue(()))?;
        Ok(archive)
    }

    /// Shares all there is since the last meeting, with every reader. Gives the packet that was made last.
    ///
    /// # Errors
    /// Those of the core.
    pub fn share(&self) -> Outcome<Id> {
        let review = self.handrail.review(Period::SinceLastMeeting, &PacketWords::default())?;
        let preview = self.handrail.preview(&review, &Choices::default())?;
        self.handrail.share(&preview)?;
        Ok(preview.packets.last().ok_or("no packet")?.id())
    }

    /// Lets go of the store, does something with it while nobody has it open, and opens it again.
    ///
    /// # Errors
    /// Those of `work` and of the core.
    pub fn while_closed<T>(&mut self, work: impl FnOnce(&Path) -> Outcome<T>) -> Outcome<T> {
        self.handrail.close()?;
        let done = work(&self.folder)?;
        self.handrail = phone::open(&self.folder, self.clock.clone())?;
        Ok(done)
    }
}

/// A practitioner: the page's own code, with its screen folded away.
#[derive(Debug)]
pub struct Practitioner {
    page: Page,
    clock: Arc<DemoClock>,
    origin: String,
    /// The two recovery codes printed at enrolment.
    pub codes: Vec<String>,
}

impl Practitioner {
    /// One command to the page's code, now.
    ///
    /// # Errors
    /// What the page's code says.
    pub fn ask(&mut self, command: &str, arguments: Value) -> Result<Value, PageError> {
        self.page.call(command, self.clock.now_ms(), arguments)
    }

    /// Opens the page anew with a recovery code.
    ///
    /// # Errors
    /// What the page's code says.
    pub fn unlock(&mut self, code: &str) -> Result<Value, PageError> {
        self.ask("reset", json!({}))?;
        let arguments = json!({ "origin": self.origin, "code": code });
        self.ask("unlock", arguments)
    }

    /// Fetches what came.
    ///
    /// # Errors
    /// What the page's code says.
    pub fn take_in(&mut self) -> Result<Value, PageError> {
        self.ask("take_in", json!({}))
    }

    /// Opens a client's page, at the latest review.
    ///
    /// # Errors
    /// What the page's code says.
    pub fn open(&mut self, client: &Client) -> Result<Value, PageError> {
        self.ask("open", json!({ "client": client.mailbox }))
    }
}
