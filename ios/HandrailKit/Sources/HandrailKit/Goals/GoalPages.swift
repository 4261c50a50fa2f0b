import handrail

/// Goals as a tree: what I want, what I want first, and the steps to it.
enum GoalPages {
    private static let concepts = ["long_term_goal", "short_term_goal", "step", "step_result", "goal_review"]

    static let goals = SheetPlace.lines(concepts) { record in
        let view = try record.goals()
        return SheetPage(
            .say("shell-goals-title"),
            parts: [
                SheetPart(
                    nil, view.goals.map { SheetLine($0.id, .own($0.title), [SheetFact(below($0))], opens: "goal/\($0.id)") },
                    empty: .say("shell-goals-empty")),
                SheetPart(
                    nil,
                    view.goals.isEmpty
                        ? [
                            SheetLine(
                                "life-areas", .say("sheet-life-areas"), [SheetFact(.say("shell-goals-from-areas"))], opens: "life-areas")
                        ] : []),
            ],
            main: .go("shell-goals-new", "goal-form/new")
        )
    }

    private static func below(_ goal: LongTermGoalView) -> Said {
        let next = goal.shortTerm.flatMap(\.steps).first { $0.state == .active }
        return next.map { .own($0.title) } ?? .word("long-term-goal-state", goal.state)
    }

    static func goal(_ id: LongTermGoalId) -> SheetPlace {
        .lines(concepts) { record in
            let goal = try found(try record.goals().goals.first { $0.id == id })
            let about = SheetLine(
                goal.id, .word("long-term-goal-state", goal.state),
                [
                    SheetFact("long-term-goal-why", goal.why), SheetFact("long-term-goal-how-will-we-know", goal.howWillWeKnow),
                    SheetFact("long-term-goal-who-can-help", goal.whoCanHelp), SheetFact("long-term-goal-by-about", day: goal.byAbout),
                ],
                acts: [.go("shell-change", "goal-form/\(goal.id)")])
            let parts = goal.shortTerm.map { part in
                SheetPart(
                    .own(part.title), part.steps.map(step), empty: .say("short-term-goal-title"),
                    add: .go("shell-goals-new-step", "step-form/\(part.id)/new"))
            }
            let changes = goal.shortTerm.map {
                SheetLine(
                    "change/\($0.id)", .say("shell-goals-change-part"), [SheetFact(.own($0.title))], opens: "part-form/\(goal.id)/\($0.id)")
            }
            let reviews = goal.reviews.map { SheetLine($0.id, .say("goal-review"), [SheetFact(day: $0.day, .own($0.progress))]) }
            return SheetPage(
                .own(goal.title), parts: [SheetPart(nil, [about])] + parts + [SheetPart(nil, changes), SheetPart(nil, reviews)],
                main: .go("shell-goals-new-part", "part-form/\(goal.id)/new"), more: states(goal))
        }
    }

    /// Where a goal may go from here.
    private static func states(_ goal: LongTermGoalView) -> [SheetAct] {
        guard goal.state == .active || goal.state == .idea else {
            return [.write(.say("goal-resume"), done: "shell-changed") { try $0.reopenLongTermGoal(id: goal.id) }]
        }
        let to: [GoalState] = [.reached, .paused, .letGo] + (goal.state == .idea ? [.active] : [])
        return to.map { state in
            .write(.word("shell-goals-to", state), done: "shell-changed") { try $0.setLongTermGoalState(id: goal.id, state: state) }
        }
    }

    private static func step(_ step: StepView) -> SheetLine {
        let went =
            step.newest.map { SheetFact(day: $0.day, .word("step-result-result", $0.result)) } ?? SheetFact(.word("step-state", step.state))
        let change = SheetAct.go("shell-change", "step-form/\(step.goal)/\(step.id)")
        var facts = [
            SheetFact("step-when-words", step.whenWords), SheetFact("step-where-words", step.whereWords), SheetFact("step-who", step.who),
            went,
        ]
        var acts = [
            step.state == .active
                ? SheetAct.go("today-log-homework", "step-result/\(step.id)")
                : .write(.say("goal-resume"), done: "shell-changed") { try $0.reopenStep(id: step.id) },
            change,
        ]
        // The core offers something smaller; the person decides.
        if step.offer != nil {
            facts.append(SheetFact(.say("offer-smaller-or-problem-solving")))
            acts.append(.go("sheet-problem-solving", "problem/new/step/\(step.id)"))
        }
        return SheetLine(step.id, .own(step.title), facts, acts: acts)
    }

    static func form(_ id: LongTermGoalId?) -> SheetPlace {
        .form { record in
            let old = try id.map { id in try found(try record.goals().goals.first { $0.id == id }) }
            var fields: [FormField] = [
                .words("title", "long-term-goal-title", old?.title ?? "", lines: 2),
                .words("why", "long-term-goal-why", old?.why ?? "", lines: 2),
                .words("how_will_we_know", "long-term-goal-how-will-we-know", old?.howWillWeKnow ?? "", lines: 2),
                .words("who_can_help", "long-term-goal-who-can-help", old?.whoCanHelp ?? ""),
            ]
            if old == nil {
                fields.append(.one("begin", "goal-begin", .active, labelled: "long-term-goal-state", of: [BeginAs.active, .idea]))
            }
            return FormPage(.say("long-term-goal"), notes: [.say("goal-horizon-long"), .say("shell-all-optional")], fields) {
                record, filled in
                let new = NewLongTermGoal(
                    title: filled["title"], why: filled["why"], howWillWeKnow: filled["how_will_we_know"], area: old?.area ?? "",
                    whoCanHelp: filled["who_can_help"], started: old?.started, byAbout: horizon(old?.byAbout, new: old == nil))
                return try id.map { try record.editLongTermGoal(id: $0, edit: new) }
                    ?? record.saveLongTermGoal(details: new, begin: filled.one("begin") ?? .active)
            }
        }
    }

    private static func horizon(_ day: CivilDate?, new: Bool) -> Horizon? {
        day.map { .about(day: $0) } ?? (new ? .suggested : nil)
    }

    static func partForm(_ goal: LongTermGoalId, _ id: ShortTermGoalId?) -> SheetPlace {
        .form { record in
            let old = try id.map { id in try found(try record.goals().goals.flatMap(\.shortTerm).first { $0.id == id }) }
            return FormPage(
                .say("short-term-goal"), notes: [.say("goal-horizon-short"), .say("shell-all-optional")],
                [
                    .words("title", "short-term-goal-title", old?.title ?? "", lines: 2),
                    .words("how_will_we_know", "short-term-goal-how-will-we-know", old?.howWillWeKnow ?? ""),
                    .words("strengths", "short-term-goal-strengths", old?.strengths ?? ""),
                    .words("obstacles", "short-term-goal-obstacles", old?.obstacles ?? ""),
                    .words("who_can_help", "short-term-goal-who-can-help", old?.whoCanHelp ?? ""),
                ]
            ) { record, filled in
                let new = NewShortTermGoal(
                    goal: goal, title: filled["title"], howWillWeKnow: filled["how_will_we_know"], strengths: filled["strengths"],
                    obstacles: filled["obstacles"], whoCanHelp: filled["who_can_help"], started: old?.started,
                    byAbout: horizon(old?.byAbout, new: old == nil))
                return try id.map { try record.editShortTermGoal(id: $0, edit: new) }
                    ?? record.saveShortTermGoal(details: new, begin: .active)
            }
        }
    }

    static func stepForm(_ goal: ShortTermGoalId, _ id: StepId?) -> SheetPlace {
        .form { record in
            let old = try id.map { try step(record, $0) }
            return FormPage(
                .say("step"), notes: [.say("goal-horizon-step"), .say("shell-all-optional")],
                [
                    .words("title", "step-title", old?.title ?? "", lines: 2),
                    .words("when_words", "step-when-words", old?.whenWords ?? ""),
                    .words("where_words", "step-where-words", old?.whereWords ?? ""),
                    .words("who", "step-who", old?.who ?? ""),
                    .words("how", "step-how", old?.how ?? ""),
                    .words("how_will_we_know", "step-how-will-we-know", old?.howWillWeKnow ?? ""),
                ]
            ) { record, filled in
                let new = NewStep(
                    goal: goal, title: filled["title"], who: filled["who"], whenWords: filled["when_words"],
                    whereWords: filled["where_words"],
                    how: filled["how"], howWillWeKnow: filled["how_will_we_know"], byAbout: horizon(old?.byAbout, new: old == nil),
                    reminderDay: old?.reminderDay, reminderTime: old?.reminderTime)
                return try id.map { try record.editStep(id: $0, edit: new) } ?? record.saveStep(details: new)
            }
        }
    }

    private static func step(_ record: Handrail, _ id: StepId) throws -> StepView {
        try found(try record.goals().goals.flatMap(\.shortTerm).flatMap(\.steps).first { $0.id == id })
    }

    /// How a step went. One choice says it; the rest may be left out.
    static func result(_ id: StepId) -> SheetPlace {
        .form { record in
            let about = try step(record, id)
            return FormPage(
                .own(about.title), notes: [.say("homework-any-try-counts")],
                [
                    .one("result", "step-result-result", StepOutcome?.none),
                    .words("what_helped", "step-result-what-helped"),
                    .words("got_in_the_way", "step-result-got-in-the-way"),
                    .words("next_step", "step-result-next-step"),
                ]
            ) { record, filled in
                guard let result: StepOutcome = filled.one("result") else { throw HandrailError.Invalid(field: "result", reason: .empty) }
                return try record.recordStep(
                    details: NewStepResult(
                        step: id, result: result, whatHelped: filled["what_helped"], gotInTheWay: filled["got_in_the_way"],
                        nextStep: filled["next_step"]))
            }
        }
    }
}

extension FormField {
    /// A known word whose words begin otherwise than the field's label.
    static func one<Choice: Listed>(_ name: String, _ words: String, _ first: Choice?, labelled label: String, of: [Choice]) -> FormField {
        FormField(name, .say(label), .one(of.map { FormChoice($0.word, .word(words, $0)) }), first?.word ?? "")
    }
}

extension GoalState: Listed {
    public static var all: [Self] { [.idea, .active, .paused, .reached, .changed, .letGo] }
}
extension BeginAs: Listed {
    public static var all: [Self] { [.idea, .active] }
}
extension StepOutcome: Listed {
    public static var all: [Self] { [.done, .partly, .notYet, .changed] }
}
