import Foundation
import Observation
import handrail

/// The recovery sheet: shown, written down or printed, typed in once. Nothing is backed up before the code was typed.
@MainActor @Observable
public final class RecoveryCodeModel {
    /// The sheet, while there is one that waits. A secret: it is shown and let go of.
    public private(set) var sheet: RecoverySheet?
    /// What came of the last try.
    public private(set) var check: CodeCheck?
    /// What is typed. It is not kept as a draft: a code is written nowhere.
    public var typed = ""
    /// The relay's address, where no practitioner keeps the backup.
    public var relay = ""

    private let frame: any Frame

    public init(_ frame: any Frame) {
        self.frame = frame
    }

    /// Takes up a sheet that waits for its code.
    public func read() async {
        sheet = await frame.doing { try await frame.record.read { try $0.recoverySheet() } } ?? nil
    }

    /// Makes a sheet: at the relay of the first reader, or at an address.
    public func make() async {
        let relay = relay
        sheet = await frame.doing {
            try await frame.record.write(touching: .these(["backup"])) { record in
                let place: BackupPlace = relay.isEmpty ? .withReader(mailbox: try found(record.readers().first).mailbox) : .at(relay: relay)
                return try record.createRecoveryCode(place: place)
            }
        }
    }

    /// Compares what was typed from paper.
    public func verify() async {
        let typed = typed
        guard
            let check = await frame.doing({
                try await frame.record.write(touching: .these(["backup"])) { try $0.verifyRecoveryCode(typed: typed) }
            })
        else { return }
        self.check = check
        guard check == .right else { return }
        (sheet, self.typed) = (nil, "")
        frame.back()
        frame.tell(.say("backup-code-right"), undo: nil)
        _ = try? await frame.record.sync()
    }

    /// What is said of the last try: which group to look at again.
    public var says: Said? { check.map(CodeWords.of) }
}

/// Sentences about typed codes. One group at a time: the first that differs.
enum CodeWords {
    static func of(_ check: CodeCheck) -> Said {
        switch check {
        case .right: .say("backup-code-right")
        case .differs(let groups): .say("backup-code-differs", ["group": .number(number: Int64(groups.first ?? 1))])
        case .length: .say("backup-code-length")
        }
    }

    static func of(_ check: HalvesCheck, _ name: String) -> Said {
        switch check {
        case .right: .say("helped-join-right")
        case .card(let groups): half("helped-join-card", groups, name)
        case .theirs(let groups): half("helped-join-theirs", groups, name)
        case .wholeCode: .say("helped-join-whole")
        case .sameSide: .say("helped-join-same", ["name": .words(text: name)])
        case .otherPair: .say("helped-join-other")
        }
    }

    private static func half(_ id: String, _ groups: [UInt32], _ name: String) -> Said {
        guard let group = groups.first else { return .say("helped-join-length") }
        return .say(id, ["group": .number(number: Int64(group)), "name": .words(text: name)])
    }
}
