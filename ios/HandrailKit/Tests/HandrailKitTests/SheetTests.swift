import Foundation
import handrail

@testable import HandrailKit

/// The sheets, on a real record.
@MainActor let sheetTests: [(String, @MainActor () async throws -> Void)] = [
    ("every_choice_is_listed", everyChoiceIsListed),
    ("a_check_in", aCheckIn),
    ("what_is_refused_stands_at_its_field", refusedAtItsField),
    ("typed_and_not_saved", typedAndNotSaved),
    ("lines_are_moved_and_taken_away", movedAndTakenAway),
    ("a_copy_of_the_plan_is_given", aCopyOfThePlan),
    ("a_strategy_from_the_list_is_tried", aStrategyIsTried),
    ("a_reminder_without_the_permission", aReminderWithoutPermission),
]

@MainActor private func everyChoiceIsListed() async throws {
    try same(Helped.aLittle.word, "a-little")
    try same(Helped(word: "a-lot"), .aLot)
    try same(Helped(word: "sometimes"), nil)
    // Every part that the core knows has its place in the list of parts.
    let ben = try await PhoneFrame()
    try same(await ben.record.read { try $0.stress().parts.map(\.part) }, StressPart.all)
    try same(await ben.record.read { try $0.plan().parts.map(\.part) }, PlanPart.all)
    try same(await ben.record.read { try $0.safetyPlan().parts.map(\.part) }, SafetyPart.all)
    try same(await ben.record.read { try $0.substanceUse().parts.map(\.part) }, SubstancePart.all)
}

@MainActor private func aCheckIn() async throws {
    let ana = try await PhoneFrame()
    let sign = try await ana.form("sign-form")
    sign["wording"] = "I sleep badly"
    await sign.save()
    let id = try there(await ana.record.read { try $0.signs().signs.first?.id })

    let checkIn = try await ana.form("check-in")
    try same(checkIn.page?.fields.map(\.name), ["rating:\(id)", "note"])
    checkIn["rating:\(id)"] = "2"
    checkIn["note"] = "Up at four"
    await checkIn.save()
    let kept = try there(await ana.record.read { try $0.signs().recent.first })
    try same(kept.ratings, [SignRating(sign: id, rating: 2)])
    try same(kept.note, "Up at four")
    try same(ana.way, ["back", "back"])
    // Help comes first after a sign that the person called an emergency.
    let emergency = try await ana.form("sign-form/\(id)")
    emergency["emergency"] = "yes"
    await emergency.save()
    let again = try await ana.form("check-in")
    try same(again.page?.notes, [.say("check-in-again")])
    again["rating:\(id)"] = "3"
    await again.save()
    try same(ana.way.last, "help-now")
}

@MainActor private func refusedAtItsField() async throws {
    let ana = try await PhoneFrame()
    let person = try await ana.form("person-form")
    person["relation"] = "My sister"
    await person.save()
    try same(person.wrong?.field, "name")
    try same(person.wrong?.reason, .empty)
    try same(person["relation"], "My sister")
    try same(ana.told.last, .say("error-invalid"))
    try same(ana.way, [])
    person["name"] = "Maya"
    try holds(person.wrong == nil, "typing there takes it away")
    await person.save()
    try same(await ana.record.read { try $0.people().people.map(\.name) }, ["Maya"])
}

@MainActor private func typedAndNotSaved() async throws {
    let ana = try await PhoneFrame()
    let before = try await ana.form("talk-about")
    before["wording"] = "Whether to tell my sister"
    await before.keep()
    let after = try await ana.form("talk-about")
    try same(after["wording"], "Whether to tell my sister")
    await after.save()
    try same(ana.typed["talk-about"], nil)
    try same(await ana.record.read { try $0.talkAbout().open.map(\.wording) }, ["Whether to tell my sister"])
}

@MainActor private func movedAndTakenAway() async throws {
    let ana = try await PhoneFrame()
    for wording in ["First", "Second", "Third"] {
        let form = try await ana.form("need-form")
        form["wording"] = wording
        await form.save()
    }
    let needs = try await ana.page("needs")
    let wanted = try there(needs.page?.parts.first { $0.lines.count == 3 })
    // As a list reports it: the first one is dropped behind the last.
    await needs.parts.move(wanted, from: 0, to: 3)
    await needs.read()
    let moved = try there(needs.page?.parts.first { $0.lines.count == 3 })
    try same(moved.lines.map(\.title), [.own("Second"), .own("Third"), .own("First")])

    let away = moved.lines[0].id
    await needs.act(.takeAway("need", away))
    try same(ana.told.last, .say("shell-removed"))
    try same(await ana.record.read { try $0.needs().states.flatMap(\.needs).count }, 2)
    let undo = try there(ana.undo)
    try await ana.record.write { try undo($0) }
    try same(await ana.record.read { try $0.needs().states.flatMap(\.needs).count }, 3)
}

@MainActor private func aCopyOfThePlan() async throws {
    let ana = try await PhoneFrame()
    try await ana.record.write { try $0.savePerson(details: NewPerson(name: "Maya")) }
    let line = try await ana.form("plan-line-form/what-helps/1")
    line["wording"] = "A walk by the canal"
    await line.save()

    let copy = try await ana.form("plan-copy")
    await copy.save()
    try same(copy.wrong?.field, "with_whom")
    try same(ana.given, [])
    copy["person"] = try there(await ana.record.read { try $0.people().people.first?.id })
    try same(copy.fields.map(\.name), ["person"])
    await copy.save()
    // All that is given was seen first.
    let shown = ana.say(try there(copy.page?.below.first?.lines.first?.title))
    try same(ana.given, [shown])
    try holds(shown.contains("\u{2022} A walk by the canal"), shown)
    try same(await ana.record.read { try $0.planKeeping().copies.map(\.holder) }, ["Maya"])
    let keeping = try await ana.form("plan-keeping")
    let copies = try there(keeping.page?.below.first { $0.heading == .say("plan-copies") })
    try holds(ana.say(try there(copies.lines.first).title).contains("Maya"), "who has one")
    // Taken back, and that taken back.
    await keeping.below.act(try there(copies.lines.first?.acts.first))
    try same(await ana.record.read { try $0.planKeeping().copies.count }, 0)
    let undo = try there(ana.undo)
    try await ana.record.write { try undo($0) }
    try same(await ana.record.read { try $0.planKeeping().copies.count }, 1)
}

@MainActor private func aStrategyIsTried() async throws {
    let ana = try await PhoneFrame()
    let guided = try there(
        await ana.record.read { record in
            try record.copingLibrary().troubles.compactMap { trouble in
                trouble.strategies.first { $0.guided }.map { (trouble.id, $0.id) }
            }.first
        })
    let library = try await ana.page("coping-library/\(guided.0)")
    let offered = try there(library.page?.lines.first { $0.id == guided.1 })
    await library.act(try there(offered.acts.first { $0.says == .say("coping-put-with-mine") }))
    let mine = try there(await ana.record.read { try $0.coping().strategies.first })

    let practice = PracticeModel(ana, guided.1)
    await practice.read()
    let steps = try there(practice.practice?.steps.count)
    for step in 1...steps {
        try same(practice.button, .say("shell-next"))
        practice.next()
        try same(practice.step, step)
    }
    practice.again()
    try same(practice.step, 0)
    for _ in 1...steps { practice.next() }
    try same(practice.button, .say("shell-done"))
    practice.next()
    try same(ana.way.last, "instead coping-try/\(mine.id)")

    let attempt = try await ana.form("coping-try/\(mine.id)")
    attempt["helped"] = "a-little"
    attempt["before"] = "7"
    await attempt.save()
    let entry = try there(await ana.record.read { try $0.coping().recent.first })
    try same(entry.helped, .aLittle)
    try same(entry.before, 7)
    try same(entry.after, nil)
    // Rated later, two taps from the list.
    let coping = try await ana.page("coping")
    try same(coping.page?.parts.first?.lines.first?.opens, "coping-try/rate/\(entry.id)")
    let later = try await ana.form("coping-try/rate/\(entry.id)")
    try same(later["helped"], "a-little")
    later["after"] = "4"
    await later.save()
    try same(await ana.record.read { try $0.coping().recent.map(\.after) }, [4])
    try same(await ana.record.read { try $0.coping().recent.map(\.before) }, [7])
}

@MainActor private func aReminderWithoutPermission() async throws {
    let ana = try await PhoneFrame()
    ana.remindingAllowed = false
    let form = try await ana.form("reminder-form")
    form["title"] = "Call my sister"
    form["named"] = "at"
    form["times"] = "18:30"
    await form.save()
    let kept = try there(await ana.record.read { try $0.reminders().first })
    try same(kept.on, true)
    try same(kept.reminder.schedule.times, [.at(time: "18:30")])
    try same(ana.planned, 1)
    // Asked now, when it is clear what for; a no is as good, and it stands in the list that the phone does not show it.
    try same(ana.way, ["instead reminders/ask"])
    let ask = try await ana.page("reminders/ask")
    await ask.act(try there(ask.page?.main))
    try same(ana.way.last, "instead reminders")
    let list = try await ana.page("reminders")
    try same(list.page?.lines.first?.title, .say("reminders-in-app"))
    ana.remindingAllowed = true
    await list.read()
    try same(list.page?.lines.map(\.title), [.own("Call my sister")])
    ana.remindingAllowed = false
    // Turned off on its line: the phone is told.
    await list.parts.turn(try there(list.page?.lines.first), false)
    try same(await ana.record.read { try $0.reminders().map(\.on) }, [false])
    try same(ana.planned, 3)

    // The one thing to do is offered; after a no only the system's settings can change it.
    let health = ReminderHealthModel(ana)
    await health.read()
    let line = try there(health.health?.lines.first)
    try same(line.finding, .notificationsOff)
    await health.act(try there(line.hint))
    try same(ana.settingsOpened, 1)
}
