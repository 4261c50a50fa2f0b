import Foundation
import handrail

@testable import HandrailKit

/// The shell, the words, the key and the reminders, and Ana's first week.
@MainActor let shellTests: [(String, @MainActor () async throws -> Void)] = [
    ("keys_of_places_round_trip", keysOfPlaces),
    ("from_the_first_run_to_the_first_step", firstStep),
    ("homework_in_two_taps", homeworkInTwoTaps),
    ("what_was_typed_outlives_the_process", typedOutlives),
    ("a_refused_field_keeps_what_was_typed", refusedField),
    ("taken_away_and_put_back", takenAwayAndPutBack),
    ("a_lost_key_makes_no_new_record", lostKey),
    ("help_after_a_call_that_did_not_go_through", helpAfterACall),
    ("words_in_three_languages", wordsInThree),
    ("the_plan_is_followed_by_its_difference", planFollowed),
    ("without_permission_nothing_is_handed_over", withoutPermission),
]

@MainActor private func keysOfPlaces() async throws {
    for name in Place.Name.allCases {
        for place in [Place(name), Place(name, ["01H8", "new"])] { try same(Place(key: place.key), place) }
    }
    try same(Place(key: "no-such-place"), nil)
    try same(Place(key: ""), nil)
    let ana = try await Pocket().shell()
    // A key that a newer app left is left out; where none is known, the first screen is.
    try same(Shell(ana.record, ana.ports, start: ["today", "later-place/1", "goals"]) { _ in NoWords() }.keys, ["today", "goals"])
    try same(Shell(ana.record, ana.ports, start: ["later-place"]) { _ in NoWords() }.keys, ["today"])
}

@MainActor private func firstStep() async throws {
    let shell = try await Pocket().shell()
    try same(shell.keys, ["first-run/language"])
    let first = FirstRunModel(shell, "language")
    await first.choose("es")
    try same(first.page, "what")
    try same(shell.strings.language, "es")
    first.begin()
    try same(shell.keys, ["today"])

    // Today asks nothing, and offers to choose something.
    try await shell.tapMain()
    try same(shell.here.key, "goals")
    try await shell.tapMain()
    let goal = try await shell.form()
    goal["title"] = "Have a job again"
    await goal.save()
    try same(shell.here.name, .goal)
    try await shell.tapMain()
    let part = try await shell.form()
    part["title"] = "Help out two mornings"
    await part.save()
    let (tree, page) = try await shell.page()
    await tree.act(try there(page.parts.first { $0.heading == .own("Help out two mornings") }?.add))
    let step = try await shell.form()
    step["title"] = "Ask at the library"
    await step.save()
    shell.home()
    let (_, today) = try await shell.page()
    try same(today.lines.first?.title, .own("Ask at the library"))
}

@MainActor private func homeworkInTwoTaps() async throws {
    let shell = try await Pocket().shell()
    try await shell.record.write { try $0.saveHomework(details: NewHomework(title: "Walk", origin: .agreed, howOften: .daily)) }
    shell.home()
    try await shell.tapMain()
    let form = try await shell.form()
    await form.save()
    try same(shell.note?.says, .say("shell-saved"))
    // What more there is to say comes after, for who wants to.
    try same(shell.here.name, .homeworkResult)
    shell.back()
    try same(shell.here.key, "today")
    let view = try await shell.record.read { try $0.homework() }
    let walk = try there((view.due + view.coming).first)
    let results = try await shell.record.read { try $0.homeworkResults(id: walk.id) }
    try same(results.map(\.result), [.done])
    // Any other answer is one tap as well.
    shell.go("homework-result/\(walk.id)")
    let other = try await shell.form()
    await other.act(try there(other.page?.more.first))
    try same(shell.here.ids.count, 2)
    // A tap too many is taken back.
    await shell.takeBack()
    try same(try await shell.record.read { try $0.homeworkResults(id: walk.id).map(\.result) }, [.done])
}

@MainActor private func typedOutlives() async throws {
    let pocket = Pocket()
    let before = try await pocket.shell()
    before.home()
    before.go("goals")
    before.go("goal-form/new")
    let form = try await before.form()
    form["title"] = "Visit my sister"
    await form.keep()
    let way = before.keys
    try await before.record.close()

    let after = try await pocket.shell(way)
    try same(after.keys, ["today", "goals", "goal-form/new"])
    let again = try await after.form()
    try same(again["title"], "Visit my sister")
    await again.save()
    try same(await after.drafts("goal-form/new"), [:])
}

@MainActor private func refusedField() async throws {
    let shell = try await Pocket().shell()
    shell.go("goal-form/new")
    let form = try await shell.form()
    form["why"] = "I miss it"
    await form.save()
    try same(form.wrong?.field, "title")
    try same(form["why"], "I miss it")
    try same(shell.note?.says, .say("error-invalid"))
    try same(shell.here.key, "goal-form/new")
}

@MainActor private func takenAwayAndPutBack() async throws {
    let shell = try await Pocket().shell()
    try await shell.record.write { try $0.saveHomework(details: NewHomework(title: "Walk", origin: .agreed, howOften: .daily)) }
    shell.home()
    shell.go("homework")
    let (list, page) = try await shell.page()
    await list.act(.takeAway("homework", try there(page.lines.first?.id)))
    try same(try await shell.page().1.lines.count, 0)
    await shell.takeBack()
    try same(try await shell.page().1.lines.map(\.title), [.own("Walk")])
}

@MainActor private func lostKey() async throws {
    let pocket = Pocket()
    let shell = try await pocket.shell()
    try await shell.record.write { try $0.saveCopingStrategy(details: NewCopingStrategy(name: "Go for a walk")) }
    try await shell.record.close()
    let key = try there(pocket.keychain.held)
    try pocket.keychain.delete()

    let locked = try await pocket.start()
    guard case .keyLost = locked.stage else { throw NotSo(description: "it opened without its key") }
    try same(pocket.keychain.held, nil)
    // The phone gives it after all: everything is there.
    try pocket.keychain.keep(key)
    await locked.open()
    guard case .open(let again) = locked.stage else { throw NotSo(description: "it stays closed") }
    try same(try await again.record.read { try $0.coping().strategies.map(\.name) }, ["Go for a walk"])
}

@MainActor private func helpAfterACall() async throws {
    let pocket = Pocket()
    let shell = try await pocket.shell()
    let help = HelpNowModel(shell)
    await help.choose("GB")
    let line = try there(help.view?.lines.first)
    await help.call(line.number, .line(id: line.id))
    try same(pocket.numbers, [line.number])
    try same(help.tried, .line(id: line.id))
    try holds(help.next == nil, "nobody said that it did not work")
    pocket.dials = false
    await help.call(line.number, .line(id: line.id))
    try holds(try there(help.next).next.isEmpty == false, "something else is offered")
    help.again()
    try holds(help.next == nil && help.tried == nil, "back to all of it")
}

@MainActor private func wordsInThree() async throws {
    let day = "2026-11-21"
    let english = Strings(try Catalogue("en", country: "GB"), today: day)
    let spanish = Strings(try Catalogue("es", country: "ES"), today: day)
    let arabic = Strings(try Catalogue("ar", country: "EG"), today: day)
    try same(english.say("today-proposals-waiting", ["count": .number(number: 1)]), "One suggestion")
    try same(english.say("today-proposals-waiting", ["count": .number(number: 3)]), "3 suggestions")
    let forms = [0, 1, 2, 3, 11, 100].map { arabic.say("today-proposals-waiting", ["count": .number(number: $0)]) }
    try same(Set(forms).count, 6)
    try holds(spanish.say("shell-save") != english.say("shell-save"), "Spanish is Spanish")
    // Words of a person stay apart from a sentence that runs the other way, and no more than that.
    try same(english.apart("Ana"), "Ana")
    try same(arabic.apart("Ana"), "\u{2068}Ana\u{2069}")
    try same(english.apart("سارة"), "\u{2068}سارة\u{2069}")
    try same(english.apart("\u{202e}Ana"), "\u{2068}Ana\u{2069}")
    try holds(english.dayAlone("2026-11-22").hasPrefix("Tomorrow, Sunday"), english.dayAlone("2026-11-22"))
    try holds(!english.dayAlone("2026-11-24").contains("2026"), "this year is not named")
    try holds(english.dayAlone("2027-01-05").contains("2027"), "another year is")
    try same(english.time("09:05"), "\u{2066}09:05\u{2069}")
    // What the programme calls it.
    let practice = Strings(try Catalogue("en", country: "GB"), wording: Wording(homework: .practice, client: .client, programme: "imr"))
    try holds(practice.say("sheet-homework") != english.say("sheet-homework"), "the programme's word")
    try same(english.say("no-such-id"), "\u{27e8}no-such-id\u{27e9}")
}

/// A homework every day at nine, for the person of this record.
private func dailyAtNine(_ shell: Shell) async throws {
    try await shell.record.write {
        try $0.saveHomework(details: NewHomework(title: "Walk", origin: .agreed, howOften: .daily, reminderTime: "09:00"))
    }
}

@MainActor private func planFollowed() async throws {
    let pocket = Pocket()
    let shell = try await pocket.shell()
    let standing = Standing()
    let strings = shell.strings
    let following = Following(shell.record, standing) { strings }
    try await dailyAtNine(shell)
    try await following.settle()
    let first = await standing.waiting
    try holds(!first.isEmpty && first.count <= 50, "\(first.count) wait")
    try same(first.map(\.planned.instantMs), first.map(\.planned.instantMs).sorted())
    try holds(first.allSatisfy { !$0.full.contains("Walk") && !$0.neutral.contains("Walk") }, "no words of the person")
    // Twice changes nothing.
    let handed = await standing.handed
    try await following.settle()
    try same(await standing.handed, handed)
    // Answered before it came: only that one goes.
    try await following.answer(try there(first.first).planned.id, .done)
    let after = await standing.waiting.map(\.planned.id)
    try holds(!after.contains(try there(first.first).planned.id), "it is taken back")
    // The last one asks to open Handrail; it moves on to what did not fit.
    try same(first.count, 50)
    try holds(Set(first.dropFirst().dropLast().map(\.planned.id)).isSubset(of: Set(after)), "the others stay")
    // A second tap is no second answer, and nothing breaks.
    try await following.answer(try there(first.first).planned.id, .done)
}

@MainActor private func withoutPermission() async throws {
    let shell = try await Pocket().shell()
    let standing = Standing()
    let strings = shell.strings
    let following = Following(shell.record, standing) { strings }
    await standing.allow(false)
    try await dailyAtNine(shell)
    try await following.settle()
    try same(await standing.waiting.count, 0)
    await standing.allow(true)
    try await following.settle()
    try holds(await standing.waiting.count > 0, "it comes when it may")
}
