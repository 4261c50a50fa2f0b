import BackgroundTasks
import Foundation
import HandrailKit

/// A moment in the background now and then, as the system likes. Reminders never depend on it.
@MainActor
struct PhoneOccasions: Occasions {
    /// As in Info.plist.
    nonisolated static let name = "org.handrail.refresh"

    func ask(notBefore: Date) {
        let request = BGAppRefreshTaskRequest(identifier: Self.name)
        request.earliestBeginDate = notBefore
        // Refused where the person turned background refresh off: what there is to do is done when the app is opened.
        try? BGTaskScheduler.shared.submit(request)
    }

    func none() { BGTaskScheduler.shared.cancel(taskRequestWithIdentifier: Self.name) }
}
