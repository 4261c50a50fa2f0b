import Foundation
import Observation
import handrail

/// Bringing notes back. Only "yes, these are mine" makes them part of the record.
@MainActor @Observable
public final class RestoreModel {
    public enum Stage: Equatable, Sendable {
        case code
        case coming
        case found(RestoreView)
    }

    public private(set) var stage = Stage.code
    public private(set) var says: Said?
    /// Typed from paper and kept nowhere. `theirs` only for the way with help.
    public var code = ""
    public var theirs = ""
    public var relay = ""
    /// Whether the old phone is lost: then it can no longer open the backup.
    public var oldPhoneIsLost = true

    private let frame: any Frame

    public init(_ frame: any Frame) {
        self.frame = frame
    }

    public func scan() async {
        if let text = await frame.scan() { await begin(.square(text: text)) }
    }

    public func begin() async {
        await begin(theirs.isEmpty ? .typed(code: code, relay: relay) : .halves(card: code, theirs: theirs, relay: relay))
    }

    private func begin(_ from: RestoreFrom) async {
        let lost = oldPhoneIsLost
        let check = await frame.doing {
            try await frame.record.write(touching: .these(["backup"])) { record in
                try record.beginRestore(from: from, oldPhoneIsLost: lost, besideWhatIsHere: try record.entriesHere() > 0)
            }
        }
        guard let check else { return }
        says = check == .right ? nil : CodeWords.of(check)
        if check == .right { await fetch() }
    }

    private func fetch() async {
        stage = .coming
        let seen = await frame.doing { try await frame.record.wait { try await $0.fetchRestore(cancel: $1, meter: nil) } }
        stage = seen.map(Stage.found) ?? .code
    }

    /// What was found, in sentences.
    public var found: [Said] {
        guard case .found(let seen) = stage else { return [] }
        var says: [Said] = []
        if let day = seen.lastEntry {
            says.append(.say("restore-found", ["day": .day(day: day), "count": .number(number: Int64(seen.entries))]))
        }
        if seen.someMissing { says.append(.say("restore-some-missing")) }
        if seen.here > 0 { says.append(.say("restore-beside")) }
        return says
    }

    public func answer(mine: Bool) async {
        guard case .found = stage else { return }
        let done: Void? =
            mine
            ? await frame.doing { try await frame.record.wait { _ = try await $0.confirmRestore(cancel: $1) } }
            : await frame.doing { _ = try await frame.record.write { try $0.declineRestore() } }
        guard done != nil else { return }
        (stage, code, theirs) = (.code, "", "")
        if mine { frame.go("today") }
    }
}
