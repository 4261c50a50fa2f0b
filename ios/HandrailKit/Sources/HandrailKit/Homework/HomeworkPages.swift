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
                    .word("homework-state", HomeworkState.active), view.coming.map { line($0, $0.nextDay.map { SheetFact(.day($0)) }) },
                    empty: none ? .say("shell-nothing-here") : nil),
                SheetPart(.word("homework-state", HomeworkState.paused), view.resting.map { line($0, nil) }),
                SheetPart(.say("shell-earlier"), view.past.map { line($0, SheetFact(.word("homework-state", $0.state))) }),
            ],
            main: .go("shell-add", "homework-form"), more: [.print(.homework)])
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
                ],
                acts: [.go("shell-change", "homework-form/\(item.id)")])
            let went = results.map { result in
                SheetLine(
                    result.id, .word("homework-result-result", result.result),
                    [
                        SheetFact(.day(result.occurrence)), result.obstacle.map { SheetFact(.word("homework-result-obstacle", $0)) },
                        SheetFact.some(result.note),
                    ],
                    opens: "homework-result/\(item.id)/\(result.id)")
            }
            let states = HomeworkState.all.filter { $0 != item.state }.map { state in
                SheetAct.write(.word("homework-state", state), done: "shell-changed") { try $0.setHomeworkState(id: item.id, state: state) }
            }
            return SheetPage(
                .own(item.title), parts: [SheetPart(nil, [about] + smaller(item)), SheetPart(.say("homework-result"), went)],
                main: .go("today-log-homework", "homework-result/\(item.id)"), more: states + [.takeAway("homework", item.id)])
        }
    }

    /// What the core offers where it did not come off: a smaller one, or a look at what is in the way.
    private static func smaller(_ item: HomeworkItem) -> [SheetLine] {
        guard item.offerSmaller || item.suggestSmaller else { return [] }
        return [
            SheetLine(
                "smaller", .say("homework-make-smaller"),
                acts: [.go("shell-change", "homework-form/\(item.id)"), .go("sheet-problem-solving", "problem/new/homework/\(item.id)")])
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
        FormPage(
            .say("homework"), notes: [.say("shell-all-optional")],
            [
                .words("title", "homework-title", begun.title, lines: 2),
                .words("what_exactly", "homework-what-exactly", begun.whatExactly, lines: 2),
                .words("smaller_version", "homework-smaller-version", begun.smallerVersion, lines: 2),
                .one("how_often", "homework-how-often", begun.howOften),
                .words("why", "homework-why", begun.why, lines: 2),
                .words("where_words", "homework-where-words", begun.whereWords),
                .words("with_whom", "homework-with-whom", begun.withWhom),
                .day("first_day", "homework-first-day", begun.firstDay),
                .day("by_about", "homework-by-about", begun.byAbout),
                .time("reminder_time", "homework-reminder-time", begun.reminderTime),
                .scale("confidence", "homework-confidence", 0...10, begun.confidence),
            ]
        ) { record, filled in
            let new = NewHomework(
                title: filled["title"], module: begun.module, why: filled["why"], goal: begun.goal, whatExactly: filled["what_exactly"],
                whereWords: filled["where_words"], withWhom: filled["with_whom"], worksheet: begun.worksheet, origin: begun.origin,
                confidence: filled.number("confidence"), smallerVersion: filled["smaller_version"],
                howOften: filled.one("how_often") ?? begun.howOften, firstDay: filled.maybe("first_day"), byAbout: filled.maybe("by_about"),
                reminderTime: filled.maybe("reminder_time"), moduleId: begun.moduleId, optionId: begun.optionId)
            return try id.map { try record.editHomework(id: $0, edit: new) } ?? record.saveHomework(details: new)
        }
    }

    /// How it went: one tap, and back.
    static func result(_ id: HomeworkId) -> SheetPlace {
        .form { record in
            let item = try one(record, id)
            let day = try item.occurrence ?? record.thisDay()
            let notes = [item.whatExactly, item.smallerVersion].filter { !$0.isEmpty }.map(Said.own) + [.say("homework-any-try-counts")]
            let others: [HomeworkOutcome] = [.partly, .notYet, .notToday]
            return FormPage(
                .own(item.title), notes: notes, [], button: .word("homework-result-result", HomeworkOutcome.done),
                more: others.map { outcome in
                    .write(.word("homework-result-result", outcome)) {
                        try $0.recordHomework(details: NewHomeworkResult(homework: id, occurrence: day, result: outcome))
                    }
                }
            ) { record, _ in
                try record.recordHomework(details: NewHomeworkResult(homework: id, occurrence: day, result: .done))
            }
        }
    }

    /// What more there is to say about a result, for who wants to.
    static func more(_ id: HomeworkId, _ result: HomeworkResultId) -> SheetPlace {
        .form { record in
            let item = try one(record, id)
            let kept = try found(try record.homeworkResults(id: id).first { $0.id == result })
            var fields: [FormField] = []
            if kept.result == .done || kept.result == .partly {
                fields += [
                    .yes("smaller", "homework-result-smaller", kept.smaller),
                    .scale("helpfulness", "homework-result-helpfulness", 0...4, kept.helpfulness),
                ]
            }
            if kept.result != .done { fields.append(.one("obstacle", "homework-result-obstacle", kept.obstacle)) }
            return FormPage(
                .own(item.title), notes: [.day(kept.occurrence), .word("homework-result-result", kept.result), .say("shell-all-optional")],
                fields + [.words("note", "homework-result-note", kept.note, lines: 2)], more: [.takeAway("homework_result", kept.id)]
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

extension SheetFact {
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
