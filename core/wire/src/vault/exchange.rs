//! Request and answer of `POST /v1/vaults/{v}/sync`: one round trip, in binary, small when there is nothing to say.
//!
//! A phone that has nothing new sends a hash of all heads it knows and hears "the same". In a request a batch is written
//! short: vault, device and the hash of the batch before are known to both ends, and the relay puts them back before it
//! checks the signature, so that what it keeps is the whole batch.

use crate::encode::{Reader, Writer, push_lp};
use crate::{Fixed, Hash, Id, WireError, derive};

use super::batch::{self, Batch, Claim, Header};
use super::vector::check_sequence;
use super::{MAX_BATCH_SEALED, MAX_DEVICES, Vector, collect, head};

/// Largest request taken, in bytes: 256 KiB of new batches, and what comes with them.
pub const MAX_REQUEST: usize = 256 * 1024 + 8192;
/// Most bytes of batches in one answer, beyond the first; the rest is said to be there.
pub const MAX_ANSWER_BATCHES: usize = 512 * 1024;
/// Largest answer taken, in bytes.
pub const MAX_ANSWER: usize = MAX_ANSWER_BATCHES + batch::MAX_OBJECT + MAX_DEVICES * 8192;
/// Most batches in one request or answer.
pub const MAX_BATCHES: usize = 4096;
/// The label of the hash over all heads.
const HEADS_LABEL: &str = "handrail/v1/heads";

/// A hash over the heads that somebody knows, 16 bytes.
pub type HeadsHash = Fixed<16>;

/// One device as far as somebody knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownHead {
    /// The device.
    pub device: Id,
    /// Number of its newest batch; 0 for none.
    pub sequence: u64,
    /// Hash of that batch; zeros for none.
    pub hash: Hash,
    /// Hash of its newest signed head; zeros for none.
    pub head: Hash,
}

/// The hash over the heads of all devices that are on the list, `heads` in the order of the devices' bytes. Equal hashes:
/// nothing to exchange. A device that was taken off has no part in it: it sends nothing more, and what a relay lacks of it
/// that was put back, nobody can bring.
#[must_use]
pub fn heads_hash(list: u64, keyring: u64, heads: &[KnownHead]) -> HeadsHash {
    let mut text = Writer::plain().bytes(HEADS_LABEL.as_bytes()).u64(list).u64(keyring);
    for known in heads {
        text = text
            .bytes(known.device.as_bytes())
            .u64(known.sequence)
            .bytes(known.hash.as_bytes())
            .bytes(known.head.as_bytes());
    }
    let hash = derive::sha256(&text.finish());
    let mut short = [0; 16];
    short.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
    Fixed(short)
}

/// What a phone knows, as it says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Knows {
    /// Nothing new to it if the relay's hash is the same. If not, the relay goes by what the device last signed.
    Heads(HeadsHash),
    /// Exactly this; what is above it is sent.
    Vector(Vector),
}

/// A batch without what both ends know.
#[derive(Clone, PartialEq, Eq)]
pub struct ShortBatch {
    /// Its number.
    pub sequence: u64,
    /// The epoch whose key it is sealed under.
    pub epoch: u64,
    /// Salt, ciphertext and tag.
    pub sealed: Vec<u8>,
    /// Claim, encoded.
    pub claim: Vec<u8>,
    /// The signature.
    pub signature: Fixed<64>,
}

impl ShortBatch {
    /// The short form of a batch.
    #[must_use]
    pub fn of(batch: &Batch) -> Self {
        Self {
            sequence: batch.header.sequence,
            epoch: batch.header.epoch,
            sealed: batch.sealed.clone(),
            claim: batch.claim.encode(),
            signature: batch.signature,
        }
    }

    /// The whole batch, by what the relay knows: vault, device, and the hash of the batch before.
    pub fn complete(self, vault: Id, device: Id, previous: Hash) -> Result<Batch, WireError> {
        let header = Header { vault, device, sequence: self.sequence, previous, epoch: self.epoch };
        let claim = Claim::decode(&self.claim, device)?;
        // Through the one decoder, so that a batch that came short is held to the same rules.
        Batch::decode(&Batch { header, sealed: self.sealed, claim, signature: self.signature }.encode())
    }
}

/// A request.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// What the phone knows, with the batches below counted as known.
    pub knows: Knows,
    /// New batches of this device, numbers rising by one.
    pub batches: Vec<ShortBatch>,
    /// A new signed head of this device.
    pub head: Option<Vec<u8>>,
    /// A new signed acknowledgement of a snapshot by this device.
    pub ack: Option<Vec<u8>>,
}

impl Request {
    /// The request's bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let knows = match &self.knows {
            Knows::Heads(hash) => hash.0.to_vec(),
            Knows::Vector(vector) => vector.encode(),
        };
        let mut batches = Vec::new();
        for batch in &self.batches {
            let mut first = batch.sequence.to_be_bytes().to_vec();
            // An epoch is a removal of a device or an entry: 32 bits are enough, and the largest is refused.
            first.extend_from_slice(&u32::try_from(batch.epoch).unwrap_or(u32::MAX).to_be_bytes());
            first.extend_from_slice(&batch.signature.0);
            first.extend_from_slice(&batch.claim);
            push_lp(&mut batches, &Writer::plain().bytes(&first).bytes(&batch.sealed).finish());
        }
        let said = match (&self.head, &self.ack) {
            (None, None) => Vec::new(),
            (head, ack) => Writer::plain()
                .bytes(head.as_deref().unwrap_or_default())
                .bytes(ack.as_deref().unwrap_or_default())
                .finish(),
        };
        Writer::header().bytes(&knows).bytes(&batches).bytes(&said).finish()
    }

    /// Reads a request of at most [`MAX_REQUEST`] bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, WireError> {
        if bytes.len() > MAX_REQUEST {
            return Err(WireError::TooLarge);
        }
        let mut reader = Reader::header(bytes)?;
        let knows = reader.bytes()?;
        // A vector's entries are 24 bytes, so none is as long as a hash.
        let knows = match <[u8; 16]>::try_from(knows) {
            Ok(hash) => Knows::Heads(Fixed(hash)),
            Err(_) => Knows::Vector(Vector::decode(knows)?),
        };
        let mut run = Reader::plain(reader.bytes()?);
        let said = reader.bytes()?;
        reader.finish()?;
        let (head, ack) = if said.is_empty() {
            (None, None)
        } else {
            let mut said = Reader::plain(said);
            let head = some(said.bytes_up_to(head::MAX_OBJECT)?);
            let ack = some(said.bytes_up_to(collect::MAX_OBJECT)?);
            said.finish()?;
            if head.is_none() && ack.is_none() {
                return Err(WireError::Value("said"));
            }
            (head, ack)
        };
        let mut batches: Vec<ShortBatch> = Vec::new();
        while !run.is_empty() {
            if batches.len() == MAX_BATCHES {
                return Err(WireError::TooLarge);
            }
            let mut short = Reader::plain(run.bytes()?);
            let first = short.bytes_up_to(8 + 4 + 64 + 40 + MAX_DEVICES * 24)?;
            let (sequence, first) = first.split_first_chunk::<8>().ok_or(WireError::Width)?;
            let (epoch, first) = first.split_first_chunk::<4>().ok_or(WireError::Width)?;
            let (signature, claim) = first.split_first_chunk::<64>().ok_or(WireError::Width)?;
            let epoch = u32::from_be_bytes(*epoch);
            if epoch == u32::MAX {
                return Err(WireError::Value("epoch"));
            }
            let batch = ShortBatch {
                sequence: check_sequence(u64::from_be_bytes(*sequence))?,
                epoch: check_sequence(u64::from(epoch))?,
                sealed: short.bytes_up_to(MAX_BATCH_SEALED)?.to_vec(),
                claim: claim.to_vec(),
                signature: signature.into(),
            };
            short.finish()?;
            if batches.last().is_some_and(|before| before.sequence + 1 != batch.sequence) {
                return Err(WireError::Value("sequence"));
            }
            batches.push(batch);
        }
        Ok(Self { knows, batches, head, ack })
    }
}

fn some(bytes: &[u8]) -> Option<Vec<u8>> {
    (!bytes.is_empty()).then(|| bytes.to_vec())
}

/// What is new to the phone.
#[derive(Clone, PartialEq, Eq)]
pub struct News {
    /// Version of the newest device list.
    pub list: u64,
    /// Version of the newest keyring; 0 while there is none.
    pub keyring: u64,
    /// Whether there are more batches than these.
    pub more: bool,
    /// Whole batches, each device's in the order of its chain.
    pub batches: Vec<Vec<u8>>,
    /// The newest signed head of each device.
    pub heads: Vec<Vec<u8>>,
    /// The newest signed acknowledgement of each device.
    pub acks: Vec<Vec<u8>>,
}

/// An answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The relay's epoch id.
    pub epoch: Id,
    /// How far the relay holds this device's chain, these batches included. Said after they were durable.
    pub stored: u64,
    /// What is new; `None`: the phone knows everything.
    pub news: Option<News>,
}

impl Answer {
    /// The answer's bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let news = self.news.as_ref().map_or_else(Vec::new, |news| {
            Writer::plain()
                .u64(news.list)
                .u64(news.keyring)
                .byte(u8::from(news.more))
                .bytes(&run(&news.batches))
                .bytes(&run(&news.heads))
                .bytes(&run(&news.acks))
                .finish()
        });
        Writer::header().bytes(self.epoch.as_bytes()).u64(self.stored).bytes(&news).finish()
    }

    /// Reads an answer of at most [`MAX_ANSWER`] bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, WireError> {
        if bytes.len() > MAX_ANSWER {
            return Err(WireError::TooLarge);
        }
        let mut reader = Reader::header(bytes)?;
        let epoch = reader.fixed()?.into();
        let stored = reader.u64()?;
        let news = reader.bytes()?;
        reader.finish()?;
        if news.is_empty() {
            return Ok(Self { epoch, stored, news: None });
        }
        let mut reader = Reader::plain(news);
        let news = News {
            list: check_sequence(reader.u64()?)?,
            keyring: reader.u64()?,
            more: match reader.byte()? {
                0 => false,
                1 => true,
                _ => return Err(WireError::Value("more")),
            },
            batches: fields(reader.bytes()?, batch::MAX_OBJECT, MAX_BATCHES)?,
            heads: fields(reader.bytes()?, head::MAX_OBJECT, MAX_DEVICES)?,
            acks: fields(reader.bytes()?, collect::MAX_OBJECT, MAX_DEVICES)?,
        };
        reader.finish()?;
        if news.more && news.batches.is_empty() {
            return Err(WireError::Value("more"));
        }
        Ok(Self { epoch, stored, news: Some(news) })
    }
}

fn run(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    for object in objects {
        push_lp(&mut out, object);
    }
    out
}

fn fields(bytes: &[u8], largest: usize, most: usize) -> Result<Vec<Vec<u8>>, WireError> {
    let mut run = Reader::plain(bytes);
    let mut out = Vec::new();
    while !run.is_empty() {
        if out.len() == most {
            return Err(WireError::TooLarge);
        }
        out.push(run.bytes_up_to(largest)?.to_vec());
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::people::{self, Phone};
    use super::*;
    use proptest::prelude::*;

    fn known(n: u8) -> KnownHead {
        KnownHead { device: Id::from([n; 16]), sequence: 4, hash: Hash::from([n; 32]), head: Hash::from([0; 32]) }
    }

    #[test]
    fn a_sync_that_has_nothing_to_say_is_small_both_ways() {
        let idle =
            Request { knows: Knows::Heads(heads_hash(1, 1, &[known(1)])), batches: vec![], head: None, ack: None };
        assert_eq!(idle.encode().len(), 29);
        let same = Answer { epoch: Id::from([1; 16]), stored: 9, news: None };
        assert_eq!(same.encode().len(), 37);
        assert!(Request::decode(&idle.encode()).unwrap() == idle);
        assert!(Answer::decode(&same.encode()).unwrap() == same);
    }

    #[test]
    fn the_hash_of_heads_notices_everything_that_can_be_new() {
        let base = heads_hash(1, 1, &[known(1), known(2)]);
        assert_eq!(base, heads_hash(1, 1, &[known(1), known(2)]));
        let longer = KnownHead { sequence: 5, ..known(2) };
        let forked = KnownHead { hash: Hash::from([9; 32]), ..known(2) };
        let read = KnownHead { head: Hash::from([9; 32]), ..known(2) };
        for other in [
            heads_hash(2, 1, &[known(1), known(2)]),
            heads_hash(1, 2, &[known(1), known(2)]),
            heads_hash(1, 1, &[known(1)]),
            heads_hash(1, 1, &[known(1), longer]),
            heads_hash(1, 1, &[known(1), forked]),
            heads_hash(1, 1, &[known(1), read]),
        ] {
            assert_ne!(other, base);
        }
    }

    #[test]
    fn a_short_batch_becomes_the_whole_one_again_and_only_in_its_place() {
        let anna = Phone::new(1);
        let list = people::first_list(&anna);
        let first = people::batch(&anna, 1, Hash::from([0; 32]), 50);
        let second = people::batch(&anna, 2, first.hash(), 50);
        let request = Request {
            knows: Knows::Vector(Vector::new()),
            batches: vec![ShortBatch::of(&first), ShortBatch::of(&second)],
            head: Some(vec![1; 100]),
            ack: Some(vec![2; 100]),
        };
        let read = Request::decode(&request.encode()).unwrap();
        assert!(read == request);
        let short = read.batches.last().unwrap().clone();
        let whole = short.clone().complete(people::VAULT, anna.id, first.hash()).unwrap();
        assert!(whole == second);
        whole.verify_in(&list).unwrap();
        let elsewhere = short.complete(people::VAULT, anna.id, Hash::from([5; 32])).unwrap();
        assert_eq!(elsewhere.verify_in(&list), Err(WireError::Signature));

        let gap = Request { batches: vec![ShortBatch::of(&second), ShortBatch::of(&first)], ..request };
        assert_eq!(Request::decode(&gap.encode()).err(), Some(WireError::Value("sequence")));
    }

    #[test]
    fn an_answer_comes_back_and_one_without_an_end_is_refused() {
        let news = News {
            list: 2,
            keyring: 3,
            more: true,
            batches: vec![vec![1; 300], vec![2; 400]],
            heads: vec![vec![3; 200]],
            acks: vec![],
        };
        let answer = Answer { epoch: Id::from([1; 16]), stored: 0, news: Some(news.clone()) };
        assert!(Answer::decode(&answer.encode()).unwrap() == answer);
        let endless = Answer { news: Some(News { batches: vec![], ..news }), ..answer };
        assert_eq!(Answer::decode(&endless.encode()).err(), Some(WireError::Value("more")));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic_and_have_one_form(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(request) = Request::decode(&bytes) { prop_assert_eq!(request.encode(), bytes.clone()); }
            if let Ok(answer) = Answer::decode(&bytes) { prop_assert_eq!(answer.encode(), bytes); }
        }
    }
}
