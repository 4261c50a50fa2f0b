import handrail

/// Step-by-step problem solving: what it is, ideas, one of them, a plan, and a look back.
enum ProblemPages {
    private static let concepts = ["problem", "problem_idea", "problem_review"]

    static let all = SheetPlace.lines(concepts) { record in
        let view = try record.problemSolving()
        return SheetPage(
            .say("sheet-problem-solving"),
            parts: [
                SheetPart(nil, view.`open`.map(line), empty: .say("shell-nothing-here")),
                SheetPart(.say("shell-earlier"), view.past.map(line)),
            ],
            main: .go("shell-add", "problem/new"), more: [.print(.problemSolving)])
    }

    private static func line(_ problem: ProblemView) -> SheetLine {
        let next = problem.nextOpen.map { SheetFact(.word("problem-part", $0)) } ?? SheetFact(.word("problem-state", problem.state))
        return SheetLine(problem.id, .own(problem.problem), [next], opens: "problem/\(problem.id)")
    }

    static func problem(_ id: ProblemId) -> SheetPlace {
        .lines(concepts) { record in
            let problem = try record.problem(id: id)
            let ideas = problem.ideas.map { idea in
                SheetLine(
                    idea.id, .own(idea.idea),
                    [
                        SheetFact("problem-idea-good-sides", idea.goodSides), SheetFact("problem-idea-bad-sides", idea.badSides),
                        idea.chosen ? SheetFact(.say("problem-choice")) : nil,
                    ],
                    acts: [
                        .write(.say(idea.chosen ? "shell-undo" : "problem-idea-chosen"), done: "shell-changed") {
                            try $0.chooseProblemIdea(id: idea.id, chosen: !idea.chosen)
                        },
                        .go("shell-change", "problem/\(id)/idea/\(idea.id)"),
                    ])
            }
            let plan = SheetLine(
                "plan", .say("problem-part-plan"),
                [
                    SheetFact("problem-what", problem.plan.what), SheetFact("problem-who", problem.plan.who),
                    SheetFact("problem-when-words", problem.plan.whenWords), SheetFact("problem-what-is-needed", problem.plan.whatIsNeeded),
                    SheetFact("problem-in-the-way", problem.plan.inTheWay), SheetFact("problem-my-answer", problem.plan.myAnswer),
                    SheetFact("problem-review-on", day: problem.plan.reviewOn),
                ],
                opens: "problem/\(id)/plan")
            let reviews = problem.reviews.map {
                SheetLine(
                    $0.id, .word("problem-review-next", $0.next),
                    [SheetFact("problem-review-what-worked", $0.whatWorked), SheetFact.some($0.note)])
            }
            let states = ProblemState.all.filter { $0 != problem.state }.map { state in
                SheetAct.write(.word("problem-state", state), done: "shell-changed") { try $0.setProblemState(id: id, state: state) }
            }
            return SheetPage(
                .own(problem.problem),
                parts: [
                    SheetPart(
                        .say("problem-ideas"), ideas, add: .go("shell-add", "problem/\(id)/idea"),
                        move: { try $0.moveProblemIdea(id: $1, place: $2) }),
                    SheetPart(nil, [plan]),
                    SheetPart(.say("problem-review"), reviews),
                ],
                main: main(problem), more: states + [.takeAway("problem", id)])
        }
    }

    /// The next part that is open, and never more than that one.
    private static func main(_ problem: ProblemView) -> SheetAct {
        switch problem.nextOpen {
        case .plan, .practise: .go("problem-part-plan", "problem/\(problem.id)/plan")
        case .review, nil: .go("problem-part-review", "problem/\(problem.id)/review")
        default: .go("problem-idea", "problem/\(problem.id)/idea")
        }
    }

    static func start(_ about: String?, _ of: RecordId?) -> SheetPlace {
        .form { _ in
            FormPage(.say("sheet-problem-solving"), [.words("problem", "problem-problem", lines: 3)]) { record, filled in
                try record.startProblem(
                    details: NewProblem(
                        problem: filled["problem"], step: about == "step" ? of : nil, homework: about == "homework" ? of : nil))
            }
        }
    }

    static func idea(_ id: ProblemId, _ idea: ProblemIdeaId?) -> SheetPlace {
        .form { record in
            let old = try idea.map { idea in try found(try record.problem(id: id).ideas.first { $0.id == idea }) }
            return FormPage(
                .say("problem-idea"), notes: [.say("problem-ideas")],
                [
                    .words("idea", "problem-idea-idea", old?.idea ?? "", lines: 2),
                    .words("good_sides", "problem-idea-good-sides", old?.goodSides ?? "", lines: 2),
                    .words("bad_sides", "problem-idea-bad-sides", old?.badSides ?? "", lines: 2),
                ],
                more: idea.map { [.takeAway("problem_idea", $0)] } ?? []
            ) { record, filled in
                let new = NewProblemIdea(idea: filled["idea"], goodSides: filled["good_sides"], badSides: filled["bad_sides"])
                return try idea.map { try record.editProblemIdea(id: $0, edit: new) } ?? record.addProblemIdea(problem: id, details: new)
            }
        }
    }

    static func plan(_ id: ProblemId) -> SheetPlace {
        .form { record in
            let old = try record.problem(id: id).plan
            return FormPage(
                .say("problem-part-plan"), notes: [.say("shell-all-optional")],
                [
                    .words("what", "problem-what", old.what, lines: 2), .words("who", "problem-who", old.who),
                    .words("when_words", "problem-when-words", old.whenWords),
                    .words("what_is_needed", "problem-what-is-needed", old.whatIsNeeded),
                    .words("in_the_way", "problem-in-the-way", old.inTheWay), .words("my_answer", "problem-my-answer", old.myAnswer),
                    .day("review_on", "problem-review-on", old.reviewOn),
                ]
            ) { record, filled in
                try record.planProblem(
                    id: id,
                    plan: ProblemPlan(
                        what: filled["what"], who: filled["who"], whenWords: filled["when_words"], whatIsNeeded: filled["what_is_needed"],
                        inTheWay: filled["in_the_way"], myAnswer: filled["my_answer"], reviewOn: filled.maybe("review_on")))
            }
        }
    }

    static func lookBack(_ id: ProblemId) -> SheetPlace {
        .form { record in
            FormPage(
                .own(try record.problem(id: id).problem),
                [
                    .words("what_worked", "problem-review-what-worked", lines: 2), .one("next", "problem-review-next", ProblemNext?.none),
                    .words("note", "problem-review-note", lines: 2),
                ]
            ) { record, filled in
                guard let next: ProblemNext = filled.one("next") else { throw HandrailError.Invalid(field: "next", reason: .empty) }
                return try record.recordProblemReview(
                    details: NewProblemReview(
                        problem: id, whatWorked: filled["what_worked"], next: next, note: filled["note"]))
            }
        }
    }
}

extension ProblemPart: Listed {
    public static var all: [Self] { [.problem, .ideas, .sides, .choice, .plan, .practise, .review] }
}
extension ProblemState: Listed {
    public static var all: [Self] { [.`open`, .solved, .letGo] }
}
extension ProblemNext: Listed {
    public static var all: [Self] { [.keep, .change, .anotherIdea, .solved] }
}
