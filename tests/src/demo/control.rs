//! The control: a relay that is fed one packet that was never sealed. If the search finds nothing
//! there, it would not have found anything anywhere, and the check fails.

use std::path::PathBuf;
use std::sync::Arc;

use std::io::Write as _;

use handrail_clinic::{PageFiles, Relay, RelayClock as _, RelayConfig, SystemClock};
use handrail_core::ids::SystemRandomness;
use handrail_core::sync::http::{CancelToken, Http, exchange, pair};
use handrail_core::sync::pairing::{Pairing, Step};
use handrail_core::sync::relay::{Account, Exchange};
use handrail_core::sync::{Incoming, MailboxState, Outgoing, Pin, Relationship, SendRefusal, StoreFailed, TakenIn};
use handrail_wire::api::Cursor;
use handrail_wire::encode::lp;
use handrail_wire::keyset::KeySet;
use handrail_wire::outer::{Message, Outer, Purpose};
use handrail_wire::signed::SigningKey;
use handrail_wire::{Hash, Id};
use serde_json::json;
use tokio::runtime::Runtime;

use super::DemoError;
use super::page::Page;
use super::search::Search;

/// Where the control lives.
#[derive(Debug)]
pub struct Control {
    /// Its own folder.
    pub folder: PathBuf,
    /// The demo build of the page, for the practitioner's side of the pairing.
    pub page: PathBuf,
}

/// Bytes of a sealed message that are no content: encapsulation and tag.
const ENCAPSULATION: usize = 1_120;
const PLAIN: usize = 16_384;
const TAG: usize = 16;

impl Control {
    /// How often `search` finds `text` at a relay to which it was sent without a seal.
    pub fn found(&self, search: &Search, text: &str, runtime: &Runtime) -> Result<u64, DemoError> {
        let relay_folder = self.folder.join("relay");
        let mut config = RelayConfig::new(&relay_folder);
        config.page = PageFiles::none();
        let relay = runtime.block_on(Relay::start(config))?;
        let mut page = Page::start(&self.page.join("../dist-node/driver.js"))?;
        let now = || SystemClock.now_ms();
        let code = runtime.block_on(relay.enrol())?;
        let origin = relay.origin().to_string();
        page.call("enrol", now(), json!({ "origin": origin, "enrolment_code": code }))?;
        let invite = page.call("invite", now(), json!({ "name": "Control" }))?;
        let qr = invite["qr"].as_str().ok_or(DemoError::Wrong("no pairing code"))?.to_owned();
        let relationship = pair_with(&qr, &mut page, runtime)?;
        let message = unsealed(&relationship, text)?;
        send(relationship, message, runtime)?;
        runtime.block_on(relay.shutdown())?;
        Ok(search.found_in(&relay_folder)?)
    }
}

/// Pairs with the page, both sides saying "same words".
fn pair_with(qr: &str, page: &mut Page, runtime: &Runtime) -> Result<Relationship, DemoError> {
    let now = || SystemClock.now_ms();
    let wrong = |_| DemoError::Wrong("the control does not pair");
    let mut pairing = Pairing::scan(qr, now(), Arc::new(SystemRandomness::default())).map_err(wrong)?;
    let (origin, certificate) = (pairing.invite().origin.clone(), pairing.invite().certificate);
    let http = Http::new(&origin, certificate.as_ref()).map_err(|_| DemoError::Wrong("no client for the control"))?;
    let cancel = CancelToken::new();
    let phone = runtime.spawn(async move {
        let first = pair(&http, &mut pairing, &now, &cancel).await;
        if !matches!(first, Ok(Step::Compare(_))) {
            return None;
        }
        pairing.same();
        match pair(&http, &mut pairing, &now, &cancel).await {
            Ok(Step::Done(relationship)) => Some(*relationship),
            _ => None,
        }
    });
    let mut confirmed = false;
    while !phone.is_finished() {
        let polled = page.call("pair_poll", now(), json!({}))?;
        if polled["state"] == "words" && !confirmed {
            page.call("pair_confirm", now(), json!({}))?;
            confirmed = true;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    runtime.block_on(phone).ok().flatten().ok_or(DemoError::Wrong("the control does not pair"))
}

/// A message of the right form and size in which nothing is sealed.
fn unsealed(of: &Relationship, text: &str) -> Result<Outgoing, DemoError> {
    let wrong = || DemoError::Wrong("no message for the control");
    let reader = of.readers.first().ok_or_else(wrong)?;
    let identity = SigningKey::from_seed(&of.identity_seed).map_err(|_| wrong())?;
    let key_set = KeySet::open(&reader.keyset).map_err(|_| wrong())?;
    let subkey = key_set.subkeys.first().ok_or_else(wrong)?;
    let outer = Outer {
        purpose: Purpose::Review,
        mailbox: of.mailbox,
        sender: identity.public(),
        device: of.device,
        recipient_key: Hash::from(handrail_wire::derive::sha256(subkey.key.as_bytes())),
        sequence: 1,
    }
    .encode();
    let mut deflater = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
    deflater.write_all(json!({ "type": "review", "talk_about": [{ "text": text }] }).to_string().as_bytes())?;
    let mut body = vec![7; ENCAPSULATION];
    body.extend(lp(&outer));
    body.extend(lp(&deflater.finish()?));
    body.resize(ENCAPSULATION + PLAIN + TAG, 0);
    Ok(Outgoing { recipient: reader.account, sequence: 1, message: Message::join(&outer, &body) })
}

fn send(from: Relationship, message: Outgoing, runtime: &Runtime) -> Result<(), DemoError> {
    let wrong = || DemoError::Wrong("the control's message was not taken");
    let http = Http::new(&from.origin, from.certificate.as_ref()).map_err(|_| wrong())?;
    let identity = SigningKey::from_seed(&from.identity_seed).map_err(|_| wrong())?;
    let account = Account { origin: from.origin.clone(), mailbox: from.mailbox, device: from.device, identity };
    let mut state = OneMessage { from, message: Some(message) };
    let mut run = Exchange::new(account, None, Arc::new(SystemRandomness::default()));
    let now = || SystemClock.now_ms();
    runtime.block_on(exchange(&http, &mut run, &mut state, &now, &CancelToken::new())).map_err(|_| wrong())?;
    if state.message.is_none() { Ok(()) } else { Err(wrong()) }
}

/// A store that holds one message and keeps nothing.
struct OneMessage {
    from: Relationship,
    message: Option<Outgoing>,
}

impl MailboxState for OneMessage {
    fn roster_to_send(&mut self) -> Result<Option<Vec<u8>>, StoreFailed> {
        Ok(Some(self.from.roster.clone()).filter(|r| !r.is_empty()))
    }
    fn roster_sent(&mut self) -> Result<(), StoreFailed> {
        self.from.roster.clear();
        Ok(())
    }
    fn pins(&mut self) -> Result<Vec<Pin>, StoreFailed> {
        let pin = |r: &handrail_core::sync::Reader| Pin {
            account: r.account,
            identity: r.identity,
            highest: r.highest,
            asked_ms: i64::MAX / 2,
        };
        Ok(self.from.readers.iter().map(pin).collect())
    }
    fn keyset_renewed(&mut self, _: Id, _: &[u8], _: u32, _: i64) -> Result<(), StoreFailed> {
        Ok(())
    }
    fn next_to_send(&mut self) -> Result<Option<Outgoing>, StoreFailed> {
        Ok(self.message.clone())
    }
    fn mark_delivered(&mut self, _: Id, _: u64) -> Result<(), StoreFailed> {
        self.message = None;
        Ok(())
    }
    fn quarantine(&mut self, _: Id, _: u64, _: SendRefusal) -> Result<(), StoreFailed> {
        Err(StoreFailed)
    }
    fn cursor(&mut self) -> Result<Option<Cursor>, StoreFailed> {
        Ok(None)
    }
    fn set_cursor(&mut self, _: Cursor) -> Result<(), StoreFailed> {
        Ok(())
    }
    fn take_in(&mut self, _: &Incoming) -> Result<TakenIn, StoreFailed> {
        Ok(TakenIn::Refused)
    }
    fn acks_due(&mut self, _: usize) -> Result<Vec<Cursor>, StoreFailed> {
        Ok(Vec::new())
    }
    fn acked(&mut self, _: &[Cursor]) -> Result<(), StoreFailed> {
        Ok(())
    }
    fn epoch_changed(&mut self) -> Result<(), StoreFailed> {
        Ok(())
    }
}
