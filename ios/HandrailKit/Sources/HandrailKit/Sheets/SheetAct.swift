import Foundation
import handrail

/// One edit of the record.
public typealias Edit = @Sendable (Handrail) throws -> Changes
/// What takes an edit back, with what it changed.
public typealias TakeBack = @Sendable (Handrail, Changes) throws -> Changes

/// A button: what it says, and what it does.
public struct SheetAct: Sendable {
    public let says: Said
    public let does: Does

    public enum Does: Sendable {
        /// Goes to a place.
        case go(String)
        /// Goes to a place that takes the place of this one.
        case instead(String)
        /// Goes back one place.
        case back
        /// One edit of the record, with the sentence that says that it is kept, and what takes it back.
        case write(done: String?, Edit, undo: TakeBack?, then: After)
        /// The same for an edit that the system's notifications follow.
        case remind(done: String, Edit)
        /// Takes an entry away; it can be put back.
        case takeAway(concept: String, id: RecordId, then: After)
        /// Hands a sheet, as it is on paper, to the system's printing.
        case print(Sheet)
        /// Hands other pages to the system's printing; they are made in the language of the screens.
        case paper(@Sendable (Handrail, _ language: String) throws -> String)
        /// Hands a text, line by line, to the system's sharing.
        case give(Said, [Said])
        /// Opens the dialler, and may note that it was done.
        case call(String, Edit?)
        /// Sends what waits and fetches what is there.
        case sync
        /// Erases what the backup keeps elsewhere, and goes back.
        case eraseBackup
        /// Has the system ask whether reminders may be shown, then goes on to a place instead of this one.
        case allow(String)
    }

    public init(_ says: Said, _ does: Does) {
        (self.says, self.does) = (says, does)
    }

    public static func go(_ says: String, _ place: String) -> SheetAct {
        SheetAct(.say(says), .go(place))
    }

    public static func print(_ sheet: Sheet) -> SheetAct {
        SheetAct(.say("lines-print"), .print(sheet))
    }

    public static func write(
        _ says: Said, done: String? = "shell-saved", undo: TakeBack? = nil, then: After = .stay, _ edit: @escaping Edit
    ) -> SheetAct {
        SheetAct(says, .write(done: done, edit, undo: undo, then: then))
    }

    public static func takeAway(_ concept: String, _ id: RecordId, then: After = .stay) -> SheetAct {
        SheetAct(.say("shell-remove"), .takeAway(concept: concept, id: id, then: then))
    }

    /// Calls a person by their name.
    public static func call(_ name: String, _ number: String) -> SheetAct {
        SheetAct(.say("help-now-call", ["name": .words(text: name)]), .call(number, nil))
    }
}

/// Where the way goes on after an edit that is kept.
public enum After: Sendable {
    case stay
    case back
    /// To a place on top of this one.
    case go(String)
    /// To a place that takes the place of this one, from what the edit changed.
    case instead(@Sendable (Changes) -> String)
    /// Back; or first to ask whether the phone may show reminders, where it does not.
    case mayRemind
    /// Back, and from there to where the core says, if anywhere.
    case asking(@Sendable (Handrail) throws -> String?)
}

extension Changes {
    /// The id of the record of a concept that an edit made or changed.
    func id(of concept: String) -> RecordId? { records.first { $0.concept == concept }?.id }
}

/// Takes back what an edit made, by taking it away again.
func takingAway(_ concept: String) -> TakeBack {
    { record, made in try record.remove(concept: concept, id: found(made.id(of: concept))) }
}

/// What takes back what an edit changed.
func undoing(_ changed: Changes, _ back: TakeBack?) -> Edit? {
    guard let back else { return nil }
    return { record in try back(record, changed) }
}

extension Frame {
    /// Does what a button says.
    func perform(_ act: SheetAct) async {
        switch act.does {
        case .go(let place): go(place)
        case .instead(let place): goInstead(place)
        case .back: back()
        case .write(let done, let edit, let undo, let then): await save(done, undo: undo, then: then, edit)
        case .remind(let done, let edit):
            if await save(done, undo: nil, then: .stay, edit) { await planAnew() }
        case .takeAway(let concept, let id, let then):
            await save("shell-removed", undo: { record, _ in try record.putBack(concept: concept, id: id) }, then: then) {
                try $0.remove(concept: concept, id: id)
            }
        case .print(let sheet):
            let language = language
            await paper { try $0.printSheet(sheet: sheet, form: .filled, language: language) }
        case .paper(let make):
            let language = language
            await paper { try make($0, language) }
        case .give(let title, let lines): give(say(title), lines.map(say).joined(separator: "\n"))
        case .call(let number, let edit):
            call(number)
            if let edit { await save(nil, undo: nil, then: .stay, edit) }
        case .sync:
            // What a connection costs is the person's to know.
            if let report = await send(), report.stopped == nil { tell(SyncWords.bytes(report), undo: nil) }
        case .eraseBackup:
            guard await doing({ try await record.wait { try await $0.eraseBackup(cancel: $1) } }) != nil else { return }
            back()
            tell(.say("shell-changed"), undo: nil)
        case .allow(let place):
            _ = await mayRemind()
            await planAnew()
            goInstead(place)
        }
    }

    private func paper(_ make: @Sendable (Handrail) throws -> String) async {
        if let html = await doing({ try await record.read(make) }) { print(html) }
    }

    /// A relay that is away is no error: everything unsent goes the next time. That nothing went is said.
    @discardableResult
    func send() async -> SyncReport? {
        let report = await doing { try await record.sync() }
        if report?.stopped != nil { tell(.say("error-network-offline"), undo: nil) }
        return report
    }

    /// One edit: kept, said, and where the way goes on.
    @discardableResult
    func save(_ done: String?, undo: TakeBack?, then: After, _ edit: @escaping Edit) async -> Bool {
        guard let changed = await doing({ try await record.write(edit) }) else { return false }
        await follow(then, changed)
        if let done { tell(.say(done), undo: undoing(changed, undo)) }
        return true
    }

    func follow(_ then: After, _ changed: Changes) async {
        switch then {
        case .stay: break
        case .back: back()
        case .go(let key): go(key)
        case .instead(let key): goInstead(key(changed))
        case .mayRemind:
            if await phoneFacts().notificationsAllowed == true { back() } else { goInstead("reminders/ask") }
        case .asking(let where_):
            back()
            if let key = await doing({ try await record.read(where_) }) ?? nil { go(key) }
        }
    }
}
