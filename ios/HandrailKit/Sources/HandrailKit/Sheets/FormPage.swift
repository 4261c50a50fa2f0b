import Foundation
import handrail

/// One screen with fields. Everything in it may be left out unless the core says otherwise, and the core alone says so.
public struct FormPage: Sendable {
    public var title: Said
    public var notes: [Said]
    public var fields: [FormField]
    /// What the one button says.
    public var button: Said
    /// What can be done beside saving, such as taking the entry away.
    public var more: [SheetAct]
    /// The place to go to when it is kept; nil: back.
    public var then: String?
    /// The sheet that is handed over when it is kept.
    public var gives: Sheet?
    /// Whether it makes a reminder: then the system is asked for notifications, after it is kept.
    public var reminds: Bool
    /// One edit with all that was typed and chosen.
    public var save: @Sendable (Handrail, Filled) throws -> Changes

    public init(
        _ title: Said, notes: [Said] = [], _ fields: [FormField], button: Said = .say("shell-save"), more: [SheetAct] = [],
        then: String? = nil, gives: Sheet? = nil, reminds: Bool = false,
        save: @escaping @Sendable (Handrail, Filled) throws -> Changes
    ) {
        (self.title, self.notes, self.fields, self.button) = (title, notes, fields, button)
        (self.more, self.then, self.gives, self.reminds, self.save) = (more, then, gives, reminds, save)
    }

    /// What the fields hold before anything was typed.
    public var first: [String: String] {
        Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.first) })
    }
}

/// One field, by the name that the core gives it: what is refused comes back under that name.
public struct FormField: Sendable, Identifiable {
    public let name: String
    public let label: Said
    public let kind: Kind
    /// What it holds where nothing was typed.
    public let first: String

    public var id: String { name }

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

    public func number(_ name: String) -> Int64? { Int64(self[name]) }

    public func yes(_ name: String) -> Bool { self[name] == "yes" }

    public func one<Choice: Listed>(_ name: String) -> Choice? { Choice(word: self[name]) }

    public func some<Choice: Listed>(_ name: String) -> [Choice] {
        self[name].split(separator: " ").compactMap { Choice(word: String($0)) }
    }
}
