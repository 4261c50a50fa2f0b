import handrail

/// What I chose to do between meetings. Any try counts, and nothing is counted.
enum HomeworkPages {
    private static let concepts = ["homework", "homework_result", "homework_review"]

    static let all = SheetPlace.lines(concepts) { record in
        let view = try record.homework()
        let none = view.due.isEmpty && view.coming.isEmpty && view.resting.isEmpty && view.past.isEmpty
        return SheetPage(
            .say("sheet-homework"),
            parts: [
                SheetPart(.say("date-today"), view.due.map { line($0, SheetFact.some($0.whatExactly)) }),
                SheetPart(
                    .say("homework-coming"), view.coming.map { line($0, $0.nextDay.map { SheetFact(.day($0)) }) },
                    empty: none ? .say("homework-empty") : nil),
                SheetPart(.word("homework-state", HomeworkState.paused), view.resting.map { line($0, nil) }),
                SheetPart(.say("homework-earlier"), view.past.map { line($0, SheetFact(.word("homework-state", $0.state))) }),
            ],
            main: .go("homework-add", "homework-form"), more: [.print(.homework)])
    }

    private static func line(_ item: HomeworkItem, _ fact: SheetFact?) -> SheetLine {
        SheetLine(item.id, .own(item.title), [fact], opens: "homework-item/\(item.id)")
    }

    private static func one(_ record: Handrail, _ id: HomeworkId) throws -> HomeworkItem {
        let view = try record.homework()
        return try found((view.due + view.coming + view.resting + view.past).first { $0.id == id })
    }

    static func item(_ id: HomeworkId) -> SheetPlace {
        .lines(concepts) { record in
            let item = try one(record, id)
            let results = try record.homeworkResults(id: id)
            let about = SheetLine(
                item.id, .say("homework-how-often-" + item.howOften.word),
                [
                    SheetFact("homework-what-exactly", item.whatExactly), SheetFact("homework-why", item.why),
                    SheetFact("homework-where-words", item.whereWords), SheetFact("homework-with-whom", item.withWhom),
                    SheetFact("homework-smaller-version", item.smallerVersion), SheetFact("homework-by-about", day: item.byAbout),
                    SheetFact("homework-reminder-time", time: item.reminderTime), SheetFact("homework-origin", item.origin),
                ],
                acts: [.go("shell-change", "homework-form/\(item.id)")])
            let state = SheetLine(
                "state", .say("homework-state"), [],
                .choose(HomeworkState.all.map { FormChoice($0.word, .word("homework-state", $0)) }, item.state.word) {
                    try $0.setHomeworkState(id: id, state: found(HomeworkState(word: $1)))
                })
            return SheetPage(
                .own(item.title),
                parts: [
                    SheetPart(nil, [about] + smaller(item)),
                    SheetPart(
                        .say("homework-result"), results.map { went(id, $0) },
                        before: { try $0.homeworkResultsBefore(homework: id, result: $1).map { went(id, $0) } }),
                    SheetPart(nil, [state], folded: .say("homework-state")),
                ],
                main: .go("today-log-homework", "homework-result/\(item.id)"), more: [.takeAway("homework", item.id, then: .back)])
        }
    }

    private static func went(_ id: HomeworkId, _ result: HomeworkResultView) -> SheetLine {
        SheetLine(
            result.id, .word("homework-result-result", result.result),
            [
                SheetFact(.day(result.occurrence)), result.obstacle.map { SheetFact(.word("homework-result-obstacle", $0)) },
                SheetFact.some(result.note),
            ],
            opens: "homework-result/\(id)/\(result.id)")
    }

    /// What the core offers where it did not come off: a smaller one, or a look at what is in the way.
    private static func smaller(_ item: HomeworkItem) -> [SheetLine] {
        guard item.offerSmaller || item.suggestSmaller else { return [] }
        return [
            SheetLine(
                "smaller", .say("homework-make-smaller"),
                acts: [
                    .go("shell-make-smaller", "homework-form/\(item.id)"),
                    .go("goal-look-at-what-is-in-the-way", "problem-form/homework/\(item.id)"),
                ])
        ]
    }

    static func form(_ id: HomeworkId?) -> SheetPlace {
        .form { record in
            guard let item = try id.map({ try one(record, $0) }) else {
                return page(NewHomework(title: "", origin: .selfChosen, howOften: .once), nil)
            }
            return page(
                NewHomework(
                    title: item.title, module: item.module, why: item.why, goal: item.goal, whatExactly: item.whatExactly,
                    whereWords: item.whereWords, withWhom: item.withWhom, worksheet: item.worksheet, origin: item.origin,
                    confidence: item.confidence, smallerVersion: item.smallerVersion, howOften: item.howOften, firstDay: item.firstDay,
                    byAbout: item.byAbout, reminderTime: item.reminderTime, moduleId: item.moduleId, optionId: item.optionId),
                item.id)
        }
    }

    /// One that begins from an idea of the programme.
    static func form(from module: String, _ option: String) -> SheetPlace {
        .form { record in page(try record.homeworkFromOption(module: module, option: option, origin: .selfChosen), nil) }
    }

    /// What is not asked here stays as it was begun.
    private static func page(_ begun: NewHomework, _ id: HomeworkId?) -> FormPage {
        let fields: [FormField] = [
            .words("title", "homework-title", begun.title, lines: 2),
            .words("what_exactly", "homework-what-exactly", begun.whatExactly, lines: 2),
            .words("smaller_version", "homework-smaller-version", begun.smallerVersion, lines: 2),
            .one("how_often", "homework-how-often", begun.howOften),
            .words("why", "homework-why", begun.why, lines: 2).behind,
            .words("where_words", "homework-where-words", begun.whereWords).behind,
            .words("with_whom", "homework-with-whom", begun.withWhom).behind,
            .one("origin", "homework-origin", begun.origin, of: [.selfChosen, .agreed]).behind,
            .day("first_day", "homework-first-day", begun.firstDay).behind,
            .day("by_about", "homework-by-about", begun.byAbout).behind,
            .time("reminder_time", "homework-reminder-time", begun.reminderTime).behind,
            .scale("confidence", "homework-confidence", 0...10, begun.confidence).behind,
        ]
        return FormPage(
            .say("homework"), notes: [.say("shell-all-optional")], fields,
            standing: id.map { Standing("homework", $0) }, undo: id == nil ? takingAway("homework") : nil, reminds: true
        ) { record, filled in
            let new = NewHomework(
                title: filled["title"], module: begun.module, why: filled["why"], goal: begun.goal, whatExactly: filled["what_exactly"],
                whereWords: filled["where_words"], withWhom: filled["with_whom"], worksheet: begun.worksheet,
                origin: filled.one("origin") ?? begun.origin, confidence: filled.number("confidence"),
                smallerVersion: filled["smaller_version"],
                howOften: filled.one("how_often") ?? begun.howOften, firstDay: filled.maybe("first_day"), byAbout: filled.maybe("by_about"),
                reminderTime: filled.maybe("reminder_time"), moduleId: begun.moduleId, optionId: begun.optionId)
            return try id.map { try record.editHomework(id: $0, edit: new) } ?? record.saveHomework(details: new)
        }
    }

    /// How it went: each answer is kept when it is tapped; what more there is to say comes after, for who wants to.
    static func result(_ id: HomeworkId) -> SheetPlace {
        .form { record in
            let item = try one(record, id)
            let day = try item.occurrence ?? record.thisDay()
            let notes =
                SheetFact.some(item.whatExactly).map { [$0.says] } ?? []
            let smaller: [Said] =
                item.smallerVersion.isEmpty ? [] : [.labelled(.say("homework-smaller-version"), .own(item.smallerVersion))]
            let others: [HomeworkOutcome] = [.partly, .notYet, .notToday]
            // A second answer of a day takes the place of the first, and taking it back brings the first one back.
            let before = try record.homeworkResults(id: id).first { $0.occurrence == day }
            let undo: TakeBack =
                if let before {
                    { record, _ in try record.editHomeworkResult(id: before.id, edit: again(before)) }
                } else {
                    takingAway("homework_result")
                }
            let then = After.instead { "homework-result/\(id)/\($0.id(of: "homework_result") ?? "")" }
            return FormPage(
                .own(item.title), notes: notes + smaller + [.say("homework-any-try-counts")], [],
                button: .word("homework-result-result", HomeworkOutcome.done),
                more: others.map { outcome in
                    .write(.word("homework-result-result", outcome), undo: undo, then: then) {
                        try $0.recordHomework(details: NewHomeworkResult(homework: id, occurrence: day, result: outcome))
                    }
                } + [SheetAct(.say("homework-look-at"), .instead("homework-item/\(id)"))],
                then: then, undo: undo
            ) { record, _ in
                try record.recordHomework(details: NewHomeworkResult(homework: id, occurrence: day, result: .done))
            }
        }
    }

    private static func again(_ one: HomeworkResultView) -> NewHomeworkResult {
        NewHomeworkResult(
            homework: one.homework, occurrence: one.occurrence, result: one.result, smaller: one.smaller, obstacle: one.obstacle,
            note: one.note, helpfulness: one.helpfulness)
    }

    /// It is kept already: everything here may be left out.
    static func more(_ id: HomeworkId, _ result: HomeworkResultId) -> SheetPlace {
        .form { record in
            let item = try one(record, id)
            // Taken back meanwhile: there is nothing more to say.
            let kept = try found(try record.homeworkResults(id: id).first { $0.id == result })
            var fields: [FormField] = []
            if kept.result == .done || kept.result == .partly {
                if !item.smallerVersion.isEmpty { fields.append(.yes("smaller", "homework-result-smaller", kept.smaller)) }
                fields.append(.steps("helpfulness", "homework-result-helpfulness", 0...4, kept.helpfulness))
            }
            if kept.result != .done { fields.append(.one("obstacle", "homework-result-obstacle", kept.obstacle)) }
            return FormPage(
                .own(item.title), notes: [.day(kept.occurrence), .word("homework-result-result", kept.result), .say("shell-all-optional")],
                fields + [.words("note", "homework-result-note", kept.note, lines: 2)], button: .say("shell-done"),
                standing: Standing("homework_result", kept.id), below: [SheetPart(nil, smaller(item))]
            ) { record, filled in
                try record.editHomeworkResult(
                    id: result,
                    edit: NewHomeworkResult(
                        homework: id, occurrence: kept.occurrence, result: kept.result, smaller: filled.yes("smaller"),
                        obstacle: filled.one("obstacle"),
                        note: filled["note"], helpfulness: filled.number("helpfulness")))
            }
        }
    }
}

extension Origin: Listed {
    public static var all: [Self] { [.agreed, .selfChosen, .proposed] }
}

extension SheetFact {
    /// A time of day under its label.
    init?(_ label: String, time: CivilTime?) {
        guard let time else { return nil }
        self.init(label: .say(label), .time(time))
    }

    /// A sentence in the person's words; nothing where there are none.
    static func some(_ text: String) -> SheetFact? { text.isEmpty ? nil : SheetFact(.own(text)) }
}

extension HomeworkState: Listed {
    public static var all: [Self] { [.active, .paused, .finished, .letGo] }
}
extension HomeworkOutcome: Listed {
    public static var all: [Self] { [.done, .partly, .notYet, .notToday] }
}
extension HowOften: Listed {
    public static var all: [Self] { [.once, .daily, .weekly] }
}
extension Obstacle: Listed {
    public static var all: [Self] { [.forgot, .tooBig, .noTime, .symptoms, .moneyOrTransport, .otherPerson, .notImportantToMe, .other] }
}
