//! What a demo client shares, and what they do with what comes back.

use std::sync::Arc;

use handrail_core::Error;
use handrail_core::homework::HomeworkOutcome;
use handrail_core::proposals::ProposalEdit;
use handrail_core::review::{Choices, Concept, PACKET, PacketWords, Period, PreviewLine, Switches};
use handrail_core::sync::http::CancelToken;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::DemoError;
use super::clock::DemoClock;
use super::page::Page;
use super::phone::Phone;

impl Phone {
    /// Face to face: the page shows a code, the phone scans it, both compare four words and say "same".
    pub(super) fn pair(
        &mut self,
        runtime: &Runtime,
        page: &mut Page,
        clock: &Arc<DemoClock>,
        invite: Value,
    ) -> Result<(), DemoError> {
        let shown = page.call("invite", clock.now_ms(), invite)?;
        let qr = shown["qr"].as_str().ok_or(DemoError::Wrong("no pairing code"))?;
        let mut under_way = self.handrail.scan_invite(qr)?;
        let cancel = CancelToken::new();
        let handrail = &self.handrail;
        let mut at_page = PageSide { page, clock, confirmed: false, words: None };
        let here = runtime.block_on(beside(handrail.pair(&mut under_way, &cancel), || at_page.look()))??;
        at_page.look()?;
        if at_page.words.as_deref() != Some(here.join(" ").as_str()) {
            return Err(DemoError::Wrong("the two screens show different words"));
        }
        at_page.confirm()?;
        runtime.block_on(beside(handrail.confirm_pairing(&mut under_way, true, &cancel), || at_page.look()))??;
        runtime.block_on(self.handrail.sync(&cancel))?;
        let paired = page.call("pair_await_roster", clock.now_ms(), json!({}))?;
        if paired["paired"] != true {
            return Err(DemoError::Wrong("the page did not see the client's yes"));
        }
        let mailbox = paired["client"].as_str().ok_or(DemoError::Wrong("no mailbox"))?;
        self.mailbox.push_str(mailbox);
        Ok(())
    }

    /// Looks through the review and sends it. Most leave everything in; some hide a line, some switch their notes on.
    /// How many packets that made.
    pub fn share(&mut self) -> Result<u64, Error> {
        let words = PacketWords::of(&self.handrail.words()?);
        let review = self.handrail.review(Period::SinceLastMeeting, &words)?;
        let mut choices = Choices::default();
        if self.chance.percent(50) {
            choices.switches = Switches { coping_notes: true, homework_notes: true, ..Switches::default() };
        }
        let mut preview = self.handrail.preview(&review, &choices)?;
        if self.chance.percent(25) {
            let lines = preview.packets.first().map(|p| p.lines.as_slice()).unwrap_or_default();
            let n = usize::try_from(self.chance.below(lines.len() as u64)).unwrap_or(0);
            // What they agreed on together stays in, so that the check can look for it.
            let agreed = |line: &&PreviewLine| matches!(line.id.concept, Concept::SignsMonths | Concept::GoodTime);
            if let Some(line) = lines.get(n).filter(|line| !agreed(line)) {
                choices.hidden.insert(line.id);
                preview = self.handrail.preview(&review, &choices)?;
            }
        }
        let changes = self.handrail.share(&preview)?;
        Ok(changes.records.iter().filter(|c| c.concept == PACKET).count() as u64)
    }

    /// Sends and fetches. The bytes of request bodies it sent.
    pub fn sync(&self, runtime: &Runtime) -> Result<u64, DemoError> {
        let report = runtime.block_on(self.handrail.sync(&CancelToken::new()))?;
        match (report.stopped, report.not_opened) {
            (None, 0) => Ok(report.bytes_sent),
            (Some(_), _) => Err(DemoError::Wrong("a sync stopped early")),
            (None, _) => Err(DemoError::Wrong("a phone could not open a message")),
        }
    }

    /// "Yes, mine" to most of what was suggested, sometimes in other words; "no, thanks" to some. How many became theirs.
    pub fn answer_proposals(&mut self) -> Result<u64, Error> {
        let mut accepted = 0;
        for proposal in self.handrail.proposals()?.waiting {
            if self.chance.percent(12) {
                self.handrail.decline_proposal(proposal.id)?;
                continue;
            }
            let edit = ProposalEdit {
                why: self.chance.percent(30).then(|| "Because I want to find out".to_owned()),
                ..ProposalEdit::default()
            };
            self.handrail.accept_proposal(proposal.id, &edit)?;
            accepted += 1;
        }
        Ok(accepted)
    }

    /// Proposals of this packet that were accepted and have since been done, each counted once.
    pub fn count_what_came_back(&mut self, packet: &Value) -> u64 {
        let done = |results: &Value| {
            let done = HomeworkOutcome::Done.word();
            results.as_array().is_some_and(|r| r.iter().any(|one| one["result"] == done))
        };
        let mut new = 0;
        for homework in packet["homework"].as_array().into_iter().flatten() {
            if let Some(proposal) = homework["proposal"].as_str().filter(|_| done(&homework["results"])) {
                new += u64::from(self.came_back.insert(proposal.to_owned()));
            }
        }
        new
    }

    /// A next step for a short-term goal that the packet shows, for the practitioner to suggest.
    #[must_use]
    pub fn next_step_for(&self, packet: &Value) -> Value {
        let goal = packet["goals"][0]["short_term"][0]["id"].as_str();
        match goal {
            Some(goal) => json!({
                "kind": "step",
                "title": "Ask one person to come along",
                "why": "You said it is easier with company",
                "short_term_goal": goal,
            }),
            None => super::living::suggestion(0),
        }
    }
}

/// Runs `phone` to its end and lets the page look in between, as two people at one table do.
async fn beside<T>(
    phone: impl Future<Output = T>,
    mut look: impl FnMut() -> Result<(), DemoError>,
) -> Result<T, DemoError> {
    let mut phone = std::pin::pin!(phone);
    loop {
        tokio::select! {
            biased;
            done = &mut phone => return Ok(done),
            () = tokio::time::sleep(std::time::Duration::from_millis(20)) => look()?,
        }
    }
}

/// The page's half of a pairing.
struct PageSide<'a> {
    page: &'a mut Page,
    clock: &'a Arc<DemoClock>,
    confirmed: bool,
    words: Option<String>,
}

impl PageSide<'_> {
    fn look(&mut self) -> Result<(), DemoError> {
        // Nobody sits still for the waiting; the shared clock does, so it is moved on.
        self.clock.pass(2_000);
        if self.confirmed {
            return Ok(());
        }
        let polled = self.page.call("pair_poll", self.clock.now_ms(), json!({}))?;
        if let Some(words) = polled["words"].as_array() {
            self.words = Some(words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "));
        }
        Ok(())
    }

    fn confirm(&mut self) -> Result<(), DemoError> {
        self.page.call("pair_confirm", self.clock.now_ms(), json!({}))?;
        self.confirmed = true;
        Ok(())
    }
}
