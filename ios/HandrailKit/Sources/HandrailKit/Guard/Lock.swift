import Foundation
import Observation

/// Whether the app asks for a finger, a face or a code before it shows anything. Who is away only for a moment, to look at a message or
/// to call somebody, is not asked again.
@MainActor @Observable
public final class Lock {
    /// How long one may be away.
    public static let grace = Duration.seconds(60)

    /// Whether it is shut now.
    public private(set) var shut: Bool

    private let guarding: any Guarding
    private let running: @MainActor () -> Duration
    private var awaySince: Duration?

    /// - Parameter running: time that never jumps, asleep or not.
    public init(_ guarding: any Guarding, running: @escaping @MainActor () -> Duration) {
        (self.guarding, self.running) = (guarding, running)
        shut = guarding.locked && guarding.canLock
    }

    /// The app went out of sight.
    public func left() {
        if awaySince == nil { awaySince = running() }
    }

    /// The app is in sight again.
    public func cameBack() {
        guard let away = awaySince else { return }
        awaySince = nil
        if !(guarding.locked && guarding.canLock) {
            shut = false
        } else if running() - away > Self.grace {
            shut = true
        }
    }

    /// Asks whether it is the person, and opens if the phone says so.
    public func unlock() async {
        // Who has no lock on the phone any more would be shut out for good.
        if guarding.canLock { if await guarding.unlock() { shut = false } } else { shut = false }
    }
}

/// How the app is in sight.
public enum Sight: Sendable {
    /// It is used.
    case used
    /// It is seen at most: in the switcher of apps, under a question of the system's.
    case seen
    case away
}

extension Guarding {
    /// Whether a cover lies over everything. The system takes its picture for the switcher of apps when the app is not used any more.
    public func covers(_ sight: Sight) -> Bool { sight != .used && (hidden || (locked && canLock)) }
}
