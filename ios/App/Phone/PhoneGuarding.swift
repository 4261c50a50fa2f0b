import Foundation
import HandrailKit
import LocalAuthentication

/// The lock of the app, by the phone's own: a finger, a face, or its code. It keeps a curious eye out; what keeps the record closed on a
/// phone that is taken apart is the record's own encryption. What is kept here is needed before the record is open, and is no word of a
/// person's.
@MainActor
final class PhoneGuarding: Guarding {
    /// What the system's question says.
    var reason: @MainActor () -> String = { "Handrail" }

    private let kept = UserDefaults.standard

    var canLock: Bool { LAContext().canEvaluatePolicy(.deviceOwnerAuthentication, error: nil) }

    var locked: Bool {
        get { kept.bool(forKey: "locked") }
        set { kept.set(newValue, forKey: "locked") }
    }

    var hidden: Bool {
        get { kept.bool(forKey: "hidden") }
        set { kept.set(newValue, forKey: "hidden") }
    }

    var language: String? {
        get { kept.string(forKey: "language") }
        set {
            kept.set(newValue, forKey: "language")
            // The system's own buttons in this app speak it from the next start on.
            kept.set(newValue.map { [$0] }, forKey: "AppleLanguages")
        }
    }

    func unlock() async -> Bool { await Self.ask(reason()) }

    // The system's object belongs to whoever asks, and not to the screen.
    private nonisolated static func ask(_ reason: String) async -> Bool {
        (try? await LAContext().evaluatePolicy(.deviceOwnerAuthentication, localizedReason: reason)) ?? false
    }

    func forget() {
        for name in ["locked", "hidden"] { kept.removeObject(forKey: name) }
    }
}
