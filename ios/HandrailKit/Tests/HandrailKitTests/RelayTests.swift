import Foundation
import handrail

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@testable import HandrailKit

/// With a practitioner at the review page, through the real relay.
@MainActor let relayTests: [(String, @MainActor () async throws -> Void)] = [
    ("paired_at_a_meeting_sent_and_answered", pairedAndSent),
    ("a_backup_brings_the_notes_back", aBackup),
]

/// Where both are; nil where nobody started them.
private func told(_ name: String) -> String? {
    if let there = ProcessInfo.processInfo.environment[name] { return there }
    print("not run: no \(name)")
    return nil
}

/// The review page's own code, in a process of its own (tests/bindings/practitioners.mjs), on the clock of the phones.
@MainActor private struct Practitioner {
    private let address: URL
    private let clock: HandClock

    init(_ name: String, _ all: String, _ clock: HandClock) async throws {
        (address, self.clock) = (try there(URL(string: "\(all)/\(name.lowercased())")), clock)
        _ = try await ask("enrol", ["display_name": name])
    }

    /// One command to the page, and what it answers.
    func ask(_ command: String, _ more: [String: any Sendable] = [:]) async throws -> [String: any Sendable] {
        var line: [String: any Sendable] = more
        (line["cmd"], line["now"]) = (command, try clock.now().instantMs)
        var request = URLRequest(url: address)
        request.httpMethod = "POST"
        request.httpBody = try JSONSerialization.data(withJSONObject: line)
        let (data, _) = try await URLSession.shared.data(for: request)
        let fields = try JSONSerialization.jsonObject(with: data) as? [String: any Sendable] ?? [:]
        try holds(fields["ok"] as? Bool == true, "\(command): \(fields)")
        return fields
    }
}

@MainActor private func pairedAndSent() async throws {
    guard let all = told("HANDRAIL_PRACTITIONERS") else { return }
    let ana = try await PhoneFrame()
    let sam = try await Practitioner("Sam", all, ana.clock)

    // Different words: it was stopped, and nothing was kept.
    let different = PairModel(ana)
    await different.take(try there(try await sam.ask("invite", ["name": "Ana"])["qr"] as? String))
    async let seenOnce = sam.ask("pair_words")
    await different.go()
    _ = try await seenOnce
    await different.say(same: false)
    try same(ana.told.last, .say("pair-different"))
    try same(different.stage, .scan)
    try same(await ana.record.read { try $0.readers().count }, 0)
    _ = try await sam.ask("pair_poll")

    let model = PairModel(ana)
    await model.take(try there(try await sam.ask("invite", ["name": "Ana"])["qr"] as? String))
    try same(model.stage, .name("Sam"))
    async let seen = sam.ask("pair_words")
    await model.go()
    guard case .words(let words) = model.stage else { throw NotSo(description: "\(model.stage) \(ana.told)") }
    try same(try await seen["words"] as? [String], words)
    async let yes = sam.ask("pair_yes")
    await model.say(same: true)
    try same(ana.way.last, "instead readers")
    _ = try await ana.record.sync()
    let client = try there(try await yes["client"] as? String)
    let readers = try await ana.page("readers")
    try same(readers.page?.lines.map(\.title), [.own("Sam")])

    // The page for the meeting goes, without what stays here.
    for wording in ["The bus", "Whether to tell my sister"] { try await ana.record.write { try $0.addTalkAbout(wording: wording) } }
    let review = ReviewModel(ana, ana.strings.packetWords)
    await review.read()
    try same(review.canShare, true)
    await review.set(try there(review.lines.first { $0.text.contains("sister") }).id, hidden: true)
    await review.share()
    try same(ana.way.last, "instead sent")
    try same((try await sam.ask("take_in")["opened"] as? NSNumber)?.intValue, 1)
    let packet = "\(try await sam.ask("open", ["client": client])["packet"] ?? "")"
    try holds(packet.contains("The bus") && !packet.contains("sister"), "what is left out is not there at all")
    let sent = try await ana.page("sent")
    try same(sent.page?.lines.count, 1)

    // Two suggestions come down: one becomes hers as it came, one with her own words, and undoing nothing.
    for title in ["A walk", "A letter"] {
        _ = try await sam.ask("propose", ["client": client, "proposal": ["kind": "homework", "title": title]])
    }
    _ = try await ana.record.sync()
    let proposals = try await ana.page("proposals")
    let waiting = try there(proposals.page).lines
    try same(Set(waiting.map(\.title)), [.own("A walk"), .own("A letter")])
    let walk = try there(waiting.first { $0.title == .own("A walk") })
    await proposals.act(try there(walk.acts.first { $0.says == .word("proposal-state", ProposalState.accepted) }))
    let letter = try there(waiting.first { $0.title == .own("A letter") })
    let form = try await ana.form("proposals/\(letter.id)")
    form["title"] = "A letter to my sister"
    form["how_often"] = "weekly"
    await form.save()
    let homework = try await ana.record.read { record in
        let view = try record.homework()
        return (view.due + view.coming).map { "\($0.title), \($0.howOften)" }
    }
    try same(Set(homework), ["A walk, once", "A letter to my sister, weekly"])
    try same(await ana.record.read { try $0.proposals().waiting.count }, 0)

    // No longer shared: said before it is done.
    let leave = try await ana.page("readers/leave/\(try there(readers.page?.lines.first?.id))")
    await leave.act(try there(leave.page?.main))
    try same(ana.told.last, .say("readers-removed"))
    try same(await ana.record.read { try $0.readers().count }, 0)
}

@MainActor private func aBackup() async throws {
    guard let relay = told("HANDRAIL_RELAY") else { return }
    let (old, new) = (try await PhoneFrame(), try await PhoneFrame())
    try await old.record.write { try $0.saveCopingStrategy(details: NewCopingStrategy(name: "A walk with Kim")) }
    let code = RecoveryCodeModel(old)
    code.place = ""
    code.relay = "nowhere"
    await code.make()
    try holds(code.wrong != nil && code.sheet == nil, "what is wrong with the address stands there")
    code.relay = " \(relay) "
    await code.make()
    let sheet = try there(code.sheet)
    code.check(true)
    code.typed = code.groups.dropLast().joined(separator: "-")
    await code.verify()
    try holds(!code.says.isEmpty && code.sheet != nil && old.way.isEmpty, "what is missing is said, and it still waits")
    code.typed = sheet.code
    await code.verify()
    try same(old.way.last, "instead backup")
    _ = try await old.record.sync()
    try same(await old.record.read { try $0.backup().state }, .on)
    try holds(try there(await old.page("backup").page).more.contains { $0.says == .say("backup-now") }, "it can be done now")

    // Another code opens nothing, and says so calmly.
    let wrong = RestoreModel(new)
    wrong.code = "AAAA"
    wrong.relay = relay
    await wrong.begin()
    try holds(!wrong.says.isEmpty && wrong.stage == .code, "\(wrong.stage) \(new.told)")
    let restore = RestoreModel(new)
    restore.code = sheet.code
    restore.relay = relay
    await restore.begin()
    guard case .found(let seen) = restore.stage else { throw NotSo(description: "\(restore.stage) \(new.told)") }
    try same(seen.entries > 0, true)
    // Nothing is hers before she says so; the process may end here, and the code is not typed twice.
    try same(await new.record.read { try $0.coping().strategies.count }, 0)
    let again = RestoreModel(new)
    await again.read()
    guard case .found = again.stage else { throw NotSo(description: "\(again.stage) \(new.told)") }
    await again.answer(mine: true)
    try same(new.told.last, .say("restore-done"))
    try same(new.way.last, "home")
    try same(await new.record.read { try $0.coping().strategies.map(\.name) }, ["A walk with Kim"])
}
