//! The shape of the file: its parts in turn, each handed over item by item.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::items::{
    Record, content_pack, instrument, known_record, revision, tombstone, unknown_field, unknown_record,
};
use super::{Taking, malformed};
use crate::error::{Error, Result};
use crate::store::kinds::Kind;
use crate::take_out::archive::{ARCHIVE_VERSION, FORMAT};

/// The file's outermost object.
pub(super) struct Whole<'x, 'a, 'w>(pub &'x Taking<'a, 'w>);

impl<'de> Visitor<'de> for Whole<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an archive")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        // It comes first in every archive: what is newer must not be half understood.
        if map.next_key::<String>()?.as_deref() != Some("archive") {
            return Err(A::Error::custom("no archive"));
        }
        let head: Head = map.next_value()?;
        self.0.one(|| head.checked())?;
        let mut missing = vec!["content_packs", "instruments", "records", "revisions", "tombstones", "unknown_fields"];
        while let Some(name) = map.next_key::<String>()? {
            let Some(at) = missing.iter().position(|m| *m == name) else {
                // A part that a newer archive of this version has, or one part twice.
                return Err(A::Error::custom("an unknown part"));
            };
            missing.remove(at);
            match name.as_str() {
                "content_packs" => map.next_value_seed(Each::new(self.0, content_pack))?,
                "instruments" => map.next_value_seed(Each::new(self.0, instrument))?,
                "records" => map.next_value_seed(Records(self.0))?,
                "revisions" => map.next_value_seed(Each::new(self.0, revision))?,
                "tombstones" => map.next_value_seed(Each::new(self.0, tombstone))?,
                _ => map.next_value_seed(Each::new(self.0, unknown_field))?,
            }
        }
        if missing.is_empty() { Ok(()) } else { Err(A::Error::custom("a part is missing")) }
    }
}

#[derive(Deserialize)]
struct Head {
    format: String,
    version: u64,
}

impl Head {
    fn checked(&self) -> Result<()> {
        if self.format != FORMAT || self.version == 0 {
            return Err(malformed());
        }
        if self.version > u64::from(ARCHIVE_VERSION) {
            let found = i64::try_from(self.version).unwrap_or(i64::MAX);
            return Err(Error::NewerVersion { found, known: i64::from(ARCHIVE_VERSION) });
        }
        Ok(())
    }
}

/// An array, item by item.
struct Each<'x, 'a, 'w, T> {
    taking: &'x Taking<'a, 'w>,
    take: fn(&Taking<'_, '_>, &T) -> Result<()>,
    of: PhantomData<T>,
}

impl<'x, 'a, 'w, T> Each<'x, 'a, 'w, T> {
    fn new(taking: &'x Taking<'a, 'w>, take: fn(&Taking<'_, '_>, &T) -> Result<()>) -> Self {
        Self { taking, take, of: PhantomData }
    }
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Each<'_, '_, '_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Each<'_, '_, '_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(item) = seq.next_element::<T>()? {
            self.taking.one(|| (self.take)(self.taking, &item))?;
        }
        Ok(())
    }
}

/// The records, kind by kind.
struct Records<'x, 'a, 'w>(&'x Taking<'a, 'w>);

impl<'de> DeserializeSeed<'de> for Records<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Records<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("records by kind")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            map.next_value_seed(OfKind { taking: self.0, kind: Kind::named(&name), name })?;
        }
        Ok(())
    }
}

/// The records of one kind, known or not.
struct OfKind<'x, 'a, 'w> {
    taking: &'x Taking<'a, 'w>,
    kind: Option<&'static Kind>,
    name: String,
}

impl<'de> DeserializeSeed<'de> for OfKind<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for OfKind<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(record) = seq.next_element::<Record>()? {
            self.taking.one(|| match self.kind {
                Some(kind) => known_record(self.taking, kind, record),
                None => unknown_record(self.taking, &self.name, record),
            })?;
        }
        Ok(())
    }
}
