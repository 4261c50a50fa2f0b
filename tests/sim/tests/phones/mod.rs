//! Both kinds of phone, and what is done with them in every test.
#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use handrail_core::ids::Id;
use handrail_core::ledger::Batch;
use handrail_sim::Phone;
use handrail_sim::acts::Act;
use handrail_sim::chance::{self, Chance};
use handrail_sim::memory::MemoryPhone;
use handrail_sim::store::Workshop;

pub const NOON: i64 = 1_790_000_000_000;
pub const MINUTE: i64 = 60_000;
pub const YEAR: i64 = 365 * 24 * 60 * MINUTE;

pub type Make = Box<dyn Fn(u8) -> Box<dyn Phone>>;

fn at_noon(mut phone: Box<dyn Phone>) -> Box<dyn Phone> {
    phone.set_clock(NOON, 0);
    phone
}

pub fn in_memory() -> Make {
    Box::new(|n| at_noon(Box::new(MemoryPhone::new(device(n), false))))
}

pub fn with_a_store(name: &str) -> Make {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("{name}-{}", NUMBER.fetch_add(1, Ordering::SeqCst));
    let workshop = Arc::new(Workshop::new(&name).unwrap());
    Box::new(move |n| at_noon(workshop.phone(u64::from(n), device(n)).unwrap()))
}

/// Both kinds of phone, by name.
pub fn both(name: &str) -> Vec<(&'static str, Make)> {
    vec![("in memory", in_memory()), ("with a store", with_a_store(name))]
}

pub fn device(n: u8) -> Id {
    Id::from_bytes([n; 16])
}

pub fn new(phone: &mut dyn Phone, kind: &'static str, of: Id, words: &str) -> Id {
    let before = phone.vector().unwrap().get(phone.device().unwrap());
    let id = chance::id(&mut Chance::new(u64::try_from(words.len()).unwrap(), before));
    assert!(phone.act(&Act::New { kind, id, of, words: words.into() }).unwrap());
    phone.own_since(before, 1 << 20).unwrap().unwrap().ops[0].record
}

pub fn edit(phone: &mut dyn Phone, kind: &'static str, id: Id, words: &str) {
    assert!(phone.act(&Act::Edit { kind, id, field: 0, words: words.into() }).unwrap());
}

/// Everything that one has goes to the other.
pub fn tell(from: &dyn Phone, to: &dyn Phone) {
    for batch in from.ops_since(&to.vector().unwrap(), 2000).unwrap() {
        if batch.device != to.device().unwrap() {
            to.take_in(&Batch::parse(batch.device, &batch.to_bytes().unwrap()).unwrap()).unwrap();
        }
    }
}

pub fn texts(phone: &dyn Phone, record: Id) -> Vec<String> {
    let snapshot = phone.snapshot().unwrap();
    let record = snapshot.records.into_iter().find(|r| r.record == record).unwrap();
    let fields = record.writings.into_iter().flat_map(|w| w.fields);
    fields
        .filter(|(name, _)| name == "name" || name == "situation" || name == "wording")
        .filter_map(|(_, v)| v.as_str().map(str::to_owned))
        .collect()
}

pub fn same(a: &dyn Phone, b: &dyn Phone) {
    assert_eq!(a.snapshot().unwrap().records, b.snapshot().unwrap().records);
    assert_eq!(a.digest().unwrap(), b.digest().unwrap());
    assert_eq!(a.export().unwrap(), b.export().unwrap());
}
