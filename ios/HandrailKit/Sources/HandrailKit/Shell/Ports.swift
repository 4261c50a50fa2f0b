import Foundation
import handrail

/// What the screens ask of the phone. The app lends the phone's own; the tests lend others.
@MainActor public protocol Ports {
    var giving: any Giving { get }
    var scanner: any Scanner { get }
    var files: any Files { get }
    var reminding: any Reminding { get }
    var calling: any Calling { get }
    var guarding: any Guarding { get }
}

/// A page or a text for other apps and the printer.
@MainActor public protocol Giving {
    /// Opens the system's sheet with a text.
    func giveText(_ title: String, _ text: String)
    /// Opens the system's printing with a page of HTML, which is not written to a file of ours.
    func print(_ title: String, html: String)
    /// A square code as a picture for paper (PNG); nil where this phone cannot draw one.
    func square(_ text: String) -> Data?
}

/// Reads codes with the camera.
@MainActor public protocol Scanner {
    /// The text of a code, or nil where the person went back or the camera is not allowed.
    func scan() async -> String?
    /// Whether there is a camera that may be asked for.
    var available: Bool { get }
}

/// Files by the system's own choosers.
@MainActor public protocol Files {
    /// Lets `write` fill a file of the app's own, then has the person choose where it goes. False where they went back; nothing is left.
    func takeOut(_ name: String, _ write: @Sendable (URL) async throws -> Void) async throws -> Bool
    /// Has the person choose a file, and lends it to `read` for as long as it takes. False where they went back.
    func bringIn(_ read: @Sendable (URL) async throws -> Void) async throws -> Bool
}

/// Notifications.
@MainActor public protocol Reminding {
    /// Asks for the permission; whether it is there now. Asked when the first reminder is made, and never by itself again.
    func askPermission() async -> Bool
    /// What the phone lets us do.
    func facts() async -> PhoneFacts
    /// Plans anew and hands the difference to the phone.
    func planAnew() async
    /// Shows the test reminder now.
    func test() async
    /// Opens the system's settings where this can be changed.
    func openSettings()
}

/// Telephone. Nothing is dialled by itself.
@MainActor public protocol Calling {
    /// Opens the dialler. False where this phone has none.
    func call(_ number: String) -> Bool
    /// Opens a message to a number. False where this phone has none.
    func message(_ number: String) -> Bool
}

/// Who may look.
@MainActor public protocol Guarding: AnyObject {
    /// Whether the system can ask for a finger, a face or the phone's own code.
    var canLock: Bool { get }
    /// Whether the app is locked when it comes back. Kept by the phone: it is asked before the record is open.
    var locked: Bool { get set }
    /// Whether the switcher of apps shows nothing.
    var hidden: Bool { get set }
    /// Asks for the finger, the face or the code.
    func unlock() async -> Bool
    /// The language this app is to speak; nil: the phone's.
    var language: String? { get set }
    /// Everything was erased. The language stays: the first start is to be read.
    func forget()
}
