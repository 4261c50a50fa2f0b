import HandrailKit
import SwiftUI
import UIKit
import UserNotifications

/// The app: one window, and what the system calls it for without one.
@main
struct HandrailApp: App {
    @UIApplicationDelegateAdaptor(HandrailDelegate.self) private var delegate

    var body: some Scene {
        WindowGroup {
            RootView(phone: .here)
        }
        .backgroundTask(.appRefresh(PhoneOccasions.name)) { await Phone.here.life.woken() }
    }
}

/// Answers to reminders, which may come before there is a window.
final class HandrailDelegate: NSObject, UIApplicationDelegate, UNUserNotificationCenterDelegate {
    func application(
        _ application: UIApplication, didFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey: Any]? = nil
    ) -> Bool {
        // Before the launch ends: who is late is not told which button was used.
        UNUserNotificationCenter.current().delegate = self
        Phone.here.listen()
        return true
    }

    /// While the app is used, too. What comes quietly has no sound of its own.
    nonisolated func userNotificationCenter(
        _ center: UNUserNotificationCenter, willPresent notification: UNNotification,
        withCompletionHandler completionHandler: @escaping (UNNotificationPresentationOptions) -> Void
    ) {
        completionHandler([.banner, .list, .sound])
    }

    nonisolated func userNotificationCenter(
        _ center: UNUserNotificationCenter, didReceive response: UNNotificationResponse,
        withCompletionHandler completionHandler: @escaping () -> Void
    ) {
        let id = response.notification.request.identifier
        let answer = Answered(identifier: response.actionIdentifier)
        let shownMs = Int64(response.notification.date.timeIntervalSince1970 * 1_000)
        let over = Over(completionHandler)
        Task { @MainActor in
            await Phone.here.life.answered(id, answer, shownMs: shownMs)
            // On the main thread, where the system takes its picture of the app.
            over.say()
        }
    }

    /// What the system waits to be told. It may be told from any thread; its type does not say so in every version of the system.
    private struct Over: @unchecked Sendable {
        let say: () -> Void

        init(_ say: @escaping () -> Void) {
            self.say = say
        }
    }
}
