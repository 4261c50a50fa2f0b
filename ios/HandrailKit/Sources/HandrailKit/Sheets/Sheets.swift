import Foundation
import handrail

/// The places that are lines or a form, by name. An id after the name opens one entry; `new` and the names of parts are no ids of records.
let SHEETS: [String: @Sendable (Ids) -> SheetPlace?] = [
    "coping": { _ in CopingPages.mine },
    "coping-library": { _ in CopingPages.library },
    "coping-form": { CopingPages.form($0[0]) },
    "coping-try": { ids in ids[0].map { CopingPages.attempt($0, ids[1]) } },
    "check-in": { _ in SignsPages.checkIn },
    "signs": { _ in SignsPages.signs },
    "sign-form": { SignsPages.signForm($0[0]) },
    "own-rule-form": { SignsPages.ruleForm($0[0]) },
    "usual": { _ in SignsPages.usual },
    "plan": { $0[0] == "copy" ? PlanPages.giveCopy : PlanPages.plan },
    "plan-line-form": { PlanPages.form($0[0], $0[1]) },
    "safety-plan": { ids in ids[0].map { PlanPages.safetyForm($0, ids[1]) } ?? PlanPages.safety },
    "programme": { _ in ProgrammePages.programme },
    "module": { ids in ids[0].map { id in ids[1].map { ProgrammePages.answer(id, $0) } ?? ProgrammePages.module(id) } },
    "handout": { ids in ids[0].flatMap { id in ids[1].map { ProgrammePages.handout(id, $0) } } },
    "medication": { ids in ids[0].map { MedicationPages.noteForm($0, ids[1]) } ?? MedicationPages.medicines },
    "medicine-form": { MedicationPages.form($0[0]) },
    "substance-use": { ids in
        switch ids[0] {
        case "line": ids[1].map { SubstanceUsePages.form($0, ids[2]) }
        case "entry": SubstanceUsePages.entryForm(ids[1])
        default: SubstanceUsePages.sheet
        }
    },
    "stress": { ids in ids[0].map { StressPages.form($0, ids[1]) } ?? StressPages.sheet },
    "people": { ids in
        switch ids[0] {
        case "contact": PeoplePages.contact(ids[1])
        case "try": ids[1].map { PeoplePages.attempt($0) }
        default: PeoplePages.people
        }
    },
    "person-form": { PeoplePages.form($0[0]) },
    "permissions": { $0[0] == nil ? PeoplePages.permissions : PeoplePages.permissionForm },
    "progress-check": { $0[0] == nil ? ProgressCheckPages.overTime : ProgressCheckPages.form },
    "needs": { ids in ids[0].map { NeedsPages.form($0 == "new" ? nil : $0) } ?? NeedsPages.needs },
    "lifestyle": { ids in
        switch ids[0] {
        case "log": ids[1].map { LifestylePages.logForm($0, ids[2]) }
        case "change": LifestylePages.changeForm(ids[1])
        default: LifestylePages.sheet
        }
    },
    "recovery": { $0[0] == nil ? RecoveryPages.sheet : RecoveryPages.form($0[1]) },
    "talk-about": { ids in ids[0].map { TalkAboutPages.form($0 == "new" ? nil : $0) } ?? TalkAboutPages.sheet },
    "meetings": { ids in ids[1].map { MeetingsPages.note($0) } ?? MeetingsPages.meetings },
    "meeting-form": { MeetingsPages.form($0[0]) },
    "sent": { _ in SentPages.sent },
    "readers": { ids in ids[0].flatMap { mailbox in ids[1].map { ReadersPages.compare(mailbox, $0) } } ?? ReadersPages.readers },
    "introductions": { _ in ReadersPages.introductions },
    "reminders": { _ in RemindersPages.reminders },
    "reminder-form": { RemindersPages.form($0[0]) },
    "backup": { _ in BackupPages.backup },
]
