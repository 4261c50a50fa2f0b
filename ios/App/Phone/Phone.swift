import Foundation
import HandrailKit
import UIKit

/// This phone, as the screens ask for it, and the one life of the process.
@MainActor
final class Phone: Ports {
    static let here = Phone()

    let asking = PhoneScanner()
    let life: Life

    let giving: any Giving = PhoneGiving()
    var scanner: any HandrailKit.Scanner { asking }
    let files: any Files
    let reminding: any Reminding
    let calling: any Calling = PhoneCalling()
    let guarding: any Guarding

    private init() {
        let (guarding, reminding, log) = (PhoneGuarding(), PhoneReminding(), PhoneLog())
        (self.guarding, self.reminding) = (guarding, reminding)
        let temporary = FileManager.default.temporaryDirectory.appendingPathComponent("passage")
        files = Passage(temporary, PhoneChoosing(), prepare: { try RecordFolder.protect($0, .complete) })
        let ports = Lent(
            giving: giving, scanner: asking, files: files, reminding: reminding, calling: calling, guarding: guarding)
        let launch = Launch(
            folder: RecordFolder.place, key: PhoneKey(), clock: PhoneClock(), ports: ports, log: log,
            prepare: { try RecordFolder.prepare($0) }, texts: { BundleTexts($0) })
        let began = ContinuousClock.now
        let lock = Lock(guarding) { began.duration(to: .now) }
        life = Life(
            launch, lock: lock, notices: PhoneNotices(), occasions: PhoneOccasions(), syncing: Syncing(log: log), guarding: guarding,
            log: log)
        guarding.reason = { launch.strings.say("shell-lock-why") }
        reminding.life = life
    }

    /// Listens for what changes about the phone while the app is used. What happens in between is asked for when it comes back.
    func listen() {
        let occasions: [Notification.Name] = [
            UIApplication.significantTimeChangeNotification, .NSSystemTimeZoneDidChange, .NSSystemClockDidChange,
            NSLocale.currentLocaleDidChangeNotification,
        ]
        let life = life
        for occasion in occasions {
            _ = NotificationCenter.default.addObserver(forName: occasion, object: nil, queue: .main) { _ in
                Task { @MainActor in await life.occasion() }
            }
        }
    }

    /// The app went out of sight: the system gives some seconds to put everything away.
    func left() {
        let life = life
        let time = UIApplication.shared.beginBackgroundTask { life.hurry() }
        Task {
            await life.wentOutOfSight()
            UIApplication.shared.endBackgroundTask(time)
        }
    }
}

/// The ports, for what is made before the phone is whole.
private struct Lent: Ports {
    let giving: any Giving
    let scanner: any HandrailKit.Scanner
    let files: any Files
    let reminding: any Reminding
    let calling: any Calling
    let guarding: any Guarding
}

/// What is in front now, to show something of the system's over it.
@MainActor
enum Front {
    static var controller: UIViewController? {
        let scenes = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }
        let scene = scenes.first { $0.activationState == .foregroundActive } ?? scenes.first
        var top = scene?.keyWindow?.rootViewController
        while let next = top?.presentedViewController { top = next }
        return top
    }
}
