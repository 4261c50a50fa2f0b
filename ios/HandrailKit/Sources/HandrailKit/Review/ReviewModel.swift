import Foundation
import Observation
import handrail

/// My review: exactly what would go, line by line. What is hidden here leaves no trace in it; nothing goes that was not on this page.
@MainActor @Observable
public final class ReviewModel {
    /// The page with every line there is, hidden ones marked.
    public private(set) var page: PreviewPage?
    public private(set) var busy = false

    private let frame: any Frame
    private let words: PacketWords
    private var review: Review?
    private var choices = Choices()

    /// - Parameter words: The few words of the app that a packet carries, in the person's language.
    public init(_ frame: any Frame, _ words: PacketWords) {
        (self.frame, self.words) = (frame, words)
    }

    public func read() async {
        let words = words
        review = await frame.doing { try await frame.record.read { try $0.review(period: .sinceLastMeeting, words: words) } }
        await preview()
    }

    /// Every line of every packet, once.
    public var lines: [PreviewLine] {
        var seen: Set<LineId> = []
        return page?.packets.flatMap(\.lines).filter { seen.insert($0.id).inserted } ?? []
    }

    /// Who reads it, in a sentence for each; who nobody is paired with shows it.
    public var readers: [Said] {
        let read = page?.packets.flatMap(\.readBy) ?? []
        return read.map { by in
            var given: [MessageArgument] = [MessageArgument(name: "name", value: .words(text: by.name))]
            if let day = by.day { given.append(MessageArgument(name: "day", value: .day(day: day))) }
            return .message(Message(id: by.message, args: given))
        }
    }

    /// Whether there is somebody to send it to.
    public var canShare: Bool { page?.packets.contains { $0.mailbox != nil } ?? false }

    /// The names of everybody it would be sent to.
    public var names: String { page?.packets.flatMap(\.readers).map(\.name).formatted(.list(type: .and)) ?? "" }

    /// Keeps a line here, or lets it go along again.
    public func set(_ line: LineId, hidden: Bool) async {
        choices = Choices(hidden: choices.hidden.filter { $0 != line } + (hidden ? [line] : []), switches: choices.switches)
        await preview()
    }

    /// Switches on what goes only when it was asked for, and remembers it.
    public func set(_ switches: Switches) async {
        choices = Choices(hidden: choices.hidden, switches: switches)
        await frame.write(nil) { try $0.saveReviewSwitches(switches: switches) }
        await preview()
    }

    private func preview() async {
        guard let review else { return }
        let choices = choices
        if let page = await frame.doing({ try await frame.record.read { try $0.preview(review: review, choices: choices) } }) {
            self.page = page
        }
    }

    /// The page as it would be read, for this screen or for paper. A line that stays here is not in it at all.
    public func html(_ place: Int = 0) async -> String? {
        guard let page, page.packets.indices.contains(place) else { return nil }
        let (preview, packet) = (page.preview, page.packets[place].id)
        return await frame.doing { try await frame.record.read { try $0.showReview(preview: preview, packet: packet) } }
    }

    /// Prints what would go.
    public func print() async {
        if let html = await html() { frame.print(html) }
    }

    /// Shares what is on the page. It waits for a connection, and can be taken back until then.
    public func share() async {
        guard let preview = page?.preview, !busy else { return }
        busy = true
        defer { busy = false }
        guard await frame.write("review-sent-note", { try $0.share(preview: preview) }) else { return }
        frame.go("sent")
        // A relay that is away is no error: everything unsent goes the next time.
        _ = try? await frame.record.sync()
    }
}

/// What was sent, newest first; what waits can be taken back.
enum SentPages {
    static let sent = SheetPlace.lines(["packet"]) { record in
        SheetPage(
            .say("review-sent"),
            parts: [
                SheetPart(
                    nil,
                    try record.packets().map { packet in
                        SheetLine(
                            packet.id, .say("date-from-until", ["from": .day(day: packet.fromDay), "until": .day(day: packet.untilDay)]),
                            [SheetFact(.word("review-packet-state", packet.state)), SheetFact("review-opened", day: packet.opened)],
                            acts: packet.canTakeBack
                                ? [.write(.say("sent-take-back"), done: "sent-taken-back") { try $0.takeBack(packet: packet.id) }] : [])
                    }, empty: .say("sent-empty"))
            ],
            main: .go("sheet-review", "review"))
    }
}
