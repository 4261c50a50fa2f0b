import Foundation
import Observation
import handrail

/// Pairing at a meeting: scan, compare four words, say "same". Nothing of the record moves before that. What is under way here is a secret
/// of ten minutes, kept nowhere: in another process it begins anew.
@MainActor @Observable
public final class PairModel {
    public enum Stage: Equatable, Sendable {
        case scan
        /// Whose code it is, before anything is asked of the network.
        case name(String)
        case words([String])
    }

    public private(set) var stage = Stage.scan
    /// Whom it is with.
    public private(set) var name = ""
    /// Whether the other side is waited for.
    public var waits: Bool { waiting.on }
    /// The code's text, where it is typed instead. It opens something, so it is no draft.
    public var typed = ""
    public let minutes: Minutes

    private let frame: any Frame
    private let waiting: Waiting
    private var pairing: Pairing?

    public init(_ frame: any Frame) {
        (self.frame, waiting, minutes) = (frame, Waiting(frame), Minutes())
    }

    /// Whether there is a camera to read the code with.
    public var canScan: Bool { frame.canScan }

    /// Reads the code with the camera.
    public func scan() async {
        if let text = await frame.scan() { await take(text) }
    }

    /// Takes the text of a code.
    public func take(_ text: String) async {
        let read = await frame.doing {
            try await frame.record.read { record in
                let pairing = try record.scanInvite(text: text)
                return (pairing, try pairing.name())
            }
        }
        guard let read else { return }
        (pairing, name, stage, typed) = (read.0, read.1, .name(read.1), "")
        minutes.begin()
    }

    /// Asks the other side for the words. Without a connection it goes on trying for as long as the code is good.
    public func go() async {
        guard let pairing, case .name = stage else { return }
        if let words = await waiting.begin("pair-over", { try await $0.pair(pairing: pairing, cancel: $1) }) { stage = .words(words) }
    }

    /// Stops asking. Nothing was shared, and it is said so; the code is still good.
    public func stop() { waiting.stop() }

    /// With a new code.
    public func startAgain() {
        (pairing, stage) = (nil, .scan)
        minutes.end()
    }

    /// What the person says of the words. Different ones end it, and nothing was shared.
    public func say(same: Bool) async {
        guard let pairing, case .words = stage else { return }
        if same {
            let done = await waiting.begin("pair-over") { try await $0.confirmPairing(pairing: pairing, same: true, cancel: $1) }
            guard done != nil else { return }
            startAgain()
            frame.goInstead("readers")
        } else {
            // The core destroys all that was made, and says so with an error: that is how it is meant to end.
            _ = try? await frame.record.wait { try await $0.confirmPairing(pairing: pairing, same: false, cancel: $1) }
            startAgain()
            frame.tell(.say("pair-different"), undo: nil)
        }
    }
}
