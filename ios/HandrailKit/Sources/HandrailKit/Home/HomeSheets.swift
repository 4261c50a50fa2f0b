import handrail

/// The places of doing and of home that are lines or a form, by name.
let HOME_SHEETS: [String: @Sendable (Ids) -> SheetPlace?] = [
    "today": { _ in HomePages.today },
    "something-now": { _ in HomePages.somethingNow },
    "more": { _ in HomePages.more },
    "settings": { _ in HomePages.settings },
    "goals": { _ in GoalPages.goals },
    "goal": { ids in ids[0].map { GoalPages.goal($0) } },
    "goal-form": { GoalForms.form($0[0] == "new" ? nil : $0[0], $0[1]) },
    "part-form": { ids in ids[0].map { GoalForms.partForm($0, ids[1] == "new" ? nil : ids[1]) } },
    "step-form": { ids in ids[0].map { GoalForms.stepForm($0, ids[1] == "new" ? nil : ids[1]) } },
    "step-result": { ids in ids[0].map { GoalForms.result($0) } },
    "homework": { _ in HomeworkPages.all },
    "homework-item": { ids in ids[0].map { HomeworkPages.item($0) } },
    "homework-form": { ids in
        if ids[0] == "from", let module = ids[1], let option = ids[2] { return HomeworkPages.form(from: module, option) }
        return HomeworkPages.form(ids[0])
    },
    "homework-result": { ids in ids[0].map { id in ids[1].map { HomeworkPages.more(id, $0) } ?? HomeworkPages.result(id) } },
    "problems": { _ in ProblemPages.all },
    "problem-form": { ids in ProblemPages.start(ids[0], ids[1]) },
    "problem": { ids in ids[0].map { ProblemPages.problem($0, ids[1]) } },
    "life-areas": { ids in
        switch (ids[0], ids[1]) {
        case ("rate", _): AreaPages.rate
        case ("own", let id?): AreaPages.history(.own(id: id))
        case ("own", nil): AreaPages.own
        case ("listed", let id?): AreaPages.history(.listed(id: id))
        default: AreaPages.all
        }
    },
    "proposals": { ids in ids[0].map { ProposalPages.form($0) } ?? ProposalPages.all },
]
