import Foundation
import Observation
import handrail

/// Where the phone keeps the key: its Keychain.
public protocol KeyPlace: Sendable {
    /// The key; nil where there is none. Throws where it cannot be asked, as before the first unlock.
    func read() throws -> Data?
    func keep(_ key: Data) throws
    func delete() throws
}

/// The key of the record. One is made for a new record alone: where notes are and their key is not, making another would hide them.
public final class RecordKeys: KeyProvider, @unchecked Sendable {
    private let place: any KeyPlace
    // Touched with the lock held.
    private let lock = NSLock()
    private var mayMake: Bool

    /// - Parameter folder: where the record is, or will be.
    public init(_ place: any KeyPlace, folder: URL) {
        self.place = place
        mayMake = !Self.occupied(folder)
    }

    /// Whether a record is there.
    public static func occupied(_ folder: URL) -> Bool {
        let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return files?.isEmpty == false
    }

    public func databaseKey() throws -> Data {
        try lock.withLock {
            if let key = try place.read() { return key }
            guard mayMake else { throw PortError.Unavailable }
            // The system's own generator, which is for keys as well.
            var system = SystemRandomNumberGenerator()
            let key = Data((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &system) })
            try place.keep(key)
            mayMake = false
            return key
        }
    }

    public func forget() throws {
        try place.delete()
    }
}

/// The app from its start until the record is open. It never makes an empty record where there was one.
@MainActor @Observable
public final class Launch {
    public enum Stage {
        case opening
        case open(Shell)
        /// The notes are there and their key is not: the backup is the way back.
        case keyLost
        case refused(Said)
    }

    public private(set) var stage = Stage.opening

    private let folder: URL
    private let place: any KeyPlace
    private let clock: any handrail.Clock
    private let ports: any Ports
    private let log: (any LogSink)?
    private let texts: @MainActor (String?) -> any Texts

    public init(
        folder: URL, key: any KeyPlace, clock: any handrail.Clock, ports: any Ports, log: (any LogSink)? = nil,
        texts: @escaping @MainActor (String?) -> any Texts
    ) {
        (self.folder, place, self.clock, self.ports, self.log, self.texts) = (folder, key, clock, ports, log, texts)
    }

    /// What the screens before the record say.
    public var strings: Strings { Strings(texts(ports.guarding.language)) }

    /// Opens, or tries again.
    /// - Parameter way: keys of the places where the person was.
    public func open(_ way: [String] = []) async {
        if case .open = stage { return }
        let first = !RecordKeys.occupied(folder)
        do {
            let keys = RecordKeys(place, folder: folder)
            let record = try await HandrailRecord(folder: folder, keys: keys, clock: clock, log: log)
            let shell = Shell(record, ports, start: first ? ["first-run/language"] : way, texts: texts)
            await shell.readWords()
            if ports.guarding.locked, !first { shell.go("lock") }
            stage = .open(shell)
        } catch HandrailError.Key(problem: .missing) {
            stage = .keyLost
        } catch {
            stage = .refused(.refused(error))
        }
    }
}
