import Foundation
import handrail

/// What a screen says, before it is put into a language: an id of `core/content/words`, or words that are written already.
public enum Said: Hashable, Sendable {
    /// A sentence of the interface, with its variables.
    case message(Message)
    /// A person's own words, or words of a pack: shown as they are.
    case own(String)
    /// A day.
    case day(CivilDate)
    /// A time of day.
    case time(CivilTime)
    /// A telephone number, which runs from left to right in every language.
    case number(String)
    /// A day with its time, where there is one.
    case dayAndTime(CivilDate, CivilTime?)
    /// A moment by this phone's clock, in milliseconds since 1970: its day and time.
    case moment(Int64)
    /// A sentence of the interface that names such a moment in a variable.
    case momentIn(Int64, id: String, name: String)
    /// The month of a day.
    case month(CivilDate)
    /// A day of the week by its name.
    case weekday(Weekday)
    /// A number, with at most one place behind the point.
    case amount(Double)
    /// Several, with something between them: lines, or a label and what it says.
    case joined([Said], String)

    /// One under the other; nothing where there is nothing.
    public static func lines(_ said: [Said?]) -> Said { .joined(said.compactMap { $0 }, "\n") }

    /// What stands under a label, in one line.
    public static func labelled(_ label: Said, _ says: Said) -> Said { .joined([label, says], ": ") }

    /// A sentence of the interface.
    public static func say(_ id: String, _ with: KeyValuePairs<String, MessageValue> = [:]) -> Said {
        .message(Message(id: id, args: with.map { MessageArgument(name: $0.key, value: $0.value) }))
    }

    /// The known word of a field: `KIND-FIELD-WORD`.
    public static func word(_ field: String, _ choice: some Listed) -> Said {
        .say("\(field)-\(choice.word)")
    }

    /// The id, where this is a sentence of the interface.
    public var id: String? {
        if case .message(let message) = self { message.id } else { nil }
    }
}

/// A choice of the core with few known words, in the order in which a screen offers them.
public protocol Listed: Hashable, Sendable {
    static var all: [Self] { get }
}

extension Listed {
    /// Its word as the store and the texts have it: `aLittle` is `a-little`.
    public var word: String {
        String(describing: self).reduce(into: "") { $0 += $1.isUppercase ? "-\($1.lowercased())" : String($1) }
    }

    /// The choice of a word.
    public init?(word: String) {
        guard let found = Self.all.first(where: { $0.word == word }) else { return nil }
        self = found
    }
}
