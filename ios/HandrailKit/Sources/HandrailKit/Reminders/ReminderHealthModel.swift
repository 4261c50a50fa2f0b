import Foundation
import Observation
import handrail

/// "Check my reminders": what may keep one from coming on this phone, and the one thing to do about each.
@MainActor @Observable
public final class ReminderHealthModel {
    public private(set) var health: ReminderHealth?

    private let frame: any Frame

    public init(_ frame: any Frame) {
        self.frame = frame
    }

    /// Looks at the phone first: permissions change while the app is away.
    public func read() async {
        let facts = await frame.phoneFacts()
        if let read = await frame.doing({ try await frame.record.read { try $0.reminderHealth(phone: facts) } }) { health = read }
    }

    /// When one was due, shown and tried last.
    public var facts: [Said] {
        let facts = [
            ("reminders-last-due", health?.lastDue?.dueMs), ("reminders-last-shown", health?.lastShownMs),
            ("reminders-last-test", health?.lastTestMs),
        ]
        return facts.compactMap { id, ms in ms.map { .labelled(.say(id), .moment($0)) } }
    }

    /// Does what a finding hints at.
    public func act(_ hint: HealthHint) async {
        switch hint {
        case .testReminder: return await test()
        case .notificationSettings:
            // Asked by the system once; after a no only its settings can change it.
            if await !frame.mayRemind() { frame.openSettings() }
        case .channelSettings, .exactAlarmSettings, .batterySettings: frame.openSettings()
        }
        await read()
    }

    public func test() async {
        await frame.testReminder()
        await read()
    }
}
