import Foundation
import Observation
import handrail

/// A second phone beside this one: one shows a code, the other scans it; four words on both, and a "same" on each.
@MainActor @Observable
public final class SecondPhoneModel {
    public enum Stage: Equatable, Sendable {
        case choose
        /// The text of the square code that the other phone scans.
        case shown(String)
        case waiting
        case words([String])
    }

    public private(set) var stage = Stage.choose
    /// What the other phone is called in the list.
    public var name = ""

    private enum Side: Sendable {
        case first(CodeForSecondPhone)
        case second(ScannedSecondPhone)
    }

    private var side: Side?
    private let frame: any Frame

    public init(_ frame: any Frame) {
        self.frame = frame
    }

    /// On the phone that has the notes: shows the code, then waits for the words.
    public func show() async {
        let language = frame.language
        let made = await frame.doing {
            try await frame.record.wait { record, cancel in
                let code = try await record.showCodeForSecondPhone(language: language, cancel: cancel)
                return (code, try code.square())
            }
        }
        guard let made else { return }
        (side, stage) = (.first(made.0), .shown(made.1))
        await words { try await $0.wordsForSecondPhone(code: made.0, cancel: $1) }
    }

    /// On the phone that is to have them.
    public func scan() async {
        guard let text = await frame.scan() else { return }
        let read = await frame.doing {
            try await frame.record.read { try $0.scanCodeOfFirstPhone(text: text, besideWhatIsHere: try $0.entriesHere() > 0) }
        }
        guard let read else { return }
        (side, stage) = (.second(read), .waiting)
        await words { try await $0.wordsOfFirstPhone(code: read, cancel: $1) }
    }

    private func words(_ call: @escaping @Sendable (Handrail, CancelToken) async throws -> [String]) async {
        let words = await frame.doing { try await frame.record.wait(call) }
        if let words { stage = .words(words) } else { (side, stage) = (nil, .choose) }
    }

    public func say(same: Bool) async {
        guard let side, case .words = stage else { return }
        (self.side, stage) = (nil, .waiting)
        let name = name
        let done: Void? = await frame.doing {
            switch side {
            case .first(let code):
                try await frame.record.wait { _ = try await $0.confirmSecondPhone(code: code, same: same, name: name, cancel: $1) }
            case .second(let code):
                try await frame.record.wait { _ = try await $0.joinFirstPhone(code: code, same: same, cancel: $1) }
            }
        }
        stage = .choose
        guard done != nil else { return }
        if same { frame.back() }
        frame.tell(.say(same ? "second-phone-joined" : "second-phone-different"), undo: nil)
    }
}
