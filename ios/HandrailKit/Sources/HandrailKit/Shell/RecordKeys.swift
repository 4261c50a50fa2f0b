import Foundation
import handrail

/// Where the phone keeps the key: its Keychain.
public protocol KeyPlace: Sendable {
    /// The key; nil where there is none. Throws where it cannot be asked, as before the first unlock.
    func read() throws -> Data?
    /// Keeps a new one. Throws where there is one already: it is never put in the place of another.
    func keep(_ key: Data) throws
    func delete() throws
}

/// The key of the record. One is made for a new record alone: where notes are and their key is not, making another would hide them.
public final class RecordKeys: KeyProvider, @unchecked Sendable {
    private let place: any KeyPlace
    private let onForgotten: @Sendable () -> Void
    // Touched with the lock held.
    private let lock = NSLock()
    private var mayMake: Bool
    private var refused = false

    /// - Parameter folder: where the record is, or will be.
    /// - Parameter onForgotten: everything is being erased. The record is locked meanwhile: what this starts must not wait for it.
    public init(_ place: any KeyPlace, folder: URL, onForgotten: @escaping @Sendable () -> Void = {}) {
        (self.place, self.onForgotten) = (place, onForgotten)
        mayMake = !Self.occupied(folder)
    }

    /// Whether a record is there.
    public static func occupied(_ folder: URL) -> Bool {
        let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return files?.isEmpty == false
    }

    /// Whether the phone did not answer when it was asked last: that says nothing of whether it has the key.
    public var wasRefused: Bool { lock.withLock { refused } }

    public func databaseKey() throws -> Data {
        try lock.withLock {
            if let key = try asked() { return key }
            guard mayMake else { throw PortError.Unavailable }
            // The system's own generator, which is for keys as well.
            var system = SystemRandomNumberGenerator()
            let key = Data((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &system) })
            try place.keep(key)
            mayMake = false
            return key
        }
    }

    private func asked() throws -> Data? {
        refused = false
        do {
            return try place.read()
        } catch {
            refused = true
            throw PortError.Unavailable
        }
    }

    public func forget() throws {
        try place.delete()
        onForgotten()
    }
}
