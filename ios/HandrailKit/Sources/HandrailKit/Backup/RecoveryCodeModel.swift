import Foundation
import Observation
import handrail

/// The recovery sheet: shown, written down or printed, typed in once. Nothing is backed up before the code was typed.
@MainActor @Observable
public final class RecoveryCodeModel {
    /// The sheet, while there is one that waits. A secret: it is shown and let go of.
    public private(set) var sheet: RecoverySheet?
    /// Whether its code is typed in, and the sheet not in sight.
    public private(set) var checking = false
    /// Places of readers that keep a backup, each once.
    public private(set) var places: [FormChoice] = []
    /// What came of the last try.
    public private(set) var check: CodeCheck?
    /// What is wrong with the address.
    public private(set) var wrong: Said?
    /// What is typed. It is not kept as a draft: a code is written nowhere.
    public var typed = ""
    /// Where it is kept: one of ``places``, or somewhere else.
    public var place = ""
    /// The address, where it is kept somewhere else.
    public var relay = "" { didSet { wrong = nil } }

    private let frame: any Frame

    public init(_ frame: any Frame) {
        self.frame = frame
    }

    /// Takes up a sheet that waits for its code.
    public func read() async {
        guard let read = await frame.doing({ try await frame.record.read { (try $0.recoverySheet(), try $0.readers()) } }) else { return }
        sheet = read.0
        var seen: Set<RecordId> = []
        let readers = read.1.filter { seen.insert($0.mailbox).inserted }
        let named = readers.map { FormChoice($0.mailbox, .say("backup-with", ["name": .words(text: $0.name)])) }
        places = named.isEmpty ? [] : named + [FormChoice("", .say("backup-elsewhere"))]
        place = readers.first?.mailbox ?? ""
    }

    /// Makes a sheet: at the relay of a reader, or at an address.
    public func make() async {
        let place: BackupPlace =
            place.isEmpty ? .at(relay: relay.trimmingCharacters(in: .whitespaces)) : .withReader(mailbox: place)
        do {
            sheet = try await frame.record.write(touching: .these(["backup"])) { try $0.createRecoveryCode(place: place) }
        } catch {
            if case HandrailError.Invalid(_, let reason) = error { wrong = .reason(reason) }
            frame.refused(error)
        }
    }

    /// Goes on to typing the code in, or back to the sheet.
    public func check(_ checking: Bool) {
        (self.checking, typed, check) = (checking, "", nil)
    }

    /// Groups of the code, numbered as they are asked for again.
    public var groups: [String] { sheet.map { Paper.groups($0.code) } ?? [] }

    public var address: Said? { sheet.map { .say("backup-sheet-address", ["relay": .words(text: "\u{2066}\($0.relay)\u{2069}")]) } }

    /// The sheet on paper.
    public func print() {
        guard let sheet, let address else { return }
        frame.print(
            Paper.page(
                language: frame.language, title: frame.say(.say("backup-sheet-title")), what: frame.say(.say("backup-sheet-what")),
                code: sheet.code, square: frame.square(sheet.square), address: frame.say(address)))
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
        (sheet, self.typed, checking) = (nil, "", false)
        frame.goInstead("backup")
        frame.tell(.say("backup-code-right"), undo: nil)
        _ = try? await frame.record.sync()
    }

    /// What is said of the last try: which groups to look at again.
    public var says: [Said] { check.map(CodeWords.of) ?? [] }
}

/// Sentences about typed codes: which groups differ.
enum CodeWords {
    static func of(_ check: CodeCheck) -> [Said] {
        switch check {
        case .right: [.say("backup-code-right")]
        case .differs(let groups): groups.map { .say("backup-code-differs", ["group": .number(number: Int64($0))]) }
        case .length: [.say("backup-code-length")]
        }
    }

    static func of(_ check: HalvesCheck, _ name: String) -> [Said] {
        switch check {
        case .right: [.say("helped-join-right")]
        case .card(let groups): half("helped-join-card", groups, name)
        case .theirs(let groups): half("helped-join-theirs", groups, name)
        case .wholeCode: [.say("helped-join-whole")]
        case .sameSide: [.say("helped-join-same", ["name": .words(text: name)])]
        case .otherPair: [.say("helped-join-other")]
        }
    }

    private static func half(_ id: String, _ groups: [UInt32], _ name: String) -> [Said] {
        if groups.isEmpty { return [.say("helped-join-length")] }
        return groups.map { .say(id, ["group": .number(number: Int64($0)), "name": .words(text: name)]) }
    }
}
