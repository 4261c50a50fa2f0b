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
            main: .go("shell-goals-new", "goal-form/new"), more: [.print(.goal)]
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
                    .own(part.title),
                    part.steps.map(step) + [
                        SheetLine(
                            "change/\(part.id)", .say("shell-goals-change-part"),
                            [SheetFact("short-term-goal-by-about", day: part.byAbout)], opens: "part-form/\(goal.id)/\(part.id)")
                    ], add: .go("shell-goals-new-step", "step-form/\(part.id)/new"))
            }
            let reviews = goal.reviews.map { SheetLine($0.id, .say("goal-review"), [SheetFact(day: $0.day, .own($0.progress))]) }
            return SheetPage(
                .own(goal.title), parts: [SheetPart(nil, [about])] + parts + [SheetPart(nil, reviews)],
                main: next(goal), more: more(goal))
        }
    }

    /// The one button: what the core puts first.
    private static func next(_ goal: LongTermGoalView) -> SheetAct? {
        switch goal.next {
        case .answer(let step): .go("today-log-homework", "step-result/\(step)")
        case .findStep(let part): .go("shell-goals-new-step", "step-form/\(part)/new")
        case .findPart: newPart(goal)
        case .takeUp: takeUp(goal)
        case nil: nil
        }
    }

    private static func newPart(_ goal: LongTermGoalView) -> SheetAct {
        .go("shell-goals-new-part", "part-form/\(goal.id)/new")
    }

    private static func takeUp(_ goal: LongTermGoalView) -> SheetAct {
        .write(.say(goal.state == .idea ? "shell-goals-to-active" : "goal-resume"), done: "shell-changed") {
            try $0.reopenLongTermGoal(id: goal.id)
        }
    }

    /// Where a goal may go from here. What is the main thing here does not stand there twice.
    private static func more(_ goal: LongTermGoalView) -> [SheetAct] {
        let part: [SheetAct] = goal.next == .findPart ? [] : [newPart(goal)]
        guard goal.state == .active || goal.state == .idea else { return part + (goal.next == nil ? [takeUp(goal)] : []) }
        let to: [GoalState] = [.reached, .paused, .letGo]
        let states: [SheetAct] = to.map { state in
            .write(
                .word("shell-goals-to", state), done: "shell-changed",
                undo: { record, _ in try record.setLongTermGoalState(id: goal.id, state: goal.state) }
            ) { try $0.setLongTermGoalState(id: goal.id, state: state) }
        }
        return part + states
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
            acts += [
                .go("shell-make-smaller", "step-form/\(step.goal)/\(step.id)"),
                .go("sheet-problem-solving", "problem-form/step/\(step.id)"),
            ]
        }
        return SheetLine(step.id, .own(step.title), facts, acts: acts)
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
