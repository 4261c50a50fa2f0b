import Foundation
import handrail

@testable import HandrailKit

/// What is handed to the phone, and what it hands back.
@MainActor let phoneTests: [(String, @MainActor () async throws -> Void)] = [
    ("a_plan_as_the_system_is_asked_for_it", asTheSystemIsAsked),
    ("times_on_the_wall_by_this_phones_tables", onTheWall),
    ("another_language_is_said_anew", anotherLanguage),
    ("files_on_their_way_leave_nothing_behind", filesLeaveNothing),
    ("numbers_as_people_write_them", numbersAsPeopleWriteThem),
    ("help_without_a_record", helpWithoutRecord),
    ("a_review_in_words", aReviewInWords),
]

private func planned(
    civil: String = "2026-11-23T09:00", shifted: String? = nil, zone: PlannedZone = .floating, instantMs: Int64 = 1_795_424_400_000,
    importance: Importance = .normal, quietly: Bool = false
) -> PlannedNotification {
    PlannedNotification(
        id: "r1/2026-11-23", reminder: .homework(id: "h1"), occurrence: "2026-11-23", together: 1, civil: civil,
        shifted: shifted ?? civil, zone: zone, instantMs: instantMs, exactness: .inexact, importance: importance, channel: .practice,
        actions: [.done, .later], neutral: Message(id: "reminder-neutral", args: []), full: nil,
        late: Message(id: "reminder-neutral", args: []), quietly: quietly, graceMin: 120, mark: "m1")
}

private func asked(_ planned: PlannedNotification, language: String = "en") -> Asked {
    let request = NoticeRequest(
        planned: planned, neutral: "You have a reminder", full: "Walk", actions: [(.done, "Done"), (.later, "Later")], language: language)
    // Monday 23 November 2026, eight in the morning.
    return Asked(request, now: Date(timeIntervalSince1970: 1_795_420_800), zone: TimeZone(identifier: "Europe/London") ?? .gmt)
}

@MainActor private func asTheSystemIsAsked() async throws {
    let usual = asked(planned())
    try same(usual.trigger, .wall(DateComponents(year: 2026, month: 11, day: 23, hour: 9, minute: 0)))
    try same(usual.body, "Walk")
    try same(usual.category.placeholder, "You have a reminder")
    try same(usual.category.actions.map(\.id), ["done", "later"])
    try holds(usual.sound && usual.level == .usual, "as most")
    try holds(!usual.kept.values.contains { $0.contains("Walk") || $0.contains("reminder") }, "no words are kept")
    try same(asked(planned(importance: .high)).level, .timely)
    let quiet = asked(planned(importance: .high, quietly: true))
    try holds(!quiet.sound && quiet.level == .quiet, "late ones make no sound")
    // A button is what the core is told.
    try same(Answered(identifier: "not-today"), .action(.notToday))
    try same(Answered(identifier: "com.apple.UNNotificationDefaultActionIdentifier"), .seen)
    // The same question is the same category, in whatever language.
    try same(asked(planned(), language: "es").category.id, usual.category.id)
}

@MainActor private func onTheWall() async throws {
    let pinned = asked(planned(zone: .pinned(zone: "America/New_York"), instantMs: 1_795_442_400_000))
    var wall = DateComponents(year: 2026, month: 11, day: 23, hour: 9, minute: 0)
    wall.timeZone = TimeZone(identifier: "America/New_York")
    try same(pinned.trigger, .wall(wall))
    try same(Asked.held(pinned.id, pinned.kept, language: "en").zone, "America/New_York")
    // A place that this phone's tables do not have: the instant.
    try same(asked(planned(zone: .pinned(zone: "Mars/Olympus"), instantMs: 1_795_424_400_000)).trigger, .wait(3_600))
    try same(asked(planned(zone: .elapsed, instantMs: 1_795_428_000_000)).trigger, .wait(7_200))
    // The clock jumps over half past one: the shifted time is taken.
    let spring = asked(planned(civil: "2027-03-28T01:30", shifted: "2027-03-28T02:30", instantMs: 1_806_197_400_000))
    try same(spring.trigger, .wall(DateComponents(year: 2027, month: 3, day: 28, hour: 2, minute: 30)))
    // What lies in the past would never come.
    try same(asked(planned(civil: "2026-11-23T07:59", instantMs: 1_795_420_740_000)).trigger, .wait(1))
    try same(asked(planned(zone: .elapsed, instantMs: 1_795_420_740_000)).trigger, .wait(1))
    try same(asked(planned(civil: "no time")).trigger, .wait(3_600))
}

@MainActor private func anotherLanguage() async throws {
    let pocket = Pocket()
    let shell = try await pocket.shell()
    let standing = Standing()
    let following = Following(shell.record, standing) { await shell.strings }
    try await shell.record.write {
        try $0.saveHomework(details: NewHomework(title: "Walk", origin: .agreed, howOften: .daily, reminderTime: "09:00"))
    }
    try await following.settle()
    let english = await standing.waiting
    try holds(!english.isEmpty, "something waits")
    try await shell.record.write { try $0.saveSettings(edit: EditSettings(language: "es")) }
    await shell.readWords()
    try same(pocket.language, "es")
    try await following.settle()
    let spanish = await standing.waiting
    try same(Set(spanish.map(\.planned.id)), Set(english.map(\.planned.id)))
    try holds(spanish.allSatisfy { $0.language == "es" && $0.neutral != english[0].neutral }, "all of them")
    let handed = await standing.handed
    try await following.settle()
    try same(await standing.handed, handed)
}

/// A person who chooses, or goes back.
@MainActor private final class Hand: Choosing {
    var goesBack = false
    var came: [URL: String] = [:]
    var brings: URL?
    func whereTo(_ file: URL) async -> Bool {
        came[file] = try? String(contentsOf: file, encoding: .utf8)
        return !goesBack
    }
    func whichOne() async throws -> URL? { brings }
}

@MainActor private func filesLeaveNothing() async throws {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appendingPathComponent("handrail-passage-\(UUID())")
    // Left over from a process that was ended on the way.
    try files.createDirectory(at: folder.appendingPathComponent("old"), withIntermediateDirectories: true)
    let hand = Hand()
    let passage = Passage(folder, hand)
    try holds(!files.fileExists(atPath: folder.path), "emptied at the start")
    let write: @Sendable (URL) async throws -> Void = { try Data("everything".utf8).write(to: $0) }
    try same(try await passage.takeOut("handrail.json", write), true)
    try same(hand.came.values.first, "everything")
    try same(hand.came.keys.first?.lastPathComponent, "handrail.json")
    hand.goesBack = true
    try same(try await passage.takeOut("handrail.json", write), false)
    do {
        _ = try await passage.takeOut("handrail.json") { file in
            try Data("half".utf8).write(to: file)
            throw HandrailError.Storage(problem: .full)
        }
        throw NotSo(description: "it was full")
    } catch HandrailError.Storage(problem: .full) {}
    try same(try files.contentsOfDirectory(atPath: folder.path), [])

    try same(try await passage.bringIn { _ in throw NotSo(description: "nothing was chosen") }, false)
    let brought = files.temporaryDirectory.appendingPathComponent("handrail-brought-\(UUID()).json")
    try Data("everything".utf8).write(to: brought)
    hand.brings = brought
    try same(try await passage.bringIn { try same(String(contentsOf: $0, encoding: .utf8), "everything") }, true)
    try holds(!files.fileExists(atPath: brought.path), "the copy is gone")
    try? files.removeItem(at: folder)
}

@MainActor private func numbersAsPeopleWriteThem() async throws {
    let cases = [
        ("tel", "+44 (0)20 7946-0018", "tel:+4402079460018"), ("sms", "116 123", "sms:116123"), ("tel", "٠١٢٣ ٤٥٦", "tel:0123456"),
        ("tel", "*21#", "tel:*21%23"), ("tel", "call 5+5", "tel:55"),
    ]
    for (scheme, written, wanted) in cases { try same(TelephoneNumber.url(scheme, written)?.absoluteString, wanted) }
    try same(TelephoneNumber.url("tel", "ask Kim"), nil)
    try same(TelephoneNumber.url("tel", ""), nil)
}

@MainActor private func helpWithoutRecord() async throws {
    let pocket = Pocket()
    let help = HelpWithoutRecord(pocket, language: "en-GB", zone: "Europe/London")
    try same(help.region, "GB")
    let line = try there(help.lines.first)
    help.reach(line)
    try same(pocket.numbers, [line.number])
    try same(help.tried, line)
    try holds(help.next == nil, "nobody said that it did not work")
    help.didNotWork()
    try holds(try there(help.next).contains { if case .toDo = $0 { true } else { false } }, "something else to do")
    help.again()
    try holds(help.next == nil && help.tried == nil, "back to all of it")
    pocket.dials = false
    help.reach(line)
    try holds(try !there(help.next).isEmpty, "something else is offered at once")
    // Wherever else.
    help.choose(nil)
    try holds(help.region == nil && help.lines.isEmpty, "asked")
    for region in help.regions {
        help.choose(region)
        try holds(!help.lines.isEmpty, region)
    }
    help.choose("XX")
    try same(help.region, nil)
    let english = Strings(try Catalogue("en", country: "GB"))
    try same(english.country("GB"), "United Kingdom")
}

@MainActor private func aReviewInWords() async throws {
    let shell = try await Pocket().shell()
    try await shell.record.write {
        try $0.saveHomework(details: NewHomework(title: "Walk", whatExactly: "Twice round the park", origin: .agreed, howOften: .daily))
    }
    try await shell.record.write { try $0.addTalkAbout(wording: "Whether to tell my sister") }
    for (language, country) in [("en", "GB"), ("es", "ES"), ("ar", "EG")] {
        let strings = Strings(try Catalogue(language, country: country), today: "2026-11-21")
        let words = strings.packetWords
        for place in ["{sign}", "{level}", "{count}", "{out_of}", "{action}"] {
            try holds(words.ifOfLastAtLeast.contains(place), "\(language) \(place)")
        }
        let model = ReviewModel(shell, words)
        await model.read()
        try holds(!model.lines.isEmpty, "there is something")
        for line in model.lines {
            let said = [strings.heading(line)] + strings.below(line)
            try holds(!said.contains { $0.contains("\u{27e8}") || $0.contains("{$") }, "\(language): \(said)")
        }
    }
}
