//! The record of warning signs: the signs themselves, check-ins on them, and the person's own rules.
//!
//! A check-in rates the signs the person follows, as many of them as they like; a tick ("it is
//! here today") is a rating of 1. In the write that keeps a check-in the person's own rules are
//! looked at, and a rule that now holds keeps the day on which its action opened.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _};

use super::holds::{evaluate, ratings_of};
use super::own_rules::{Action, Condition, OwnRule, OwnRuleError};
use crate::clock::{Day, Moment};
use crate::error::{Error, Reason, Result};
use crate::handrail::Handrail;
use crate::ids::{Id, id_type};
use crate::store::kinds::{CHECK_IN, OWN_RULE, RULE_OPENING, Values, WARNING_SIGN, value};
use crate::store::{Changes, Write};
use crate::validate::{self, choice};

id_type! {
    /// Names a warning sign.
    WarningSignId
}
id_type! {
    /// Names a check-in.
    CheckInId
}
id_type! {
    /// Names an if-then rule.
    OwnRuleId
}

choice! {
    /// Whether a sign is asked about.
    SignState {
        /// It is part of the check-in.
        Following = "following",
        /// Resting: kept, not asked.
        Resting = "resting",
    }
}

choice! {
    /// Whether a sign says that something is coming, or is there most of the time.
    SignPattern {
        /// It comes before it gets worse.
        NewForMe = "new_for_me",
        /// It is there most of the time: not a warning. It can be rated and talked about, and have rules of its
        /// own; "your usual" leaves it out, and it is no key sign.
        UsualForMe = "usual_for_me",
    }
}

choice! {
    /// The form of a rule's "if".
    RuleCondition {
        /// The sign is there.
        There = "there",
        /// It is rated at least `level`.
        AtLeast = "at_least",
        /// On `count` check-ins in a row.
        InARow = "in_a_row",
        /// On `count` of the last `out_of`.
        OfLast = "of_last",
    }
}

choice! {
    /// Whether a rule is looked at.
    RuleState {
        /// It is.
        On = "on",
        /// It rests.
        Off = "off",
    }
}

/// Most signs that are followed at once: more than this is no longer a quick check-in.
pub const MOST_FOLLOWED: usize = 20;

/// A sign in the person's own words.
#[derive(Clone, PartialEq, Eq)]
pub struct NewWarningSign {
    /// What I notice, at most 280 characters.
    pub wording: String,
    /// Who else may notice; may be empty.
    pub who_may_notice: String,
    /// Ratings run from 0 (not at all) to this: 3 or 10.
    pub scale: i64,
    /// The one sign that matters most. Making a sign the key sign takes it from another.
    pub key_sign: bool,
    /// When this one is there, help comes first, whatever any rule says.
    pub emergency: bool,
    /// How long before it gets worse it shows, in words; at most 280 characters.
    pub days_before: String,
    /// New for me, or there most of the time; none where that was not said.
    pub pattern: Option<SignPattern>,
    /// How I, or somebody with me, can check that it is there; at most 8,000 characters.
    pub how_to_check: String,
    /// A good sign, such as "I sleep well": high ratings are good ones. It is turned before any rule looks at it,
    /// so it is there when it is rated below the top. Never the emergency sign.
    pub high_is_good: bool,
    /// The item of the pack's start list it was taken from; empty for one of my own; at most 280 characters.
    pub list_id: String,
}

impl Default for NewWarningSign {
    fn default() -> Self {
        Self {
            wording: String::new(),
            who_may_notice: String::new(),
            scale: 3,
            key_sign: false,
            emergency: false,
            days_before: String::new(),
            pattern: None,
            how_to_check: String::new(),
            high_is_good: false,
            list_id: String::new(),
        }
    }
}

/// A check-in: some or all of the signs, and a note if wanted.
#[derive(Clone, PartialEq, Eq)]
pub struct NewCheckIn {
    /// Each sign once, 0 to its scale. A tick is 1.
    pub ratings: Vec<(WarningSignId, i64)>,
    /// May be empty.
    pub note: String,
}

/// "If [sign] [condition], I [action]."
#[derive(Clone, PartialEq, Eq)]
pub struct NewOwnRule {
    /// Which sign.
    pub sign: WarningSignId,
    /// The form of the if.
    pub condition: RuleCondition,
    /// From which rating the sign counts, 1 to its scale; 1 is "there".
    pub level: i64,
    /// For `InARow` and `OfLast`: how many check-ins, 2 to 14.
    pub count: i64,
    /// For `OfLast`: out of how many, `count` to 28.
    pub out_of: i64,
    /// What I do, in my words.
    pub action: String,
}

/// A sign as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct WarningSignView {
    /// Which.
    pub id: WarningSignId,
    /// What I notice.
    pub wording: String,
    /// Who else may notice.
    pub who_may_notice: String,
    /// 3 or 10.
    pub scale: i64,
    /// The one that matters most.
    pub key_sign: bool,
    /// Opens help at once.
    pub emergency: bool,
    /// How long before, in words.
    pub days_before: String,
    /// New for me, or there most of the time; none where that was not said.
    pub pattern: Option<SignPattern>,
    /// How to check that it is there.
    pub how_to_check: String,
    /// High ratings are good ones.
    pub high_is_good: bool,
    /// The item of the start list it was taken from; may be empty.
    pub list_id: String,
    /// Part of the check-in or resting.
    pub state: SignState,
    /// The last 14 days, today last; `None` where it was not rated. A gap is not a sign.
    pub last_days: Vec<Option<i64>>,
}

/// A check-in as it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct CheckInView {
    /// Which.
    pub id: CheckInId,
    /// The ratings.
    pub ratings: Vec<(WarningSignId, i64)>,
    /// The note.
    pub note: String,
    /// The person's day.
    pub day: Day,
    /// When exactly.
    pub made: Moment,
}

/// A rule as it is shown: one sentence made from these by the language files.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnRuleView {
    /// Which.
    pub id: OwnRuleId,
    /// The sign it is about.
    pub sign: WarningSignId,
    /// Its wording now.
    pub sign_wording: String,
    /// It is a good sign: `level` counts from the top down, and the sentence says so.
    pub high_is_good: bool,
    /// The form of the if.
    pub condition: RuleCondition,
    /// From which rating the sign counts.
    pub level: i64,
    /// How many check-ins.
    pub count: i64,
    /// Out of how many.
    pub out_of: i64,
    /// What I do.
    pub action: String,
    /// Looked at or resting.
    pub state: RuleState,
    /// Since when its action is open; `None` when it is not.
    pub open_since: Option<Day>,
}

impl Handrail {
    /// Adds a sign of mine; it is followed from now on.
    pub fn save_warning_sign(&self, new: &NewWarningSign) -> Result<Changes> {
        self.write(|w| {
            room_for_another(w)?;
            let position: i64 =
                w.tx().query_row("SELECT coalesce(max(position), 0) + 1 FROM warning_sign", [], |r| r.get(0))?;
            let id = w.new_id()?;
            let mut values = sign_values(new)?;
            values.push(("state", SignState::Following.into()));
            values.push(("position", value(position)));
            only_key_sign(w, new.key_sign, id)?;
            w.insert(&WARNING_SIGN, id, &values)
        })
    }

    /// Changes a sign of mine. Its scale stays: ratings on another would mean something else.
    ///
    /// # Errors
    /// `scale` in the wrong state if it differs; `high_is_good` too, once it was rated.
    pub fn edit_warning_sign(&self, id: WarningSignId, edit: &NewWarningSign) -> Result<Changes> {
        self.write(|w| {
            let scales = scales(w.tx())?;
            let scale = scales.get(&id).ok_or(Error::NotFound("warning_sign"))?;
            if *scale != edit.scale {
                return Err(Error::invalid("scale", Reason::WrongState));
            }
            may_turn(w, id, edit.high_is_good)?;
            only_key_sign(w, edit.key_sign, id.0)?;
            w.update(&WARNING_SIGN, id.0, &sign_values(edit)?).map(drop)
        })
    }

    /// Follows a sign or lets it rest. Its ratings are kept.
    ///
    /// # Errors
    /// `signs` too many if [`MOST_FOLLOWED`] are followed already.
    pub fn set_warning_sign_state(&self, id: WarningSignId, state: SignState) -> Result<Changes> {
        self.write(|w| {
            if w.update(&WARNING_SIGN, id.0, &vec![("state", state.into())])? && state == SignState::Following {
                // Counted with this one among them: the whole write is taken back if it is one too many.
                at_most(w, MOST_FOLLOWED)?;
            }
            Ok(())
        })
    }

    /// Moves a sign in the order of the check-in: `place` counts from 0; beyond the end means last.
    pub fn move_warning_sign(&self, id: WarningSignId, place: u32) -> Result<Changes> {
        self.write(|w| {
            let mut q = w.tx().prepare_cached("SELECT id FROM warning_sign ORDER BY state, position, id")?;
            let mut order: Vec<WarningSignId> = q.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?;
            if !order.contains(&id) {
                return Err(Error::NotFound(WARNING_SIGN.name));
            }
            order.retain(|other| *other != id);
            order.insert(usize::try_from(place).unwrap_or(usize::MAX).min(order.len()), id);
            for (position, sign) in (1_i64..).zip(order) {
                w.update(&WARNING_SIGN, sign.0, &vec![("position", value(position))])?;
            }
            Ok(())
        })
    }

    /// Keeps a check-in, and opens the action of each of my rules that now holds.
    ///
    /// # Errors
    /// `ratings` empty without a note, a sign that is unknown or given twice, a rating off its scale.
    pub fn record_check_in(&self, new: &NewCheckIn) -> Result<Changes> {
        self.write(|w| {
            let mut values = check_in_values(w, new, &BTreeMap::new())?;
            values.extend(w.made());
            w.insert(&CHECK_IN, w.new_id()?, &values)?;
            open_what_holds(w)
        })
    }

    /// Puts a check-in right. What the rules say follows it. The rating of a sign that was taken
    /// away since may stay as it was.
    pub fn edit_check_in(&self, id: CheckInId, edit: &NewCheckIn) -> Result<Changes> {
        self.write(|w| {
            let before: Option<String> = w
                .tx()
                .prepare_cached("SELECT ratings FROM check_in WHERE id = ?1")?
                .query_row([id], |r| r.get(0))
                .optional()?;
            let before = ratings_of(&before.ok_or(Error::NotFound(CHECK_IN.name))?)?;
            w.update(&CHECK_IN, id.0, &check_in_values(w, edit, &before)?)?;
            open_what_holds(w)
        })
    }

    /// Adds a rule of mine.
    pub fn save_own_rule(&self, new: &NewOwnRule) -> Result<Changes> {
        self.write(|w| {
            let mut values = rule_values(w, new)?;
            values.push(("state", RuleState::On.into()));
            w.insert(&OWN_RULE, w.new_id()?, &values)
        })
    }

    /// Changes a rule of mine.
    pub fn edit_own_rule(&self, id: OwnRuleId, edit: &NewOwnRule) -> Result<Changes> {
        self.write(|w| w.update(&OWN_RULE, id.0, &rule_values(w, edit)?).map(drop))
    }

    /// Lets a rule rest, or takes it up again.
    pub fn set_own_rule_state(&self, id: OwnRuleId, state: RuleState) -> Result<Changes> {
        self.write(|w| w.update(&OWN_RULE, id.0, &vec![("state", state.into())]).map(drop))
    }
}

fn room_for_another(w: &Write<'_>) -> Result<()> {
    at_most(w, MOST_FOLLOWED - 1)
}

fn at_most(w: &Write<'_>, signs: usize) -> Result<()> {
    let followed: i64 =
        w.tx().query_row("SELECT count(*) FROM warning_sign WHERE state = 'following'", [], |r| r.get(0))?;
    if usize::try_from(followed).is_ok_and(|followed| followed <= signs) {
        Ok(())
    } else {
        Err(Error::invalid("signs", Reason::TooMany { limit: MOST_FOLLOWED }))
    }
}

fn sign_values(new: &NewWarningSign) -> Result<Values> {
    if !matches!(new.scale, 3 | 10) {
        return Err(Error::invalid("scale", Reason::UnknownChoice));
    }
    if new.emergency && new.high_is_good {
        return Err(Error::invalid("high_is_good", Reason::WrongState));
    }
    if new.key_sign && new.pattern == Some(SignPattern::UsualForMe) {
        return Err(Error::invalid("pattern", Reason::WrongState));
    }
    Ok(vec![
        ("wording", value(validate::line("wording", &new.wording)?)),
        ("who_may_notice", value(validate::optional_line("who_may_notice", &new.who_may_notice)?)),
        ("scale", value(new.scale)),
        ("key_sign", value(i64::from(new.key_sign))),
        ("emergency", value(i64::from(new.emergency))),
        ("days_before", value(validate::optional_line("days_before", &new.days_before)?)),
        ("pattern", value(new.pattern.map_or("", SignPattern::word).to_owned())),
        ("how_to_check", value(validate::text("how_to_check", &new.how_to_check)?)),
        ("high_is_good", value(i64::from(new.high_is_good))),
        ("list_id", value(validate::optional_line("list_id", &new.list_id)?)),
    ])
}

/// Ratings that were given one way round would mean their opposite the other way.
fn may_turn(w: &Write<'_>, id: WarningSignId, high_is_good: bool) -> Result<()> {
    let before: bool = w
        .tx()
        .prepare_cached("SELECT coalesce(high_is_good, 0) FROM warning_sign WHERE id = ?1")?
        .query_row([id], |r| r.get(0))?;
    if before == high_is_good {
        return Ok(());
    }
    let rated: bool = w
        .tx()
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM check_in WHERE instr(ratings, ?1) > 0)")?
        .query_row([id.to_string()], |r| r.get(0))?;
    if rated { Err(Error::invalid("high_is_good", Reason::WrongState)) } else { Ok(()) }
}

fn only_key_sign(w: &Write<'_>, key_sign: bool, id: Id) -> Result<()> {
    if !key_sign {
        return Ok(());
    }
    let mut q = w.tx().prepare_cached("SELECT id FROM warning_sign WHERE key_sign = 1 AND id <> ?1")?;
    let others: Vec<Id> = q.query_map([id], |r| r.get(0))?.collect::<Result<_, _>>()?;
    for other in others {
        w.update(&WARNING_SIGN, other, &vec![("key_sign", value(0))])?;
    }
    Ok(())
}

fn check_in_values(w: &Write<'_>, new: &NewCheckIn, before: &BTreeMap<Id, i64>) -> Result<Values> {
    let note = validate::text("note", &new.note)?;
    if new.ratings.is_empty() && note.is_empty() {
        return Err(Error::invalid("ratings", Reason::Empty));
    }
    let scales = scales(w.tx())?;
    let mut ratings: BTreeMap<String, i64> = BTreeMap::new();
    for (sign, rating) in &new.ratings {
        let rating = match scales.get(sign) {
            Some(scale) => validate::scale("ratings", *rating, 0, *scale)?,
            None if before.get(&sign.0) == Some(rating) => *rating,
            None => return Err(Error::invalid("ratings", Reason::UnknownId)),
        };
        if ratings.insert(sign.to_string(), rating).is_some() {
            return Err(Error::invalid("ratings", Reason::WrongState));
        }
    }
    let ratings = serde_json::to_string(&ratings).map_err(|_| Error::Internal("json"))?;
    Ok(vec![("ratings", value(ratings)), ("note", value(note))])
}

fn rule_values(w: &Write<'_>, new: &NewOwnRule) -> Result<Values> {
    let scales = scales(w.tx())?;
    let scale = *scales.get(&new.sign).ok_or(Error::invalid("sign", Reason::UnknownId))?;
    let action = validate::line("action", &new.action)?;
    let (count, out_of) = match new.condition {
        RuleCondition::There | RuleCondition::AtLeast => (1, 1),
        RuleCondition::InARow => (new.count, new.count),
        RuleCondition::OfLast => (new.count, new.out_of),
    };
    let level = if new.condition == RuleCondition::There { 1 } else { validate::scale("level", new.level, 1, scale)? };
    pure_rule(new.condition, level, count, out_of, scale)?;
    Ok(vec![
        ("sign", value(new.sign.0)),
        ("condition", new.condition.into()),
        ("level", value(level)),
        ("count", value(count)),
        ("out_of", value(out_of)),
        ("action", value(action)),
    ])
}

#[allow(clippy::cast_precision_loss, reason = "ratings are 0 to 10")]
pub(super) fn pure_rule(condition: RuleCondition, level: i64, count: i64, out_of: i64, scale: i64) -> Result<OwnRule> {
    let level = level as f64;
    let small =
        |field, n: i64| u8::try_from(n).map_err(|_| Error::invalid(field, Reason::OutOfRange { min: 2, max: 28 }));
    let condition = match condition {
        RuleCondition::There => Condition::IsThere,
        RuleCondition::AtLeast => Condition::AtLeast { level },
        RuleCondition::InARow => Condition::CheckInsInARow { n: small("count", count)?, level: Some(level) },
        RuleCondition::OfLast => {
            Condition::OfLast { n: small("count", count)?, m: small("out_of", out_of)?, level: Some(level) }
        }
    };
    OwnRule::new(condition, scale as f64).map_err(|e| match e {
        OwnRuleError::CountOutOfRange => Error::invalid("count", Reason::OutOfRange { min: 2, max: 14 }),
        OwnRuleError::StretchOutOfRange => Error::invalid("out_of", Reason::OutOfRange { min: count, max: 28 }),
        OwnRuleError::LevelOffScale
        | OwnRuleError::ScaleMaximum
        | OwnRuleError::RatingOffScale
        | OwnRuleError::FutureDay => Error::invalid("level", Reason::OutOfRange { min: 1, max: scale }),
    })
}

pub(super) fn scales(c: &Connection) -> Result<BTreeMap<WarningSignId, i64>> {
    let mut q = c.prepare_cached("SELECT id, scale FROM warning_sign")?;
    let found = q.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?;
    Ok(found)
}

fn open_what_holds(w: &Write<'_>) -> Result<()> {
    for (rule, _) in evaluate(w.tx(), w.day())?.into_iter().filter(|(_, action)| *action == Action::OpensNow) {
        let mut values: Values = vec![("rule", value(rule.id.0))];
        values.extend(w.made());
        w.insert(&RULE_OPENING, w.new_id()?, &values)?;
    }
    Ok(())
}
