import Foundation
import handrail

/// Where the person says which file is meant, by the system's own choosers.
@MainActor public protocol Choosing {
    /// Has them choose where a copy of `file` goes. False where they went back.
    func whereTo(_ file: URL) async -> Bool
    /// Has them choose a file; a copy of it that is ours to delete. Nil where they went back.
    func whichOne() async throws -> URL?
}

/// Files on their way out of the app and into it. The core writes and reads paths, the system copies: in between there is a file in the app's
/// own temporary folder, and whatever happens, it does not stay there.
@MainActor
public final class Passage: Files {
    private let folder: URL
    private let choosing: any Choosing
    private let prepare: @Sendable (URL) throws -> Void

    /// - Parameter folder: emptied now, for the case that the process was ended on the way.
    /// - Parameter prepare: what is done to a new folder before a file is in it.
    public init(_ folder: URL, _ choosing: any Choosing, prepare: @escaping @Sendable (URL) throws -> Void = { _ in }) {
        (self.folder, self.choosing, self.prepare) = (folder, choosing, prepare)
        try? FileManager.default.removeItem(at: folder)
    }

    public func takeOut(_ name: String, _ write: @Sendable (URL) async throws -> Void) async throws -> Bool {
        // A folder of its own: two of them may be under way, and the person sees the name.
        let own = folder.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: own) }
        do {
            try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
            try prepare(own)
        } catch {
            // The screens know what to say to the core's own errors.
            throw HandrailError.Storage(problem: .other)
        }
        let file = own.appendingPathComponent(name)
        try await write(file)
        return await choosing.whereTo(file)
    }

    public func bringIn(_ read: @Sendable (URL) async throws -> Void) async throws -> Bool {
        let chosen: URL?
        do {
            chosen = try await choosing.whichOne()
        } catch {
            throw HandrailError.Storage(problem: .other)
        }
        guard let chosen else { return false }
        defer { try? FileManager.default.removeItem(at: chosen) }
        try await read(chosen)
        return true
    }
}
