import Foundation
import handrail

/// Sends and fetches, when there is somebody to send to. Until the person paired with somebody or turned the backup on, nothing goes over
/// the network.
@MainActor
public final class Syncing {
    /// How a sync ended.
    public enum Ended: Hashable, Sendable {
        /// There is nobody to send to.
        case unwanted
        /// Nothing waits, or waiting changes nothing.
        case done
        /// It is to be tried again later.
        case again
    }

    /// How often it is tried when nothing happens.
    public static let rest: TimeInterval = 4 * 3_600
    /// After the first that did not get through; twice as long after each further one.
    public static let first: TimeInterval = 15 * 60

    private let log: (any LogSink)?
    private let exchange: @Sendable (HandrailRecord) async throws -> SyncReport
    private let turns = Turns()
    private var missed = 0
    private var notBefore: Date?

    /// - Parameter exchange: one exchange. It may be stopped at any point, and the next one goes on from there.
    public init(
        log: (any LogSink)? = nil, exchange: @escaping @Sendable (HandrailRecord) async throws -> SyncReport = { try await $0.sync() }
    ) {
        (self.log, self.exchange) = (log, exchange)
    }

    /// One exchange, if there is a use for it.
    @discardableResult
    public func run(_ record: HandrailRecord) async -> Ended {
        await turns.take { await self.once(record) }
    }

    private func once(_ record: HandrailRecord) async -> Ended {
        guard let wanted = try? await record.read({ try Self.wanted($0) }), wanted else { return .unwanted }
        let ended: Ended
        do {
            let report = try await exchange(record)
            notBefore = report.retryAtMs.map { Date(timeIntervalSince1970: TimeInterval($0) / 1_000) }
            if let stopped = report.stopped { try? log?.log(level: .info, code: "sync.stopped:\(stopped)") }
            ended = report.stopped == .away || report.stopped == .busy ? .again : .done
        } catch HandrailError.Network(problem: .refused), HandrailError.Key {
            // Who said no says so again.
            ended = .done
        } catch {
            ended = .again
        }
        missed = ended == .again ? missed + 1 : 0
        return ended
    }

    /// When it is to be tried again by itself, if nothing happens before.
    public func next(after now: Date) -> Date {
        let pause = missed == 0 ? Self.rest : min(Self.rest, Self.first * pow(2, Double(min(missed, 10) - 1)))
        return max(now.addingTimeInterval(pause), notBefore ?? now)
    }

    nonisolated private static func wanted(_ record: Handrail) throws -> Bool {
        let backup = try record.backup()
        if backup.restoring || backup.state != .off { return true }
        return try !record.readers().isEmpty || record.syncStatus().waiting > 0
    }
}

/// The system's word that the app is woken for a moment, now and then. It may never come.
@MainActor public protocol Occasions {
    /// Asks for one, in place of the one that was asked for before.
    func ask(notBefore: Date)
    /// Takes back what was asked for.
    func none()
}
