import Foundation
import Observation
import handrail

/// A way back with help: one half on a card, the other with a reader. Proven once, together.
@MainActor @Observable
public final class HelpedPathModel {
    public private(set) var readers: [ReaderView] = []
    /// The card, once it is made. A secret: shown and let go of.
    public private(set) var card: HelpCard?
    public private(set) var check: HalvesCheck?
    /// Whether both halves are typed in, and the card not in sight.
    public private(set) var joining = false
    /// Typed from the card and from the other screen; kept nowhere.
    public var typedCard = ""
    public var typedTheirs = ""

    private let frame: any Frame

    public init(_ frame: any Frame) {
        self.frame = frame
    }

    public func read() async {
        readers = await frame.doing { try await frame.record.read { try $0.readers() } } ?? []
    }

    public func make(_ reader: ReaderView) async {
        card = await frame.doing {
            try await frame.record.write(touching: .these(["backup", "packet"])) {
                try $0.createHelpedPath(reader: reader.account, place: .withReader(mailbox: reader.mailbox))
            }
        }
        // The other half reaches the practitioner with the next sync.
        if card != nil { await frame.doing { _ = try await frame.record.sync() } }
    }

    /// Goes on to typing both halves in, or back to the card.
    public func join(_ joining: Bool) {
        (self.joining, typedCard, typedTheirs, check) = (joining, "", "", nil)
    }

    /// Groups of the card's half, numbered as they are asked for again.
    public var groups: [String] { card.map { Paper.groups($0.half) } ?? [] }

    public var address: Said? { card.map { .say("helped-card-address", ["relay": .words(text: "\u{2066}\($0.relay)\u{2069}")]) } }

    /// The card on paper.
    public func print() {
        guard let card, let address else { return }
        let what = Said.say("helped-card-what", ["name": .words(text: card.reader)])
        frame.print(
            Paper.page(
                language: frame.language, title: frame.say(.say("helped-card-title")), what: frame.say(what), code: card.half,
                square: frame.square(card.square), address: frame.say(address)))
    }

    public func join() async {
        let (mine, theirs) = (typedCard, typedTheirs)
        guard
            let check = await frame.doing({
                try await frame.record.write(touching: .these(["backup"])) { try $0.joinShares(card: mine, theirs: theirs) }
            })
        else { return }
        self.check = check
        guard check == .right else { return }
        (card, typedCard, typedTheirs, joining) = (nil, "", "", false)
        frame.goInstead("backup")
        frame.tell(.say("helped-join-right"), undo: nil)
        _ = try? await frame.record.sync()
    }

    /// What is said of the last try.
    public var says: [Said] { check.map { CodeWords.of($0, card?.reader ?? readers.first?.name ?? "") } ?? [] }
}
