//! Suspending, resuming and closing, from wherever the shell calls; and a panic in the middle of a write.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

mod support;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use handrail_core::clock::Clock as _;
use handrail_core::ids::SystemRandomness;
use handrail_core::store::{Store, StoreConfig};
use handrail_core::{Error, Handrail};
use support::{Key, Phone, assert_sound, entry, log, situations, walk};

#[test]
fn while_suspended_every_call_says_closed_and_resuming_brings_it_back() {
    let phone = Phone::new();
    let ana = phone.open().unwrap();
    let strategy = walk(&ana);
    log(&ana, strategy, "before");
    for _ in 0..3 {
        ana.suspend().unwrap();
        ana.suspend().unwrap();
        assert!(matches!(ana.coping(), Err(Error::Closed)));
        assert!(matches!(ana.record_coping(&entry(strategy, "lost?")), Err(Error::Closed)));
        assert!(matches!(ana.this_day(), Err(Error::Closed)));
        let log_left = std::fs::metadata(phone.file("handrail.db-wal")).map_or(0, |m| m.len());
        assert_eq!(log_left, 0, "everything is in the one file now");
        ana.resume().unwrap();
        ana.resume().unwrap();
        assert_eq!(situations(&ana), ["before"]);
    }
    ana.close().unwrap();
    ana.close().unwrap();
    ana.suspend().unwrap();
    assert!(matches!(ana.resume(), Err(Error::Closed)), "closed stays closed");
    assert!(matches!(ana.coping(), Err(Error::Closed)));
    assert!(matches!(ana.record_coping(&entry(strategy, "lost?")), Err(Error::Closed)));
    assert_sound(&phone);
    assert_eq!(situations(&phone.open().unwrap()), ["before"]);
}

#[test]
fn a_key_that_cannot_be_had_at_resume_leaves_the_store_suspended_and_whole() {
    struct Locked(AtomicBool, Vec<u8>);
    impl handrail_core::store::KeyProvider for Locked {
        fn database_key(&self) -> Option<Vec<u8>> {
            (!self.0.load(Ordering::SeqCst)).then(|| self.1.clone())
        }

        fn forget(&self) -> bool {
            false
        }
    }
    let phone = Phone::new();
    let keys = Arc::new(Locked(AtomicBool::new(false), phone.key()));
    let config = StoreConfig { folder: phone.folder.clone(), page_limit: None };
    let ana = Handrail::open(config, keys.clone(), phone.clock.clone()).unwrap();
    let strategy = walk(&ana);
    log(&ana, strategy, "before the screen was locked");
    ana.suspend().unwrap();
    keys.0.store(true, Ordering::SeqCst);
    assert!(matches!(ana.resume(), Err(Error::KeyMissing)));
    assert!(matches!(ana.coping(), Err(Error::Closed)));
    keys.0.store(false, Ordering::SeqCst);
    ana.resume().unwrap();
    assert_eq!(situations(&ana), ["before the screen was locked"]);
}

#[test]
fn threads_that_write_read_suspend_and_resume_at_once_lose_nothing_acknowledged() {
    let phone = Phone::new();
    let ana = Arc::new(phone.open().unwrap());
    let strategy = walk(&ana);
    let acknowledged = Mutex::new(BTreeSet::new());
    std::thread::scope(|threads| {
        for writer in 0..3 {
            let (ana, acknowledged) = (&ana, &acknowledged);
            threads.spawn(move || {
                for n in 0..40 {
                    let said = format!("{writer}/{n}");
                    match ana.record_coping(&entry(strategy, &said)) {
                        Ok(changes) => {
                            assert!(changes.touches("coping_entry"));
                            acknowledged.lock().unwrap().insert(said);
                        }
                        Err(Error::Closed) => {}
                        Err(other) => panic!("{other:?}"),
                    }
                }
            });
        }
        threads.spawn(|| {
            for _ in 0..60 {
                match ana.coping() {
                    Ok(_) | Err(Error::Closed) => {}
                    Err(other) => panic!("{other:?}"),
                }
            }
        });
        for _ in 0..2 {
            threads.spawn(|| {
                for _ in 0..15 {
                    ana.suspend().unwrap();
                    ana.resume().unwrap();
                }
            });
        }
    });
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(!acknowledged.is_empty());
    let there: BTreeSet<String> = situations(&ana).into_iter().collect();
    assert_eq!(there, acknowledged, "what was refused is not there, what was taken is");
    // Closing wins over whoever resumes at the same time.
    std::thread::scope(|threads| {
        threads.spawn(|| ana.close().unwrap());
        threads.spawn(|| match ana.resume() {
            Ok(()) | Err(Error::Closed) => {}
            Err(other) => panic!("{other:?}"),
        });
    });
    assert!(matches!(ana.coping(), Err(Error::Closed)));
    drop(ana);
    assert_sound(&phone);
}

#[test]
fn a_panic_inside_a_write_rolls_it_back_and_the_store_goes_on() {
    let phone = Phone::new();
    let config = StoreConfig { folder: phone.folder.clone(), page_limit: None };
    let now = phone.clock.now().unwrap();
    let open = |config| {
        let randomness = Arc::new(SystemRandomness::default());
        Store::open(config, Arc::new(Key(Some(phone.key()))), &now, phone.clock.clone(), randomness)
    };
    let store = open(config.clone()).unwrap();
    let count = |store: &Store| {
        store.read(|c| Ok(c.query_row("SELECT count(*) FROM setting", [], |r| r.get::<_, i64>(0))?)).unwrap()
    };
    let put = "INSERT INTO setting (id, name, value) VALUES (randomblob(16), hex(randomblob(4)), '1')";
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        store.write(&now, |w| {
            w.tx().execute(put, [])?;
            assert_eq!(w.tx().query_row("SELECT count(*) FROM setting", [], |r| r.get::<_, i64>(0))?, 1);
            panic!("a defect");
            #[allow(unreachable_code)]
            Ok(())
        })
    }));
    assert!(panicked.is_err());
    assert_eq!(count(&store), 0, "rolled back");
    let failed = store.write(&now, |w| {
        w.tx().execute(put, [])?;
        Err::<(), _>(Error::Cancelled)
    });
    assert!(matches!(failed, Err(Error::Cancelled)));
    assert_eq!(count(&store), 0, "an error rolls back as well");
    assert!(
        catch_unwind(AssertUnwindSafe(|| store.read(|_| -> Result<(), Error> { panic!("another defect") }))).is_err()
    );
    store.write(&now, |w| Ok(w.tx().execute(put, [])?)).unwrap();
    assert_eq!(count(&store), 1);
    store.close().unwrap();
    assert_eq!(count(&open(config).unwrap()), 1);
}

#[test]
fn dropping_the_store_without_closing_it_loses_nothing_and_frees_it() {
    let phone = Phone::new();
    {
        let ana = phone.open().unwrap();
        let strategy = walk(&ana);
        log(&ana, strategy, "and the app was gone");
    }
    assert_eq!(situations(&phone.open().unwrap()), ["and the app was gone"]);
}
