import Foundation
import Observation
import handrail

/// One call that waits for the network or takes long, with a way to stop it.
@MainActor @Observable
public final class Waiting {
    /// Whether it is under way.
    public private(set) var on = false

    private let frame: any Frame
    private var cancel: (() -> Void)?

    init(_ frame: any Frame) {
        self.frame = frame
    }

    /// Begins, unless one is under way, and gives what it gives; nil where it did not come to that, which is said.
    /// - Parameter refused: id of the sentence that says more about a refusal of the other side than the usual one.
    func begin<Made: Sendable>(
        _ refused: String? = nil, _ call: @escaping @Sendable (Handrail, CancelToken) async throws -> Made
    ) async -> Made? {
        await work(refused) { [frame] in try await frame.record.wait(call) }
    }

    /// The same for work that is more than one call, such as filling a file and handing it over.
    func work<Made: Sendable>(
        _ refused: String? = nil, says: ((any Error) -> String?)? = nil, _ doing: @escaping @MainActor () async throws -> Made
    ) async -> Made? {
        guard !on else { return nil }
        on = true
        defer { (on, cancel) = (false, nil) }
        let task = Task { try await doing() }
        cancel = { task.cancel() }
        do {
            return try await task.value
        } catch {
            if let id = says?(error) {
                frame.tell(.say(id), undo: nil)
            } else if let refused, case HandrailError.Network(.refused) = error {
                frame.tell(.say(refused), undo: nil)
            } else {
                frame.refused(error)
            }
            return nil
        }
    }

    /// Stops it. That is said.
    public func stop() { cancel?() }
}

/// How long a code lives from when it is here: ten minutes (docs/protocol.md), the one time-out there is.
@MainActor @Observable
public final class Minutes {
    private static let life = 10

    /// Minutes left, where a code is here.
    public private(set) var left: Int?
    private var since: Date?

    func begin(_ now: Date = Date()) { (since, left) = (now, Self.life) }
    func end() { (since, left) = (nil, nil) }

    /// Once a minute, also while nothing is drawn: it goes by the wall.
    public func pass(_ now: Date = Date()) {
        guard let since else { return }
        left = max(0, Self.life - Int(now.timeIntervalSince(since) / 60))
    }

    /// "9 minutes left."
    public var says: Said? { left.map { .say("code-minutes-left", ["count": .number(number: Int64($0))]) } }
}
