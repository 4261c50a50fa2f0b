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
    /// Whether the system's notifications follow what is changed here.
    public var reminds: Bool
    /// What is said first where the phone does not show reminders.
    public var silent: SheetPart?

    public init(
        _ title: Said, notes: [Said] = [], parts: [SheetPart] = [], main: SheetAct? = nil, more: [SheetAct] = [], reminds: Bool = false,
        silent: SheetPart? = nil
    ) {
        (self.title, self.notes, self.parts, self.main, self.more) = (title, notes, parts, main, more)
        (self.reminds, self.silent) = (reminds, silent)
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
    /// The word that the whole part is behind until it is asked for.
    public var folded: Said?
    /// One page of what is older than a line, where there may be more than came with the page.
    public var before: (@Sendable (Handrail, _ id: RecordId) throws -> [SheetLine])?

    public init(
        _ heading: Said? = nil, _ lines: [SheetLine], empty: Said? = nil, add: SheetAct? = nil, folded: Said? = nil,
        before: (@Sendable (Handrail, RecordId) throws -> [SheetLine])? = nil,
        move: (@Sendable (Handrail, RecordId, UInt32) throws -> Changes)? = nil
    ) {
        (self.heading, self.lines, self.empty, self.add, self.move) = (heading, lines, empty, add, move)
        (self.folded, self.before) = (folded, before)
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
    public var acts: [SheetAct]
    /// What can be set on the line itself, or seen there.
    public var control: Control?

    public enum Control: Sendable {
        /// On or off. What is chosen is kept at once.
        case turn(Bool, @Sendable (Handrail, Bool) throws -> Changes)
        /// One of a few. What is chosen is kept at once.
        case choose([FormChoice], String?, @Sendable (Handrail, String) throws -> Changes)
        /// Numbers over time; the line's title says them in words.
        case columns(Columns)
    }

    public init(
        _ id: RecordId, _ title: Said, _ facts: [SheetFact?] = [], opens: String? = nil, acts: [SheetAct] = [], _ control: Control? = nil
    ) {
        (self.id, self.title, self.opens, self.acts, self.control) = (id, title, opens, acts, control)
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

    public init(label: Said?, _ says: Said) {
        (self.label, self.says) = (label, says)
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

/// Numbers over time, the oldest at the start. A gap says nothing.
public struct Columns: Hashable, Sendable {
    public let values: [Double?]
    /// The top of the scale.
    public let most: Double
    /// A level to draw across, such as what is usual.
    public let line: Double?

    public init(_ values: [Double?], most: Double, line: Double? = nil) {
        (self.values, self.most, self.line) = (values, most, line)
    }
}
