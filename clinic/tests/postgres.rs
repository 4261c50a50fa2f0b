//! What only a relay on PostgreSQL must do: replicas side by side, restores, and databases it must not touch.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod databases;

mod on_postgres {
    use std::sync::Arc;

    use handrail_clinic::store::postgres::{Address, PostgresStore, facts};
    use handrail_clinic::store::{
        Holder, InviteKey, LoginKind, MessageKey, NewAccount, NewInvite, NewMailbox, NewMessage, NewRoster, OpenError,
        Refused, Store, StoreError, Stored,
    };
    use handrail_wire::api::Method;
    use handrail_wire::{Fixed, Hash, Id};

    use crate::databases::Database;

    const NOW: i64 = 1_000_000_000_000;

    fn id(n: u8) -> Id {
        Fixed([n; 16])
    }
    fn hash(n: u8) -> Hash {
        Fixed([n; 32])
    }

    async fn open(database: &Database) -> Arc<PostgresStore> {
        Arc::new(PostgresStore::open(&Address::new(&database.url), false).await.unwrap())
    }

    fn account(n: u8) -> NewAccount {
        NewAccount {
            account: id(n),
            identity: hash(n),
            code: hash(n),
            request: hash(n),
            keyset: vec![n; 50],
            highest: 10,
            methods: vec![Method { locator: id(n + 1), key: hash(1) }, Method { locator: id(n + 2), key: hash(2) }],
            blob: vec![n; 30],
        }
    }

    async fn practitioner(store: &dyn Store, n: u8) -> Id {
        store.add_enrolment(hash(n), NOW + 1).await.unwrap();
        assert_eq!(store.create_account(account(n), NOW).await.unwrap(), Stored::New);
        id(n)
    }

    fn invite(n: u8, owner: Id) -> NewInvite {
        NewInvite { invite: id(n), owner, auth: hash(n), until_ms: NOW + 600_000 }
    }

    async fn paired(store: &dyn Store, n: u8, owner: Id) -> Id {
        let key = InviteKey { invite: id(n), auth: hash(n), claim: id(n) };
        store.create_invite(invite(n, owner), 100, NOW).await.unwrap();
        store.claim(id(n), hash(n), id(n), NOW).await.unwrap();
        let new = NewMailbox { key, mailbox: id(n), identity: hash(n), keyset: vec![n], highest: 10 };
        store.create_mailbox(new, NOW).await.unwrap();
        store.hello(key, id(n), hash(1), NOW).await.unwrap();
        store.reveal(id(n), owner, hash(2), hash(3), NOW).await.unwrap();
        store.confirm(id(n), owner, hash(4), NOW).await.unwrap();
        let roster = NewRoster { mailbox: id(n), epoch: 1, readers: vec![owner], object: vec![n] };
        store.put_roster(roster).await.unwrap();
        id(n)
    }

    fn message(mailbox: Id, recipient: Id, seq: i64) -> NewMessage {
        let key = MessageKey { mailbox, sender: mailbox, device: id(99), recipient, seq };
        NewMessage {
            key,
            identity: Fixed([key.sender.0[0]; 32]),
            purpose: 1,
            day: NOW / 86_400_000,
            bytes: format!("{mailbox} {seq}").into_bytes(),
        }
    }

    /// Replicas that start at once on an empty database make its tables once and agree on the epoch.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn replicas_start_together() {
        let Some(database) = Database::make("replicas_start_together") else { return };
        let tasks: Vec<_> = (0..6)
            .map(|_| {
                let address = Address::new(&database.url);
                tokio::spawn(async move { PostgresStore::open(&address, false).await.unwrap() })
            })
            .collect();
        let mut stores = Vec::new();
        for task in tasks {
            stores.push(task.await.unwrap());
        }
        assert_eq!(stores.iter().filter(|store| store.is_fresh()).count(), 1);
        assert!(stores.iter().all(|store| store.epoch() == stores[0].epoch()));
        assert_eq!(database.rows()["relay"].len(), 1);
        // What one gave, any other takes: once.
        stores[0].keep_challenge(hash(9), id(1), NOW + 1, NOW).await.unwrap();
        let answers: Vec<_> = stores.iter().map(|store| store.take_challenge(hash(9), id(1), NOW)).collect();
        let mut taken = 0;
        for answer in answers {
            taken += u32::from(answer.await.unwrap());
        }
        assert_eq!(taken, 1);
        let holder = Holder { login: id(1), account: id(1), kind: LoginKind::Practitioner };
        stores[1].keep_token(hash(8), holder, NOW + 1, NOW).await.unwrap();
        assert!(stores[2].token(hash(8), NOW).await.unwrap() == Some(holder));
    }

    /// 32 writers over two replicas: numbers have no holes, and a reader on a third never sees a lower one turn up later.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn numbers_follow_commits_across_replicas() {
        let Some(database) = Database::make("numbers_follow_commits_across_replicas") else { return };
        let (one, two, three) = (open(&database).await, open(&database).await, open(&database).await);
        let sam = practitioner(&*one, 1).await;
        let mut writers = Vec::new();
        for n in 0..32_u8 {
            let mailbox = paired(&*one, 20 + n, sam).await;
            let store = if n % 2 == 0 { one.clone() } else { two.clone() };
            writers.push(tokio::spawn(async move {
                for seq in 1..=4 {
                    assert_eq!(store.put_message(message(mailbox, sam, seq), 9).await.unwrap(), Stored::New);
                }
            }));
        }
        let (mut seen, mut after) = (Vec::new(), 0);
        while seen.len() < 128 {
            let page = three.inbox(sam, after, 10).await.unwrap();
            seen.extend(page.messages.iter().map(|message| message.number));
            after = seen.last().copied().unwrap_or(0);
        }
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(seen, (1..=128).collect::<Vec<i64>>());
    }

    /// The same message, and the same invite, sent to two replicas at once.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn two_replicas_decide_as_one() {
        let Some(database) = Database::make("two_replicas_decide_as_one") else { return };
        let (one, two) = (open(&database).await, open(&database).await);
        let sam = practitioner(&*one, 1).await;
        let anna = paired(&*one, 20, sam).await;
        for seq in 1..=20 {
            let (a, b) = (one.put_message(message(anna, sam, seq), 99), two.put_message(message(anna, sam, seq), 99));
            let mut both = [a.await.unwrap(), b.await.unwrap()];
            both.sort_by_key(|stored| *stored != Stored::New);
            assert_eq!(both, [Stored::New, Stored::Same]);
        }
        assert_eq!(one.inbox(sam, 0, 99).await.unwrap().messages.len(), 20);
        // A quota of one more is given once.
        let (a, b) = (one.put_message(message(anna, sam, 21), 21), two.put_message(message(anna, sam, 22), 21));
        let good = [a.await, b.await].into_iter().flatten().count();
        assert_eq!(good, 1);
        for n in 60..80 {
            one.create_invite(invite(n, sam), 100, NOW).await.unwrap();
            let (a, b) = (one.claim(id(n), hash(n), id(1), NOW), two.claim(id(n), hash(n), id(2), NOW));
            let answers = [a.await, b.await];
            assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
            let destroyed = |answer: &Result<_, _>| matches!(answer, Err(StoreError::Refused(Refused::Destroyed)));
            assert_eq!(answers.iter().filter(|answer| destroyed(answer)).count(), 1);
        }
        assert_eq!(one.counts().await.unwrap().invites, 1);
    }

    /// Both destroy, delete, purge and write at once: no deadlock is reported, and nothing half is left.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn deleting_and_writing_at_once_leave_nothing_half() {
        let Some(database) = Database::make("deleting_and_writing_at_once_leave_nothing_half") else { return };
        let (one, two) = (open(&database).await, open(&database).await);
        let sam = practitioner(&*one, 1).await;
        for n in 20..40 {
            let mailbox = paired(&*one, n, sam).await;
            let writes: Vec<_> = (1..=4).map(|seq| two.put_message(message(mailbox, sam, seq), 9)).collect();
            let (gone, purged) = (one.delete_mailbox(mailbox), two.purge(NOW + 600_000));
            gone.await.unwrap();
            purged.await.unwrap();
            for write in writes {
                match write.await {
                    Ok(_) | Err(StoreError::Refused(Refused::NotFound)) => {}
                    Err(other) => panic!("{other}"),
                }
            }
        }
        let rows = database.rows();
        for table in ["mailbox", "message", "reader", "traffic", "invite"] {
            assert!(rows[table].is_empty(), "{table}: {:?}", rows[table]);
        }
    }

    /// A restore that one replica accepts is seen by the others with the next request that shows a token.
    #[tokio::test]
    async fn an_accepted_restore_is_seen_by_every_replica() {
        let Some(database) = Database::make("an_accepted_restore_is_seen_by_every_replica") else { return };
        let one = open(&database).await;
        let sam = practitioner(&*one, 1).await;
        paired(&*one, 20, sam).await;
        one.create_invite(invite(30, sam), 9, NOW).await.unwrap();
        one.add_enrolment(hash(50), NOW + 1).await.unwrap();
        let (holder, _) = one.login(sam).await.unwrap().unwrap();
        one.keep_token(hash(7), holder, NOW + 900_000, NOW).await.unwrap();
        let before = one.epoch();
        let two = PostgresStore::open(&Address::new(&database.url), true).await.unwrap();
        assert_ne!(two.epoch(), before);
        assert!(one.token(hash(7), NOW).await.unwrap().is_none());
        assert_eq!(one.epoch(), two.epoch());
        let counts = two.counts().await.unwrap();
        assert_eq!((counts.invites, counts.enrolments, counts.mailboxes), (0, 0, 1));
        // Only once: the next start keeps it.
        assert_eq!(open(&database).await.epoch(), two.epoch());
        let facts = facts(&Address::new(&database.url)).await.unwrap();
        assert_eq!((facts.format, facts.epoch, facts.counts, facts.tls), (5, two.epoch(), counts, false));
    }

    #[tokio::test]
    async fn newer_foreign_and_changed_databases_are_left_as_they_are() {
        type Expected = fn(&OpenError) -> bool;
        let changes: [(&str, Expected); 5] = [
            ("UPDATE relay SET format = 99", |error| matches!(error, OpenError::Newer { found: 99, known: 5 })),
            ("DELETE FROM relay", |error| matches!(error, OpenError::Damaged { .. })),
            ("ALTER TABLE message ADD COLUMN name TEXT", |error| matches!(error, OpenError::Damaged { .. })),
            ("DROP TABLE traffic", |error| matches!(error, OpenError::Damaged { .. })),
            ("DROP TABLE relay", |error| matches!(error, OpenError::Damaged { .. })),
        ];
        for (change, expected) in changes {
            let Some(database) = Database::make("newer_foreign_and_changed_databases_are_left_as_they_are") else {
                return;
            };
            let store = open(&database).await;
            practitioner(&*store, 1).await;
            store.close().await.unwrap();
            database.run(change);
            let before = database.rows();
            for accept in [false, true] {
                let refused = PostgresStore::open(&Address::new(&database.url), accept).await.err().unwrap();
                assert!(expected(&refused), "{change}: {refused}");
            }
            assert_eq!(database.rows(), before);
        }
        // Somebody else's tables of other names are no business of ours.
        let Some(database) = Database::make("others") else { return };
        database.run("CREATE TABLE shop (item TEXT)");
        open(&database).await;
        assert!(facts(&Address::new(&database.url)).await.is_ok());
    }

    #[tokio::test]
    async fn a_server_that_goes_away_is_an_answer_and_comes_back() {
        let Some(database) = Database::make("a_server_that_goes_away_is_an_answer_and_comes_back") else { return };
        let store = open(&database).await;
        let sam = practitioner(&*store, 1).await;
        database.run(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
        // At most the connections that were open fail; no call hangs, and the next ones are answered.
        let mut answered = 0;
        for _ in 0..20 {
            answered += u32::from(store.login(sam).await.is_ok());
        }
        assert!(answered >= 12, "{answered}");
        let nobody = Address::new("postgresql:///relay?user=handrail&host=/nonexistent");
        assert!(matches!(PostgresStore::open(&nobody, false).await, Err(OpenError::Engine(_))));
    }

    /// With `sslmode=require` the connection is TLS and the certificate is checked, name and all.
    #[tokio::test]
    async fn tls_is_checked() {
        let Some(database) = Database::make("tls_is_checked") else { return };
        let (Ok(url), Ok(authority)) =
            (std::env::var("HANDRAIL_TEST_POSTGRES_TLS"), std::env::var("HANDRAIL_TEST_POSTGRES_CA"))
        else {
            Database::not_run("tls_is_checked", "HANDRAIL_TEST_POSTGRES_TLS and _CA name no server");
            return;
        };
        let url = url.replace("/postgres?", &format!("/{}?", database.name()));
        let trusting = Address { authority: Some(authority.into()), ..Address::new(&url) };
        let store = PostgresStore::open(&trusting, false).await.unwrap();
        practitioner(&store, 1).await;
        assert!(facts(&trusting).await.unwrap().tls);
        // The server's word for it: every connection of the relay's is TLS.
        let seen = database.ask(
            "SELECT count(*) FILTER (WHERE ssl), count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
             WHERE datname = current_database() AND application_name = 'handrail-clinic'",
        );
        assert!(seen.0 >= 1 && seen.0 == seen.1, "{seen:?}");
        // Nobody this machine trusts signed it; and it is not of that name.
        assert!(PostgresStore::open(&Address::new(&url), false).await.is_err());
        let other_name = Address { url: url.replace("localhost", "127.0.0.1"), ..trusting.clone() };
        assert!(PostgresStore::open(&other_name, false).await.is_err());
    }

    /// The binary's own words, with the address in the environment.
    #[test]
    fn the_commands_work_on_it() {
        let Some(database) = Database::make("the_commands_work_on_it") else { return };
        let run = |args: &[&str]| {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_handrail-clinic"));
            let output = command.args(args).env("DATABASE_URL", &database.url).output().unwrap();
            let (out, error) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
            assert!(output.status.success(), "{args:?}: {error}");
            out
        };
        assert_eq!(run(&["enrol"]).lines().next().unwrap().len(), 19);
        let facts = || serde_json::from_str::<serde_json::Value>(&run(&["check", "--json"])).unwrap();
        let before = facts();
        assert_eq!(before["counts"]["enrolments"], 1);
        assert!(run(&["check"]).contains("1 unused codes"));
        assert!(run(&["restore"]).contains("New epoch"));
        let after = facts();
        assert_ne!(after["epoch"], before["epoch"]);
        assert_eq!(after["counts"]["enrolments"], 0);
    }
}
