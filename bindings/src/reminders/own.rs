//! Reminders of the person's own making: what, on which days, at which times, and where those times hold.

use handrail_core::reminders as core;

use super::{Exactness, Importance, ReminderId};
use crate::clock::{CivilDate, CivilTime};
use crate::convert::{In as _, both, cases, choice, view};
use crate::error::Result;
use crate::handrail::Handrail;
use crate::store::{Changes, RecordId};

choice! {
    /// What a reminder of the person's own making is about. An answer to it is an answer there, too.
    AboutKind = core::AboutKind {
        /// Something of their own, in their own words.
        Own,
        /// A step.
        Step,
        /// A homework.
        Homework,
        /// A check-in on their signs.
        CheckIn,
        /// A medicine.
        Medicine,
        /// Looking the plan over.
        PlanReview,
        /// A meeting.
        Session,
        /// The areas of life.
        LifeAreas,
    }
}

choice! {
    /// A time of day by what happens then. The person moves each to where it lies in their day.
    NamedTime = core::NamedTime {
        /// Getting up.
        OnWaking,
        /// After breakfast.
        AfterBreakfast,
        /// In the middle of the day.
        Midday,
        /// In the afternoon.
        Afternoon,
        /// After the evening meal.
        AfterDinner,
        /// In the evening.
        Evening,
        /// Before going to bed.
        BeforeBed,
    }
}

cases! {
    /// When on a day.
    When = core::When {
        /// At a time that moves with the person's day.
        Named {
            /// Which.
            name: NamedTime,
        },
        /// At that time on the wall.
        At {
            /// The time.
            time: CivilTime,
        },
    }
}

choice! {
    /// A day of the week.
    Weekday = core::Weekday {
        /// Monday.
        Monday,
        /// Tuesday.
        Tuesday,
        /// Wednesday.
        Wednesday,
        /// Thursday.
        Thursday,
        /// Friday.
        Friday,
        /// Saturday.
        Saturday,
        /// Sunday.
        Sunday,
    }
}

choice! {
    /// What happens in a month (or year) that does not have the day.
    IfMissing = core::IfMissing {
        /// The last day of that month is taken: the 31st is 28 February.
        Clamp,
        /// That month is left out.
        Skip,
    }
}

choice! {
    /// Which one of its weekday in a month. There is no fifth: "the last" says what is meant.
    Nth = core::Nth {
        /// The first.
        First,
        /// The second.
        Second,
        /// The third.
        Third,
        /// The fourth.
        Fourth,
        /// The last.
        Last,
    }
}

cases! {
    /// How it comes again.
    Repeats = core::Repeats {
        /// Once, on the day it starts.
        Once,
        /// Every so many days, counted from the day it starts.
        EveryDays {
            /// 1 to 999.
            every: u32,
        },
        /// On these days of every so many weeks. Weeks begin on Monday and are counted from the one it starts in.
        Weekly {
            /// 1 to 52.
            every: u32,
            /// At least one.
            days: Vec<Weekday>,
        },
        /// On this day of every month.
        MonthlyOnDay {
            /// 1 to 31.
            day: u32,
            /// In a month without it.
            if_missing: IfMissing,
        },
        /// On, say, the second Tuesday of every month.
        MonthlyOnWeekday {
            /// Which of them.
            nth: Nth,
            /// The day of the week.
            weekday: Weekday,
        },
        /// On this day of every year. 30 February that is clamped is the last day of February; one that is skipped would
        /// never come, and is refused.
        Yearly {
            /// 1 to 12.
            month: u32,
            /// 1 to 31.
            day: u32,
            /// In a year without it.
            if_missing: IfMissing,
        },
    }
}

cases! {
    /// When it stops.
    Ends = core::Ends {
        /// Not by itself.
        Never,
        /// After this day, which may still be one.
        Until {
            /// The last day it can be for.
            day: CivilDate,
        },
        /// After so many times. Exceptions are counted, extra days are not.
        After {
            /// 1 to 1,000.
            times: u32,
        },
    }
}

both! {
    /// A set of days.
    Recurrence = core::Recurrence {
        /// The first day it can be for.
        starts: CivilDate,
        /// How it comes again.
        repeats: Repeats,
        /// When it stops.
        ends: Ends,
        /// Days it is not for, at most 366.
        #[uniffi(default)]
        exceptions: Vec<CivilDate>,
        /// Days it is for as well, at most 366, none before it starts or after the last day it can be for. An exception
        /// is stronger.
        #[uniffi(default)]
        extra: Vec<CivilDate>,
    }
}

cases! {
    /// Where the times on the wall hold.
    ZonePolicy = core::ZonePolicy {
        /// Wherever the phone is: eight in the morning is eight in the morning there.
        Floating,
        /// In one place, wherever the phone is: the call home at noon of home.
        Pinned {
            /// The zone's name, at most 64 characters. One that is not known here, or not any more, is planned with the
            /// offset of the phone.
            zone: String,
        },
        /// Every so many real hours, from its first day and time on; clock changes and travel move it on the wall. It ends
        /// after so many times, or with the last day on the wall of where the phone is.
        Elapsed {
            /// 1 to 168.
            every_hours: u32,
        },
    }
}

both! {
    /// When to remind.
    Schedule = core::Schedule {
        /// On which days.
        recurrence: Recurrence,
        /// At which times, at most 12. Each keeps its place in this list: it names the occurrence.
        times: Vec<When>,
        /// Where.
        zone: ZonePolicy,
    }
}

both! {
    /// A gentle repeat, if there was no answer.
    AskAgain = core::AskAgain {
        /// 1 or 2.
        times: u32,
        /// Minutes between them, 30 to 240.
        after_min: u32,
    }
}

both! {
    /// A reminder as the person wants it. For an edit, every field is the new value.
    NewReminder = core::NewReminder {
        /// In the person's own words, at most 280 characters. Needed where it is about something of their own; may be
        /// empty elsewhere.
        #[uniffi(default)]
        title: String,
        /// What it is about.
        about: AboutKind,
        /// The step, homework, medicine or meeting it is about; nothing for the others.
        #[uniffi(default)]
        about_id: Option<RecordId>,
        /// When.
        schedule: Schedule,
        /// How much it matters.
        importance: Importance,
        /// How exactly.
        exactness: Exactness,
        /// Announced so many minutes before as well, 0 (not) to 1,440.
        #[uniffi(default)]
        ahead_min: u32,
        /// A gentle repeat without an answer.
        #[uniffi(default)]
        again: Option<AskAgain>,
        /// It may come in the quiet hours.
        #[uniffi(default)]
        in_quiet_hours: bool,
    }
}

view! {
    /// A reminder, as it is shown.
    ReminderView from core::ReminderView {
        /// Which.
        id: ReminderId,
        /// As the person said it.
        reminder: NewReminder,
        /// Whether it reminds.
        on: bool,
    }
}

#[uniffi::export]
impl Handrail {
    /// The reminders of the person's own making, in the order they were made. One that a newer version of the app wrote
    /// and this one cannot read is left out; it is kept.
    pub fn reminders(&self) -> Result<Vec<ReminderView>> {
        self.call(handrail_core::Handrail::reminders)
    }

    /// Adds a reminder, turned on.
    ///
    /// Refused: the field that cannot be kept: `title`, `about_id`, `times`, `zone`, `every`, `days`, `day`, `month`,
    /// `ends`, `exceptions`, `extra`, `every_hours`, `ahead_min`, `again`; `starts` for what would never come; `reminders`
    /// too many beyond 10,000.
    pub fn save_reminder(&self, details: NewReminder) -> Result<Changes> {
        self.call(|core| core.save_reminder(&details.taken("details")?))
    }

    /// Says a reminder differently. Where its schedule stays as it is, it may be one that is over.
    pub fn edit_reminder(&self, id: ReminderId, edit: NewReminder) -> Result<Changes> {
        self.call(|core| core.edit_reminder(id.taken("id")?, &edit.taken("edit")?))
    }

    /// Turns a reminder on or off. Off, everything about it is kept. What would have come meanwhile does not come after.
    pub fn set_reminder_on(&self, id: ReminderId, on: bool) -> Result<Changes> {
        self.call(|core| core.set_reminder_on(id.taken("id")?, on))
    }
}
