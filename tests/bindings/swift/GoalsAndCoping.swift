import Foundation

// What I want, what gets in the way, and what helps. The same scenarios stand in Python and Kotlin.

private let nobody = String(repeating: "A", count: 22)

func whatHelpsWhenItIsHard() throws {
    let place = Phone()
    var phone = try place.open()
    func invalid(_ field: String, _ reason: Reason, line: UInt = #line, _ call: () throws -> Any) throws {
        try refuses(.Invalid(field: field, reason: reason), line: line, call)
    }

    // Out of the library, with its words; and as a practice to follow.
    guard let sleep = try phone.copingLibrary().troubles.first(where: { $0.id == "sleep" }),
        let breathing = sleep.strategies.first(where: { $0.id == "slow_breathing" })
    else { throw Wrong("the pack has it") }
    try holds(!sleep.crisis && breathing.guided, "a practice for sleep")
    try equal(breathing.mine, nil)
    let practice = try phone.guidedPractice(libraryId: "slow_breathing")
    try equal(practice.steps.map(\.text), breathing.steps)
    try equal(practice.steps.map(\.seconds).reduce(0, +), practice.seconds)
    try refuses(.NotFound) { try phone.guidedPractice(libraryId: "nothing of the pack") }
    try invalid("trouble", .unknownId) {
        try phone.addCopingFromLibrary(libraryId: "slow_breathing", trouble: "noise")
    }
    let mine = try phone.addCopingFromLibrary(libraryId: "slow_breathing", trouble: "sleep").idOf("coping_strategy")
    try equal(phone.addCopingFromLibrary(libraryId: "slow_breathing", trouble: "sleep").records.count, 0)

    // Practised, tried, and answered later. What passed by itself is told too.
    _ = try phone.setCopingPractised(id: mine, practisedOn: "2026-11-20")
    try invalid("practised_on", .impossibleDate) {
        try phone.setCopingPractised(id: mine, practisedOn: "2026-11-22")
    }
    let tried = try phone.recordCoping(
        details: NewCopingEntry(strategy: mine, before: 8, place: "On the bus", trouble: "sleep")
    ).idOf("coping_entry")
    _ = try phone.rateCopingAfter(id: tried, after: 3)
    _ = try phone.answerCoping(id: tried, helped: .aLittle)
    let coping = try phone.coping()
    try equal(coping.strategies[0].practisedOn, "2026-11-20")
    try equal(coping.strategies[0].helped, 1)
    let entry = coping.recent[0]
    try equal(entry.after, 3)
    try equal(entry.helped, .aLittle)
    try equal([entry.place, entry.trouble], ["On the bus", "sleep"])
    let waited = try phone.recordCopingWait(details: NewCopingWait(trouble: "sleep", before: 7, after: 6))
        .idOf("coping_wait")
    _ = try phone.editCopingWait(id: waited, edit: NewCopingWait(trouble: "sleep", before: 7, after: 5))
    let waits = try phone.copingWaits(before: nil)
    try equal(waits.map(\.id), [waited])
    try equal(waits.map(\.before) + waits.map(\.after), [7, 5])
    try equal(waits[0].day, "2026-11-21")
    try equal(phone.copingWaits(before: waited).count, 0)

    // What to try now, and with little energy.
    let suggested = try phone.copingSuggestions(trouble: "sleep")
    try holds(!suggested.helpNowFirst, "no crisis")
    try equal(suggested.mine.map(\.strategy.id), [mine])
    try equal(suggested.mine.map(\.guided), [true])
    try equal(suggested.mine[0].count?.id, "coping-helped-count")
    try holds(!suggested.fromLibrary.contains("slow_breathing"), "taken over already")
    try holds(phone.copingSuggestions(trouble: "depression").helpNowFirst, "help now first")
    _ = try phone.addPlanLine(details: NewPlanLine(part: .whatHelps, stage: 1, wording: "A bath"))
    let quick = try phone.quickHelp()
    try equal(quick.strategies.map(\.strategy.id), [mine])
    try equal(quick.plan.map(\.wording), ["A bath"])
    try holds(!quick.planInUse, "the plan is not in use")

    // What was said before can be looked up. What is put right before the app is closed was never said.
    try phone.closeStore()
    phone = try place.open()
    try equal(phone.earlierWords(concept: "coping_strategy", id: mine, skip: 0).count, 0)
    _ = try phone.editCopingStrategy(id: mine, edit: NewCopingStrategy(name: "My breathing"))
    let earlier = try phone.earlierWords(concept: "coping_strategy", id: mine, skip: 0)
    try holds(
        earlier.contains(EarlierWords(field: "name", words: breathing.name, until: "2026-11-21")), "the earlier name")
    let beyond = try phone.earlierWords(concept: "coping_strategy", id: mine, skip: UInt32(earlier.count))
    try equal(beyond.count, 0)
    try invalid("concept", .unknownChoice) { try phone.earlierWords(concept: "words", id: mine, skip: 0) }
    try place.leave(phone, "what_helps_when_it_is_hard")
    try equal(place.log.codes, [])
}

func fromAnAreaOfLifeToASolvedProblem() throws {
    let place = Phone()
    let phone = try place.open()
    func invalid(_ field: String, _ reason: Reason, line: UInt = #line, _ call: () throws -> Any) throws {
        try refuses(.Invalid(field: field, reason: reason), line: line, call)
    }
    let work = LifeArea.listed(id: "work")
    let family = LifeArea.listed(id: "family")

    // How I find my life: one area of the pack, one of my own, and a sitting that can go on.
    let dancing = try phone.addLifeArea(name: "Dancing").idOf("life_area")
    let rating = try phone.rateLifeAreas(
        sitting: nil,
        ratings: [
            NewLifeAreaRating(area: work, rating: 1, wishToChange: .yes),
            NewLifeAreaRating(area: .own(id: dancing)),
        ]
    ).idOf("life_area_rating")
    _ = try phone.editLifeAreaRating(
        id: rating, edit: NewLifeAreaRating(area: work, rating: 0, wishToChange: .yes, note: "Nothing yet"))
    var areas = try phone.lifeAreas()
    try equal(areas.steps.map(\.text), ["I want this to be better", "It is partly all right", "I am content with this"])
    try equal(areas.areas.filter { $0.area == work }.map(\.name.text), ["Work"])
    try equal(areas.areas.last?.area, .own(id: dancing))
    try equal(areas.areas.last?.name.text, "Dancing")
    guard let open = areas.open else { throw Wrong("the sitting can go on") }
    try holds(!open.left.contains(work), "work was asked")
    _ = try phone.rateLifeAreas(sitting: open.sitting, ratings: [NewLifeAreaRating(area: family, rating: 2)])
    try invalid("rating", .outOfRange(min: 0, max: 2)) {
        try phone.rateLifeAreas(sitting: nil, ratings: [NewLifeAreaRating(area: family, rating: 3)])
    }
    let sittings = try phone.lifeAreaSittings(before: nil)
    try equal(sittings.map(\.sitting), [open.sitting])
    try equal(sittings[0].ratings.count, 3)
    try equal(phone.lifeAreaSittings(before: open.sitting).count, 0)
    let history = try phone.lifeAreaHistory(area: work, before: nil).ratings
    try equal(history.map(\.rating), [0])
    try equal(history.map(\.note), ["Nothing yet"])
    _ = try phone.renameLifeArea(id: dancing, name: "Dance")
    _ = try phone.setLifeAreaState(id: dancing, state: .drop)
    _ = try phone.setLifeAreasRepeat(months: 3)
    areas = try phone.lifeAreas()
    try equal(areas.setAside.map(\.name), ["Dance"])
    try equal(areas.repeatMonths, 3)
    try equal(areas.againOn, "2027-02-21")
    try holds(!areas.offerAgain, "not before then")

    // A goal comes of it, with its sheet.
    let form = try phone.goalForm(goal: nil, rating: rating)
    try equal(form.area?.text, "Work")
    try holds(
        form.examples.allSatisfy { (1...3).contains($0.count) } && form.examples.joined().contains { $0.id == "volunteer" },
        "a few at a time")
    try holds(form.questions.contains { $0.id == "specific" } && !form.prompts.isEmpty, "the pack's help")
    let goal = try phone.goalFromArea(
        rating: rating, goal: NewLongTermGoal(title: "Work in a garden"), begin: .active
    ).idOf("long_term_goal")
    _ = try phone.editGoalMore(goal: goal, more: GoalMore(meaning: "To be outside", lifeArea: work, scribe: "Sam"))
    let part = try phone.saveShortTermGoal(
        details: NewShortTermGoal(goal: goal, title: "Two mornings outside"), begin: .active
    ).idOf("short_term_goal")
    _ = try phone.setShortTermGoalModules(goal: part, modules: ["recovery"])
    try invalid("modules", .unknownId) { try phone.setShortTermGoalModules(goal: part, modules: ["astronomy"]) }
    let row = try phone.recordGoalSheetRow(
        details: NewGoalReview(goal: goal, progress: "I went once"), company: GoalCompany(present: "Sam and I")
    ).idOf("goal_review")
    _ = try phone.editGoalSheetRow(
        id: row, edit: NewGoalReview(goal: goal, progress: "I went twice"),
        company: GoalCompany(present: "Sam and I", notedBy: "Sam"))
    let sheet = try phone.goalSheet(goal: goal)
    try equal(sheet.goal.title, "Work in a garden")
    try equal(sheet.more, GoalMore(meaning: "To be outside", lifeArea: work, scribe: "Sam"))
    try equal(sheet.cameOf?.id, rating)
    try equal(sheet.shortTerm.map(\.id), [part])
    try equal(sheet.shortTerm.map(\.modules), [["recovery"]])
    try equal(sheet.rows.map(\.review.progress), ["I went twice"])
    try equal(sheet.rows.map(\.company.notedBy), ["Sam"])
    try equal(phone.goalSheetRowsBefore(goal: goal, row: row).count, 0)
    try equal(sheet.insteadOf, nil)
    let idea = try phone.saveLongTermGoalWith(
        details: NewLongTermGoal(title: "A dog"), begin: .idea, more: GoalMore(meaning: "Company")
    ).idOf("long_term_goal")
    try equal(phone.goalSheet(goal: idea).more.meaning, "Company")
    try refuses(.NotFound) { try phone.goalSheet(goal: nobody) }

    // Homework, talked over.
    let homework = try phone.saveHomework(
        details: NewHomework(title: "Ten minutes outside", origin: .agreed, howOften: .daily)
    ).idOf("homework")
    let talked = try phone.recordHomeworkReview(details: NewHomeworkReview(homework: homework, withWhom: "Sam"))
        .idOf("homework_review")
    _ = try phone.editHomeworkReview(
        id: talked, edit: NewHomeworkReview(homework: homework, withWhom: "Sam", note: "Mornings are better"))
    let reviews = try phone.homeworkReviews(homework: homework, before: nil)
    try equal(reviews.map(\.withWhom), ["Sam"])
    try equal(reviews.map(\.note), ["Mornings are better"])
    try equal(phone.homeworkReviews(homework: homework, before: talked).count, 0)
    let answered = try phone.recordHomework(
        details: NewHomeworkResult(homework: homework, occurrence: "2026-11-21", result: .notYet)
    ).idOf("homework_result")
    try equal(phone.homeworkResultsBefore(homework: homework, result: answered).count, 0)

    // A step that was answered "not yet" twice: problem solving is offered, and gone through.
    let step = try phone.saveStep(details: NewStep(goal: part, title: "Call the allotment")).idOf("step")
    for day in ["21", "22"] {
        place.clock.set("2026-11-\(day)T20:00")
        _ = try phone.recordStep(details: NewStepResult(step: step, result: .notYet))
    }
    let stuck = StuckOn.step(id: step, title: "Call the allotment")
    try equal(phone.problemSolving().offers.map(\.about), [stuck])
    let problem = try phone.startProblem(details: NewProblem(problem: "I put it off", step: step)).idOf("problem")
    _ = try phone.editProblem(id: problem, edit: NewProblem(problem: "I put the call off", step: step))
    let ideas = try ["Write a letter", "Go there", "Call with Sam"].map {
        try phone.addProblemIdea(problem: problem, details: NewProblemIdea(idea: $0)).idOf("problem_idea")
    }
    _ = try phone.editProblemIdea(id: ideas[2], edit: NewProblemIdea(idea: "Call with Sam", goodSides: "Not alone"))
    _ = try phone.moveProblemIdea(id: ideas[2], place: 0)
    _ = try phone.chooseProblemIdea(id: ideas[2], chosen: true)
    _ = try phone.setProblemChoice(id: problem, choice: "Sam sits beside me")
    _ = try phone.planProblem(
        id: problem, plan: ProblemPlan(what: "We call", whenWords: "Tuesday", reviewOn: "2026-11-24"))
    _ = try phone.setProblemPractised(id: problem, on: "2026-11-22")
    let solving = try phone.problem(id: problem)
    try equal(solving.problem, "I put the call off")
    try equal(solving.ideas.map(\.idea), ["Call with Sam", "Write a letter", "Go there"])
    try equal(solving.ideas.map(\.chosen), [true, false, false])
    try equal([solving.choice, solving.plan.what], ["Sam sits beside me", "We call"])
    try equal(solving.practisedOn, "2026-11-22")
    try equal(solving.about, stuck)
    try holds(!solving.lookBackToday && solving.empty.contains(.review), "the look back is to come")
    place.clock.set("2026-11-24T10:00")
    try holds(phone.problem(id: problem).lookBackToday, "its day has come")
    let back = try phone.recordProblemReview(details: NewProblemReview(problem: problem, next: .keep))
        .idOf("problem_review")
    _ = try phone.editProblemReview(
        id: back, edit: NewProblemReview(problem: problem, whatWorked: "We called", next: .solved))
    try equal(phone.problemReviews(id: problem, before: nil).map(\.whatWorked), ["We called"])
    try equal(phone.problemReviews(id: problem, before: back).count, 0)
    _ = try phone.setProblemState(id: problem, state: .solved)
    let screen = try phone.problemSolving()
    try equal(screen.open.count, 0)
    try equal(screen.past.map(\.id), [problem])
    try equal(screen.past[0].nextOpen, nil)
    try equal(phone.problemsBefore(id: problem).count, 0)

    // How the goal came about, the newest first.
    let story = try phone.goalStory(goal: goal, skip: 0)
    try holds(!story.more, "all of it")
    let (tried, began) = (story.events[0], story.events[story.events.count - 1])
    try equal(tried.part, .step(id: step))
    try equal([tried.title, tried.day], ["Call the allotment", "2026-11-22"])
    guard case .tried(let result) = tried.turn else { throw Wrong("the step was tried") }
    try equal(result.result, .notYet)
    try equal(began.part, .longTerm(id: goal))
    try equal(began.turn, .began(state: .active))
    try equal(phone.goalStory(goal: goal, skip: 1).events.count, story.events.count - 1)
    try place.leave(phone, "from_an_area_of_life_to_a_solved_problem")
    try equal(place.log.codes, [])
}
