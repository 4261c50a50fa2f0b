import Foundation
import Observation
import handrail

/// The app's life: what there is to do when it comes into sight and goes out of it, when a reminder is answered, and when the system wakes
/// it for a moment. What is to be done is the core's to say; this knows when to ask.
@MainActor @Observable
public final class Life {
    public let launch: Launch
    public let lock: Lock

    private let notices: any Notices
    private let occasions: any Occasions
    private let syncing: Syncing
    private let guarding: any Guarding
    private let log: (any LogSink)?
    private let now: @MainActor () -> Date

    /// Answers that the record could not take yet: the system shows a notification that was answered no more.
    private var answers: [(id: NotificationId, answer: Answered, shownMs: Int64)] = []
    private var inSight = false
    private var of: (record: HandrailRecord, following: Following)?
    private var upkeep: Task<Void, Never>?
    private var clockwork: Task<Void, Never>?
    private var parting: Task<Void, Never>?

    public init(
        _ launch: Launch, lock: Lock, notices: any Notices, occasions: any Occasions, syncing: Syncing, guarding: any Guarding,
        log: (any LogSink)? = nil, now: @escaping @MainActor () -> Date = { Date() }
    ) {
        (self.launch, self.lock, self.notices, self.occasions) = (launch, lock, notices, occasions)
        (self.syncing, self.guarding, self.log, self.now) = (syncing, guarding, log, now)
        launch.onErased = { [weak self] in await self?.erased() }
    }

    var isInSight: Bool { inSight }

    /// The app is in sight.
    /// - Parameter way: keys of the places where the person was, as the system kept them.
    public func cameToSight(_ way: [String]) async {
        guard !inSight else { return }
        inSight = true
        lock.cameBack()
        await launch.enter(way)
        await begin()
    }

    /// The app went out of sight: what is typed is kept, what was written is sent, and the record sleeps.
    public func wentOutOfSight() async {
        guard inSight else { return }
        inSight = false
        lock.left()
        clockwork?.cancel()
        // A task of its own: the system may call for it to end before its time.
        let last = Task { [self] in
            guard let shell = launch.shell else { return }
            await shell.keepTyped()
            await settle(shell)
            let waits = try? await shell.record.read { try $0.syncStatus().waiting > 0 }
            if waits == true { await syncing.run(shell.record) }
        }
        parting = last
        await last.value
        await launch.leave()
    }

    /// The system gives no more time: whatever waits for the network ends now, and the record sleeps.
    public func hurry() {
        parting?.cancel()
        if !inSight { Task { await launch.sleepNow() } }
    }

    /// The phone's clock, zone, language or permissions may be others. What is in sight reads itself again.
    public func occasion() async {
        guard inSight, let shell = launch.shell else { return }
        await shell.readWords()
        await settle(shell)
        shell.record.timeMoved()
    }

    /// Somebody did something with a notification; the app may have been closed. What the record cannot take now, it takes at the next
    /// occasion.
    public func answered(_ id: NotificationId, _ answer: Answered, shownMs: Int64) async {
        answers.append((id, answer, shownMs))
        await onTheRecord { life, shell in try await life.takeIn(shell) }
    }

    private func takeIn(_ shell: Shell) async throws {
        while let first = answers.first {
            try await following(shell).answer(first.id, first.answer, shownMs: first.shownMs)
            answers.removeAll { $0 == first }
        }
    }

    /// The system woke the app for a moment.
    public func woken() async {
        // First of all: who is ended before the end is woken again.
        occasions.ask(notBefore: syncing.next(after: now()))
        await onTheRecord { life, shell in
            await life.syncing.run(shell.record)
            // What came may be a meeting, or a homework with a reminder.
            await life.settle(shell)
        }
    }

    /// Plans anew, because somebody asked for it.
    public func planAnew() async {
        if let shell = launch.shell { await settle(shell) }
    }

    /// Shows the test.
    public func test() async {
        guard let shell = launch.shell else { return }
        await quietly { try await self.following(shell).test() }
    }

    /// Tries once more to open the record.
    public func again() async {
        await launch.open()
        await begin()
    }

    /// The person asked to bring their notes back onto a phone that lost the key.
    public func restore() async {
        await launch.restore()
        await begin()
    }

    // What there is to do with a record that is in sight: once at the beginning, and after each write and each sync.
    private func begin() async {
        guard inSight, let shell = launch.shell else { return }
        keepUp(shell)
        await quietly { try await self.takeIn(shell) }
        await settle(shell)
        await exchange(shell)
    }

    private func keepUp(_ shell: Shell) {
        guard upkeep == nil || of?.record !== shell.record else { return }
        upkeep?.cancel()
        let changes = shell.record.changes()
        upkeep = Task { [weak self] in
            for await changed in changes { await self?.after(changed, shell) }
        }
    }

    private func after(_ changed: WhatChanged, _ shell: Shell) async {
        // Out of sight whoever woke it does what there is to do.
        guard inSight else { return }
        // The reminders speak what the screens speak.
        if changed.touches("setting") { await shell.readWords() }
        await settle(shell)
        // It was woken, or something arrived; and a sync tells of itself too, and is no reason for another one.
        if case .these(let concepts) = changed, !concepts.contains("sync") { await exchange(shell) }
    }

    private func exchange(_ shell: Shell) async {
        await syncing.run(shell.record)
        if inSight { wind(shell) }
    }

    @discardableResult
    private func settle(_ shell: Shell) async -> Date? {
        var again: Date?
        await quietly { again = try await self.following(shell).settle() }
        let next = syncing.next(after: now())
        occasions.ask(notBefore: max(now(), min(again ?? next, next)))
        if let again, inSight { wind(shell, again) }
        return again
    }

    /// The next time that something is to be done by itself while the app is in sight.
    private func wind(_ shell: Shell, _ plan: Date = .distantFuture) {
        clockwork?.cancel()
        let wait = max(1, min(plan, syncing.next(after: now())).timeIntervalSince(now()))
        clockwork = Task { [weak self] in
            try? await Task.sleep(for: .seconds(wait))
            guard !Task.isCancelled, let self, self.inSight else { return }
            // On its own: what comes next winds the clock again, which ends this.
            Task {
                await shell.readWords()
                await self.settle(shell)
                await self.exchange(shell)
            }
        }
    }

    private func following(_ shell: Shell) -> Following {
        if let of, of.record === shell.record { return of.following }
        let made = Following(shell.record, notices) { await shell.strings }
        of = (shell.record, made)
        return made
    }

    private func onTheRecord(_ work: @escaping @MainActor (Life, Shell) async throws -> Void) async {
        await quietly { try await self.launch.use { try await work(self, $0) } }
    }

    private func quietly(_ work: @MainActor () async throws -> Void) async {
        do {
            try await work()
        } catch {
            // What cannot be done now is done at the next occasion; the screens tell of what a person can do.
            let code = if let error = error as? HandrailError { "life.refused:\(Said.refused(error).id ?? "")" } else { "life.refused" }
            try? log?.log(level: .warning, code: code)
        }
    }

    private func erased() async {
        upkeep?.cancel()
        clockwork?.cancel()
        (upkeep, of, answers) = (nil, nil, [])
        guarding.forget()
        occasions.none()
        await notices.forget()
        // An empty one is opened next, if anybody looks.
        if inSight { Task { await self.again() } }
    }
}
