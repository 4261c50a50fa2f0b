import Foundation

// A practitioner is paired, a colleague is introduced, and one of them helps a lost phone back. The practitioners' side is the review
// page's own code. The same scenarios stand in Python and Kotlin.

/// Shares all there is since the last meeting; gives who reads it.
private func share(_ phone: Handrail) throws -> [String] {
    let shown = try phone.preview(review: phone.review(period: .sinceLastMeeting), choices: Choices())
    _ = try phone.share(preview: shown.preview)
    return shown.packets.flatMap { $0.readBy.map(\.name) }
}

func careTeam() async throws {
    let place = Phone()
    let phone = try place.open()
    let anna = try await Practitioner("Anna", place.clock)
    let ben = try await Practitioner("Ben", place.clock)

    // "Different" on the phone ends it on both sides; nothing is kept.
    let pairing = try phone.scanInvite(text: try await anna.ask("invite", ["name": "Maria"]).text("qr"))
    async let seen = anna.ask("pair_words")
    _ = try await phone.pair(pairing: pairing)
    _ = try await seen
    try await refusesLater(.Network(problem: .refused)) { try await phone.confirmPairing(pairing: pairing, same: false) }
    try equal(try await anna.ask("pair_poll").text("state"), "over")
    try equal(phone.readers(), [])

    let mailbox = try await anna.pair(phone, "Maria")
    let reader = try phone.readers()[0]
    try equal(reader.name, "Anna")
    try equal(reader.mailbox, mailbox)
    try equal(reader.checked, true)
    try equal(phone.syncStatus().message, .allSent)

    // A review goes up, sealed; a suggestion comes down, and becomes Maria's with her yes.
    _ = try phone.addTalkAbout(wording: "The bus")
    try equal(share(phone), ["Anna"])
    try equal(phone.syncStatus().message, .waiting)
    let shared = try await phone.sync()
    try equal(shared.delivered, 1)
    try equal(shared.touched, sent)
    try equal(try await anna.ask("take_in").number("opened"), 1)
    try holds(try await anna.ask("open", ["client": mailbox]).holds("packet", "The bus"), "it is read")
    _ = try await anna.ask("propose", ["client": mailbox, "proposal": ["kind": "homework", "title": "A walk"]])
    let came = try await phone.sync()
    try holds(came.takenIn > 0 && came.touched == nil, "it came: any screen may be different")
    try equal(phone.proposals().waiting.map(\.fromName), ["Anna"])

    // Anna introduces Ben; nothing goes to him before the yes.
    let card = try await ben.ask("card").text("card")
    _ = try await anna.ask("introduce", ["client": mailbox, "card": card])
    _ = try await phone.sync()
    let asked = try phone.introductions()
    try equal(asked.map(\.byName), ["Anna"])
    try equal(asked.map(\.name), ["Ben"])
    try equal(asked.map(\.mailbox), [mailbox])
    place.clock.set("2026-11-22T12:00")
    let bens = asked[0].account
    _ = try phone.acceptIntroduction(mailbox: mailbox, account: bens)
    let readers = try phone.readers()
    try equal(readers.map(\.name), ["Anna", "Ben"])
    try equal(readers.map(\.checked), [true, false])
    try equal(readers.map(\.introducedBy), [nil, "Anna"])
    try equal(share(phone), ["Anna", "Ben"])
    try equal(try await phone.sync().delivered, 2)
    try equal(try await ben.ask("take_in").number("opened"), 1)

    // At the next visit both have been online: four words, the same ones.
    _ = try await phone.sync()
    _ = try await ben.ask("take_in")
    let words = try phone.readerWords(mailbox: mailbox, account: bens)
    try equal(try await ben.ask("check", ["client": mailbox]).texts("words"), words)
    _ = try phone.compareReaderWords(mailbox: mailbox, account: bens, same: true)
    _ = try await ben.ask("check", ["client": mailbox, "same": true])
    try equal(phone.readers().map(\.checked), [true, true])

    // Anna leaves: the next one is Ben's alone.
    _ = try phone.removeReader(mailbox: mailbox, account: readers[0].account)
    _ = try await phone.sync()
    place.clock.set("2026-11-23T12:00")
    _ = try phone.addTalkAbout(wording: "Only for Ben")
    try equal(share(phone), ["Ben"])
    _ = try await phone.sync()
    _ = try await ben.ask("take_in")
    try holds(try await ben.ask("open", ["client": mailbox]).holds("packet", "Only for Ben"), "it is read")
    try equal(try await anna.ask("take_in").number("opened"), 0)
    try equal(phone.syncStatus().refusals, [])
    try place.leave(phone, "care_team")
}

func helpedPath() async throws {
    let (place, elsewhere) = (Phone(), Phone())
    let phone = try place.open()
    let sam = try await Practitioner("Sam", place.clock)
    let mailbox = try await sam.pair(phone, "Ben")
    _ = try phone.addTalkAbout(wording: "Whether to tell my sister")
    let reader = try phone.readers()[0].account

    // One half on a card, the other with Sam, sealed; nothing goes up before both were put together once.
    let first = try phone.createHelpedPath(reader: reader, place: .withReader(mailbox: mailbox))
    let card = try phone.createHelpedPath(reader: reader, place: .withReader(mailbox: mailbox))
    try equal(card.reader, "Sam")
    try holds(card.half.hasPrefix("C"), card.relay)
    try equal("\(card)", "HelpCard(..)")
    _ = try await phone.sync()
    try equal(phone.backup().state, .codeWaits)
    _ = try await sam.ask("take_in")
    let theirs = try await sam.ask("share", ["client": mailbox]).text("share")
    try equal(phone.joinShares(card: first.half, theirs: theirs), .otherPair)
    try equal(phone.joinShares(card: theirs, theirs: theirs), .sameSide)
    try equal(phone.joinShares(card: card.half, theirs: theirs.replacingOccurrences(of: "-", with: "")), .right)
    try holds(try await phone.sync().saved > 0, "saved")
    try equal(phone.backup().state, .on)
    let before = try place.exported(phone)

    // The phone is lost. A new one, the card and Sam's half bring everything back.
    let new = try elsewhere.open(clock: place.clock)
    try equal(new.checkShares(card: card.half, theirs: theirs), .right)
    let halves = RestoreFrom.halves(card: card.square, theirs: theirs, relay: "")
    try equal(new.beginRestore(from: halves, oldPhoneIsLost: true), .right)
    try equal(try await new.fetchRestore().entries, 1)
    try equal(try await new.confirmRestore().stopped, nil)
    try holds(elsewhere.exported(new) == before, "byte by byte")

    // Who read before is named, and reads again once they have paired.
    let former = try new.formerReaders()
    try equal(former.map(\.name), ["Sam"])
    try equal(former.map(\.mailbox), [mailbox])
    try equal(new.readers(), [])
    let again = try await sam.pair(new, "Ben")
    try holds(again != mailbox, "another one")
    try equal(new.readers().map(\.name), ["Sam"])
    try equal(new.formerReaders(), [])
    _ = try new.addTalkAbout(wording: "A new phone")
    try equal(share(new), ["Sam"])
    _ = try await new.sync()
    try equal(try await sam.ask("take_in").number("opened"), 1)
    try elsewhere.leave(new, "helped_path")
}
