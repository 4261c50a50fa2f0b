import handrail

/// The first screen, what hangs behind it, and a way in for a day with little energy.
enum HomePages {
    /// One thing now, then the rest. Anything may come first, so it is read again after every change.
    static let today = SheetPlace.lines(["*"]) { record in
        let view = try record.today()
        let (lines, main) = now(view.now)
        return SheetPage(
            .say("today-title"),
            parts: [
                SheetPart(.message(view.reason), lines, empty: nil, add: .go("today-something-now", "something-now")),
                SheetPart(.say("today-and-then"), rest(view)),
                SheetPart(nil, [SheetLine("more", .say("shell-more"), opens: "more")]),
            ],
            main: main
        )
    }

    /// The one thing, with its one button.
    private static func now(_ thing: OneThing) -> ([SheetLine], SheetAct?) {
        switch thing {
        case .helpNow: ([], .go("today-help-now", "help-now"))
        case .planInUse(let plan):
            (
                // More than three lines of a plan are not one thing.
                plan.actions.prefix(3).map { SheetLine($0.line, .own($0.wording)) }
                    + (plan.askStillUsing ? [SheetLine("still", .say("plan-still-using"))] : []),
                .go("today-quick-help-plan", "plan")
            )
        case .openMyPlan(let rule): ([SheetLine(rule.id, .own(rule.action))], .go("today-look-at-plan", "plan"))
        case .higherThanUsual: ([], .go("today-look-at-plan", "plan"))
        case .meetingToday(let session), .meetingTomorrow(let session):
            (
                [session.place, session.agenda].filter { !$0.isEmpty }.map { SheetLine("meeting/\($0)", .own($0)) },
                .go("today-prepare-meeting", "review")
            )
        case .homework(let homework): ([line(homework, opens: false)], .go("today-log-homework", "homework-result/\(homework.id)"))
        case .step(let step): ([line(step, opens: false)], .go("today-log-homework", "step-result/\(step.id)"))
        case .checkIn: ([], .go("today-check-in-do", "check-in"))
        case .proposalWaiting: ([], .go("today-look-at-suggestion", "proposals"))
        case .restDay: ([], .go("today-first-goal", "goals"))
        }
    }

    private static func line(_ homework: HomeworkItem, opens: Bool = true) -> SheetLine {
        SheetLine(
            homework.id, .own(homework.title), [homework.whatExactly.isEmpty ? nil : SheetFact(.own(homework.whatExactly))],
            opens: opens ? "homework-result/\(homework.id)" : nil)
    }

    private static func line(_ step: StepView, opens: Bool = true) -> SheetLine {
        SheetLine(
            step.id, .own(step.title), [step.whenWords.isEmpty ? nil : SheetFact(.own(step.whenWords))],
            opens: opens ? "step-result/\(step.id)" : nil)
    }

    /// What is there beside the one thing; never a list of what was not done.
    private static func rest(_ view: TodayView) -> [SheetLine] {
        var lines: [SheetLine] = []
        var (nowId, planNow, higher, meetingNow, checkInNow, proposalNow) = (String?.none, false, false, false, false, false)
        switch view.now {
        case .homework(let homework): nowId = homework.id
        case .step(let step): nowId = step.id
        case .planInUse: planNow = true
        case .higherThanUsual: higher = true
        case .meetingToday, .meetingTomorrow: meetingNow = true
        case .checkIn: checkInNow = true
        case .proposalWaiting: proposalNow = true
        case .helpNow, .openMyPlan, .restDay: break
        }
        if view.planInUse != nil, !planNow { lines.append(SheetLine("plan", .say("today-quick-help-plan"), opens: "plan")) }
        if let notice = view.notice, !higher { lines.append(SheetLine("notice", .message(notice.message), opens: "usual")) }
        lines += view.homework.filter { $0.id != nowId }.map { line($0) }
        lines += view.steps.filter { $0.id != nowId }.map { line($0) }
        if view.checkInDue, !checkInNow { lines.append(SheetLine("check-in", .say("today-check-in"), opens: "check-in")) }
        if view.proposalsWaiting > 0, !proposalNow {
            lines.append(SheetLine("proposals", count("today-proposals-waiting", view.proposalsWaiting), opens: "proposals"))
        }
        if let meeting = view.nextMeeting, !meetingNow {
            lines.append(
                SheetLine("meeting", .say("session-next"), [SheetFact(.dayAndTime(meeting.day, meeting.time))], opens: "meetings"))
        }
        if view.talkAboutOpen > 0 {
            lines.append(SheetLine("talk-about", count("today-talk-about-open", view.talkAboutOpen), opens: "talk-about"))
        }
        return lines
    }

    private static func count(_ id: String, _ number: UInt32) -> Said {
        .say(id, ["count": .number(number: Int64(number))])
    }

    /// What helped before, the first lines of the plan, and three ways on.
    static let somethingNow = SheetPlace.lines(["coping_strategy", "coping_entry", "plan_line", "plan_event"]) { record in
        let view = try record.quickHelp()
        return SheetPage(
            .say("shell-now-title"),
            parts: [
                SheetPart(
                    .say("shell-now-helped"),
                    view.strategies.map { suggestion in
                        SheetLine(
                            suggestion.strategy.id, .own(suggestion.strategy.name), [suggestion.count.map { SheetFact(.message($0)) }],
                            opens: "coping-try/\(suggestion.strategy.id)")
                    }),
                SheetPart(
                    .say("shell-now-plan"), view.plan.map { SheetLine($0.line, .own($0.wording)) },
                    add: view.plan.isEmpty ? nil : .go("today-look-at-plan", "plan")),
                SheetPart(
                    .say("shell-now-what"),
                    [
                        SheetLine(
                            "hard", .say("shell-now-hard"), [SheetFact(.say("today-quick-help-coping"))],
                            opens: view.strategies.isEmpty ? "coping-library" : "coping"),
                        SheetLine("problem", .say("shell-now-problem"), [SheetFact(.say("sheet-problem-solving"))], opens: "problems"),
                        SheetLine("need", .say("shell-now-need"), [SheetFact(.say("sheet-needs"))], opens: "needs"),
                    ]),
            ]
        )
    }

    /// Everything that hangs behind the one thing, part by part.
    static let more = SheetPlace.lines([]) { _ in
        SheetPage(
            .say("shell-more"),
            parts: all.map { heading, places in
                SheetPart(.say(heading), places.map { place, words in SheetLine(place, .say(words), opens: place) })
            })
    }

    private static let all: [(String, [(String, String)])] = [
        (
            "shell-more-doing",
            [
                ("goals", "sheet-goal"), ("homework", "sheet-homework"), ("coping", "sheet-coping"), ("problems", "sheet-problem-solving"),
                ("proposals", "proposal"),
            ]
        ),
        (
            "shell-more-well",
            [
                ("check-in", "check-in"), ("signs", "sheet-signs"), ("plan", "sheet-plan"), ("safety-plan", "sheet-safety-plan"),
                ("programme", "sheet-programme"),
            ]
        ),
        (
            "shell-more-life",
            [
                ("recovery", "sheet-recovery-meaning"), ("life-areas", "sheet-life-areas"), ("people", "sheet-people"),
                ("medication", "sheet-medication"), ("substance-use", "sheet-substance-use"), ("stress", "sheet-stress"),
                ("needs", "sheet-needs"),
                ("lifestyle", "sheet-lifestyle"), ("progress-check", "sheet-progress-check"),
            ]
        ),
        (
            "shell-more-sharing",
            [
                ("meetings", "sheet-session"), ("talk-about", "sheet-talk-about"), ("review", "sheet-review"),
                ("readers", "shell-more-readers"),
            ]
        ),
        (
            "shell-more-app",
            [
                ("reminders", "shell-more-reminders"), ("backup", "shell-more-backup"), ("take-out", "shell-more-take-out"),
                ("settings", "sheet-settings"),
            ]
        ),
    ]

    /// What the person decides about the app. Each choice is kept when it is made; what is typed, with the button. Who may look is the
    /// phone's, and stands on its own screen.
    static let settings = SheetPlace.form { record in
        let old = try record.settings()
        return FormPage(
            .say("sheet-settings"),
            [
                .heading("shell-settings-about"), .words("name", "setting-name", old.name),
                FormField("language", .say("setting-language"), .one(LANGUAGES.map { FormChoice($0.0, .own($0.1)) }), old.language)
                    .atOnce { try $0.saveSettings(edit: EditSettings(language: $1)) },
                .one("check_in_rhythm", "setting-check-in-rhythm", old.checkInRhythm)
                    .atOnce { try $0.saveSettings(edit: EditSettings(checkInRhythm: CheckInRhythm(word: $1))) },
                .heading("shell-settings-private"),
                .one("lock_screen_words", "setting-lock-screen-words", old.lockScreenWords)
                    .atOnce { try $0.saveSettings(edit: EditSettings(lockScreenWords: LockScreenWords(word: $1))) },
                .heading("shell-settings-clinic"), .words("clinic_line_name", "shell-settings-clinic-name", old.clinicLineName),
                .phone("clinic_line_phone", "shell-settings-clinic-phone", old.clinicLinePhone),
                .words("clinic_line_hours", "shell-settings-clinic-hours", old.clinicLineHours),
            ],
            more: [.go("usual-title", "usual"), .go("shell-settings-private", "lock/choose")], then: .stay, reminds: true
        ) { record, filled in
            try record.saveSettings(
                edit: EditSettings(
                    name: filled["name"], clinicLineName: filled["clinic_line_name"], clinicLinePhone: filled["clinic_line_phone"],
                    clinicLineHours: filled["clinic_line_hours"]))
        }
    }
}

/// The languages that there are words in, each by its own name.
public let LANGUAGES = [("en", "English"), ("es", "Español"), ("ar", "العربية")]

extension CheckInRhythm: Listed {
    public static var all: [Self] { [.off, .daily, .weekly] }
}
