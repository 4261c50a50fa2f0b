import Foundation
import handrail

@testable import HandrailKit

/// What leaves the phone, and what comes back.
@MainActor let sharingTests: [(String, @MainActor () async throws -> Void)] = [
    ("a_hidden_line_leaves_no_trace", aHiddenLine),
    ("a_code_with_a_slip_names_its_group", aCodeWithASlip),
    ("out_and_in_again", outAndInAgain),
    ("pairing_without_a_connection", pairingWithoutAConnection),
    ("a_code_that_is_none_of_ours", aCodeThatIsNoneOfOurs),
]

private let english = PacketWords(
    language: "en", once: "once", daily: "every day", weekly: "every week", ifThere: "{sign} {action}",
    ifAtLeast: "{sign} {level} {action}",
    ifInARow: "{sign} {count} {action}", ifInARowAtLeast: "{sign} {level} {count} {action}", ifOfLast: "{sign} {count} {out_of} {action}",
    ifOfLastAtLeast: "{sign} {level} {count} {out_of} {action}")

@MainActor private func aHiddenLine() async throws {
    let ana = try await PhoneFrame()
    for wording in ["Whether to tell my sister", "The new medicine"] {
        try await ana.record.write { try $0.addTalkAbout(wording: wording) }
    }
    let review = ReviewModel(ana, english)
    await review.read()
    let secret = try there(review.lines.first { $0.text == "Whether to tell my sister" })
    try holds(try there(await review.html()).contains("my sister"), "it would go")

    await review.set(secret.id, hidden: true)
    // Left out after the process ended as well.
    let later = ReviewModel(ana, english)
    await later.read()
    try same(later.lines.first { $0.id == secret.id }?.hidden, true)
    let page = try there(await review.html())
    try holds(!page.contains("sister"), "no trace")
    try holds(page.contains("The new medicine"), "the others stay")
    // It stands on this screen, to be taken along again.
    try same(review.lines.first { $0.id == secret.id }?.hidden, true)
    await review.set(secret.id, hidden: false)
    try holds(try there(await review.html()).contains("my sister"), "it goes again")
    try same(review.canShare, false)
    await review.share()
    try same(ana.told.last, .say("error-invalid"))
    try same(ana.way, [])
}

@MainActor private func aCodeWithASlip() async throws {
    let ana = try await PhoneFrame()
    let model = RecoveryCodeModel(ana)
    model.relay = "http://127.0.0.1:9"
    await model.make()
    let sheet = try there(model.sheet)
    // On paper: every group, the address, and the square code as a picture.
    model.print()
    let paper = try there(ana.printed.first)
    for group in model.groups { try holds(paper.contains("<li>\(group)</li>"), group) }
    try holds(paper.contains("http://127.0.0.1:9") && paper.contains("data:image/png;base64,"), "address and square")
    model.check(true)
    var groups = sheet.code.split(separator: "-").map(String.init)
    groups[1] = groups[1].dropLast() + (groups[1].last == "8" ? "7" : "8")
    model.typed = groups.joined(separator: "-")
    await model.verify()
    try same(model.says, [.say("backup-code-differs", ["group": .number(number: 2)])])
    try holds(model.sheet != nil, "it still waits")
    try same(await ana.record.read { try $0.backup().state }, .codeWaits)
    // Left and come back to: the same sheet waits.
    let again = RecoveryCodeModel(ana)
    await again.read()
    try same(again.sheet, sheet)
    again.typed = sheet.code.lowercased().replacingOccurrences(of: "-", with: " ")
    await again.verify()
    try same(again.says, [.say("backup-code-right")])
    try same(ana.way, ["instead backup"])
    try holds(again.sheet == nil && again.typed.isEmpty, "let go of")
    try same(await ana.record.read { try $0.backup().state }, .on)
}

@MainActor private func outAndInAgain() async throws {
    let (old, new) = (try await PhoneFrame(), try await PhoneFrame())
    try await old.record.write { try $0.saveCopingStrategy(details: NewCopingStrategy(name: "My own walk with Kim")) }
    await TakeOutModel(old).takeOut()
    try same(old.told, [.say("take-out-done")])
    new.file = old.file
    await TakeOutModel(new).bringIn()
    try same(new.told, [.say("take-out-came-in")])
    try same(await new.record.read { try $0.coping().strategies.map(\.name) }, ["My own walk with Kim"])
    // Only where nothing is.
    await TakeOutModel(old).bringIn()
    try same(old.told.last, .say("take-out-not-empty"))
    await TakeOutModel(old).print(.blank)
    try holds(old.printed.count == 1 && !old.printed[0].contains("My own walk with Kim"), "blank sheets")

    // Nothing is erased by one tap.
    let leaving = EraseModel(new, word: "erase")
    await leaving.erase()
    try same(await new.record.read { try $0.coping().strategies.count }, 1)
    leaving.typed = " Erase"
    await leaving.erase()
    try same(leaving.gone, true)
}

/// The text of a code to scan (docs/protocol.md, section 4) for a relay that is not there: nothing listens on port 9.
private let invite: String = {
    var header = Data([1])
    let zeros = [16, 16, 32, 32, 0].map { Data(count: $0) }
    for field in [Data("http://127.0.0.1:9".utf8)] + zeros + [Data("en".utf8), Data("Sam".utf8)] {
        header.append(contentsOf: withUnsafeBytes(of: UInt32(field.count).bigEndian) { Data($0) })
        header.append(field)
    }
    let text = header.base64EncodedString().replacingOccurrences(of: "+", with: "-")
    return "HANDRAIL1." + text.replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
}()

@MainActor private func pairingWithoutAConnection() async throws {
    let ana = try await PhoneFrame()
    ana.code = invite
    let model = PairModel(ana)
    await model.scan()
    try same(model.stage, .name("Sam"))
    async let going: Void = model.go()
    while !model.waits { await Task.yield() }
    try holds(ana.say(try there(model.minutes.says)).contains("10"), "it says how long the code is good")
    // Others go on while it waits.
    try await ana.record.write { try $0.addTalkAbout(wording: "The new medicine") }
    model.stop()
    await going
    try same(ana.told, [.say("error-cancelled")])
    try same(model.stage, .name("Sam"))
    try same(await ana.record.read { try $0.readers().count }, 0)
}

@MainActor private func aCodeThatIsNoneOfOurs() async throws {
    let ana = try await PhoneFrame()
    let model = PairModel(ana)
    await model.take("https://example.org/")
    try same(model.stage, .scan)
    try same(ana.told, [.say("error-invalid")])
    // Back from the camera without a code: nothing is said.
    await model.scan()
    try same(ana.told.count, 1)
}
