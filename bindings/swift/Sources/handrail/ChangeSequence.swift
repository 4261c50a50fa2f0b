import Foundation

/// The changes of one record from the moment this was asked for, in order. Ends when the record is closed, or with the task
/// that reads it.
///
/// Nothing is lost for a reader that is slow: what it has not taken yet is put together into one ``WhatChanged``, so that a
/// hundred writes in a row cost it one look and no memory. Each call of ``HandrailRecord/changes()`` is one reader's own.
public struct ChangeSequence: AsyncSequence, Sendable {
    public typealias Element = WhatChanged

    let subscriber: Subscriber
    let signals: AsyncStream<Void>

    /// Reads from here on. One reader for each sequence.
    public func makeAsyncIterator() -> Iterator {
        Iterator(subscriber: subscriber, signals: signals.makeAsyncIterator())
    }

    /// What ``ChangeSequence`` reads with.
    public struct Iterator: AsyncIteratorProtocol {
        let subscriber: Subscriber
        var signals: AsyncStream<Void>.Iterator

        /// What changed since the last call; nothing when the record is closed or the task was cancelled.
        public mutating func next() async -> WhatChanged? {
            while await signals.next() != nil {
                // A signal may be left over from what an earlier call took along.
                if let changed = subscriber.take() { return changed }
            }
            return Task.isCancelled ? nil : subscriber.take()
        }
    }
}

/// One reader: what it has not taken yet, and the bell that wakes it.
final class Subscriber: @unchecked Sendable {
    // `pending` is only touched with the lock held.
    private let lock = NSLock()
    private var pending: WhatChanged?
    private let bell: AsyncStream<Void>.Continuation

    init(bell: AsyncStream<Void>.Continuation) {
        self.bell = bell
    }

    func tell(_ changed: WhatChanged) {
        lock.withLock { pending = pending?.and(changed) ?? changed }
        bell.yield()
    }

    func take() -> WhatChanged? {
        lock.withLock {
            defer { pending = nil }
            return pending
        }
    }

    func end() {
        bell.finish()
    }
}

/// Everybody who wants to know of changes.
final class Subscribers: @unchecked Sendable {
    // All that varies is only touched with the lock held.
    private let lock = NSLock()
    private var all: [UInt64: Subscriber] = [:]
    private var next: UInt64 = 0
    private var closed = false

    /// One more reader, who is forgotten when it is not read any more.
    func add() -> ChangeSequence {
        // One signal is enough: what it announces is put together.
        let (signals, bell) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let subscriber = Subscriber(bell: bell)
        let (number, late): (UInt64, Bool) = lock.withLock {
            next += 1
            if !closed { all[next] = subscriber }
            return (next, closed)
        }
        bell.onTermination = { [weak self] _ in self?.remove(number) }
        if late { subscriber.end() }
        return ChangeSequence(subscriber: subscriber, signals: signals)
    }

    func tell(_ changed: WhatChanged) {
        if changed.isNothing { return }
        for subscriber in lock.withLock({ Array(all.values) }) {
            subscriber.tell(changed)
        }
    }

    /// No more changes will come.
    func end() {
        let left: [Subscriber] = lock.withLock {
            closed = true
            return Array(all.values)
        }
        // Outside the lock: ending calls `remove`.
        left.forEach { $0.end() }
    }

    private func remove(_ number: UInt64) {
        lock.withLock { all[number] = nil }
    }
}
