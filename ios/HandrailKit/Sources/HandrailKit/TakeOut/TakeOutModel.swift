import Foundation
import Observation
import handrail

/// Everything out as one file or on paper, and in again from a file.
@MainActor @Observable
public final class TakeOutModel {
    /// How far it is, while it goes.
    public private(set) var progress: Progressing?

    private let frame: any Frame
    private let waiting: Waiting

    public init(_ frame: any Frame) {
        (self.frame, waiting) = (frame, Waiting(frame))
    }

    public var busy: Bool { waiting.on }

    /// A file with everything. It is open to whoever has it: that is said on the screen before.
    public func takeOut() async {
        let meter = metered()
        let done = await waiting.work { [frame] in
            let record = frame.record
            return try await frame.takeOut("handrail-notes.json") { try await record.exportAll(to: $0, meter: meter) }
        }
        progress = nil
        if done == true { frame.tell(.say("take-out-done"), undo: nil) }
    }

    /// Takes a file over, where nothing is written yet: the core refuses where something is.
    public func bringIn() async {
        let meter = metered()
        let done = await waiting.work(nil, says: { Self.isNotEmpty($0) ? "take-out-not-empty" : nil }) { [frame] in
            let record = frame.record
            return try await frame.bringIn { try await record.importArchive(from: $0, meter: meter) }
        }
        progress = nil
        if done == true { frame.tell(.say("take-out-came-in"), undo: nil) }
    }

    private static func isNotEmpty(_ error: any Error) -> Bool {
        if case HandrailError.Invalid("store", _) = error { true } else { false }
    }

    public func stop() { waiting.stop() }

    /// All sheets on paper, as they are now or blank.
    public func print(_ form: PaperForm) async {
        let language = frame.language
        if let html = await waiting.work(
            nil, { [frame] in try await frame.record.read { try $0.printAll(form: form, language: language) } })
        {
            frame.print(html)
        }
    }

    public func erase() { frame.go("erase") }

    private func metered() -> ProgressMeter {
        let meter = ProgressMeter()
        progress = Progressing(meter)
        return meter
    }
}

/// Everything gone from this phone, after a word was typed that nobody types by accident.
@MainActor @Observable
public final class EraseModel {
    /// Nothing is read or written any more: the record is closed for good.
    public private(set) var gone = false
    /// The word that is typed before everything is erased, in the person's language.
    public let word: String
    public var typed = ""

    private let frame: any Frame

    public init(_ frame: any Frame, word: String) {
        (self.frame, self.word) = (frame, word)
    }

    /// There is no way back from it, so it is the one thing that no single tap does.
    public var mayErase: Bool {
        !gone && typed.trimmingCharacters(in: .whitespaces).compare(word, options: .caseInsensitive) == .orderedSame
    }

    /// Away for good: the record, and its key.
    public func erase() async {
        guard mayErase else { return }
        let done: Void? = await frame.doing { try await frame.record.read { try $0.eraseAll() } }
        gone = done != nil
    }
}
