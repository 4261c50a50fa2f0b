import Foundation
import handrail

@testable import HandrailKit

/// Weeks of named people, tapped through on the real record.
@MainActor let weeksTests: [(String, @MainActor () async throws -> Void)] = [
    ("not_yet_twice_and_something_smaller", notYetTwice),
    ("a_goals_button_is_what_comes_next", whatComesNext),
    ("a_problem_from_the_beginning_to_the_look_back", aProblem),
    ("areas_of_a_life_one_by_one_and_a_goal", areasAndAGoal),
    ("a_field_that_is_cleared_stays_cleared", aClearedField),
    ("what_is_saved_is_no_draft", savedIsNoDraft),
    ("long_names_and_mixed_directions", longNames),
    ("my_usual_is_turned_on_and_made_quieter", myUsual),
    ("an_earlier_check_in_is_put_right", anEarlierCheckIn),
    ("quiet_hours_and_times_of_day", quietHours),
    ("a_reminder_on_days_and_every_few_hours", remindersOfAllKinds),
    ("a_copy_for_another_calendar", aCalendar),
    ("a_sheet_is_opened_and_put_away", openedAndPutAway),
    ("a_permission_is_given_and_taken_back", aPermission),
    ("a_meeting_took_place_after_all", aMeeting),
]

@MainActor private func notYetTwice() async throws {
    let ben = try await PhoneFrame()
    try await ben.record.write {
        try $0.saveHomework(details: NewHomework(title: "Walk", origin: .agreed, smallerVersion: "To the gate", howOften: .daily))
    }
    let id = try there(await ben.record.read { try $0.homework().due.first?.id })
    for day in 0..<2 {
        let form = try await ben.form("homework-result/\(id)")
        let notYet = try there(form.page?.more.first { $0.says == .word("homework-result-result", HomeworkOutcome.notYet) })
        await form.act(notYet)
        try same(ben.told.last, .say("shell-saved"))
        if day == 0 { ben.clock.pass(hours: 24) }
    }
    // Something smaller, or a look at what is in the way: offered, and the person decides.
    let item = try await ben.page("homework-item/\(id)")
    let offer = try there(item.page?.lines.first { $0.title == .say("homework-make-smaller") })
    try same(offer.acts.map(\.says), [.say("shell-make-smaller"), .say("goal-look-at-what-is-in-the-way")])
    await item.act(offer.acts[0])
    let smaller = try await ben.form(try there(ben.way.last))
    smaller["what_exactly"] = "To the gate and back"
    await smaller.save()
    let view = try await ben.record.read { try $0.homework() }
    try same((view.due + view.coming).map(\.whatExactly), ["To the gate and back"])
    await item.act(offer.acts[1])
    try same(ben.way.last, "problem-form/homework/\(id)")
}

@MainActor private func whatComesNext() async throws {
    let ben = try await PhoneFrame()
    try await ben.record.write { try $0.saveLongTermGoal(details: NewLongTermGoal(title: "Have a job again"), begin: .active) }
    let goal = try there(await ben.record.read { try $0.goals().goals.first?.id })
    func main() async throws -> String? {
        guard case .go(let place) = try await ben.page("goal/\(goal)").page?.main?.does else { return nil }
        return place
    }
    try same(await main(), "part-form/\(goal)/new")
    let made = try await ben.record.write {
        try $0.saveShortTermGoal(details: NewShortTermGoal(goal: goal, title: "Ask around"), begin: .active)
    }
    let part = try there(made.id(of: "short_term_goal"))
    try same(await main(), "step-form/\(part)/new")
    let taken = try await ben.record.write { try $0.saveStep(details: NewStep(goal: part, title: "Ask at the library")) }
    try same(await main(), "step-result/\(try there(taken.id(of: "step")))")
    // Put aside it offers to be taken up, and nothing twice.
    try await ben.record.write { try $0.setLongTermGoalState(id: goal, state: .paused) }
    let page = try await ben.page("goal/\(goal)")
    await page.act(try there(page.page?.main))
    try same(await ben.record.read { try $0.goals().goals.first?.state }, .active)
}

@MainActor private func aProblem() async throws {
    let ben = try await PhoneFrame()
    let new = try await ben.form("problem-form/new")
    new["problem"] = "The bus is too full"
    await new.save()
    let id = try there(await ben.record.read { try $0.problemSolving().open.first?.id })
    try same(ben.way, ["instead problem/\(id)"])

    let ideas = try await ben.form("problem/\(id)/ideas")
    ideas["idea"] = "Go an hour later"
    await ideas.save(staying: true)
    try same(ideas["idea"], "")
    try same(ideas.page?.below.first?.lines.map(\.title), [.own("Go an hour later")])
    ideas["idea"] = "Walk"
    await ideas.save()
    try same(ben.way.last, "instead problem/\(id)/sides")

    let both = try await ben.record.read { try $0.problem(id: id).ideas }
    let sides = try await ben.form("problem/\(id)/sides")
    sides["good_sides:\(both[0].id)"] = "Room to sit"
    await sides.save()
    let choice = try await ben.form("problem/\(id)/choice")
    await choice.choose(try there(choice.fields.first), "yes")
    choice["choice"] = "I go later"
    await choice.save()
    let plan = try await ben.form("problem/\(id)/plan")
    plan["what"] = "Take the bus at ten"
    plan["review_on"] = "2026-12-01"
    await plan.save()
    let practise = try await ben.form("problem/\(id)/practise")
    await practise.below.act(try there(practise.page?.below.first?.lines.first?.acts.first))
    try same(await ben.record.read { try $0.problem(id: id).practisedOn }, "2026-11-21")
    let undo = try there(ben.undo)
    try await ben.record.write { try undo($0) }
    try same(await ben.record.read { try $0.problem(id: id).practisedOn }, nil)
    let review = try await ben.form("problem/\(id)/review")
    review["next"] = "keep"
    review["what_worked"] = "There was room"
    await review.save()
    try same(ben.way.last, "back")

    let kept = try await ben.record.read { try $0.problem(id: id) }
    try same(kept.ideas.map(\.goodSides), ["Room to sit", ""])
    try same(kept.ideas.map(\.chosen), [true, false])
    try same(kept.choice, "I go later")
    try same(kept.plan.what, "Take the bus at ten")
    try same(kept.reviews.map(\.next), [.keep])
}

@MainActor private func areasAndAGoal() async throws {
    let ana = try await PhoneFrame()
    let rate = try await ana.form("life-areas/rate")
    let first = try there(rate.page?.title)
    let field = { (name: String) throws in try there(rate.fields.first { $0.name.hasPrefix(name) }).name }
    rate[try field("rating")] = "0"
    rate[try field("wish")] = "yes"
    await rate.save()
    // The next one comes by itself; one that is left out is not asked for again.
    try holds(try there(rate.page?.title) != first, "the next area")
    await rate.act(try there(rate.page?.more.first { $0.says == .say("shell-skip") }))
    let areas = try await ana.page("life-areas")
    try same(areas.page?.main?.says, .say("life-areas-go-on"))
    let wished = try there(areas.page?.lines.first { $0.title == first })
    await areas.act(try there(wished.acts.first { $0.says == .say("life-area-make-a-goal") }))

    let goal = try await ana.form(try there(ana.way.last))
    let title = try there(goal.fields.first { $0.name == "title" })
    // Examples are there for as long as nothing stands in the field.
    try holds(try there(title.examples).few.allSatisfy { !$0.isEmpty }, "a few at a time")
    goal["title"] = "Have a friend to walk with"
    await goal.save()
    let made = try there(await ana.record.read { try $0.goals().goals.first })
    try same(ana.way.last, "instead goal/\(made.id)")
    let history = try await ana.page(try there(wished.opens))
    try same(history.page?.lines.first?.acts.map(\.says), [.say("life-area-rating-goal")])
}

@MainActor private func aClearedField() async throws {
    let ana = try await PhoneFrame()
    try await ana.record.write { try $0.savePerson(details: NewPerson(name: "Maya", relation: "My sister", phone: "01632 960002")) }
    let id = try there(await ana.record.read { try $0.people().people.first?.id })
    let form = try await ana.form("person-form/\(id)")
    form["relation"] = "A friend"
    await form.keep()
    form["relation"] = ""
    await form.keep()
    // In another process it is still empty, and neither what stood there nor what was typed comes back.
    let again = try await ana.form("person-form/\(id)")
    try same(again["relation"], "")
    again["phone"] = ""
    await again.save()
    let kept = try there(await ana.record.read { try $0.people().people.first })
    try same(kept.relation, "")
    try same(kept.phone, "")
    try same(kept.name, "Maya")
}

@MainActor private func savedIsNoDraft() async throws {
    let shell = try await Pocket().shell()
    shell.home()
    shell.go("talk-about")
    let form = try await shell.form()
    form["wording"] = "The new medicine"
    await form.save()
    try same(form["wording"], "")
    shell.go("person-form")
    let person = try await shell.form()
    person["name"] = "Maya"
    await person.save()
    // The screen goes away after it was saved.
    await person.keep()
    try same(await shell.drafts("person-form"), [:])
    try same(await shell.drafts("talk-about"), [:])
}

@MainActor private func longNames() async throws {
    let ana = try await PhoneFrame()
    for name in [Ana.long, Ana.mixed, "👩‍👩‍👧‍👦", "\u{202e}Maya"] {
        let form = try await ana.form("person-form")
        form["name"] = name
        form["phone"] = "01632 960002"
        await form.save()
        try same(form.wrong?.field, nil)
    }
    let arabic = Strings(try Catalogue("ar", country: "EG"), today: "2026-11-21")
    let people = try there(await ana.page("people").page)
    for line in people.lines where line.opens?.hasPrefix("person-form") == true {
        let call = arabic.say(try there(line.acts.first?.says))
        // Apart from the sentence around it, so that neither turns the other round.
        try holds(call.contains("\u{2068}") && call.contains("\u{2069}") && !call.contains("\u{202e}"), call)
    }
    let far = try await ana.form("person-form")
    far["name"] = String(repeating: "x", count: 20_000)
    await far.save()
    try same(far.wrong?.field, "name")
    guard case .tooLong = far.wrong?.reason else { throw NotSo(description: "\(String(describing: far.wrong))") }
    try same(far["name"].count, 20_000)
}

@MainActor private func myUsual() async throws {
    let ana = try await PhoneFrame()
    let usual = try await ana.page("usual")
    try holds(try there(usual.page).lines.contains { $0.title == .say("usual-off") }, "it is off until it is wanted")
    await usual.parts.turn(try there(usual.page?.lines.first { $0.id == "on" }), true)
    await usual.read()
    await usual.parts.choose(try there(usual.page?.lines.first { $0.id == "sensitivity" }), "quieter")
    let settings = try await ana.record.read { try $0.settings() }
    try same(settings.usualOn, true)
    try same(settings.usualSensitivity, .quieter)
    let good = try await ana.form("good-time-form")
    good["from_day"] = "2026-06-01"
    await good.save()
    try same(good.wrong?.field, "until_day")
    good["until_day"] = "2026-08-31"
    await good.save()
    await usual.read()
    let part = try there(usual.page?.parts.first { $0.heading == .say("good-time") })
    await usual.act(try there(part.lines.first?.acts.first))
    try same(await ana.record.read { try $0.signsOverMonths().goodTimes.count }, 0)
    let undo = try there(ana.undo)
    try await ana.record.write { try undo($0) }
    try same(await ana.record.read { try $0.signsOverMonths().goodTimes.count }, 1)
}

@MainActor private func anEarlierCheckIn() async throws {
    let ana = try await PhoneFrame()
    try await Ana.live(ana.record)
    ana.clock.pass(hours: 48)
    let page = try await ana.page("check-ins")
    let line = try there(page.page?.lines.first)
    let form = try await ana.form(try there(line.opens))
    let rated = try there(form.fields.first { $0.name.hasPrefix("rating:") }).name
    try same(form[rated], "2")
    form[rated] = "1"
    await form.save()
    let kept = try there(await ana.record.read { try $0.signs().recent.first })
    try same(kept.ratings.map(\.rating), [1, 7])
    try same(kept.day, "2026-11-21")
}

@MainActor private func quietHours() async throws {
    let ana = try await PhoneFrame()
    let form = try await ana.form("reminder-preferences")
    await form.choose(try there(form.fields.first { $0.name == "by:check_in" }), "yes")
    try same(ana.planned, 1)
    form["from"] = "22:00"
    form["until"] = "07:30"
    form["evening"] = "19:15"
    await form.save()
    let kept = try await ana.record.read { try $0.reminderPreferences() }
    try same(kept.quietHours, QuietHours(from: "22:00", until: "07:30"))
    try holds(kept.checkIn != nil, "it reminds by itself")
    try same(kept.named.first { $0.name == .evening }?.time, "19:15")
    // Emptied, there are none.
    let again = try await ana.form("reminder-preferences")
    again["until"] = ""
    await again.save()
    try same(await ana.record.read { try $0.reminderPreferences().quietHours }, nil)
}

@MainActor private func remindersOfAllKinds() async throws {
    let ana = try await PhoneFrame()
    let weekly = try await ana.form("reminder-form")
    weekly["title"] = "Choir"
    weekly["repeats"] = "weekly"
    weekly["days"] = "monday friday"
    weekly["named"] = "at"
    weekly["times"] = "18:30"
    try same(weekly.fields.map(\.name).contains("zone"), true)
    await weekly.save()
    let hours = try await ana.form("reminder-form")
    hours["title"] = "Water"
    hours["repeats"] = "hours"
    try same(hours.fields.map(\.name).contains("zone"), false)
    hours["every_hours"] = "3"
    hours["times"] = "09:00"
    await hours.save()
    let kept = try await ana.record.read { try $0.reminders().map(\.reminder.schedule) }
    try same(kept.map(\.recurrence.repeats).first, .weekly(every: 1, days: [.monday, .friday]))
    try same(kept.map(\.zone).last, .elapsed(everyHours: 3))
    let list = try await ana.page("reminders")
    let says = try there(list.page).lines.flatMap(\.facts).map { ana.say($0.says) }
    try holds(says.contains { $0.contains("Monday") && $0.contains("Friday") && $0.contains("18:30") }, "\(says)")
    // Without a day there is nothing to remind on: that stands at its field.
    let none = try await ana.form("reminder-form")
    none["title"] = "Call"
    none["repeats"] = "weekly"
    await none.save()
    try holds(none.wrong != nil && none["title"] == "Call", "\(String(describing: none.wrong))")
}

@MainActor private func aCalendar() async throws {
    let ana = try await PhoneFrame()
    let empty = CalendarModel(ana)
    await empty.read()
    try holds(empty.button == nil, "nothing to copy")
    try await Ana.live(ana.record)
    let calendar = CalendarModel(ana)
    await calendar.read()
    let all = try there(calendar.choices)
    try same(calendar.button, .say("shell-next"))
    for choice in all { calendar.put(choice, in: false) }
    try same(calendar.mayGoOn, false)
    calendar.put(try there(all.first), in: true)
    await calendar.next()
    try holds(!calendar.says.isEmpty, "first what the person should know")
    try same(calendar.button, .say("calendar-save"))
    await calendar.next()
    let file = try String(contentsOf: ana.file, encoding: .utf8)
    try holds(file.hasPrefix("BEGIN:VCALENDAR") && !file.contains("🌱"), "a calendar, without her words")
}

@MainActor private func openedAndPutAway() async throws {
    let ben = try await PhoneFrame()
    for key in ["safety-plan", "substance-use", "medication"] {
        let page = try await ben.page(key)
        try same(page.page?.parts.count, 0)
        try same(page.page?.main?.says, .say("lines-open"))
        await page.act(try there(page.page?.main))
        await page.read()
        try holds(try there(page.page).parts.count > 1, key)
        await page.act(try there(page.page?.more.first { $0.says == .say("lines-put-away") }))
        await page.read()
        try same(page.page?.parts.count, 0)
        // Put away by mistake.
        let undo = try there(ben.undo)
        try await ben.record.write { try undo($0) }
        await page.read()
        try holds(try there(page.page).parts.count > 1, "\(key) again")
    }
}

@MainActor private func aPermission() async throws {
    let ana = try await PhoneFrame()
    let nobody = try await ana.page("permissions")
    try same(nobody.page?.main?.says, .say("people-add"))
    try await ana.record.write { try $0.savePerson(details: NewPerson(name: "Maya")) }
    try await ana.record.write { try $0.savePerson(details: NewPerson(name: "Kim")) }
    let form = try await ana.form("permission-form")
    await form.save()
    // Nothing is given that was not chosen.
    try same(form.wrong?.field, "person")
    form["person"] = try there(await ana.record.read { try $0.people().people.first?.id })
    await form.save()
    try same(form.wrong?.field, "item")
    form["item"] = "goals"
    await form.save()
    let page = try await ana.page("permissions")
    let line = try there(page.page?.lines.first)
    try same(ana.say(line.title).hasPrefix("Maya: "), true)
    let given = try await ana.form(try there(line.opens))
    await given.act(try there(given.page?.more.first))
    try same(ana.told.last, .say("permission-kept-what-was-read"))
    try same(await ana.record.read { try $0.permissions(day: $0.thisDay()).inForce.count }, 0)
}

@MainActor private func aMeeting() async throws {
    let ana = try await PhoneFrame()
    let form = try await ana.form("meeting-form")
    await form.save()
    try same(form.wrong?.field, "day")
    form["day"] = "2026-11-21"
    form["time"] = "10:00"
    await form.save()
    let id = try there(await ana.record.read { try $0.sessions().next?.id })
    let planned = try await ana.form("meeting-form/\(id)")
    let took = try there(planned.page?.below.first?.lines.first)
    await planned.below.act(took.acts[1])
    try same(await ana.record.read { try $0.sessionSheet(id: id).session.state }, .missed)
    let undo = try there(ana.undo)
    try await ana.record.write { try undo($0) }
    await planned.below.act(took.acts[0])
    try same(ana.way.last, "instead meeting-sheet/\(id)")
    let sheet = try await ana.form("meeting-sheet/\(id)")
    sheet["note"] = "We talked about the bus"
    sheet["agenda_done"] = "goals summary"
    sheet["minutes"] = "45"
    await sheet.save()
    let kept = try await ana.record.read { try $0.sessionSheet(id: id) }
    try same(kept.session.note, "We talked about the bus")
    try same(kept.sheet.agendaDone, [.goals, .summary])
    try same(kept.sheet.minutes, 45)
}
