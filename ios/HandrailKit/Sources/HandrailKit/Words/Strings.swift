import Foundation
import handrail

/// What is put into a text.
public enum TextValue: Sendable {
    case words(String)
    /// The number that chooses the form.
    case count(Int64)
}

/// The texts of one language as the phone keeps them.
public protocol Texts: Sendable {
    /// The text with its values, in the order of ``TextArguments``; nil where there is none.
    func filled(_ id: String, _ values: [TextValue]) -> String?
    /// Language and country that days, times and numbers are written for.
    var locale: Locale { get }
}

/// What the screens say. Ids are those of `core/content/words`; what a programme calls things is put in by itself.
public struct Strings: Sendable {
    private let texts: any Texts
    private let today: CivilDate?
    private let programme: [String: String]

    /// - Parameter today: the person's day, which may begin at three in the night.
    public init(_ texts: any Texts, wording: Wording? = nil, today: CivilDate? = nil) {
        (self.texts, self.today) = (texts, today)
        var words: [String: String] = [:]
        let named = [
            ("homework", "wording-homework-\(wording.map { "\($0.homework)" } ?? "homework")"),
            ("client", "wording-client-\(wording.map { "\($0.client)" } ?? "client")"),
            ("programme", "wording-programme-\(wording?.programme ?? "imr")"),
        ]
        for (name, id) in named {
            let word = texts.filled(id, []) ?? ""
            words[name] = word
            words[name.prefix(1).uppercased() + name.dropFirst()] = word.prefix(1).uppercased(with: texts.locale) + word.dropFirst()
        }
        programme = words
    }

    public var locale: Locale { texts.locale }
    /// The language alone: `en`, `es`, `ar`.
    public var language: String { texts.locale.language.languageCode?.identifier ?? "en" }
    public var rightToLeft: Bool { ["ar", "fa", "he", "ur"].contains(language) }

    /// What a model says, in words.
    public func say(_ said: Said) -> String {
        switch said {
        case .message(let message): say(message)
        case .own(let words): words
        case .day(let day): dayAlone(day)
        case .time(let time): self.time(time)
        case .number(let number): "\u{2066}\(number)\u{2069}"
        case .dayAndTime(let day, let time): dayAndTime(day, time)
        case .moment(let ms): moment(ms)
        case .momentIn(let ms, let id, let name): say(id, [name: .words(text: moment(ms))])
        case .month(let day): named(day, "yMMMM")
        case .weekday(let day): weekday(day)
        case .amount(let number): number.formatted(.number.precision(.fractionLength(0...1)).locale(locale))
        case .joined(let parts, let between): parts.map(say).joined(separator: between)
        }
    }

    /// A sentence of the interface.
    public func say(_ id: String, _ with: KeyValuePairs<String, MessageValue> = [:]) -> String { say(.say(id, with)) }

    private func say(_ message: Message) -> String {
        guard let names = TextArguments.of(message.id) else { return "\u{27e8}\(message.id)\u{27e9}" }
        let given = Dictionary(message.args.map { ($0.name, $0.value) }) { $1 }
        let choosing = TextArguments.plural(message.id)
        let values = names.map { name -> TextValue in
            if name == choosing, case .number(let count)? = given[name] { return .count(count) }
            return .words(given[name].map(shown) ?? programme[name] ?? "{$\(name)}")
        }
        return texts.filled(message.id, values) ?? "\u{27e8}\(message.id)\u{27e9}"
    }

    private func shown(_ value: MessageValue) -> String {
        switch value {
        case .words(let text): apart(text)
        case .number(let number): number.formatted(.number.locale(locale))
        case .mean(let number): number.formatted(.number.precision(.fractionLength(1)).locale(locale))
        case .day(let day): self.day(day)
        case .time(let time): self.time(time)
        }
    }

    private static let marks: Set<Unicode.Scalar> = [
        "\u{202a}", "\u{202b}", "\u{202c}", "\u{202d}", "\u{202e}", "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}",
    ]

    /// Words of a person, kept apart from a sentence that may run the other way (docs/words.md). What the words leave open does not
    /// reach beyond them.
    public func apart(_ words: String) -> String {
        let other = words.unicodeScalars.contains { Self.marks.contains($0) || Self.runsLeft($0) }
        guard rightToLeft || other else { return words }
        let inside = String(String.UnicodeScalarView(words.unicodeScalars.filter { !Self.marks.contains($0) }))
        return "\u{2068}\(inside)\u{2069}"
    }

    /// Hebrew, Arabic, Syriac, Thaana, N'Ko and their presentation forms.
    private static func runsLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08ff, 0xfb1d...0xfdff, 0xfe70...0xfeff, 0x10800...0x10fff, 0x1e800...0x1efff: true
        default: false
        }
    }

    /// A country, or the European Union, in the language of the screen.
    public func country(_ region: String) -> String { locale.localizedString(forRegionCode: region) ?? region }

    /// A day as it stands in a sentence, with its year where that is another one.
    public func day(_ day: CivilDate) -> String {
        named(day, day.prefix(4) == today?.prefix(4) ? "EEEEdMMMM" : "EEEEdMMMMy")
    }

    private func named(_ day: CivilDate, _ parts: String) -> String {
        guard let date = CivilDays.date(day) else { return day }
        let formatter = DateFormatter()
        formatter.locale = locale
        formatter.calendar = Calendar(identifier: .gregorian)
        formatter.timeZone = .current
        formatter.setLocalizedDateFormatFromTemplate(parts)
        return formatter.string(from: date)
    }

    private func moment(_ ms: Int64) -> String {
        let date = Date(timeIntervalSince1970: Double(ms) / 1_000)
        return dayAndTime(CivilDays.day(date), CivilDays.time(date))
    }

    private func weekday(_ day: Weekday) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.locale = locale
        // Counted from Sunday there.
        let place = ((Weekday.all.firstIndex(of: day) ?? 0) + 1) % 7
        return calendar.standaloneWeekdaySymbols[place]
    }

    /// A day as it stands alone: "Tomorrow, Tuesday 24 November".
    public func dayAlone(_ day: CivilDate) -> String {
        guard let here = today.flatMap({ CivilDays.date($0) }), let there = CivilDays.date(day) else { return self.day(day) }
        // Both are noons: a changed clock moves them by an hour at most.
        let id: String? =
            switch Int((there.timeIntervalSince(here) / 86_400).rounded()) {
            case 0: "date-today"
            case 1: "date-tomorrow"
            case -1: "date-yesterday"
            default: nil
            }
        guard let near = id.flatMap({ texts.filled($0, []) }) else { return self.day(day) }
        return near + (rightToLeft ? "\u{060c} " : ", ") + self.day(day)
    }

    /// A time of day as this phone writes it, kept left to right.
    public func time(_ time: CivilTime) -> String {
        guard let date = CivilDays.date(time: time) else { return time }
        let formatter = DateFormatter()
        formatter.locale = locale
        formatter.timeStyle = .short
        formatter.dateStyle = .none
        return "\u{2066}\(formatter.string(from: date))\u{2069}"
    }

    /// A day as it stands alone, with its time where there is one.
    public func dayAndTime(_ day: CivilDate, _ time: CivilTime?) -> String {
        guard let time else { return dayAlone(day) }
        return texts.filled("date-day-and-time", [.words(dayAlone(day)), .words(self.time(time))]) ?? dayAlone(day)
    }
}
