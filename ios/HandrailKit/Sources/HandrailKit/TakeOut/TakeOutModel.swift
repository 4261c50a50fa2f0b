import Foundation
import Observation
import handrail

/// Everything out, in, on paper, or away for good.
@MainActor @Observable
public final class TakeOutModel {
    public private(set) var busy = false
    /// Whether the person said that they want everything erased; one more tap does it.
    public var eraseAsked = false

    private let frame: any Frame

    public init(_ frame: any Frame) {
        self.frame = frame
    }

    /// A file with everything. It is open to whoever has it: that is said on the screen before.
    public func takeOut() async {
        await alone {
            let record = frame.record
            if try await frame.takeOut("handrail.json", { try await record.exportAll(to: $0) }) { frame.tell(.say("shell-saved"), undo: nil) }
        }
    }

    /// Takes a file over, where nothing is written yet.
    public func bringIn() async {
        await alone {
            let record = frame.record
            if try await frame.bringIn({ try await record.importArchive(from: $0) }) { frame.go("today") }
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
        guard eraseAsked else { return }
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
