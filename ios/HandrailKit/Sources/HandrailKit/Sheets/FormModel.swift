import Foundation
import Observation
import handrail

/// A form while it is on the screen. What is typed outlives the process; it is let go of when it is saved.
@MainActor @Observable
public final class FormModel {
    public private(set) var page: FormPage?
    /// The field that was refused, and why.
    public private(set) var wrong: (field: String, reason: Reason)?
    /// True while the edit is on its way: its button waits.
    public private(set) var busy = false
    /// Whether the fields that few need are shown.
    public private(set) var unfolded = false

    /// What stands below the fields.
    public let below: PartsModel

    private var texts: [String: String] = [:]
    // What the record has: what stood there, and drafts over it.
    private var kept: [String: String] = [:]
    private let frame: any Frame
    private let place: String
    private let make: @Sendable (Handrail) throws -> FormPage

    public init(_ frame: any Frame, _ place: String, _ make: @escaping @Sendable (Handrail) throws -> FormPage) {
        (self.frame, self.place, self.make, below) = (frame, place, make, PartsModel(frame))
    }

    /// Reads the form, and what stands in it again after each change, until the task around it ends. What is typed stays.
    public func run() async {
        let changes = frame.record.changes()
        await read()
        // What is typed is kept as a draft: that changes nothing that stands here.
        for await _ in changes where !busy { await again() }
    }

    /// Reads the form once.
    public func read() async {
        guard let page = await frame.doing({ try await frame.record.read(make) }) else { return }
        texts = page.first.merging(page.keeps ? await frame.drafts(place) : [:]) { $1 }
        kept = texts
        (self.page, below.parts) = (page, page.below)
        unfolded = page.fields.contains { $0.isBehind && !self[$0.name].isEmpty }
    }

    /// Reads anew what stands there, and keeps what is typed.
    func again() async {
        guard let page, let new = await frame.doing({ try await frame.record.read(make) }) else { return }
        let typed = texts.filter { page.first[$0.key] != $0.value }
        (self.page, below.parts, texts) = (new, new.below, new.first.merging(typed) { $1 })
    }

    /// The whole text of a field.
    public subscript(_ field: String) -> String {
        get { texts[field] ?? "" }
        set {
            texts[field] = newValue
            if wrong?.field == field { wrong = nil }
        }
    }

    /// What is typed and chosen so far.
    public var filled: Filled { Filled(texts) }

    /// The fields that are asked for now.
    public var fields: [FormField] {
        let filled = filled
        return page?.fields.filter { ($0.asked?(filled) ?? true) && (unfolded || !$0.isBehind) && !$0.isNothing } ?? []
    }

    /// Whether there is more than is asked for at first.
    public var folds: Bool { !unfolded && page?.fields.contains { $0.isBehind } == true }

    public func unfold() { unfolded = true }

    /// What the form says back of what is typed.
    public var says: [Said] { page?.says?(filled) ?? [] }

    /// Chooses; where the field is kept at once, that is done.
    public func choose(_ field: FormField, _ text: String) async {
        self[field.name] = text
        guard let edit = field.edit else { return }
        guard await frame.save("shell-changed", undo: nil, then: .stay, { try edit($0, text) }) else {
            self[field.name] = page?.first[field.name] ?? ""
            return
        }
        if page?.reminds == true { await frame.planAnew() }
    }

    /// Keeps what was typed: after a pause and on leaving.
    public func keep() async {
        guard let page, page.keeps, !busy else { return }
        // Also a field that is as it was, or empty, again: the draft of it is not to come back.
        for (field, text) in texts where text != kept[field] {
            kept[field] = text
            await frame.keep(place, field, text)
        }
    }

    /// - Parameter staying: whether the form asks again, for one more.
    public func save(staying: Bool = false) async {
        guard let page, !busy else { return }
        busy = true
        defer { busy = false }
        let (filled, saving) = (filled, page.save)
        let changed: Changes
        do {
            changed = try await frame.record.write { try saving($0, filled) }
        } catch {
            if case HandrailError.Invalid(let field, let reason) = error {
                wrong = (field, reason)
                if page.fields.contains(where: { $0.name == field && $0.isBehind }) { unfolded = true }
            }
            frame.refused(error)
            return
        }
        // Saved: what was typed in the last moment is no draft either.
        (wrong, kept) = (nil, texts)
        if page.keeps { await frame.drop(place) }
        if page.reminds { await frame.planAnew() }
        let then = staying ? After.stay : page.then
        await frame.follow(then, changed)
        if let afterwards = page.afterwards { await frame.perform(afterwards(filled)) }
        if let done = page.done { frame.tell(.say(done), undo: undoing(changed, page.undo)) }
        // A form that is not left begins anew.
        if case .stay = then { await read() }
    }

    /// What can be done beside saving. What is typed and not saved stays.
    public func act(_ act: SheetAct) async { await frame.perform(act) }

    /// Takes what stands here away, and goes back.
    public func takeAway() async {
        guard let standing = page?.standing else { return }
        await act(.takeAway(standing.concept, standing.id, then: .back))
    }

    /// Moves what stands here among its neighbours.
    public func move(to place: Int) async {
        guard let standing = page?.standing, let move = standing.move else { return }
        await frame.save("shell-changed", undo: nil, then: .stay) { try move($0, standing.id, UInt32(place)) }
    }
}
