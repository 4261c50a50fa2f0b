//! Early warning signs: the person's own, rated by the person.
//!
//! Two voices speak about them. The person's **own rules** come first: "if this sign is there,
//! I do that", from the first day. **Your usual** is the second, off until the person turns it
//! on: it compares the last week or so with that person's own usual.

mod over_months;

pub use over_months::{GoodTime, GoodTimeId, MonthMean, NoticeAnswer, SignsOverMonths};

use handrail_core::signs as core;

use crate::clock::{CivilDate, Moment};
use crate::convert::{In, Out, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::plan::PlanLineId;
use crate::store::Changes;
use crate::usual::{UsualNow, YourUsual};
use crate::words::Message;

id! {
    /// Names a warning sign.
    WarningSignId = core::WarningSignId
}

id! {
    /// Names a check-in.
    CheckInId = core::CheckInId
}

id! {
    /// Names an if-then rule.
    OwnRuleId = core::OwnRuleId
}

choice! {
    /// Whether a sign is asked about.
    SignState = core::SignState {
        /// It is part of the check-in.
        Following,
        /// Resting: kept, not asked.
        Resting,
    }
}

choice! {
    /// Whether a sign says that something is coming, or is there most of the time.
    SignPattern = core::SignPattern {
        /// It comes before it gets worse.
        NewForMe,
        /// It is there most of the time: not a warning.
        UsualForMe,
    }
}

choice! {
    /// What a notice is about.
    NoticeAbout = core::NoticeAbout {
        /// All followed signs together.
        Together,
        /// The one sign that matters most to me.
        KeySign,
    }
}

choice! {
    /// How far a notice has come.
    NoticeStep = core::NoticeStep {
        /// Higher than usual: said gently, with the plan.
        Gentle,
        /// My plan says to contact somebody.
        Contact,
    }
}

view! {
    /// Whom the plan says to contact.
    PlanContact from core::PlanContact {
        /// The line of the plan.
        line: PlanLineId,
        /// A name, in the person's words.
        name: String,
        /// A number; may be empty.
        phone: String,
    }
}

view! {
    /// A sign that has been higher lately.
    RaisedSign from core::RaisedSign {
        /// Which.
        id: WarningSignId,
        /// In the person's own words.
        wording: String,
    }
}

view! {
    /// An open notice of "your usual", ready to be shown.
    Notice from core::Notice {
        /// What it is about.
        about: NoticeAbout,
        /// The day it opened: names it when it is answered.
        opened: CivilDate,
        /// How far it has come.
        step: NoticeStep,
        /// Whether it asks for attention today. If not, it only stands on the signs screen.
        for_today: bool,
        /// The signs that rose most over the last week, at most three.
        signs: Vec<RaisedSign>,
        /// Whom the plan says to contact; only at that step.
        contact: Option<PlanContact>,
        /// What to say.
        message: Message,
    }
}

choice! {
    /// The form of a rule's "if".
    RuleCondition = core::RuleCondition {
        /// The sign is there.
        There,
        /// It is rated at least `level`.
        AtLeast,
        /// On `count` check-ins in a row.
        InARow,
        /// On `count` of the last `out_of`.
        OfLast,
    }
}

choice! {
    /// Whether a rule is looked at.
    RuleState = core::RuleState {
        /// It is.
        On,
        /// It rests.
        Off,
    }
}

choice! {
    /// What the person says about their usual.
    UsualEvent = core::UsualEvent {
        /// "Yes, this is my new usual."
        NewUsualYes,
        /// "No."
        NewUsualNo,
        /// Client and practitioner begin anew together, after an admission or a change of medicine.
        Reset,
    }
}

edit! {
    /// A sign in the person's own words.
    NewWarningSign into core::NewWarningSign {
        /// What I notice, at most 280 characters.
        wording: String,
        /// Who else may notice; may be empty.
        #[uniffi(default)]
        who_may_notice: String,
        /// Ratings run from 0 (not at all) to this: 3 or 10.
        scale: i64,
        /// The one sign that matters most. Making a sign the key sign takes it from another.
        #[uniffi(default)]
        key_sign: bool,
        /// When this one is there, help comes first, whatever any rule says.
        #[uniffi(default)]
        emergency: bool,
        /// How long before it gets worse it shows, in words.
        #[uniffi(default)]
        days_before: String,
        /// New for me, or there most of the time; nothing where that was not said.
        #[uniffi(default)]
        pattern: Option<SignPattern>,
        /// How I, or somebody with me, can check that it is there.
        #[uniffi(default)]
        how_to_check: String,
        /// A good sign, such as "I sleep well": high ratings are good ones. Never the emergency sign.
        #[uniffi(default)]
        high_is_good: bool,
        /// The item of the pack's start list it was taken from.
        #[uniffi(default)]
        list_id: String,
    }
}

/// How strong a sign is.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct SignRating {
    /// Which sign.
    pub sign: WarningSignId,
    /// 0 (not at all) to its scale.
    pub rating: i64,
}

impl Out<(core::WarningSignId, i64)> for SignRating {
    fn out((sign, rating): (core::WarningSignId, i64)) -> Self {
        Self { sign: Out::out(sign), rating }
    }
}

impl In<(core::WarningSignId, i64)> for SignRating {
    fn taken(self, field: &'static str) -> handrail_core::Result<(core::WarningSignId, i64)> {
        let Self { sign, rating } = self;
        Ok((sign.taken(field)?, rating))
    }
}

edit! {
    /// A check-in: some or all of the signs, and a note if wanted.
    NewCheckIn into core::NewCheckIn {
        /// Each sign once, 0 to its scale. A tick is 1.
        #[uniffi(default)]
        ratings: Vec<SignRating>,
        /// May be empty.
        #[uniffi(default)]
        note: String,
    }
}

edit! {
    /// "If [sign] [condition], I [action]."
    NewOwnRule into core::NewOwnRule {
        /// Which sign.
        sign: WarningSignId,
        /// The form of the if.
        condition: RuleCondition,
        /// From which rating the sign counts, 1 to its scale; 1 is "there".
        #[uniffi(default = 1)]
        level: i64,
        /// For `InARow` and `OfLast`: how many check-ins, 2 to 14; else not looked at.
        #[uniffi(default = 2)]
        count: i64,
        /// For `OfLast`: out of how many, `count` to 28; else not looked at.
        #[uniffi(default = 2)]
        out_of: i64,
        /// What I do, in my words.
        action: String,
    }
}

view! {
    /// A sign as it is shown.
    WarningSignView from core::WarningSignView {
        /// Which.
        id: WarningSignId,
        /// What I notice.
        wording: String,
        /// Who else may notice.
        who_may_notice: String,
        /// 3 or 10.
        scale: i64,
        /// The one that matters most.
        key_sign: bool,
        /// Opens help at once.
        emergency: bool,
        /// How long before, in words.
        days_before: String,
        /// New for me, or there most of the time; nothing where that was not said.
        pattern: Option<SignPattern>,
        /// How to check that it is there.
        how_to_check: String,
        /// High ratings are good ones.
        high_is_good: bool,
        /// The item of the start list it was taken from; may be empty.
        list_id: String,
        /// Part of the check-in or resting.
        state: SignState,
        /// The last 14 days, today last; nothing where it was not rated. A gap is not a sign.
        last_days: Vec<Option<i64>>,
    }
}

view! {
    /// A check-in as it is shown.
    CheckInView from core::CheckInView {
        /// Which.
        id: CheckInId,
        /// The ratings.
        ratings: Vec<SignRating>,
        /// The note.
        note: String,
        /// The person's day.
        day: CivilDate,
        /// When exactly.
        made: Moment,
    }
}

view! {
    /// A rule as it is shown: one sentence made from these by the language files.
    OwnRuleView from core::OwnRuleView {
        /// Which.
        id: OwnRuleId,
        /// The sign it is about.
        sign: WarningSignId,
        /// Its wording now.
        sign_wording: String,
        /// It is a good sign: `level` counts from the top down.
        high_is_good: bool,
        /// The form of the if.
        condition: RuleCondition,
        /// From which rating the sign counts.
        level: i64,
        /// How many check-ins.
        count: i64,
        /// Out of how many.
        out_of: i64,
        /// What I do.
        action: String,
        /// Looked at or resting.
        state: RuleState,
        /// Since when its action is open; nothing when it is not.
        open_since: Option<CivilDate>,
    }
}

view! {
    /// The signs screen.
    SignsView from core::SignsView {
        /// My signs, the followed ones first.
        signs: Vec<WarningSignView>,
        /// My rules.
        rules: Vec<OwnRuleView>,
        /// The newest check-ins, at most 50.
        recent: Vec<CheckInView>,
        /// Whether there is a check-in for today.
        checked_in_today: bool,
        /// "Your usual", only where it was turned on.
        usual: Option<UsualNow>,
        /// The key sign by itself.
        key_sign_usual: Option<UsualNow>,
        /// The notice that is open, if any, with the words for it.
        notice: Option<Notice>,
        /// A third notice worried me: offer the quieter choice.
        suggest_quieter: bool,
    }
}

#[uniffi::export]
impl Handrail {
    /// Adds a sign of mine; it is followed from now on.
    pub fn save_warning_sign(&self, details: NewWarningSign) -> Result<Changes> {
        self.call(|core| core.save_warning_sign(&details.taken("details")?))
    }

    /// Changes a sign of mine. Its scale stays, since ratings on another would mean something
    /// else: `scale` is refused if it differs.
    pub fn edit_warning_sign(&self, id: WarningSignId, edit: NewWarningSign) -> Result<Changes> {
        self.call(|core| core.edit_warning_sign(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Follows a sign or lets it rest. Its ratings are kept.
    pub fn set_warning_sign_state(&self, id: WarningSignId, state: SignState) -> Result<Changes> {
        self.call(|core| core.set_warning_sign_state(id.taken("id")?, state.taken("state")?))
    }

    /// Moves a sign in the order of the check-in: `place` counts from 0; beyond the end means last.
    pub fn move_warning_sign(&self, id: WarningSignId, place: u32) -> Result<Changes> {
        self.call(|core| core.move_warning_sign(id.taken("id")?, place))
    }

    /// Keeps a check-in, and opens the action of each of my rules that now holds.
    ///
    /// Refused: no rating and no note, a sign that is unknown or given twice, a rating off its scale.
    pub fn record_check_in(&self, details: NewCheckIn) -> Result<Changes> {
        self.call(|core| core.record_check_in(&details.taken("details")?))
    }

    /// Puts a check-in right. What the rules say follows it.
    pub fn edit_check_in(&self, id: CheckInId, edit: NewCheckIn) -> Result<Changes> {
        self.call(|core| core.edit_check_in(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Adds a rule of mine.
    pub fn save_own_rule(&self, details: NewOwnRule) -> Result<Changes> {
        self.call(|core| core.save_own_rule(&details.taken("details")?))
    }

    /// Changes a rule of mine.
    pub fn edit_own_rule(&self, id: OwnRuleId, edit: NewOwnRule) -> Result<Changes> {
        self.call(|core| core.edit_own_rule(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Lets a rule rest, or takes it up again.
    pub fn set_own_rule_state(&self, id: OwnRuleId, state: RuleState) -> Result<Changes> {
        self.call(|core| core.set_own_rule_state(id.taken("id")?, state.taken("state")?))
    }

    /// The signs screen.
    pub fn signs(&self) -> Result<SignsView> {
        self.call(handrail_core::Handrail::signs)
    }

    /// The 50 check-ins before this one, for scrolling back.
    pub fn check_ins_before(&self, check_in: CheckInId) -> Result<Vec<CheckInView>> {
        self.call(|core| core.check_ins_before(check_in.taken("check_in")?))
    }

    /// "Your usual" with the last year of its series and every opening, for the chart; nothing while it is turned off.
    /// Computed once for each day and each change of what it looks at.
    pub fn your_usual(&self) -> Result<Option<YourUsual>> {
        self.call(handrail_core::Handrail::your_usual)
    }

    /// Keeps what the person says about their usual.
    pub fn record_usual_event(&self, event: UsualEvent) -> Result<Changes> {
        self.call(|core| core.record_usual_event(event.taken("event")?))
    }
}
