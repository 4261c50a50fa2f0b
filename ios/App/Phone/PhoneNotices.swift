import Foundation
import HandrailKit
import UIKit
import UserNotifications
import handrail

/// The system's notifications. On a locked screen they say that there is a reminder, and no more.
struct PhoneNotices: Notices {
    private var center: UNUserNotificationCenter { .current() }

    func allowed() async -> Bool? {
        let status = await center.notificationSettings().authorizationStatus
        if status == .notDetermined { return nil }
        return [.authorized, .provisional, .ephemeral].contains(status)
    }

    func pending(_ language: String) async -> [HeldNotification] {
        await center.pendingNotificationRequests().map { request in
            Asked.held(request.identifier, request.content.userInfo as? [String: String] ?? [:], language: language)
        }
    }

    func delivered() async -> [(id: NotificationId, shownMs: Int64)] {
        await center.deliveredNotifications().map { notification in
            (id: notification.request.identifier, shownMs: Int64(notification.date.timeIntervalSince1970 * 1_000))
        }
    }

    func add(_ request: NoticeRequest) async throws {
        let asked = Asked(request)
        await make(asked.category)
        let content = UNMutableNotificationContent()
        content.body = asked.body
        content.categoryIdentifier = asked.category.id
        content.threadIdentifier = asked.thread
        content.userInfo = asked.kept
        content.sound = asked.sound ? .default : nil
        content.interruptionLevel =
            switch asked.level {
            case .quiet: .passive
            case .usual: .active
            case .timely: .timeSensitive
            }
        let trigger: UNNotificationTrigger =
            switch asked.trigger {
            case .wall(let wall): UNCalendarNotificationTrigger(dateMatching: wall, repeats: false)
            case .wait(let seconds): UNTimeIntervalNotificationTrigger(timeInterval: seconds, repeats: false)
            }
        try await center.add(UNNotificationRequest(identifier: asked.id, content: content, trigger: trigger))
    }

    func cancel(_ ids: [NotificationId]) async { center.removePendingNotificationRequests(withIdentifiers: ids) }

    func takeDown(_ ids: [NotificationId]) async { center.removeDeliveredNotifications(withIdentifiers: ids) }

    func forget() async {
        center.removeAllPendingNotificationRequests()
        center.removeAllDeliveredNotifications()
    }

    /// The system knows categories by their ids. Others stay: what waits belongs to them.
    private func make(_ category: Asked.Category) async {
        // Nothing is shown for an answer, and none of them needs the phone unlocked.
        let actions = category.actions.map { UNNotificationAction(identifier: $0.id, title: $0.says) }
        let made = UNNotificationCategory(
            identifier: category.id, actions: actions, intentIdentifiers: [], hiddenPreviewsBodyPlaceholder: category.placeholder,
            options: .customDismissAction)
        let others = await center.notificationCategories().filter { $0.identifier != category.id }
        center.setNotificationCategories(others.union([made]))
    }
}

/// Notifications, for the screens.
@MainActor
final class PhoneReminding: Reminding {
    weak var life: Life?

    func askPermission() async -> Bool {
        // After a no the system does not show the question again, and answers at once.
        let given = (try? await UNUserNotificationCenter.current().requestAuthorization(options: [.alert, .sound])) ?? false
        if given { await life?.planAnew() }
        return given
    }

    func facts() async -> PhoneFacts { PhoneFacts(kind: .holdsMany, notificationsAllowed: await PhoneNotices().allowed()) }
    func planAnew() async { await life?.planAnew() }
    func test() async { await life?.test() }

    func openSettings() {
        if let page = URL(string: UIApplication.openNotificationSettingsURLString) { UIApplication.shared.open(page) }
    }
}
