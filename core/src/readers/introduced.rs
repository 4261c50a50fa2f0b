//! A colleague whom a reader introduced: the client is asked, and only the client's yes makes a reader.
//!
//! ```text
//!   arrived ──key set came and fits──> asked ──accept──> a reader, "not checked yet" ──same words──> checked
//!                                        │ ──decline──> declined          └──different words──> no reader any more
//!                                        └──taken back by its author, or its author is no reader any more
//! ```
//!
//! The words of somebody who was not at the table are made of a nonce of either side. The phone's is fixed in the
//! roster, by its hash, before the reader's is known, and told afterwards: whoever stands between the two can choose
//! neither towards equal words.

use handrail_wire::introduction::{Introduction, words_transcript};
use handrail_wire::invite::MacKey;
use handrail_wire::roster::MAX_READERS;
use handrail_wire::{B32, Key32};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::READER;
use super::keys::{identity_key, pinned};
use super::relationship::{next_roster, remove};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::Id;
use crate::seal::words::words_of;
use crate::store::{Change, Changes, What, Write};

/// The concept under which changes of introductions are told.
pub const INTRODUCTION: &str = "introduction";

/// "ANNA asks you to share with BEN too."
#[derive(Clone, PartialEq, Eq)]
pub struct IntroductionView {
    /// The care relationship it is about.
    pub mailbox: Id,
    /// The colleague's account.
    pub account: Id,
    /// What the colleague is called.
    pub name: String,
    /// The reader who asks.
    pub by_name: String,
    /// When it came, UTC milliseconds.
    pub arrived_ms: i64,
}

impl Handrail {
    /// Colleagues whom readers introduced and who wait for an answer, the oldest first. Each signature was checked
    /// against the reader's pinned identity, and the colleague's key set against what was signed. They may wait as long
    /// as they like; nothing goes to anybody before a yes.
    pub fn introductions(&self) -> Result<Vec<IntroductionView>> {
        self.read(|c| {
            let mut q = c.prepare_cached(
                "SELECT i.mailbox, i.account, i.name, b.name, i.arrived_ms FROM introduction i
                   JOIN mailbox m ON m.id = i.mailbox AND m.state = 'open'
                   JOIN reader b ON b.mailbox = i.mailbox AND b.account = i.by AND b.left_ms IS NULL
                  WHERE i.state = 'waiting' AND i.keyset IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM reader r WHERE r.account = i.account AND r.left_ms IS NULL)
                  ORDER BY i.arrived_ms, i.mailbox, i.account",
            )?;
            let rows = q.query_map([], |r| {
                Ok(IntroductionView {
                    mailbox: r.get(0)?,
                    account: r.get(1)?,
                    name: r.get(2)?,
                    by_name: r.get(3)?,
                    arrived_ms: r.get(4)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// "Yes, share with BEN too": from the next packet on. They are "not checked yet" until their four words were
    /// compared ([`Handrail::reader_words`]).
    ///
    /// # Errors
    /// [`Error::NotFound`] if nothing waits there; `readers` too many where five read already; `reader` in the wrong
    /// state where that person reads already.
    pub fn accept_introduction(&self, mailbox: Id, account: Id) -> Result<Changes> {
        let mut changes = self.write(|w| accept(w, mailbox, account))?;
        changes.records.push(Change { concept: INTRODUCTION, id: account, what: What::Changed });
        changes.records.push(Change { concept: READER, id: account, what: What::Created });
        Ok(changes)
    }

    /// "Not now." No reason is asked for; the colleague can be introduced again.
    ///
    /// # Errors
    /// [`Error::NotFound`] if nothing waits there.
    pub fn decline_introduction(&self, mailbox: Id, account: Id) -> Result<Changes> {
        let mut changes = self.write(|w| answered(w, mailbox, account, "declined"))?;
        changes.records.push(Change { concept: INTRODUCTION, id: account, what: What::Changed });
        Ok(changes)
    }

    /// The four words to compare with an introduced reader, at the next meeting. None until phone and page have each
    /// been online once after the yes.
    ///
    /// # Errors
    /// [`Error::NotFound`] if they are no introduced reader of this care relationship.
    pub fn reader_words(&self, mailbox: Id, account: Id) -> Result<Option<[&'static str; 4]>> {
        self.read(|c| words(c, mailbox, account))
    }

    /// What the two found: the same words, and the reader is checked; other words, and they are no reader from here on.
    ///
    /// # Errors
    /// [`Error::NotFound`]; `words` in the wrong state while there are none to compare.
    pub fn compare_reader_words(&self, mailbox: Id, account: Id, same: bool) -> Result<Changes> {
        let mut changes = self.write(|w| {
            let words = words(w.tx(), mailbox, account)?;
            if !same {
                return remove(w, mailbox, account);
            }
            if words.is_none() {
                return Err(Error::invalid("words", Reason::WrongState));
            }
            w.tx().execute(
                "UPDATE reader SET checked_ms = coalesce(checked_ms, ?3) WHERE mailbox = ?1 AND account = ?2",
                params![mailbox, account, w.now().instant_ms],
            )?;
            Ok(())
        })?;
        let what = if same { What::Changed } else { What::Removed };
        changes.records.push(Change { concept: READER, id: account, what });
        Ok(changes)
    }
}

/// Keeps an introduction that arrived from a reader. A refusal is a name for the quarantine.
pub(crate) fn introduced(
    w: &Write<'_>,
    (mailbox, by): (Id, Id),
    packet: Id,
    object: &[u8],
    taken_back: bool,
) -> Result<std::result::Result<(), &'static str>> {
    let Some(identity) = pinned(w.tx(), mailbox, by)? else { return Ok(Err("unknown_sender")) };
    let Ok(introduction) = Introduction::open(object, mailbox.into(), &Key32::from(identity)) else {
        return Ok(Err("introduction"));
    };
    let account = Id::from(introduction.account);
    if pinned(w.tx(), mailbox, account)?.is_some() {
        return Ok(Ok(())); // reads already
    }
    // The newest one counts: a colleague may be introduced again, also by somebody else.
    w.tx().execute(
        "INSERT INTO introduction (mailbox, account, by, packet, object, name, state, arrived_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (mailbox, account) DO UPDATE SET by = ?3, packet = ?4, object = ?5, name = ?6, keyset = NULL, unfit = 0,
             state = ?7, answered_day = NULL, arrived_ms = ?8",
        params![
            mailbox,
            account,
            by,
            packet,
            object,
            introduction.name,
            if taken_back { "withdrawn" } else { "waiting" },
            w.now().instant_ms
        ],
    )?;
    Ok(Ok(()))
}

/// Its author takes an introduction back; false where this packet was none of theirs. One that was answered stays so.
pub(crate) fn taken_back(w: &Write<'_>, (mailbox, by): (Id, Id), packet: Id) -> Result<bool> {
    let mine = w.tx().execute(
        "UPDATE introduction SET state = iif(state = 'waiting', 'withdrawn', state) WHERE mailbox = ?1 AND by = ?2 AND packet = ?3",
        params![mailbox, by, packet],
    )?;
    Ok(mine > 0)
}

/// A colleague's key set came from the relay. One that does not fit what was signed is noted, and asked for again.
pub(crate) fn keyset_came(w: &Write<'_>, mailbox: Id, account: Id, keyset: &[u8]) -> Result<()> {
    let object: Option<Vec<u8>> = w
        .tx()
        .prepare_cached("SELECT object FROM introduction WHERE mailbox = ?1 AND account = ?2 AND state = 'waiting'")?
        .query_row(params![mailbox, account], |r| r.get(0))
        .optional()?;
    let Some(object) = object else { return Ok(()) };
    if opened(w.tx(), mailbox, account, &object)?.take_keyset(keyset).is_err() {
        return keyset_unfit(w, mailbox, account);
    }
    w.tx().execute(
        "UPDATE introduction SET keyset = ?3 WHERE mailbox = ?1 AND account = ?2",
        params![mailbox, account, keyset],
    )?;
    Ok(())
}

/// What came in place of a colleague's key set fits nothing.
pub(crate) fn keyset_unfit(w: &Write<'_>, mailbox: Id, account: Id) -> Result<()> {
    w.tx().execute(
        "UPDATE introduction SET unfit = 1 WHERE mailbox = ?1 AND account = ?2 AND state = 'waiting' AND keyset IS NULL",
        params![mailbox, account],
    )?;
    Ok(())
}

/// The colleagues of whom no key set has come yet: account, identity and the lowest subkey number to take.
pub(crate) fn keysets_wanted(c: &Connection, mailbox: Id) -> Result<Vec<Introduction>> {
    let waiting: Vec<(Id, Vec<u8>)> = {
        let mut q = c.prepare_cached(
            "SELECT account, object FROM introduction WHERE mailbox = ?1 AND state = 'waiting' AND keyset IS NULL ORDER BY account",
        )?;
        let rows = q.query_map([mailbox], |r| Ok((r.get(0)?, r.get(1)?)))?;
        rows.collect::<Result<_, _>>()?
    };
    let mut wanted = Vec::new();
    for (account, object) in waiting {
        match opened(c, mailbox, account, &object) {
            Ok(introduction) => wanted.push(introduction),
            // Whoever signed it left meanwhile: nobody is asked.
            Err(Error::NotFound(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(wanted)
}

/// A reader tells their part of the words. The first one stands: the phone tells its own once it has come.
pub(crate) fn nonce_came(
    w: &Write<'_>,
    (mailbox, account): (Id, Id),
    nonce: &[u8; 32],
) -> Result<std::result::Result<(), &'static str>> {
    let known: Option<(bool, Option<[u8; 32]>)> = w
        .tx()
        .prepare_cached(
            "SELECT nonce IS NOT NULL, their_nonce FROM reader WHERE mailbox = ?1 AND account = ?2 AND left_ms IS NULL",
        )?
        .query_row(params![mailbox, account], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    match known {
        Some((true, None)) => {}
        Some((true, Some(first))) if first == *nonce => return Ok(Ok(())),
        // A second one could be chosen knowing the phone's; and nobody compares words with a reader of a pairing.
        _ => return Ok(Err("words")),
    }
    w.tx().execute(
        "UPDATE reader SET their_nonce = ?3 WHERE mailbox = ?1 AND account = ?2",
        params![mailbox, account, nonce],
    )?;
    next_roster(w, mailbox)?;
    Ok(Ok(()))
}

/// An introduction of the store, held to its signer once more.
fn opened(c: &Connection, mailbox: Id, account: Id, object: &[u8]) -> Result<Introduction> {
    let by: Id = c
        .prepare_cached("SELECT by FROM introduction WHERE mailbox = ?1 AND account = ?2")?
        .query_row(params![mailbox, account], |r| r.get(0))
        .optional()?
        .ok_or(Error::NotFound(INTRODUCTION))?;
    let identity = pinned(c, mailbox, by)?.ok_or(Error::NotFound(INTRODUCTION))?;
    Introduction::open(object, mailbox.into(), &Key32::from(identity)).map_err(|_| Error::Damaged("an introduction"))
}

fn answered(w: &Write<'_>, mailbox: Id, account: Id, state: &str) -> Result<()> {
    let found = w.tx().execute(
        "UPDATE introduction SET state = ?3, answered_day = ?4 WHERE mailbox = ?1 AND account = ?2 AND state = 'waiting'
            AND keyset IS NOT NULL",
        params![mailbox, account, state, w.day().to_string()],
    )?;
    if found == 1 { Ok(()) } else { Err(Error::NotFound(INTRODUCTION)) }
}

fn accept(w: &Write<'_>, mailbox: Id, account: Id) -> Result<()> {
    let found: Option<(Vec<u8>, Id, Option<Vec<u8>>)> = w
        .tx()
        .query_row(
            "SELECT object, by, keyset FROM introduction WHERE mailbox = ?1 AND account = ?2 AND state = 'waiting'",
            params![mailbox, account],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )
        .optional()?;
    let Some((object, by, Some(keyset))) = found else { return Err(Error::NotFound(INTRODUCTION)) };
    let introduction = opened(w.tx(), mailbox, account, &object)?;
    let set = introduction.take_keyset(&keyset).map_err(|_| Error::Damaged("a key set"))?;
    let (here, anywhere): (u32, bool) = w.tx().query_row(
        "SELECT (SELECT count(*) FROM reader WHERE mailbox = ?1 AND left_ms IS NULL),
                EXISTS (SELECT 1 FROM reader WHERE account = ?2 AND left_ms IS NULL)",
        params![mailbox, account],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )?;
    if anywhere {
        return Err(Error::invalid("reader", Reason::WrongState));
    }
    if usize::try_from(here).is_ok_and(|here| here >= MAX_READERS) {
        return Err(Error::invalid("readers", Reason::TooMany { limit: MAX_READERS }));
    }
    let mut nonce = [0; 32];
    w.randomness().fill(&mut nonce).map_err(|_| Error::Port("randomness"))?;
    w.tx().execute(
        "INSERT INTO reader (mailbox, account, name, identity, keyset, highest, since_ms, keyset_fetched_ms, introduced_by, nonce)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9)
         ON CONFLICT (mailbox, account) DO UPDATE SET name = ?3, identity = ?4, keyset = ?5, highest = ?6, since_ms = ?7,
             left_ms = NULL, keyset_fetched_ms = ?7, introduced_by = ?8, checked_ms = NULL, nonce = ?9, their_nonce = NULL",
        params![
            mailbox,
            account,
            introduction.name,
            introduction.identity.0,
            keyset,
            set.highest(),
            w.now().instant_ms,
            by,
            nonce
        ],
    )?;
    answered(w, mailbox, account, "accepted")?;
    next_roster(w, mailbox)
}

/// What words are made of: the reader's identity, and the nonce of either side.
type OfWords = ([u8; 32], Option<[u8; 32]>, Option<[u8; 32]>);

fn words(c: &Connection, mailbox: Id, account: Id) -> Result<Option<[&'static str; 4]>> {
    let row: Option<OfWords> = c
        .prepare_cached(
            "SELECT identity, nonce, their_nonce FROM reader
              WHERE mailbox = ?1 AND account = ?2 AND left_ms IS NULL AND introduced_by IS NOT NULL",
        )?
        .query_row(params![mailbox, account], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    let (reader, ours, theirs) = row.ok_or(Error::NotFound(READER))?;
    let (Some(ours), Some(theirs)) = (ours, theirs) else { return Ok(None) };
    let (identity, _) = identity_key(c, mailbox)?;
    let transcript = words_transcript(mailbox.into(), &identity.public(), account.into(), &Key32::from(reader));
    let numbers = MacKey::of_words(&B32::from(ours))
        .word_numbers(&transcript, &B32::from(theirs))
        .map_err(|_| Error::Internal("words"))?;
    Ok(Some(words_of(numbers, "en")))
}
