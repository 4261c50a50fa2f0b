import Foundation
import Observation
import handrail

/// Everything out, in, on paper, or away for good.
@MainActor @Observable
public final class TakeOutModel {
    public private(set) var busy = false
    /// The word that is typed before everything is erased, in the person's language.
    public let word: String
    public var typed = ""

    private let frame: any Frame

    public init(_ frame: any Frame, word: String) {
        (self.frame, self.word) = (frame, word)
    }

    /// There is no way back from it, so it is the one thing that no single tap does.
    public var mayErase: Bool {
        typed.trimmingCharacters(in: .whitespaces).compare(word, options: .caseInsensitive) == .orderedSame
    }

    /// A file with everything. It is open to whoever has it: that is said on the screen before.
    public func takeOut() async {
        await alone {
            let record = frame.record
            if try await frame.takeOut("handrail.json", { try await record.exportAll(to: $0) }) {
                frame.tell(.say("take-out-done"), undo: nil)
            }
        }
    }

    /// Takes a file over, where nothing is written yet.
    public func bringIn() async {
        await alone {
            let record = frame.record
            if try await frame.bringIn({ try await record.importArchive(from: $0) }) {
                frame.go("today")
                frame.tell(.say("take-out-came-in"), undo: nil)
            }
        }
    }

    /// All sheets on paper, as they are now or blank.
    public func print(_ form: PaperForm) async {
        await alone {
            let language = frame.language
            frame.print(try await frame.record.read { try $0.printAll(form: form, language: language) })
        }
    }

    /// Away for good: the record, and its key.
    public func erase() async {
        guard mayErase else { return }
        await alone {
            try await frame.record.read { try $0.eraseAll() }
            frame.go("first-run")
        }
    }

    private func alone(_ work: @MainActor () async throws -> Void) async {
        guard !busy else { return }
        busy = true
        defer { busy = false }
        await frame.doing(work)
    }
}
