import Foundation
import handrail

/// One screen with fields. Everything in it may be left out unless the core says otherwise, and the core alone says so.
public struct FormPage: Sendable {
    public var title: Said
    public var notes: [Said]
    public var fields: [FormField]
    /// What the one button says.
    public var button: Said
    /// What a second button says, which keeps it and asks again, for one of several.
    public var again: Said?
    /// Where what is edited stands; nil for something new.
    public var standing: Standing?
    /// What stands below the fields, such as what was written before.
    public var below: [SheetPart]
    /// What can be done beside saving.
    public var more: [SheetAct]
    /// Where the way goes on when it is kept.
    public var then: After
    /// What is done after that, such as handing over what was kept.
    public var afterwards: (@Sendable (Filled) -> SheetAct)?
    /// The sentence that says that it is kept; nil: none.
    public var done: String?
    /// What takes the edit back.
    public var undo: TakeBack?
    /// Whether the system's notifications follow it.
    public var reminds: Bool
    /// Whether what is typed outlives the screen. A code that opens something does not.
    public var keeps: Bool
    /// Says back what is typed, such as a rule as one sentence.
    public var says: (@Sendable (Filled) -> [Said])?
    /// One edit with all that was typed and chosen.
    public var save: @Sendable (Handrail, Filled) throws -> Changes

    public init(
        _ title: Said, notes: [Said] = [], _ fields: [FormField], button: Said = .say("shell-save"), standing: Standing? = nil,
        below: [SheetPart] = [], again: Said? = nil, more: [SheetAct] = [], then: After = .back, done: String? = "shell-saved",
        undo: TakeBack? = nil,
        reminds: Bool = false, keeps: Bool = true, says: (@Sendable (Filled) -> [Said])? = nil,
        afterwards: (@Sendable (Filled) -> SheetAct)? = nil, save: @escaping @Sendable (Handrail, Filled) throws -> Changes
    ) {
        (self.title, self.notes, self.fields, self.button, self.standing) = (title, notes, fields, button, standing)
        (self.below, self.again, self.more, self.then, self.done, self.undo) = (below, again, more, then, done, undo)
        (self.reminds, self.keeps, self.says, self.afterwards, self.save) = (reminds, keeps, says, afterwards, save)
    }

    /// What the fields hold before anything was typed.
    public var first: [String: String] {
        Dictionary(fields.map { ($0.name, $0.first) }) { $1 }
    }
}

/// Where something stands that is edited: it can be taken away, and moved among its neighbours.
public struct Standing: Sendable {
    public let concept: String
    public let id: RecordId
    /// Its place, from 0, among so many.
    public let place: Int
    public let count: Int
    /// Nil where the order is not the person's.
    public let move: (@Sendable (Handrail, RecordId, UInt32) throws -> Changes)?

    public init(_ concept: String, _ id: RecordId) {
        (self.concept, self.id, place, count, move) = (concept, id, 0, 1, nil)
    }

    /// - Parameter beside: the ids of all that it stands among, itself too.
    public init(
        _ concept: String, _ id: RecordId, among beside: [RecordId],
        move: @escaping @Sendable (Handrail, RecordId, UInt32) throws -> Changes
    ) {
        (self.concept, self.id, place, count, self.move) = (concept, id, beside.firstIndex(of: id) ?? 0, beside.count, move)
    }

    public var goesUp: Bool { move != nil && place > 0 }
    public var goesDown: Bool { move != nil && place < count - 1 }
}

/// One field, by the name that the core gives it: what is refused comes back under that name.
public struct FormField: Sendable, Identifiable {
    public let name: String
    public let label: Said
    public let kind: Kind
    /// What it holds where nothing was typed.
    public let first: String
    /// A sentence below it, such as an example.
    public private(set) var hint: Said?
    public private(set) var examples: Examples?
    /// Whether it is among those that few need, behind one word.
    public private(set) var isBehind = false
    /// Whether it is asked for, by what is typed so far; nil: always.
    public private(set) var asked: (@Sendable (Filled) -> Bool)?
    /// What keeps a choice at once, and not with the button.
    public private(set) var edit: (@Sendable (Handrail, String) throws -> Changes)?

    public var id: String { name }
    var isNothing: Bool { if case .folded(let says) = kind { says.isEmpty } else { false } }

    public enum Kind: Sendable {
        /// Words, on so many lines at least.
        case words(lines: Int)
        /// A telephone number.
        case phone
        /// One of a few, or none.
        case one([FormChoice])
        /// Any of some.
        case some([FormChoice])
        /// A number in steps, or none.
        case scale(ClosedRange<Int64>)
        /// A day, or none.
        case day
        /// A time of day, or none.
        case time
        /// Yes or no.
        case yes
        /// A number that is typed.
        case digits
        /// No field: the heading of those that follow.
        case heading
        /// No field: sentences behind one word, which is the label.
        case folded([Said])
    }

    /// What others have written there, a few at a time: to read, or to begin with and change.
    public struct Examples: Sendable {
        public let says: Said
        public let few: [[String]]
        /// What asks for others.
        public let others: Said
    }

    /// With what others have written, for as long as nothing stands there.
    func examples(_ says: String, _ few: [[String]], others: String) -> FormField {
        var field = self
        if !few.isEmpty { field.examples = Examples(says: .say(says), few: few, others: .say(others)) }
        return field
    }

    /// With a sentence below it.
    public func hint(_ id: String) -> FormField { hint(.say(id)) }

    public func hint(_ says: Said?) -> FormField {
        var field = self
        field.hint = says
        return field
    }

    /// Behind one word, with the others that few need.
    public var behind: FormField {
        var field = self
        field.isBehind = true
        return field
    }

    /// Asked for only where `asked` holds of what is typed so far.
    public func asked(_ asked: @escaping @Sendable (Filled) -> Bool) -> FormField {
        var field = self
        field.asked = asked
        return field
    }

    /// Kept when it is chosen.
    public func atOnce(_ edit: @escaping @Sendable (Handrail, String) throws -> Changes) -> FormField {
        var field = self
        field.edit = edit
        return field
    }

    init(_ name: String, _ label: Said, _ kind: Kind, _ first: String = "") {
        (self.name, self.label, self.kind, self.first) = (name, label, kind, first)
    }

    /// Words under the label of a record's field.
    public static func words(_ name: String, _ label: String, _ first: String = "", lines: Int = 1) -> FormField {
        FormField(name, .say(label), .words(lines: lines), first)
    }

    public static func phone(_ name: String, _ label: String, _ first: String = "") -> FormField {
        FormField(name, .say(label), .phone, first)
    }

    /// A known word; `label` is also what the ids of its words begin with.
    public static func one<Choice: Listed>(_ name: String, _ label: String, _ first: Choice?, of: [Choice] = Choice.all) -> FormField {
        FormField(name, .say(label), .one(of.map { FormChoice($0.word, .word(label, $0)) }), first?.word ?? "")
    }

    /// One of some records.
    public static func record(_ name: String, _ label: String, _ choices: [FormChoice], _ first: RecordId?) -> FormField {
        FormField(name, .say(label), .one(choices), first ?? "")
    }

    public static func some<Choice: Listed>(_ name: String, _ label: String, _ first: [Choice]) -> FormField {
        let choices = Choice.all.map { FormChoice($0.word, .word(label, $0)) }
        return FormField(name, .say(label), .some(choices), first.map(\.word).joined(separator: " "))
    }

    public static func scale(_ name: String, _ label: String, _ range: ClosedRange<Int64>, _ first: Int64? = nil) -> FormField {
        FormField(name, .say(label), .scale(range), first.map(String.init) ?? "")
    }

    public static func day(_ name: String, _ label: String, _ first: CivilDate? = nil) -> FormField {
        FormField(name, .say(label), .day, first ?? "")
    }

    public static func time(_ name: String, _ label: String, _ first: CivilTime? = nil) -> FormField {
        FormField(name, .say(label), .time, first ?? "")
    }

    public static func digits(_ name: String, _ label: String, _ first: Int64? = nil) -> FormField {
        FormField(name, .say(label), .digits, first.map(String.init) ?? "")
    }

    /// Sentences behind one word; nothing where there are none.
    static func folded(_ name: String, _ label: String, _ says: [Said]) -> FormField {
        FormField(name, .say(label), .folded(says))
    }

    /// Parts of a form are told apart by their headings.
    public static func heading(_ id: String) -> FormField { FormField("heading:\(id)", .say(id), .heading) }

    /// Somebody on the map, or nobody. Not asked where the map is empty.
    static func person(_ name: String, _ label: String, _ people: [PersonView], _ first: PersonId?) -> FormField {
        let choices = people.map { FormChoice($0.id, .own($0.name)) } + [FormChoice("", .say("person-nobody"))]
        return record(name, label, choices, first).asked { [none = people.isEmpty] _ in !none }
    }

    /// A few steps in words: `label-0`, `label-1`.
    static func steps(_ name: String, _ label: String, _ range: ClosedRange<Int64>, _ first: Int64?) -> FormField {
        FormField(name, .say(label), .one(range.map { FormChoice("\($0)", .say("\(label)-\($0)")) }), first.map(String.init) ?? "")
    }

    public static func yes(_ name: String, _ label: String, _ first: Bool = false) -> FormField {
        FormField(name, .say(label), .yes, first ? "yes" : "")
    }
}

/// One of the choices of a field.
public struct FormChoice: Hashable, Sendable, Identifiable {
    public let id: String
    public let says: Said

    public init(_ id: String, _ says: Said) {
        (self.id, self.says) = (id, says)
    }
}

/// What was typed and chosen, field by field, as text: so it can be kept as a draft until it is saved.
public struct Filled: Sendable {
    private let texts: [String: String]

    public init(_ texts: [String: String]) {
        self.texts = texts
    }

    /// The whole text of a field.
    public subscript(_ name: String) -> String { texts[name] ?? "" }

    /// The text, or nil where nothing stands there: a day, a time, the id of a record.
    public func maybe(_ name: String) -> String? {
        self[name].isEmpty ? nil : self[name]
    }

    public func number(_ name: String) -> Int64? { Int64(self[name].trimmingCharacters(in: .whitespaces)) }

    public func yes(_ name: String) -> Bool { self[name] == "yes" }

    public func one<Choice: Listed>(_ name: String) -> Choice? { Choice(word: self[name]) }

    public func some<Choice: Listed>(_ name: String) -> [Choice] {
        self[name].split(separator: " ").compactMap { Choice(word: String($0)) }
    }
}
