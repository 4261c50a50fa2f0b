import Foundation
import handrail

/// What the model of a place asks of the shell around it. `Shell` is one; the tests lend another.
@MainActor public protocol Frame: AnyObject {
    /// The record of the person.
    var record: HandrailRecord { get }
    /// The language the screens speak, for what the core writes on paper.
    var language: String { get }
    /// Goes to the place of a key.
    func go(_ key: String)
    /// Goes to the place of a key, which takes the place of this one: a form that is saved is nothing to come back to.
    func goInstead(_ key: String)
    /// Goes to the first place, and forgets the way.
    func home()
    /// What a model says, in the language of the screens.
    func say(_ words: Said) -> String
    /// Goes back one place.
    func back()
    /// Says something at the foot of the screen, and offers to take it back where that can be done.
    func tell(_ words: Said, undo: (@Sendable (Handrail) throws -> Changes)?)
    /// Says what was refused, in a sentence that says what is safe.
    func refused(_ error: any Error)
    /// Hands a page of HTML to the system's printing. It is not written to a file of ours.
    func print(_ html: String)
    /// Hands a text to the system's sharing.
    func give(_ title: String, _ text: String)
    /// A square code as a picture for paper (PNG); nil where this phone cannot draw one.
    func square(_ text: String) -> Data?
    /// Opens the dialler.
    func call(_ number: String)
    /// What was typed at a place and not saved, field by field.
    func drafts(_ place: String) async -> [String: String]
    /// Keeps the whole text of a field until it is saved.
    func keep(_ place: String, _ field: String, _ text: String) async
    /// Lets go of all that was typed at a place.
    func drop(_ place: String) async
    /// Whether there is a camera that may be asked for.
    var canScan: Bool { get }
    /// The text of a square code, or nil where the person went back or the camera is not allowed.
    func scan() async -> String?
    /// Lets `write` fill a file, then has the person choose where it goes. False where they went back; nothing is left behind.
    func takeOut(_ name: String, _ write: @Sendable (URL) async throws -> Void) async throws -> Bool
    /// Has the person choose a file and lends it. False where they went back.
    func bringIn(_ read: @Sendable (URL) async throws -> Void) async throws -> Bool
    /// Asks the system for notifications. Whether they are allowed now; after a no the system does not ask again.
    func mayRemind() async -> Bool
    /// What this phone lets us do.
    func phoneFacts() async -> PhoneFacts
    /// Hands the difference to the system after an edit that concerns reminders.
    func planAnew() async
    /// Shows the test reminder.
    func testReminder() async
    /// Opens the system's settings of this app.
    func openSettings()
}

extension Frame {
    /// Does one thing; what it throws becomes words. Nil where it threw.
    @discardableResult
    func doing<Made>(_ work: @MainActor () async throws -> Made) async -> Made? {
        do {
            return try await work()
        } catch {
            refused(error)
            return nil
        }
    }

    /// One edit, and the sentence that it is kept.
    @discardableResult
    func write(_ done: String? = "shell-saved", _ edit: @Sendable @escaping (Handrail) throws -> Changes) async -> Bool {
        let changed = await doing { try await record.write(edit) }
        if changed != nil, let done { tell(.say(done), undo: nil) }
        return changed != nil
    }
}
