import handrail

/// A part of the programme: what there is to read, to think about and to try.
enum ModulePages {
    // More than this to choose from is hard to choose from.
    private static let few = 3

    /// Handouts first: they are short, and need no answer.
    static func module(_ id: String) -> SheetPlace {
        .lines(["module_progress", "handout_use", "worksheet_answer", "homework", "enrolment"]) { record in
            let (view, takesPart) = (try record.module(id: id), try record.programme().enrolment != nil)
            let ideas = view.homework.map { idea(id, $0) }
            var parts = [
                SheetPart(.say("handouts"), view.handouts.map { handout(id, $0) }),
                SheetPart(
                    .say("sheet-worksheet"),
                    view.questions.map { one in
                        SheetLine(
                            one.id, .own(one.question.text), [one.answers.first.map { SheetFact(.own($0.answer)) }],
                            opens: "question/\(id)/\(one.id)")
                    }),
                SheetPart(.say("programme-homework-ideas"), Array(ideas.prefix(few))),
                SheetPart(nil, Array(ideas.dropFirst(few)), folded: .say("programme-more-ideas")),
                SheetPart(.say("programme-sheets"), view.worksheets.compactMap(sheet)),
                SheetPart(
                    .say("programme-for-supporters"),
                    view.supporters.text.isEmpty
                        ? [] : [SheetLine("supporters", .lines(ProgrammePages.text(view.supporters).map { $0 }))],
                    folded: .say("programme-for-supporters")),
            ]
            if takesPart {
                let states = ModuleState.all.map { FormChoice($0.word, .word("module-progress-state", $0)) }
                parts.append(
                    SheetPart(
                        nil,
                        [
                            SheetLine(
                                "state", .say("module-progress-state"), [],
                                .choose(states, view.line.progress.state.word) {
                                    try $0.setModuleState(module: id, state: found(ModuleState(word: $1)))
                                })
                        ]))
            }
            return SheetPage(
                .own(view.line.title.text), notes: ProgrammePages.text(view.about), parts: parts,
                more: [
                    SheetAct(
                        .say("programme-print-handouts"), .paper { try $0.printHandouts(module: id, form: .filled, language: $1) })
                ])
        }
    }

    private static func handout(_ module: String, _ one: HandoutLine) -> SheetLine {
        SheetLine(
            one.id, .own(one.title.text),
            [
                one.lastUsed.map { SheetFact(.day($0)) },
                one.clinic.map { SheetFact(.say("programme-clinic-handout", ["title": .words(text: $0.title)])) },
            ], opens: "handout/\(module)/\(one.id)")
    }

    /// One tap takes it; it can be changed afterwards like any other.
    private static func idea(_ module: String, _ one: HomeworkOptionLine) -> SheetLine {
        let act: SheetAct =
            one.taken.last.map { .go("programme-idea-taken", "homework-item/\($0)") }
            ?? .write(.say("programme-try-it"), undo: takingAway("homework")) { record in
                try record.saveHomework(
                    details: record.homeworkFromOption(module: module, option: one.id, origin: .selfChosen))
            }
        return SheetLine(one.id, .own(one.title.text), [SheetFact.some(one.what.text)], acts: [act])
    }

    /// Sheets that a part works with, and the places where they are filled in.
    private static func sheet(_ of: Worksheet) -> SheetLine? {
        let place: (String, String) =
            switch of {
            case .lifeAreas: ("life-areas", "sheet-life-areas")
            case .recoveryMeaning: ("recovery", "sheet-recovery-meaning")
            case .goal: ("goals", "sheet-goal")
            case .problemSolving: ("problems", "sheet-problem-solving")
            case .plan: ("plan", "sheet-plan")
            case .safetyPlan: ("safety-plan", "sheet-safety-plan")
            case .medication: ("medication", "sheet-medication")
            case .substanceUse: ("substance-use", "sheet-substance-use")
            case .stress: ("stress", "sheet-stress")
            case .people: ("people", "sheet-people")
            case .needs: ("needs", "sheet-needs")
            case .lifestyle: ("lifestyle", "sheet-lifestyle")
            case .coping: ("coping", "sheet-coping")
            case .signs: ("signs", "sheet-signs")
            case .progressCheck: ("progress-check", "sheet-progress-check")
            }
        return SheetLine("sheet/\(place.0)", .say(place.1), opens: place.0)
    }

    /// A question to think about. An answer is never asked for twice: what was written stands below, and can be taken away.
    static func question(_ module: String, _ id: String) -> SheetPlace {
        .form { record in
            let asked = try found(record.module(id: module).questions.first { $0.id == id })
            return FormPage(
                .own(asked.question.text), [.words("answer", "worksheet-answer-answer", lines: 4)],
                below: [
                    SheetPart(
                        nil,
                        asked.answers.map {
                            SheetLine($0.id, .day($0.madeDay), [SheetFact(.own($0.answer))], acts: [.takeAway("worksheet_answer", $0.id)])
                        })
                ]
            ) { record, filled in try record.answerQuestion(module: module, question: id, answer: filled["answer"]) }
        }
    }

    /// Paragraph by paragraph, each a thing of its own for who has the screen read aloud.
    static func handout(_ module: String, _ section: String) -> SheetPlace {
        .lines(["handout_use"]) { record in
            let view = try record.handout(module: module, section: section)
            let blocks = view.blocks.enumerated().flatMap { place, block -> [SheetLine] in
                switch block {
                case .paragraph(let text): [SheetLine("\(place)", .own(text))]
                case .bullets(let items): items.enumerated().map { SheetLine("\(place)/\($0)", .own("\u{2022} \($1)")) }
                }
            }
            let clinic = view.clinic.map { one in
                SheetLine(
                    "clinic", .say("programme-clinic-handout", ["title": .words(text: one.title)]), [SheetFact.some(one.note)])
            }
            let uses = view.uses.filter { $0.how != .opened }.map { use in
                SheetLine(
                    use.id, .word("handout-use-how", use.how), [SheetFact.some(use.withWhom), SheetFact(.day(use.day))],
                    acts: [.takeAway("handout_use", use.id)])
            }
            let reviewed = view.reviewed.map { Said.say("programme-reviewed-by", ["name": .words(text: $0.by), "day": .day(day: $0.on)]) }
            return SheetPage(
                .own(view.title), notes: view.fellBack ? [.say("programme-other-language")] : [],
                parts: [
                    SheetPart(nil, (clinic.map { [$0] } ?? []) + blocks),
                    SheetPart(
                        nil, [SheetLine("reviewed", reviewed ?? .say("programme-not-reviewed"))] + uses,
                        add: .go("handout-note", "handout-note/\(module)/\(section)")),
                ],
                main: SheetAct(.say("shell-done"), .back))
        }
    }

    /// How a section was read other than here: on paper or together, and with whom.
    static func note(_ module: String, _ section: String) -> SheetPlace {
        .form { _ in
            FormPage(
                .say("handout-note"),
                [
                    .one("how", "handout-use-how", .readTogether, of: [HandoutHow.readTogether, .given]),
                    .words("with_whom", "handout-use-with-whom"),
                ]
            ) { record, filled in
                try record.noteHandout(
                    module: module, section: section, how: filled.one("how") ?? .readTogether, withWhom: filled["with_whom"])
            }
        }
    }
}
