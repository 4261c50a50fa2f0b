import Foundation
import handrail

@testable import HandrailKit

/// Something is not as it was wanted.
struct NotSo: Error, CustomStringConvertible {
    let description: String
}

func same<T: Equatable>(_ found: T, _ wanted: T, of what: String = "", line: UInt = #line) throws {
    if found != wanted { throw NotSo(description: "line \(line): \(what) \(found) is not \(wanted)") }
}

func holds(_ condition: Bool, _ what: String, line: UInt = #line) throws {
    if !condition { throw NotSo(description: "line \(line): \(what)") }
}

func there<T>(_ found: T?, _ what: String = "", line: UInt = #line) throws -> T {
    guard let found else { throw NotSo(description: "line \(line): nothing there \(what)") }
    return found
}

private final class OneKey: KeyProvider {
    func databaseKey() throws -> Data { Data(0..<32) }
    func forget() throws {}
}

/// A phone with a real record. It notes what the models ask of the shell, and answers as it was told to.
@MainActor final class PhoneFrame: Frame {
    let record: HandrailRecord
    let folder: URL
    let clock = HandClock()
    var language = "en"
    var way: [String] = []
    var told: [Said] = []
    var undo: (@Sendable (Handrail) throws -> Changes)?
    var printed: [String] = []
    var called: [String] = []
    var typed: [String: [String: String]] = [:]
    var remindingAllowed = true
    var planned = 0
    var settingsOpened = 0
    var code: String?
    let strings: Strings
    /// Where a file goes that is taken out, and comes from when it is brought in.
    var file: URL

    init() async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("handrail-kit-\(UUID())")
        file = FileManager.default.temporaryDirectory.appendingPathComponent("handrail-kit-\(UUID()).json")
        strings = Strings(try Catalogue("en", country: "GB"), today: "2026-11-21")
        record = try await HandrailRecord(folder: folder, keys: OneKey(), clock: clock)
    }

    /// What was handed over as a text.
    var given: [String] = []

    func go(_ key: String) { way.append(key) }
    func goInstead(_ key: String) { way.append("instead \(key)") }
    func home() { way.append("home") }
    func say(_ words: Said) -> String { strings.say(words) }
    func give(_ title: String, _ text: String) { given.append(text) }
    func square(_ text: String) -> Data? { Data("a square of \(text.count)".utf8) }
    var canScan: Bool { code != nil }
    func back() { way.append("back") }
    func tell(_ words: Said, undo: (@Sendable (Handrail) throws -> Changes)?) {
        told.append(words)
        self.undo = undo
    }
    func refused(_ error: any Error) { told.append(.refused(error)) }
    func print(_ html: String) { printed.append(html) }
    func call(_ number: String) { called.append(number) }
    func drafts(_ place: String) async -> [String: String] { typed[place] ?? [:] }
    func keep(_ place: String, _ field: String, _ text: String) async { typed[place, default: [:]][field] = text }
    func drop(_ place: String) async { typed[place] = nil }
    func scan() async -> String? { code }
    func takeOut(_ name: String, _ write: @Sendable (URL) async throws -> Void) async throws -> Bool {
        try await write(file)
        return true
    }
    func bringIn(_ read: @Sendable (URL) async throws -> Void) async throws -> Bool {
        try await read(file)
        return true
    }
    func mayRemind() async -> Bool { remindingAllowed }
    func phoneFacts() async -> PhoneFacts { PhoneFacts(kind: .holdsMany, notificationsAllowed: remindingAllowed) }
    func planAnew() async { planned += 1 }
    func testReminder() async {}
    func openSettings() { settingsOpened += 1 }

    private static func parts(_ key: String) -> (String, [String]) {
        let parts = key.split(separator: "/").map(String.init)
        return (parts[0], Array(parts.dropFirst()))
    }

    /// Opens a form by its place.
    func form(_ key: String) async throws -> FormModel {
        let (name, ids) = Self.parts(key)
        guard case .form(let make) = try there(SheetPlace.of(name, ids)) else { throw NotSo(description: "\(key) is no form") }
        let model = FormModel(self, key, make)
        await model.read()
        return model
    }

    /// Opens a page or a form by its key, and gives what it says.
    func opened(_ key: String) async throws -> (title: Said, SheetModel?, FormModel?) {
        let parts = key.split(separator: "/").map(String.init)
        switch try there(SheetPlace.of(parts[0], Array(parts.dropFirst()))) {
        case .lines:
            let model = try await page(key)
            return (try there(model.page).title, model, nil)
        case .form:
            let model = try await form(key)
            return (try there(model.page).title, nil, model)
        }
    }

    /// Opens a page by its place.
    func page(_ key: String) async throws -> SheetModel {
        let (name, ids) = Self.parts(key)
        guard case .lines(let concepts, let make) = try there(SheetPlace.of(name, ids)) else {
            throw NotSo(description: "\(key) is a form")
        }
        let model = SheetModel(self, concepts, make)
        await model.read()
        return model
    }
}

extension SheetPage {
    /// All lines of all parts.
    var lines: [SheetLine] { parts.flatMap(\.lines) }
}
