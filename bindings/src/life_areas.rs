//! How I find the areas of my life: friendships, work, home and so on. The pack names the areas
//! and the steps of the scale; people add areas of their own.
//!
//! A sitting rates as many areas as the person likes. Any may be skipped, a sitting can be left
//! and taken up again, and a low rating never sets anything off: it is an answer. What may come
//! of it is a goal, where the person wants a change (`goal_from_area`).

use handrail_core::life_areas as core;

use crate::clock::{CivilDate, Moment};
use crate::convert::{In, Out, choice, closed, edit, id, view};
use crate::error::Result;
use crate::goals::{BeginAs, LongTermGoalId, NewLongTermGoal};
use crate::handrail::Handrail;
use crate::programme::{NamedItem, PackText};
use crate::store::Changes;

id! {
    /// Names an area of the person's own.
    LifeAreaId = core::LifeAreaId
}

id! {
    /// Names one rating.
    LifeAreaRatingId = core::LifeAreaRatingId
}

id! {
    /// Names a sitting: the ratings that were given together.
    LifeAreaSittingId = core::LifeAreaSittingId
}

choice! {
    /// Whether an area of one's own is asked about.
    LifeAreaState = core::LifeAreaState {
        /// It is.
        Keep,
        /// Set aside, with its ratings; it can come back.
        Drop,
    }
}

choice! {
    /// Whether I want this area to change.
    WishToChange = core::WishToChange {
        /// I do.
        Yes,
        /// Not now.
        NotNow,
    }
}

edit! {
    /// How I find one area now. All of it may be left out: then the area was skipped, and this sitting asks no more about it.
    NewLifeAreaRating into core::NewLifeAreaRating {
        /// Which area.
        area: LifeArea,
        /// A step of the pack's scale, from 0.
        #[uniffi(default)]
        rating: Option<i64>,
        /// Whether I want it to change.
        #[uniffi(default)]
        wish_to_change: Option<WishToChange>,
        /// Anything else, at most 8,000 characters; may be empty.
        #[uniffi(default)]
        note: String,
    }
}

view! {
    /// One rating, as it is shown.
    LifeAreaRatingView from core::LifeAreaRatingView {
        /// Which.
        id: LifeAreaRatingId,
        /// Given in which sitting.
        sitting: LifeAreaSittingId,
        /// Of which area.
        area: LifeArea,
        /// A step of the scale, from 0; none where it was skipped.
        rating: Option<i64>,
        /// Whether I want it to change.
        wish_to_change: Option<WishToChange>,
        /// Anything else.
        note: String,
        /// The long-term goal that came of it.
        goal: Option<LongTermGoalId>,
        /// The person's day.
        day: CivilDate,
        /// When exactly.
        made: Moment,
    }
}

view! {
    /// An area with what was said of it last.
    LifeAreaView from core::LifeAreaView {
        /// Which.
        area: LifeArea,
        /// What it is called: in the pack, in the person's language, or in their own words.
        name: PackText,
        /// What I said last; a sitting that skipped it does not count.
        newest: Option<LifeAreaRatingView>,
    }
}

view! {
    /// One area with what was said of it.
    LifeAreaHistory from core::LifeAreaHistory {
        /// What it is called. Of one that the pack has dropped, as another pack on this phone calls it; empty where none
        /// knows it.
        name: PackText,
        /// Words of the steps of the scale, as on the areas' screen. A rating that was given on a longer one is in none.
        steps: Vec<PackText>,
        /// What was said, the newest first; what was skipped is left out.
        ratings: Vec<LifeAreaRatingView>,
    }
}

view! {
    /// An area of my own that was set aside.
    OwnLifeArea from core::OwnLifeArea {
        /// Which.
        id: LifeAreaId,
        /// Its name.
        name: String,
    }
}

view! {
    /// A sitting that was left before every area had an answer.
    OpenSitting from core::OpenSitting {
        /// Which.
        sitting: LifeAreaSittingId,
        /// The person's day it began.
        day: CivilDate,
        /// What it has not asked yet, in order.
        left: Vec<LifeArea>,
    }
}

view! {
    /// A sitting.
    LifeAreaSittingView from core::LifeAreaSittingView {
        /// Which.
        sitting: LifeAreaSittingId,
        /// The person's day it began.
        day: CivilDate,
        /// Its ratings, as they were given.
        ratings: Vec<LifeAreaRatingView>,
    }
}

view! {
    /// The areas screen.
    LifeAreasView from core::LifeAreasView {
        /// The pack's areas in the pack's order, then my own.
        areas: Vec<LifeAreaView>,
        /// My own that were set aside.
        set_aside: Vec<OwnLifeArea>,
        /// Words of the steps of the scale: a rating is a place in this list, from 0.
        steps: Vec<PackText>,
        /// The pack's questions that help to find a goal.
        prompts: Vec<NamedItem>,
        /// A sitting of the last 14 days that can be taken up again.
        open: Option<OpenSitting>,
        /// The person's day of the newest sitting.
        newest_day: Option<CivilDate>,
        /// After how many months they come up again, as the person decided.
        repeat_months: Option<i64>,
        /// The day on which they come up again.
        again_on: Option<CivilDate>,
        /// That day has come: offer a sitting, softly.
        offer_again: bool,
    }
}

/// An area: one that the pack names, or one of the person's own.
#[derive(Clone, PartialEq, uniffi::Enum)]
pub enum LifeArea {
    /// By its id in the pack.
    Listed {
        /// Its id.
        id: String,
    },
    /// One of the person's own.
    Own {
        /// Which.
        id: LifeAreaId,
    },
}

closed!(LifeArea);

impl Out<core::Area> for LifeArea {
    fn out(core: core::Area) -> Self {
        match core {
            core::Area::Listed(id) => Self::Listed { id },
            core::Area::Own(id) => Self::Own { id: Out::out(id) },
        }
    }
}

impl In<core::Area> for LifeArea {
    fn taken(self, field: &'static str) -> handrail_core::Result<core::Area> {
        Ok(match self {
            Self::Listed { id } => core::Area::Listed(id),
            Self::Own { id } => core::Area::Own(id.taken(field)?),
        })
    }
}

#[uniffi::export]
impl Handrail {
    /// The areas with what I said of each last, and a sitting that can be taken up again.
    pub fn life_areas(&self) -> Result<LifeAreasView> {
        self.call(handrail_core::Handrail::life_areas)
    }

    /// One area with what I said of it, the newest first, 50 at a time: the newest, or those before `before`.
    ///
    /// Refused: `area` malformed, or an own area that does not exist.
    pub fn life_area_history(&self, area: LifeArea, before: Option<LifeAreaRatingId>) -> Result<LifeAreaHistory> {
        self.call(|core| core.life_area_history(&area.taken("area")?, before.taken("before")?))
    }

    /// The sittings with their ratings, the newest first, 20 at a time: the newest, or those before `before`.
    pub fn life_area_sittings(&self, before: Option<LifeAreaSittingId>) -> Result<Vec<LifeAreaSittingView>> {
        self.call(|core| core.life_area_sittings(before.taken("before")?))
    }

    /// Adds an area of my own.
    ///
    /// Refused: a `name` that is empty or over 280 characters; more than 30 of them.
    pub fn add_life_area(&self, name: &str) -> Result<Changes> {
        self.call(|core| core.add_life_area(name))
    }

    /// Calls an area of my own something else. Its ratings stay with it.
    pub fn rename_life_area(&self, id: LifeAreaId, name: &str) -> Result<Changes> {
        self.call(|core| core.rename_life_area(id.taken("id")?, name))
    }

    /// Sets an area of my own aside, or takes it up again. Its ratings are kept.
    pub fn set_life_area_state(&self, id: LifeAreaId, state: LifeAreaState) -> Result<Changes> {
        self.call(|core| core.set_life_area_state(id.taken("id")?, state.taken("state")?))
    }

    /// Keeps ratings, in a new sitting or in one that was left (`sitting`). An area that this sitting
    /// already has an answer for gets the new one; the earlier stays as a revision.
    ///
    /// Refused: `ratings` empty, or naming an area twice; `sitting` unknown; `area` unknown; `rating` off the
    /// scale; `note` over its limit.
    pub fn rate_life_areas(
        &self,
        sitting: Option<LifeAreaSittingId>,
        ratings: Vec<NewLifeAreaRating>,
    ) -> Result<Changes> {
        self.call(|core| core.rate_life_areas(sitting.taken("sitting")?, &ratings.taken("ratings")?))
    }

    /// Changes one rating. The earlier one stays as a revision.
    ///
    /// Refused: `area` in the wrong state where it is another than the rating's; else as for rating.
    pub fn edit_life_area_rating(&self, id: LifeAreaRatingId, edit: NewLifeAreaRating) -> Result<Changes> {
        self.call(|core| core.edit_life_area_rating(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Makes a long-term goal of an area: the goal names the good change, in the person's words. The
    /// goal keeps the area, and the rating the goal.
    ///
    /// Gives `NotFound` if there is no such rating. Refused: what `save_long_term_goal` refuses.
    pub fn goal_from_area(&self, rating: LifeAreaRatingId, goal: NewLongTermGoal, begin: BeginAs) -> Result<Changes> {
        self.call(|core| core.goal_from_area(rating.taken("rating")?, &goal.taken("goal")?, begin.taken("begin")?))
    }

    /// After how many months the areas come up again, as the person decides; left out, they never do. They are
    /// then offered once more, softly, and nothing else happens.
    ///
    /// Refused: `months` not within 1 to 24.
    pub fn set_life_areas_repeat(&self, months: Option<i64>) -> Result<Changes> {
        self.call(|core| core.set_life_areas_repeat(months))
    }
}
