import Foundation
import handrail

/// One screen of lines by part: what most sheets are. A place makes it from one view of the core; `SheetView` draws every one of
/// them, so that lines are added, changed, moved and put away in the same way everywhere.
public struct SheetPage: Sendable {
    /// The first heading.
    public var title: Said
    /// Sentences under it.
    public var notes: [Said]
    /// The lines.
    public var parts: [SheetPart]
    /// The one button at the bottom.
    public var main: SheetAct?
    /// What else can be done here, below the lines.
    public var more: [SheetAct]

    public init(_ title: Said, notes: [Said] = [], parts: [SheetPart] = [], main: SheetAct? = nil, more: [SheetAct] = []) {
        (self.title, self.notes, self.parts, self.main, self.more) = (title, notes, parts, main, more)
    }
}

/// Lines that belong together.
public struct SheetPart: Sendable {
    /// Their heading.
    public var heading: Said?
    /// The lines.
    public var lines: [SheetLine]
    /// What stands there while there are none; nil leaves the whole part out.
    public var empty: Said?
    /// Adds one to this part.
    public var add: SheetAct?
    /// Gives a line another place in the part, counted from 0. Nil where the order is not the person's.
    public var move: (@Sendable (Handrail, _ id: RecordId, _ place: UInt32) throws -> Changes)?

    public init(
        _ heading: Said? = nil, _ lines: [SheetLine], empty: Said? = nil, add: SheetAct? = nil,
        move: (@Sendable (Handrail, RecordId, UInt32) throws -> Changes)? = nil
    ) {
        (self.heading, self.lines, self.empty, self.add, self.move) = (heading, lines, empty, add, move)
    }

    /// Whether there is anything to draw.
    public var shown: Bool { !lines.isEmpty || empty != nil || add != nil }
}

/// One line: a title, what more there is to say, and what can be done with it.
public struct SheetLine: Sendable, Identifiable {
    public let id: RecordId
    public var title: Said
    /// More about it, below the title.
    public var facts: [SheetFact]
    /// The place it opens.
    public var opens: String?
    /// At most three.
    public var acts: [SheetAct]

    public init(_ id: RecordId, _ title: Said, _ facts: [SheetFact?] = [], opens: String? = nil, acts: [SheetAct] = []) {
        (self.id, self.title, self.opens, self.acts) = (id, title, opens, acts)
        self.facts = facts.compactMap { $0 }
    }
}

/// Something more about a line: a sentence, or a label with what stands there.
public struct SheetFact: Hashable, Sendable {
    public let label: Said?
    public let says: Said

    /// A sentence without a label.
    public init(_ says: Said) {
        (label, self.says) = (nil, says)
    }

    /// Nothing where nothing was written.
    public init?(_ label: String, _ text: String) {
        guard !text.isEmpty else { return nil }
        (self.label, says) = (.say(label), .own(text))
    }

    public init?(_ label: String, day: CivilDate?) {
        guard let day else { return nil }
        (self.label, says) = (.say(label), .day(day))
    }

    /// What stood there on a day.
    public init(day: CivilDate, _ says: Said) {
        (label, self.says) = (.day(day), says)
    }

    /// A known word of a field, under the field's own label.
    public init?(_ field: String, _ choice: (some Listed)?) {
        guard let choice else { return nil }
        (label, says) = (.say(field), .word(field, choice))
    }
}

/// A button: what it says, and what it does.
public struct SheetAct: Sendable {
    public let says: Said
    public let does: Does

    public enum Does: Sendable {
        /// Goes to a place.
        case go(String)
        /// One edit of the record, with the sentence that says that it is kept.
        case write(done: String, @Sendable (Handrail) throws -> Changes)
        /// The same for an edit that the system's notifications follow.
        case remind(done: String, @Sendable (Handrail) throws -> Changes)
        /// Takes an entry away; it can be put back.
        case takeAway(concept: String, id: RecordId)
        /// Hands a sheet, as it is on paper, to the system's printing.
        case print(Sheet)
        /// Opens the dialler.
        case call(String)
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
        _ says: Said, done: String = "shell-saved", _ edit: @escaping @Sendable (Handrail) throws -> Changes
    ) -> SheetAct {
        SheetAct(says, .write(done: done, edit))
    }

    public static func takeAway(_ concept: String, _ id: RecordId) -> SheetAct {
        SheetAct(.say("shell-remove"), .takeAway(concept: concept, id: id))
    }
}
