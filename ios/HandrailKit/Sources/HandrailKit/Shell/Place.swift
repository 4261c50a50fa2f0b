import handrail

/// A screen, and what it is about. Its key outlives the process in the system's hands, so it holds names and ids of records, and
/// never a person's words.
public struct Place: Hashable, Sendable, Identifiable {
    public let name: Name
    public let ids: [String]

    public init(_ name: Name, _ ids: [String] = []) {
        (self.name, self.ids) = (name, ids)
    }

    /// The place of a key; nil where this app has none of that name.
    public init?(key: String) {
        let parts = key.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.first.flatMap(Name.init(rawValue:)) else { return nil }
        self.init(name, Array(parts.dropFirst()))
    }

    /// `name`, or `name/id/id`.
    public var key: String { ([name.rawValue] + ids).joined(separator: "/") }
    public var id: String { key }

    /// The first screen.
    public static let home = Place(.today)

    /// Every screen, as both systems call it.
    public enum Name: String, CaseIterable, Sendable {
        case today, more, settings, lock
        case somethingNow = "something-now", helpNow = "help-now", firstRun = "first-run", keyLost = "key-lost"
        case goals, goal
        case goalForm = "goal-form", partForm = "part-form", stepForm = "step-form", stepResult = "step-result"
        case lifeAreas = "life-areas"
        case problems, problem, problemForm = "problem-form"
        case homework, homeworkItem = "homework-item", homeworkForm = "homework-form", homeworkResult = "homework-result"
        case proposals
        case coping, copingLibrary = "coping-library", copingForm = "coping-form", copingPractice = "coping-practice"
        case copingTry = "coping-try", copingWait = "coping-wait"
        case checkIn = "check-in", checkIns = "check-ins"
        case signs, signForm = "sign-form", ownRuleForm = "own-rule-form", usual, goodTimeForm = "good-time-form"
        case plan, planLineForm = "plan-line-form", planKeeping = "plan-keeping", planEventForm = "plan-event-form", planCopy = "plan-copy"
        case safetyPlan = "safety-plan", safetyLineForm = "safety-line-form"
        case programme, enrolmentForm = "enrolment-form", module, question, handout, handoutNote = "handout-note"
        case medication, medicineForm = "medicine-form", medicineNoteForm = "medicine-note-form", medicationVisit = "medication-visit",
            doses
        case substanceUse = "substance-use", substanceLineForm = "substance-line-form", substanceEntryForm = "substance-entry-form"
        case stress, stressLineForm = "stress-line-form"
        case people, personForm = "person-form", contact, contactForm = "contact-form", contactTry = "contact-try"
        case permissions, permissionForm = "permission-form"
        case progressCheck = "progress-check", progressCheckForm = "progress-check-form", instrumentForm = "instrument-form"
        case needs, needForm = "need-form"
        case lifestyle, lifestyleEntryForm = "lifestyle-entry-form", lifestyleChangeForm = "lifestyle-change-form"
        case recovery, recoveryForm = "recovery-form"
        case talkAbout = "talk-about", meetings, meetingForm = "meeting-form", meetingSheet = "meeting-sheet", review, sent
        case readers, readerWords = "reader-words", pair, introductions
        case reminders, reminderForm = "reminder-form", reminderHealth = "reminder-health", reminderPreferences = "reminder-preferences"
        case calendar
        case backup, recoveryCode = "recovery-code", helpedPath = "helped-path", secondPhone = "second-phone", restore
        case takeOut = "take-out", erase
    }
}
