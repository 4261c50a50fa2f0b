import handrail

/// What each part of a problem-solving sheet asks, and what is kept of it when it is left for the next. What was not changed is not
/// written again.
enum ProblemParts {
    private static let nothing = Changes(records: [])

    static func page(_ view: ProblemView, _ part: ProblemPart) -> FormPage {
        switch part {
        case .problem: problem(view)
        case .ideas: ideas(view)
        case .sides: sides(view)
        case .choice: choice(view)
        case .plan: plan(view)
        case .practise: practise(view)
        case .review: review(view)
        }
    }

    private static func problem(_ view: ProblemView) -> FormPage {
        FormPage(.own(""), [.words("problem", "problem-problem", view.problem, lines: 3)]) { record, filled in
            guard filled["problem"] != view.problem else { return nothing }
            var (step, homework): (StepId?, HomeworkId?) = (nil, nil)
            switch view.about {
            case .step(let id, _): step = id
            case .homework(let id, _): homework = id
            case nil: break
            }
            return try record.editProblem(id: view.id, edit: NewProblem(problem: filled["problem"], step: step, homework: homework))
        }
    }

    private static func ideas(_ view: ProblemView) -> FormPage {
        let ideas = view.ideas.map { SheetLine($0.id, .own($0.idea), acts: [.takeAway("problem_idea", $0.id)]) }
        let add = FormField.words("idea", "problem-idea-idea", lines: 2)
        return FormPage(
            .own(""), notes: [.say("problem-ideas")], [add],
            below: [SheetPart(nil, ideas, move: { try $0.moveProblemIdea(id: $1, place: $2) })], again: .say("problem-add-idea")
        ) { record, filled in
            guard !filled["idea"].isEmpty else { return nothing }
            return try record.addProblemIdea(problem: view.id, details: NewProblemIdea(idea: filled["idea"]))
        }
    }

    private static func sides(_ view: ProblemView) -> FormPage {
        let fields = view.ideas.flatMap { idea -> [FormField] in
            [
                FormField("heading:\(idea.id)", .own(idea.idea), .heading),
                .words("good_sides:\(idea.id)", "problem-idea-good-sides", idea.goodSides),
                .words("bad_sides:\(idea.id)", "problem-idea-bad-sides", idea.badSides),
            ]
        }
        return FormPage(.own(""), notes: view.ideas.isEmpty ? [.say("problem-ideas")] : [], fields) { record, filled in
            var records: [Change] = []
            for idea in view.ideas {
                let edit = NewProblemIdea(
                    idea: idea.idea, goodSides: filled["good_sides:\(idea.id)"], badSides: filled["bad_sides:\(idea.id)"])
                guard edit.goodSides != idea.goodSides || edit.badSides != idea.badSides else { continue }
                records += try record.editProblemIdea(id: idea.id, edit: edit).records
            }
            return Changes(records: records)
        }
    }

    private static func choice(_ view: ProblemView) -> FormPage {
        let ideas = view.ideas.map { idea in
            FormField("chosen:\(idea.id)", .own(idea.idea), .yes, idea.chosen ? "yes" : "").atOnce {
                try $0.chooseProblemIdea(id: idea.id, chosen: $1 == "yes")
            }
        }
        return FormPage(.own(""), ideas + [.words("choice", "problem-choice", view.choice, lines: 2)]) { record, filled in
            guard filled["choice"] != view.choice else { return nothing }
            return try record.setProblemChoice(id: view.id, choice: filled["choice"])
        }
    }

    private static func plan(_ view: ProblemView) -> FormPage {
        let old = view.plan
        return FormPage(
            .own(""), notes: [.say("shell-all-optional")],
            [
                .words("what", "problem-what", old.what, lines: 2), .words("who", "problem-who", old.who, lines: 2),
                .words("when_words", "problem-when-words", old.whenWords, lines: 2),
                .words("what_is_needed", "problem-what-is-needed", old.whatIsNeeded, lines: 2),
                .words("in_the_way", "problem-in-the-way", old.inTheWay, lines: 2),
                .words("my_answer", "problem-my-answer", old.myAnswer, lines: 2), .day("review_on", "problem-review-on", old.reviewOn),
            ]
        ) { record, filled in
            let new = ProblemPlan(
                what: filled["what"], who: filled["who"], whenWords: filled["when_words"], whatIsNeeded: filled["what_is_needed"],
                inTheWay: filled["in_the_way"], myAnswer: filled["my_answer"], reviewOn: filled.maybe("review_on"))
            return new == old ? nothing : try record.planProblem(id: view.id, plan: new)
        }
    }

    private static func practise(_ view: ProblemView) -> FormPage {
        let (plan, day) = (view.plan, view.practisedOn)
        let facts = [
            SheetFact("problem-in-the-way", plan.inTheWay), SheetFact("problem-my-answer", plan.myAnswer),
            SheetFact("problem-practised-on", day: day),
        ]
        let now = SheetAct.write(
            .say("problem-practised-now"), undo: { record, _ in try record.setProblemPractised(id: view.id, on: day) }
        ) { try $0.setProblemPractised(id: view.id, on: $0.thisDay()) }
        let says: Said = plan.what.isEmpty ? .say("problem-part-practise") : .own(plan.what)
        return FormPage(.own(""), [], below: [SheetPart(nil, [SheetLine("practise", says, facts, acts: [now])])]) { _, _ in nothing }
    }

    private static func review(_ view: ProblemView) -> FormPage {
        let earlier = { (one: ProblemReviewView) in
            SheetLine(
                one.id, .word("problem-review-next", one.next),
                [SheetFact(.day(one.day)), SheetFact.some(one.whatWorked), SheetFact.some(one.note)])
        }
        return FormPage(
            .own(""),
            [
                .one("next", "problem-review-next", ProblemNext?.none),
                .words("what_worked", "problem-review-what-worked", lines: 2), .words("note", "problem-review-note", lines: 2),
            ], below: [SheetPart(.say("problem-review"), view.reviews.map(earlier))]
        ) { record, filled in
            guard let next: ProblemNext = filled.one("next") else { return nothing }
            return try record.recordProblemReview(
                details: NewProblemReview(problem: view.id, whatWorked: filled["what_worked"], next: next, note: filled["note"]))
        }
    }
}
