import Foundation
import Observation
import handrail

/// My review: exactly what would go, line by line. What is hidden here leaves no trace in it; nothing goes that was not on this page.
@MainActor @Observable
public final class ReviewModel {
    /// The page with every line there is, hidden ones marked.
    public private(set) var page: PreviewPage?
    public private(set) var busy = false

    /// The time it is about: `since` the last meeting, or so many weeks.
    public private(set) var period = ReviewModel.since
    /// Whether the page is shown alone, to hold out to somebody: what is left out is not there at all.
    public private(set) var alone = false

    private static let since = "since"
    // What is left out is kept as what is typed is: it is still left out after the process ended.
    private static let place = "review"

    private let frame: any Frame
    private let words: PacketWords
    private var review: Review?
    private var choices = Choices()

    /// - Parameter words: The few words of the app that a packet carries, in the person's language.
    public init(_ frame: any Frame, _ words: PacketWords) {
        (self.frame, self.words) = (frame, words)
    }

    public func read() async {
        let kept = await frame.drafts(Self.place)
        period = kept["period"] ?? Self.since
        let hidden = (kept["hidden"] ?? "").split(separator: "\n").compactMap { Self.line(String($0)) }
        choices = Choices(hidden: hidden, switches: choices.switches)
        await begin()
    }

    /// The times a page can be about.
    public static let periods = [
        FormChoice(since, .say("review-period-meeting")), FormChoice("1", .say("review-period-week")),
        FormChoice("4", .say("review-period-month")),
    ]

    public func choose(_ period: String) async {
        self.period = period
        await frame.keep(Self.place, "period", period)
        await begin()
    }

    private func begin() async {
        let (words, weeks) = (words, Int(period))
        review = await frame.doing {
            try await frame.record.read { record in
                let until = try record.thisDay()
                let from = weeks.map { CivilDays.day(until, before: 7 * $0) }
                return try record.review(period: from.map { .fromUntil(from: $0, until: until) } ?? .sinceLastMeeting, words: words)
            }
        }
        await preview()
    }

    public func openSent() { frame.go("sent") }

    public func show(alone: Bool) { self.alone = alone }

    /// Whether it is more than one page can hold.
    public var tooLarge: Bool { page?.packets.contains(where: \.tooLarge) ?? false }

    private nonisolated static func text(_ line: LineId) -> String { "\(String(describing: line.concept)) \(line.id)" }

    private nonisolated static func line(_ text: String) -> LineId? {
        let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
        guard let concept = parts.first.flatMap({ word in LineConcept.all.first { String(describing: $0) == word } }) else { return nil }
        return LineId(concept: concept, id: parts.count > 1 ? parts[1] : "")
    }

    /// Every line of every packet, once.
    public var lines: [PreviewLine] {
        var seen: Set<LineId> = []
        return page?.packets.flatMap(\.lines).filter { seen.insert($0.id).inserted } ?? []
    }

    /// Who reads it, in a sentence for each; who nobody is paired with shows it.
    public var readers: [Said] { page?.packets.flatMap(\.readBy).map(\.says) ?? [] }

    /// Whether there is somebody to send it to, and something that fits on it.
    public var canShare: Bool {
        guard let packets = page?.packets, !tooLarge else { return false }
        return packets.contains { $0.mailbox != nil } && packets.contains { !$0.lines.isEmpty }
    }

    /// The names of everybody it would be sent to.
    public var names: String { page?.packets.flatMap(\.readers).map(\.name).formatted(.list(type: .and)) ?? "" }

    /// Keeps a line here, or lets it go along again.
    public func set(_ line: LineId, hidden: Bool) async {
        choices = Choices(hidden: choices.hidden.filter { $0 != line } + (hidden ? [line] : []), switches: choices.switches)
        await frame.keep(Self.place, "hidden", choices.hidden.map(Self.text).joined(separator: "\n"))
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

    /// Prints what would go, a page for each place it would go to.
    public func print() async {
        for place in page?.packets.indices ?? 0..<0 {
            if let html = await html(place) { frame.print(html) }
        }
    }

    /// Shares what is on the page. It waits for a connection, and can be taken back until then.
    public func share() async {
        guard let preview = page?.preview, !busy else { return }
        busy = true
        defer { busy = false }
        guard await frame.write("review-sent-note", { try $0.share(preview: preview) }) else { return }
        await frame.drop(Self.place)
        frame.goInstead("sent")
        // A relay that is away is no error: everything unsent goes the next time.
        _ = try? await frame.record.sync()
    }
}

extension LineConcept: Listed {
    public static var all: [Self] {
        [
            .talkAbout, .homework, .homeworkResult, .homeworkTrend, .longTermGoal, .shortTermGoal, .step, .stepResult, .homeworkReview,
            .goalReview, .copingStrategy, .copingEntry, .copingTrend, .warningSign, .checkIn, .signsTrend, .signsMonths, .goodTime, .usual,
            .ownRule, .planLine, .planEvent, .sheet, .answer, .meeting,
        ]
    }
}
