//! The packs on this phone: those that the library carries, and those that were brought and taken.
//!
//! A pack is content, not record: it stands in no change log and leaves with [`Handrail::remove_pack`]. What a
//! person wrote under it is record and stays, with the question as it was asked.

use std::sync::{Arc, Mutex, PoisonError};

use ring::digest::{SHA256, digest};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::pack::{self, Pack, PackError, PackProblem, Text, Wording};
use super::signed;
use crate::error::{Error, Result};
use crate::handrail::Handrail;
use crate::store::Write;

/// A pack on this phone.
#[derive(Clone, PartialEq, Eq)]
pub struct PackView {
    /// Its id, for [`super::NewEnrolment::programme`].
    pub id: String,
    /// What it is called, in the person's language.
    pub name: Text,
    /// What it is, in a few sentences.
    pub about: Text,
    /// Its edition.
    pub edition: i64,
    /// Who makes it.
    pub publisher: String,
    /// Under what licence or permission its words may be used.
    pub rights: String,
    /// Its languages; the first is complete.
    pub languages: Vec<String>,
    /// Which words the interface uses under it.
    pub wording: Wording,
    /// Who signed it; `None` for one that came with the app.
    pub signer: Option<[u8; 32]>,
}

impl Handrail {
    /// The packs on this phone: those that came with the app first, each id once.
    pub fn packs(&self) -> Result<Vec<PackView>> {
        self.read(|c| {
            let language = crate::settings::settings_of(c)?.language;
            Ok(found(c)?.into_iter().map(|(pack, signer)| view(&pack, signer, &language)).collect())
        })
    }

    /// Takes a signed pack. `trusted` are the Ed25519 public keys of the publishers that the app trusts (ADR 0010).
    /// From then on it is in force for whoever is enrolled in its id. What people wrote stays as it is.
    ///
    /// Taking the same bytes again changes nothing.
    ///
    /// # Errors
    /// [`Error::Pack`] says what is wrong and where; nothing was changed. Among them
    /// [`PackProblem::LowerEdition`] for an edition that is not newer than the one on this phone, and
    /// [`PackProblem::AnotherSigner`] where somebody else signed the one on this phone.
    pub fn install_pack(&self, bytes: &[u8], trusted: &[[u8; 32]]) -> Result<PackView> {
        let signed::Opened { signer, pack } = signed::open(bytes, trusted)?;
        let hash = digest(&SHA256, bytes);
        let carried = pack::built_in(&pack.id).ok().map(|b| b.edition);
        self.write(|w| {
            let there = row(w.tx(), &pack.id)?;
            if there.as_ref().is_some_and(|t| t.hash == hash.as_ref()) {
                return Ok(());
            }
            if there.as_ref().is_some_and(|t| t.signer != signer) {
                return Err(Error::Pack(PackError::whole(PackProblem::AnotherSigner)));
            }
            let known = there.map(|t| t.edition).max(carried);
            if let Some(known) = known.filter(|known| pack.edition <= *known) {
                return Err(Error::Pack(PackError::whole(PackProblem::LowerEdition { found: pack.edition, known })));
            }
            w.tx()
                .prepare_cached(
                    "INSERT INTO content_pack (id, edition, bytes, hash, signer, installed_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT (id) DO UPDATE SET edition = ?2, bytes = ?3, hash = ?4, signer = ?5, installed_ms = ?6",
                )?
                .execute(params![pack.id, pack.edition, bytes, hash.as_ref(), signer, w.now().instant_ms])?;
            Ok(())
        })?;
        let language = self.settings()?.language;
        Ok(view(&pack, Some(signer), &language))
    }

    /// Takes a pack off this phone again. One of the same id that came with the app is in force then. Whoever is
    /// enrolled in it stays so, and what they wrote stays; its words come back with the pack.
    ///
    /// # Errors
    /// [`Error::NotFound`] if no such pack was brought. What came with the app cannot be taken off.
    pub fn remove_pack(&self, id: &str) -> Result<()> {
        self.write(|w| match w.tx().execute("DELETE FROM content_pack WHERE id = ?1", [id])? {
            0 => Err(Error::NotFound("content_pack")),
            _ => Ok(()),
        })
        .map(drop)
    }
}

/// Keeps a pack out of the person's own archive, if the one who is named there as its signer did sign it. Whether the
/// app trusts them was asked when it was installed.
///
/// # Errors
/// [`Error::Pack`] as for [`Handrail::install_pack`].
pub(crate) fn bring_in_pack(w: &Write<'_>, bytes: &[u8], installed_ms: i64) -> Result<(Arc<Pack>, [u8; 32])> {
    let signed::Opened { signer, pack } = signed::reopen_signed(bytes)?;
    w.tx()
        .prepare_cached(
            "INSERT INTO content_pack (id, edition, bytes, hash, signer, installed_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![pack.id, pack.edition, bytes, digest(&SHA256, bytes).as_ref(), signer, installed_ms])?;
    Ok((Arc::new(pack), signer))
}

fn view(pack: &Pack, signer: Option<[u8; 32]>, language: &str) -> PackView {
    PackView {
        id: pack.id.clone(),
        name: pack.text(language, "programme.name"),
        about: pack.text(language, "programme.about"),
        edition: pack.edition,
        publisher: pack.publisher.clone(),
        rights: pack.rights.clone(),
        languages: pack.languages.clone(),
        wording: pack.wording.clone(),
        signer,
    }
}

/// A pack, and who signed it; `None` for one that came with the app.
type Found = (Arc<Pack>, Option<[u8; 32]>);

/// The packs on this phone: those that came with the app first, each id once.
fn found(c: &Connection) -> Result<Vec<Found>> {
    let mut ids: Vec<String> = pack::built_in_ids().map(str::to_owned).collect();
    let mut q = c.prepare_cached("SELECT id FROM content_pack ORDER BY id")?;
    for id in q.query_map([], |r| r.get::<_, String>(0))? {
        let id = id?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let mut packs = Vec::new();
    for id in ids {
        packs.extend(find(c, &id)?);
    }
    Ok(packs)
}

/// The same without who signed them.
pub(super) fn all(c: &Connection) -> Result<Vec<Arc<Pack>>> {
    Ok(found(c)?.into_iter().map(|(pack, _)| pack).collect())
}

/// The pack of this id that is in force, and who signed it: of one that was brought and one that came with the
/// app the higher edition. `None` where there is none, or none that this build can read.
pub(super) fn find(c: &Connection, id: &str) -> Result<Option<Found>> {
    let carried = pack::built_in(id).ok();
    if let Some(there) = row(c, id)?
        && carried.as_ref().is_none_or(|carried| carried.edition < there.edition)
        && let Some(pack) = brought(c, id, &there.hash)?
    {
        return Ok(Some((pack, Some(there.signer))));
    }
    Ok(carried.map(|pack| (pack, None)))
}

struct Row {
    edition: i64,
    hash: Vec<u8>,
    signer: [u8; 32],
}

fn row(c: &Connection, id: &str) -> Result<Option<Row>> {
    let mut q = c.prepare_cached("SELECT edition, hash, signer FROM content_pack WHERE id = ?1")?;
    let row = q.query_row([id], |r| Ok(Row { edition: r.get(0)?, hash: r.get(1)?, signer: r.get(2)? })).optional()?;
    Ok(row)
}

/// Packs that were read, by the hash of their bytes, the latest last. What has the same hash is the same pack, in
/// whatever store it lies.
static READ: Mutex<Vec<(Vec<u8>, Arc<Pack>)>> = Mutex::new(Vec::new());
const READ_LIMIT: usize = 4;

fn brought(c: &Connection, id: &str, hash: &[u8]) -> Result<Option<Arc<Pack>>> {
    let known = {
        let read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        read.iter().find(|(of, _)| of == hash).map(|(_, pack)| Arc::clone(pack))
    };
    if known.is_some() {
        return Ok(known);
    }
    let bytes: Vec<u8> =
        c.prepare_cached("SELECT bytes FROM content_pack WHERE id = ?1")?.query_row([id], |r| r.get(0))?;
    // A pack that an older Handrail cannot read (the app was put back) is as if it were not there.
    let Ok(pack) = signed::reopen(&bytes) else { return Ok(None) };
    let pack = Arc::new(pack);
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if read.len() >= READ_LIMIT {
        read.remove(0);
    }
    read.push((hash.to_owned(), Arc::clone(&pack)));
    Ok(Some(pack))
}
