//! Coping: what I do when it is hard, and whether it helped me carry on.

pub mod library;
pub mod suggestions;
pub mod waiting;

use handrail_core::coping as core;

use crate::clock::{CivilDate, Moment};
use crate::convert::{In as _, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::Changes;

id! {
    /// Names a coping strategy.
    CopingStrategyId = core::CopingStrategyId
}
id! {
    /// Names one try of a strategy.
    CopingEntryId = core::CopingEntryId
}

choice! {
    /// The answer to "Did it help me carry on?"
    Helped = core::Helped {
        /// Not this time.
        Not,
        /// A little.
        ALittle,
        /// A lot.
        ALot,
    }
}

choice! {
    /// Whether a strategy is offered.
    StrategyState = core::StrategyState {
        /// One of mine.
        Keep,
        /// One of mine, and I am still changing it to fit me.
        Adapt,
        /// Set down; its tries are kept.
        Drop,
    }
}

edit! {
    /// A strategy as the person wants it.
    NewCopingStrategy into core::NewCopingStrategy {
        /// What I do, at most 280 characters.
        name: String,
        /// The steps, if any.
        #[uniffi(default)]
        how: String,
        /// What it is for, in the person's words.
        #[uniffi(default)]
        trouble: String,
        /// How I changed it for me, at most 8,000 characters.
        #[uniffi(default)]
        adapted: String,
    }
}

edit! {
    /// A try, as it is logged: two taps, anything but the strategy may be left out.
    NewCopingEntry into core::NewCopingEntry {
        /// What I did.
        strategy: CopingStrategyId,
        /// What was going on; may be empty.
        #[uniffi(default)]
        situation: String,
        /// Did it help me carry on; may be answered later.
        #[uniffi(default)]
        helped: Option<Helped>,
        /// How strong the trouble was before, 0-10.
        #[uniffi(default)]
        before: Option<i64>,
        /// How strong it was after, 0-10.
        #[uniffi(default)]
        after: Option<i64>,
        /// Anything else; may be empty.
        #[uniffi(default)]
        note: String,
        /// Where I was, at most 280 characters.
        #[uniffi(default)]
        place: String,
        /// What it was against: a trouble of the pack, by its id, or in words.
        #[uniffi(default)]
        trouble: String,
    }
}

view! {
    /// A strategy with a plain count of what its tries said.
    CopingStrategyView from core::CopingStrategyView {
        /// Which.
        id: CopingStrategyId,
        /// What I do.
        name: String,
        /// The steps.
        how: String,
        /// What it is for.
        trouble: String,
        /// Tries that have an answer.
        answered: u32,
        /// Of those, how often it helped a little or a lot: "you said it helped 4 of 5 times".
        helped: u32,
        /// All tries, answered or not.
        tries: u32,
        /// One of mine, or one I am still changing.
        state: StrategyState,
        /// The strategy of the pack it was taken from; empty for one of my own.
        library_id: String,
        /// The day I last practised it in a role play.
        practised_on: Option<CivilDate>,
        /// How I changed it for me.
        adapted: String,
    }
}

view! {
    /// One try, as it is shown.
    CopingEntryView from core::CopingEntryView {
        /// Which.
        id: CopingEntryId,
        /// What I did.
        strategy: CopingStrategyId,
        /// Its name now.
        strategy_name: String,
        /// What was going on.
        situation: String,
        /// Did it help me carry on.
        helped: Option<Helped>,
        /// 0-10 before.
        before: Option<i64>,
        /// 0-10 after.
        after: Option<i64>,
        /// Anything else.
        note: String,
        /// Where I was.
        place: String,
        /// What it was against: the id of a trouble in the pack, or words.
        trouble: String,
        /// The person's day.
        day: CivilDate,
        /// When exactly.
        made: Moment,
    }
}

view! {
    /// The coping screen.
    CopingView from core::CopingView {
        /// My strategies, the ones I use most first.
        strategies: Vec<CopingStrategyView>,
        /// Those I set down.
        set_down: Vec<CopingStrategyView>,
        /// Tries of today whose "how is it now?" was put off.
        rate_later: Vec<CopingEntryView>,
        /// The newest tries, at most 50.
        recent: Vec<CopingEntryView>,
    }
}

#[uniffi::export]
impl Handrail {
    /// The coping screen.
    pub fn coping(&self) -> Result<CopingView> {
        self.call(handrail_core::Handrail::coping)
    }

    /// The 50 tries before this one, for scrolling back.
    pub fn coping_before(&self, entry: CopingEntryId) -> Result<Vec<CopingEntryView>> {
        self.call(|core| core.coping_before(entry.taken("entry")?))
    }

    /// Adds a strategy of mine.
    pub fn save_coping_strategy(&self, details: NewCopingStrategy) -> Result<Changes> {
        self.call(|core| core.save_coping_strategy(&details.taken("details")?))
    }

    /// Changes a strategy of mine. What it was called before stays as a revision.
    pub fn edit_coping_strategy(&self, id: CopingStrategyId, edit: NewCopingStrategy) -> Result<Changes> {
        self.call(|core| core.edit_coping_strategy(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Sets a strategy down, or takes it up again. Its tries are kept.
    pub fn set_coping_strategy_state(&self, id: CopingStrategyId, state: StrategyState) -> Result<Changes> {
        self.call(|core| core.set_coping_strategy_state(id.taken("id")?, state.taken("state")?))
    }

    /// Notes that I practised it in a role play, today or on an earlier day; nothing takes the note back.
    ///
    /// Refused: a `practised_on` after today, or ten years back.
    pub fn set_coping_practised(&self, id: CopingStrategyId, practised_on: Option<CivilDate>) -> Result<Changes> {
        self.call(|core| core.set_coping_practised(id.taken("id")?, practised_on.taken("practised_on")?))
    }

    /// Answers later how strong it is now, 0-10: the rest of the try stays as it is.
    pub fn rate_coping_after(&self, id: CopingEntryId, after: i64) -> Result<Changes> {
        self.call(|core| core.rate_coping_after(id.taken("id")?, after))
    }

    /// Answers later whether it helped me carry on: the rest of the try stays as it is.
    pub fn answer_coping(&self, id: CopingEntryId, helped: Helped) -> Result<Changes> {
        self.call(|core| core.answer_coping(id.taken("id")?, helped.taken("helped")?))
    }

    /// Logs a try. When this returns, it is safe.
    pub fn record_coping(&self, details: NewCopingEntry) -> Result<Changes> {
        self.call(|core| core.record_coping(&details.taken("details")?))
    }

    /// Changes a try, such as answering later whether it helped. Within ten minutes of writing it
    /// this is part of the first writing; after that the earlier text stays as a revision.
    pub fn edit_coping(&self, id: CopingEntryId, edit: NewCopingEntry) -> Result<Changes> {
        self.call(|core| core.edit_coping(id.taken("id")?, &edit.taken("edit")?))
    }
}
