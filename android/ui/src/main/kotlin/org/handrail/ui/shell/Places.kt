package org.handrail.ui.shell

import org.handrail.ui.backup.HelpedPathPlace
import org.handrail.ui.backup.MyBackupPlace
import org.handrail.ui.backup.RecoveryCodePlace
import org.handrail.ui.backup.RestorePlace
import org.handrail.ui.backup.SecondPhonePlace
import org.handrail.ui.areas.LifeAreaHistoryPlace
import org.handrail.ui.areas.LifeAreasPlace
import org.handrail.ui.areas.RateLifeAreasPlace
import org.handrail.ui.coping.CopingFormPlace
import org.handrail.ui.coping.CopingLibraryPlace
import org.handrail.ui.coping.CopingPlace
import org.handrail.ui.coping.CopingPracticePlace
import org.handrail.ui.coping.CopingRatePlace
import org.handrail.ui.coping.CopingTryPlace
import org.handrail.ui.coping.CopingWaitPlace
import org.handrail.ui.goals.GoalFormPlace
import org.handrail.ui.goals.GoalPlace
import org.handrail.ui.goals.GoalsPlace
import org.handrail.ui.goals.PartFormPlace
import org.handrail.ui.goals.StepFormPlace
import org.handrail.ui.goals.StepResultPlace
import org.handrail.ui.helpnow.HelpNowPlace
import org.handrail.ui.home.FirstRunPlace
import org.handrail.ui.home.MorePlace
import org.handrail.ui.lifestyle.LifestyleChangeFormPlace
import org.handrail.ui.lifestyle.LifestyleEntryFormPlace
import org.handrail.ui.lifestyle.LifestylePlace
import org.handrail.ui.medication.DosesPlace
import org.handrail.ui.medication.MedicationPlace
import org.handrail.ui.medication.MedicineFormPlace
import org.handrail.ui.medication.MedicineNoteFormPlace
import org.handrail.ui.medication.VisitPlace
import org.handrail.ui.meetings.MeetingFormPlace
import org.handrail.ui.meetings.MeetingSheetPlace
import org.handrail.ui.meetings.MeetingsPlace
import org.handrail.ui.meetings.TalkAboutPlace
import org.handrail.ui.homework.HomeworkFormPlace
import org.handrail.ui.homework.HomeworkItemPlace
import org.handrail.ui.homework.HomeworkPlace
import org.handrail.ui.homework.HomeworkResultPlace
import org.handrail.ui.needs.NeedFormPlace
import org.handrail.ui.needs.NeedsPlace
import org.handrail.ui.people.ContactFormPlace
import org.handrail.ui.people.ContactPlace
import org.handrail.ui.people.ContactTryPlace
import org.handrail.ui.people.PeoplePlace
import org.handrail.ui.people.PermissionFormPlace
import org.handrail.ui.people.PermissionsPlace
import org.handrail.ui.people.PersonFormPlace
import org.handrail.ui.plan.PlanCopyPlace
import org.handrail.ui.plan.PlanEventFormPlace
import org.handrail.ui.plan.PlanKeepingPlace
import org.handrail.ui.plan.PlanLineFormPlace
import org.handrail.ui.plan.PlanPlace
import org.handrail.ui.programme.EnrolmentFormPlace
import org.handrail.ui.programme.HandoutNotePlace
import org.handrail.ui.programme.HandoutPlace
import org.handrail.ui.programme.ModulePlace
import org.handrail.ui.programme.ProgrammePlace
import org.handrail.ui.programme.QuestionPlace
import org.handrail.ui.progress.InstrumentFormPlace
import org.handrail.ui.progress.ProgressCheckFormPlace
import org.handrail.ui.progress.ProgressCheckPlace
import org.handrail.ui.recovery.RecoveryFormPlace
import org.handrail.ui.recovery.RecoveryPlace
import org.handrail.ui.readers.IntroductionsPlace
import org.handrail.ui.readers.PairPlace
import org.handrail.ui.readers.ReaderWordsPlace
import org.handrail.ui.readers.ReadersPlace
import org.handrail.ui.reminders.CalendarPlace
import org.handrail.ui.reminders.ReminderFormPlace
import org.handrail.ui.reminders.ReminderHealthPlace
import org.handrail.ui.reminders.ReminderPreferencesPlace
import org.handrail.ui.reminders.RemindersPlace
import org.handrail.ui.review.ReviewPlace
import org.handrail.ui.review.SentPlace
import org.handrail.ui.problems.ProblemFormPlace
import org.handrail.ui.problems.ProblemPlace
import org.handrail.ui.problems.ProblemsPlace
import org.handrail.ui.proposals.ProposalFormPlace
import org.handrail.ui.proposals.ProposalsPlace
import org.handrail.ui.safety.SafetyLineFormPlace
import org.handrail.ui.safety.SafetyPlanPlace
import org.handrail.ui.settings.SettingsPlace
import org.handrail.ui.signs.CheckInPlace
import org.handrail.ui.signs.CheckInsPlace
import org.handrail.ui.signs.GoodTimeFormPlace
import org.handrail.ui.signs.OwnRuleFormPlace
import org.handrail.ui.signs.SignFormPlace
import org.handrail.ui.signs.SignsPlace
import org.handrail.ui.signs.UsualPlace
import org.handrail.ui.stress.StressLineFormPlace
import org.handrail.ui.stress.StressPlace
import org.handrail.ui.substance.SubstanceEntryFormPlace
import org.handrail.ui.substance.SubstanceLineFormPlace
import org.handrail.ui.substance.SubstanceUsePlace
import org.handrail.ui.takeout.ErasePlace
import org.handrail.ui.takeout.TakeOutPlace
import org.handrail.ui.today.SomethingNowPlace
import org.handrail.ui.today.TodayPlace

/** Every screen by its name, made from the ids in its key. One line each. */
public val PLACES: Map<String, (List<String>) -> Place> = mapOf(
    "today" to { _ -> TodayPlace },
    "something-now" to { _ -> SomethingNowPlace },
    "help-now" to { _ -> HelpNowPlace },
    "more" to { _ -> MorePlace },
    "first-run" to { (page) -> FirstRunPlace(page) },
    "settings" to { _ -> SettingsPlace },
    "goals" to { _ -> GoalsPlace },
    "goal" to { (id) -> GoalPlace(id) },
    "goal-form" to { ids -> GoalFormPlace(ids.first(), ids.getOrNull(1)) },
    "part-form" to { (goal, id) -> PartFormPlace(goal, id) },
    "step-form" to { (goal, id) -> StepFormPlace(goal, id) },
    "step-result" to { (step) -> StepResultPlace(step) },
    "check-in" to { ids -> CheckInPlace(ids.firstOrNull()) },
    "check-ins" to { _ -> CheckInsPlace },
    "signs" to { _ -> SignsPlace },
    "sign-form" to { ids -> SignFormPlace(ids.firstOrNull()) },
    "own-rule-form" to { ids -> OwnRuleFormPlace(ids.firstOrNull()) },
    "usual" to { _ -> UsualPlace },
    "good-time-form" to { _ -> GoodTimeFormPlace },
    "plan" to { _ -> PlanPlace },
    "plan-line-form" to { ids -> PlanLineFormPlace(ids) },
    "plan-keeping" to { _ -> PlanKeepingPlace },
    "plan-event-form" to { (of) -> PlanEventFormPlace(of) },
    "plan-copy" to { _ -> PlanCopyPlace },
    "safety-plan" to { _ -> SafetyPlanPlace },
    "safety-line-form" to { (of) -> SafetyLineFormPlace(of) },
    "stress" to { _ -> StressPlace },
    "stress-line-form" to { (of) -> StressLineFormPlace(of) },
    "substance-use" to { _ -> SubstanceUsePlace },
    "substance-line-form" to { (of) -> SubstanceLineFormPlace(of) },
    "substance-entry-form" to { ids -> SubstanceEntryFormPlace(ids.firstOrNull()) },
    "needs" to { _ -> NeedsPlace },
    "need-form" to { ids -> NeedFormPlace(ids.firstOrNull().takeIf { ids.size == 1 }, ids.getOrNull(1)) },
    "programme" to { _ -> ProgrammePlace },
    "enrolment-form" to { ids -> EnrolmentFormPlace(ids.firstOrNull()) },
    "module" to { (id) -> ModulePlace(id) },
    "question" to { (module, id) -> QuestionPlace(module, id) },
    "handout" to { (module, section) -> HandoutPlace(module, section) },
    "handout-note" to { (module, section) -> HandoutNotePlace(module, section) },
    "recovery" to { _ -> RecoveryPlace },
    "recovery-form" to { ids -> RecoveryFormPlace(ids.firstOrNull()) },
    "people" to { _ -> PeoplePlace },
    "person-form" to { ids -> PersonFormPlace(ids.firstOrNull()) },
    "contact" to { (id) -> ContactPlace(id) },
    "contact-form" to { ids -> ContactFormPlace(ids.firstOrNull()) },
    "contact-try" to { ids -> ContactTryPlace(ids.first(), ids.getOrNull(1)) },
    "permissions" to { _ -> PermissionsPlace },
    "permission-form" to { ids -> PermissionFormPlace(ids.firstOrNull()) },
    "medication" to { _ -> MedicationPlace },
    "medicine-form" to { ids -> MedicineFormPlace(ids.firstOrNull()) },
    "medicine-note-form" to { (of) -> MedicineNoteFormPlace(of) },
    "medication-visit" to { _ -> VisitPlace },
    "doses" to { _ -> DosesPlace },
    "lifestyle" to { _ -> LifestylePlace },
    "lifestyle-entry-form" to { ids -> LifestyleEntryFormPlace(ids.firstOrNull().takeIf { ids.size == 1 }, ids.getOrNull(1)) },
    "lifestyle-change-form" to { ids -> LifestyleChangeFormPlace(ids.firstOrNull()) },
    "progress-check" to { _ -> ProgressCheckPlace },
    "progress-check-form" to { ids -> ProgressCheckFormPlace(ids.firstOrNull()) },
    "instrument-form" to { (id) -> InstrumentFormPlace(id) },
    "talk-about" to { _ -> TalkAboutPlace },
    "meetings" to { _ -> MeetingsPlace },
    "meeting-form" to { ids -> MeetingFormPlace(ids.firstOrNull()) },
    "meeting-sheet" to { (id) -> MeetingSheetPlace(id) },
    "review" to { _ -> ReviewPlace },
    "sent" to { _ -> SentPlace },
    "readers" to { _ -> ReadersPlace },
    "reader-words" to { (mailbox, account) -> ReaderWordsPlace(mailbox, account) },
    "pair" to { _ -> PairPlace },
    "introductions" to { _ -> IntroductionsPlace },
    "reminders" to { ids -> RemindersPlace(ask = ids.isNotEmpty()) },
    "reminder-form" to { ids -> ReminderFormPlace(ids.firstOrNull()) },
    "reminder-health" to { _ -> ReminderHealthPlace },
    "reminder-preferences" to { _ -> ReminderPreferencesPlace },
    "calendar" to { _ -> CalendarPlace },
    "backup" to { _ -> MyBackupPlace },
    "recovery-code" to { _ -> RecoveryCodePlace },
    "helped-path" to { _ -> HelpedPathPlace },
    "second-phone" to { _ -> SecondPhonePlace },
    "restore" to { _ -> RestorePlace },
    "take-out" to { _ -> TakeOutPlace },
    "erase" to { _ -> ErasePlace },
    "life-areas" to { of -> if (of.isEmpty()) LifeAreasPlace else if (of == listOf("rate")) RateLifeAreasPlace else LifeAreaHistoryPlace(of[0], of[1]) },
    "problems" to { _ -> ProblemsPlace },
    "problem-form" to { of -> ProblemFormPlace(of) },
    "problem" to { of -> ProblemPlace(of.also { require(it.isNotEmpty()) }) },
    "homework" to { _ -> HomeworkPlace },
    "homework-item" to { (id) -> HomeworkItemPlace(id) },
    "homework-form" to { of -> HomeworkFormPlace(of) },
    "homework-result" to { ids -> HomeworkResultPlace(ids.first(), ids.getOrNull(1)) },
    "proposals" to { of -> if (of.isEmpty()) ProposalsPlace else ProposalFormPlace(of.first()) },
    "coping" to { _ -> CopingPlace },
    "coping-library" to { of -> CopingLibraryPlace(of.firstOrNull()) },
    "coping-form" to { of -> CopingFormPlace(of.firstOrNull()) },
    "coping-practice" to { (id) -> CopingPracticePlace(id) },
    "coping-try" to { of -> if (of.first() == "rate") CopingRatePlace(of[1]) else CopingTryPlace(of.first()) },
    "coping-wait" to { _ -> CopingWaitPlace },
)

/** The place of a key; null where this app has none of that name, or an id is missing. */
public fun placeOf(key: String): Place? {
    val parts = key.split('/')
    return PLACES[parts.first()]?.let { make -> runCatching { make(parts.drop(1)) }.getOrNull() }
}
