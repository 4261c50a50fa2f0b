//! A phone whose app is older than the others' until it is updated. Whatever it is asked, it does without a kind that
//! they have.

use handrail_core::Result;
use handrail_core::ids::Id;
use handrail_core::ledger::{Batch, Digest, Ledger, Snapshot, TakenIn, Vector};
use handrail_core::store::older::OlderApp;

use crate::Phone;
use crate::acts::{Act, LINE};

/// What an older app does not know.
const UNKNOWN: &[(&str, &str)] = &[(LINE, "")];

/// A phone with an older app.
pub(crate) struct AgedPhone {
    phone: Box<dyn Phone>,
    older: bool,
}

impl AgedPhone {
    pub(crate) fn older(phone: Box<dyn Phone>) -> Self {
        Self { phone, older: true }
    }

    /// For as long as a call lasts.
    fn age(&self) -> Option<OlderApp> {
        self.older.then(|| OlderApp::without(UNKNOWN))
    }
}

impl Phone for AgedPhone {
    fn act(&mut self, act: &Act) -> Result<bool> {
        let of_a_kind = match act {
            Act::New { kind, .. }
            | Act::Edit { kind, .. }
            | Act::Remove(kind, _)
            | Act::PutBack(kind, _)
            | Act::Purge(kind, _) => kind,
            Act::Name(_) | Act::Colour(..) => "",
        };
        if self.older && of_a_kind == LINE {
            return Ok(false);
        }
        let _age = self.age();
        self.phone.act(act)
    }

    fn crash(&mut self) -> Result<()> {
        let _age = self.age();
        self.phone.crash()
    }

    fn copy(&self) -> Result<Box<dyn Phone>> {
        let _age = self.age();
        Ok(Box::new(Self { phone: self.phone.copy()?, older: self.older }))
    }

    fn export(&self) -> Result<Option<String>> {
        let _age = self.age();
        self.phone.export()
    }

    fn set_clock(&mut self, world_ms: i64, off_by_ms: i64) {
        self.phone.set_clock(world_ms, off_by_ms);
    }

    fn is_newer(&self) -> bool {
        self.phone.is_newer()
    }

    fn is_older(&self) -> bool {
        self.older
    }

    fn update(&mut self) -> Result<()> {
        self.older = false;
        self.phone.crash()
    }
}

impl Ledger for AgedPhone {
    fn device(&self) -> Result<Id> {
        self.phone.device()
    }

    fn vector(&self) -> Result<Vector> {
        self.phone.vector()
    }

    fn own_since(&self, after: u64, byte_limit: usize) -> Result<Option<Batch>> {
        let _age = self.age();
        self.phone.own_since(after, byte_limit)
    }

    fn ops_since(&self, known: &Vector, byte_limit: usize) -> Result<Vec<Batch>> {
        let _age = self.age();
        self.phone.ops_since(known, byte_limit)
    }

    fn take_in(&self, batch: &Batch) -> Result<TakenIn> {
        let _age = self.age();
        self.phone.take_in(batch)
    }

    fn digest(&self) -> Result<Digest> {
        let _age = self.age();
        self.phone.digest()
    }

    fn snapshot(&self) -> Result<Snapshot> {
        let _age = self.age();
        self.phone.snapshot()
    }

    fn load_snapshot(&self, snapshot: &Snapshot) -> Result<TakenIn> {
        let _age = self.age();
        self.phone.load_snapshot(snapshot)
    }

    fn forget_log_below(&self, covered: &Vector) -> Result<u64> {
        self.phone.forget_log_below(covered)
    }

    fn begin_as(&self, device: Id, delivered: u64) -> Result<()> {
        self.phone.begin_as(device, delivered)
    }
}
