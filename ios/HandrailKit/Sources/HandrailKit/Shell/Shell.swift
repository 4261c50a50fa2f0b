import Foundation
import Observation
import handrail

/// Where the person is in the app, and the way to the record from there. It draws nothing and decides nothing.
@MainActor @Observable
public final class Shell: Frame {
    /// A sentence at the foot of the screen, and what can be taken back there.
    public struct Note: Sendable {
        public let says: Said
        public let undo: (@Sendable (Handrail) throws -> Changes)?
    }

    public let record: HandrailRecord
    public let ports: any Ports
    /// The way here, the first screen at the bottom.
    public private(set) var places: [Place]
    /// What the screens say. Another one when the language changed.
    public private(set) var strings: Strings
    public var note: Note?
    /// Whether the record sleeps: what reads it then is not told off.
    var asleep = false

    /// What was typed on the screens that are there now, kept before the record sleeps.
    private var typing: [String: @MainActor () async -> Void] = [:]
    private let texts: @MainActor (String?) -> any Texts

    /// - Parameter texts: the texts of a language; of the phone's, where it is nil.
    /// - Parameter start: keys of the places on the way here, as ``keys`` gave them.
    public init(_ record: HandrailRecord, _ ports: any Ports, start: [String] = [], texts: @escaping @MainActor (String?) -> any Texts) {
        (self.record, self.ports, self.texts) = (record, ports, texts)
        let way = start.compactMap(Place.init(key:))
        places = way.isEmpty ? [.home] : way
        strings = Strings(texts(ports.guarding.language))
    }

    public var here: Place { places[places.count - 1] }
    public var canGoBack: Bool { places.count > 1 }
    /// Keys of the way here, to come back to after the process was ended.
    public var keys: [String] { places.map(\.key) }
    public var language: String { strings.language }

    /// What the programme calls things, and the person's day: before the first screen, and after each change of them.
    public func readWords() async {
        let read = try? await record.read { (try $0.wording(), try $0.settings(), try $0.thisDay()) }
        guard let (wording, settings, day) = read else { return }
        let language = settings.language.isEmpty ? ports.guarding.language : settings.language
        // What is on the screen before the record is open is to speak it as well.
        if let language, language != ports.guarding.language { ports.guarding.language = language }
        strings = Strings(texts(language), wording: wording, today: day)
    }

    /// Follows what concerns every screen, until the task around it ends.
    public func follow() async {
        let changes = record.changes()
        await readWords()
        for await changed in changes where changed.touches("setting", "pack", "enrolment") { await readWords() }
    }

    /// Goes to where the person was before the process was ended.
    func comeBack(to keys: [String]) {
        let way = keys.compactMap(Place.init(key:))
        if !way.isEmpty { places = way }
    }

    /// A form is on the screen: what is typed there is kept before the record sleeps. Nil: it is not there any more.
    public func typing(at key: String, keep: (@MainActor () async -> Void)?) {
        typing[key] = keep
    }

    /// Keeps what is being typed, on every screen of the way here.
    func keepTyped() async {
        for keep in typing.values { await keep() }
    }

    public func go(_ key: String) {
        guard let place = Place(key: key) else { return }
        note = nil
        places.append(place)
    }

    public func goInstead(_ key: String) {
        guard let place = Place(key: key) else { return }
        note = nil
        places[places.count - 1] = place
    }

    public func back() {
        note = nil
        if canGoBack { places.removeLast() }
    }

    /// The system's own way back: the screens above `count` were taken off.
    public func cut(to count: Int) {
        guard count >= 1, count < places.count else { return }
        note = nil
        places.removeLast(places.count - count)
    }

    /// Goes to the first screen, and forgets the way.
    public func home() {
        note = nil
        places = [.home]
    }

    public func tell(_ words: Said, undo: (@Sendable (Handrail) throws -> Changes)?) {
        note = Note(says: words, undo: undo)
    }

    /// Takes back what the note offers.
    public func takeBack() async {
        guard let undo = note?.undo else { return }
        note = nil
        await write("shell-changed", undo)
    }

    public func refused(_ error: any Error) {
        if asleep { return }
        note = Note(says: .refused(error), undo: nil)
    }

    public func say(_ words: Said) -> String { strings.say(words) }
    public func give(_ title: String, _ text: String) { ports.giving.giveText(title, text) }
    public func square(_ text: String) -> Data? { ports.giving.square(text) }
    public func print(_ html: String) { ports.giving.print(strings.say(.say("app-name")), html: html) }

    public func call(_ number: String) {
        if !ports.calling.call(number) { tell(.say("shell-say-number", ["number": .words(text: number)]), undo: nil) }
    }

    public func drafts(_ place: String) async -> [String: String] {
        let kept = await doing { try await record.read { try $0.draft(place: place) } }
        return Dictionary(kept?.fields.map { ($0.field, $0.text) } ?? []) { $1 }
    }

    public func keep(_ place: String, _ field: String, _ text: String) async {
        await write(nil) { try $0.saveDraft(place: place, field: field, text: text) }
    }

    public func drop(_ place: String) async {
        await write(nil) { try $0.dropDraft(place: place) }
    }

    public var canScan: Bool { ports.scanner.available }
    public func scan() async -> String? { await ports.scanner.scan() }
    public func takeOut(_ name: String, _ write: @Sendable (URL) async throws -> Void) async throws -> Bool {
        try await ports.files.takeOut(name, write)
    }
    public func bringIn(_ read: @Sendable (URL) async throws -> Void) async throws -> Bool { try await ports.files.bringIn(read) }
    public func mayRemind() async -> Bool { await ports.reminding.askPermission() }
    public func phoneFacts() async -> PhoneFacts { await ports.reminding.facts() }
    public func planAnew() async { await ports.reminding.planAnew() }
    public func testReminder() async { await ports.reminding.test() }
    public func openSettings() { ports.reminding.openSettings() }
}
