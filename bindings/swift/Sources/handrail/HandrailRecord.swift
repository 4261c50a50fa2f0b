import Foundation

/// One person's record, opened, as an app of tasks and actors wants it.
///
/// It holds the generated ``Handrail`` and adds what that cannot have:
///
/// - **Calls never run on the main actor**, nor on the threads that Swift's tasks share. They are made one after the other.
/// - **Changes are told**: ``changes()`` gives what each write and each sync changed, and screens read themselves again.
/// - **A cancelled task ends its call**: ``sync()``, ``wait(_:)``, ``exportAll(to:meter:)`` and ``importArchive(from:meter:)`` give
///   ``HandrailError/Cancelled`` when the task around them is cancelled. The library cannot see that by itself.
/// - **Its life is the app's**: ``suspend()``, ``resume()`` and ``close()`` from anywhere, at any time.
///
/// Every method of ``Handrail`` is reached through ``read(_:)`` and ``write(_:)``, so nothing of the core is missing here:
///
/// ```swift
/// let record = try await HandrailRecord(folder: folder, keys: keys, clock: clock)
/// try await record.write { try $0.saveCopingStrategy(details: NewCopingStrategy(name: "Go for a walk")) }
/// let screen = try await record.read { try $0.coping() }
/// ```
///
/// Every call can fail with ``HandrailError``, one case for each thing that a screen can do about it.
public actor HandrailRecord {
    private let handrail: Handrail
    private let line = Line()
    private let subscribers = Subscribers()
    private let running = Running()

    /// The line in which this record's calls stand.
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        line.asUnownedSerialExecutor()
    }

    /// Opens the record in `folder`, or makes an empty one there.
    ///
    /// - Parameters:
    ///   - folder: A folder of its own, made if it is not there. Keep it out of system backups and out of an App Group.
    ///   - keys: Where the 32 bytes of the key are. It must not call back into the record.
    ///   - clock: The phone's clock and zone. It must not call back either.
    ///   - log: Where codes such as `storage.full` go, never a word of the person.
    /// - Throws: ``HandrailError/Key(problem:)``, ``HandrailError/NewerVersion(found:known:)`` or ``HandrailError/Storage(problem:)``; in
    ///   none of them was a file changed.
    public init(folder: URL, keys: any KeyProvider, clock: any Clock, log: (any LogSink)? = nil) async throws {
        handrail = try Handrail.open(config: Config(folder: folder.path), keyProvider: keys, clock: clock, log: log)
    }

    /// Reads one screen in one call. What goes in and comes out is `Sendable`, so it may be handed to the main actor as it is.
    public func read<Screen: Sendable>(_ screen: @Sendable (Handrail) throws -> Screen) throws -> Screen {
        try screen(handrail)
    }

    /// Makes one whole edit, and tells everybody who reads ``changes()``.
    ///
    /// - Returns: What it changed. In it are the ids of new records.
    @discardableResult
    public func write(_ edit: @Sendable (Handrail) throws -> Changes) throws -> Changes {
        let changes = try edit(handrail)
        subscribers.tell(WhatChanged(changes))
        return changes
    }

    /// The same for an edit that gives something else than ``Changes``; the caller says what it touches.
    @discardableResult
    public func write<Made: Sendable>(
        touching touched: WhatChanged, _ edit: @Sendable (Handrail) throws -> Made
    ) throws -> Made {
        let made = try edit(handrail)
        subscribers.tell(touched)
        return made
    }

    /// What changes from now on.
    public nonisolated func changes() -> ChangeSequence {
        subscribers.add()
    }

    /// Sends what waits and fetches what is there. Nobody paired and no backup: nothing goes anywhere.
    ///
    /// A relay that is away is no error: see ``SyncReport/stopped``. Nothing half-done remains when it is cancelled, and
    /// everything unsent goes the next time.
    ///
    /// ``changes()`` tells what the report says (``SyncReport/touched``), and ``WhatChanged/anything`` if it was cancelled.
    public func sync() async throws -> SyncReport {
        try await wait({ try await $0.sync(cancel: $1) }, telling: { WhatChanged($0) })
    }

    /// Makes a call that waits for the network, such as pairing, restoring, or letting in a second phone; others go on meanwhile.
    ///
    /// Cancelling the task around it, ``suspend()`` and ``close()`` all cancel the token that it is given, and the call gives
    /// ``HandrailError/Cancelled``. However it ends, ``WhatChanged/anything`` is told: what came before the end stays.
    public func wait<Made: Sendable>(
        _ call: @escaping @Sendable (Handrail, CancelToken) async throws -> Made
    ) async throws -> Made {
        try await wait(call, telling: { _ in .anything })
    }

    private func wait<Made: Sendable>(
        _ call: @escaping @Sendable (Handrail, CancelToken) async throws -> Made,
        telling changed: @Sendable (Made) -> WhatChanged
    ) async throws -> Made {
        let (token, number) = running.begin()
        var what = WhatChanged.anything
        defer { ended(number, what) }
        let handrail = handrail
        let made = try await withTaskCancellationHandler {
            try await call(handrail, token)
        } onCancel: {
            token.end()
        }
        what = changed(made)
        return made
    }

    /// A long call that does not wait for anybody: it keeps its place in the line until it is done.
    private func work<Made: Sendable>(_ call: (Handrail, CancelToken) throws -> Made) async throws -> Made {
        let (token, number) = running.begin()
        defer { ended(number) }
        let handrail = handrail
        return try await withTaskCancellationHandler {
            try call(handrail, token)
        } onCancel: {
            token.end()
        }
    }

    private func ended(_ number: UUID, _ what: WhatChanged = .anything) {
        running.end(number)
        subscribers.tell(what)
    }

    /// Writes everything into one file that is **not sealed**: `place` is where the person chose. See ``Handrail/exportAll(path:cancel:meter:)``.
    /// Delete the file if this throws: it is no whole archive.
    public func exportAll(to place: URL, meter: ProgressMeter? = nil) async throws {
        try await work { try $0.exportAll(path: place.path, cancel: $1, meter: meter) }
    }

    /// Takes an archive over into this record, which must be empty and newly made.
    @discardableResult
    public func importArchive(from place: URL, meter: ProgressMeter? = nil) async throws -> Imported {
        try await work { try $0.importArchive(path: place.path, cancel: $1, meter: meter) }
    }

    /// Lets go of every lock and of the key, and ends the calls that wait: for when the app goes to the background. Idempotent;
    /// until ``resume()`` every other call gives ``HandrailError/Closed``.
    public nonisolated func suspend() async throws {
        // Before standing in line: what it would wait for is what it ends.
        running.cancelAll()
        try await letGo()
    }

    /// Opens again after ``suspend()``, asking for the key anew. Idempotent. Tells ``WhatChanged/anything``: the day may be another.
    public func resume() throws {
        try handrail.resume()
        subscribers.tell(.anything)
    }

    /// The phone's clock or zone is another one, or a new day began: tells ``WhatChanged/anything``, so that screens in sight read themselves
    /// again. Nothing is written.
    public nonisolated func timeMoved() {
        subscribers.tell(.anything)
    }

    /// Closes for good and ends every sequence of changes. Idempotent; afterwards every call gives ``HandrailError/Closed``.
    public nonisolated func close() async throws {
        running.cancelAll()
        try await closeForGood()
    }

    private func letGo() throws {
        try handrail.suspend()
    }

    private func closeForGood() throws {
        try handrail.closeStore()
        subscribers.end()
    }
}
