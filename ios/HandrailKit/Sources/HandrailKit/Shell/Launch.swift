import Foundation
import Observation
import handrail

/// The one record of the process: opened when the first one needs it, awake while anybody uses it (the screen, an answer to a reminder,
/// a sync in the background), and without its key when the last one is done. It never makes an empty record where there was one.
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

    /// What is done to the folder before a record is in it.
    public typealias Prepare = @Sendable (URL) throws -> Void

    private let folder: URL
    private let place: any KeyPlace
    private let clock: any handrail.Clock
    private let ports: any Ports
    private let log: (any LogSink)?
    private let prepare: Prepare
    private let texts: @MainActor (String?) -> any Texts

    private let turns = Turns()
    private var users = 0
    private var asleep = false
    /// Whether somebody came to look: until then there is no way to come back to.
    private var looked = false
    /// What is to be done once everything was erased.
    public var onErased: @MainActor () async -> Void = {}

    public init(
        folder: URL, key: any KeyPlace, clock: any handrail.Clock, ports: any Ports, log: (any LogSink)? = nil,
        prepare: @escaping Prepare = { _ in }, texts: @escaping @MainActor (String?) -> any Texts
    ) {
        (self.folder, place, self.clock, self.ports, self.log) = (folder, key, clock, ports, log)
        (self.prepare, self.texts) = (prepare, texts)
    }

    /// What the screens before the record say.
    public var strings: Strings { Strings(texts(ports.guarding.language)) }

    /// The shell, where the record is open.
    public var shell: Shell? { if case .open(let shell) = stage { shell } else { nil } }

    /// Wakes the record, or opens it. It stays awake until ``leave()``, which is called as often, whatever this gave.
    /// - Parameter way: keys of the places where the person was; nil where nobody looks.
    @discardableResult
    public func enter(_ way: [String]? = nil) async -> Shell? {
        await turns.take { [self] in await entered(way) }
    }

    /// Says that one who entered is done.
    public func leave() async {
        await turns.take { [self] in await left() }
    }

    /// Sleeps without waiting for those who still use it: the system ends an app that holds a lock.
    func sleepNow() async {
        guard let shell, !asleep else { return }
        (asleep, shell.asleep) = (true, true)
        try? await shell.record.suspend()
    }

    /// Does something on the record, which is awake meanwhile. Nil where it cannot be opened.
    public func use<Made: Sendable>(_ work: @MainActor (Shell) async throws -> Made) async rethrows -> Made? {
        let shell = await enter()
        do {
            let made: Made? = if let shell { try await work(shell) } else { nil }
            await leave()
            return made
        } catch {
            await leave()
            throw error
        }
    }

    /// Opens, or tries again.
    /// - Parameter way: keys of the places where the person was.
    public func open(_ way: [String] = []) async {
        await turns.take { [self] in await opened(way) }
    }

    /// Puts the record that cannot be opened aside, untouched, and opens an empty one to bring the notes back into: only when the
    /// person asked for it.
    public func restore() async {
        await turns.take { [self] in await restored() }
    }

    private func entered(_ way: [String]?) async -> Shell? {
        users += 1
        guard case .open(let shell) = stage else {
            await opened(way ?? [])
            looked = looked || way != nil
            return self.shell
        }
        if let way, !looked {
            // It was opened for a reminder; now somebody comes and looks.
            shell.comeBack(to: way)
        }
        looked = looked || way != nil
        guard asleep else { return shell }
        do {
            try await shell.record.resume()
            (asleep, shell.asleep) = (false, false)
            return shell
        } catch {
            try? await shell.record.close()
            stage = closed(error, wasRefused: false)
            return nil
        }
    }

    private func left() async {
        users -= 1
        guard users == 0, case .open(let shell) = stage, !asleep else { return }
        await shell.keepTyped()
        // Before it sleeps: a screen that reads itself meanwhile is not told off.
        (asleep, shell.asleep) = (true, true)
        try? await shell.record.suspend()
    }

    private func opened(_ way: [String], begins: Bool = true) async {
        if case .open = stage { return }
        let first = !RecordKeys.occupied(folder)
        let keys = RecordKeys(place, folder: folder) { [weak self] in Task { @MainActor in await self?.erased() } }
        do {
            try prepare(folder)
            let record = try await HandrailRecord(folder: folder, keys: keys, clock: clock, log: log)
            let shell = Shell(record, ports, start: first && begins ? ["first-run/language"] : way, texts: texts)
            await shell.readWords()
            asleep = false
            stage = .open(shell)
        } catch {
            stage = closed(error, wasRefused: keys.wasRefused)
        }
    }

    /// A phone that did not answer may have the key all the same: only one that has none, or another one, lost it.
    private func closed(_ error: any Error, wasRefused: Bool) -> Stage {
        if case HandrailError.Key = error, !wasRefused { return .keyLost }
        return .refused(error is HandrailError ? .refused(error) : .say("error-storage-other"))
    }

    private func restored() async {
        guard case .keyLost = stage else { return }
        do {
            try putAside()
            await opened(["today", "restore"], begins: false)
        } catch {
            stage = .refused(.say("error-storage-other"))
        }
    }

    private func putAside() throws {
        let files = FileManager.default
        let free = (1...).lazy.map { self.folder.deletingLastPathComponent().appendingPathComponent("record.aside.\($0)") }
            .first { !files.fileExists(atPath: $0.path) }
        if let free { try files.moveItem(at: folder, to: free) }
    }

    /// Everything was erased, or is just being. Whoever is there sees the first start.
    private func erased() async {
        await turns.take { [self] in await begunAnew() }
    }

    private func begunAnew() async {
        // Waits for the erasing to end.
        try? await shell?.record.close()
        stage = .opening
        await onErased()
        if users > 0 { await opened([]) }
    }
}
