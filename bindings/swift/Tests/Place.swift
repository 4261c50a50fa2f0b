import Foundation
import handrail

/// Something is not as it was wanted.
struct Wrong: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

func equal<T: Equatable>(_ found: T, _ wanted: T, line: UInt = #line) throws {
    if found != wanted { throw Wrong("line \(line): \(found) is not \(wanted)") }
}

func holds(_ condition: Bool, _ what: String, line: UInt = #line) throws {
    if !condition { throw Wrong("line \(line): \(what)") }
}

func refuses(_ wanted: HandrailError, line: UInt = #line, _ call: () async throws -> Void) async throws {
    do {
        try await call()
    } catch let found as HandrailError {
        return try equal(found, wanted, line: line)
    }
    throw Wrong("line \(line): nothing was refused")
}

/// Gives one key, or throws what it is told to.
final class Keys: KeyProvider {
    let key: Data
    let error: (any Error)?

    init(_ key: Data = Data(0..<32), throwing error: (any Error)? = nil) {
        self.key = key
        self.error = error
    }

    func databaseKey() throws -> Data {
        if let error { throw error }
        return key
    }

    func forget() throws {}
}

/// Saturday 21 November 2026 at noon, and no other time; or broken.
final class HandClock: handrail.Clock, @unchecked Sendable {
    private let lock = NSLock()
    private var broken = false

    func breaks(_ yes: Bool) {
        lock.withLock { broken = yes }
    }

    func now() throws -> Moment {
        if lock.withLock({ broken }) { throw Unforeseen() }
        return Moment(instantMs: 1_795_262_400_000, zone: "Europe/London", offsetMin: 0)
    }
}

/// Something that no port announced.
struct Unforeseen: Error {}

/// A folder for one phone, gone afterwards.
final class Place: Sendable {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("handrail-\(UUID())")
    let clock = HandClock()

    func open(_ keys: Keys = Keys()) async throws -> HandrailRecord {
        try await HandrailRecord(folder: folder, keys: keys, clock: clock)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }
}

extension HandrailRecord {
    /// Keeps one way of coping.
    @discardableResult
    func keep(_ name: String) throws -> Changes {
        try write { try $0.saveCopingStrategy(details: NewCopingStrategy(name: name)) }
    }

    func names() throws -> [String] {
        try read { try $0.coping().strategies.map(\.name) }
    }
}

/// The text of a code to scan (docs/protocol.md, section 4) for a relay that is not there: nothing listens on port 9.
let invite: String = {
    var header = Data([1])
    let zeros = [16, 16, 32, 32, 0].map { Data(count: $0) }
    for field in [Data("http://127.0.0.1:9".utf8)] + zeros + [Data("en".utf8), Data("Sam".utf8)] {
        header.append(contentsOf: withUnsafeBytes(of: UInt32(field.count).bigEndian) { Data($0) })
        header.append(field)
    }
    let text = header.base64EncodedString().replacingOccurrences(of: "+", with: "-")
    return "HANDRAIL1." + text.replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
}()
