import Foundation
import Observation
import handrail

/// Bringing notes back: by the sheet, or by a card and what a practitioner's screen shows. Only "yes, these are mine" makes them part of
/// the record.
@MainActor @Observable
public final class RestoreModel {
    public enum Stage: Equatable, Sendable {
        case code
        case coming
        case found(RestoreView)
    }

    public private(set) var stage = Stage.code
    public private(set) var says: [Said] = []
    /// What is wrong with the address.
    public private(set) var wrong: Said?
    /// How far it is, while it comes.
    public private(set) var progress: Progressing?
    /// Whether there is something on this phone already.
    public private(set) var beside = false
    /// Typed from paper and kept nowhere. `theirs` only for the way with help.
    public var code = ""
    public var theirs = ""
    public var relay = "" { didSet { wrong = nil } }
    /// Whether the old phone is lost: then it can no longer open the backup.
    public var oldPhoneIsLost = true

    private let frame: any Frame
    private let waiting: Waiting

    public init(_ frame: any Frame) {
        (self.frame, waiting) = (frame, Waiting(frame))
    }

    /// Takes up what was begun: a code that was right is not typed twice.
    public func read() async {
        let read = await frame.doing { try await frame.record.read { (try $0.backup().restoring, try $0.entriesHere() > 0) } }
        guard let read else { return }
        beside = read.1
        if read.0, stage == .code { await fetch() }
    }

    public var canScan: Bool { frame.canScan }
    public var waits: Bool { waiting.on }

    public func scan() async {
        if let text = await frame.scan() { await begin(.square(text: text)) }
    }

    public func begin() async {
        let relay = relay.trimmingCharacters(in: .whitespaces)
        await begin(theirs.isEmpty ? .typed(code: code, relay: relay) : .halves(card: code, theirs: theirs, relay: relay))
    }

    private func begin(_ from: RestoreFrom) async {
        let lost = oldPhoneIsLost
        (wrong, says) = (nil, [])
        do {
            let check = try await frame.record.write(touching: .these(["backup"])) { record in
                try record.beginRestore(from: from, oldPhoneIsLost: lost, besideWhatIsHere: try record.entriesHere() > 0)
            }
            says = check == .right ? [] : CodeWords.of(check)
            if check == .right { await fetch() }
        } catch {
            if case HandrailError.Invalid("relay", let reason) = error { wrong = .reason(reason) }
            frame.refused(error)
        }
    }

    /// Fetches what is there. Stopped or without a connection, it goes on where it was with the next try.
    public func fetch() async {
        stage = .coming
        let meter = ProgressMeter()
        let progress = Progressing(meter)
        self.progress = progress
        let seen = await waiting.begin("restore-no-backup") { try await $0.fetchRestore(cancel: $1, meter: meter) }
        self.progress = nil
        if let seen { stage = .found(seen) }
    }

    public func stop() { waiting.stop() }

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
        guard mine else { return await otherCode() }
        let done = await waiting.begin { try await $0.confirmRestore(cancel: $1) }
        guard done != nil else { return }
        (stage, code, theirs) = (.code, "", "")
        frame.home()
        frame.tell(.say("restore-done"), undo: nil)
    }

    /// Begins anew with another code; what came is let go of.
    public func otherCode() async {
        guard await frame.doing({ try await frame.record.write { try $0.declineRestore() } }) != nil else { return }
        (stage, code, theirs, says) = (.code, "", "", [])
    }

    public func secondPhone() { frame.go("second-phone") }
}
