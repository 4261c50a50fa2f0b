import handrail

/// Step-by-step problem solving: what is open, and one part of a sheet at a time. Every part can be left out, and come back to.
enum ProblemPages {
    static let all = SheetPlace.lines(["problem", "problem_idea", "problem_review", "step", "step_result", "homework", "homework_result"]) {
        record in
        let view = try record.problemSolving()
        let offers = view.offers.map { offer in
            switch offer.about {
            case .step(let id, let title): SheetLine(id, .own(title), opens: "problem-form/step/\(id)")
            case .homework(let id, let title): SheetLine(id, .own(title), opens: "problem-form/homework/\(id)")
            }
        }
        return SheetPage(
            .say("sheet-problem-solving"),
            parts: [
                SheetPart(
                    nil, view.`open`.map { SheetLine($0.id, .own($0.problem), [next($0)], opens: "problem/\($0.id)") },
                    empty: view.past.isEmpty ? .say("problems-empty") : nil),
                SheetPart(.say("problem-offered"), offers),
                SheetPart(
                    .say("homework-earlier"), view.past.map(past), before: { try $0.problemsBefore(id: $1).map(past) }),
            ],
            main: .go("problem-begin", "problem-form/new"), more: [.print(.problemSolving)])
    }

    private static func next(_ problem: ProblemView) -> SheetFact? {
        problem.nextOpen.map { SheetFact(.word("problem-part", $0)) }
    }

    private static func past(_ problem: ProblemView) -> SheetLine {
        SheetLine(problem.id, .own(problem.problem), [SheetFact(.word("problem-state", problem.state))], opens: "problem/\(problem.id)")
    }

    /// A new sheet; `about` is `step` or `homework`, where it is about one.
    static func start(_ about: String?, _ of: RecordId?) -> SheetPlace {
        .form { _ in
            FormPage(
                .say("sheet-problem-solving"), [.words("problem", "problem-problem", lines: 3)],
                then: .instead { "problem/\($0.id(of: "problem") ?? "")" }
            ) { record, filled in
                try record.startProblem(
                    details: NewProblem(
                        problem: filled["problem"], step: about == "step" ? of : nil, homework: about == "homework" ? of : nil))
            }
        }
    }

    /// One sheet, at a part of it; without one, where it was left.
    static func problem(_ id: ProblemId, _ word: String?) -> SheetPlace {
        .form { record in
            let view = try record.problem(id: id)
            let part = word.flatMap(ProblemPart.init(word:)) ?? view.nextOpen ?? .review
            let at = ProblemPart.all.firstIndex(of: part) ?? 0
            let key: @Sendable (Int) -> String = { at in "problem/\(id)/\(ProblemPart.all[at].word)" }
            let isLast = at == ProblemPart.all.count - 1
            let notes: [Said] = [
                .say("shell-step-of", ["number": .number(number: Int64(at + 1)), "of": .number(number: Int64(ProblemPart.all.count))])
            ]
            var page = ProblemParts.page(view, part)
            page.title = .word("problem-part", part)
            page.notes = notes + (part == .problem ? [] : [.own(view.problem)]) + page.notes
            page.button = .say(isLast ? "shell-done" : "shell-next")
            page.then = isLast ? .back : .instead { _ in key(at + 1) }
            page.done = nil
            if at > 0 { page.more.append(SheetAct(.say("shell-step-before"), .instead(key(at - 1)))) }
            page.below.append(state(view))
            return page
        }
    }

    private static func state(_ view: ProblemView) -> SheetPart {
        let to = { (says: String, state: ProblemState) in
            SheetAct.write(
                .say(says), done: "shell-changed", undo: { record, _ in try record.setProblemState(id: view.id, state: view.state) }
            ) { try $0.setProblemState(id: view.id, state: state) }
        }
        let acts =
            view.state == .`open`
            ? [to("problem-review-next-solved", .solved), to("problem-not-solved-now", .letGo)] : [to("problem-take-up", .`open`)]
        let line = SheetLine(
            "state", .word("problem-state", view.state), acts: acts + [.takeAway("problem", view.id, then: .back)])
        return SheetPart(nil, [line], folded: .say("problem-state"))
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
