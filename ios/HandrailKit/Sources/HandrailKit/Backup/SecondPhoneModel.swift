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
        case words([String])
    }

    public private(set) var stage = Stage.choose
    /// Whether this phone has the notes, and the other one is to have them.
    public private(set) var first = false
    /// Whether there is something on this phone already.
    public private(set) var beside = false
    /// The code's text, where it is typed instead.
    public var typed = ""
    public let minutes: Minutes

    private enum Side: Sendable {
        case first(CodeForSecondPhone)
        case second(ScannedSecondPhone)
    }

    private var side: Side?
    private let frame: any Frame
    private let waiting: Waiting

    public init(_ frame: any Frame) {
        (self.frame, waiting, minutes) = (frame, Waiting(frame), Minutes())
    }

    public func read() async {
        let read = await frame.doing { try await frame.record.read { (try $0.backup().state == .on, try $0.entriesHere() > 0) } }
        if let read { (first, beside) = read }
    }

    public var waits: Bool { waiting.on }
    public var canScan: Bool { frame.canScan }

    /// On the phone that has the notes: shows the code.
    public func show() async {
        let language = frame.language
        let made = await waiting.begin("pair-over") { record, cancel in
            let code = try await record.showCodeForSecondPhone(language: language, cancel: cancel)
            return (code, try code.square())
        }
        guard let made else { return }
        (side, stage) = (.first(made.0), .shown(made.1))
        minutes.begin()
    }

    /// The other phone scanned it.
    public func scanned() async {
        guard case .first(let code) = side else { return }
        if let words = await waiting.begin("pair-over", { try await $0.wordsForSecondPhone(code: code, cancel: $1) }) {
            stage = .words(words)
        }
    }

    /// On the phone that is to have them.
    public func scan() async {
        if let text = await frame.scan() { await take(text) }
    }

    /// Takes the text of the first phone's code.
    public func take(_ text: String) async {
        let read = await frame.doing {
            try await frame.record.read { try $0.scanCodeOfFirstPhone(text: text, besideWhatIsHere: try $0.entriesHere() > 0) }
        }
        guard let read else { return }
        (side, typed) = (.second(read), "")
        minutes.begin()
        if let words = await waiting.begin("pair-over", { try await $0.wordsOfFirstPhone(code: read, cancel: $1) }) {
            stage = .words(words)
        }
    }

    public func stop() { waiting.stop() }

    /// With a new code.
    public func startAgain() {
        (side, stage) = (nil, .choose)
        minutes.end()
    }

    public func say(same: Bool) async {
        guard let side, case .words = stage else { return }
        let name = frame.say(.say("backup-other-phone"))
        let done: Void? = await waiting.begin("pair-over") { record, cancel in
            switch side {
            case .first(let code): _ = try await record.confirmSecondPhone(code: code, same: same, name: name, cancel: cancel)
            case .second(let code): _ = try await record.joinFirstPhone(code: code, same: same, cancel: cancel)
            }
        }
        guard same else {
            startAgain()
            return frame.tell(.say("second-phone-different"), undo: nil)
        }
        guard done != nil else { return }
        startAgain()
        frame.goInstead("backup")
        frame.tell(.say("second-phone-joined"), undo: nil)
    }
}
