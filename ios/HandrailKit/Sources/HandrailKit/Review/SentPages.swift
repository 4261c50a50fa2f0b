import handrail

/// What was sent, newest first: how far each page has come, and who reads it. What waits can be taken back.
enum SentPages {
    static let sent = SheetPlace.lines(["packet", "sync"]) { record in
        let packets = try record.packets()
        let waits = packets.contains { $0.state == .waiting }
        return SheetPage(
            .say("review-sent"), notes: [SyncWords.says(try record.syncStatus())],
            parts: [SheetPart(nil, packets.map(line), empty: .say("sent-empty"))],
            main: waits ? SheetAct(.say("sent-now"), .sync) : nil)
    }

    private static func line(_ packet: PacketView) -> SheetLine {
        SheetLine(
            packet.id, .say("date-from-until", ["from": .day(day: packet.fromDay), "until": .day(day: packet.untilDay)]),
            [SheetFact(.word("review-packet-state", packet.state)), SheetFact("review-opened", day: packet.opened)]
                + packet.readBy.map { SheetFact($0.says) } + [packet.waitsForKey ? SheetFact(.say("sent-waits-for-key")) : nil],
            acts: packet.canTakeBack ? [.write(.say("sent-take-back"), done: "sent-taken-back") { try $0.takeBack(packet: packet.id) }] : []
        )
    }
}

extension ReadBy {
    /// Who reads it, and when, in a sentence.
    var says: Said {
        let day = day.map { [MessageArgument(name: "day", value: .day(day: $0))] } ?? []
        return .message(Message(id: message, args: [MessageArgument(name: "name", value: .words(text: name))] + day))
    }
}
