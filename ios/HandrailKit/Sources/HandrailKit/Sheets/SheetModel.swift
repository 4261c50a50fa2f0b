import Foundation
import Observation
import handrail

/// A page of lines while it is on the screen.
@MainActor @Observable
public final class SheetModel {
    /// What is drawn; nil for the moment before it was read.
    public private(set) var page: SheetPage?

    private let frame: any Frame
    private let concepts: [String]
    private let make: @Sendable (Handrail) throws -> SheetPage

    public init(_ frame: any Frame, _ concepts: [String], _ make: @escaping @Sendable (Handrail) throws -> SheetPage) {
        (self.frame, self.concepts, self.make) = (frame, concepts, make)
    }

    /// Reads the page, and again after each change of what it shows, until the task around it ends.  A star: after every change.
    public func run() async {
        let changes = frame.record.changes()
        await read()
        for await changed in changes where concepts == ["*"] || concepts.contains(where: { changed.touches($0) }) { await read() }
    }

    /// Reads the page once.
    public func read() async {
        if let page = await frame.doing({ try await frame.record.read(make) }) { self.page = page }
    }

    /// Does what a button says.
    public func act(_ act: SheetAct) async {
        switch act.does {
        case .go(let place): frame.go(place)
        case .write(let done, let edit): await frame.write(done, edit)
        case .remind(let done, let edit):
            if await frame.write(done, edit) { await frame.planAnew() }
        case .takeAway(let concept, let id):
            let gone = await frame.write(nil) { try $0.remove(concept: concept, id: id) }
            if gone { frame.tell(.say("shell-removed")) { try $0.putBack(concept: concept, id: id) } }
        case .print(let sheet):
            let language = frame.language
            let html = await frame.doing {
                try await frame.record.read { try $0.printSheet(sheet: sheet, form: .filled, language: language) }
            }
            if let html { frame.print(html) }
        case .call(let number): frame.call(number)
        }
    }

    /// Moves lines of a part, as a list on the screen reports it: before the line that stands at `to` now.
    public func move(_ part: SheetPart, from: Int, to: Int) async {
        guard let move = part.move, part.lines.indices.contains(from) else { return }
        let id = part.lines[from].id
        let place = UInt32(to > from ? to - 1 : to)
        await frame.write(nil) { try move($0, id, place) }
    }
}

/// A form while it is on the screen. What is typed outlives the process; it is let go of when it is saved.
@MainActor @Observable
public final class FormModel {
    public private(set) var page: FormPage?
    /// The field that was refused, and why.
    public private(set) var wrong: (field: String, reason: Reason)?
    /// True while the edit is on its way: its button waits.
    public private(set) var busy = false

    private var texts: [String: String] = [:]
    private let frame: any Frame
    private let place: String
    private let make: @Sendable (Handrail) throws -> FormPage

    public init(_ frame: any Frame, _ place: String, _ make: @escaping @Sendable (Handrail) throws -> FormPage) {
        (self.frame, self.place, self.make) = (frame, place, make)
    }

    public func read() async {
        guard let page = await frame.doing({ try await frame.record.read(make) }) else { return }
        texts = page.first.merging(await frame.drafts(place)) { $1 }
        self.page = page
    }

    /// The whole text of a field.
    public subscript(_ field: String) -> String {
        get { texts[field] ?? "" }
        set {
            texts[field] = newValue
            if wrong?.field == field { wrong = nil }
        }
    }

    /// Keeps what was typed: after a pause and on leaving.
    public func keep() async {
        guard let page, !busy else { return }
        for (field, text) in texts where text != page.first[field] { await frame.keep(place, field, text) }
    }

    public func save() async {
        guard let page, !busy else { return }
        busy = true
        defer { busy = false }
        let filled = Filled(texts)
        do {
            let saving = page.save
            try await frame.record.write { try saving($0, filled) }
        } catch {
            if case HandrailError.Invalid(let field, let reason) = error { wrong = (field, reason) }
            frame.refused(error)
            return
        }
        await frame.drop(place)
        var says = "shell-saved"
        if page.reminds {
            // It is kept either way; without the permission it stands in the list, and that is said once.
            if await !frame.mayRemind() { says = "reminders-in-app" }
            await frame.planAnew()
        }
        if let sheet = page.gives { await SheetModel(frame, []) { _ in SheetPage(.own("")) }.act(.print(sheet)) }
        if let then = page.then { frame.go(then) } else { frame.back() }
        frame.tell(.say(says), undo: nil)
    }

    /// What can be done beside saving. The place is left when it is done: it was about what is changed now.
    public func act(_ act: SheetAct) async {
        await SheetModel(frame, []) { _ in SheetPage(.own("")) }.act(act)
        switch act.does {
        case .takeAway, .write, .remind: frame.back()
        case .go, .print, .call: break
        }
    }
}
