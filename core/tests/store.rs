//! The store through its public face.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, missing_docs)]

use std::sync::Arc;

use handrail_core::clock::{Clock, Moment};
use handrail_core::coping::{NewCopingEntry, NewCopingStrategy};
use handrail_core::store::{KeyProvider, StoreConfig};
use handrail_core::{Error, Handrail};

struct At(i64);
impl Clock for At {
    fn now(&self) -> Option<Moment> {
        Some(Moment { instant_ms: self.0, zone: "Europe/London".into(), offset_min: 0 })
    }
}
struct Key(u8);
impl KeyProvider for Key {
    fn database_key(&self) -> Option<Vec<u8>> {
        Some(vec![self.0; 32])
    }

    fn forget(&self) -> bool {
        false
    }
}

fn open(folder: &std::path::Path, key: u8) -> Result<Handrail, Error> {
    let config = StoreConfig { folder: folder.into(), page_limit: None };
    Handrail::open(config, Arc::new(Key(key)), Arc::new(At(1_790_000_000_000)))
}

#[test]
fn ana_logs_a_try_and_finds_it_again_after_closing() {
    let folder = std::env::temp_dir().join(format!("handrail-store-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let ana = open(&folder, 7).unwrap();
    let walk = NewCopingStrategy { name: "a walk".into(), ..Default::default() };
    let id = ana.save_coping_strategy(&walk).unwrap().id_of("coping_strategy").unwrap();
    let strategy = handrail_core::coping::CopingStrategyId(id);
    let entry = NewCopingEntry {
        strategy,
        situation: "bus".into(),
        helped: None,
        before: Some(7),
        after: None,
        note: String::new(),
        ..NewCopingEntry::of(strategy)
    };
    ana.record_coping(&entry).unwrap();
    assert!(matches!(open(&folder, 7), Err(Error::StorageBusy)), "a second opening of the same store waits outside");
    ana.close().unwrap();
    assert!(matches!(ana.coping(), Err(Error::Closed)));
    assert!(matches!(open(&folder, 8), Err(Error::KeyWrong)));
    let ana = open(&folder, 7).unwrap();
    assert!(ana.salvage().is_none());
    assert_eq!(ana.coping().unwrap().recent[0].situation, "bus");
    std::fs::remove_dir_all(&folder).unwrap();
}
