import handrail

/// The places of doing and of home that are lines or a form, by name.
let HOME_SHEETS: [String: @Sendable (Ids) -> SheetPlace?] = [
    "today": { _ in HomePages.today },
    "something-now": { _ in HomePages.somethingNow },
    "more": { _ in HomePages.more },
    "settings": { _ in HomePages.settings },
    "goals": { _ in GoalPages.goals },
    "goal": { ids in ids[0].map { GoalPages.goal($0) } },
    "goal-form": { GoalPages.form($0[0] == "new" ? nil : $0[0]) },
    "part-form": { ids in ids[0].map { GoalPages.partForm($0, ids[1] == "new" ? nil : ids[1]) } },
    "step-form": { ids in ids[0].map { GoalPages.stepForm($0, ids[1] == "new" ? nil : ids[1]) } },
    "step-result": { ids in ids[0].map { GoalPages.result($0) } },
    "homework": { _ in HomeworkPages.all },
    "homework-item": { ids in ids[0].map { HomeworkPages.item($0) } },
    "homework-form": { ids in
        if ids[0] == "from", let module = ids[1], let option = ids[2] { return HomeworkPages.form(from: module, option) }
        return HomeworkPages.form(ids[0])
    },
    "homework-result": { ids in ids[0].map { id in ids[1].map { HomeworkPages.more(id, $0) } ?? HomeworkPages.result(id) } },
    "problems": { _ in ProblemPages.all },
    "problem": { ids in
        switch (ids[0], ids[1]) {
        case ("new", _): ProblemPages.start(ids[1], ids[2])
        case (let id?, "idea"): ProblemPages.idea(id, ids[2])
        case (let id?, "plan"): ProblemPages.plan(id)
        case (let id?, "review"): ProblemPages.lookBack(id)
        case (let id?, _): ProblemPages.problem(id)
        default: nil
        }
    },
    "life-areas": { ids in
        switch ids[0] {
        case "own": AreaPages.own
        case let area?: AreaPages.rate(area, own: ids[1] == "own")
        default: AreaPages.all
        }
    },
    "proposals": { _ in ProposalPages.all },
]
