import Foundation

/// One week, from one meeting to the next. The same week stands in Python and Kotlin.
func oneWeek() throws {
    let place = Phone()
    let phone = try place.open()

    // Saturday, after the meeting: a goal, a step, homework for each day, and the next meeting.
    let held = try phone.planSession(details: NewSession(day: "2026-11-21", time: "10:00", kind: .individual))
        .idOf("session")
    _ = try phone.markSessionHeld(id: held)
    _ = try phone.planSession(details: NewSession(day: "2026-11-28", time: "10:00", kind: .individual))
    let goal = try phone.saveLongTermGoal(details: NewLongTermGoal(title: "Work in a garden"), begin: .active)
        .idOf("long_term_goal")
    let part = try phone.saveShortTermGoal(
        details: NewShortTermGoal(goal: goal, title: "Two mornings outside"), begin: .active
    ).idOf("short_term_goal")
    let step = try phone.saveStep(details: NewStep(goal: part, title: "Call the allotment")).idOf("step")
    let homework = try phone.saveHomework(
        details: NewHomework(
            title: "Ten minutes outside", origin: .agreed, confidence: 6, smallerVersion: "Open the window",
            howOften: .daily, reminderTime: "17:00")
    ).idOf("homework")
    _ = try phone.addSessionHomework(session: held, homework: homework, part: .agreed)
    _ = try phone.addTalkAbout(wording: "Whether to tell my sister")
    let sessions = try phone.sessions()
    try equal(sessions.next?.day, "2026-11-28")
    try equal(sessions.next?.time, "10:00")
    try equal(sessions.last?.agreed.map(\.title), ["Ten minutes outside"])

    // What the phone's system should hold: today at 17:00 first, then each day.
    let plan = try phone.planNotifications(capacity: 3, held: [])
    try equal(plan.set.map(\.civil), [21, 22, 23].map { "2026-11-\($0)T17:00" })
    try equal(plan.set[0].reminder, .homework(id: homework))
    _ = try phone.notificationFact(id: plan.set[0].id, fact: .notToday)
    let again = try phone.planNotifications(
        capacity: 3, held: plan.set.map { HeldNotification(id: $0.id, civil: $0.civil) })
    try equal(again.cancel, [plan.set[0].id])
    try equal(again.set.map(\.civil), ["2026-11-24T17:00"])

    // Own signs, and a rule of one's own.
    let sleep = try phone.saveWarningSign(details: NewWarningSign(wording: "I sleep badly", scale: 3))
        .idOf("warning_sign")
    _ = try phone.saveOwnRule(
        details: NewOwnRule(sign: sleep, condition: .inARow, level: 2, count: 2, action: "I call Sam"))

    // A plan of one's own, and one thing now: the homework that waits.
    _ = try phone.addPlanLine(details: NewPlanLine(part: .whatHelps, stage: 2, wording: "Sam comes over"))
    _ = try phone.addPlanLine(details: NewPlanLine(part: .contacts, wording: "Sam", phone: "020 7946 0000"))
    try equal(phone.plan().parts.map(\.lines.count), [0, 0, 0, 1, 0, 1, 0])
    let today = try phone.today()
    guard case .homework(let waiting) = today.now else { throw Wrong("homework is not the one thing") }
    try equal(waiting.id, homework)
    try equal(today.steps.map(\.title), ["Call the allotment"])

    // Sunday and Monday.
    let walk = try phone.saveCopingStrategy(details: NewCopingStrategy(name: "Go for a walk"))
        .idOf("coping_strategy")
    for (day, outcome) in [("22", HomeworkOutcome.done), ("23", .notYet)] {
        place.clock.set("2026-11-\(day)T20:00")
        _ = try phone.recordCheckIn(details: NewCheckIn(ratings: [SignRating(sign: sleep, rating: 2)]))
        _ = try phone.recordHomework(
            details: NewHomeworkResult(
                homework: homework, occurrence: "2026-11-\(day)", result: outcome,
                obstacle: outcome == .notYet ? .forgot : nil))
        _ = try phone.recordCoping(
            details: NewCopingEntry(strategy: walk, helped: .aLot, before: 7, after: 4, note: "By the canal"))
    }
    _ = try phone.recordStep(details: NewStepResult(step: step, result: .partly, whatHelped: "Sam was there"))

    // The rule holds on the second bad night: its action is the one thing now.
    guard case .openMyPlan(let rule) = try phone.today().now else { throw Wrong("the rule is not the one thing") }
    try equal(rule.action, "I call Sam")

    // Every screen in one call.
    let signs = try phone.signs()
    try holds(signs.checkedInToday, "checked in today")
    try equal(Array(signs.signs[0].lastDays.suffix(3)), [nil, 2, 2])
    try equal(signs.rules[0].action, "I call Sam")
    try equal(signs.rules[0].openSince, "2026-11-23")
    try holds(signs.usual == nil, "off until the person turns it on")

    let coping = try phone.coping()
    try equal(coping.strategies[0].helped, 2)
    try equal(coping.strategies[0].answered, 2)
    try equal(coping.recent[0].day, "2026-11-23")
    try equal(coping.recent[0].before, 7)

    let goals = try phone.goals().goals
    let result = goals[0].shortTerm[0].steps[0].newest
    try equal(result?.result, .partly)
    try equal(result?.whatHelped, "Sam was there")
    try equal(goals[0].byAbout, "2027-05-21")

    let results = try phone.homeworkResults(id: homework)
    try equal(results.map(\.result), [.notYet, .done])
    try equal(results[0].obstacle, .forgot)

    // Before the next meeting: what would go, to the byte. Notes are off until switched on, a
    // hidden line leaves no trace, and with nobody paired nothing can be sent.
    let review = try phone.review(period: .sinceLastMeeting)
    var page = try phone.preview(review: review, choices: Choices())
    try equal(page.packets[0].readers.count, 0)
    try holds(page.packets[0].period.sinceMeeting, "since the meeting")
    guard let talk = page.packets[0].lines.first(where: { $0.id.concept == .talkAbout })?.id else {
        throw Wrong("nothing to talk about")
    }
    func content() throws -> String {
        String(decoding: try page.preview.content(packet: page.packets[0].id), as: UTF8.self)
    }
    try holds(content().contains("Whether to tell my sister"), "what goes is there")
    try holds(!content().contains("By the canal"), "notes are off")
    page = try phone.preview(
        review: review, choices: Choices(hidden: [talk], switches: Switches(copingNotes: true)))
    try equal(page.packets[0].lines.filter(\.hidden).map(\.id), [talk])
    try holds(!content().contains("Whether to tell my sister"), "hidden leaves no trace")
    try holds(content().contains("By the canal"), "notes are on")
    try refuses(.Invalid(field: "readers", reason: .empty)) { try phone.share(preview: page.preview) }
    try equal(phone.readers().count + phone.packets().count + phone.proposals().waiting.count, 0)

    // One entry is taken away, put back, and another removed for good.
    let (newest, first) = (coping.recent[0].id, coping.recent[1].id)
    _ = try phone.remove(concept: "coping_entry", id: newest)
    try equal(phone.coping().recent.count, 1)
    _ = try phone.putBack(concept: "coping_entry", id: newest)
    _ = try phone.removeForGood(concept: "coping_entry", id: first)
    try equal(phone.coping().recent.map(\.id), [newest])
    try refuses(.NotFound) { try phone.putBack(concept: "coping_entry", id: first) }

    try place.leave(phone, "one_week")
    try equal(place.log.codes, [])
}
