//! `POST /v1/vaults/{v}/sync`: new batches in, missing ones out, in one round trip.

use axum::extract::{Request as HttpRequest, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use handrail_wire::api::OCTET_STREAM;
use handrail_wire::vault::Vector;
use handrail_wire::vault::batch::Batch;
use handrail_wire::vault::collect::Ack;
use handrail_wire::vault::devices::DeviceList;
use handrail_wire::vault::exchange::{
    Answer, KnownHead, Knows, MAX_ANSWER_BATCHES, MAX_REQUEST, News, Request, ShortBatch, heads_hash,
};
use handrail_wire::vault::head::Head;
use handrail_wire::{Hash, Id};

use crate::app::App;
use crate::body::{self, PathId};
use crate::problem::Problem;
use crate::store::Refused;
use crate::store::vaults::{Chain, NewBatches};
use crate::vaults::{Keeper, held, number};

/// `POST /v1/vaults/{v}/sync`. With the recovery code's token it only reads.
pub(crate) async fn sync(
    State(app): State<App>,
    keeper: Keeper,
    PathId(vault): PathId,
    request: HttpRequest,
) -> Result<Response, Problem> {
    let device = keeper.reads(vault)?;
    let limit = u32::try_from(MAX_REQUEST).unwrap_or(u32::MAX);
    let bytes = body::octets(request, limit, &app).await?;
    let request = Request::decode(&bytes)?;
    let (row, list) = held(&app, vault).await?;
    let mut chains = app.store.chains(vault).await?;
    let adds = !request.batches.is_empty() || request.head.is_some() || request.ack.is_some();
    if adds {
        let device = keeper.writes(vault)?;
        let own = chains.iter().find(|chain| chain.device == device).ok_or(Problem::not_found())?;
        if let Some(new) = checked(&app, &list, own, &request).await? {
            app.store.add_batches(new).await?;
            chains = app.store.chains(vault).await?;
        }
    }
    let own = chains.iter().find(|chain| Some(chain.device) == device);
    let stored = own.map_or(0, |own| own.sequence.unsigned_abs());
    let known = match &request.knows {
        Knows::Vector(vector) => Some(vector.clone()),
        Knows::Heads(hash) => {
            // Of a device that is off the list nothing comes any more; and what a copy lacks of it, nobody can bring.
            let live = chains.iter().filter(|chain| list.live_device(chain.device).is_some());
            let heads: Vec<KnownHead> = live.map(known_head).collect();
            let (list, keyring) = (row.list_version.unsigned_abs(), row.keyring_version.unsigned_abs());
            if *hash == heads_hash(list, keyring, &heads) {
                None
            } else {
                // What it last signed that it has; it may have taken in more, and knows then what to do with repeats.
                let mut seen = own.map(|own| Vector::decode(&own.seen)).transpose()?.unwrap_or_default();
                if let Some(own) = own {
                    seen.raise(own.device, stored);
                }
                Some(seen)
            }
        }
    };
    let news = match known {
        None => None,
        Some(known) => {
            let known = known.iter().map(|(device, sequence)| Ok((device, number(sequence)?)));
            let known = known.collect::<Result<_, Problem>>()?;
            let (batches, more) = app.store.batches_above(vault, known, MAX_ANSWER_BATCHES).await?;
            Some(News {
                list: row.list_version.unsigned_abs(),
                keyring: row.keyring_version.unsigned_abs(),
                more,
                batches,
                heads: chains.iter().filter_map(|chain| chain.head.clone()).collect(),
                acks: chains.iter().filter_map(|chain| chain.ack.clone()).collect(),
            })
        }
    };
    let answer = Answer { epoch: app.store.epoch(), stored, news };
    let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(OCTET_STREAM))];
    Ok((kind, answer.encode()).into_response())
}

fn known_head(chain: &Chain) -> KnownHead {
    KnownHead {
        device: chain.device,
        sequence: chain.sequence.unsigned_abs(),
        hash: chain.hash,
        head: chain.head.as_ref().map_or(Hash::from([0; 32]), |head| Head::hash_of(head)),
    }
}

/// What a request adds to its device's chain, every signature checked; `None` where all of it is there already.
async fn checked(app: &App, list: &DeviceList, own: &Chain, request: &Request) -> Result<Option<NewBatches>, Problem> {
    let vault = list.vault;
    let mut fresh = Vec::new();
    for short in &request.batches {
        let sequence = number(short.sequence)?;
        if sequence <= own.sequence {
            same(app, vault, own.device, sequence, short).await?;
        } else if sequence == own.sequence + 1 + i64::try_from(fresh.len()).unwrap_or(i64::MAX) {
            fresh.push(short.clone());
        } else {
            // A hole in the chain: the relay lost something (it was restored), and the phone sends from there.
            return Err(Refused::Order.into());
        }
    }
    let (mut tip, mut seen, mut batches) = ((own.sequence, own.hash), None, Vec::new());
    if !fresh.is_empty() {
        let list = list.clone();
        let (device, start) = (own.device, tip);
        // A request may hold thousands of signatures: they are checked beside the requests of others, few at a time.
        let checked = app.heavy(move || complete(fresh, &list, device, start)).await?;
        (tip, seen, batches) = checked?;
    }
    let head = match &request.head {
        Some(object) if own.head.as_ref() != Some(object) => {
            let head = Head::open(object, list)?;
            let before = own.head.as_ref().map(|object| Head::open(object, list)).transpose()?;
            let fits = head.device == own.device
                && number(head.sequence)? <= tip.0
                && (number(head.sequence)? != tip.0 || head.hash == tip.1)
                && before.is_none_or(|before| head.follows(&before));
            if !fits {
                return Err(Refused::Conflict.into());
            }
            seen = Some(head.claim.seen.encode());
            Some(object.clone())
        }
        _ => None,
    };
    let ack = match &request.ack {
        Some(object) if own.ack.as_ref() != Some(object) => {
            let ack = Ack::open(object, list)?;
            if ack.device != own.device {
                return Err(Problem::forbidden("It belongs to another device."));
            }
            // A request that was late on its way: the newer one stands, and nothing is amiss.
            let before = own.ack.as_ref().and_then(|object| Ack::open(object, list).ok());
            before.is_none_or(|before| ack.follows(&before)).then(|| object.clone())
        }
        _ => None,
    };
    if batches.is_empty() && head.is_none() && ack.is_none() {
        return Ok(None);
    }
    let most_bytes = i64::from(app.limits.wire.vault_bytes);
    let said = (own.head.clone(), own.ack.clone());
    Ok(Some(NewBatches {
        vault,
        device: own.device,
        after: own.sequence,
        said,
        batches,
        tip,
        seen,
        head,
        ack,
        most_bytes,
    }))
}

type Completed = ((i64, Hash), Option<Vec<u8>>, Vec<Vec<u8>>);

/// Whole batches out of short ones, every signature checked; where the chain ends then, and what its newest batch has seen.
fn complete(fresh: Vec<ShortBatch>, list: &DeviceList, device: Id, mut tip: (i64, Hash)) -> Result<Completed, Problem> {
    let (mut seen, mut batches) = (None, Vec::with_capacity(fresh.len()));
    for short in fresh {
        let batch = short.complete(list.vault, device, tip.1)?;
        batch.verify_in(list)?;
        tip = (tip.0 + 1, batch.hash());
        seen = Some(batch.claim.seen.encode());
        batches.push(batch.encode());
    }
    Ok((tip, seen, batches))
}

/// A number that is taken already: the same batch again changes nothing, another one is refused.
async fn same(app: &App, vault: Id, device: Id, sequence: i64, short: &ShortBatch) -> Result<(), Problem> {
    // One that was collected is known to all; there is nothing left to compare with.
    let Some(there) = app.store.batch(vault, device, sequence).await? else { return Ok(()) };
    let there = Batch::decode(&there).map_err(|_| Problem::internal())?;
    if ShortBatch::of(&there) == *short { Ok(()) } else { Err(Refused::Conflict.into()) }
}
