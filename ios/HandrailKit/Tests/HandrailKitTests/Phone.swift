import Foundation
import handrail

@testable import HandrailKit

/// A clock that is set by hand.
final class HandClock: handrail.Clock, @unchecked Sendable {
    private let lock = NSLock()
    // Saturday 21 November 2026 at noon.
    private var ms: Int64 = 1_795_262_400_000
    func now() throws -> Moment { Moment(instantMs: lock.withLock { ms }, zone: "Europe/London", offsetMin: 0) }
    func pass(hours: Int64) { lock.withLock { ms += hours * 3_600_000 } }
}

/// A Keychain: it outlives the app, and can lose what it held.
final class Keychain: KeyPlace, @unchecked Sendable {
    private let lock = NSLock()
    private var key: Data?
    var held: Data? { lock.withLock { key } }
    /// Before the first unlocking.
    var shut: Bool {
        get { lock.withLock { isShut } }
        set { lock.withLock { isShut = newValue } }
    }
    private var isShut = false
    func read() throws -> Data? {
        if shut { throw PortError.Unavailable }
        return held
    }
    func keep(_ key: Data) throws { lock.withLock { self.key = key } }
    func delete() throws { lock.withLock { key = nil } }
}

/// The system's notifications: it keeps what it is handed, in the order in which it came.
actor Standing: Notices {
    private(set) var waiting: [NoticeRequest] = []
    private var isAllowed: Bool? = true
    private(set) var handed = 0
    private(set) var down: [NotificationId] = []
    func allow(_ yes: Bool) { isAllowed = yes }
    func allowed() -> Bool? { isAllowed }
    func pending(_ language: String) -> [HeldNotification] {
        waiting.map { Asked.held($0.planned.id, Asked($0).kept, language: language) }
    }
    func delivered() -> [(id: NotificationId, shownMs: Int64)] { [] }
    func add(_ request: NoticeRequest) throws {
        handed += 1
        waiting.removeAll { $0.planned.id == request.planned.id }
        waiting.append(request)
    }
    func cancel(_ ids: [NotificationId]) { waiting.removeAll { ids.contains($0.planned.id) } }
    func takeDown(_ ids: [NotificationId]) { down += ids }
    func forget() { waiting = [] }
}

/// A phone that answers as it was told to.
@MainActor final class Pocket: Ports, Giving, HandrailKit.Scanner, Files, Reminding, Calling, Guarding {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("handrail-pocket-\(UUID())")
    let clock = HandClock()
    let keychain = Keychain()
    var dials = true
    var numbers: [String] = []

    var giving: any Giving { self }
    var scanner: any HandrailKit.Scanner { self }
    var files: any Files { self }
    var reminding: any Reminding { self }
    var calling: any Calling { self }
    var guarding: any Guarding { self }

    func giveText(_ title: String, _ text: String) {}
    func print(_ title: String, html: String) {}
    func square(_ text: String) -> Data? { nil }
    func scan() async -> String? { nil }
    let available = false
    func takeOut(_ name: String, _ write: @Sendable (URL) async throws -> Void) async throws -> Bool { false }
    func bringIn(_ read: @Sendable (URL) async throws -> Void) async throws -> Bool { false }
    func askPermission() async -> Bool { false }
    func facts() async -> PhoneFacts { PhoneFacts(kind: .holdsMany) }
    func planAnew() async {}
    func test() async {}
    func openSettings() {}
    func call(_ number: String) -> Bool {
        numbers.append(number)
        return dials
    }
    func message(_ number: String) -> Bool { call(number) }
    var canLock = true
    var locked = false
    var hidden = false
    func unlock() async -> Bool { unlocks }
    var unlocks = true
    var language: String?
    func forget() { (locked, hidden) = (false, false) }

    /// The app before its start.
    func launch() -> Launch {
        Launch(folder: folder, key: keychain, clock: clock, ports: self) { language in
            // A test that cannot read the words says so by what it finds instead of them.
            let country = ["es": "ES", "ar": "EG"][language ?? "en"] ?? "GB"
            guard let read = try? Catalogue(language ?? "en", country: country) else { return NoWords() }
            return read
        }
    }

    /// The app's start.
    func start(_ way: [String] = []) async throws -> Launch {
        let launch = launch()
        await launch.open(way)
        return launch
    }

    func shell(_ way: [String] = []) async throws -> Shell {
        guard case .open(let shell) = try await start(way).stage else { throw NotSo(description: "it did not open") }
        return shell
    }
}

struct NoWords: Texts {
    let locale = Locale(identifier: "en_GB")
    func filled(_ id: String, _ values: [TextValue]) -> String? { nil }
}

extension Shell {
    /// The page of lines where the person is, read.
    func page() async throws -> (SheetModel, SheetPage) {
        guard case .lines(let concepts, let make) = SheetPlace.of(here.name.rawValue, here.ids) else {
            throw NotSo(description: "\(here.key) is no page")
        }
        let model = SheetModel(self, concepts, make)
        await model.read()
        return (model, try there(model.page))
    }

    /// The form where the person is, read.
    func form() async throws -> FormModel {
        guard case .form(let make) = SheetPlace.of(here.name.rawValue, here.ids) else {
            throw NotSo(description: "\(here.key) is no form")
        }
        let model = FormModel(self, here.key, make)
        await model.read()
        _ = try there(model.page)
        return model
    }

    /// The one button of the page where the person is.
    func tapMain() async throws {
        let (model, page) = try await page()
        await model.act(try there(page.main))
    }
}
