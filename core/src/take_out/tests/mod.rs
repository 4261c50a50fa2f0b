//! An archive goes out and comes back the same; what is no archive is refused and nothing is written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

mod mutated;
mod refused;
mod round_trip;
#[path = "../../../tests/schema/mod.rs"]
mod schema;
mod schema_file;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use rusqlite::params;

use super::Progress;
use crate::clock::{Clock, Moment};
use crate::ids::Id;
use crate::store::kinds::{ALL, Holds, value};
use crate::store::{KeyProvider, StoreConfig, samples};
use crate::{Error, Handrail};

/// 2026-09-21, about noon in London.
const NOON: i64 = 1_790_000_000_000;
const HOUR: i64 = 3_600_000;

struct At(AtomicI64);

impl Clock for At {
    fn now(&self) -> Option<Moment> {
        let instant_ms = self.0.fetch_add(1, Ordering::SeqCst);
        Some(Moment { instant_ms, zone: "Europe/London".into(), offset_min: 60 })
    }

    fn running_ms(&self) -> u64 {
        self.0.load(Ordering::SeqCst).unsigned_abs()
    }
}

struct Key;

impl KeyProvider for Key {
    fn database_key(&self) -> Option<Vec<u8>> {
        Some(vec![3; 32])
    }

    fn forget(&self) -> bool {
        false
    }
}

/// A phone with an empty store; its folder goes with it.
struct Phone {
    record: Handrail,
    clock: Arc<At>,
    folder: PathBuf,
}

impl std::ops::Deref for Phone {
    type Target = Handrail;

    fn deref(&self) -> &Handrail {
        &self.record
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn phone() -> Phone {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    let folder = std::env::temp_dir().join(format!("handrail-take-out-{}-{number}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let clock = Arc::new(At(AtomicI64::new(NOON)));
    let config = StoreConfig { folder: folder.clone(), page_limit: None };
    let record = Handrail::open(config, Arc::new(Key), clock.clone()).unwrap();
    Phone { record, clock, folder }
}

/// Everything that a record can have come to: each kind several times, said differently since, taken away, put back,
/// removed for good, something of a newer version, something installed.
fn full() -> Phone {
    let ana = phone();
    let mut all = Vec::new();
    ana.write(|w| {
        all = samples::one_of_each(w, "the first words")?;
        Ok(())
    })
    .unwrap();
    ana.write(|w| {
        for kind in ALL.iter().filter(|k| k.name != "setting") {
            w.insert(kind, w.new_id()?, &samples::values(kind, "Zweite Wörter: “ü” \u{1f642}\n\ta\u{200f}b"))?;
            w.insert(kind, w.new_id()?, &samples::values(kind, "third"))?;
        }
        Ok(())
    })
    .unwrap();
    for (hour, words) in [(1, "said differently"), (2, "and once more")] {
        ana.clock.0.store(NOON + hour * HOUR, Ordering::SeqCst);
        ana.write(|w| {
            for (kind, id) in &all {
                let field = kind.fields.iter().find(|f| f.holds == Holds::Words && f.name != "body");
                if let Some(field) = field {
                    w.update(kind, *id, &vec![(field.name, value(words.to_owned()))])?;
                }
            }
            Ok(())
        })
        .unwrap();
    }
    ana.write(|w| {
        // By name: the first three are taken away, one of them comes back, one goes for good.
        let of = |name: &str| all.iter().find(|(k, _)| k.name == name).unwrap();
        for name in ["talk_about", "check_in", "medicine"] {
            w.delete(of(name).0, of(name).1)?;
        }
        w.restore(of("check_in").0, of("check_in").1)?;
        w.remove_for_good(of("need").0, of("need").1)?;
        let newer =
            "INSERT INTO unknown_field (record, kind, field, stamp, device, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let dream = w.new_id()?;
        w.tx().execute(newer, params![dream, "dream", "about", NOON << 16, dream, "\"flying\""])?;
        w.tx().execute(newer, params![dream, "dream", "list", NOON << 16, dream, r#"{"a":[1,2.5,null],"b":true}"#])?;
        w.tx().execute(newer, params![of("homework").1, "homework", "colour", NOON << 16, dream, "3"])?;
        Ok(())
    })
    .unwrap();
    ana.install_instrument(QUESTIONNAIRE.as_bytes()).unwrap();
    ana
}

/// A questionnaire of a clinic.
const QUESTIONNAIRE: &str = r#"{"resourceType":"Questionnaire","url":"https://clinic.example/q","version":"2","title":"How it goes","status":"active",
  "item":[{"linkId":"1","text":"How was the week?","type":"text"}]}"#;

/// Installs a programme that a clinic signed.
fn install(at: &Handrail) {
    let seed = [7; 32];
    let mut bundle: serde_json::Value =
        serde_json::from_slice(&crate::programme::pack::built_in_bundle("wsm").unwrap()).unwrap();
    bundle["pack.json"]["edition"] = 99.into();
    let signed = crate::programme::sign_pack(bundle.to_string().as_bytes(), &seed).unwrap();
    let public = *crate::seal::keys::SigningKey::from_seed(&seed).unwrap().public().as_bytes();
    at.install_pack(&signed, &[public]).unwrap();
}

fn exported(from: &Handrail) -> String {
    let mut bytes = Vec::new();
    from.export_all(&mut bytes, &mut |_| ControlFlow::Continue(())).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn import(into: &Handrail, archive: &str) -> Result<super::Imported, Error> {
    into.import(&mut archive.as_bytes(), &mut |_: Progress| ControlFlow::Continue(()))
}

/// Every row of every table but those that say how this phone keeps its log.
fn rows(of: &Handrail) -> BTreeMap<String, Vec<String>> {
    of.read(|c| {
        let mut out = BTreeMap::new();
        for name in ALL.iter().map(|k| k.name).chain(["content_pack", "instrument"]) {
            let mut q = c.prepare(&format!("SELECT * FROM {name} ORDER BY 1"))?;
            let columns = q.column_count();
            let rows = q.query_map([], |r| {
                (0..columns).map(|i| Ok(format!("{:?}", r.get::<_, rusqlite::types::Value>(i)?))).collect()
            })?;
            out.insert(name.to_owned(), rows.collect::<Result<Vec<String>, _>>()?);
        }
        Ok(out)
    })
    .unwrap()
}

fn count(of: &Handrail, sql: &str) -> i64 {
    of.read(|c| Ok(c.query_row(sql, [], |r| r.get(0))?)).unwrap()
}

fn device(of: &Handrail) -> Id {
    of.read(|c| Ok(c.query_row("SELECT id FROM device", [], |r| r.get(0))?)).unwrap()
}
