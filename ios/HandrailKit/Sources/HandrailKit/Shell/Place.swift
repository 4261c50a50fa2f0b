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
        case today, goals, goal, problems, problem, homework, proposals, coping, signs, usual, plan, programme, module, handout, medication,
            stress, people
        case permissions, needs, lifestyle, recovery, meetings, review, sent, readers, pair, introductions, reminders, backup, restore,
            settings, lock, more
        case somethingNow = "something-now", helpNow = "help-now", firstRun = "first-run", keyLost = "key-lost"
        case goalForm = "goal-form", partForm = "part-form", stepForm = "step-form", stepResult = "step-result", lifeAreas = "life-areas"
        case homeworkItem = "homework-item", homeworkForm = "homework-form", homeworkResult = "homework-result"
        case copingLibrary = "coping-library", copingForm = "coping-form", copingPractice = "coping-practice", copingTry = "coping-try"
        case checkIn = "check-in", signForm = "sign-form", ownRuleForm = "own-rule-form", planLineForm = "plan-line-form", safetyPlan =
            "safety-plan"
        case medicineForm = "medicine-form", substanceUse = "substance-use", personForm = "person-form", progressCheck = "progress-check"
        case talkAbout = "talk-about", meetingForm = "meeting-form", reminderForm = "reminder-form", reminderHealth = "reminder-health"
        case recoveryCode = "recovery-code", helpedPath = "helped-path", secondPhone = "second-phone", takeOut = "take-out"
    }
}
