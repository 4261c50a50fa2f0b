import handrail

/// My last week or so beside my own usual: on only when I want it. A conversation starter, in words first, and never an alarm.
enum UsualPages {
    // As far back as columns can be told apart.
    private static let days = 60

    static let usual = SheetPlace.lines(["*"]) { record in
        let (view, usual, months, settings) = (
            try record.signs(), try record.yourUsual(), try record.signsOverMonths(), try record.settings()
        )
        // Signs on different scales meet on the finest.
        let most = Double(view.signs.map(\.scale).max() ?? SignForms.short)
        var page = SheetPage(.say("usual-title"))
        if let notice = view.notice {
            page.parts.append(SheetPart(nil, says(notice)))
            page.main = .go("today-look-at-plan", "plan")
        }
        if let usual { page.parts.append(SheetPart(nil, now(usual, most, alone: view.notice == nil))) }
        page.parts.append(SheetPart(nil, chosen(settings, view.suggestQuieter)))
        page.parts += over(months, most)
        if settings.usualOn {
            let reset = SheetAct.write(.say("usual-event-event-reset"), done: "shell-changed") { try $0.recordUsualEvent(event: .reset) }
            page.parts.append(SheetPart(nil, [SheetLine("reset", .say("usual-reset-what"), acts: [reset])], folded: .say("shell-more")))
        }
        return page
    }

    private static func says(_ notice: Notice) -> [SheetLine] {
        let answer = { (answer: NoticeAnswer) -> Edit in { try $0.recordNoticeAnswer(opened: notice.opened, answer: answer) } }
        var acts: [SheetAct] = []
        if notice.step == .contact, let contact = notice.contact, !contact.phone.isEmpty {
            let name: KeyValuePairs<String, MessageValue> = ["name": .words(text: contact.name)]
            acts.append(SheetAct(.say("help-now-call", name), .call(contact.phone, answer(.contactMade))))
        }
        acts.append(.write(.say("shell-not-now"), answer(.notNow)))
        let helpful: [NoticeAnswer] = [.helpful, .notHelpful, .worriedMe]
        return [
            SheetLine("notice", .message(notice.message), acts: acts),
            SheetLine(
                "helpful", .say("usual-was-this-helpful"),
                acts: helpful.map { .write(.word("notice-answer-answer", $0), answer($0)) }),
        ]
    }

    private static func now(_ usual: YourUsual, _ most: Double, alone: Bool) -> [SheetLine] {
        var lines: [SheetLine] = alone ? [SheetLine("state", state(usual))] : []
        if usual.askNewUsual {
            let answers: [(String, UsualEvent)] = [("shell-yes", .newUsualYes), ("shell-no", .newUsualNo)]
            lines.append(
                SheetLine(
                    "new-usual", .say("usual-ask-new-usual"),
                    acts: answers.map { says, event in .write(.say(says)) { try $0.recordUsualEvent(event: event) } }))
        }
        if !usual.series.isEmpty {
            let line = usual.series.last { $0.comparison != nil }?.comparison?.usual
            let columns = Columns(usual.series.suffix(days).map(\.score), most: most, line: line)
            lines.append(SheetLine("chart", .say("usual-chart"), [SheetFact(.say("usual-chart-line"))], .columns(columns)))
        }
        return lines
    }

    private static func state(_ usual: YourUsual) -> Said {
        switch usual.state {
        case .learning(let daysLeft, let ratingsLeft):
            .lines([
                .say("usual-state-learning"), .say("usual-learning-days", ["count": .number(number: daysLeft)]),
                .say("usual-learning-ratings", ["count": .number(number: Int64(ratingsLeft))]),
            ])
        case .notEnoughRatings: .say("usual-state-not-enough-ratings")
        case .higherThanUsual: .say(usual.forNow ? "usual-state-higher-than-usual-for-now" : "usual-state-higher-than-usual")
        case .aboutUsual: .say(usual.forNow ? "usual-state-about-usual-for-now" : "usual-state-about-usual")
        }
    }

    private static func chosen(_ settings: Settings, _ suggestQuieter: Bool) -> [SheetLine] {
        var lines = [
            SheetLine(
                "on", .say("setting-usual-on"), [SheetFact(.say("usual-what-it-does"))],
                .turn(settings.usualOn) { try $0.saveSettings(edit: EditSettings(usualOn: $1)) })
        ]
        if suggestQuieter, settings.usualSensitivity != .quieter {
            let yes = SheetAct.write(.say("shell-yes"), done: nil) { try $0.saveSettings(edit: EditSettings(usualSensitivity: .quieter)) }
            lines.append(SheetLine("quieter", .say("usual-suggest-quieter"), acts: [yes]))
        }
        guard settings.usualOn else { return lines + [SheetLine("off", .say("usual-off"))] }
        let words = UsualSensitivity.all.map { FormChoice($0.word, .word("setting-usual-sensitivity", $0)) }
        lines.append(
            SheetLine(
                "sensitivity", .say("setting-usual-sensitivity"), [],
                .choose(words, settings.usualSensitivity.word) {
                    try $0.saveSettings(edit: EditSettings(usualSensitivity: UsualSensitivity(word: $1)))
                }))
        return lines
    }

    private static func over(_ view: SignsOverMonths, _ most: Double) -> [SheetPart] {
        var lines: [SheetLine] = []
        if let first = view.months.first, let last = view.months.last {
            let columns = Columns(view.months.map(\.mean), most: most, line: view.goodLevel)
            lines.append(
                SheetLine(
                    "months", .say("usual-months-chart"),
                    [
                        SheetFact(
                            first.month == last.month ? .month(first.month) : .joined([.month(first.month), .month(last.month)], " – ")),
                        view.goodLevel.map { _ in SheetFact(.say("usual-good-line")) },
                    ], .columns(columns)))
        }
        let times = view.goodTimes.map { time in
            SheetLine(
                time.id, .say("date-from-until", ["from": .day(day: time.fromDay), "until": .day(day: time.untilDay)]),
                acts: [.takeAway("good_time", time.id)])
        }
        return [
            SheetPart(.say("usual-months"), lines, empty: .say("usual-months-none")),
            SheetPart(.say("good-time"), times, add: .go("usual-good-time-add", "good-time-form")),
        ]
    }

    /// Days that were a good time, agreed together.
    static let goodTime = SheetPlace.form { _ in
        FormPage(
            .say("good-time"), notes: [.say("usual-good-time-what")],
            [.day("from_day", "good-time-from-day"), .day("until_day", "good-time-until-day")]
        ) { record, filled in
            for field in ["from_day", "until_day"] where filled[field].isEmpty {
                throw HandrailError.Invalid(field: field, reason: .empty)
            }
            return try record.saveGoodTime(fromDay: filled["from_day"], untilDay: filled["until_day"])
        }
    }
}

extension UsualSensitivity: Listed {
    public static var all: [Self] { [.quieter, .standard, .sooner] }
}
