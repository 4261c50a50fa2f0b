//! Who may see which kind of item, from when until when. Nobody may see anything until the person
//! says so, item by item; each permission can be revoked in one tap and stays listed.
//!
//! Two that have not been revoked never hold for the same person and item on the same day: whoever
//! asks "may they?" gets one answer. The shape follows FHIR's Consent: actor, data, period.

use handrail_core::people::permissions as core;

use super::PersonId;
use crate::clock::CivilDate;
use crate::convert::{In as _, choice, edit, id, view};
use crate::error::Result;
use crate::handrail::Handrail;

use crate::store::Changes;

id! {
    /// Names a permission.
    PermissionId = core::PermissionId
}

choice! {
    /// What can be permitted, each by itself. Handouts need no permission.
    PermittedItem = core::PermittedItem {
        /// My goals.
        Goals,
        /// My steps.
        Steps,
        /// My homework.
        Homework,
        /// When my meetings are.
        Meetings,
        /// My relapse prevention plan, always the present one.
        Plan,
        /// My safety plan.
        SafetyPlan,
        /// My warning signs in words, without how I rate them.
        WarningSigns,
        /// How I rate my signs.
        CheckIns,
        /// What I do when it is hard.
        Coping,
        /// Contacts I practise.
        ContactPractice,
        /// My medicines, and the questions I have.
        Medicines,
        /// Whether I took them.
        Doses,
        /// My sheet on alcohol and drugs.
        SubstanceUse,
        /// My stress sheet.
        Stress,
        /// What I need, and whom I ask for it.
        Needs,
        /// My lifestyle logs.
        Lifestyle,
        /// My progress checks.
        ProgressCheck,
    }
}

edit! {
    /// A permission as the person gives it.
    NewPermission into core::NewPermission {
        /// Who may see it.
        person: PersonId,
        /// What they may see.
        item: PermittedItem,
        /// From this day; today where left out. Within ten years of today.
        #[uniffi(default)]
        from: Option<CivilDate>,
        /// Until this day, which is included; without an end where left out.
        #[uniffi(default)]
        until: Option<CivilDate>,
        /// Why, at most 8,000 characters; may be empty.
        #[uniffi(default)]
        reason: String,
    }
}

edit! {
    /// What of a permission can be put right later. To permit something else, or somebody else, give another one.
    EditPermission into core::EditPermission {
        /// From this day.
        from: CivilDate,
        /// Until this day, which is included; without an end where left out.
        #[uniffi(default)]
        until: Option<CivilDate>,
        /// Why, at most 8,000 characters; may be empty.
        #[uniffi(default)]
        reason: String,
    }
}

view! {
    /// A permission, as it is shown.
    PermissionView from core::PermissionView {
        /// Which.
        id: PermissionId,
        /// Who may see it.
        person: PersonId,
        /// Their name now.
        person_name: String,
        /// What they may see.
        item: PermittedItem,
        /// From this day.
        from: CivilDate,
        /// Until this day, which is included.
        until: Option<CivilDate>,
        /// Why.
        reason: String,
        /// The day it was given.
        given_on: CivilDate,
        /// The day it was revoked.
        revoked_on: Option<CivilDate>,
        /// Where it stands on the day that was asked for.
        standing: PermissionStanding,
    }
}

view! {
    /// Every permission, on one screen.
    PermissionsView from core::PermissionsView {
        /// The day that `standing` is about.
        day: CivilDate,
        /// What holds on that day: by person as they stand on the map, then by item.
        in_force: Vec<PermissionView>,
        /// What is still to come, is over or was revoked, the newest given first.
        others: Vec<PermissionView>,
    }
}

choice! {
    /// Where a permission stands on a day.
    PermissionStanding = core::Standing {
        /// It holds.
        InForce,
        /// Its first day is still to come.
        NotYet,
        /// Its last day is past.
        Over,
        /// It was revoked. What was already read cannot be taken back, and the screen says so.
        Revoked,
    }
}

#[uniffi::export]
impl Handrail {
    /// Every permission there is or was, and which of them hold on `day` (`this_day` for today).
    pub fn permissions(&self, day: CivilDate) -> Result<PermissionsView> {
        self.call(|core| core.permissions(day.taken("day")?))
    }

    /// Gives a permission.
    ///
    /// Refused: `until` before `from`; `item` in the wrong state where one that was not revoked already holds for this person
    /// and item on some of these days: change or revoke that one.
    pub fn give_permission(&self, details: NewPermission) -> Result<Changes> {
        self.call(|core| core.give_permission(&details.taken("details")?))
    }

    /// Changes from when until when it holds, and why.
    ///
    /// Refused: as for giving one; `id` in the wrong state where it was revoked: that stays as it was.
    pub fn edit_permission(&self, id: PermissionId, edit: EditPermission) -> Result<Changes> {
        self.call(|core| core.edit_permission(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Revokes a permission, from now on. One that was revoked before stays as it was. It cannot be revived:
    /// give it again, so that the list says when.
    pub fn revoke_permission(&self, id: PermissionId) -> Result<Changes> {
        self.call(|core| core.revoke_permission(id.taken("id")?))
    }
}
