import Foundation
import handrail

/// A notification as the system is asked for it.
public struct NoticeRequest: Sendable {
    public let planned: PlannedNotification
    /// What anybody may read.
    public let neutral: String
    /// What is shown once the phone is unlocked.
    public let full: String
    public let actions: [(action: NotificationAction, says: String)]
    /// The language all of it is in.
    public let language: String

    /// What the system keeps with it, to be told to the core again.
    public var held: HeldNotification {
        let zone: String? = if case .pinned(let name) = planned.zone { name } else { nil }
        return HeldNotification(id: planned.id, civil: planned.civil, zone: zone, mark: planned.mark)
    }
}

/// The system's notifications.
public protocol Notices: Sendable {
    /// Whether they are allowed; nil where it was never asked.
    func allowed() async -> Bool?
    /// What waits to be shown, as it was handed over; see ``Asked/held(_:_:language:)``.
    func pending(_ language: String) async -> [HeldNotification]
    /// What was shown and still stands there, with when.
    func delivered() async -> [(id: NotificationId, shownMs: Int64)]
    /// Hands one over, in place of one of the same id.
    func add(_ request: NoticeRequest) async throws
    /// Takes back what waits.
    func cancel(_ ids: [NotificationId]) async
    /// Takes away what stands there.
    func takeDown(_ ids: [NotificationId]) async
    /// Everything was erased: nothing waits and nothing stands there any more.
    func forget() async
}

/// Follows the core's plan on a phone that shows notifications by itself: hands over what is new, takes back what is not wanted, and
/// leaves the rest alone. It decides nothing; see `docs/reminders.md`.
public actor Following {
    /// Of the 64 that iOS keeps. The last one asks to open Handrail, when there are more; the core puts it there.
    public static let most: UInt32 = 50

    private let record: HandrailRecord
    private let notices: any Notices
    private let strings: @Sendable () async -> Strings
    // Answers, writes and the clock come from everywhere, and each is to see what the one before it did.
    private let turns = Turns()

    public init(_ record: HandrailRecord, _ notices: any Notices, strings: @escaping @Sendable () async -> Strings) {
        (self.record, self.notices, self.strings) = (record, notices, strings)
    }

    /// At every occasion: start, foreground, a write, a sync, another clock, zone, language or permission. Twice is no harm.
    /// - Returns: when it is to be done again at the latest.
    @discardableResult
    public func settle() async throws -> Date {
        try await turns.take { try await self.follow() }
    }

    /// The person answered. A second tap is no second answer.
    public func answer(_ id: NotificationId, _ action: NotificationAction) async throws {
        try await answer(id, .action(action), shownMs: nil)
    }

    /// What the person did with a notification. The answer is in the record before the notification is taken away.
    /// - Parameter shownMs: when it came; the system forgets it together with the notification.
    public func answer(_ id: NotificationId, _ answer: Answered, shownMs: Int64?) async throws {
        try await turns.take {
            if let shownMs { try await self.unlessGone { try $0.notificationWasShown(id: id, shownMs: shownMs) } }
            if case .action(let action) = answer {
                let fact: NotificationFact =
                    switch action {
                    case .done: .done
                    case .later: .later
                    case .notToday: .notToday
                    }
                try await self.unlessGone { try $0.notificationFact(id: id, fact: fact) }
                await self.notices.takeDown([id])
            }
            try await self.follow()
        }
    }

    /// The test that the person asked for.
    public func test() async throws {
        let planned = try await record.read { try $0.testReminder() }
        try await notices.add(request(planned, await strings()))
    }

    @discardableResult
    private func follow() async throws -> Date {
        for shown in await notices.delivered() {
            // It may be answered, or gone from the record, meanwhile.
            try await unlessGone { try $0.notificationWasShown(id: shown.id, shownMs: shown.shownMs) }
        }
        let strings = await strings()
        let held = await notices.pending(strings.language)
        let capacity = await notices.allowed() == true ? Self.most : 0
        let plan = try await record.read { try $0.planNotificationsFor(kind: .holdsMany, capacity: capacity, held: held) }
        let again = Date(timeIntervalSince1970: TimeInterval(plan.replanAtMs) / 1_000)
        guard !plan.set.isEmpty || !plan.cancel.isEmpty else { return again }
        await notices.cancel(plan.cancel)
        // iOS keeps those that were added last: so the soonest come first.
        for planned in plan.set.sorted(by: { $0.instantMs < $1.instantMs }) {
            do {
                try await notices.add(request(planned, strings))
            } catch {
                try await unlessGone { try $0.notificationFact(id: planned.id, fact: .couldNotBeSet) }
            }
        }
        let after = await notices.pending(strings.language)
        let letGo = plan.cancel
        try await record.write { try $0.notificationsHeld(held: after, letGo: letGo) }
        return again
    }

    private func request(_ planned: PlannedNotification, _ strings: Strings) -> NoticeRequest {
        let neutral = strings.say(.message(planned.neutral))
        // Late ones say only that there was one, whatever was chosen.
        let full = planned.quietly ? nil : planned.full.map { strings.say(.message($0)) }
        let actions = planned.actions.map { (action: $0, says: strings.say("reminder-\($0.word)")) }
        return NoticeRequest(planned: planned, neutral: neutral, full: full ?? neutral, actions: actions, language: strings.language)
    }

    private func unlessGone(_ edit: @Sendable (Handrail) throws -> Changes) async throws {
        do {
            try await record.write(edit)
        } catch HandrailError.Invalid, HandrailError.NotFound {}
    }
}

extension NotificationAction: Listed {
    public static var all: [Self] { [.done, .later, .notToday] }
}
