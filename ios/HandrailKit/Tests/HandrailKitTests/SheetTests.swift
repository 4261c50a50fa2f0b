import Foundation
import handrail

@testable import HandrailKit

/// The sheets, on a real record.
@MainActor let sheetTests: [(String, @MainActor () async throws -> Void)] = [
    ("every_place_opens_on_an_empty_record", everyPlaceOpens),
    ("every_choice_is_listed", everyChoiceIsListed),
    ("a_check_in", aCheckIn),
    ("what_is_refused_stands_at_its_field", refusedAtItsField),
    ("typed_and_not_saved", typedAndNotSaved),
    ("lines_are_moved_and_taken_away", movedAndTakenAway),
    ("a_copy_of_the_plan_is_given", aCopyOfThePlan),
    ("a_strategy_from_the_list_is_tried", aStrategyIsTried),
    ("a_reminder_without_the_permission", aReminderWithoutPermission),
]

@MainActor private func everyPlaceOpens() async throws {
    let ben = try await PhoneFrame()
    // What needs an id of a record is opened by the other tests.
    let needs: Set = ["module", "handout", "coping-try"]
    for name in SHEETS.keys where !needs.contains(name) {
        switch try there(SheetPlace.of(name, [])) {
        case .lines: try holds(await ben.page(name).page != nil, name)
        case .form: try holds(await ben.form(name).page != nil, name)
        }
    }
    try same(ben.told, [])
    for part in [
        ("stress", StressPart.all.map(\.word)), ("medication", MedicineNotePart.all.map(\.word)),
        ("safety-plan", SafetyPart.all.map(\.word)), ("plan-line-form", PlanPart.all.map(\.word)),
    ] {
        for word in part.1 { try holds(await ben.form(part.0, word).page != nil, "\(part.0)/\(word)") }
    }
    for word in SubstancePart.all.map(\.word) { try holds(await ben.form("substance-use", "line", word).page != nil, word) }
    let module = try there(await ben.record.read { try $0.programme().modules.first })
    let opened = try there(await ben.page("module", module.id).page)
    try holds(!opened.lines.isEmpty, "something to read")
    let section = try there(await ben.record.read { try $0.module(id: module.id).handouts.first })
    try holds(!(try there(await ben.page("handout", module.id, section.id).page).lines.isEmpty), "a handout")
}

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
    // What comes first now is the first screen's to say.
    try same(ana.way, ["back", "today"])
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
    let before = try await ana.form("talk-about", "new")
    before["wording"] = "Whether to tell my sister"
    await before.keep()
    let after = try await ana.form("talk-about", "new")
    try same(after["wording"], "Whether to tell my sister")
    await after.save()
    try same(ana.typed["talk-about/new"], nil)
    try same(await ana.record.read { try $0.talkAbout().open.map(\.wording) }, ["Whether to tell my sister"])
}

@MainActor private func movedAndTakenAway() async throws {
    let ana = try await PhoneFrame()
    for wording in ["First", "Second", "Third"] {
        let form = try await ana.form("needs", "new")
        form["wording"] = wording
        await form.save()
    }
    let needs = try await ana.page("needs")
    let wanted = try there(needs.page?.parts.first { $0.lines.count == 3 })
    // As a list reports it: the first one is dropped behind the last.
    await needs.move(wanted, from: 0, to: 3)
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
    let line = try await ana.form("plan-line-form", PlanPart.whatHelps.word)
    line["wording"] = "A walk by the canal"
    await line.save()

    let copy = try await ana.form("plan", "copy")
    await copy.save()
    try same(copy.wrong?.field, "with_whom")
    copy["person"] = try there(await ana.record.read { try $0.people().people.first?.id })
    await copy.save()
    try same(ana.printed.count, 1)
    try holds(ana.printed[0].contains("A walk by the canal"), "the sheet itself")
    try same(await ana.record.read { try $0.planKeeping().copies.map(\.holder) }, ["Maya"])
    let plan = try there(await ana.page("plan").page)
    try holds(plan.lines.contains { $0.title == .own("Maya") }, "who has one")
}

@MainActor private func aStrategyIsTried() async throws {
    let ana = try await PhoneFrame()
    let library = try await ana.page("coping-library")
    let offered = try there(library.page?.lines.first { $0.acts.contains { $0.says == .say("shell-add") } })
    await library.act(try there(offered.acts.first { $0.says == .say("shell-add") }))
    let mine = try there(await ana.record.read { try $0.coping().strategies.first })

    let guided = try there(await ana.record.read { try $0.copingLibrary().troubles.flatMap(\.strategies).first { $0.guided } })
    let practice = PracticeModel(ana, guided.id)
    await practice.read()
    let steps = try there(practice.practice?.steps.count)
    for step in 1..<steps {
        practice.next()
        try same(practice.step, step)
    }
    try same(practice.button, .say("shell-done"))

    let attempt = try await ana.form("coping-try", mine.id)
    attempt["helped"] = "a-little"
    attempt["before"] = "7"
    await attempt.save()
    let entry = try there(await ana.record.read { try $0.coping().recent.first })
    try same(entry.helped, .aLittle)
    try same(entry.before, 7)
    try same(entry.after, nil)
    // Rated later, on the same form.
    let later = try await ana.form("coping-try", mine.id, entry.id)
    try same(later["helped"], "a-little")
    later["after"] = "4"
    await later.save()
    try same(await ana.record.read { try $0.coping().recent.map(\.after) }, [4])
}

@MainActor private func aReminderWithoutPermission() async throws {
    let ana = try await PhoneFrame()
    ana.remindingAllowed = false
    let form = try await ana.form("reminder-form")
    form["title"] = "Call my sister"
    form["time"] = "18:30"
    await form.save()
    let kept = try there(await ana.record.read { try $0.reminders().first })
    try same(kept.on, true)
    try same(kept.reminder.schedule.times, [.at(time: "18:30")])
    try same(ana.told, [.say("reminders-in-app")])
    try same(ana.planned, 1)

    // The one thing to do is offered; after a no only the system's settings can change it.
    let health = ReminderHealthModel(ana)
    await health.read()
    let line = try there(health.health?.lines.first)
    try same(line.finding, .notificationsOff)
    await health.act(try there(line.hint))
    try same(ana.settingsOpened, 1)
}
