//! An exchange over a line that loses, doubles, tears and delivers late, on a phone whose battery may end.

use std::sync::Arc;

use handrail_chance::Chance;
use handrail_wire::Id as WireId;
use handrail_wire::api::{ProblemCode, paths};
use handrail_wire::vault::exchange::Request as Sync;
use handrail_wire::vault::head::Head;

use super::interrupted::{Dying, DyingRecord, Fuse};
use super::phones::{Phone, chance};
use super::relay::{Relay, refusal};
use crate::sync::call::{Failure, Request, Response};
use crate::sync::vault::{Exchange, Step, Summary};

/// One exchange, for as long as the battery lasts. What is in the phone's store is all that is left of one cut short.
pub(super) fn run(
    phone: &mut Phone,
    steps: u32,
    line: &mut dyn FnMut(&Request) -> Result<Response, Failure>,
) -> Option<Summary> {
    let fuse = Fuse::of(steps);
    let mut exchange = Exchange::new(phone.store.kept.clone(), None, Arc::new(chance())).unwrap();
    let record = DyingRecord(&phone.record, &fuse);
    let mut now = phone.now;
    for _ in 0..1_000 {
        let mut state = Dying(&mut phone.store, &fuse);
        match exchange.next(now, &mut state, &record).ok()? {
            Step::Send(_) if fuse.burn() => return None,
            Step::Send(request) => {
                let answer = line(&request);
                if fuse.burn() {
                    return None;
                }
                exchange.feed(now, answer, &mut state, &record).ok()?;
            }
            Step::Wait(until) => now = until,
            Step::Done(summary) => return Some(summary),
        }
    }
    panic!("an exchange without an end");
}

/// Loses, doubles, tears, refuses and holds back.
pub(super) fn bad_line(
    relay: &mut Relay,
    late: &mut Vec<(WireId, Request)>,
    dice: &mut Chance,
    own: WireId,
    request: &Request,
) -> Result<Response, Failure> {
    if !late.is_empty() && dice.percent(15) {
        let (whose, request) = late.swap_remove(dice.below(late.len()));
        arrives_late(relay, whose, &request);
    }
    match dice.below(25) {
        0 => Err(Failure::Offline),
        1 => {
            // It arrived, and the answer did not.
            relay.answer(request);
            Err(Failure::Torn)
        }
        2 => {
            relay.answer(request);
            Ok(relay.answer(request))
        }
        3 if ![paths::CHALLENGE, paths::TOKEN].contains(&request.path.as_str()) => {
            late.push((own, request.clone()));
            Err(Failure::Timeout)
        }
        4 => Ok(refusal(503, ProblemCode::Internal)),
        _ => Ok(relay.answer(request)),
    }
}

/// What the line held back comes after what was sent later. A token of a removed phone is worth nothing, and a head that
/// does not follow the one there is, is refused.
fn arrives_late(relay: &mut Relay, whose: WireId, request: &Request) {
    let list = relay.list();
    if list.live_device(whose).is_none() {
        return;
    }
    if request.path == paths::vault_sync(&relay.vault) {
        let sync = Sync::decode(request.body.as_ref().unwrap()).unwrap();
        let opened = |object: &Vec<u8>| Head::open(object, &list).ok();
        let before = relay.heads.get(&whose).and_then(opened);
        if sync.head.as_ref().and_then(opened).zip(before).is_some_and(|(head, before)| !head.follows(&before)) {
            return;
        }
    }
    let somebody = relay.logged_in.replace(whose);
    relay.answer(request);
    relay.logged_in = somebody;
}
