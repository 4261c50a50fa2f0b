import Foundation
import Observation
import handrail

/// A copy of reminders for another calendar, as a file for a place that the person chooses. First what the person should know.
@MainActor @Observable
public final class CalendarModel {
    /// What can be in it; nil for the moment before it was read.
    public private(set) var choices: [CalendarChoice]?
    /// What its entries say.
    public private(set) var text = CalendarText.neutral
    /// The file and what is to be known about it, once it is made.
    public private(set) var made: CalendarExport?

    private var left: Set<Reminder> = []
    private let frame: any Frame

    public init(_ frame: any Frame) {
        self.frame = frame
    }

    public func read() async {
        choices = await frame.doing { try await frame.record.read { try $0.calendarChoices() } } ?? choices
    }

    public static let texts = CalendarText.all.map { FormChoice($0.word, .word("calendar-text", $0)) }

    public func isIn(_ choice: CalendarChoice) -> Bool { !left.contains(choice.reminder) }

    public func put(_ choice: CalendarChoice, in isIn: Bool) {
        if isIn { left.remove(choice.reminder) } else { left.insert(choice.reminder) }
        made = nil
    }

    public func choose(_ word: String) {
        text = CalendarText(word: word) ?? text
        made = nil
    }

    /// What the one button says; nil where there is nothing to copy.
    public var button: Said? {
        guard choices?.isEmpty == false else { return nil }
        return .say(made?.file == nil ? "shell-next" : "calendar-save")
    }

    public var mayGoOn: Bool { choices?.contains { isIn($0) } == true }

    /// What is said of what was made, and of what was left out.
    public var says: [Said] {
        guard let made else { return [] }
        return made.notes.map { .message($0) } + made.leftOut.map { .word("calendar-left", $0.why) }
    }

    /// Makes it; once it is made, saves it.
    public func next() async {
        if let file = made?.file { return await save(file) }
        let wish = CalendarWish(reminders: choices?.filter { isIn($0) }.map(\.reminder) ?? [], text: text, language: frame.language)
        made = await frame.doing { try await frame.record.read { try $0.exportCalendar(wish: wish) } }
    }

    private func save(_ file: String) async {
        let saved = await frame.doing {
            try await frame.takeOut("handrail.ics") { try Data(file.utf8).write(to: $0) }
        }
        if saved == true { frame.tell(.say("shell-saved"), undo: nil) }
    }
}

extension CalendarText: Listed {
    public static var all: [Self] { [.neutral, .full] }
}
extension LeftOut: Listed {
    public static var all: [Self] { [.off, .finished, .silent] }
}
