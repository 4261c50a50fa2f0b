import Foundation
import Observation
import handrail

/// Pairing at a meeting: scan, compare four words, say "same". Nothing of the record moves before that.
@MainActor @Observable
public final class PairModel {
    public enum Stage: Equatable, Sendable {
        case scan
        /// Whose code it is, before anything is asked of the network.
        case name(String)
        /// Waiting for the other side.
        case waiting
        case words([String])
    }

    public private(set) var stage = Stage.scan
    /// The code's text, where it is typed instead.
    public var typed = ""

    private let frame: any Frame
    private var pairing: Pairing?
    private var asking: (() -> Void)?

    public init(_ frame: any Frame) {
        self.frame = frame
    }

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
        if let read { (pairing, stage) = (read.0, .name(read.1)) }
    }

    /// Asks the other side for the words. Without a connection it goes on trying for as long as the code is good.
    public func go() async {
        guard let pairing, case .name = stage else { return }
        let before = stage
        stage = .waiting
        let asking = Task { await frame.doing { try await frame.record.wait { try await $0.pair(pairing: pairing, cancel: $1) } } }
        self.asking = { asking.cancel() }
        stage = await asking.value.map(Stage.words) ?? before
        self.asking = nil
    }

    /// Stops asking. Nothing was shared, and it is said so; the code is still good.
    public func stop() {
        asking?()
    }

    /// What the person says of the words. Different ones end it, and nothing was shared.
    public func say(same: Bool) async {
        guard let pairing, case .words = stage else { return }
        let done = await frame.doing {
            try await frame.record.wait { try await $0.confirmPairing(pairing: pairing, same: same, cancel: $1) }
        }
        (self.pairing, stage) = (nil, .scan)
        if done != nil, same { frame.back() }
        if done != nil { frame.tell(.say(same ? "shell-saved" : "second-phone-different"), undo: nil) }
    }
}
